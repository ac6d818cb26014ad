"""What a column sums to, where its sidecar declares what was published elsewhere (``totale_dichiarato``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.cell_types import quoted_name
from ingest.loaded import Loaded
from ingest.metadata import insert
from ingest.sidecar import Fonte, Tabella

if TYPE_CHECKING:
    import duckdb


def write_sums(con: duckdb.DuckDBPyConnection, source: Fonte, table: Tabella) -> None:
    """Add to ``raw._totali`` the sum that each declared total of a loaded table is to be compared with."""
    declared = [c for c in source.controlli if c["tipo"] == "totale_dichiarato" and c["tabella"] == table.tabella]
    sums = [
        {
            "fonte_id": table.fonte_id,
            "controllo_id": check["id"],
            "tabella": table.tabella,
            "file": table.file,
            "colonna": check["colonna"],
            "somma": _sum(con, table, check["colonna"]),
        }
        for check in declared
    ]
    insert(con, "_totali", sums)


def _sum(con: duckdb.DuckDBPyConnection, table: Tabella, name: str) -> float | None:
    """The sum of a column; rows that are totals of others are not added."""
    rows = Loaded(con, f'raw."{table.raw_name}"', table.colonne)
    totals = " or ".join(rows.is_total(column.nome) for column in table.colonne if column.totali)
    value = f"raw.leggi_decimale({quoted_name(name)}::text, '{rows.columns[name].locale}')"
    parts = f" where not ({totals})" if totals else ""
    return con.execute(f"select sum({value})::double from {rows.rows}{parts}").fetchall()[0][0]
