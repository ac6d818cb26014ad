"""Large delimited files: DuckDB's own reader, which keeps memory low and speed high."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TextIO

from ingest.cache import key_of
from ingest.cell_types import quoted
from ingest.columns import Colonna
from ingest.lines import Head, count_lines, head_of, records_of
from ingest.loaded import Loaded
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Note, Reject
from ingest.readers.delimited import (
    NOT_CLOSED,
    broken_archive,
    no_header,
    only_member,
    open_binary,
    open_quote,
    wrong_byte,
)
from ingest.readers.placing import match_header, repeated_key, wrong_width
from ingest.repeated import repeated_keys
from ingest.sidecar import Tabella
from ingest.tracciato import known

if TYPE_CHECKING:
    import duckdb
    import numpy as np

# Below this size the plain reader tells more about a bad row and takes no noticeable time.
BULK_FROM_BYTES = 2 << 20
# What SQL's own error says where a whole number is printed in a way that a number does not keep.
NOT_KEPT = "un numero che non conserva il testo ricevuto"
# A row longer than this is no row: a quotation mark was opened and not closed.
LONGEST_ROW = 2_000_000


class BulkLoad(NamedTuple):
    """What came of a large file, and its rows with what was seen of them on the way."""

    rejects: list[Reject]
    notes: list[Note]
    rows_read: int
    rows: Loaded


class _NotAccountedFor(UnreadableInput):
    """Rows loaded and rejected are not all the rows of the file."""


def is_bulk(table: Tabella) -> bool:
    """Large enough for DuckDB's reader: the size of the text itself, also inside an archive."""
    if table.formato == "csv":
        return table.path.stat().st_size >= BULK_FROM_BYTES
    return table.formato == "csv_zip" and only_member(table).file_size >= BULK_FROM_BYTES


def load(con: duckdb.DuckDBPyConnection, table: Tabella, scratch_dir: Path) -> BulkLoad:
    """Load into ``raw.<name>`` as text.

    The rows go straight into a table of their own; ``raw.<name>`` is a view that puts beside them where they come
    from. To write the same name millions of times takes longer than to read the file. There is no cache either:
    DuckDB reads the text as fast as its own Parquet.

    Whole numbers of a known layout are kept as numbers where every cell, written out again, is the text received;
    one that is not («007», « 7») makes the whole file be kept as text. The view shows text either way.

    Rows with too few or too many cells become rejects (cells too many that are empty are not noticed), and so do
    repeated keys of a known layout. In any other table of millions of rows these are the work of the key tests of dbt.

    Args:
        scratch_dir: where a copy may stand for a moment, if the file must be written in another form to be read.

    Raises:
        UnreadableInput: wrong header or encoding, quotation marks that are not closed.
    """
    import duckdb

    text = scratch_dir / f"{key_of(table)}.{os.getpid()}.txt"
    try:
        source = table.path
        if table.codifica != "utf-8" or table.formato == "csv_zip":
            source = _rewritten(table, text, newline="")  # DuckDB reads neither other encodings nor archives
        try:
            return _load(con, table, source)
        except (duckdb.InvalidInputException, _NotAccountedFor):
            # Most often two kinds of line ends in one file, which its reader does not take.
            return _load(con, table, _rewritten(table, text, newline=None))
    except UnicodeDecodeError:
        raise UnreadableInput(_first_wrong_byte(table)) from None
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnreadableInput(broken_archive(table, error)) from None
    except duckdb.InvalidInputException as error:  # any other is of the disk or the memory, not of the file
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=str(error).splitlines()[0][:240],
                atteso=f"un file di testo {table.codifica} con {len(table.colonne)} celle per riga",
                rimedio="correggere il file o dichiarare la codifica giusta nel sidecar",
            )
        ) from None
    finally:
        text.unlink(missing_ok=True)


def _load(con: duckdb.DuckDBPyConnection, table: Tabella, source: Path) -> BulkLoad:
    import duckdb

    head = head_of(source, _separator(table), table.header_line)
    if head is None:
        raise UnreadableInput(no_header(table))
    positions = match_header(table, head.header, table.header_line)
    try:
        loaded, bad = _read(con, table, _select(table, head, positions, as_numbers=True), source)
    except duckdb.InvalidInputException as error:
        if NOT_KEPT not in str(error):
            raise
        loaded, bad = _read(con, table, _select(table, head, positions, as_numbers=False), source)
    lines, bad_lines = _line_numbers(table, source, head, loaded, [record for record, *_ in bad])
    notes, rejects = list(head.notes), []
    for line, (_, *rest) in zip(bad_lines, bad, strict=True):
        found = _note_or_reject(table, len(head.header), line, *rest)
        (notes if isinstance(found, Note) else rejects).append(found)
    read = loaded + len(rejects)
    rows = _rows_with_lines(con, table, head, positions, lines)
    repeated = repeated_keys(rows, known()[table.tracciato]) if table.tracciato else {}
    if repeated:
        rejects += [
            repeated_key(line, verbatim, repeated[line][1], repeated[line][0], table.grana)
            for line, _, verbatim in records_of(source, _separator(table))
            if line in repeated
        ]
        rows = _without(rows, table, list(repeated))
    con.execute(f'create view raw."{table.raw_name}" as select {_as_text(table, rows)} from {rows.rows}')
    return BulkLoad(sorted(rejects, key=lambda reject: reject.riga), notes, read, rows)


