"""What a received file is, told by its content: layout, encoding, separator, header line, reference date."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from ingest.columns import folded
from ingest.readers.delimited import BROKEN
from ingest.titolo import YEAR, date_in, is_provisional
from ingest.tracciato import Tracciato, known

# A header stands at most here: below a title and a few blank or explaining lines.
HEADER_WITHIN = 10
# All that is looked at to find it, of a file that may be large.
HEAD_CHARACTERS = 1 << 16


@dataclass(frozen=True)
class Text:
    """The text of a file, with how it was written."""

    content: str
    codifica: str
    formato: str


@dataclass(frozen=True)
class Recognition:
    """A file of a known layout. ``data_riferimento`` is None where neither the title nor a column says it."""

    tracciato: Tracciato
    formato: str
    codifica: str
    separatore: str
    riga_intestazione: int
    titolo_stampato: str | None
    data_riferimento: date | None
    provvisorio: bool
    colonne_ignorate: tuple[str, ...] = ()


def text_of(path: Path) -> Text | None:
    """The text of a CSV file, plain or alone in a zip archive; None when it holds no text."""
    formato = "csv"
    content = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [i for i in archive.infolist() if not i.is_dir()]
            if len(members) != 1 or members[0].filename.lower().endswith((".xml", ".xlsx")):
                return None
            try:
                content, formato = archive.read(members[0]), "csv_zip"
            except BROKEN:
                return None
    if b"\0" in content[:4096]:
        return None
    for codifica in ("utf-8", "windows-1252"):
        try:
            return Text(content.decode("utf-8-sig" if codifica == "utf-8" else codifica), codifica, formato)
        except UnicodeDecodeError:
            continue
    return None


def recognise(path: Path, text: Text | None = None) -> Recognition | None:
    """The known layout of a file, None where there is none.

    A layout fits when the header has every column that it requires; of several that fit, the title and then the
    name of the file decide, and then the number of columns that are told apart.
    """
    text = text or text_of(path)
    if text is None:
        return None
    fitting = []
    for layout in known().values():
        if layout.tavola:
            continue  # ingest.tavole looks for those
        found = _header_of(text.content[:HEAD_CHARACTERS], layout)
        if found is None:
            continue
        line, separator, header, title = found
        if not _title_fits(layout, title, path.name):
            continue
        names = {folded(h) for column in layout.colonne for h in column.headers}
        told = sum(folded(name) in names for name in header)
        fitting.append((_named(layout, path.name), told, layout, line, separator, header, title, names))
    if not fitting:
        return None
    *_, layout, line, separator, header, title, names = max(fitting, key=lambda f: f[:2])
    ignored = [n for n in header if folded(n) not in names] if layout.altre_colonne == "ignora" else []
    return Recognition(
        tracciato=layout,
        formato=text.formato,
        codifica=text.codifica,
        separatore=separator,
        riga_intestazione=line,
        titolo_stampato=title,
        data_riferimento=_reference(layout, text.content, line, separator, title, path.name),
        provvisorio=is_provisional(title),
        colonne_ignorate=tuple(ignored),
    )


def _header_of(content: str, layout: Tracciato) -> tuple[int, str, list[str], str | None] | None:
    """Line of the header, separator, header, and the text of the lines above it."""
    wanted = [{folded(h) for h in column.headers} for column in layout.required]
    for separator in layout.separatori:
        parsed = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
        above: list[str] = []
        start = 1
        try:
            for cells in islice(parsed, HEADER_WITHIN):
                names = {folded(cell) for cell in cells}
                if all(names & headers for headers in wanted):
                    return start, separator, cells, " ".join(above).strip() or None
                above += [cell for cell in cells if cell.strip()]
                start = parsed.line_num + 1
        except csv.Error:
            continue
    return None


def _title_fits(layout: Tracciato, title: str | None, name: str) -> bool:
    """Does the title, or without one the name of the file, speak of what the layout holds?"""
    said = title or name
    if layout.titolo_con and not re.search(layout.titolo_con, said, re.I):
        return not title and _named(layout, name)
    return not (layout.titolo_senza and re.search(layout.titolo_senza, said, re.I))


def _named(layout: Tracciato, name: str) -> bool:
    """Is the file called as its publisher calls it?"""
    return bool(layout.nome_file and re.search(layout.nome_file, name, re.I))


def _reference(layout: Tracciato, content: str, line: int, separator: str, title: str | None, name: str) -> date | None:
    """The reference date: of the title, the latest of a column, or the year in the name of the file."""
    if layout.riferimento.da == "titolo":
        return date_in(title, layout) or _date_in_name(name, layout)
    if layout.riferimento.da != "colonna":
        return None
    column = next(c for c in layout.colonne if c.nome == layout.riferimento.colonna)
    values = _values(content, line, separator, {folded(h) for h in column.headers})
    if column.tipo == "data":
        return max((d for d in map(_day, values) if d), default=None)
    years = [int(v) for v in values if YEAR.fullmatch(v)]
    day = layout.riferimento.giorno
    return date.fromisoformat(f"{max(years)}-{day}") if years else _date_in_name(name, layout)


def _date_in_name(name: str, layout: Tracciato) -> date | None:
    """The year that the publisher writes into the name of the file."""
    found = YEAR.search(name) if _named(layout, name) else None
    return date.fromisoformat(f"{found[1]}-{layout.riferimento.giorno}") if found else None


def _values(content: str, line: int, separator: str, headers: set[str]) -> set[str]:
    """Distinct cells of the column with one of these headers."""
    parsed = csv.reader(io.StringIO(content, newline=""), delimiter=separator)
    at, found = None, set()
    try:
        for cells in parsed:
            if at is None:
                if parsed.line_num >= line:
                    at = next((i for i, cell in enumerate(cells) if folded(cell) in headers), None)
            elif len(cells) > at:
                found.add(cells[at].strip())
    except csv.Error:
        pass  # the reader will say where the quotation marks are wrong
    return found


def distinct_values(path: Path, recognition: Recognition, column: str) -> set[str]:
    """Distinct cells of one column of a recognised file."""
    text = text_of(path)
    declared = next(c for c in recognition.tracciato.colonne if c.nome == column)
    headers = {folded(h) for h in declared.headers}
    return _values(text.content, recognition.riga_intestazione, recognition.separatore, headers) if text else set()


def _day(text: str) -> date | None:
    for form in (r"(?P<g>\d{1,2})[-/](?P<m>\d{1,2})[-/](?P<a>\d{4})", r"(?P<a>\d{4})-(?P<m>\d{2})-(?P<g>\d{2})"):
        if found := re.fullmatch(form, text):
            try:
                return date(int(found["a"]), int(found["m"]), int(found["g"]))
            except ValueError:
                return None
    return None
