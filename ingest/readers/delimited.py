"""Text files with separators (CSV), plain or alone in a zip archive."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ingest.lines import note_above
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Note, Received, Reject
from ingest.readers.placing import place
from ingest.sidecar import Tabella

NOT_CLOSED = "virgolette non chiuse"
# What a damaged or locked archive raises.
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError)
# A cell may be as long as a boundary in text; Python's own limit is 128 KiB.
csv.field_size_limit(1 << 27)


def read(table: Tabella) -> Received:
    """Read a CSV file. Options: ``separatore`` (default comma), ``riga_intestazione`` (1-based, default 1).

    Raises:
        UnreadableInput: empty, wrong encoding, not the declared columns.
    """
    return _parse(table, table.path.read_bytes())


def read_zipped(table: Tabella) -> Received:
    """Read the one CSV inside a zip archive.

    Raises:
        UnreadableInput: not a zip, damaged, or not exactly one file inside.
    """
    return _parse(table, unzip(table))


def unzip(table: Tabella) -> bytes:
    """Bytes of the only file in the archive; its checksum is verified while reading."""
    try:
        with open_binary(table) as stream:
            return stream.read()
    except BROKEN as error:
        raise UnreadableInput(broken_archive(table, error)) from None


def only_member(table: Tabella) -> zipfile.ZipInfo:
    """The one file inside the archive.

    Raises:
        UnreadableInput: not an archive, or not exactly one file inside.
    """
    try:
        with zipfile.ZipFile(table.path) as archive:
            members = [i for i in archive.infolist() if not i.is_dir()]
    except BROKEN as error:
        raise UnreadableInput(broken_archive(table, error)) from None
    if len(members) != 1:
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=f"{len(members)} file nell'archivio",
                atteso="un solo file",
                rimedio="dichiarare un archivio che contiene un solo file",
            )
        )
    return members[0]


@contextmanager
def open_binary(table: Tabella) -> Iterator[IO[bytes]]:
    """The bytes of the text, wherever it lies: the file itself, or the only one in the archive."""
    if not table.formato.endswith("_zip"):
        with table.path.open("rb") as stream:
            yield stream
        return
    member = only_member(table)
    with zipfile.ZipFile(table.path) as archive, archive.open(member) as stream:
        yield stream


def broken_archive(table: Tabella, error: Exception) -> Problem:
    return Problem(
        file=table.file,
        trovato=f"archivio zip illeggibile ({error})",
        atteso="un archivio zip integro",
        rimedio="scaricare o farsi inviare di nuovo il file",
    )


def _parse(table: Tabella, content: bytes) -> Received:
    text = _decode(table, content)
    if not text.strip():
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato="un file vuoto",
                atteso="un'intestazione e almeno una riga",
                rimedio="farsi inviare di nuovo il file",
            )
        )
    separator = table.opzioni.get("separatore", ",")
    # The lines that the csv module counts; str.splitlines would also break at form feeds and other signs.
    physical = re.split("\r\n|\r|\n", text)
    parsed = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)

    def rows():
        """The header, then every row that is not blank; a row with bad quotation marks as a reject."""
        while True:
            start = parsed.line_num + 1
            try:
                cells = next(parsed)
            except StopIteration:
                return
            except csv.Error as error:
                # In one line it spoils only its row. In several it took in the rows after it.
                if start <= table.header_line or parsed.line_num > start:
                    raise UnreadableInput(
                        Problem(
                            file=table.file,
                            riga=start,
                            trovato=f"{NOT_CLOSED} ({error})",
                            atteso="celle separate, con le virgolette chiuse",
                            rimedio="correggere la riga indicata",
                        )
                    ) from None
                yield open_quote(start, physical[start - 1])
                continue
            if cells or start <= table.header_line:
                yield start, cells, "\n".join(physical[start - 1 : parsed.line_num])

    placed = rows()
    above: list[Note] = []
    for start, cells, _ in placed:
        if start >= table.header_line:
            break
        above += note_above(start, cells)
    else:
        raise UnreadableInput(no_header(table))
    received = place(table, cells, placed, start)
    received.notes[:0] = above
    if received.rows_read == 0:
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato="solo l'intestazione",
                atteso="almeno una riga di dati",
                rimedio="farsi inviare il file completo",
            )
        )
    return received


def _decode(table: Tabella, content: bytes) -> str:
    encoding = "utf-8-sig" if table.codifica == "utf-8" else table.codifica
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise UnreadableInput(wrong_byte(table, line, content[error.start])) from None


def no_header(table: Tabella) -> Problem:
    """The file ends before the line on which its header is declared to stand."""
    return Problem(
        file=table.file,
        trovato="nessuna intestazione",
        atteso=f"l'intestazione alla riga {table.header_line}",
        rimedio="farsi inviare il file completo o correggere opzioni.riga_intestazione nel sidecar",
    )


def wrong_byte(table: Tabella, line: int, byte: int) -> Problem:
    """The first byte that is not in the declared encoding."""
    return Problem(
        file=table.file,
        riga=line,
        trovato=f"il byte 0x{byte:02x}, che non è {table.codifica}",
        atteso=f"testo in {table.codifica}",
        rimedio="salvare il file in UTF-8 o dichiarare codifica: windows-1252 nel sidecar",
    )


def open_quote(line: int, verbatim: str) -> Reject:
    """A row in which text follows a closing quotation mark."""
    return Reject(
        line,
        verbatim,
        "testo dopo le virgolette chiuse",
        "celle separate, con le virgolette interne raddoppiate",
        "raddoppiare le virgolette dentro la cella",
    )