def _following(head: Head, loaded: int) -> np.ndarray:
    """Lines of rows that follow the header one by one."""
    import numpy as np

    return np.arange(head.last_line + 1, head.last_line + 1 + loaded)


def _rows_with_lines(
    con: duckdb.DuckDBPyConnection, table: Tabella, head: Head, positions: list[int | None], lines: np.ndarray | None
) -> Loaded:
    """The rows read with where they come from; their lines are written beside them unless they follow one another.

    Columns that the file does not carry take no place among the rows read.
    """
    rows, line = f'raw."{_rows_of(table)}"', f"rowid + {head.last_line + 1} as _riga"
    if lines is not None:
        import pyarrow as pa

        con.register("_numeri", pa.table({"_riga": lines}))
        try:
            _replaced(con, table, f"select * from {rows} positional join _numeri")
        finally:
            con.unregister("_numeri")
        line = "_riga"
    columns = "".join(
        f'"{c.nome}", ' if c.raccolta or position is not None else f'null::text as "{c.nome}", '
        for c, position in zip(table.colonne, positions, strict=True)
    )
    source = f"{quoted(table.fonte_id)} as _fonte_id, {quoted(table.file)} as _file"
    return Loaded(con, f"(select {columns}{source}, {line} from {rows})", table.colonne)


def _without(rows: Loaded, table: Tabella, lines: list[int]) -> Loaded:
    """The rows but those of some lines."""
    kept = f"select * exclude (_fonte_id, _file) from {rows.rows} where not list_contains(?, _riga)"
    _replaced(rows.con, table, kept, lines)
    source = f"{quoted(table.fonte_id)} as _fonte_id, {quoted(table.file)} as _file"
    return Loaded(rows.con, f'(select *, {source} from raw."{_rows_of(table)}")', table.colonne)


def _replaced(con: duckdb.DuckDBPyConnection, table: Tabella, query: str, *parameters: list[int]) -> None:
    """Put what a query makes of the rows read in their place."""
    name = _rows_of(table)
    con.execute(f'create table raw."{name}_nuove" as {query}', list(parameters))
    con.execute(f'drop table raw."{name}"')
    con.execute(f'alter table raw."{name}_nuove" rename to "{name}"')


def _as_text(table: Tabella, rows: Loaded) -> str:
    """The columns of ``raw.<name>``: every cell as it was printed, and where it stands."""
    cells = ", ".join(
        f'"{c.nome}"' if c.nome in rows.texts else f'"{c.nome}"::text as "{c.nome}"' for c in table.colonne
    )
    return f"{cells}, _fonte_id, _file, _riga"


def _rows_of(table: Tabella) -> str:
    return f"_righe_{table.raw_name}"


