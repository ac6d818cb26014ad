"""The workbook of budgets and final accounts (``leps template spesa``) → the rows of the layout ``spesa_ente``.

The hidden sheet says body, year and which state of spending each sheet is of; a column is known by its name. A row that
says no amount is still to be filled in. Amounts keep the words of their cell: a number of the workbook is written the
Italian way, as the layout reads it, anything else stays as it is and is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ingest.columns import folded
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Received, Reject
from ingest.readers.modello import HELP_SHEET, KEYS_SHEET, letters, template_keys
from ingest.readers.placing import place
from ingest.readers.workbook import read_sheets
from ingest.sidecar import Tabella

# The template writes these, this reader looks for them.
VERSION = "1"
SUMMARY_SHEET, LISTS_SHEET = "Riepilogo", "Elenchi"
# In the hidden sheet: «foglio Previsione» → previsione.
STATE_KEY = "foglio "
HEADERS = {
    "area": "Area",
    "servizio": "Servizio",
    "fondo": "Fondo",
    "verso": "Verso",
    "importo": "Importo (euro)",
    "annualita_fondo": "Anno del fondo",
    "capitolo": "Capitolo",
    "capitolo_nome": "Nome del capitolo",
    "quota_parte": "In quota parte",
    "gestione": "Gestione",
    "trasferimento_a": "Trasferito a",
}
# Above the header: the totals that the body approved, to be compared with the sum of the rows.
TOTALS = {"spesa": "Totale approvato, spesa", "entrata": "Totale approvato, entrata"}
NEEDED = ("area", "servizio", "fondo", "verso", "importo")
# Written beforehand in every row: by itself it says nothing.
GIVEN = ("verso",)
HEADER_WITHIN = 15
NUMBER = re.compile(r"(-?\d+)(?:\.(\d{1,2}))?")
BODY = re.compile(r".*\((\w+:\w+)\)\s*")


def read(table: Tabella) -> Received:
    """Every filled row of every sheet of a state; ``_riga`` numbers them, ``posizioni`` says sheet and cell.

    Raises:
        UnreadableInput: not a workbook, or not one that the template made.
    """
    sheets = read_sheets(table)
    keys = template_keys(sheets)
    if keys is None or keys.get("modello") != table.tracciato or keys.get("versione") != VERSION:
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=_what_it_is(keys),
                atteso=f"il modello di «leps template spesa», versione {VERSION}",
                rimedio="scrivere gli importi in un modello nuovo, o in un CSV con le colonne del tracciato spesa_ente",
            )
        )
    rows: list[dict[str, Any] | Reject] = []
    seen: dict[tuple[str, ...], str] = {}
    for name, cells in sheets.items():
        if name in (KEYS_SHEET, HELP_SHEET, SUMMARY_SHEET, LISTS_SHEET) or not any(c.strip() for r in cells for c in r):
            continue
        rows += (_once(row, table.grana, seen) for row in _rows_of(name, cells, keys))
    names = [column.nome for column in table.colonne]
    numbered = [
        row if isinstance(row, Reject) else (line, [row.get(column) or "" for column in names], row["_testo"])
        for line, row in enumerate(rows, start=1)
    ]
    return place(table, [column.header for column in table.colonne], numbered)


def _once(row: dict[str, Any] | Reject, key: tuple[str, ...], seen: dict[tuple[str, ...], str]) -> Any:
    """The row, or its refusal where one before it has the same key: said by sheet and line, as the office sees them."""
    if isinstance(row, Reject):
        return row
    values = tuple(row.get(name) or "" for name in key)
    if values not in seen:
        seen[values] = row["_dove"]
        return row
    return Reject(
        row["_riga"],
        row["_testo"],
        f"{row['_dove']}: le stesse voci ({', '.join(value for value in values if value)}), già in {seen[values]}",
        "una sola riga per area, servizio, fondo, verso, anno del fondo, capitolo, gestione e trasferimento",
        "unire le due righe, o distinguerle con il capitolo",
    )


def _what_it_is(keys: dict[str, str] | None) -> str:
    if keys is None:
        return f"una cartella di lavoro senza il foglio nascosto «{KEYS_SHEET}»"
    return f"il modello «{keys.get('modello', '?')}», versione {keys.get('versione', '?')}"


def _rows_of(sheet: str, cells: list[list[str]], keys: dict[str, str]) -> Iterator[dict[str, Any] | Reject]:
    state = keys.get(f"{STATE_KEY}{sheet}")
    header_at = _header_line(cells)
    if state is None or header_at is None:
        yield _no_sheet(sheet, cells, keys, header_at)
        return
    header = [folded(cell) for cell in cells[header_at]]
    at = {name: header.index(folded(label)) for name, label in HEADERS.items() if folded(label) in header}
    common = {"ente_id": keys.get("ente_id"), "anno": keys.get("anno"), "stato_spesa": state}
    for line, row in enumerate(cells, start=1):
        if line <= header_at:
            yield from _total(sheet, line, row, common)
        elif line > header_at + 1:
            found = {name: row[position].strip() for name, position in at.items()}
            if any(words for name, words in found.items() if name not in GIVEN):
                yield _row({**common, **found}, sheet, line, at, row)


def _total(sheet: str, line: int, row: list[str], common: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A total that the body approved, as the layout writes totals; none where the cell is blank."""
    for direction, label in TOTALS.items():
        if folded(label) not in (folded(cell) for cell in row):
            continue
        position = [folded(cell) for cell in row].index(folded(label)) + 1
        if position < len(row) and row[position].strip():
            total = dict.fromkeys(("area", "servizio", "fondo"), "totale")
            said = {**common, **total, "verso": direction, "importo": row[position].strip()}
            yield _row(said, sheet, line, {"importo": position}, row)


