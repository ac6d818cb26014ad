"""The view Orologio dei casi: cases by delay, hidden classes said to be hidden, nothing where no case was received."""

import shutil

import pytest

from tests.dashboards.reading import opener, text_of
from warehouse.connection import open_build
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.publish import publish

PAGE = "assegno_inclusione"
CLASSES = [("in_tempo", "In tempo", 1), ("ritardo_1_30", "In ritardo da 1 a 30 giorni", 3)]


def rows(first: tuple, after: tuple) -> str:
    """Cells of amb:sebino: per phase total, in time, late; None is hidden."""
    lines = []
    for phase, cells in (("primo_incontro", first), ("successivi", after)):
        for (name, label, order), value in zip([("totale", "Totale", 0), *CLASSES], cells, strict=True):
            state = "soppressa_secondaria" if value is None else "pubblicabile"
            lines.append(
                f"('casi_prova/casi', 'amb:sebino', 'amb:sebino', 'adi', '2025-12-31', '{phase}', '{name}', '{label}', "
                f"{order}, {'null' if value is None else value}, '{state}')"
            )
    return ", ".join(lines)


@pytest.fixture
def with_cases(warehouse, tmp_path, monkeypatch):
    """Opens pages of a copy of the warehouse with a clock of made-up cases and no other."""
    published, build = WarehousePaths(warehouse), tmp_path / "nuovo.duckdb"
    shutil.copyfile(read_current(published).file(published), build)
    with open_build(build) as con:
        con.execute("delete from marts.adi_orologio; delete from marts.adi_lettura")
        con.execute(f"insert into marts.adi_orologio values {rows((30, 20, 10), (None, 12, None))}")
        con.execute(
            "insert into marts.adi_lettura values ('casi_prova/casi', 'amb:sebino', 'adi', '2025-12-31', 'righe', "
            "'ripetuta', 'Righe ripetute della stessa domanda', 2, null, 'soppressa_primaria', null)"
        )
    publish(build, WarehousePaths(tmp_path), fingerprint="con_casi", info={})
    return opener(tmp_path, monkeypatch)


def test_says_how_many_are_late_on_the_day_of_the_extraction(with_cases):
    said = text_of(with_cases(PAGE, vista="orologio", territorio="amb:sebino"))
    assert "casi estratti il 31 dicembre 2025: primo incontro, dovuto entro 120 giorni" in said
    assert "30 casi in tutto, 10 in ritardo." in said


def test_a_hidden_total_and_a_hidden_class_are_said_to_be_hidden(with_cases):
    said = text_of(with_cases(PAGE, vista="orologio", territorio="amb:sebino"))
    assert "Il totale è nascosto, perché farebbe ricavare un numero piccolo." in said
    assert "Una cella nascosta non vale zero" in said


def test_another_territory_is_shown_the_cases_that_there_are_and_told_so(with_cases):
    opened = with_cases(PAGE, vista="orologio", territorio="reg:03")
    assert not opened.exception
    assert "non ci sono casi: la pagina mostra Ambito 5 Sebino" in text_of(opened)


def test_the_rules_of_the_clock_are_there_with_their_norm(with_cases):
    said = text_of(with_cases(PAGE, vista="orologio", territorio="amb:sebino"))
    assert "entro 120 giorni dalla sottoscrizione del patto" in said
    assert "D.L. 48/2023, art. 4, c. 4" in said
