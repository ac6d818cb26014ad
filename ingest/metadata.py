"""The tables of ``raw`` that tell what was received: how rows are added to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


def insert(con: duckdb.DuckDBPyConnection, target: str, rows: list[dict]) -> None:
    """Add rows by the names of their columns; few or many, in one statement."""
    if not rows:
        return
    import pyarrow as pa

    con.register("_nuove", pa.Table.from_pylist(rows))
    try:
        con.execute(f"insert into raw.{target} by name select * from _nuove")
    finally:
        con.unregister("_nuove")