def _rewritten(table: Tabella, target: Path, newline: str | None) -> Path:
    """A copy in UTF-8, out of the archive; with ``newline`` None also with one kind of line end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if table.codifica == "utf-8" and newline is not None:  # the bytes as they are: to decode them takes longer
        with open_binary(table) as packed, target.open("wb") as copy:
            shutil.copyfileobj(packed, copy, 1 << 20)
        return target
    with (
        _opened(table, newline) as received,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        while block := received.read(1 << 20):
            copy.write(block)
    return target


@contextmanager
def _opened(table: Tabella, newline: str | None) -> Iterator[TextIO]:
    """The text of the file, wherever it lies."""
    encoding = "utf-8-sig" if table.codifica == "utf-8" else table.codifica
    with open_binary(table) as packed, io.TextIOWrapper(packed, encoding=encoding, newline=newline) as text:
        yield text


def _select(table: Tabella, head: Head, positions: list[int | None], as_numbers: bool) -> str:
    """The declared columns that the file carries, in order, as its header names them."""
    others = ", ".join(f'{quoted(name)}, "{at}"' for at, name in enumerate(head.header) if at not in positions)
    names, numbers = [], []
    for position, column in zip(positions, table.colonne, strict=True):
        if column.raccolta:
            names.append(f'json_object({others})::text as "{column.nome}"')
        elif position is not None and as_numbers and _may_be_kept_as_number(table, column):
            numbers.append(f', try_cast("{position}" as integer) as n{position}')
            names.append(f'{_number_kept(position)} as "{column.nome}"')
        elif position is not None:
            names.append(f'"{position}" as "{column.nome}"')
    columns = ", ".join(f"'{position}': 'VARCHAR'" for position in range(len(head.header)))
    return (
        f"select {', '.join(names)} from (select *{''.join(numbers)} from read_csv(?, delim = ?, header = false, "
        f"skip = {head.records}, all_varchar = true, quote = '\"', escape = '\"', strict_mode = true, "
        "store_rejects = true, rejects_table = '_rigettate', rejects_scan = '_scansioni', rejects_limit = 0, "
        f"rejects_line_size_limit = {LONGEST_ROW}, max_line_size = {LONGEST_ROW}, "
        f"columns = {{{columns}}}, auto_detect = false))"
    )


def _may_be_kept_as_number(table: Tabella, column: Colonna) -> bool:
    marks = (*column.totali, *column.vuoti)
    digits_only = column.tipo in ("intero", "anno") and column.locale == "c"
    return bool(table.tracciato) and digits_only and all(mark.isdigit() for mark in marks)


def _number_kept(position: int) -> str:
    """SQL of a whole number that written out again is the text received; an error stops the reading otherwise."""
    same = f'n{position}::text is not distinct from "{position}"'
    return f"case when {same} then n{position} else error({quoted(NOT_KEPT)}) end"


def _separator(table: Tabella) -> str:
    return table.opzioni.get("separatore", ",")


def _read(
    con: duckdb.DuckDBPyConnection, table: Tabella, select: str, source: Path
) -> tuple[int, list[tuple[int, str, str, str, int | None]]]:
    """Number of rows read, and for each bad record its number, text, kind of error, message and cells found."""
    try:
        (loaded,) = con.execute(
            f'create or replace table raw."{_rows_of(table)}" as {select}', [str(source), _separator(table)]
        ).fetchall()[0]
        # One error for each cell that is missing or too much: the last tells how many cells there are.
        bad = con.execute(
            "select line, any_value(csv_line), min(error_type)::text, min(error_message), "
            "case when min(error_type)::text = 'MISSING COLUMNS' then min(cells) else max(cells) end from "
            r"(select *, try_cast(regexp_extract(error_message, 'Found: (\d+)', 1) as integer) as cells "
            "from _rigettate) "
            "group by line order by line"
        ).fetchall()
    finally:
        con.execute("drop table if exists _rigettate; drop table if exists _scansioni")
    if any(kind == "INVALID ENCODING" for _, _, kind, *_ in bad):
        raise UnreadableInput(_first_wrong_byte(table))
    return loaded, bad


def _first_wrong_byte(table: Tabella) -> Problem:
    with open_binary(table) as stream:
        for line, content in enumerate(stream, start=1):
            try:
                content.decode(table.codifica)
            except UnicodeDecodeError as error:
                return wrong_byte(table, line, content[error.start])
    raise AssertionError(f"{table.file}: every line can be decoded")


def _note_or_reject(
    table: Tabella, width: int, line: int, content: str | None, kind: str, message: str, cells: int | None
) -> Note | Reject:
    """A bad record: a note of the publisher (one cell, in a known layout), or a reject.

    Raises:
        UnreadableInput: it took in the rows after it, because of a quotation mark that is not closed.
    """
    content = re.sub("\r\n?", "\n", content or "").strip("\n")
    if table.tracciato and kind == "MISSING COLUMNS" and cells == 1:
        return Note(line, next(csv.reader([content], delimiter=_separator(table)))[0])
    if kind in ("MISSING COLUMNS", "TOO MANY COLUMNS") and cells is not None:
        return wrong_width(line, content, cells, width)
    if kind == "UNQUOTED VALUE" and "\n" not in content:
        return open_quote(line, content)
    raise UnreadableInput(
        Problem(
            table.file,
            f"{NOT_CLOSED} ({message})",
            "celle separate, con le virgolette chiuse",
            "correggere la riga indicata",
            riga=line,
        )
    )


def _line_numbers(
    table: Tabella, source: Path, head: Head, loaded: int, bad_records: list[int]
) -> tuple[np.ndarray | None, list[int]]:
    """Line of the file of each loaded row (None where they follow the header one by one) and of each bad record.

    The lines are counted apart from DuckDB's reading: rows loaded and rejected must account for all of them.
    """
    import numpy as np

    lines = count_lines(source)
    bad_lines = [record + head.last_line - head.records for record in bad_records]
    if lines == head.last_line + loaded + len(bad_records):
        if bad_lines == list(range(lines - len(bad_lines) + 1, lines + 1)):
            return None, bad_lines  # none, or only the last: the others are numbered as if these were not there
        all_lines = _following(head, lines - head.last_line)
        return np.delete(all_lines, np.array(bad_lines) - head.last_line - 1), bad_lines
    # Blank lines, or cells of several lines: number the records one by one (DuckDB counts the blank ones too).
    starts = [(line, not cells) for line, cells, _ in records_of(source, _separator(table))]
    bad = set(bad_records)
    numbers = [
        line
        for record, (line, blank) in enumerate(starts, start=1)
        if record > head.records and not blank and record not in bad
    ]
    if len(numbers) != loaded:
        raise _NotAccountedFor(
            Problem(
                table.file,
                f"{len(numbers) + len(bad)} righe, di cui {loaded + len(bad)} leggibili",
                "celle separate, con le virgolette chiuse",
                "controllare le virgolette del file",
            )
        )
    return np.array(numbers), [starts[record - 1][0] for record in bad_records]
