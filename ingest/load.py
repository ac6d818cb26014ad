"""Load every declared file into the schema ``raw`` of a new DuckDB file, verbatim."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cell_types import quoted
from ingest.metadata import insert
from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import SIDECAR, Fonte, Tabella, discover, read_sidecar, sha256_of
from ingest.totali import write_sums
from ingest.tracciato import known
from ingest.verify import file_problems, undeclared_files

if TYPE_CHECKING:
    import duckdb

    from ingest.casi.chiave import Chiave
    from ingest.readers import Received

# What is said of every cell and not of those that do not fit.
NOT_OF_MISFITS = ("posizione", "locale", "origine")
# Tables of up to this many cells also go, cell by cell, into raw._celle, the root of provenance.
CELLS_UP_TO = 20_000

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
create table raw._totali (fonte_id text, controllo_id text, tabella text, file text, colonna text, somma double);
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
    """What happened to every file; ``avvisi`` tell what did not fit in the files of cases, by place only, and which
    of them were passed over."""

    tables: tuple[TableLoad, ...]
    avvisi: tuple[str, ...] = ()

    @property
    def righe_caricate(self) -> int:
        return sum(t.righe_caricate for t in self.tables)

    @property
    def righe_scartate(self) -> int:
        return sum(t.righe_scartate for t in self.tables)


def fingerprint(raw_dirs: list[Path]) -> str:
    """Hex digest that changes when any received file or sidecar does, is added or goes, or the key of the cases does.

    Files that live in an installed package count too, so that another version of the package is noticed.
    """
    from ingest.casi.carico import key_fingerprint

    digest = hashlib.sha256()
    cases: list[Tabella] = []
    for folder in discover(raw_dirs):
        paths = [p for p in sorted(folder.iterdir()) if p.is_file()]
        if (folder / SIDECAR).is_file():
            try:
                tables = read_sidecar(folder).tabelle
                paths += [t.path for t in tables if t.path.parent != folder and t.path.is_file()]
                cases += [t for t in tables if t.mappatura]
            except UnreadableInput:
                pass  # the load will say what is wrong with it
        for path in paths:
            digest.update(f"{folder.name}/{path.name}\0{sha256_of(path)}\n".encode())
    digest.update(key_fingerprint(cases).encode())
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
    demo: bool = False,
) -> LoadReport:
    """Make schema ``raw`` on an empty database: verbatim tables, their metadata, rejects and misfit cells.

    Rows in = rows loaded + rows rejected, asserted for every file. Cases go, without identifiers, into the catalog
    ``riservato`` of the connection (made in memory where it has none); made-up ones only with ``demo``, else they are
    passed over and told.

    Raises:
        UnreadableInput: some input cannot be loaded at all; nothing useful is left in the database.
    """
    from ingest.casi.carico import case_tables, key_for, without_made_up

    sources = read_sources(raw_dirs)
    refused: list[Problem] = []
    if not demo:
        sources, refused = without_made_up(sources)
    key = key_for(case_tables(sources), [*raw_dirs, cache_dir.parent])
    prepare(con)
    loads: list[TableLoad] = []
    told = [str(problem) for problem in refused]
    problems = []
    for source in sources:
        progress(f"{source.titolo}: {len(source.tabelle)} tabelle")
        _write_source(con, source)
        for table in source.tabelle:
            try:
                if key and table.mappatura:
                    loads.append(_load_cases(con, table, key, told))
                    continue
                loads.append(load_table(con, table, cache_dir))
                write_sums(con, source, table)
            except UnreadableInput as error:
                problems += error.problems
    if problems:
        raise UnreadableInput(problems)
    unite_deliveries(con, [t for source in sources for t in source.tabelle if t.tracciato])
    return LoadReport(tuple(loads), tuple(told))


def _load_cases(con: duckdb.DuckDBPyConnection, table: Tabella, key: Chiave, told: list[str]) -> TableLoad:
    """Load a file of cases, of which ``raw`` gets the counts and no cell."""
    from ingest.casi.carico import load_cases

    count, lines = load_cases(con, table, key)
    told += lines
    read, loaded, rejected = count.lette - count.escluse, count.caricate, len(count.scartate)
    _write_file(con, table, read, loaded, rejected)
    return TableLoad(table.fonte_id, table.tabella, table.file, read, loaded, rejected, dalla_cache=False)


def unite_deliveries(con: duckdb.DuckDBPyConnection, deliveries: list[Tabella]) -> None:
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
    from ingest.casi.carico import prepare as prepare_cases
    from ingest.cell_types import macros

    con.execute(_METADATA)
    prepare_cases(con)
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
        UnreadableInput: its reader cannot make rows of it, or it holds a codice fiscale.
    """
    from ingest import bulk
    from ingest.cache import read_cached
    from ingest.casi.sorveglianza import refuse_people
    from ingest.loaded import Loaded
    from ingest.misfits import write_misfits
    from ingest.quadrature import judge

    refuse_people(table.path, table.file)
    in_bulk = bulk.is_bulk(table)
    if in_bulk:
        rejects, notes, read, rows = bulk.load(con, table, cache_dir)
        cached = False
        loaded = con.execute(f'select count(*) from raw."{table.raw_name}"').fetchall()[0][0]
    else:
        received, cached = read_cached(table, cache_dir)
        _write_rows(con, table, received)
        rejects, notes = received.rejects, received.notes
        read, loaded = received.rows_read, received.rows.num_rows
        rows = Loaded(con, f'raw."{table.raw_name}"', table.colonne)
        in_bulk = loaded * len(table.colonne) > CELLS_UP_TO
        if not in_bulk:
            _write_cells(con, table, received)
    if read != loaded + len(rejects):
        raise RuntimeError(f"{table.file}: {read} righe lette, {loaded} caricate, {len(rejects)} scartate")
    if in_bulk:
        write_misfits(rows, table.tabella)
    _write_file(con, table, read, loaded, len(rejects))
    place = {"fonte_id": table.fonte_id, "tabella": table.tabella, "file": table.file}
    insert(con, "_scarti", [{**place, **asdict(reject)} for reject in rejects])
    insert(con, "_note", [{**place, **asdict(note)} for note in notes])
    _write_mapping(con, table)
    if table.tracciato:
        title = " ".join(note.testo for note in notes if note.riga < table.header_line)
        insert(con, "_quadrature", [{**place, **asdict(outcome)} for outcome in judge(rows, table, title)])
    return TableLoad(table.fonte_id, table.tabella, table.file, read, loaded, len(rejects), cached)


