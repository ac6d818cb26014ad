"""Load every declared file into the schema ``raw`` of a new DuckDB file, verbatim."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cell_types import quoted
from ingest.columns import Colonna
from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import SIDECAR, Fonte, Tabella, discover, read_sidecar, sha256_of
from ingest.tracciato import known
from ingest.verify import file_problems, undeclared_files

if TYPE_CHECKING:
    import duckdb

    from ingest.readers import Received

# Tables up to this many rows also go, cell by cell, into raw._celle, the root of provenance.
CELLS_UP_TO_ROWS = 5_000

_METADATA = """
create schema if not exists raw;
create table raw._fonti (fonte_id text, ente text, titolo text, editore text, documento text, indirizzo text,
  licenza text, data_riferimento date, acquisito_il date, provvisorio boolean, nota text);
create table raw._file (fonte_id text, tabella text, titolo text, file text, sha256 text, formato text, grana text[],
  data_riferimento date, provvisorio boolean, tracciato text, rilasciato_il date, righe_documento integer[],
  righe_lette bigint, righe_caricate bigint, righe_scartate bigint,
  byte bigint, nota text);
create table raw._colonne (fonte_id text, tabella text, posizione integer, colonna text, etichetta text, tipo text,
  locale text, unita text, obbligatoria boolean, origine text, minimo double, massimo double, descrizione text);
create table raw._celle (fonte_id text, tabella text, file text, riga bigint, colonna text, posizione integer,
  riga_documento text, tipo text, locale text, origine text, valore_stampato text);
create table raw._celle_non_conformi (fonte_id text, tabella text, file text, riga bigint, colonna text,
  riga_documento text, tipo text, valore_stampato text, atteso text);
create table raw._scarti (fonte_id text, tabella text, file text, riga bigint, contenuto text, trovato text,
  atteso text, rimedio text);
create table raw._note (fonte_id text, tabella text, file text, riga bigint, testo text);
create table raw._mappe (fonte_id text, tabella text, etichetta text, quantita text, momento text, ignorata text);
create table raw._quadrature (fonte_id text, tabella text, file text, controllo_id text, tipo text, colonna text,
  motivo text, riga bigint, gruppo text, atteso double, trovato double, messaggio text, gruppi bigint);
