"""Where published rows come from: the rules, one explanation, the received rows around a cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dashboards.queries.core import has, per_version, rows
from warehouse.current import current_warehouse
from warehouse.provenienza import Nodo, Regole, TableNotExplained, explain, read_rules

AROUND = 2  # received rows shown above and below a cell


@per_version
def provenance_rules() -> Regole | None:
    """The rules of the version, None where it has none: the public file does not hold the received cells."""
    cursor = current_warehouse().connection()
    try:
        return read_rules(cursor)
    except TableNotExplained:
        return None
    finally:
        cursor.close()


@per_version
def provenance(table: str, key: str, column: str | None = None) -> Nodo:
    """The tree of one published row.

    Raises:
        TableNotExplained, KeyNotFound, ValueError: Italian sentences.
    """
    cursor = current_warehouse().connection()
    try:
        return explain(cursor, table, key, column)
    finally:
        cursor.close()


@per_version
def received_around(file: str, line: int) -> list[list[dict[str, Any]]]:
    """The cells of the received rows around one, row by row; empty where the file is not a transcribed table."""
    cells = rows(
        "select riga, colonna_file, etichetta, riga_documento, valore_stampato from qualita.origine_cella "
        "where file = ? and riga between ? and ? order by riga, posizione",
        [file, line - AROUND, line + AROUND],
    )
    found: dict[int, list[dict[str, Any]]] = {}
    for cell in cells:
        found.setdefault(cell["riga"], []).append(cell)
    return list(found.values())


def lineage_file() -> Path | None:
    """The drawing of all the tables that the last build wrote beside the versions: internal, like most of them."""
    if not has("qualita.provenienza_regola"):
        return None
    path = current_warehouse().paths.rapporti / "lignaggio.html"
    return path if path.is_file() else None
