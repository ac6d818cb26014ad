"""What a build counts of the checks that it recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

# The checks that refuse a cell: those of its type, and all those of what offices deliver by our own layouts.
_REFUSED = """
    select count(distinct (file, riga, colonna)) from qualita.controllo
    where esito = 'fallito' and gravita = 'errore'
        and (tipo = 'tipo_cella' or regexp_matches(controllo_id, '^(rilevazione|personale|debito)_'))
"""


def counts_of_checks(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, int]]:
    """Recorded checks as ``{gravita: {esito: number}}``; empty where ``qualita.controllo`` does not exist."""
    counts: dict[str, dict[str, int]] = {}
    if _are_recorded(con):
        query = "select gravita, esito, count(*) from qualita.controllo group by all order by all"
        for severity, outcome, number in con.execute(query).fetchall():
            counts.setdefault(severity, {})[outcome] = number
    return counts


def refused_cells(con: duckdb.DuckDBPyConnection) -> int:
    """Cells that were received and cannot be used; 0 where ``qualita.controllo`` does not exist."""
    return con.execute(_REFUSED).fetchone()[0] if _are_recorded(con) else 0


def _are_recorded(con: duckdb.DuckDBPyConnection) -> bool:
    return bool(
        con.execute(
            "select count(*) from information_schema.tables where table_schema = 'qualita' and table_name = 'controllo'"
        ).fetchone()[0]
    )
