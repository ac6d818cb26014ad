"""The files of a figure: what a spreadsheet reads in them."""

import csv
import datetime as dt
import io
from decimal import Decimal

import fastexcel
import polars as pl

from dashboards.components.download import Download


def test_a_download_opens_in_a_spreadsheet_and_carries_source_and_date():
    content = Download("Età e sesso", [{"eta": "0–4", "maschi": 10}], "ISTAT", dt.date(2023, 1, 1)).content()
    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert read == [{"eta": "0–4", "maschi": "10", "fonte": "ISTAT", "data_riferimento_fonte": "2023-01-01"}]


def test_a_file_is_named_without_accents_and_signs():
    assert Download("Età e sesso: amb:sebino", [], "x").file_name() == "eta_e_sesso_amb_sebino.csv"
    assert Download("piramide_amb:sebino_2023", [], "x").file_name("svg") == "piramide_amb_sebino_2023.svg"


def test_a_download_is_written_for_an_italian_spreadsheet():
    rows = [
        {"indicatore_id": "indice", "valore": 183.271234, "quota": 6.42, "euro": Decimal("12.50"), "n": 54239.0},
        {"indicatore_id": "residenti", "valore": 54239.0, "quota": None, "euro": None, "n": -0.001},
    ]
    said = Download("x", rows, "ISTAT", "2023-01-01", decimals={"indice": 1, "residenti": 0}).content()
    first, second = said.decode("utf-8-sig").splitlines()[1:]
    assert first == "indice;183,271;6,42;12,5;54239;ISTAT;2023-01-01"
    assert second == "residenti;54239;;;0;ISTAT;2023-01-01"


def test_a_list_is_written_as_words():
    rows = [{"fonti": ["istat_posas", "istat_p2"]}]
    assert "istat_posas, istat_p2;ISTAT" in Download("x", rows, "ISTAT").content().decode("utf-8-sig")
    assert workbook(rows).load_sheet("Dati").to_polars()["fonti"].to_list() == ["istat_posas, istat_p2"]


def workbook(rows, about=None, **options):
    return fastexcel.read_excel(Download("x", rows, "ISTAT, residenti", "2023-01-01", **options).workbook(about or {}))


def test_a_workbook_keeps_numbers_dates_and_words_apart():
    rows = [
        {"nome": "=Iseo", "n": 8973, "quota": 4.4123, "euro": Decimal("12.50"), "giorno": dt.date(2023, 1, 1)},
        {"nome": "Zone", "n": None, "quota": float("nan"), "euro": None, "giorno": None},
    ]
    data = workbook(rows).load_sheet("Dati").to_polars()
    assert data["nome"].to_list() == ["=Iseo", "Zone"]  # words that look like a formula stay words
    assert data["n"].to_list() == [8973, None] and data["quota"].to_list() == [4.4123, None]
    assert data["euro"][0] == 12.5 and str(data["giorno"][0]).startswith("2023-01-01")


def test_a_workbook_says_where_its_numbers_come_from():
    book = workbook([{"n": 1}], {"Titolo": "Residenti", "Definizione": "", "Indirizzo della vista": "http://x/?a=1"})
    notes = dict(book.load_sheet("Fonte", header_row=None).to_polars().iter_rows())
    assert notes == {
        "Titolo": "Residenti",
        "Indirizzo della vista": "http://x/?a=1",
        "Fonte": "ISTAT, residenti",
        "Data di riferimento": "1° gennaio 2023",
    }


def test_a_workbook_without_rows_opens_all_the_same():
    empty = pl.DataFrame({"nome": [], "n": []}, schema={"nome": pl.String, "n": pl.Int64})
    assert workbook(empty).load_sheet("Dati").to_polars().columns == ["nome", "n"]
