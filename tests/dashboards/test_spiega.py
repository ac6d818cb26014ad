"""«Da dove viene»: the links of the figures, and the page that they lead to."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from dashboards.components import spiega
from dashboards.components.cards import Card, cards_html
from dashboards.components.tables import Column, table
from tests.dashboards.reading import notices_of, text_of
from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.provenienza import explain


def opened(app, **asked):
    return app("provenienza", **asked)


def test_the_page_follows_a_computed_figure_to_its_files(app):
    text = text_of(opened(app, tabella="indicatore_valore", chiave="amb:sebino|indice_vecchiaia|2023"))
    assert "residenti da 65 anni in su (12 voci, somma 12.501)" in text
    assert "2023_italy_pop.feather" in text and "sha256" in text and "Iseo" in text


def test_the_page_marks_the_cell_among_the_received_rows(app):
    page = opened(app, tabella="marts.indicatore_valore", chiave="ats:brescia|quota_75_piu|2024")
    assert "riga 1023 del documento" in text_of(page)
    bodies = " ".join(element.proto.body for element in page.get("html"))
    assert '<mark title="La cella da cui viene la cifra">136.473</mark>' in bodies


def test_a_key_that_does_not_exist_leads_to_the_nearest(app):
    page = opened(app, tabella="indicatore_valore", chiave="amb:sebin|indice_vecchiaia|2023")
    assert "non ha la riga" in notices_of(page)
    assert "amb:sebino|indice_vecchiaia|2023" in text_of(page)


def test_without_a_row_the_page_says_how_to_ask_for_one(app):
    assert "partire da una cifra" in text_of(opened(app))


def test_a_cell_of_a_table_and_a_card_are_links_that_the_keyboard_reaches():
    leads = "provenienza?tabella=x&chiave=a|b"
    cell = table([{"n": 3}], [Column("n", "N", "intero", leads=lambda row: leads)], caption="prova")
    card = cards_html([Card("Residenti", "3", leads=leads)])
    for html in (cell, card):
        assert '<a class="da-dove" href="provenienza?tabella=x&amp;chiave=a|b" target="_self"' in html


def test_the_link_of_a_row_holds_its_key(app, warehouse):
    opened(app)
    row = {"territorio_id": "amb:sebino", "indicatore_id": "residenti", "anno": 2023}
    asked = parse_qs(urlsplit(spiega.href("indicatore_valore", row)).query)
    assert asked["tabella"] == ["indicatore_valore"] and asked["chiave"] == ["amb:sebino|residenti|2023"]
    assert spiega.href("tabella_che_non_c_e", row) is None
    assert spiega.to("spesa")({}) is None


PLACES = {
    "contesto": ({"territorio": "dis:sebino_monte_orfano", "vista": "mappa"}, {"territorio": "amb:sebino"}),
    "obiettivi_leps": ({}, {"vista": "basi"}, {"vista": "piano"}),
    "spesa_sociale": ({"ente": "amb:cremona"}, {"ente": "amb:cremona", "vista": "serie"}),
}


@pytest.mark.parametrize("page", PLACES)
def test_every_link_of_a_page_leads_to_a_row_that_can_be_explained(app, warehouse, page):
    """One link for each table that the page's figures come from: an address of a row that is not there helps nobody."""
    links = set()
    for asked in PLACES[page]:
        bodies = " ".join(element.proto.body for element in app(page, **asked).get("html"))
        links |= set(re.findall(r'href="provenienza\?([^"]+)"', bodies))
    asked = [parse_qs(unescape(link)) for link in sorted(links)]
    of_table = {one["tabella"][0]: one for one in asked}
    assert of_table, f"{page}: no figure leads to its explanation"
    with open_readonly(read_current(WarehousePaths(warehouse)).file(WarehousePaths(warehouse))) as con:
        for table_name, one in of_table.items():
            assert explain(con, table_name, one["chiave"][0]).valori


def test_an_empty_last_part_that_the_row_knows_is_asked_for_as_empty(app):
    opened(app)
    total = {"ente_id": "amb:cremona", "anno": 2015, "stato_spesa": "previsione", "verso": "spesa",
             "versione": "corretta", "area": "A", "fondo": None}  # fmt: skip
    assert parse_qs(urlsplit(spiega.href("spesa_matrice", total)).query)["chiave"][0].endswith("|A|")
    del total["fondo"]
    assert parse_qs(urlsplit(spiega.href("spesa_matrice", total)).query)["chiave"][0].endswith("|A")