create table raw._controlli (fonte_id text, controllo_id text, tipo text, tabella text, dichiarazione json);
"""


@dataclass(frozen=True)
class TableLoad:
    """What happened to one received file."""

    fonte_id: str
    tabella: str
    file: str
    righe_lette: int
    righe_caricate: int
    righe_scartate: int
    dalla_cache: bool


@dataclass(frozen=True)
class LoadReport:
    tables: tuple[TableLoad, ...]

    @property
    def righe_caricate(self) -> int:
        return sum(t.righe_caricate for t in self.tables)

    @property
    def righe_scartate(self) -> int:
        return sum(t.righe_scartate for t in self.tables)


def fingerprint(raw_dirs: list[Path]) -> str:
    """Hex digest that changes when any received file or sidecar does, is added or goes.

    Files that live in an installed package count too, so that another version of the package is noticed.
    """
    digest = hashlib.sha256()
    for folder in discover(raw_dirs):
        paths = [p for p in sorted(folder.iterdir()) if p.is_file()]
        if (folder / SIDECAR).is_file():
            try:
                tables = read_sidecar(folder).tabelle
                paths += [t.path for t in tables if t.path.parent != folder and t.path.is_file()]
            except UnreadableInput:
                pass  # the load will say what is wrong with it
        for path in paths:
            digest.update(f"{folder.name}/{path.name}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def read_sources(raw_dirs: list[Path]) -> list[Fonte]:
    """Sidecars of all folders, with their files verified.

    Raises:
        UnreadableInput: with every problem of every folder at once.
    """
    problems, sources = [], []
    first_with: dict[str, str] = {}
    for folder in discover(raw_dirs):
        try:
            source = read_sidecar(folder)
        except UnreadableInput as error:
            problems += error.problems
            continue
        sources.append(source)
        problems += undeclared_files(source)
        for table in source.tabelle:
            problems += file_problems(table)
            if table.raw_name in first_with:
                problems.append(_twice(table, first_with[table.raw_name]))
            first_with.setdefault(table.raw_name, table.file)
    if problems:
        raise UnreadableInput(problems)
    return sources


def _twice(table: Tabella, other: str) -> Problem:
    return Problem(
        file=f"{table.fonte_id}/{SIDECAR}",
        colonna=f"tabelle/{table.tabella}",
        trovato=f"la tabella raw.{table.raw_name}, già dichiarata per {other}",
        atteso="un nome diverso per ogni tabella di un ente",
        rimedio="dare alla nuova consegna un altro nome di tabella, o togliere la cartella ripetuta",
    )


def load(
    con: duckdb.DuckDBPyConnection,
    raw_dirs: list[Path],
    cache_dir: Path,
    progress: Callable[[str], None] = lambda message: None,
) -> LoadReport:
    """Make schema ``raw`` on an empty database: verbatim tables, their metadata, rejects and misfit cells.

    Rows in = rows loaded + rows rejected, asserted for every file.

    Raises:
        UnreadableInput: some input cannot be loaded at all; nothing useful is left in the database.
    """
    sources = read_sources(raw_dirs)
    prepare(con)
    loads: list[TableLoad] = []
    problems = []
    for source in sources:
        progress(f"{source.titolo}: {len(source.tabelle)} tabelle")
        _write_source(con, source)
        for table in source.tabelle:
            try:
                loads.append(load_table(con, table, cache_dir))
            except UnreadableInput as error:
                problems += error.problems
    if problems:
        raise UnreadableInput(problems)
    _unite_deliveries(con, [t for source in sources for t in source.tabelle if t.tracciato])
    return LoadReport(tuple(loads))


def _unite_deliveries(con: duckdb.DuckDBPyConnection, deliveries: list[Tabella]) -> None:
    """Make ``raw.<tracciato>`` of each known layout: its deliveries one below the other, or an empty table."""
    for name, layout in known().items():
        columns = ", ".join(f'"{c.nome}"' for c in layout.colonne)
        own = [t for t in deliveries if t.tracciato == name]
        parts = [
            f"select {columns}, _fonte_id, {quoted(t.tabella)} as _tabella, _file, _riga, "
            f"date '{t.data_riferimento}' as _data_riferimento from raw.\"{t.raw_name}\""
            for t in own
        ]
        if parts:
            con.execute(f"create view raw.{name} as {' union all '.join(parts)}")
        else:
            typed = ", ".join(f'"{c.nome}" text' for c in layout.colonne)
            con.execute(
                f"create table raw.{name} ({typed}, _fonte_id text, _tabella text, _file text, _riga bigint, "
                "_data_riferimento date)"
            )


def prepare(con: duckdb.DuckDBPyConnection) -> None:
    """Make the schema ``raw`` with its empty metadata tables and the macros that read cells."""
    from ingest.cell_types import macros

    con.execute(_METADATA)
    for statement in macros():
        con.execute(statement)


def _write_source(con: duckdb.DuckDBPyConnection, s: Fonte) -> None:
    con.execute(
        "insert into raw._fonti values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            s.fonte_id,
            s.ente,
            s.titolo,
            s.editore,
            s.documento,
            s.indirizzo,
            s.licenza,
            s.data_riferimento,
            s.acquisito_il,
            s.provvisorio,
            s.nota,
        ],
    )
    if s.controlli:
        con.executemany(
            "insert into raw._controlli values (?, ?, ?, ?, ?)",
            [[s.fonte_id, c["id"], c["tipo"], c["tabella"], json.dumps(c, ensure_ascii=False)] for c in s.controlli],
        )


def load_table(con: duckdb.DuckDBPyConnection, table: Tabella, cache_dir: Path) -> TableLoad:
    """Load one verified file into a database that :func:`prepare` made.

    Raises:
        UnreadableInput: its reader cannot make rows of it.
    """
    from ingest import bulk
    from ingest.cache import read_cached

    in_bulk = bulk.is_bulk(table)
    if in_bulk:
        rejects, notes, read = bulk.load(con, table, cache_dir)
        cached = False
        loaded = con.execute(f'select count(*) from raw."{table.raw_name}"').fetchone()[0]
    else:
        received, cached = read_cached(table, cache_dir)
        _write_rows(con, table, received)
        rejects, notes = received.rejects, received.notes
        read, loaded = received.rows_read, received.rows.num_rows
        in_bulk = loaded > CELLS_UP_TO_ROWS
        if not in_bulk:
            _write_cells(con, table, received)
    if read != loaded + len(rejects):
        raise RuntimeError(f"{table.file}: {read} righe lette, {loaded} caricate, {len(rejects)} scartate")
    if in_bulk:
        _write_misfits_in_bulk(con, table)
    con.execute(
        "insert into raw._file values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            table.fonte_id,
            table.tabella,
            table.titolo,
            table.file,
            table.sha256,
            table.formato,
            list(table.grana),
            table.data_riferimento,
            table.provvisorio,
            table.tracciato,
            table.rilasciato_il,
            list(table.righe_documento),
            read,
            loaded,
            len(rejects),
            table.path.stat().st_size,
            table.nota,
        ],
    )
    con.executemany(
        "insert into raw._colonne values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            [
                table.fonte_id,
                table.tabella,
                i,
                c.nome,
                c.etichetta,
                c.tipo,
                c.locale,
                c.unita,
                c.obbligatoria,
                c.origine,
                c.minimo,
                c.massimo,
                c.descrizione,
            ]
            for i, c in enumerate(table.colonne, start=1)
        ],
    )
    if rejects:
        con.executemany(
            "insert into raw._scarti values (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                [table.fonte_id, table.tabella, table.file, r.riga, r.contenuto, r.trovato, r.atteso, r.rimedio]
                for r in rejects
            ],
        )
    if notes:
        con.executemany(
            "insert into raw._note values (?, ?, ?, ?, ?)",
            [[table.fonte_id, table.tabella, table.file, n.riga, n.testo] for n in notes],
        )
    if table.tracciato:
        _write_identities(con, table)
    if table.mappa:
        con.executemany(
            "insert into raw._mappe values (?, ?, ?, ?, ?, ?)",
            [
                [table.fonte_id, table.tabella, label, m.get("quantita"), m.get("momento", "anno"), m.get("ignorata")]
                for label, m in table.mappa.items()
            ],
        )
    return TableLoad(table.fonte_id, table.tabella, table.file, read, loaded, len(rejects), cached)


def _write_identities(con: duckdb.DuckDBPyConnection, table: Tabella) -> None:
    from ingest.quadrature import judge

    outcomes = judge(con, table)
    if outcomes:
        con.executemany(
            f"insert into raw._quadrature values (?, ?, ?{', ?' * 10})",
            [
                [table.fonte_id, table.tabella, table.file, o.controllo_id, o.tipo, o.colonna, o.motivo, o.riga]
                + [o.gruppo, o.atteso, o.trovato, o.messaggio, o.gruppi]
                for o in outcomes
            ],
        )


def _write_rows(con: duckdb.DuckDBPyConnection, table: Tabella, received: Received) -> None:
    con.register("_ricevuto", received.rows)
    try:
        con.execute(
            f'create table raw."{table.raw_name}" as select * exclude (_riga), ?::text as _fonte_id, ?::text as _file, '
            "_riga from _ricevuto",
            [table.fonte_id, table.file],
        )
    finally:
        con.unregister("_ricevuto")


def _write_cells(con: duckdb.DuckDBPyConnection, table: Tabella, received: Received) -> None:
    import pyarrow as pa

    from ingest.cells import cells_of, misfit_of

    cells = list(cells_of(table, received.rows))
    if cells:
        con.register("_celle_ricevute", pa.Table.from_pylist([c.as_row(table) for c in cells]))
        con.execute("insert into raw._celle by name select * from _celle_ricevute")
        con.unregister("_celle_ricevute")
    misfits = [
        [
            table.fonte_id,
            table.tabella,
            table.file,
            c.riga,
            c.colonna,
            c.riga_documento,
            c.tipo,
            c.valore_stampato,
            wanted,
        ]
        for c in cells
        if (wanted := misfit_of(c))
    ]
    if misfits:
        con.executemany("insert into raw._celle_non_conformi values (?, ?, ?, ?, ?, ?, ?, ?, ?)", misfits)


def _write_misfits_in_bulk(con: duckdb.DuckDBPyConnection, table: Tabella) -> None:
    """The same tests as for single cells, in SQL, over the columns of a large table.

    They are made first on the distinct values, of which there are few: most often nothing more is to be done.
    """
    rows = f'raw."{table.raw_name}"'
    for column, tests in _misfit_tests(con, table):
        exempt = [*column.vuoti, *column.totali]
        name, vuoti = f'"{column.nome}"', [exempt] if exempt else []
        empty = f" and not list_contains(?::text[], coalesce({_text(name)}, ''))" if vuoti else ""
        # A table of its own: in a subquery the tests would be pushed down to every row.
        con.execute(f"create or replace temp table _valori as select distinct {name} from {rows}")
        any_test = " or ".join(f"({test})" for test, _ in tests)
        (found,) = con.execute(f"select exists (from _valori where ({any_test}){empty})", vuoti).fetchone()
        for test, told in tests if found else ():
            con.execute(
                "insert into raw._celle_non_conformi "
                f"select _fonte_id, ?, _file, _riga, ?, null, ?, {name}::text, ? from {rows} where ({test}){empty}",
                [table.tabella, column.nome, column.tipo, told, *vuoti],
            )
    con.execute("drop table if exists _valori")


def _text(name: str) -> str:
    from ingest.cell_types import trimmed

    return trimmed(f"{name}::text")


def _misfit_tests(con: duckdb.DuckDBPyConnection, table: Tabella) -> Iterator[tuple[Colonna, list[tuple[str, str]]]]:
    """For each column, what must not be true of a cell, with what was expected instead."""
    from ingest.cell_types import NUMERIC, expected, pattern

    kinds = dict(
        con.execute(
            "select column_name, data_type from information_schema.columns "
            "where table_schema = 'raw' and table_name = ?",
            [table.raw_name],
        ).fetchall()
    )
    for column in table.colonne:
        name, is_text = f'"{column.nome}"', kinds[column.nome] == "VARCHAR"
        text = _text(name)
        shape = pattern(column.tipo, column.locale) if is_text and column.tipo != "per_riga" else None
        fits = f"regexp_full_match({text}, '{shape}')" if shape else "true"
        value = f"raw.leggi_decimale({name}, '{column.locale}')" if is_text else name
        wanted = expected(column.tipo, column.locale)
        tests = []
        if column.obbligatoria:
            tests.append((f"{name} is null or {text} = ''", wanted))
        if shape:
            tests.append((f"{text} <> '' and not {fits}", wanted))
        if column.tipo in (*NUMERIC, "anno") and column.minimo is not None:
            tests.append((f"{fits} and {value} < {column.minimo}", f"un valore non inferiore a {column.minimo:g}"))
        if column.tipo in (*NUMERIC, "anno") and column.massimo is not None:
            tests.append((f"{fits} and {value} > {column.massimo}", f"un valore non superiore a {column.massimo:g}"))
        if tests:
            yield column, tests
