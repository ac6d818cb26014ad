"""The workbook in which an office records its LEPS indicators (``leps template leps``), read back by names only.

A sheet is known by its header, a column by its name, a row by its code and year, the ambito and the version of the
template by a hidden sheet: nothing depends on where a column stands. What cannot be read spoils its rows, not the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from rapidfuzz import process

from ingest.columns import folded
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Received, Reject
from ingest.readers.modello import HELP_SHEET, KEYS_SHEET, letters, template_keys
from ingest.readers.workbook import read_sheets
from ingest.sidecar import Tabella

# The template writes these, this reader looks for them.
VERSION = "1"
HEADERS = {
    "indicatore_id": "Codice",
    "anno": "Anno",
    "numeratore": "Numeratore",
    "denominatore": "Denominatore",
    "valore": "Valore",
    "stato_traguardo": "Stato",
    "rilevato_il": "Rilevato il",
    "evidenza": "Documento che lo prova",
    "nota": "Nota",
}
KEY = ("indicatore_id", "anno")
# The header stands below a title and a line of explanation.
HEADER_WITHIN = 15


def read(table: Tabella) -> Received:
    """Every row on which something was recorded; ``_riga`` numbers them, ``posizioni`` says sheet and cell.

    Raises:
        UnreadableInput: not a workbook, or not one that the template made.
    """
    sheets = read_sheets(table)
    keys = template_keys(sheets)
    if keys is None:
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=f"una cartella di lavoro senza il foglio nascosto «{KEYS_SHEET}»",
                atteso="il modello di «leps template leps»",
                rimedio="scrivere i dati nel modello, o in un CSV con le colonne del tracciato leps_rilevazione",
            )
        )
    rows: list[dict[str, Any]] = []
    rejects: list[Reject] = []
    for name, cells in sheets.items():
        if name in (KEYS_SHEET, HELP_SHEET) or not any(cell.strip() for row in cells for cell in row):
            continue
        header_at = _header_line(cells)
        if header_at is None:
            rejects.append(_no_header(name, cells))
        else:
            rows += _rows_of(name, cells, header_at, keys)
    columns = {c.nome: pa.array([row.get(c.nome) for row in rows], pa.string()) for c in table.colonne}
    return Received(
        pa.table({**columns, "_riga": pa.array(range(1, len(rows) + 1), pa.int64())}), len(rows) + len(rejects), rejects
    )


def _header_line(cells: list[list[str]]) -> int | None:
    """Index of the first row that names the columns of the key."""
    wanted = {folded(HEADERS[name]) for name in KEY}
    for at, row in enumerate(cells[:HEADER_WITHIN]):
        if wanted <= {folded(cell) for cell in row}:
            return at
    return None


def _no_header(sheet: str, cells: list[list[str]]) -> Reject:
    at = next(at for at, row in enumerate(cells) if any(cell.strip() for cell in row))
    return Reject(
        at + 1,
        "\t".join(cells[at]).strip(),
        f"foglio «{sheet}» senza una riga con «{HEADERS['indicatore_id']}» e «{HEADERS['anno']}»",
        "i fogli del modello, con la loro intestazione",
        "riportare i valori in un modello nuovo",
    )


def _rows_of(sheet: str, cells: list[list[str]], header_at: int, keys: dict[str, str]) -> Iterator[dict[str, Any]]:
    header = [folded(cell) for cell in cells[header_at]]
    at = {name: header.index(folded(label)) for name, label in HEADERS.items() if folded(label) in header}
    spoiled = _problem(cells[header_at], header, keys)
    for line, row in enumerate(cells[header_at + 1 :], start=header_at + 2):
        found = {name: row[position] for name, position in at.items() if row[position].strip()}
        if set(found) <= set(KEY) and not (spoiled and _written_elsewhere(row, at)):
            continue  # a row still to be filled in
        places = {
            name: f"foglio «{sheet}», cella {letters(position)}{line}, colonna «{HEADERS[name]}»"
            for name, position in at.items()
        }
        yield {
            **found,
            "ambito_id": keys.get("ambito_id"),
            "posizioni": json.dumps({"ambito_id": f"foglio «{KEYS_SHEET}»", **places}, ensure_ascii=False),
            "problema": spoiled,
        }


def _problem(printed: list[str], header: list[str], keys: dict[str, str]) -> str | None:
    """Why no row of the sheet can be used, as JSON."""
    told = None
    missing = [name for name, label in HEADERS.items() if folded(label) not in header]
    repeated = [name for name, label in HEADERS.items() if header.count(folded(label)) > 1]
    if (version := keys.get("versione")) != VERSION:
        told = ("indicatore_id", f"un modello di versione {version or 'ignota'}", f"un modello di versione {VERSION}")
    elif missing:
        known = {folded(label) for label in HEADERS.values()}
        others = [cell for cell in printed if cell.strip() and folded(cell) not in known]
        near = process.extractOne(HEADERS[missing[0]], others, score_cutoff=50)
        hint = f"; la più simile è «{near[0]}»" if near else ""
        told = ("indicatore_id", f"un foglio senza la colonna «{HEADERS[missing[0]]}»{hint}", "le colonne del modello")
    elif repeated:
        told = (repeated[0], f"la colonna «{HEADERS[repeated[0]]}» più volte", "le colonne del modello, una volta sola")
    return told and json.dumps(dict(zip(("colonna", "trovato", "atteso"), told, strict=True)), ensure_ascii=False)


def _written_elsewhere(row: list[str], at: dict[str, int]) -> bool:
    """Was something written right of the last known column, or in one whose name was changed?"""
    edge = min((p for name, p in at.items() if name not in KEY), default=len(row))
    return any(cell.strip() for p, cell in enumerate(row) if p > edge and p not in at.values())
