"""The public part of a build: what its declarations say, and no more; and the files made from it."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.cli.errors import CliError
from warehouse.cli.export import MOST_ROWS_OF_A_SHEET, export
from warehouse.cli.query import run_query
from warehouse.connection import open_build
from warehouse.paths import WarehousePaths
from warehouse.pubblico import DeclarationError, write_public
from warehouse.publish import publish

BUILD = """
create schema raw; create schema marts; create schema qualita; create schema definizioni;
create table marts.valori as
    select * from (values ('a', 1.5::decimal(10, 2), date '2024-12-31', 'stampa/t', ['x', 'y'], 'nota interna'),
        ('=b', null, null, 'stampa/t', null, 'altra nota')) as v(nome, importo, giorno, fonte_id, lista, nota);
create table marts.interna as select 'segreto' as nome, 'ufficio/t' as fonte_id;
create table marts.taciuta as select 'nessuno ha detto nulla' as nome;
create view marts.vista as select nome from marts.valori;
create view marts.coppie as select a.nome as primo, b.nome as secondo from marts.valori as a, marts.valori as b;
create table marts.dim_fonte as select 'stampa/t' as fonte_id, 'stampa' as raccolta, 'Stampa' as titolo, 'Ente' as ente,
    'CC BY 4.0' as licenza, date '2024-12-31' as data_riferimento, null::text as indirizzo, 12 as righe
    union all select 'ufficio/t', 'ufficio', 'Ufficio', 'Ente', 'nessuna', null, null, 7;
create table definizioni.funzione as select 'doppio' as nome,
    'create macro main.doppio(x, per := 2) as x * per' as testo;
"""
YML = """
models:
  - name: valori
    description: "Some values."
    meta: {pubblico: true, colonne: {nota: "null"}}
    columns: [{name: importo, description: "Euro; a 'quoted' word."}]
  - {name: interna, meta: {pubblico: false, motivo: "Sì."}}
  - name: taciuta
  - {name: vista, config: {meta: {pubblico: true}}}
  - {name: coppie, meta: {pubblico: true, forma: funzione}}
  - {name: dim_fonte, meta: {pubblico: true, righe: "raccolta in (from fonti_citate)"}}
