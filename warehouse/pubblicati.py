"""What earlier versions published of the cases: whoever has read it knows it, whatever is hidden now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from warehouse.connection import RISERVATO

if TYPE_CHECKING:
    import duckdb

    from warehouse.paths import WarehousePaths

_TABLE = f"{RISERVATO}.main.casi_pubblicati"
# The columns of a published cell, in the table of each mart that publishes cells of cases.
_CELLS = {
    "adi_nuclei": """
        select territorio_id, mese, misura, conteggio, dimensione, modalita,
            unnest(['nuclei', 'persone']) as quantita, unnest([nuclei, persone]) as valore
        from prima.marts.adi_nuclei where origine = 'casi'""",
    "adi_orologio": """
        select territorio_id, estratto_il, misura, 'alla_estrazione',
            case when classe <> 'totale' then fase when fase = 'totale' then 'totale' else 'fase' end,
            if(classe = 'totale', fase, classe), 'nuclei' as quantita, casi as valore
        from prima.marts.adi_orologio""",
}


def remember_published(con: duckdb.DuckDBPyConnection, paths: WarehousePaths) -> None:
    """Copy the counts of cases that the kept versions publish into ``riservato.main.casi_pubblicati``.

    Args:
        con: the build's connection, with the catalog ``riservato``.
    """
    from warehouse.publish import list_versions

    con.execute(
        f"create or replace table {_TABLE} (territorio_id text, mese date, misura text, conteggio text, "
        "dimensione text, modalita text, quantita text, valore bigint)"
    )
    for version in list_versions(paths):
        literal = str(version.file(paths)).replace("'", "''")
        con.execute(f"attach '{literal}' as prima (read_only)")
        try:
            for mart, query in _CELLS.items():
                if _has_cases(con, mart) and not _is_made_up(con):
                    con.execute(f"insert into {_TABLE} from ({query}) where valore is not null")
        finally:
            con.execute("detach prima")


def _has_cases(con: duckdb.DuckDBPyConnection, mart: str) -> bool:
    """False for the versions before there were cases."""
    return _has_column(con, "marts", mart, "origine" if mart == "adi_nuclei" else "casi")


def _is_made_up(con: duckdb.DuckDBPyConnection) -> bool:
    """True for a demonstration: what it published tells nobody anything of real cases."""
    if not _has_column(con, "qualita", "costruzione", "dimostrativa"):
        return False
    return con.execute("select bool_or(dimostrativa) from prima.qualita.costruzione").fetchall()[0][0] or False


def _has_column(con: duckdb.DuckDBPyConnection, schema: str, table: str, column: str) -> bool:
    found = con.execute(
        "select count(*) from duckdb_columns() where database_name = 'prima' and schema_name = ? "
        "and table_name = ? and column_name = ?",
        [schema, table, column],
    ).fetchall()
    return found[0][0] > 0
