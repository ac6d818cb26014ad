"""The LEPS models on a small database in memory, by the text that dbt builds: received recordings → outcomes."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import duckdb

from ingest.load import load
from warehouse.cli.leps import define
from warehouse.cli.modelli import create_model, create_seed

JUDGED = (
    "stg_raw__fonti", "stg_raw__file",
    "stg_leps__rilevazioni", "int_leps__piani", "int_leps__attesi", "int_leps__rilevazioni",
    "int_controlli__leps", "int_leps__versioni", "int_leps__inutilizzabili", "int_leps__revisioni", "leps_rilevazione",
    "leps_esito", "stg_leps__personale", "int_leps__personale", "int_controlli__personale",
    "assistenti_sociali_in_servizio", "stg_leps__invii", "int_leps__invii", "int_controlli__invii", "debito_invio",
    "leps_consegna", "int_controlli__rilevazioni",
)  # fmt: skip
PERSONALE = "ambito_id,anno,profilo,contratto,persone,ore_settimanali,ore_tempo_pieno,fte,rilevato_il,evidenza,nota"
DEBITI = "ambito_id,debito,periodo,scade_il,trasmesso_il,evidenza,nota"
HEADER = "ambito_id,indicatore_id,anno,numeratore,denominatore,valore,stato_traguardo,rilevato_il,evidenza,nota"


def judge(con: duckdb.DuckDBPyConnection, raw: Path, day: date) -> None:
    """Load a folder of received files and judge every target as of a day."""
    with tempfile.TemporaryDirectory() as cache:
        load(con, [raw], Path(cache))
        define(con)
        create_seed(con, "debito_preavviso")
        rejudge(con, day)


def rejudge(con: duckdb.DuckDBPyConnection, day: date) -> None:
    """Make the models again, after their seeds changed."""
    for model in JUDGED:
        create_model(con, model, "table", giorno_giudizio=day.isoformat())


def deliver(raw: Path, day: str, *lines: str, header: str = HEADER) -> None:
    """One more delivery, as a CSV released on a day; of which layout the header says."""
    from ingest.proposta import propose, write_sidecar

    folder = raw / "rilevazione_leps"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"consegna_{day.replace('-', '_')}.csv").write_text("\n".join([header, *lines]) + "\n", "utf-8")
    write_sidecar(folder, propose(folder, acquisito_il=date.fromisoformat(day)))
