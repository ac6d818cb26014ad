"""The one module that speaks SQL: what it reads, and that it follows a new version by itself."""

import re
from pathlib import Path

import pytest

from dashboards import queries
from warehouse.connection import open_build
from warehouse.paths import WarehousePaths
from warehouse.publish import publish

ROOM = Path(__file__).resolve().parents[2] / "dashboards"


@pytest.fixture
def real(warehouse, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(warehouse))


def publish_small(folder, name, rows):
    build = folder / f"{name}.duckdb"
    con = open_build(build)
    con.execute("create schema qualita")
    con.execute(
        "create table qualita.costruzione as select ? as versione, now() as costruita_il, 'x' as impronta, "
        "?::bigint as righe_caricate, 1.5 as durata_s",
        [name, rows],
    )
    con.close()
    publish(build, WarehousePaths(folder), fingerprint=name, info={})


def test_a_new_version_is_noticed_without_a_restart(tmp_path, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(tmp_path))
    publish_small(tmp_path, "prima", 10)
    assert queries.publication().righe_caricate == 10
    publish_small(tmp_path, "seconda", 20)
    assert queries.publication().righe_caricate == 20


def test_results_are_remembered_within_one_version(real):
    assert queries.territories() is queries.territories()


def test_no_other_module_speaks_sql():
    spoken = re.compile(r"\b(select\b.+\bfrom|insert into|create table)\b", re.I | re.S)
    others = [p for p in ROOM.rglob("*.py") if p.parent.name != "queries"]
    assert [p.name for p in others if spoken.search(p.read_text("utf-8"))] == []


def test_only_the_published_schemas_are_read():
    text = "\n".join(p.read_text("utf-8") for p in (ROOM / "queries").glob("*.py"))
    read = set(re.findall(r"(?:from|join)\s+([a-z_]+)\.[a-z_]+", text)) - {
        "dashboards",
        "warehouse",
        "collections",
    }
    assert read <= {"marts", "qualita", "information_schema"}


def test_an_ambito_is_held_by_province_region_and_country(real):
    assert [h["territorio_id"] for h in queries.holders("amb:sebino")][-3:] == ["prov:017", "reg:03", "ita"]
    assert queries.holders("com:017085")[0]["territorio_id"] == "amb:sebino"
    assert queries.holders("ita") == []


def test_the_pyramid_adds_up_to_the_residents(real):
    rows = queries.pyramid("amb:sebino", 2023)
    assert int(rows["residenti"].sum()) == 54239 == queries.values_of("amb:sebino", 2023)["residenti"]["valore"]
    assert rows["eta"].max() == 100 and set(rows["sesso"]) == {"M", "F"}


def test_a_region_parts_into_provinces_and_italy_into_regions(real):
    assert len(queries.parts_of("reg:03")[1]) == 12
    assert queries.parts_of("ita")[0] == "regione" and len(queries.parts_of("ita")[1]) == 20
    assert len(queries.parts_of("amb:sebino")[1]) == 12


def test_every_row_of_the_matrix_of_targets_is_there(real):
    assert queries.leps_matrix("amb:sebino").height == 60
