"""The workbooks of ``leps template`` that hold one row for each thing to tell, read back by names only.

A :class:`Form` says what a workbook looks like; the hidden sheet says whose it is and what each sheet is of, a column
is known by its name, a row that says nothing is still to be filled in. Amounts keep the words of their cell: a number
of the workbook is written the Italian way, as the layouts read it, anything else stays as it is and is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.columns import folded
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Received, Reject
from ingest.readers.modello import HELP_SHEET, KEYS_SHEET, letters, template_keys
from ingest.readers.placing import place
from ingest.readers.workbook import read_sheets
from ingest.sidecar import Tabella

HEADER_WITHIN = 15
# In the hidden sheet: «foglio Previsione» → previsione.
SHEET_KEY = "foglio "
_NUMBER = re.compile(r"(-?\d+)(?:\.(\d{1,2}))?")
_CODED = re.compile(r".*\((\w+:\w+)\)\s*")


@dataclass(frozen=True)
class Above:
    """A cell above the header, right of its label: a row of totals with these values and the cell in ``column``."""

    label: str
    values: dict[str, str]
    column: str


@dataclass(frozen=True)
class Form:
    """What a workbook of ``leps template`` looks like to its reader.

    Args:
        layout: of its rows, as the hidden sheet names it.
        headers: label of each column.
        needed: columns without which a sheet is none of the form's.
        given: columns that are written beforehand: by themselves they say nothing.
        by_sheet: column that the hidden sheet tells for each sheet.
        from_keys: columns that the hidden sheet tells for all the rows.
        amounts: columns of euro.
        coded: columns whose lists say «Iseo (com:017085)» for com:017085.
        one_row_for: what makes a row different from another, in words.
        other_sheets: sheets without rows, besides those that every template has.
    """

    layout: str
    command: str
    version: str
    headers: dict[str, str]
    needed: tuple[str, ...]
    one_row_for: str
    given: tuple[str, ...] = ()
    by_sheet: str | None = None
    from_keys: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    coded: tuple[str, ...] = ()
    above: tuple[Above, ...] = ()
    other_sheets: tuple[str, ...] = ()


def read_form(table: Tabella, form: Form) -> Received:
    """Every filled row of every sheet; ``_riga`` numbers them, ``posizioni`` says sheet and cell.

    Raises:
        UnreadableInput: not a workbook, or not one that the template made.
    """
    sheets = read_sheets(table)
    keys = template_keys(sheets)
    if keys is None or keys.get("modello") != form.layout or keys.get("versione") != form.version:
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=_what_it_is(keys),
                atteso=f"il modello di «{form.command}», versione {form.version}",
                rimedio=f"scrivere i dati in un modello nuovo, o in un CSV con le colonne del tracciato {form.layout}",
            )
        )
    rows: list[dict[str, Any] | Reject] = []
    seen: dict[tuple[str, ...], str] = {}
    without_rows = (KEYS_SHEET, HELP_SHEET, *form.other_sheets)
    for name, cells in sheets.items():
        if name in without_rows or not any(c.strip() for r in cells for c in r):
            continue
        rows += (_once(row, form, table.grana, seen) for row in _rows_of(name, cells, keys, form))
    names = [column.nome for column in table.colonne]
    numbered = [
        row if isinstance(row, Reject) else (line, [row.get(column) or "" for column in names], row["_testo"])
        for line, row in enumerate(rows, start=1)
    ]
    return place(table, [column.header for column in table.colonne], numbered)


def _once(row: dict[str, Any] | Reject, form: Form, key: tuple[str, ...], seen: dict[tuple[str, ...], str]) -> Any:
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
        f"una sola riga per {form.one_row_for}",
        "unire le due righe, o dire che cosa le distingue",
    )


def _what_it_is(keys: dict[str, str] | None) -> str:
    if keys is None:
        return f"una cartella di lavoro senza il foglio nascosto «{KEYS_SHEET}»"
    return f"il modello «{keys.get('modello', '?')}», versione {keys.get('versione', '?')}"


def _rows_of(sheet: str, cells: list[list[str]], keys: dict[str, str], form: Form) -> Iterator[dict[str, Any] | Reject]:
    told = keys.get(f"{SHEET_KEY}{sheet}")
    header_at = _header_line(cells, form)
    if told is None or header_at is None:
        yield _no_sheet(sheet, cells, keys, header_at, form)
        return
    header = [folded(cell) for cell in cells[header_at]]
    at = {name: header.index(folded(label)) for name, label in form.headers.items() if folded(label) in header}
    common = {name: keys.get(name) for name in form.from_keys} | ({form.by_sheet: told} if form.by_sheet else {})
    for line, row in enumerate(cells, start=1):
        if line <= header_at:
            yield from _totals(sheet, line, row, common, form)
        elif line > header_at + 1:
            found = {name: row[position].strip() for name, position in at.items()}
            if any(words for name, words in found.items() if name not in form.given):
                yield _row({**common, **found}, sheet, line, at, row, form)


def _totals(sheet: str, line: int, row: list[str], common: dict[str, Any], form: Form) -> Iterator[dict[str, Any]]:
    """Totals that the body approved, as the layout writes totals; none where the cell is blank."""
    labels = [folded(cell) for cell in row]
    for above in form.above:
        if folded(above.label) not in labels:
            continue
        position = labels.index(folded(above.label)) + 1
        if position < len(row) and row[position].strip():
            said = {**common, **above.values, above.column: row[position].strip()}
            yield _row(said, sheet, line, {above.column: position}, row, form)


def _row(said: dict[str, Any], sheet: str, line: int, at: dict[str, int], row: list[str], form: Form) -> dict[str, Any]:
    for name in form.coded:
        if coded := _CODED.fullmatch(said.get(name) or ""):
            said[name] = coded[1]
    for name in form.amounts:
        said[name] = _italian(said.get(name) or "")
    where = f"foglio «{sheet}», riga {line}"
    places = {"riga": where} | {name: f"foglio «{sheet}», cella {letters(p)}{line}" for name, p in at.items()}
    told = {"posizioni": json.dumps(places, ensure_ascii=False), "_riga": line, "_dove": where}
    return {**said, **told, "_testo": "\t".join(row).strip()}


def _italian(cell: str) -> str:
    """A number of the workbook as the layout reads it: 1234.5 → 1234,5; any other words unchanged."""
    number = _NUMBER.fullmatch(cell)
    return number[1] + (f",{number[2]}" if number[2] else "") if number else cell


def _header_line(cells: list[list[str]], form: Form) -> int | None:
    """Index of the first row that names the columns that are needed."""
    wanted = {folded(form.headers[name]) for name in form.needed}
    for at, row in enumerate(cells[:HEADER_WITHIN]):
        if wanted <= {folded(cell) for cell in row}:
            return at
    return None


def _no_sheet(sheet: str, cells: list[list[str]], keys: dict[str, str], header_at: int | None, form: Form) -> Reject:
    at = next(at for at, row in enumerate(cells) if any(cell.strip() for cell in row))
    known = [name.removeprefix(SHEET_KEY) for name in keys if name.startswith(SHEET_KEY)]
    needed = ", ".join(f"«{form.headers[name]}»" for name in form.needed)
    return Reject(
        at + 1,
        "\t".join(cells[at]).strip(),
        f"foglio «{sheet}» che non è del modello" if header_at is not None else f"foglio «{sheet}» senza {needed}",
        f"i fogli {', '.join(known)}, con la loro intestazione",
        "ridare al foglio il suo nome e alle colonne i loro, o riportare i dati in un modello nuovo",
    )
