"""Spending outside a build: whose budget a template is for, and what a received one is worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.cli.errors import CliError
from warehouse.cli.leps import deliveries_of, load_recording
from warehouse.cli.modelli import create_functions, create_model, create_seed
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    import duckdb

    from ingest.problems import Problem
    from ingest.sidecar import Tabella

LAYOUTS = {"spesa_ente", "consuntivo_regionale"}
_SEEDS = (
    "ambito_comune", "area_alias", "area_utenza", "copertura_fondo", "correzione_colonna", "ente_gestore", "fondo",
    "fondo_alias", "fondo_colonna", "territorio_dichiarato",
)  # fmt: skip
# What the models of received budgets read of the documents: without a line, to judge what was sent alone.
NO_DOCUMENTS = """
create table int_spesa__unita (fonte_id text, consegna text, file text, riga bigint, riga_documento text, ente_id text,
  anno integer, area text, fondo text, fondo_stampato text, stato_spesa text, verso text, importo_eur decimal(14, 2),
  corretta boolean)
"""
# Stands for the lists of ISTAT: the comuni of the declared ambiti; of any other comune the build knows.
_COMUNI = """
create table int_comuni__uniti as
select 'com:' || codice_istat as territorio_id, codice_istat, comune as nome, null::text as regione_id
from ambito_comune
"""
_JUDGING = (
    "stg_raw__celle", "stg_spesa__ente", "stg_spesa__consuntivo", "int_spesa__coperture", "int_spesa__ricevuta",
    "int_aree__nomi", "int_fondi__nomi", "int_spesa__nomi",
    "int_spesa__matrici", "int_spesa__scarti", "int_spesa__mosse",
)  # fmt: skip
_CHECKS = ("int_controlli__spesa_righe", "int_controlli__spesa_matrici")


@dataclass(frozen=True)
class Ente:
    """Who spends; ``ambito_id`` is the ambito that it is, lies in or manages for."""

    ente_id: str
    nome: str
    ambito_id: str | None


def define(con: duckdb.DuckDBPyConnection) -> None:
    """Make functions, dictionaries of funds and areas, and the bodies that may spend."""
    create_functions(con)
    for seed in _SEEDS:
        create_seed(con, seed)
    con.execute(_COMUNI)
    create_model(con, "int_spesa__enti", "table")


def find_body(con: duckdb.DuckDBPyConnection, name: str) -> Ente:
    """The body of this id or name (``sebino``, ``amb:sebino``, ``com:017085``, ``azienda:ovest_solidale``).

    Raises:
        CliError: no such body; names the nearest.
    """
    from rapidfuzz import process, utils

    known = {
        row[0]: Ente(*row) for row in con.execute("select ente_id, nome, ambito_id from int_spesa__enti").fetchall()
    }
    if name in known or f"amb:{name}" in known:
        return known.get(name) or known[f"amb:{name}"]
    words = {ente.ente_id: f"{ente.ente_id} {ente.nome}" for ente in known.values()}
    near = [key for *_, key in process.extract(name, words, limit=3, processor=utils.default_process)]
    raise CliError(
        f"Errore: l'ente «{name}» non è fra quelli dichiarati. I più simili: "
        f"{', '.join(f'{key} ({known[key].nome})' for key in near)}. Rimedio: usare uno di questi codici, o aggiungere "
        "l'ambito in dbt_project/seeds/ambito_comune.csv e l'ente gestore in dbt_project/seeds/ente_gestore.csv."
    )


def bodies_around(con: duckdb.DuckDBPyConnection, ente: Ente) -> list[Ente]:
    """Who the body may hand money over to: the others of its ambito."""
    rows = con.execute(
        "select ente_id, nome, ambito_id from int_spesa__enti where ambito_id = ? and ente_id <> ? order by ente_id",
        [ente.ambito_id, ente.ente_id],
    ).fetchall()
    return [Ente(*row) for row in rows]


def known_names(con: duckdb.DuckDBPyConnection, dictionary: str) -> list[str]:
    """The names of a dictionary (``area_utenza``, ``fondo``) that an office may choose, in their order."""
    known = con.table(dictionary).filter(f"{dictionary} <> 'sconosciuto'").order("ordine")
    return [name for (name,) in known.project("nome").fetchall()]


def budget_problems(path: Path) -> dict[str, list[Problem]]:
    """What is wrong with the budgets under a path (a file, a source, a folder of sources), by the file as shown."""

    def defined(con: duckdb.DuckDBPyConnection) -> None:
        define(con)
        con.execute(NO_DOCUMENTS)

    return {
        table.file: problems_by(table, defined, _JUDGING, _CHECKS) for table in deliveries_of(path.resolve(), LAYOUTS)
    }


def problems_by(
    table: Tabella, defined: Callable[[duckdb.DuckDBPyConnection], None], models: Sequence[str], checks: Sequence[str]
) -> list[Problem]:
    """What the checks of a build say of one delivery alone, in the order of its rows.

    Args:
        defined: makes what the models read besides the delivery.
        models: made in this order, then the checks.
    """
    from ingest.problems import Problem, UnreadableInput

    with open_scratch() as con:
        try:
            load_recording(con, table)
        except (UnreadableInput, OSError):
            return []  # told by the check of the file
        defined(con)
        for model in (*models, *checks):
            create_model(con, model, "table")
        told = " union all by name ".join(f"from {check}" for check in checks)
        rows = con.execute(
            f"select gravita, messaggio, motivo from ({told}) as t "
            "where to_json(t) ->> 'esito' is distinct from 'superato' order by riga, messaggio"
        ).fetchall()
    return [
        Problem(table.file, message.rstrip("."), reason.rstrip("."), _REMEDIES[severity])
        for severity, message, reason in rows
    ]


_REMEDIES = {
    "errore": "correggere le celle e inviare di nuovo; le altre righe si caricano",
    "avviso": "rileggere le celle; le righe si usano comunque",
}