"""


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models" / "marts").mkdir(parents=True)
    (tmp_path / "models" / "marts" / "_marts.yml").write_text(YML, "utf-8")
    return tmp_path / "models"


@pytest.fixture
def public(models: Path, tmp_path: Path) -> Path:
    with open_build(tmp_path / "leps.duckdb") as con:
        con.execute(BUILD)
        written = write_public(con, tmp_path / "pubblico.duckdb", models)
    assert written == ["marts.dim_fonte", "marts.valori", "marts.vista"]
    return tmp_path / "pubblico.duckdb"


@pytest.fixture
def published(public: Path, paths: WarehousePaths) -> WarehousePaths:
    publish(public.with_name("leps.duckdb"), paths, "f", public_file=public)
    return paths


def rows(path: Path, sql: str) -> list[tuple]:
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql).fetchall()


def test_views_become_tables_and_only_what_is_declared_public_is_there(public):
    found = rows(public, "select table_name, table_type from information_schema.tables order by all")
    assert found == [("dim_fonte", "BASE TABLE"), ("valori", "BASE TABLE"), ("vista", "BASE TABLE")]
    content = public.read_bytes()
    assert [w for w in (b"segreto", b"nessuno ha detto", b"nota interna", b"interna") if w in content] == []


def test_columns_keep_their_type_when_they_are_emptied_and_their_description(public):
    assert rows(public, "select nota, typeof(nota) from marts.valori limit 1") == [(None, "VARCHAR")]
    comments = rows(public, "select comment from duckdb_columns() where column_name = 'importo'")
    assert comments == [("Euro; a 'quoted' word.",)]


def test_only_deliveries_that_public_tables_name_are_in_the_register(public):
    assert rows(public, "select fonte_id from marts.dim_fonte") == [("stampa/t",)]


def test_functions_keep_their_default_arguments_and_views_over_pairs_are_functions(public):
    assert rows(public, "select main.doppio(4), main.doppio(4, per := 3)") == [(8, 12)]
    assert rows(public, "select secondo from marts.coppie() where primo = 'a' order by all") == [("=b",), ("a",)]


def test_the_file_is_written_in_a_storage_version_that_duckdb_1_reads(public):
    assert rows(public, "select tags from duckdb_databases() where not internal")[0][0]["storage_version"] == "v1.5.0+"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("  - {name: interna, meta: {pubblico: true, colonne: {altra: 'null'}}}", "«altra» è dichiarata"),
        ("  - {name: interna, meta: {pubblico: true, righe: 'non_esiste > 1'}}", "non si può scrivere"),
    ],
)
def test_a_declaration_that_does_not_hold_stops_the_publication(models, tmp_path, line, said):
    said_no = '  - {name: interna, meta: {pubblico: false, motivo: "Sì."}}'
    (models / "marts" / "_marts.yml").write_text(YML.replace(said_no, line), "utf-8")
    with open_build(tmp_path / "leps.duckdb") as con:
        con.execute(BUILD)
        with pytest.raises(DeclarationError, match=said):
            write_public(con, tmp_path / "pubblico.duckdb", models)


def test_a_function_over_a_table_that_is_not_public_stops_the_publication(models, tmp_path):
    (models / "marts" / "_marts.yml").write_text(YML.replace("name: valori", "name: non_valori"), "utf-8")
    with open_build(tmp_path / "leps.duckdb") as con:
        con.execute(BUILD)
        with pytest.raises(DeclarationError, match="valori"):
            write_public(con, tmp_path / "pubblico.duckdb", models)


def test_a_query_on_the_public_part_cannot_reach_the_rest(published):
    assert list(run_query(published, "select count(*) as n from marts.valori", "csv", True)) == ["n", "2"]
    with pytest.raises(CliError, match="interna"):
        list(run_query(published, "from marts.interna", "csv", True))


def test_an_export_holds_every_table_its_dictionary_and_its_sources(published, tmp_path):
    folder = tmp_path / "dati"
    assert export(published, folder, "csv", False, lambda _: None) == 3
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "valori.csv", "vista.csv", "dim_fonte.csv", "dizionario.csv", "datapackage.json", "LEGGIMI.txt",
    }  # fmt: skip
    text = (folder / "valori.csv").read_bytes().decode("utf-8")
    assert text == (
        "\N{ZERO WIDTH NO-BREAK SPACE}nome;importo;giorno;fonte_id;lista;nota\r\n"
        "a;1,50;2024-12-31;stampa/t;x, y;\r\n=b;;;stampa/t;;\r\n"
    )
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    (values,) = [r for r in package["resources"] if r["path"] == "valori.csv"]
    assert values["schema"]["fields"][1] == {
        "name": "importo", "type": "number", "description": "Euro; a 'quoted' word.", "decimalChar": ",",
    }  # fmt: skip
    assert package["sources"][0] == {
        "title": "Ente: Stampa", "licenza": "CC BY 4.0", "data_riferimento": "2024-12-31",
    }  # fmt: skip
    assert "Ente: Stampa. Licenza: CC BY 4.0. Dati al: 31/12/2024." in (folder / "LEGGIMI.txt").read_text("utf-8")


def test_parquet_and_workbooks_hold_the_same_rows(published, tmp_path):
    export(published, tmp_path / "p", "parquet", False, lambda _: None)
    export(published, tmp_path / "x", "xlsx", False, lambda _: None)
    assert pl.read_parquet(tmp_path / "p" / "valori.parquet")["nome"].to_list() == ["a", "=b"]
    assert pl.read_excel(tmp_path / "x" / "valori.xlsx", sheet_name="Dati")["nome"].to_list() == ["a", "=b"]
    assert MOST_ROWS_OF_A_SHEET < 1_048_576


def test_an_export_replaces_nothing_but_an_export_and_only_when_told(published, tmp_path):
    mine, folder = tmp_path / "miei", tmp_path / "dati"
    mine.mkdir()
    (mine / "lettera.txt").write_text("resta", "utf-8")
    for overwrite in (False, True):
        with pytest.raises(CliError, match="non è un'esportazione"):
            export(published, mine, "csv", overwrite, lambda _: None)
    export(published, folder, "csv", False, lambda _: None)
    with pytest.raises(CliError, match="--sovrascrivi"):
        export(published, folder, "csv", False, lambda _: None)
    export(published, folder, "parquet", True, lambda _: None)
    assert (folder / "valori.parquet").exists() and not (folder / "valori.csv").exists()
    assert (mine / "lettera.txt").read_text("utf-8") == "resta"


def test_an_export_that_fails_leaves_nothing_behind(published, tmp_path):
    def full(_message: str) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        export(published, tmp_path / "dati", "csv", False, full)
    assert [path.name for path in tmp_path.iterdir() if "dati" in path.name] == []


def test_an_unknown_format_is_refused(published, tmp_path):
    with pytest.raises(CliError, match="csv, parquet o xlsx"):
        export(published, tmp_path / "dati", "pdf", False, lambda _: None)
