"""What the version published before held, kept in the new file so that the two can be compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.pointer import PointerDamaged, read_pointer

if TYPE_CHECKING:
    import duckdb

    from warehouse.paths import WarehousePaths

_TABLES = {
    "raw._prima_indicatori": """
        select indicatore_id, split_part(territorio_id, ':', 1) as livello,
            count(distinct territorio_id) as territori, $versione as versione
        from prima.marts.indicatore_valore
        where valore is not null
        group by all""",
    "raw._prima_controlli": """
        select controllo_id, tipo, gravita, fonte_id, file, riga, colonna, territorio_id, anno, indicatore_id,
            valore_stampato, messaggio, $versione as versione
        from prima.qualita.controllo where esito = 'fallito'""",
}
_EMPTY = {
    "raw._prima_indicatori": "indicatore_id text, livello text, territori bigint, versione text",
    "raw._prima_controlli": (
        "controllo_id text, tipo text, gravita text, fonte_id text, file text, riga bigint, colonna text, "
        "territorio_id text, anno integer, indicatore_id text, valore_stampato text, messaggio text, versione text"
    ),
}
_NEEDED = {("marts", "indicatore_valore"), ("qualita", "controllo")}


def remember_previous(con: duckdb.DuckDBPyConnection, paths: WarehousePaths) -> None:
    """Write ``raw._prima_indicatori`` and ``raw._prima_controlli`` from the current version; empty where there is none.

    Args:
        con: the build's connection; the current version is attached read-only for a moment.
    """
    con.execute("create schema if not exists raw")
    for table, columns in _EMPTY.items():
        con.execute(f"create or replace table {table} ({columns})")
    try:
        pointer = read_pointer(paths)
    except PointerDamaged:
        return  # this build mends it, and compares with nothing
    if pointer is None or not pointer.current.file(paths).is_file():
        return
    literal = str(pointer.current.file(paths)).replace("'", "''")
    con.execute(f"attach '{literal}' as prima (read_only)")
    try:
        if _has_all(con):
            for table, query in _TABLES.items():
                con.execute(f"insert into {table} {query}", {"versione": pointer.corrente})
    finally:
        con.execute("detach prima")


def _has_all(con: duckdb.DuckDBPyConnection) -> bool:
    found = con.execute(
        "select schema_name, table_name from duckdb_tables() where database_name = 'prima' "
        "union all select schema_name, view_name from duckdb_views() where database_name = 'prima' and not internal"
    ).fetchall()
    return set(found) >= _NEEDED
