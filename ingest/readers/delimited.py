"""Text files with separators (CSV), plain or alone in a zip archive."""

from __future__ import annotations

import csv
import io
import zipfile

from ingest.problems import Problem, UnreadableInput
from ingest.readers import Received
from ingest.readers.placing import place
from ingest.sidecar import Tabella


def read(table: Tabella) -> Received:
    """Read a CSV file. Options: ``separatore`` (default comma).

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
        with zipfile.ZipFile(table.path) as archive:
            names = [i.filename for i in archive.infolist() if not i.is_dir()]
            if len(names) != 1:
                raise UnreadableInput(
                    Problem(
                        file=table.file,
                        trovato=f"{len(names)} file nell'archivio",
                        atteso="un solo file",
                        rimedio="dichiarare un archivio che contiene un solo file",
                    )
                )
            return archive.read(names[0])
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError) as error:
        if isinstance(error, UnreadableInput):
            raise
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=f"archivio zip illeggibile ({error})",
                atteso="un archivio zip integro",
                rimedio="scaricare o farsi inviare di nuovo il file",
            )
        ) from None


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
    physical = text.splitlines()
    parsed = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = next(parsed)

    def rows():
        start = parsed.line_num + 1
        try:
            for cells in parsed:
                if cells:
                    yield start, cells, "\n".join(physical[start - 1 : parsed.line_num])
                start = parsed.line_num + 1
        except csv.Error as error:
            raise UnreadableInput(
                Problem(
                    file=table.file,
                    riga=parsed.line_num,
                    trovato=f"riga non leggibile ({error})",
                    atteso="celle separate, con le virgolette chiuse",
                    rimedio="correggere la riga indicata",
                )
            ) from None

    received = place(table, header, rows())
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
        raise UnreadableInput(
            Problem(
                file=table.file,
                riga=line,
                trovato=f"il byte 0x{content[error.start]:02x}, che non è {table.codifica}",
                atteso=f"testo in {table.codifica}",
                rimedio="salvare il file in UTF-8 o dichiarare codifica: windows-1252 nel sidecar",
            )
        ) from None
