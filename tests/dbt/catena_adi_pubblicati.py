"""The models of the published ADI figures on a small database in memory, by the text that dbt builds."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

import duckdb

from ingest.load import load
from ingest.proposta import propose, write_sidecar
from tests.conftest import ROOT
from tests.ingest import tavole
from warehouse.cli.modelli import create_functions, create_model, create_seed

SEEDS = ("adi_titolo", "adi_categoria", "adi_dimensione", "adi_territorio", "adi_limite", "ambito_comune")
MODELS = (
    "stg_raw__file", "stg_raw__colonne", "stg_inps__adi_pubblicati", "stg_inps__adi_comunicati", "stg_inps__adi_tavole",
    "stg_inps__rdc_comuni", "int_adi__territori", "int_adi__etichette", "int_adi__tavole", "int_adi__comuni",
    "int_adi__pubblicati", "int_adi__revisioni", "int_controlli__adi", "adi_nuclei", "adi_tasso",
)  # fmt: skip
# Two comuni of the ambito of the tests, and one outside it.
PLACES = """
create table int_comuni__uniti as from (values
  ('com:017085', '017085', 'E333', 'Iseo', 'prov:017', 'Brescia', 'reg:03', 'Lombardia'),
  ('com:017205', '017205', 'M188', 'Zone', 'prov:017', 'Brescia', 'reg:03', 'Lombardia'),
  ('com:016024', '016024', 'A794', 'Bergamo', 'prov:016', 'Bergamo', 'reg:03', 'Lombardia'),
  ('com:035033', '035033', 'H223', 'Reggio nell''Emilia', 'prov:035', 'Reggio nell''Emilia', 'reg:08', 'Emilia-Romagna')
) as t(territorio_id, codice_istat, codice_catastale, nome, provincia_id, provincia_nome, regione_id, regione_nome);
create table int_comuni__elenchi as
  select codice_istat as codice, codice_catastale, date '2023-01-01' as data_elenco from int_comuni__uniti;
create table int_comuni__codici as
  select codice_istat as codice, codice_istat as codice_corrente, territorio_id from int_comuni__uniti;
create table int_territori__legami as from (values
  ('com:017085', 'amb:prova'), ('com:017205', 'amb:prova'), ('com:017085', 'prov:017'), ('com:017205', 'prov:017')
) as t(territorio_id, padre_id);
create table popolazione_territorio as from (values
  ('prov:017', 2022, 1200000, true, 'residenti_istat', 'totale', 'istat/2022'),
  ('prov:017', 2023, 1250000, true, 'residenti_istat', 'totale', 'istat/2023'),
  ('prov:017', 2024, 1260000, true, 'residenti_anagrafe', 'totale', 'anpr'),
  ('com:017085', 2023, 9000, true, 'residenti_istat', 'totale', 'istat/2023'),
  ('ita', 2019, 60000000, true, 'residenti_istat', 'totale', 'istat/2019')
) as t(territorio_id, anno, residenti, corrente, base_popolazione, cittadinanza, fonte_id);
"""


def deliver(raw: Path, source: str, name: str, content: str | bytes, day: str = "2026-02-01") -> None:
    """One more received file, declared as «leps check --write-sidecar» does."""
    folder = raw / source
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    write_sidecar(folder, propose(folder, [name], acquisito_il=date.fromisoformat(day)))


def chain(raw: Path) -> duckdb.DuckDBPyConnection:
    """Load the received files, with the press figures of the repository, and make every model."""
    shutil.copytree(ROOT / "data" / "raw" / "inps_adi", raw / "inps_adi", dirs_exist_ok=True)
    con = duckdb.connect()
    with tempfile.TemporaryDirectory() as cache:
        load(con, [raw], Path(cache))
    create_functions(con)
    con.execute(PLACES)
    for seed in SEEDS:
        create_seed(con, seed)
    for model in MODELS:
        create_model(con, model, "table")
        if model == "int_adi__pubblicati":  # no cases here: they have tests of their own
            con.execute("create table int_adi__da_casi as from int_adi__pubblicati limit 0")
    return con


def sheet(title: str, *rows: list, name: str = "Tavola 1") -> bytes:
    """A workbook of one table: a title, then the rows as they are."""
    return tavole.workbook({name: ([[title], [], *rows], [])})


def released(figure: int, day: str) -> bytes:
    """A release of December 2024 for one province, with the day that it was brought up to date."""
    head = ["Regione", "Provincia", "Anno", "Mese", "Numero nuclei", "Numero persone"]
    row = ["Lombardia", "Brescia", 2024, "dicembre", figure, 2 * figure]
    return sheet("ADI. Nuclei pagati nel mese", head, row, [f"Dati aggiornati al {day}"])
