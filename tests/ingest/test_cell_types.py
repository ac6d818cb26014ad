"""What fits a declared type, and that Python and the SQL macros read the same number from the same cell."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.cell_types import BLANKS, expected, fits, macros, number, pattern

LOCALES = ("it", "en", "c")


@pytest.fixture(scope="module")
def con():
    con = duckdb.connect()
    con.execute("create schema raw")
    for statement in macros():
        con.execute(statement)
    yield con
    con.close()


def in_sql(con, cell: str | None, locale: str) -> tuple[int | None, Decimal | None]:
    return con.execute(
        "select raw.leggi_intero(?::text, ?), raw.leggi_decimale(?::text, ?)", [cell, locale, cell, locale]
    ).fetchall()[0]


def matches_in_sql(con, cell: str, tipo: str, locale: str) -> bool:
    return con.execute(
        f"select regexp_full_match(trim(?::text, '{BLANKS}'), ?)", [cell, pattern(tipo, locale)]
    ).fetchall()[0][0]


@pytest.mark.parametrize(
    ("cell", "tipo"),
    [
        ("0", "intero"),
        ("8992", "intero"),
        ("8.992", "intero"),
        ("1.162.136", "intero"),
        ("-4", "intero"),
        ("−4", "intero"),
        (" 12 ", "intero"),
        ("12\u00a0", "intero"),
        ("34,8", "decimale"),
        ("1.193", "decimale"),
        ("1.234,56", "decimale"),
        ("-3,0", "decimale"),
        ("6,42%", "percentuale"),
        ("8%", "percentuale"),
        ("25 %", "percentuale"),
        ("41,7", "percentuale"),
        ("€ 10.000", "euro"),
        ("€10.000", "euro"),
        ("105.000,00", "euro"),
        ("140.000 €", "euro"),
        ("1.281.000", "euro"),
        ("1900", "anno"),
        ("2099", "anno"),
        ("2024-01-31", "data"),
        ("31/01/2024", "data"),
        ("1-2-2024", "data"),
        ("957", "riga_documento"),
        ("396-398", "riga_documento"),
        ("leps_1_1", "codice"),
        ("qualunque cosa, anche 1,2", "testo"),
    ],
)
def test_these_fit(cell, tipo):
    assert fits(cell, tipo, "it")


@pytest.mark.parametrize(
    ("cell", "tipo"),
    [
        ("23,432", "intero"),
        ("1600,78", "intero"),
        ("6,42%", "intero"),
        ("12 circa", "intero"),
        ("1.2345", "intero"),
        ("1.23", "intero"),
        ("12.34.567", "intero"),
        (".5", "intero"),
        ("", "intero"),
        ("٣", "intero"),
        ("1" * 19, "intero"),
        ("1.2345", "decimale"),
        ("1,2,3", "decimale"),
        ("1234.5", "decimale"),
        ("1,5e3", "decimale"),
        ("6,42%%", "percentuale"),
        ("%6", "percentuale"),
        ("13.7000", "euro"),
        ("€13.7000", "euro"),
        ("1,234", "euro"),
        ("10 euro", "euro"),
        ("-€ 5", "euro"),
        ("24", "anno"),
        ("1899", "anno"),
        ("2100", "anno"),
        ("2024/01/31", "data"),
        ("gennaio 2024", "data"),
        ("396–398", "riga_documento"),
        ("due parole", "codice"),
    ],
)
def test_these_do_not(cell, tipo):
    assert not fits(cell, tipo, "it")


def test_the_same_digits_mean_another_number_in_another_locale(con):
    assert number("1.234", "it") == 1234 and in_sql(con, "1.234", "it")[0] == 1234
    assert number("1.234", "c") == 1.234 and in_sql(con, "1.234", "c")[0] is None
    assert number("1,234", "en") == 1234 and in_sql(con, "1,234", "en")[0] == 1234
    assert number("1,234", "it") == 1.234 and in_sql(con, "1,234", "it")[1] == Decimal("1.234")


@pytest.mark.parametrize("cell", ["", None, "testo", "1.2345", "12,3,4", "€", "%", "-", "1" * 30])
def test_what_is_no_number_is_null_in_both(con, cell):
    assert in_sql(con, cell, "it") == (None, None)
    assert cell is None or number(cell, "it") is None


def test_a_count_with_decimals_is_null_as_a_count_and_a_number_as_a_number(con):
    assert in_sql(con, "1600,78", "it") == (None, Decimal("1600.78"))
    assert in_sql(con, "6,42%", "it") == (None, Decimal("6.42"))


def test_another_locale_than_the_three_reads_nothing(con):
    assert in_sql(con, "12", "fr") == (None, None)


def test_what_a_person_reads_shows_the_way_numbers_are_written():
    assert expected("intero", "it") == "un numero intero scritto come 1.234,5"
    assert expected("anno", "it") == "un anno di quattro cifre (1900-2099)"
    assert expected("testo", "it") == "un testo"


# --- Python and SQL, cell by cell


def printed(value: int, decimals: str, locale: str, grouped: bool) -> str:
    """A number as a document of that locale prints it."""
    thousands, point = {"it": (".", ","), "en": (",", "."), "c": ("", ".")}[locale]
    whole = f"{abs(value):,}".replace(",", thousands) if grouped else str(abs(value))
    return f"{'-' if value < 0 else ''}{whole}{point + decimals if decimals else ''}"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    value=st.integers(-(10**15), 10**15),
    decimals=st.text("0123456789", max_size=6),
    locale=st.sampled_from(LOCALES),
    grouped=st.booleans(),
    dress=st.sampled_from(["{}", " {}", "{}\u00a0", "{}%", "{} %", "€ {}", "€{}", "{} €", "\t{}\r\n"]),
)
def test_a_printed_number_is_the_same_in_python_and_in_sql(con, value, decimals, locale, grouped, dress):
    cell = dress.format(printed(value, decimals, locale, grouped))
    if "€" in dress and len(decimals) > 2:
        assert number(cell, locale) is None
        assert in_sql(con, cell, locale) == (None, None)
        return
    exact = Decimal(f"{'-' if value < 0 else ''}{abs(value)}.{decimals or 0}")
    whole, decimal = in_sql(con, cell, locale)
    assert number(cell, locale) == pytest.approx(float(exact))
    assert decimal == exact.quantize(Decimal("0.000001"), ROUND_HALF_UP)
    assert whole == (value if fits(cell, "intero", locale) else None)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(
    cell=st.one_of(
        st.text("0123456789.,%€+-− \u00a0\t", max_size=12),
        st.text(max_size=8),
    ),
    locale=st.sampled_from(LOCALES),
)
def test_any_text_is_judged_alike_in_python_and_in_sql(con, cell, locale):
    cell = cell.replace("\0", "")
    for tipo in ("intero", "decimale", "percentuale", "euro", "anno", "data", "riga_documento"):
        assert fits(cell, tipo, locale) == matches_in_sql(con, cell, tipo, locale), tipo
    whole, decimal = in_sql(con, cell, locale)
    assert (whole is not None) == fits(cell, "intero", locale)
    value = number(cell, locale)
    assert (decimal is not None) == (value is not None)
    if value is not None:
        assert float(decimal) == pytest.approx(value, abs=5e-7)
