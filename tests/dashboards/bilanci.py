"""A published warehouse with a budget workbook filled by hand, by the models themselves, without a whole build."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from pathlib import Path

from ingest.load import load
from ingest.proposta import propose, write_sidecar
from tests.ingest.bilancio import filled, filled_account, filled_outcomes
from warehouse.cli.modelli import create_model, create_seed
from warehouse.cli.spesa import NO_DOCUMENTS, define
from warehouse.connection import STORAGE_VERSION, open_scratch
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.publish import publish

# What the published models read of the documents besides what the checks do.
MORE = (
    "area_nome text", "area_ordine integer", "area_utenza text", "servizio text", "fondo_intestazione text",
    "annualita_fondo integer", "capitolo text", "capitolo_nome text", "quota_parte boolean", "obiettivo_id text",
    "periodo_dichiarato text", "motivo_correzione text", "sommabile boolean", "motivo_non_sommabile text",
    "colonna text", "valore_stampato text",
)  # fmt: skip
MODELS = (
    "stg_raw__celle", "stg_raw__file", "stg_spesa__ente", "stg_spesa__consuntivo", "int_spesa__coperture",
    "int_spesa__ricevuta", "int_aree__nomi", "int_fondi__nomi", "int_spesa__nomi", "int_spesa__ente",
    "int_spesa__aggregata", "int_spesa__matrici", "int_spesa__serie", "int_deflatore",
    "spesa", "spesa_matrice", "spesa_consolidata", "spesa_serie", "spesa_stati", "spesa_consuntivo",
    "int_leps__ambiti", "stg_programmazione__esiti", "int_programmazione__risposte", "int_programmazione__esiti",
    "programmazione_scheda",
)  # fmt: skip
SEEDS = ("area_intervento", "variazione_spesa", "deflatore", "esito_scala", "programmazione_filo_dichiarato")
PUBLISHED = (
    "spesa", "spesa_matrice", "spesa_consolidata", "spesa_serie", "spesa_stati", "spesa_consuntivo",
    "programmazione_scheda",
)  # fmt: skip


def publish_with_budget(warehouse: Path, folder: Path) -> Path:
    """A copy of a warehouse with the budget of Sebino, 2025, its final account 2024 and its outcome sheet too."""
    build = folder / "nuovo.duckdb"
    published = WarehousePaths(warehouse)
    shutil.copyfile(read_current(published).file(published), build)
    build.chmod(0o644)
    for name, fill_in in (("bilanci", filled), ("consuntivi", filled_account), ("esiti", filled_outcomes)):
        received = folder / "raw" / name
        received.mkdir(parents=True)
        fill_in(received)
        write_sidecar(received, propose(received, acquisito_il=date(2026, 1, 31)))
    with open_scratch() as con, tempfile.TemporaryDirectory() as cache:
        load(con, [folder / "raw"], Path(cache))
        define(con)
        for seed in SEEDS:
            create_seed(con, seed)
        con.execute(NO_DOCUMENTS)
        for column in MORE:
            con.execute(f"alter table int_spesa__unita add column {column}")
        con.execute(f"attach '{build}' as pubblicato (storage_version '{STORAGE_VERSION}')")
        con.execute("create view indicatore_valore as from pubblicato.marts.indicatore_valore")
        for model in MODELS:
            create_model(con, model, "table")
        for table in PUBLISHED:
            con.execute(f"insert into pubblicato.marts.{table} by name select * from {table}")
        con.execute("drop view indicatore_valore")
        con.execute("detach pubblicato")
    publish(build, WarehousePaths(folder), fingerprint="con_bilancio", info={})
    return folder
