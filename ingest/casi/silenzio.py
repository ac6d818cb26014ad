"""What fails while a case file is being read is told by its kind and place in the code, never by its words.

The messages of libraries quote the cells that they stumble on, and a traceback leads to them.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ingest.problems import Problem, UnreadableInput

T = TypeVar("T")

# Of the machine, not of the file: their messages hold no cell, and say what to do.
_OF_THE_MACHINE = (OSError, MemoryError)
_OF_DUCKDB = ("IOException", "OutOfMemoryException")


def silently(file: str, action: Callable[[], T]) -> T:
    """The result of ``action``.

    Raises:
        UnreadableInput: its own, or one in place of any other error; the other error is not attached to it.
        OSError, MemoryError: of the machine.
    """
    try:
        return action()
    except UnreadableInput as error:
        problems = error.problems
    except _OF_THE_MACHINE:
        raise
    except Exception as error:
        if type(error).__name__ in _OF_DUCKDB:
            raise
        problems = [_unexpected(file, error)]
    raise UnreadableInput(problems)


def _unexpected(file: str, error: Exception) -> Problem:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [f for f in frames if "ingest" in Path(f.filename).parts] or frames
    place = f"{Path(ours[-1].filename).name}, riga {ours[-1].lineno}"
    return Problem(
        file=file,
        trovato=f"un errore imprevisto durante la lettura ({type(error).__name__} in {place})",
        atteso="un file di casi che si può leggere",
        rimedio="segnalare il nome dell'errore e il punto del programma; non allegare il file",
    )
