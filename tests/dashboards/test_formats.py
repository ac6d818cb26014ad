"""Numbers, dates and small words as they are written in Italian."""

import datetime as dt
from decimal import Decimal

import pytest

from dashboards.components import formats


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (54239, 0, "54.239"),
        (183.2722, 1, "183,3"),
        (-3.04, 1, "−3,0"),
        (0, 0, "0"),
        (1234567.891, 2, "1.234.567,89"),
        (Decimal("5725887.00"), 0, "5.725.887"),
        (None, 1, "n.d."),
        (float("nan"), 1, "n.d."),
        (float("inf"), 0, "n.d."),
    ],
)
def test_numbers_have_italian_separators_and_a_real_minus(value, decimals, written):
    assert formats.number(value, decimals) == written


def test_rounding_is_half_up_and_not_to_the_even_digit():
    assert [formats.number(v, 0) for v in (0.5, 1.5, 2.5, -0.5)] == ["1", "2", "3", "−1"]
    assert formats.number(0.125, 2) == "0,13"
    assert formats.number(2.675, 2) == "2,68"


def test_a_signed_number_says_plus_minus_and_a_fall_too_small_to_show():
    assert formats.number(233, sign=True) == "+233"
    assert formats.number(-208, sign=True) == "−208"
    assert formats.number(0, sign=True) == "0"


def test_a_change_too_small_to_write_is_never_minus_zero():
    assert formats.number(-0.02, 1, sign=True) == "≈\N{NO-BREAK SPACE}0"
    assert formats.number(-0.02, 1) == "0,0"
    for small in (-0.02, 0.04):
        assert formats.percent(small, 1, sign=True) == "≈\N{NO-BREAK SPACE}0\N{NO-BREAK SPACE}%"
    assert formats.percent(0.0, 1, sign=True) == "0,0\N{NO-BREAK SPACE}%"
    assert formats.change_words(-0.02) == "meno dello 0,1\N{NO-BREAK SPACE}%"
    assert formats.change_words(-0.05) == "−0,1\N{NO-BREAK SPACE}%"
    assert formats.change_words(0.0) == "0,0\N{NO-BREAK SPACE}%"
    assert formats.change_words(0.3, 0, "punti") == "meno di 1\N{NO-BREAK SPACE}punti"
    assert formats.change_words(None) == "n.d."


def test_the_hour_of_a_publication():
    assert formats.clock(dt.datetime(2026, 11, 22, 17, 5)) == "17:05"
    assert formats.clock("2026-11-22T17:05:59") == "17:05"
    assert formats.clock("boh") == formats.clock(None) == "n.d."


def test_a_percentage_has_its_sign_after_a_space_that_does_not_break():
    assert formats.percent(-3.0, 1) == "−3,0\N{NO-BREAK SPACE}%"
    assert formats.percent(1.9, 1, sign=True) == "+1,9\N{NO-BREAK SPACE}%"
    assert formats.percent(None) == "n.d."


def test_a_unit_is_written_only_where_it_is_short():
    assert formats.with_unit(6.42, "%", 1) == "6,4\N{NO-BREAK SPACE}%"
    assert formats.with_unit(183.27, "per 100", 1) == "183,3"
    assert formats.with_unit(None, "%", 1) == "n.d."


def test_an_interval_needs_both_limits():
    assert formats.interval(177.9, 188.8, 1) == "177,9–188,8"
    assert formats.interval(None, 188.8, 1) == "n.d."


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (dt.date(2023, 1, 1), "1° gennaio 2023"),
        (dt.datetime(2026, 11, 22, 17, 30), "22 novembre 2026"),
        ("2025-12-31T10:00:00+01:00", "31 dicembre 2025"),
        (None, "n.d."),
        ("non è una data", "n.d."),
    ],
)
def test_a_day_is_written_in_words(value, written):
    assert formats.day(value) == written


def test_short_days_and_months():
    assert formats.short_day("2026-11-02") == "02/11/2026"
    assert formats.month(dt.date(2024, 12, 1)) == "dicembre 2024"


def test_counts_agree_with_their_noun():
    assert formats.plural(1, "comune", "comuni") == "1 comune"
    assert formats.plural(12, "comune", "comuni") == "12 comuni"
    assert formats.plural(0, "comune", "comuni") == "0 comuni"
    assert formats.plural(0, "comune", "comuni", zero="nessun comune") == "nessun comune"
    assert formats.plural(1500, "riga", "righe") == "1.500 righe"


def test_small_counts_are_spelled():
    assert [formats.spelled(n) for n in (0, 1, 10, 11, 12, 20, 21, 205)] == [
        "zero", "uno", "dieci", "undici", "dodici", "venti", "21", "205",
    ]  # fmt: skip


def test_lists_end_with_a_conjunction_and_do_not_run_on():
    assert formats.listed([]) == ""
    assert formats.listed(["Zone"]) == "Zone"
    assert formats.listed(["Iseo", "Marone", "Zone"]) == "Iseo, Marone e Zone"
    assert formats.listed(["a", "b", "c", "d", "e", "f"]) == "a, b, c e altri 3"
