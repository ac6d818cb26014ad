"""In which months a nucleo is counted, and how often."""

from datetime import date

import pytest

from tests.dbt.catena_adi import ask, count, database, receive


@pytest.fixture
def con():
    with database() as connection:
        yield connection


def months(con) -> str:
    """Months of 2025 in payment, one character each time a nucleo is counted: «23» is February and March."""
    count(con)
    return "".join(
        f"{mese:%-m}" for (mese,) in ask(con, "select mese from int_adi__mesi where year(mese) = 2025 order by 1")
    )


@pytest.mark.parametrize(
    ("what", "case", "expected"),
    [
        ("open since February", {}, "23456"),
        ("active on one day of a month", {"data_inizio": date(2025, 2, 28), "data_fine": date(2025, 4, 1)}, "234"),
        ("the month after the pact", {"data_inizio": None, "data_sottoscrizione_pad": date(2025, 3, 31)}, "456"),
        ("suspended, nobody knows since when", {"stato_beneficio": "sospeso"}, "2345"),
        ("suspended and ended on a known day", {"stato_beneficio": "sospeso", "data_fine": date(2025, 6, 2)}, "23456"),
        ("an end that is still to come", {"data_fine": date(2026, 7, 31)}, "23456"),
        ("extracted before the month was over", {"estratto_il": date(2025, 6, 29)}, "2345"),
        ("not yet begun", {"data_inizio": date(2025, 7, 1)}, ""),
    ],
)
def test_a_month_is_counted_when_the_case_was_active_in_it(con, what, case, expected):
    receive(con, case)
    assert months(con) == expected, what


def renewal(**second) -> list[dict]:
    first = {"nucleo_chiave": "n", "data_inizio": date(2025, 1, 1), "data_fine": date(2025, 3, 31)}
    return [first, {"nucleo_chiave": "n", "data_inizio": date(2025, 4, 1), **second}]


@pytest.mark.parametrize(
    ("what", "second", "expected", "ordine"),
    [
        ("next month", {}, "123456", "rinnovo"),
        ("after the month of suspension", {"data_inizio": date(2025, 5, 1)}, "12356", "rinnovo"),
        ("overlapping", {"data_inizio": date(2025, 3, 1)}, "123456", "rinnovo_sovrapposto"),
        ("from the same month", {"data_inizio": date(2025, 1, 1)}, "123456", "rinnovo_sovrapposto"),
    ],
)
def test_a_renewal_is_counted_once_a_month(con, what, second, expected, ordine):
    receive(con, *renewal(**second))
    assert months(con) == expected, what
    assert ask(con, "select ordine from int_adi__periodi where e_ultimo") == [(ordine,)]


def test_who_comes_back_after_a_long_time_is_no_renewal(con):
    receive(con, *renewal(data_inizio=date(2025, 6, 29), estratto_il=date(2025, 6, 30)))
    receive(
        con,
        {"nucleo_chiave": "m", "data_inizio": date(2024, 1, 1), "data_fine": date(2024, 6, 30)},
        {"nucleo_chiave": "m"},
    )
    count(con)
    assert ask(con, "select nucleo, ordine from int_adi__periodi where e_ultimo order by nucleo") == [
        ("m", "ritorno"), ("n", "rinnovo"),
    ]  # fmt: skip


def test_a_household_that_changed_is_counted_as_it_was_in_each_month(con):
    receive(con, *renewal(componenti=4, comune_stampato="017106"))
    count(con)
    assert ask(con, "select sum(componenti) from int_adi__mesi") == [(3 * 1 + 3 * 4,)]
    assert ask(con, "select ha_nucleo_variato from int_adi__periodi order by dal") == [(False,), (True,)]
    assert ask(con, "select dimensione, modalita, righe from int_adi__letture order by all") == [
        ("domande_contate", "primo", 1), ("domande_contate", "rinnovo_nucleo_variato", 1), ("righe", "contata", 2),
    ]  # fmt: skip


def test_two_applicants_are_two_nuclei(con):
    receive(con, {"nucleo_chiave": "a"}, {"nucleo_chiave": "b"}, {"nucleo_chiave": None})
    assert months(con) == "222333444555666"


def test_only_the_last_months_are_published_and_the_details_of_the_last_year(con):
    receive(con, {"data_inizio": date(2020, 1, 1), "data_domanda": date(2019, 12, 1)})
    count(con)
    query = """select dimensione = 'totale', count(distinct mese), min(mese), max(mese) from int_adi__conteggi
        group by all order by all"""
    assert ask(con, query) == [
        (False, 12, date(2024, 7, 1), date(2025, 6, 1)), (True, 36, date(2022, 7, 1), date(2025, 6, 1)),
    ]  # fmt: skip
