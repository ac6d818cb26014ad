"""Outcome sheets of plans outside a build: what the template asks for, and what a received one is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.cli.leps import declared_ambito, deliveries_of
from warehouse.cli.leps import define as define_leps
from warehouse.cli.modelli import create_seed
from warehouse.cli.spesa import problems_by

if TYPE_CHECKING:
    from pathlib import Path

    import duckdb

    from ingest.problems import Problem

LAYOUT = "esiti_obiettivi"
_SEEDS = ("area_alias", "area_utenza", "esito_scala", "programmazione_filo_dichiarato")
_JUDGING = ("stg_programmazione__esiti", "int_aree__nomi", "int_programmazione__risposte")
_CHECKS = ("int_controlli__esiti",)


def define(con: duckdb.DuckDBPyConnection) -> None:
    """Make functions, ambiti, scales, and the objectives that documents name."""
    define_leps(con)
    for seed in _SEEDS:
        create_seed(con, seed)


def ambito_of(con: duckdb.DuckDBPyConnection, name: str) -> tuple[str, str]:
    """Id and name of an ambito.

    Raises:
        CliError: no such ambito; names the nearest.
    """
    ambito = declared_ambito(con, name)
    (called,) = con.execute("select nome from int_leps__ambiti where ambito_id = ?", [ambito]).fetchone()
    return ambito, called


def objectives_of(con: duckdb.DuckDBPyConnection, ambito_id: str, plan: str) -> list[str]:
    """The objectives of a plan that the declared threads name, in their order."""
    rows = con.execute(
        """
        select obiettivo_precedente from programmazione_filo_dichiarato
        where ambito_id = $ambito and piano_precedente = $piano and obiettivo_precedente is not null
        union all
        select obiettivo_nuovo from programmazione_filo_dichiarato
        where ambito_id = $ambito and piano_nuovo = $piano and obiettivo_nuovo is not null
        """,
        {"ambito": ambito_id, "piano": plan},
    ).fetchall()
    return list(dict.fromkeys(name for (name,) in rows))


def scale(con: duckdb.DuckDBPyConnection, field: str) -> list[str]:
    """The answers of a field, best first."""
    rows = con.execute("select nome from esito_scala where campo = ? order by ordine", [field]).fetchall()
    return [name for (name,) in rows]


def outcome_problems(path: Path) -> dict[str, list[Problem]]:
    """What is wrong with the outcome sheets under a path (a file, a source, a folder of sources), by the file."""
    return {
        table.file: problems_by(table, define, _JUDGING, _CHECKS) for table in deliveries_of(path.resolve(), {LAYOUT})
    }
