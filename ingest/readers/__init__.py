"""Readers: the bytes of one received file → a table with the source's own cells, and the rows that could not be placed.

A reader does not join, filter, recode or repair. To add one, write a module with a ``read`` function and enter it
below.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pyarrow as pa

from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import Tabella


@dataclass(frozen=True)
class Reject:
    """A row that was received and cannot be placed: kept verbatim, with the reason."""

    riga: int
    contenuto: str
    trovato: str
    atteso: str
    rimedio: str


@dataclass(frozen=True)
class Note:
    """A line of the file that is no row: the title above the header, a remark below the table."""

    riga: int
    testo: str


@dataclass(frozen=True)
class Received:
    """What a reader found: ``rows`` has the declared columns in order, then ``_riga`` (1-based line of the file)."""

    rows: pa.Table
    rows_read: int
    rejects: list[Reject] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


Reader = Callable[[Tabella], Received]


def reader_for(table: Tabella) -> Reader:
    """The reader that the sidecar names.

    Raises:
        UnreadableInput: no reader has this name.
    """
    from ingest.readers import consuntivo, crosstab, delimited, esiti, feather, rilevazione, spesa, workbook

    registry: dict[str, Reader] = {
        "csv": delimited.read,
        "csv_zip": delimited.read_zipped,
        "xlsx": workbook.read,
        "rilevazione_xlsx": rilevazione.read,
        "spesa_xlsx": spesa.read,
        "consuntivo_xlsx": consuntivo.read,
        "esiti_xlsx": esiti.read,
        "tavole_xlsx": crosstab.read_workbook,
        "tavole_csv": crosstab.read_text,
        "feather": feather.read,
        "confini_feather": feather.read_boundaries,
    }
    if table.formato not in registry:
        raise UnreadableInput(
            Problem(
                file=table.file,
                colonna="formato",
                trovato=f"«{table.formato}»",
                atteso=f"uno fra {', '.join(registry)}",
                rimedio="correggere il formato nel sidecar",
            )
        )
    return registry[table.formato]