def _row(said: dict[str, Any], sheet: str, line: int, at: dict[str, int], row: list[str]) -> dict[str, Any]:
    body = BODY.fullmatch(said.get("trasferimento_a") or "")
    if body:  # «Iseo (com:017085)», as the list of the template writes it
        said["trasferimento_a"] = body[1]
    said["importo"] = _italian(said["importo"])
    where = f"foglio «{sheet}», riga {line}"
    places = {"riga": where} | {name: f"foglio «{sheet}», cella {letters(p)}{line}" for name, p in at.items()}
    told = {"posizioni": json.dumps(places, ensure_ascii=False), "_riga": line, "_dove": where}
    return {**said, **told, "_testo": "\t".join(row).strip()}


def _italian(cell: str) -> str:
    """A number of the workbook as the layout reads it: 1234.5 → 1234,5; any other words unchanged."""
    number = NUMBER.fullmatch(cell)
    return number[1] + (f",{number[2]}" if number[2] else "") if number else cell


def _header_line(cells: list[list[str]]) -> int | None:
    """Index of the first row that names the columns that are needed."""
    wanted = {folded(HEADERS[name]) for name in NEEDED}
    for at, row in enumerate(cells[:HEADER_WITHIN]):
        if wanted <= {folded(cell) for cell in row}:
            return at
    return None


def _no_sheet(sheet: str, cells: list[list[str]], keys: dict[str, str], header_at: int | None) -> Reject:
    at = next(at for at, row in enumerate(cells) if any(cell.strip() for cell in row))
    known = [name.removeprefix(STATE_KEY) for name in keys if name.startswith(STATE_KEY)]
    needed = ", ".join(f"«{HEADERS[name]}»" for name in NEEDED)
    return Reject(
        at + 1,
        "\t".join(cells[at]).strip(),
        f"foglio «{sheet}» che non è del modello" if header_at is not None else f"foglio «{sheet}» senza {needed}",
        f"i fogli {', '.join(known)}, con la loro intestazione",
        "ridare al foglio il suo nome e alle colonne i loro, o riportare gli importi in un modello nuovo",
    )
