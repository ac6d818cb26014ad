"""Definitions are compiled whole, or not at all with every reason."""

import datetime
import shutil
from pathlib import Path

import duckdb
import pytest

from warehouse.definizioni import SCHEMAS, DefinitionError, compile_into

EXAMPLE = Path(__file__).parent / "mini" / "dbt_project" / "indicators"


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(EXAMPLE, tmp_path / "indicators")


def change(folder: Path, old: str, new: str, file: str = "demografia.yml") -> None:
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def problems(con, folder: Path) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        compile_into(con, folder)
    assert con.execute("select count(*) from duckdb_schemas() where schema_name = 'definizioni'").fetchone() == (0,)
    return caught.value.problems


def test_the_definitions_of_the_checkout_compile(con):
    compile_into(con, SCHEMAS)
    assert con.execute("select count(*) from definizioni.indicatore").fetchone()[0] > 0


def test_an_indicator_keeps_every_field_with_its_theme_and_bounds(con, folder):
    compile_into(con, folder)
    con.execute("select * from definizioni.indicatore where indicatore_id = 'indice_vecchiaia'")
    row = dict(zip([c[0] for c in con.description], con.fetchone(), strict=True))
    assert row["tema"] == "Popolazione"
    assert (row["variazione_min_pct"], row["variazione_max_pct"], row["variazione_gravita"]) == (
        -10,
        10,
        "avviso",
    )
    assert (row["decimali"], row["moltiplicatore"], row["norma"]) == (1, 100, None)


def test_an_indicator_without_bounds_has_null_bounds(con, folder):
    compile_into(con, folder)
    con.execute("select variazione_min_pct, variazione_gravita, indicatore_id from definizioni.indicatore")
    assert (None, None, "residenti") in con.fetchall()


def test_the_computation_becomes_one_row_per_group_of_residents(con, folder):
    compile_into(con, folder)
    rows = con.execute("select ruolo, ordine, eta_min, eta_max from definizioni.componente order by all").fetchall()
    assert rows == [("denominatore", 1, None, 14), ("numeratore", 1, 65, 74), ("numeratore", 2, 75, None)]


def test_known_exceptions_are_compiled_with_their_dates(con, folder):
    compile_into(con, folder)
    row = con.execute("select territorio_id, anno, decisa_il, scade_il from definizioni.eccezione").fetchone()
    assert row == ("com:017085", 2024, datetime.date(2024, 3, 1), datetime.date(2025, 3, 1))


def test_without_a_file_of_exceptions_the_table_is_there_and_empty(con, folder):
    (folder / "eccezioni.yml").unlink()
    compile_into(con, folder)
    assert con.execute("select count(*) from definizioni.eccezione").fetchone() == (0,)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("polarita: neutra", "polarita: buona", ["indice_vecchiaia", "polarita", "buona"]),
        ("    unita: per 100\n", "", ["indice_vecchiaia", "unita"]),
        ("    unita: per 100\n", "    unitta: per 100\n", ["unitta"]),
        ("decimali: 1", "decimali: uno", ["decimali", "uno"]),
        ("min_pct: -10", "min_pct: 20", ["indice_vecchiaia", "min_pct 20", "max_pct 10"]),
        ("moltiplicatore: 100\n", "moltiplicatore: null\n", ["indice_vecchiaia", "moltiplicatore"]),
        ("eta_max: 74", "eta_max: 60", ["indice_vecchiaia", "eta_min 65", "eta_max 60"]),
        ("indicatore_id: residenti", "indicatore_id: indice_vecchiaia", ["indice_vecchiaia", "già definito"]),
        ("tema: Popolazione\n", "", ["demografia.yml", "tema"]),
        ("indicatori:", "indicatori: [", ["demografia.yml", "riga", "YAML"]),
        ("norma: null", "norma: 2024-02-31", ["demografia.yml", "YAML"]),
    ],
)
def test_a_wrong_definition_is_reported_with_file_entry_and_field(con, folder, old, new, said):
    change(folder, old, new)
    text = "\n".join(problems(con, folder))
    assert "demografia.yml" in text and [word for word in said if word not in text] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("scade_il: 2025-03-01", "scade_il: 2023-01-01", "prima di essere decisa"),
        ("decisa_il: 2024-03-01", "decisa_il: '2024-02-31'", "non è una data"),
        ("indicatore_id: residenti", "indicatore_id: inesistente", "inesistente"),
        ("    responsabile: Ufficio di Piano\n", "", "responsabile"),
    ],
)
def test_a_wrong_exception_is_reported_with_its_entry(con, folder, old, new, said):
    change(folder, old, new, "eccezioni.yml")
    text = "\n".join(problems(con, folder))
    assert said in text and "eccezioni.yml" in text and "variazione_annua" in text


def test_everything_that_is_wrong_is_said_at_once(con, folder):
    change(folder, "decimali: 1", "decimali: uno")
    change(folder, "    responsabile: Ufficio di Piano\n", "", "eccezioni.yml")
    (folder / "altro.yml").write_text("tema: Altro\n", "utf-8")
    found = problems(con, folder)
    assert len({p.partition(",")[0].partition(":")[0] for p in found}) == 3


def test_the_same_indicator_in_two_files_names_both(con, folder):
    shutil.copy(folder / "demografia.yml", folder / "doppione.yml")
    text = "\n".join(problems(con, folder))
    assert "doppione.yml, residenti" in text and "demografia.yml" in text


def test_a_folder_without_definitions_is_an_error(con, tmp_path):
    assert "nessuna definizione" in problems(con, tmp_path)[0]