def _write_file(con: duckdb.DuckDBPyConnection, table: Tabella, read: int, loaded: int, rejected: int) -> None:
    """The rows of ``raw._file`` and ``raw._colonne``."""
    names = ("fonte_id", "tabella", "titolo", "file", "sha256", "formato", "grana", "data_riferimento", "provvisorio")
    names += ("tracciato", "rilasciato_il", "righe_documento", "nota")
    counts = {"righe_lette": read, "righe_caricate": loaded, "righe_scartate": rejected}
    own = {name: getattr(table, name) for name in names}
    insert(con, "_file", [{**own, **counts, "byte": table.path.stat().st_size}])
    names = ("etichetta", "tipo", "locale", "unita", "obbligatoria", "origine", "minimo", "massimo", "descrizione")
    place = {"fonte_id": table.fonte_id, "tabella": table.tabella}
    columns = [
        {**place, "posizione": position, "colonna": column.nome, **{name: getattr(column, name) for name in names}}
        for position, column in enumerate(table.colonne, start=1)
    ]
    insert(con, "_colonne", columns)


def _write_mapping(con: duckdb.DuckDBPyConnection, table: Tabella) -> None:
    place = {"fonte_id": table.fonte_id, "tabella": table.tabella}
    blank = {"quantita": None, "momento": "anno", "ignorata": None}
    insert(con, "_mappe", [{**place, "etichetta": label, **blank, **said} for label, said in table.mappa.items()])


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
    from ingest.cells import cells_of, misfit_of

    cells = list(cells_of(table, received.rows))
    insert(con, "_celle", [cell.as_row(table) for cell in cells])
    misfits = [
        {name: value for name, value in {**cell.as_row(table), "atteso": wanted}.items() if name not in NOT_OF_MISFITS}
        for cell in cells
        if (wanted := misfit_of(cell))
    ]
    insert(con, "_celle_non_conformi", misfits)
