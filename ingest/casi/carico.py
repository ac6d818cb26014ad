"""Typed cases into the catalog ``riservato``, which is never published; into ``raw`` go counts only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.casi.canonici import canonical
from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import Fonte, Tabella

if TYPE_CHECKING:
    import duckdb
    import polars as pl

    from ingest.casi.chiave import Chiave
    from ingest.casi.lettura import Conto
    from ingest.casi.mappatura import Mappatura

CATALOG = "riservato"
SQL_TYPES = {
    "chiave": "text", "data": "date", "anno_nascita": "integer", "intero": "integer", "booleano": "boolean",
    "euro": "decimal(10, 2)", "dizionario": "text",
}  # fmt: skip


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables of cases. A connection without the catalog gets one in memory."""
    attached = con.execute("select count(*) from duckdb_databases() where database_name = ?", [CATALOG]).fetchone()
    if not attached[0]:
        con.execute(f"attach ':memory:' as {CATALOG}")
    columns = ", ".join(_columns())
    con.execute(f"""
        create or replace table {CATALOG}.main.casi_ricevuti (fonte_id text, file text, riga integer, ambito_id text,
          formato text, estratto_il date, {columns});
        create or replace table {CATALOG}.main.casi_mappature (fonte_id text, ambito_id text, mappatura text,
          colonna_canonica text, colonna_ricevuta text, ignorata boolean, motivo text);
        create table raw._casi_letture (fonte_id text, tabella text, file text, formato text, mappatura text,
          ambito_id text, estratto_il date, sintetici boolean, righe_lette bigint, righe_caricate bigint,
          righe_scartate bigint, righe_escluse bigint, celle_non_lette bigint, chiave_impronta text);
    """)


def _columns() -> list[str]:
    found = []
    for name, column in canonical().items():
        if column.tipo == "comune":
            found += ["comune_stampato text", "comune_codice_tipo text"]
        else:
            found.append(f"{name} {SQL_TYPES[column.tipo]}")
    return found


def case_tables(sources: list[Fonte]) -> list[Tabella]:
    """The tables that hold cases."""
    return [table for source in sources for table in source.tabelle if table.mappatura]


def without_made_up(sources: list[Fonte]) -> tuple[list[Fonte], list[Problem]]:
    """The sources without their tables of made-up cases, and what to tell of each; a source of nothing else goes."""
    kept, told = [], []
    for source in sources:
        real = tuple(table for table in source.tabelle if not table.sintetici)
        told += [_made_up(table) for table in source.tabelle if table.sintetici]
        if real or not source.tabelle:
            kept.append(replace(source, tabelle=real))
    return kept, told


def _made_up(table: Tabella) -> Problem:
    return Problem(
        file=table.file,
        trovato="casi dichiarati sintetici, che non entrano in una costruzione con dati veri",
        atteso="casi veri",
        rimedio="aggiungere --demo per una costruzione dimostrativa; altrimenti togliere la cartella",
    )


def key_for(tables: list[Tabella], forbidden: list[Path]) -> Chiave | None:
    """The key for these tables: None where there are none; a throwaway one where all are made up and there is no key.

    Raises:
        UnreadableInput: no fit key.
    """
    from ingest.casi.chiave import NessunaChiave, read_key, throwaway_key

    if not tables:
        return None
    try:
        return read_key([*forbidden, *(table.path.parent for table in tables)])
    except NessunaChiave:
        if all(table.sintetici for table in tables):
            return throwaway_key()
        raise


def key_fingerprint(tables: list[Tabella]) -> str:
    """What the fingerprint of the received files says of the key."""
    from ingest.casi.chiave import read_key

    try:
        return read_key(table.path.parent for table in tables).impronta if tables else ""
    except UnreadableInput:
        return "nessuna"


def load_cases(con: duckdb.DuckDBPyConnection, table: Tabella, key: Chiave) -> tuple[Conto, list[str]]:
    """Load one verified case file; the count of its rows, and what to tell of it.

    Raises:
        UnreadableInput: it cannot be read, or is no case file; whatever fails is told without words of the file.
    """
    from ingest.casi.silenzio import silently

    return silently(table.file, lambda: _load(con, table, key))


def _load(con: duckdb.DuckDBPyConnection, table: Tabella, key: Chiave) -> tuple[Conto, list[str]]:
    from ingest.casi.lettura import Conto, mapping_of, read_cases
    from ingest.casi.racconto import problems_of

    mapping, count = mapping_of(table), Conto()
    for cases in read_cases(table, mapping, key, count):
        _insert(con, table, mapping, cases)
    if count.lette != count.caricate + len(count.scartate) + count.escluse:
        raise RuntimeError("rows in are not rows out")
    _record(con, table, mapping, key, count)
    return count, [str(problem) for problem in problems_of(table, count)]


def _insert(con: duckdb.DuckDBPyConnection, table: Tabella, mapping: Mappatura, cases: pl.DataFrame) -> None:
    con.register("_casi", cases.to_arrow())
    try:
        con.execute(
            f"insert into {CATALOG}.main.casi_ricevuti by name select ? as fonte_id, ? as file, ? as ambito_id, "
            "? as formato, ?::date as estratto_il, * from _casi",
            [table.fonte_id, table.file, table.ambito_id, mapping.formato, table.estratto_il],
        )
    finally:
        con.unregister("_casi")


def _record(con: duckdb.DuckDBPyConnection, table: Tabella, mapping: Mappatura, key: Chiave, count: Conto) -> None:
    from ingest.metadata import insert

    con.executemany(
        f"insert into {CATALOG}.main.casi_mappature values (?, ?, ?, ?, ?, ?, ?)",
        [
            [
                table.fonte_id,
                table.ambito_id,
                mapping.mappatura,
                v.canonica,
                v.colonna,
                v.ignorata is not None,
                v.ignorata,
            ]
            for v in mapping.voci
        ],
    )
    reading = {
        "fonte_id": table.fonte_id,
        "tabella": table.tabella,
        "file": table.file,
        "formato": mapping.formato,
        "mappatura": mapping.mappatura,
        "ambito_id": table.ambito_id,
        "estratto_il": table.estratto_il,
        "sintetici": table.sintetici,
        "righe_lette": count.lette,
        "righe_caricate": count.caricate,
        "righe_scartate": len(count.scartate),
        "righe_escluse": count.escluse,
        "celle_non_lette": count.misfits.height,
        "chiave_impronta": key.impronta,
    }
    insert(con, "_casi_letture", [reading])
