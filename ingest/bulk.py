"""Large delimited files: DuckDB's own reader, which keeps memory low and speed high."""

from __future__ import annotations

import csv
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ingest.cache import key_of
from ingest.cell_types import quoted
from ingest.columns import Colonna
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
from ingest.readers.placing import match_header, wrong_width
from ingest.sidecar import Tabella

if TYPE_CHECKING:
    import duckdb
    import numpy as np

# Below this size the plain reader tells more about a bad row and takes no noticeable time.
BULK_FROM_BYTES = 16 << 20
# A row longer than this is no row: a quotation mark was opened and not closed.
LONGEST_ROW = 2_000_000


def is_bulk(table: Tabella) -> bool:
    """Large enough for DuckDB's reader: the size of the text itself, also inside an archive."""
    if table.formato == "csv":
        return table.path.stat().st_size >= BULK_FROM_BYTES
    return table.formato == "csv_zip" and only_member(table).file_size >= BULK_FROM_BYTES


def load(con: duckdb.DuckDBPyConnection, table: Tabella, scratch_dir: Path) -> tuple[list[Reject], list[Note], int]:
    """Load into ``raw.<name>`` as text: rejects, notes of the publisher, and rows read.

    The rows go straight into a table of their own; ``raw.<name>`` is a view that puts beside them where they come
    from. To write the same name millions of times takes longer than to read the file. There is no cache either:
    DuckDB reads the text as fast as its own Parquet.

    Rows with too few or too many cells become rejects (cells too many that are empty are not noticed). Repeated
    keys are not looked for here: in a table of millions of rows that is the work of the key tests of dbt.

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
        select = _select(table, source)
        try:
            loaded, bad = _read(con, table, select, source)
        except duckdb.InvalidInputException:
            # Most often two kinds of line ends in one file, which its reader does not take.
            source = _rewritten(table, text, newline=None)
            loaded, bad = _read(con, table, select, source)
        lines, bad_lines = _line_numbers(table, source, loaded, [record for record, *_ in bad])
        notes, rejects = _above_header(table, source), []
        for line, (_, *rest) in zip(bad_lines, bad, strict=True):
            found = _note_or_reject(table, line, *rest)
            (notes if isinstance(found, Note) else rejects).append(found)
        _publish_rows(con, table, lines)
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
    return rejects, notes, loaded + len(rejects)


def _publish_rows(con: duckdb.DuckDBPyConnection, table: Tabella, lines: np.ndarray | None) -> None:
    """Make ``raw.<name>`` from the rows read: a view where the lines follow one another, else a table."""
    import pyarrow as pa

    where = ", ".join(
        f"{quoted(value)} as {name}" for name, value in (("_fonte_id", table.fonte_id), ("_file", table.file))
    )
    rows, name = f'raw."{_rows_of(table)}"', f'raw."{table.raw_name}"'
    if lines is None:
        con.execute(f"create view {name} as select *, {where}, rowid + {table.header_line + 1} as _riga from {rows}")
        return
    con.register("_numeri", pa.table({"riga": lines}))
    try:
        con.execute(
            f"create table {name} as select r.*, {where}, n.riga as _riga from {rows} as r positional join _numeri as n"
        )
        con.execute(f"drop table {rows}")
    finally:
        con.unregister("_numeri")


def _rows_of(table: Tabella) -> str:
    return f"_righe_{table.raw_name}"


def _rewritten(table: Tabella, target: Path, newline: str | None) -> Path:
    """A copy in UTF-8, out of the archive; with ``newline`` None also with one kind of line end."""
    target.parent.mkdir(parents=True, exist_ok=True)
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


def _first_records(table: Tabella, source: Path) -> list[list[str]]:
    """The lines above the header, and the header."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        return list(islice(csv.reader(stream, delimiter=_separator(table)), table.header_line))


def _above_header(table: Tabella, source: Path) -> list[Note]:
    above = _first_records(table, source)[: table.header_line - 1]
    return [Note(line, _separator(table).join(cells)) for line, cells in enumerate(above, start=1)]


