"""The views of Assegno di inclusione: what they say of the press figures, and of tables of INPS (made up)."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dashboards.adi.menu import VIEWS
from dashboards.components.text import ABSENCES
from tests.dashboards.reading import notices_of, opener, text_of
from warehouse.connection import open_build
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.publish import publish

MADE = Path(__file__).with_name("adi.sql")
PAGE = "assegno_inclusione"


@pytest.fixture(scope="session")
def with_tables(warehouse, tmp_path_factory):
    """A copy of the warehouse as it is when tables of INPS were received: 24 months, categories, a hidden cell."""
    folder = tmp_path_factory.mktemp("con_tavole")
    build = folder / "nuovo.duckdb"
    published = WarehousePaths(warehouse)
    shutil.copyfile(read_current(published).file(published), build)
    con = open_build(build)
    con.execute(MADE.read_text("utf-8"))
    con.close()
    publish(build, WarehousePaths(folder), fingerprint="con_tavole", info={})
    return folder


@pytest.fixture
def received(with_tables, monkeypatch):
    return opener(with_tables, monkeypatch)


@pytest.mark.parametrize("view", [entry.id for entry in VIEWS.entries])
@pytest.mark.parametrize("place", ["amb:sebino", "prov:017", "reg:03", "ita", "com:017085", "amb:cremona"])
def test_every_view_draws_for_every_kind_of_territory(app, view, place):
    assert not app(PAGE, vista=view, territorio=place).exception


class TestOverview:
    def test_says_figures_change_and_rate_with_its_interval_and_its_residents(self, app):
        said = text_of(app(PAGE))
        assert "4.248 Provincia di Brescia, dicembre 2025 +310 (+7,9" in said
        assert "Nuclei ogni 1.000 residenti 3,4 intervallo al 95 %: 3,3–3,5 residenti al 1° gennaio 2023" in said

    def test_says_on_which_residents_a_rate_is_where_those_of_the_year_are_missing(self, app):
        assert "dove non sono stati ricevuti, su quelli del 1° gennaio 2023, gli ultimi prima" in text_of(app(PAGE))

    def test_puts_province_region_and_italy_side_by_side(self, app):
        said = text_of(app(PAGE))
        assert "Provincia di Brescia dicembre 2025 4.248" in said
        assert "Lombardia dicembre 2024 48.445" in said
        assert "Italia dicembre 2025 646.563 1.489.186 697" in said

    def test_gives_the_claim_s_comparison_with_the_change_computed(self, app):
        said = text_of(app(PAGE))
        assert "da 6.032 nuclei con il reddito" in said and "a 3.938 con l'assegno" in said and "−2.094 (−34,7" in said


class TestSeries:
    def test_says_what_alters_the_months_drawn(self, app):
        said = text_of(app(PAGE, vista="serie"))
        for words in ("Mese di sospensione (luglio 2025 – dicembre 2025)", "messaggio INPS 8 agosto 2025, n. 2458"):
            assert words in said
        assert "Fine della sospensione" not in said  # no figure of 2026 is drawn

    def test_says_how_many_months_are_missing(self, app):
        assert "fra i due 11 mesi non sono stati ricevuti" in text_of(app(PAGE, vista="serie"))

    def test_of_many_months_has_no_gap_to_tell(self, received):
        said = text_of(received(PAGE, vista="serie", territorio="prov:017"))
        assert "gennaio 2024: 3.910 nuclei, dicembre 2025: 4.140 nuclei." in said

    def test_opens_the_quantity_of_the_address(self, app):
        said = text_of(app(PAGE, vista="serie", quantita="tasso_persone"))
        assert "Persone ogni 1.000 residenti" in said and "ISTAT" in said

    def test_an_unknown_quantity_is_said(self, app):
        assert "La quantità «reddito»" in notices_of(app(PAGE, vista="serie", quantita="reddito"))


class TestCategories:
    def test_say_that_they_overlap_and_whose_they_are(self, app):
        said = text_of(app(PAGE, vista="categorie"))
        assert "Italia, dicembre 2025, ADI, in pagamento nel mese. Le categorie si sovrappongono" in said
        assert "Con minori circa 238.000" in said and "Con persone di 60 anni e più circa 338.000" in said

    def test_that_do_not_overlap_say_so_apart(self, received):
        said = text_of(received(PAGE, vista="categorie", territorio="prov:017"))
        assert "Numero di componenti Provincia di Brescia, dicembre 2025" in said
        assert "Ogni nucleo sta in una sola categoria." in said

    def test_a_hidden_cell_says_why_and_is_no_zero(self, received):
        said = text_of(received(PAGE, vista="categorie", territorio="prov:017"))
        assert f"Con carichi di cura n.d. {ABSENCES['soppressa_primaria']}" in said
        assert f"Con minori n.d. {ABSENCES['soppressa_secondaria']}" in said
        assert "Una cella nascosta non vale zero" in said


class TestFigures:
    def test_keep_a_month_apart_from_a_period(self, app):
        said = text_of(app(PAGE, vista="cifre"))
        assert "ADI almeno un pagamento nel periodo gennaio 2024 – dicembre 2025 935.675" in said
        assert "ADI in pagamento nel mese dicembre 2025 646.563" in said

    def test_show_one_of_two_sources_of_the_same_fact(self, app):
        assert "circa 647.000" not in text_of(app(PAGE, vista="cifre"))

    def test_tell_what_a_release_changed(self, received):
        said = text_of(received(PAGE, vista="cifre", territorio="prov:017"))
        assert "Come ogni pubblicazione cambia i mesi passati" in said
        assert "3.800 31/07/2025 4.140 31/01/2026 +8,9" in said and "▲ oltre il 5" in said


def test_an_unknown_view_is_said(app):
    assert "La vista «casi» indicata" in notices_of(app(PAGE, vista="casi"))


def test_links_between_views_keep_territory_and_quantity(app):
    test = app(PAGE, vista="serie", territorio="prov:017", quantita="persone")
    queries = [link.proto.query_string for link in test.get("page_link") if link.proto.label == "Categorie"]
    assert queries and "quantita=persone" in queries[0] and "prov%3A017" in queries[0]
