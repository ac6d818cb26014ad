"""The spending models on a small database in memory, by the text that dbt builds: budgets → checks and sums."""

from __future__ import annotations

import csv
import shutil
import tempfile
from datetime import date
from pathlib import Path

import duckdb

from ingest.load import load
from ingest.proposta import propose, write_sidecar
from warehouse.cli.modelli import create_functions, create_model, create_seed

RAW = Path(__file__).resolve().parents[2] / "data" / "raw"
DOCUMENTS = (
    "bbc_piano_programma_2020_2022", "cremona_piano_operativo_2015", "dalmine_verso_piano_zona_2021_2023",
    "ovest_solidale_performance_2025",
)  # fmt: skip
SEEDS = (
    "ambito_comune", "area_alias", "area_intervento", "area_utenza", "copertura_fondo", "correzione_colonna",
    "correzione_fondo", "ente_gestore", "fondo", "fondo_alias", "fondo_colonna", "regola_quota_fondo", "servizio_area",
    "spesa_non_sommabile", "territorio_dichiarato", "variazione_spesa",
)  # fmt: skip
OF_DOCUMENTS = (
    "stg_raw__celle", "stg_raw__colonne", "stg_raw__file", "stg_cremona__previsione_2015",
    "stg_cremona__previsione_2015_note", "stg_cremona__risorse_triennio", "stg_bassa_bresciana_centrale__servizi",
    "stg_ovest_solidale__capitoli", "stg_ovest_solidale__obiettivi", "stg_dalmine__premialita", "int_risorse__annue",
    "int_fondi__nomi", "int_spesa__premialita", "int_spesa__cremona", "int_spesa__unita",
)  # fmt: skip
# What the models of received budgets read of the documents: without a line, to judge what was sent alone.
SHAPES = ("int_risorse__annue", "int_spesa__premialita", "int_spesa__unita")
MODELS = (
    "stg_raw__celle", "stg_raw__colonne", "stg_raw__file", "stg_spesa__ente", "stg_spesa__consuntivo",
    "int_fondi__nomi", "int_aree__nomi", "int_spesa__coperture", "int_spesa__ricevuta",
    "int_spesa__enti", "int_spesa__nomi", "int_spesa__ente", "int_spesa__aggregata", "int_spesa__matrici",
    "int_spesa__scarti", "int_spesa__mosse", "int_spesa__serie", "int_controlli__spesa_matrici",
    "int_controlli__spesa_capitoli", "int_controlli__spesa_righe", "int_controlli__spesa_regole",
    "int_controlli__spesa", "spesa", "spesa_matrice", "spesa_consolidata",
)  # fmt: skip
COLUMNS = (
    "ente_id", "anno", "area", "servizio", "fondo", "stato_spesa", "verso", "importo", "annualita_fondo", "capitolo",
    "capitolo_nome", "quota_parte", "gestione", "trasferimento_a",
)  # fmt: skip


def deliver(raw: Path, day: str, *lines: str) -> None:
    """One more delivery of budgets, as a CSV released on a day; cells of a line by semicolon, as far as they go."""
    folder = raw / "bilanci_ambito"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"consegna_{day.replace('-', '_')}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for line in lines:
            cells = line.split(";")
            writer.writerow(cells + [""] * (len(COLUMNS) - len(cells)))
    write_sidecar(folder, propose(folder, acquisito_il=date.fromisoformat(day)))


def document_shapes(raw: Path, database: Path) -> None:
    """The tables of the documents that other models read, without their rows, in a file of its own."""
    for name in DOCUMENTS:
        shutil.copytree(RAW / name, raw / name)
    with duckdb.connect(str(database)) as con:
        _load(con, raw)
        for model in OF_DOCUMENTS:
            create_model(con, model)
        for name in SHAPES:
            con.execute(f"create table forma_{name} as from {name} limit 0")


def build(con: duckdb.DuckDBPyConnection, raw: Path, shapes: Path) -> None:
    """Load the deliveries and make every model of spending from them."""
    _load(con, raw)
    con.execute(f"attach '{shapes}' as documenti (read_only)")
    for name in SHAPES:
        con.execute(f"create table {name} as from documenti.forma_{name}")
    # Stands for the lists of ISTAT, which take longer to load than all the rest.
    con.execute(
        "create table int_comuni__uniti as select 'com:' || codice_istat as territorio_id, codice_istat, "
        "comune as nome, 'reg:03' as regione_id from ambito_comune"
    )
    for model in MODELS:
        create_model(con, model, "table")


def _load(con: duckdb.DuckDBPyConnection, raw: Path) -> None:
    with tempfile.TemporaryDirectory() as cache:
        load(con, [raw], Path(cache))
    create_functions(con)
    for seed in SEEDS:
        create_seed(con, seed)