def _select(table: Tabella, source: Path) -> str:
    """The declared columns, in order, from the columns of the file as its header names them."""
    records = _first_records(table, source)
    if len(records) < table.header_line:
        raise UnreadableInput(no_header(table))
    header = records[-1]
    order = match_header(table, header, table.header_line)
    others = ", ".join(f'{quoted(name)}, "{at}"' for at, name in enumerate(header) if at not in order)
    names = [
        f'{_source_of(column, position, others)} as "{column.nome}"'
        for position, column in zip(order, table.colonne, strict=True)
    ]
    columns = ", ".join(f"'{position}': 'VARCHAR'" for position in range(len(header)))
    return (
        f"select {', '.join(names)} from read_csv(?, delim = ?, header = false, "
        f"skip = {table.header_line}, all_varchar = true, quote = '\"', escape = '\"', strict_mode = true, "
        "store_rejects = true, rejects_table = '_rigettate', rejects_scan = '_scansioni', rejects_limit = 0, "
        f"rejects_line_size_limit = {LONGEST_ROW}, max_line_size = {LONGEST_ROW}, "
        f"columns = {{{columns}}}, auto_detect = false)"
    )


def _source_of(column: Colonna, position: int | None, others: str) -> str:
    if column.raccolta:
        return f"json_object({others})::text"
    return "null::text" if position is None else f'"{position}"'


def _separator(table: Tabella) -> str:
    return table.opzioni.get("separatore", ",")


def _read(
    con: duckdb.DuckDBPyConnection, table: Tabella, select: str, source: Path
) -> tuple[int, list[tuple[int, str, str, str, int | None]]]:
    """Number of rows read, and for each bad record its number, text, kind of error, message and cells found."""
    try:
        (loaded,) = con.execute(
            f'create table raw."{_rows_of(table)}" as {select}', [str(source), _separator(table)]
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
    table: Tabella, line: int, content: str | None, kind: str, message: str, cells: int | None
) -> Note | Reject:
    """A bad record: a note of the publisher (one cell, in a known layout), or a reject.

    Raises:
        UnreadableInput: it took in the rows after it, because of a quotation mark that is not closed.
    """
    content = re.sub("\r\n?", "\n", content or "").strip("\n")
    if table.tracciato and kind == "MISSING COLUMNS" and cells == 1:
        return Note(line, content.strip('"'))
    if kind in ("MISSING COLUMNS", "TOO MANY COLUMNS") and cells is not None:
        return wrong_width(line, content, cells, len(table.colonne))
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
    table: Tabella, source: Path, loaded: int, bad_records: list[int]
) -> tuple[np.ndarray | None, list[int]]:
    """Line of the file of each loaded row (None where they follow the header one by one) and of each bad record.

    The lines are counted apart from DuckDB's reading: rows loaded and rejected must account for all of them.
    """
    import numpy as np

    lines, first = _count_lines(source), table.header_line + 1
    if lines == table.header_line + loaded + len(bad_records):
        if not bad_records:
            return None, []
        if bad_records == list(range(lines - len(bad_records) + 1, lines + 1)):
            return None, bad_records  # only the last lines: the others are numbered as if these were not there
        return np.delete(np.arange(first, lines + 1), np.array(bad_records) - first), bad_records
    # Blank lines, or cells of several lines: number the records one by one (DuckDB counts the blank ones too).
    starts = _record_starts(source, _separator(table))
    bad = set(bad_records)
    numbers = [
        line
        for record, (line, blank) in enumerate(starts, start=1)
        if record > table.header_line and not blank and record not in bad
    ]
    if len(numbers) != loaded:
        raise UnreadableInput(
            Problem(
                table.file,
                f"{len(numbers) + len(bad)} righe, di cui {loaded + len(bad)} leggibili",
                "celle separate, con le virgolette chiuse",
                "controllare le virgolette del file",
            )
        )
    return np.array(numbers), [starts[record - 1][0] for record in bad_records]


def _count_lines(path: Path) -> int:
    import numpy as np

    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            count += int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
            last = block[-1:]
    return count + (last != b"\n")


def _record_starts(path: Path, separator: str) -> list[tuple[int, bool]]:
    """First line of each record, header included, and whether the record is a blank line."""
    starts = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=separator)
        line = 1
        for cells in reader:
            starts.append((line, not cells))
            line = reader.line_num + 1
    return starts
