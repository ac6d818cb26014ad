"""Tables under merged headers (``tavola`` of the layout): every table of every sheet, one row for each line and group.

Cells stay as printed. The name of a merged cell is carried to the rows that it spans; a line of one cell is a note,
and so is a sheet without figures. Which columns are read, and as what, is said by the layout.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

import pyarrow as pa

from ingest.cell_types import BLANKS
from ingest.intestazioni import Blocco, Rows, blocks, full, is_figure
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Note, Received, Reject
from ingest.readers.delimited import unzip
from ingest.readers.workbook import read_sheets
from ingest.sidecar import Tabella
from ingest.tracciato import Tracciato, known

# Rows with as many numbers as these are a table, whose header was not found.
FIGURES = 3
UNNAMED_SHEET = ""


def read_workbook(table: Tabella) -> Received:
    """Read every sheet of a workbook.

    Raises:
        UnreadableInput: not a workbook, no table of the layout, or two columns with the same labels.
    """
    return _read(table, read_sheets(table))


def read_text(table: Tabella) -> Received:
    """Read the same tables saved as text. Option: ``separatore``.

    Raises:
        UnreadableInput: wrong encoding, no table of the layout, or two columns with the same labels.
    """
    received = unzip(table) if zipfile.is_zipfile(table.path) else table.path.read_bytes()
    try:
        content = received.decode("utf-8-sig" if table.codifica == "utf-8" else table.codifica)
    except UnicodeDecodeError:
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=f"un testo che non è in {table.codifica}",
                atteso="la codifica dichiarata nel sidecar",
                rimedio="correggere «codifica» nel sidecar",
            )
        ) from None
    return _read(table, {UNNAMED_SHEET: text_rows(content, table.opzioni.get("separatore", ";"))})


def text_rows(content: str, separator: str) -> list[list[str]]:
    """Lines of a text with separators as rows of one length, blank lines too, so that lines keep their number."""
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=separator))
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


def _read(table: Tabella, sheets: dict[str, list[list[str]]]) -> Received:
    layout = known()[table.tracciato]
    rows: list[dict[str, str]] = []
    rejects: list[Reject] = []
    notes: list[Note] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, ...], str] = {}
    for name, cells in sheets.items():
        found = [block for block in blocks(cells, layout) if block.cifre]
        problems += [problem for block in found for problem in _repeated_labels(table, name, cells, block)]
        inside = {at for block in found for at in range(block.testa, block.fine) if len(full(cells[at])) > 1}
        for at, row in enumerate(cells):
            if at in inside or not full(row):
                continue
            if sum(map(is_figure, row)) >= FIGURES:
                rejects.append(_without_header(name, at, row))
            else:
                notes.append(Note(at + 1, " ".join(row[i].strip() for i in full(row))))
        for block in found:
            notes += [Note(block.testa + 1, f"Colonna non letta: {label}") for label in block.ignorate]
            for item in _rows_of(name, cells, block, layout):
                if isinstance(item, Reject):
                    rejects.append(item)
                    continue
                key = tuple(item.get(column, "").strip(BLANKS) for column in table.grana)
                if key in seen:
                    rejects.append(_twice(item, key, seen[key]))
                    continue
                seen[key] = item["posizione"]
                rows.append(item)
    if problems or not rows:
        raise UnreadableInput(problems or _no_table(table, layout))
    columns = {c.nome: pa.array([row.get(c.nome) or None for row in rows], pa.string()) for c in table.colonne}
    numbered = pa.table({**columns, "_riga": pa.array(range(1, len(rows) + 1), pa.int64())})
    return Received(numbered, len(rows) + len(rejects), rejects, notes)


def _rows_of(sheet: str, cells: Rows, block: Blocco, layout: Tracciato) -> Iterator[dict[str, str] | Reject]:
    """A row for each line and each group of columns with a figure."""
    groups: dict[tuple[tuple[str, str], ...], list] = {}
    for column in block.cifre:
        groups.setdefault(column.gruppi, []).append(column)
    named = block.nomi
    above: dict[int, str] = {}
    for at in range(block.prima, block.fine):
        row = cells[at]
        if len(full(row)) < 2:
            continue
        here = _spanned(row, named, above)
        above = here or above
        if not here:
            yield _reject(sheet, at, row, "una riga di cifre senza nome", "un territorio o un mese a inizio riga")
            continue
        keys = {name: here.get(position, "") for name, position in block.chiavi.items()}
        voices = [f"{label}: {here[position]}" for position, label in block.voci.items() if here.get(position)]
        printed = False
        for labels, columns in groups.items():
            figures = {c.misura: row[c.posizione] for c in columns if row[c.posizione].strip()}
            if not figures:
                continue
            printed = True
            told = dict(labels)
            category = " / ".join([*([told.pop("categoria")] if "categoria" in told else []), *voices])
            place = {"posizione": _place(sheet, at), "foglio": sheet, "titolo": block.titolo}
            # A key of the row and a label above it that go to one column stand side by side.
            both = {name: " ".join(filter(None, (keys.get(name, ""), told.get(name, "")))) for name in keys | told}
            yield {**place, **both, "categoria": category, **figures}
        if not printed:
            yield _reject(sheet, at, row, "una riga senza cifre", "almeno una cifra")


def _spanned(row: list[str], named: list[int], above: dict[int, str]) -> dict[int, str]:
    """Names of a row; a blank one left of a name is that of the merged cell above."""
    here = {at: row[at].strip() for at in named if row[at].strip()}
    last = max(here, default=-1)
    return {at: here.get(at) or above.get(at, "") for at in named if at <= last}


def _place(sheet: str, at: int) -> str:
    return f"foglio «{sheet}», riga {at + 1}" if sheet else f"riga {at + 1}"


def _reject(sheet: str, at: int, row: list[str], found: str, expected: str) -> Reject:
    where = f" ({_place(sheet, at)})" if sheet else ""
    return Reject(
        at + 1, "\t".join(row).strip(), found + where, expected, "chiedere conferma a chi ha pubblicato il file"
    )


def _without_header(sheet: str, at: int, row: list[str]) -> Reject:
    return _reject(sheet, at, row, "cifre senza un'intestazione nota", "un'intestazione con il territorio e la misura")


def _twice(item: dict[str, str], key: tuple[str, ...], first: str) -> Reject:
    line = int(item["posizione"].rpartition(" ")[2])
    return Reject(
        line,
        "\t".join(filter(None, item.values())),
        f"chiave ripetuta ({', '.join(filter(None, key))}) in {item['posizione']}, già in {first}",
        "una sola riga per territorio, mese e categoria di una tavola",
        "togliere la riga doppia o correggere la chiave",
    )


def _repeated_labels(table: Tabella, sheet: str, cells: Rows, block: Blocco) -> Iterator[Problem]:
    for column in block.ripetute:
        labels = [cells[at][column.posizione].strip() for at in range(block.testa, block.prima)]
        yield Problem(
            file=table.file,
            riga=block.testa + 1,
            colonna=" / ".join(filter(None, labels)) or f"{column.posizione + 1}ª",
            trovato="due colonne con le stesse etichette" + (f" nel foglio «{sheet}»" if sheet else ""),
            atteso="etichette diverse per ogni colonna",
            rimedio="completare l'intestazione, o chiedere il file originale",
        )


def _no_table(table: Tabella, layout: Tracciato) -> Problem:
    keys = [c.header for c in layout.colonne if c.nome in layout.tavola.chiavi]
    measures = [c.header for c in layout.colonne if c.nome in layout.tavola.misure]
    return Problem(
        file=table.file,
        trovato="nessuna tavola con un'intestazione nota",
        atteso=f"una riga con {' o '.join(f'«{k}»' for k in keys[:4])}, e sopra le cifre "
        + ", ".join(f"«{m}»" for m in measures),
        rimedio="chiedere il file originale, o aggiungere le intestazioni nuove al tracciato",
    )
