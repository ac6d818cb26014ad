"""The page with the outcomes: whole in itself, in Italian, what failed first."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from expectations.report import write
from expectations.run import _create

FAILED = (
    "raw",
    "raw.ente__a",
    "13 righe",
    None,
    "errore",
    "fallito",
    "12",
    "trovato 12; atteso 13 righe. Dodici comuni.",
)
WARNED = (
    "pubblicato",
    "marts.b",
    "nessuna cella vuota",
    "anno",
    "avviso",
    "fallito",
    "1 su 5",
    "Ogni riga ha un anno.",
)
PASSED = (
    "raw",
    "raw.ente__a",
    "2 colonne",
    None,
    "errore",
    "superato",
    "come atteso",
    "Il tracciato è questo.",
)
HOSTILE = (
    "raw",
    "raw.ente__c",
    "<script>alert(1)</script>",
    "x",
    "informazione",
    "fallito",
    "a & b",
    "«<b>»",
)


@pytest.fixture
def con():
    con = duckdb.connect()
    _create(con)
    yield con
    con.close()


def page(con: duckdb.DuckDBPyConnection, folder: Path, *outcomes: tuple) -> str:
    if outcomes:
        con.executemany("insert into qualita.aspettativa values (?, ?, ?, ?, ?, ?, ?, ?)", [list(o) for o in outcomes])
    write(con, folder / "rapporto.html")
    return (folder / "rapporto.html").read_text("utf-8")


def test_it_asks_nothing_of_any_other_host(con, tmp_path):
    text = page(con, tmp_path, FAILED, PASSED)
    assert not re.search(r"https?://|//cdn|@import|url\(|<link|<script|<iframe|<img", text)


def test_what_failed_stands_first_with_its_reason_and_in_words(con, tmp_path):
    text = page(con, tmp_path, PASSED, FAILED, WARNED)
    assert text.index("trovato 12; atteso 13 righe. Dodici comuni.") < text.index("Il tracciato è questo.")
    assert text.index("Che cosa non è come atteso") < text.index("File ricevuti</h2>")
    for word in ("Errore", "Avviso", "Superata", "3 attese verificate, 2 non superate"):
        assert word in text
    first_table = text[text.index("<details") :]
    assert first_table.index("atteso 13 righe") < first_table.index("Il tracciato")


def test_when_everything_holds_it_says_so(con, tmp_path):
    text = page(con, tmp_path, PASSED)
    assert "Tutto è come atteso." in text
    assert "<details open" not in text


def test_it_can_be_written_before_anything_ran(con, tmp_path):
    assert "0 attese verificate" in page(con, tmp_path)


def test_what_comes_from_the_data_is_escaped(con, tmp_path):
    text = page(con, tmp_path, HOSTILE)
    assert "<script>" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "a &amp; b" in text


def test_the_recorded_checks_are_counted_where_there_are_any(con, tmp_path):
    assert "Controlli sulle cifre" not in page(con, tmp_path)
    con.execute(
        "create table qualita.controllo as select 'somma' as tipo, 'errore' as gravita, "
        "case when i < 2 then 'fallito' else 'superato' end as esito from range(5) r(i)"
    )
    text = page(con, tmp_path)
    assert "<td>somma</td><td>errore</td><td class='numero'>2</td><td class='numero'>5</td>" in text


def test_the_page_is_well_formed_and_its_tables_have_headers(con, tmp_path):
    class Reader(HTMLParser):
        open: list[str] = []
        headed = tables = 0

        def handle_starttag(self, tag, attrs):
            if tag not in ("meta", "link", "br"):
                self.open.append(tag)
            self.tables += tag == "table"
            self.headed += tag == "thead"

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    reader = Reader()
    text = page(con, tmp_path, FAILED, PASSED, WARNED, HOSTILE)
    reader.feed(text)
    assert reader.open == []
    assert reader.tables == reader.headed > 3
    assert text.startswith("<!doctype html>\n<html lang='it'>")
    assert "<th scope='col'>Esito</th>" in text


def test_no_half_written_page_is_left(con, tmp_path):
    page(con, tmp_path, FAILED)
    assert [p.name for p in tmp_path.iterdir()] == ["rapporto.html"]
