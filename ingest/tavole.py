"""A received file that holds tables under merged headers: which layout, and what its own lines tell of it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.cell_types import NUMERIC, fits
from ingest.intestazioni import Rows, blocks
from ingest.kinds import not_a_table
from ingest.problems import UnreadableInput
from ingest.readers.crosstab import UNNAMED_SHEET, text_rows
from ingest.readers.workbook import read_sheets
from ingest.recognition import HEAD_CHARACTERS, Text
from ingest.sidecar import Tabella
from ingest.titolo import is_provisional
from ingest.tracciato import Tracciato, known

MONTHS = ("gen", "feb", "mar", "apr", "mag", "giu", "lug", "ago", "set", "ott", "nov", "dic")
# A month with its year; of a whole day it is no month of the table.
MONTH = re.compile(rf"(?<!\d\s)\b({'|'.join(MONTHS)})[a-z]*\.?[\s\-/]*((?:19|20)\d{{2}})\b", re.I)
YEAR_MONTH = re.compile(r"\b((?:19|20)\d{2})-(0[1-9]|1[0-2])\b")
YEAR = re.compile(r"\b((?:19|20)\d{2})\b")
DAY = rf"(?P<g>\d{{1,2}})[°º]?[\s/.\-]+(?P<m>\d{{1,2}}|(?:{'|'.join(MONTHS)})[a-z]*)[\s/.\-]+(?P<a>(?:19|20)\d{{2}})"
RELEASED = re.compile(rf"(?:aggiorna|pubblica|rilascia|estra|lettura|consolida)\w*[^0-9\n]{{0,40}}{DAY}", re.I)


@dataclass(frozen=True)
class Tavole:
    """A file of tables. Dates are None where no line tells them."""

    tracciato: Tracciato
    formato: str
    separatore: str | None
    locale: str
    data_riferimento: date | None
    rilasciato_il: date | None
    provvisorio: bool
    etichette_ignorate: tuple[str, ...]


def tables_of(path: Path, text: Text | None = None) -> Tavole | None:
    """The layout of tables that a workbook, or a text, is in; None where it is in none."""
    layouts = [layout for layout in known().values() if layout.tavola]
    if text is None:
        if not _is_workbook(path):
            return None
        sheets = _sheets(path)
        return next((t for layout in layouts if (t := _told(layout, sheets, "tavole_xlsx", None, path.stem))), None)
    for layout in layouts:
        for separator in layout.separatori:
            if not blocks(text_rows(text.content[:HEAD_CHARACTERS], separator), layout):
                continue
            found = _told(
                layout, {UNNAMED_SHEET: text_rows(text.content, separator)}, "tavole_csv", separator, path.stem
            )
            if found:
                return found
    return None


def _is_workbook(path: Path) -> bool:
    what = not_a_table(path) if path.is_file() else None
    return what is not None and what[0].startswith("una cartella di lavoro Excel (.xlsx)")


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    try:
        return read_sheets(Tabella("", "", "", "", path, "", "tavole_xlsx", (), ()))
    except UnreadableInput:
        return {}


def _told(
    layout: Tracciato, sheets: dict[str, list[list[str]]], form: str, separator: str | None, name: str
) -> Tavole | None:
    found = [(cells, b) for cells in sheets.values() for b in blocks(cells, layout) if b.cifre]
    said = " ".join([name.replace("_", " "), *sheets, *(block.titolo for _, block in found), *_remarks(sheets)])
    if not found or (layout.titolo_con and not re.search(layout.titolo_con, said, re.I)):
        return None
    return Tavole(
        layout,
        form,
        separator,
        _locale(layout, found),
        _last_month([cell for cells in sheets.values() for row in cells for cell in row]),
        _released(said),
        is_provisional(said),
        tuple(dict.fromkeys(label for _, block in found for label in block.ignorate)),
    )


def _remarks(sheets: dict[str, list[list[str]]]) -> Iterator[str]:
    """Lines of one cell."""
    for cells in sheets.values():
        for row in cells:
            written = [cell for cell in row if cell.strip()]
            if len(written) == 1:
                yield written[0]


def _locale(layout: Tracciato, found: list[tuple[Rows, object]]) -> str:
    """How the file writes its numbers: the way that more of its cells fit, the layout's own where they are even."""
    own = next(c for c in layout.colonne if c.nome in layout.tavola.misure).locale
    columns = {c.nome: c for c in layout.colonne if c.tipo in NUMERIC}
    cells = [
        (row[c.posizione], columns[c.misura].tipo)
        for rows, block in found
        for row in rows[block.prima : block.fine]
        for c in block.cifre
        if row[c.posizione].strip()
    ]
    scores = {locale: sum(fits(cell, tipo, locale) for cell, tipo in cells) for locale in ("c", "it")}
    best = max(scores, key=scores.get)
    return best if scores[best] > scores[own] else own


def _last_month(cells: list[str]) -> date | None:
    """The end of the latest month that is named, or else of the latest year."""
    months = [(int(y), MONTHS.index(m[:3].lower()) + 1) for cell in cells for m, y in MONTH.findall(cell)]
    months += [(int(y), int(m)) for cell in cells for y, m in YEAR_MONTH.findall(cell)]
    years = [(int(y), 12) for cell in cells if not cell.strip().replace(".", "").isdigit() or len(cell.strip()) == 4
             for y in YEAR.findall(cell)]  # fmt: skip
    found = max(months or years, default=None)
    return date(*found, calendar.monthrange(*found)[1]) if found else None


def _released(said: str) -> date | None:
    """The day on which a line says that the figures were brought up to date or published."""
    days = []
    for found in RELEASED.finditer(said):
        month = found["m"]
        number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
        try:
            days.append(date(int(found["a"]), number, int(found["g"])))
        except ValueError:
            continue
    return max(days, default=None)
