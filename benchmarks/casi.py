"""Half a million made-up cases of the declared ambiti: read, keyed, counted, hidden and looked for."""

from __future__ import annotations

import csv
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import ROOT, in_process, load_average, measured, median, note

if TYPE_CHECKING:
    import duckdb

CASES, SEED, EXTRACTED = 500_000, 5, date(2025, 12, 31)
MEMBERS = ROOT / "dbt_project" / "seeds" / "ambito_comune.csv"
SEEDS = ("adi_regole", "adi_modalita", "adi_esonero", "adi_esito_riga", "adi_comune_alias", "soglia_soppressione")
# In the order in which one reads another, up to the counts and what holds among them.
MODELS = (
    "stg_riservato__casi", "stg_riservato__pubblicati", "int_adi__nomi_comuni", "int_adi__consegne", "int_adi__righe",
    "int_adi__periodi", "int_adi__gruppi", "int_adi__mesi", "int_adi__conteggi", "int_adi__orologio",
    "int_adi__letture", "int_adi__celle", "int_adi__legami",
)  # fmt: skip


def measure_cases(work: Path, runs: int) -> dict[str, Any]:
    """Each time in a process of its own; the making of the cases is not in it."""
    note(f"Writing {CASES:,} cases…")
    raw = work / "casi"
    in_process("cases_write", raw)
    taken = []
    for number in range(1, runs + 1):
        note(f"Cases, run {number} of {runs}…")
        taken.append(in_process("cases", raw, work / "casi.duckdb", work / "riservato.duckdb"))
    steps = {name: median(t["steps"][name] for t in taken) for name in taken[0]["steps"]}
    return {
        **taken[0],
        "runs": runs,
        "seconds": median(t["seconds"] for t in taken),
        "cpu": median(t["cpu"] for t in taken),
        "peak_mb": max(t["peak_mb"] for t in taken),
        "steps": steps,
        "load_average": load_average(),
    }


def write_worker(raw: str) -> dict[str, Any]:
    """One folder for each ambito, with its share of the cases."""
    from ingest.casi.sintesi.luoghi import comuni_of
    from ingest.casi.sintesi.scrittura import write_source
    from ingest.casi.sintesi.storie import cases

    members = _members()
    for ambito, codes in members.items():
        made = cases(CASES // len(members), SEED, comuni_of(codes), EXTRACTED)
        write_source(made, "gepi", Path(raw) / f"casi_{ambito}" / "casi.csv", f"amb:{ambito}", EXTRACTED)
    return {}


def cases_worker(raw: str, database: str, riservato: str) -> dict[str, Any]:
    """What a build does with the cases, by the text of its own models and with its limit of memory."""
    from ingest.load import load
    from suppression import PUBLISHABLE, audit, suppress
    from warehouse.connection import open_build

    for path in (database, riservato):
        Path(path).unlink(missing_ok=True)
    steps: dict[str, float] = {}
    with open_build(Path(database), Path(riservato)) as con:
        con.execute("set memory_limit = '2GB'")
        con.execute("set preserve_insertion_order = false")
        _places(con)
        started, worked = time.perf_counter(), time.process_time()
        report = load(con, [Path(raw)], Path(database).parent / "cache", demo=True)
        _mark(steps, "read and keyed", started)
        _count(con)
        _mark(steps, "counted", started)
        cells, equations = con.sql("from int_adi__celle").pl(), con.sql("from int_adi__legami").pl()
        states = suppress(cells, equations)
        _mark(steps, "hidden", started)
        found = audit(cells, equations, states)
        _mark(steps, "looked for", started)
    return {
        **measured(started, worked),
        "steps": steps,
        "rows": report.righe_caricate,
        "cells": cells.height,
        "hidden": states.filter(states["stato_cella"] != PUBLISHABLE).height,
        "recovered": found.height,
    }


def _mark(steps: dict[str, float], name: str, started: float) -> None:
    steps[name] = time.perf_counter() - started - sum(steps.values())


def _members() -> dict[str, list[str]]:
    """ISTAT codes of the comuni of each ambito."""
    members: dict[str, list[str]] = {}
    with MEMBERS.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            members.setdefault(row["ambito_id"], []).append(row["codice_istat"])
    return members


def _places(con: duckdb.DuckDBPyConnection) -> None:
    """What the models need of territories, and nothing published before."""
    from ingest.casi.sintesi.luoghi import comuni_of
    from warehouse.cli.modelli import create_functions, create_seed

    create_functions(con)
    for seed in SEEDS:
        create_seed(con, seed)
    con.execute("create table int_comuni__codici (codice text, territorio_id text)")
    con.execute("create table int_comuni__elenchi (codice text, nome text, codice_catastale text)")
    con.execute("create table int_territori__legami (territorio_id text, padre_id text)")
    for ambito, codes in _members().items():
        for comune in comuni_of(codes):
            con.execute("insert into int_comuni__codici values ($1, 'com:' || $1)", [comune.istat])
            con.execute(
                "insert into int_comuni__elenchi values (?, ?, ?)", [comune.istat, comune.nome, comune.catastale]
            )
            con.execute("insert into int_territori__legami values (?, ?)", [f"com:{comune.istat}", f"amb:{ambito}"])


def _count(con: duckdb.DuckDBPyConnection) -> None:
    from warehouse.cli.modelli import create_model

    con.execute(
        "create table riservato.main.casi_pubblicati (territorio_id text, mese date, misura text, conteggio text, "
        "dimensione text, modalita text, quantita text, valore bigint)"
    )
    con.execute("create view stg_raw__file as from raw._file")
    for model in MODELS:
        create_model(con, model, "view" if model.startswith("stg_") else "table")
