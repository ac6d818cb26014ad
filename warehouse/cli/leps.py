"""LEPS outside a build: what the template asks for, and what a received recording is worth."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.cli.errors import CliError
from warehouse.cli.modelli import create_functions, create_model, create_seed
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    import duckdb

    from ingest.problems import Problem
    from ingest.sidecar import Tabella

_SEEDS = (
    "leps_indicatore_definizione",
    "leps_obiettivo_dichiarato",
    "leps_piano",
    "ambito_comune",
    "territorio_dichiarato",
    "personale_voce",
    "debito_flusso",
)
_DEFINITIONS = ("int_leps__ambiti", "int_leps__indicatori", "int_leps__obiettivi")
# What judges the deliveries of each of our own layouts: models in order, the rows with their defects, the defects.
_JUDGING = {
    "leps_rilevazione": ("stg_leps__rilevazioni", "int_leps__piani", "int_leps__rilevazioni", "int_controlli__leps"),
    "personale": ("stg_leps__personale", "int_leps__personale", "int_controlli__personale"),
    "debiti_informativi": ("stg_leps__invii", "int_leps__invii", "int_controlli__invii"),
}


@dataclass(frozen=True)
class Ambito:
    ambito_id: str
    nome: str
    piano: str
    triennio: str


def define(con: duckdb.DuckDBPyConnection) -> None:
    """Make functions, seeds, indicators and targets, each under its own name."""
    create_functions(con)
    for seed in _SEEDS:
        create_seed(con, seed)
    for model in _DEFINITIONS:
        create_model(con, model)


def declared_ambito(con: duckdb.DuckDBPyConnection, name: str) -> str:
    """The id of the ambito of this name (``sebino`` or ``amb:sebino``).

    Raises:
        CliError: no such ambito; names the nearest.
    """
    from rapidfuzz import process

    known = [row[0] for row in con.execute("select ambito_id from int_leps__ambiti order by all").fetchall()]
    ambito = name if name.startswith("amb:") else f"amb:{name}"
    if ambito not in known:
        near = process.extractOne(ambito, known, score_cutoff=60)
        hint = f" Forse {near[0]}?" if near else ""
        raise CliError(
            f"Errore: l'ambito «{name}» non è fra quelli dichiarati.{hint} Rimedio: uno fra {', '.join(known)}, "
            "o aggiungerlo in dbt_project/seeds/ambito_comune.csv."
        )
    return ambito


def find_ambito(con: duckdb.DuckDBPyConnection, name: str) -> Ambito:
    """The ambito of this name with the plan that it is judged by.

    Raises:
        CliError: no such ambito, or no plan for it.
    """
    ambito = declared_ambito(con, name)
    (called,) = con.execute("select nome from int_leps__ambiti where ambito_id = ?", [ambito]).fetchone()
    row = con.execute(
        "select piano, triennio from leps_piano where ambito_id = ? or per_chi_non_ha_piano "
        "order by ambito_id = ? desc limit 1",
        [ambito, ambito],
    ).fetchone()
    if row is None:
        raise CliError(
            f"Errore: per l'ambito «{name}» non c'è un piano con obiettivi LEPS. "
            "Rimedio: aggiungerlo in dbt_project/seeds/leps_piano.csv."
        )
    return Ambito(ambito, called, *row)


def targets(con: duckdb.DuckDBPyConnection, ambito: Ambito) -> list[dict[str, Any]]:
    """Every indicator and year of the ambito's plan, in order, as the template shows them."""
    found = con.execute(
        "select i.*, o.anno, o.testo, o.regola as regola_anno, o.serve_da_base from int_leps__obiettivi as o "
        "inner join int_leps__indicatori as i on o.indicatore_id = i.indicatore_id where o.piano = ? "
        "order by i.leps_numero, o.indicatore_id, o.anno",
        [ambito.piano],
    )
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


@dataclass(frozen=True)
class Judged:
    """What is wrong with one delivery; ``celle_rifiutate`` are the cells whose rows cannot be used."""

    problemi: list[Problem]
    celle_rifiutate: int


def judged_recordings(path: Path, day: date) -> dict[str, Judged]:
    """The deliveries of our own layouts under a path (a file, a source, a folder of sources), by the file as shown."""
    return {table.file: _judged(table, day) for table in deliveries_of(path.resolve(), _JUDGING)}


def deliveries_of(path: Path, layouts: Collection[str]) -> Iterator[Tabella]:
    """The declared files of these layouts under a path (a file, a source, a folder of sources)."""
    from ingest.problems import UnreadableInput
    from ingest.sidecar import SIDECAR, discover, read_sidecar

    folder = path if path.is_dir() else path.parent
    folders = [folder] if (folder / SIDECAR).is_file() or not path.is_dir() else discover([folder])
    for source in folders:
        try:
            tables = read_sidecar(source).tabelle
        except UnreadableInput:
            continue  # told by the check of the file
        yield from (t for t in tables if t.tracciato in layouts and (path.is_dir() or t.path.name == path.name))


def _judged(table: Tabella, day: date) -> Judged:
    from ingest.problems import Problem, UnreadableInput

    *_, defects = models = _JUDGING[table.tracciato]
    with open_scratch() as con:
        try:
            load_recording(con, table)
        except (UnreadableInput, OSError):
            return Judged([], 0)
        define(con)
        for model in models:
            create_model(con, model, "table", giorno_giudizio=day.isoformat())
        rows = con.execute(
            "select riga, colonna, posto, valore_stampato, valore_atteso, rimedio, gravita "
            f'from "{defects}" order by riga, posto'
        ).fetchall()
    told = []
    for line, column, place, found, wanted, remedy, _ in rows:
        # The rows of a workbook are only numbered: its sheet and cell say where.
        where = {"cella": place} if table.formato == "rilevazione_xlsx" else {"riga": line, "colonna": column}
        told.append(Problem(table.file, found, wanted, remedy, **where))
    return Judged(told, len({(line, column) for line, column, *_, severity in rows if severity == "errore"}))


def load_recording(con: duckdb.DuckDBPyConnection, table: Tabella) -> None:
    """Load one delivery into an empty database: the table of its layout, and those of the others without a row."""
    import tempfile

    from ingest.load import load_table, prepare, unite_deliveries

    prepare(con)
    with tempfile.TemporaryDirectory(prefix="leps-rilevazione-") as scratch:
        load_table(con, table, Path(scratch))
    unite_deliveries(con, [table])
