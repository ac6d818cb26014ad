"""Every page and view in the public profile: it draws from the public part alone, or is not offered."""

import re

import duckdb
import pytest

from dashboards.contesto.menu import ENTRIES
from dashboards.leps.menu import VIEWS
from dashboards.spesa.menu import VIEWS as SPENDING
from tests.dashboards.reading import notices_of, opener, text_of

PAGES = ["indicatori", "assegno_inclusione", "spesa_sociale", "programmazione", "qualita_dati", "fonti_metodi"]
VIEWS_OF = [("contesto", entry.id) for entry in ENTRIES]
VIEWS_OF += [("obiettivi_leps", entry.id) for entry in VIEWS.entries]
VIEWS_OF += [("spesa_sociale", entry.id) for entry in SPENDING.entries]


@pytest.fixture
def public_page(warehouse, monkeypatch):
    monkeypatch.setenv("LEPS_PROFILO", "pubblico")
    return opener(warehouse, monkeypatch)


@pytest.mark.parametrize(("page", "view"), [*((page, None) for page in PAGES), *VIEWS_OF])
def test_a_page_draws_from_the_public_part_alone(public_page, page, view):
    test = public_page(page, **({"vista": view} if view else {}))
    assert not test.exception
    assert re.search(r"\d", text_of(test))


def test_a_view_that_needs_an_internal_table_is_not_offered_and_its_address_says_so(public_page):
    test = public_page("obiettivi_leps", vista="diario")
    offered = [link.proto.label for link in test.get("page_link")]
    assert {"Obiettivi del piano", "Registro"} <= set(offered) and "Assistenti sociali" in offered
    assert not {"Matrice", "Basi", "Indicatore", "Diario", "Ambiti a confronto"} & set(offered)
    assert "La vista «diario»" in notices_of(test)


def test_rejected_rows_and_expectations_are_not_on_the_public_page_of_quality(public_page):
    said = text_of(public_page("qualita_dati"))
    assert "Controlli di forma" not in said and "Controlli eseguiti" in said


def test_a_comparison_is_the_same_in_both_profiles(warehouse, monkeypatch):
    said = {}
    for profile in ("interno", "pubblico"):
        monkeypatch.setenv("LEPS_PROFILO", profile)
        said[profile] = text_of(opener(warehouse, monkeypatch)("contesto", vista="confronti"))
    assert said["interno"] == said["pubblico"]


def test_a_page_without_its_tables_is_not_in_the_menu(warehouse, tmp_path, monkeypatch):
    from warehouse.connection import open_build
    from warehouse.paths import WarehousePaths
    from warehouse.publish import publish

    paths = WarehousePaths(tmp_path / "w")
    paths.costruzione.mkdir(parents=True)
    build, public = paths.costruzione / "leps.duckdb", paths.costruzione / "pubblico.duckdb"
    duckdb.connect(str(build)).close()
    with open_build(public) as con:
        con.execute(f"attach '{WarehousePaths(warehouse).pubblico}' as tutto (read_only)")
        con.execute("copy from database tutto to pubblico")
        con.execute("drop table marts.spesa")
    publish(build, paths, "senza_spesa", public_file=public)
    monkeypatch.setenv("LEPS_PROFILO", "pubblico")
    test = opener(paths.root, monkeypatch)("contesto")
    assert not test.exception
    offered = [link.proto.label for link in test.get("page_link")]
    assert "Programmazione" in offered and "Spesa sociale" not in offered


def test_the_targets_of_the_plan_are_public_and_nothing_recorded_stands_beside_them(public_page):
    said = text_of(public_page("obiettivi_leps"))
    assert "20 indicatori per 5 LEPS" in said and "almeno 75%" in said and "meno che nel 2025" in said
    assert "Dato non ancora rilevato" not in said and "non valutabile" not in said.lower()
