"""An ordinary table holds no codice fiscale: a file in which one stands is a file of cases, and needs a mapping.

The bytes are searched before anything reads them, so that no table, cache or message ever gets them.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from ingest.problems import Problem, UnreadableInput

# Sixteen characters in the order of a codice fiscale, right or wrong its check character.
SHAPE = re.compile(
    rb"(?<![A-Za-z0-9])[A-Za-z]{6}\d{2}[ABCDEHLMPRSTabcdehlmprst][0-7]\d[A-Za-z]\d{3}[A-Za-z](?![A-Za-z0-9])"
)
# A small file is searched to its end. Of a larger one the beginning tells: codes stand in every row.
SMALL, BEGINNING = 2 << 20, 1 << 18
READABLE = (".csv", ".txt", ".tsv", ".zip", ".xlsx", ".xml")


def refuse_people(path: Path, shown: str) -> None:
    """Refuse a file in which something is shaped as a codice fiscale.

    Raises:
        UnreadableInput: it is; the row where the file is a text, and nothing of what stands there.
    """
    problem = people_in(path, shown)
    if problem:
        raise UnreadableInput(problem)


def people_in(path: Path, shown: str) -> Problem | None:
    """What is wrong with a file that holds a codice fiscale; None where none is found."""
    if path.suffix.lower() not in READABLE or not path.is_file():
        return None
    for content, is_text in _beginnings(path):
        found = SHAPE.search(content)
        if found:
            return Problem(
                file=shown,
                riga=content.count(b"\n", 0, found.start()) + 1 if is_text else None,
                trovato="un testo che ha la forma di un codice fiscale",
                atteso="nessun dato di una persona, o un file di casi dichiarato con la sua mappatura",
                rimedio="se è un estratto di casi dichiararlo con «mappatura» (docs/casi.md), altrimenti farsi "
                "inviare il file senza dati personali",
            )
    return None


def _beginnings(path: Path) -> Iterator[tuple[bytes, bool]]:
    """The beginning of the file, or of every file in an archive (a workbook is one); whether its lines are rows."""
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as stream:
                yield stream.read(_length(path.stat().st_size)), True
            return
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                with archive.open(member) as stream:
                    yield stream.read(_length(member.file_size)), member.filename.lower().endswith((".csv", ".txt"))
    except (OSError, RuntimeError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError):
        return  # its own reader will say what is wrong with it


def _length(size: int) -> int:
    return SMALL if size <= SMALL else BEGINNING
