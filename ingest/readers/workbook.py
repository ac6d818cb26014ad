"""Excel workbooks: one sheet, one table."""

from __future__ import annotations

import re
from typing import Any

import polars as pl

from ingest.problems import Problem, UnreadableInput
from ingest.readers import Received
from ingest.readers.placing import place
from ingest.sidecar import Tabella

# A date of the workbook, as its reader turns it into text.
MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2}) 00:00:00")


def read(table: Tabella) -> Received:
    """Read one sheet as text. Options: ``foglio`` (default the first), ``riga_intestazione`` (1-based, default 1).

    Raises:
        UnreadableInput: not a workbook, no such sheet, not the declared columns.
    """
    header_line = int(table.opzioni.get("riga_intestazione", 1))
    sheet = table.opzioni.get("foglio")
    rows = _cells(open_workbook(table, sheet_name=sheet))
    if not any(cell.strip() for row in rows[header_line:] for cell in row):
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato="nessuna riga di dati",
                atteso=f"l'intestazione alla riga {header_line} e almeno una riga",
                rimedio="farsi inviare il file completo",
            )
        )
    numbered = (
        (line, cells, "\t".join(cells))
        for line, cells in enumerate(rows[header_line:], start=header_line + 1)
        if any(cell.strip() for cell in cells)
    )
    return place(table, rows[header_line - 1], numbered, header_line)


def read_sheets(table: Tabella) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook, hidden ones too, as rows of text cells.

    Raises:
        UnreadableInput: not a workbook.
    """
    return {name: _cells(frame) for name, frame in open_workbook(table, sheet_id=0).items()}


def open_workbook(table: Tabella, **which: Any) -> Any:
    """The sheet (``sheet_name``) or the sheets (``sheet_id=0``) of a workbook as polars reads them, all text."""
    try:
        return pl.read_excel(
            table.path,
            **which,
            has_header=False,
            drop_empty_rows=False,
            drop_empty_cols=False,
            raise_if_empty=False,
            infer_schema_length=0,
            engine="calamine",
            read_options={"skip_rows": 0},  # else blank rows at the top are passed over and the lines are wrong
        )
    except Exception as error:  # the engine has no common base class for a damaged or foreign file
        sheet = which.get("sheet_name")
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=f"cartella di lavoro illeggibile ({str(error).splitlines()[0][:160]})",
                atteso=f"un file xlsx integro{f' con il foglio «{sheet}»' if sheet else ''}",
                rimedio="aprirlo con un foglio di calcolo e salvarlo di nuovo come xlsx",
            )
        ) from None


def _cells(frame: pl.DataFrame) -> list[list[str]]:
    return [[_text(cell) for cell in row] for row in frame.rows()]


def _text(cell: str | None) -> str:
    if cell is None:
        return ""
    date = MIDNIGHT.fullmatch(cell)
    return date[1] if date else cell
