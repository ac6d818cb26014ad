"""``leps status``: what is published now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import duckdb

from warehouse.cli.checks import counts_of_checks
from warehouse.cli.console import integer
from warehouse.cli.summary import check_lines
from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.publish import list_versions

PUBLISHED_SCHEMAS = ("marts", "qualita")


def read_status(paths: WarehousePaths) -> dict[str, Any]:
    """Facts about the current version, JSON-able.

    Raises:
        NothingPublished: there is none.
        duckdb.IOException: its file cannot be opened.
    """
    version = read_current(paths)
    con = open_readonly(version.file(paths))
    try:
        return {
            "versione": version.versione,
            "pubblicata_il": version.pubblicata_il,
            "impronta": version.impronta,
            "file": str(version.file(paths)),
            **version.info,
            "fonti": _sources(con),
            "tabelle": _row_counts(con),
            "controlli": counts_of_checks(con),
            "versioni": [v.versione for v in list_versions(paths)],
        }
    finally:
        con.close()


def status_lines(status: dict[str, Any]) -> list[str]:
    """The same, for people."""
    published = datetime.fromisoformat(status["pubblicata_il"]).astimezone()
    lines = [
        f"Versione corrente: {status['versione']}",
        f"Pubblicata il:     {published:%d/%m/%Y %H:%M}",
        f"Impronta:          {status['impronta']}",
        f"File:              {status['file']}",
        "",
        f"Fonti ({len(status['fonti'])}):",
    ]
    for source in status["fonti"]:
        reference = source["data_riferimento"] + (", provvisorio" if source["provvisorio"] else "")
        rows = integer(source["righe_caricate"])
        lines.append(f"  {source['fonte_id']}: {source['titolo']} (riferimento {reference}; {rows} righe)")
    width = max((len(name) for name in status["tabelle"]), default=0)
    lines += ["", "Righe per tabella:"]
    lines += [f"  {name:<{width}}  {integer(number):>12}" for name, number in status["tabelle"].items()]
    lines += ["", *check_lines(status["controlli"]), "", "Versioni conservate:"]
    lines += [f"  {name}{' (corrente)' if name == status['versione'] else ''}" for name in status["versioni"]]
    return lines


def _sources(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    rows = con.execute(
        "select s.fonte_id, s.titolo, s.data_riferimento::text, s.provvisorio, "
        "coalesce(sum(f.righe_caricate), 0)::bigint from raw._fonti s left join raw._file f using (fonte_id) "
        "group by all order by all"
    ).fetchall()
    names = ("fonte_id", "titolo", "data_riferimento", "provvisorio", "righe_caricate")
    return [dict(zip(names, row, strict=True)) for row in rows]


def _row_counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    tables = con.execute(
        "select table_schema, table_name from information_schema.tables "
        # Views are not counted: some go through all pairs of territories.
        "where list_contains(?::text[], table_schema) and table_type = 'BASE TABLE' order by all",
        [list(PUBLISHED_SCHEMAS)],
    ).fetchall()
    return {
        f"{schema}.{table}": con.execute(f'select count(*) from "{schema}"."{table}"').fetchone()[0]
        for schema, table in tables
    }
