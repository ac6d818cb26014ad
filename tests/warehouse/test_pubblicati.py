"""What a build remembers of what earlier versions published of the cases."""

import pytest

from warehouse.connection import open_build
from warehouse.pubblicati import remember_published
from warehouse.publish import publish

COLUMNS = "territorio_id text, {day} date, misura text, conteggio text, dimensione text, modalita text"


@pytest.fixture
def remembered(paths, tmp_path):
    def rows() -> list[tuple]:
        with open_build(tmp_path / "nuovo.duckdb", tmp_path / "riservato.duckdb") as con:
            remember_published(con, paths)
            return con.execute("select quantita, valore from riservato.main.casi_pubblicati order by all").fetchall()

    return rows


def publish_cases(paths, finished, *rows: str, origine: str = "casi", made_up: str | None = None) -> None:
    path = finished(1)
    with open_build(path) as con:
        if made_up:
            con.execute(f"create table qualita.costruzione as select {made_up} as dimostrativa")
        con.execute(
            f"create table marts.adi_nuclei ({COLUMNS.format(day='mese')}, nuclei bigint, persone bigint, origine text)"
        )
        for row in rows:
            con.execute(
                "insert into marts.adi_nuclei values "
                f"('com:017085', '2025-06-01', 'adi', 'in_pagamento_nel_mese', 'totale', 'totale', {row}, '{origine}')"
            )
    publish(path, paths, "impronta")


def test_before_the_first_version_nothing_is_known(remembered):
    assert remembered() == []


def test_a_version_without_cases_says_nothing(paths, finished, remembered):
    publish(finished(1), paths, "impronta")
    assert remembered() == []


def test_every_kept_version_is_known_and_what_it_hid_is_not(paths, finished, remembered):
    publish_cases(paths, finished, "7, 12")
    publish_cases(paths, finished, "8, null")
    assert remembered() == [("nuclei", 7), ("nuclei", 8), ("persone", 12)]


def test_what_inps_publishes_is_no_case(paths, finished, remembered):
    publish_cases(paths, finished, "7, 12", origine="inps_tavole")
    assert remembered() == []


@pytest.mark.parametrize(("made_up", "known"), [("true", []), ("false", [("nuclei", 7), ("persone", 12)])])
def test_what_a_demonstration_published_tells_nothing_of_real_cases(paths, finished, remembered, made_up, known):
    publish_cases(paths, finished, "7, 12", made_up=made_up)
    assert remembered() == known


def test_the_clock_is_known_by_its_cells(paths, finished, tmp_path):
    path = finished(1)
    with open_build(path) as con:
        con.execute(
            "create table marts.adi_orologio (territorio_id text, estratto_il date, misura text, fase text, "
            "classe text, casi bigint)"
        )
        con.execute("""insert into marts.adi_orologio values
            ('amb:sebino', '2025-06-30', 'adi', 'totale', 'totale', 30),
            ('amb:sebino', '2025-06-30', 'adi', 'successivi', 'totale', 20),
            ('amb:sebino', '2025-06-30', 'adi', 'successivi', 'in_tempo', 9),
            ('amb:sebino', '2025-06-30', 'adi', 'successivi', 'ritardo_1_30', null)""")
    publish(path, paths, "impronta")
    with open_build(tmp_path / "nuovo.duckdb", tmp_path / "riservato.duckdb") as con:
        remember_published(con, paths)
        found = con.execute(
            "select dimensione, modalita, valore from riservato.main.casi_pubblicati order by valore"
        ).fetchall()
    assert found == [("successivi", "in_tempo", 9), ("fase", "successivi", 20), ("totale", "totale", 30)]
