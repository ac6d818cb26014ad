"""Case exports in rows and columns, CSV and workbook: read in memory, batch by batch, only the mapped columns."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from functools import partial
from operator import itemgetter
from typing import IO

import polars as pl

from ingest.casi.lotti import BATCH, LARGEST, Lotto, batch_of, placed
from ingest.casi.mappatura import Mappatura
from ingest.problems import Problem, UnreadableInput
from ingest.readers.delimited import open_binary
from ingest.sidecar import Tabella

# A line longer than this is no line: a quotation mark was opened and not closed, or it is not text.
LONGEST_LINE = 1 << 20
AGAIN = "farsi inviare di nuovo l'estratto"


def read_delimited(table: Tabella, mapping: Mappatura) -> Iterator[Lotto]:
    """Batches of a CSV, plain or alone in a zip archive.

    Raises:
        UnreadableInput: wrong encoding, columns or quotation marks, an archive too large; by row only.
    """
    refuse_large_archive(table)
    with open_binary(table) as stream:
        reader = csv.reader(_lines(stream, table), delimiter=table.opzioni.get("separatore", ","), strict=True)
        header = _header(table, reader)
        columns = placed(table, mapping, header, table.header_line)
        yield from _batches(table, reader, len(header), columns)


def read_workbook(table: Tabella, mapping: Mappatura) -> Iterator[Lotto]:
    """Batches of one sheet of an xlsx workbook, opened from memory.

    Raises:
        UnreadableInput: not a workbook, no such sheet, wrong columns.
    """
    refuse_large_archive(table)
    frame = _sheet(table)
    if frame.height < table.header_line:
        raise _unreadable(table, "nessuna intestazione", f"l'intestazione alla riga {table.header_line}", AGAIN)
    header = [cell or "" for cell in frame.row(table.header_line - 1)]
    while header and not header[-1].strip():  # columns that were once formatted, right of the table
        header.pop()
    columns = placed(table, mapping, header, table.header_line)
    names = [entry.colonna for entry, _ in columns]
    kept = frame.select(pl.nth([position for _, position in columns])).slice(table.header_line)
    kept.columns = names
    kept = kept.with_row_index("_riga", offset=table.header_line + 1).with_columns(pl.col("_riga").cast(pl.Int64))
    full = kept.filter(pl.any_horizontal(pl.col(names).str.strip_chars().fill_null("") != ""))
    for start in range(0, full.height, BATCH):
        yield Lotto(full.slice(start, BATCH))


def refuse_large_archive(table: Tabella) -> None:
    """Refuse an archive whose content is larger than any export; workbooks are archives too.

    Raises:
        UnreadableInput: too large, or a broken archive.
    """
    if table.formato not in ("csv_zip", "xml_zip", "xlsx"):
        return
    try:
        with zipfile.ZipFile(table.path) as archive:
            size = sum(member.file_size for member in archive.infolist())
            locked = any(member.flag_bits & 1 for member in archive.infolist())
    except (zipfile.BadZipFile, OSError):
        raise _unreadable(
            table, "un archivio rotto, o che non è del formato dichiarato", "un file integro", AGAIN
        ) from None
    if locked:
        remedy = "aprirlo e salvarlo senza password in una cartella protetta"
        raise _unreadable(table, "un archivio protetto da password", "un archivio che si può aprire", remedy)
    if size > LARGEST:
        raise _unreadable(table, f"un archivio che, aperto, occupa {size >> 20} MB", "un estratto di casi", AGAIN)


def _lines(stream: IO[bytes], table: Tabella) -> Iterator[str]:
    encoding = "utf-8" if table.codifica == "utf-8" else "cp1252"
    for number, line in enumerate(iter(partial(stream.readline, LONGEST_LINE), b""), start=1):
        if number == 1 and encoding == "utf-8":
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) >= LONGEST_LINE:
            raise _unreadable(table, "una riga senza fine", "un file di testo con una riga per caso", AGAIN, number)
        if b"\0" in line:
            raise _unreadable(table, "un byte che non è testo", "un file di testo", AGAIN, number)
        try:
            yield line.decode(encoding)
        except UnicodeDecodeError:
            found = f"caratteri che non sono in {table.codifica}"
            remedy = "dichiarare codifica: windows-1252 nel sidecar, o salvare il file in UTF-8"
            raise _unreadable(table, found, f"testo in {table.codifica}", remedy, number) from None


def _header(table: Tabella, reader: Iterator[list[str]]) -> list[str]:
    try:
        for cells in reader:
            if reader.line_num >= table.header_line:
                return cells
    except csv.Error:
        pass
    raise _unreadable(table, "nessuna intestazione", f"l'intestazione alla riga {table.header_line}", AGAIN)


def _batches(table: Tabella, reader: Iterator[list[str]], width: int, columns: list) -> Iterator[Lotto]:
    names = [entry.colonna for entry, _ in columns]
    positions = [position for _, position in columns]
    pick = itemgetter(*positions) if len(positions) > 1 else lambda cells: (cells[positions[0]],)
    rows, lines, rejects = [], [], []
    for line, cells in _records(table, reader):
        if len(cells) == width:
            rows.append(pick(cells))
            lines.append(line)
        elif reader.line_num > line:
            raise _open_quote(table, line)  # it took in the rows after it
        else:
            rejects.append((line, f"{len(cells)} celle invece di {width}"))
        if len(rows) == BATCH:
            yield batch_of(names, rows, lines, rejects)
            rows, lines, rejects = [], [], []
    yield batch_of(names, rows, lines, rejects)


def _records(table: Tabella, reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not blank, with the line on which it starts."""
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise _open_quote(table, start) from None
        if cells:
            yield start, cells


def _open_quote(table: Tabella, line: int) -> UnreadableInput:
    return _unreadable(
        table, "virgolette aperte e non chiuse", "celle separate, con le virgolette chiuse", "correggere la riga", line
    )


def _sheet(table: Tabella) -> pl.DataFrame:
    try:
        return pl.read_excel(
            io.BytesIO(table.path.read_bytes()),
            sheet_name=table.opzioni.get("foglio"),
            has_header=False,
            drop_empty_rows=False,
            drop_empty_cols=False,
            raise_if_empty=False,
            infer_schema_length=0,
            engine="calamine",
            read_options={"skip_rows": 0},
        )
    except Exception:  # whatever its class; its message could quote a cell
        pass
    raise _unreadable(
        table, "una cartella di lavoro illeggibile, o senza il foglio dichiarato", "un file xlsx integro", AGAIN
    )


def _unreadable(table: Tabella, found: str, expected: str, remedy: str, line: int | None = None) -> UnreadableInput:
    return UnreadableInput(Problem(file=table.file, riga=line, trovato=found, atteso=expected, rimedio=remedy))
