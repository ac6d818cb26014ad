"""Large delimited files: DuckDB's own reader, which keeps memory low and speed high."""

from __future__ import annotations

import csv
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cache import key_of
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Reject
from ingest.readers.delimited import NOT_CLOSED, open_quote, wrong_byte
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
    return table.formato == "csv" and table.path.stat().st_size >= BULK_FROM_BYTES


def load(con: duckdb.DuckDBPyConnection, table: Tabella, scratch_dir: Path) -> tuple[list[Reject], int]:
    """Load into ``raw.<name>`` as text: rejects, and rows read.

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
        if table.codifica != "utf-8":
            source = _rewritten(table, text, newline="")  # DuckDB reads no other encoding of ours
        select = _select(table, source)
        try:
            loaded, bad = _read(con, table, select, source)
        except duckdb.InvalidInputException:
            # Most often two kinds of line ends in one file, which its reader does not take.
            source = _rewritten(table, text, newline=None)
            loaded, bad = _read(con, table, select, source)
        lines, bad_lines = _line_numbers(table, source, loaded, [record for record, *_ in bad])
        rejects = [_reject(table, line, *rest) for line, (_, *rest) in zip(bad_lines, bad, strict=True)]
        _publish_rows(con, table, lines)
    except UnicodeDecodeError:
        raise UnreadableInput(_first_wrong_byte(table)) from None
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
    return rejects, loaded + len(rejects)


def _publish_rows(con: duckdb.DuckDBPyConnection, table: Tabella, lines: np.ndarray | None) -> None:
    """Make ``raw.<name>`` from the rows read: a view where the lines are simply 2, 3, 4…, else a table."""
    import pyarrow as pa

    where = ", ".join(
        f"{_quoted(value)} as {name}" for name, value in (("_fonte_id", table.fonte_id), ("_file", table.file))
    )
    rows, name = f'raw."{_rows_of(table)}"', f'raw."{table.raw_name}"'
    if lines is None:
        con.execute(f"create view {name} as select *, {where}, rowid + 2 as _riga from {rows}")
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


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _rewritten(table: Tabella, target: Path, newline: str | None) -> Path:
    """A copy in UTF-8; with ``newline`` None also with one kind of line end."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        table.path.open(encoding=table.codifica, newline=newline) as received,
        target.open("w", encoding="utf-8", newline="") as copy,
    ):
        while block := received.read(1 << 20):
            copy.write(block)
    return target


def _select(table: Tabella, source: Path) -> str:
    """The declared columns, in order, from the columns of the file as its header names them."""
    with source.open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream, delimiter=_separator(table)), [])
    order = match_header(table, header)
    names = [f'"{position}" as "{column.nome}"' for position, column in zip(order, table.colonne, strict=True)]
    columns = ", ".join(f"'{position}': 'VARCHAR'" for position in range(len(header)))
    return (
        f"select {', '.join(names)} from read_csv(?, delim = ?, header = false, "
        "skip = 1, all_varchar = true, quote = '\"', escape = '\"', strict_mode = true, store_rejects = true, "
        "rejects_table = '_rigettate', rejects_scan = '_scansioni', rejects_limit = 0, "
        f"rejects_line_size_limit = {LONGEST_ROW}, max_line_size = {LONGEST_ROW}, "
        f"columns = {{{columns}}}, auto_detect = false)"
    )


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
    with table.path.open("rb") as stream:
        for line, content in enumerate(stream, start=1):
            try:
                content.decode(table.codifica)
            except UnicodeDecodeError as error:
                return wrong_byte(table, line, content[error.start])
    raise AssertionError(f"{table.file}: every line can be decoded")


def _reject(table: Tabella, line: int, content: str | None, kind: str, message: str, cells: int | None) -> Reject:
    """A bad record as a reject.

    Raises:
        UnreadableInput: it took in the rows after it, because of a quotation mark that is not closed.
    """
    content = re.sub("\r\n?", "\n", content or "").strip("\n")
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
    """Line of the file of each loaded row (None where they are simply 2, 3, 4…) and of each bad record.

    The lines are counted apart from DuckDB's reading: rows loaded and rejected must account for all of them.
    """
    import numpy as np

    lines = _count_lines(source)
    if lines == 1 + loaded + len(bad_records):
        if not bad_records:
            return None, []
        return np.delete(np.arange(2, lines + 1), np.array(bad_records) - 2), bad_records
    # Blank lines, or cells of several lines: number the records one by one (DuckDB counts the blank ones too).
    starts = _record_starts(source, _separator(table))
    bad = set(bad_records)
    numbers = [
        line for record, (line, blank) in enumerate(starts, start=1) if record > 1 and not blank and record not in bad
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
