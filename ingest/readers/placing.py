"""From rows of text cells to a :class:`Received`: header against the declaration, row length, repeated keys."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pyarrow as pa
from rapidfuzz import process

from ingest.cell_types import BLANKS
from ingest.columns import Colonna, folded
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Note, Received, Reject
from ingest.sidecar import Tabella


def match_header(table: Tabella, found: list[str], line: int = 1) -> list[int | None]:
    """Position in the file of each declared column, matched by name and never by position; None where it is not there.

    Only a column of a known layout may be missing, if the layout says so.

    Raises:
        UnreadableInput: a declared column is missing, an undeclared one is there, or one stands twice.
    """
    form = folded if table.tracciato else str.strip
    names = [form(name) for name in found]
    if len(names) == 1 and len(table.colonne) > 1:
        raise UnreadableInput(_one_column(table, found[0], line))
    positions = [
        next((names.index(form(header)) for header in column.headers if form(header) in names), None)
        for column in table.colonne
    ]
    problems = [
        _missing_column(table, column, found, line)
        for column, position in zip(table.colonne, positions, strict=True)
        if position is None and not (column.facoltativa or column.raccolta)
    ]
    if table.altre_colonne == "rifiuta":
        problems += [
            Problem(
                file=table.file,
                riga=line,
                colonna=name.strip() or "(senza nome)",
                trovato="una colonna non dichiarata",
                atteso="solo le colonne del sidecar",
                rimedio="dichiararla nel sidecar o toglierla dal file",
            )
            for at, name in enumerate(found)
            if at not in positions and form(name) not in {names[p] for p in positions if p is not None}
        ]
    problems += [
        Problem(
            file=table.file,
            riga=line,
            colonna=name,
            trovato="la colonna compare più volte",
            atteso="un nome diverso per ogni colonna",
            rimedio="correggere l'intestazione",
        )
        for name in sorted({n.strip() for n, f in zip(found, names, strict=True) if names.count(f) > 1})
    ]
    if problems:
        raise UnreadableInput(problems)
    return positions


def _one_column(table: Tabella, name: str, line: int) -> Problem:
    return Problem(
        file=table.file,
        riga=line,
        trovato=f"una sola colonna, «{name.strip()[:80]}»",
        atteso=f"{len(table.colonne)} colonne separate da «{table.opzioni.get('separatore', ',')}»",
        rimedio="controllare il separatore e la riga dell'intestazione (opzioni del sidecar)",
    )


def _missing_column(table: Tabella, column: Colonna, found: list[str], line: int) -> Problem:
    near = process.extractOne(column.header, [n.strip() for n in found], score_cutoff=70) if found else None
    hint = f"; la più simile è «{near[0]}»" if near else ""
    return Problem(
        file=table.file,
        riga=line,
        colonna=column.header,
        trovato=f"la colonna manca{hint}",
        atteso=f"la colonna «{column.header}»",
        rimedio="chiedere il file completo o correggere il sidecar se il tracciato è cambiato",
    )


def gathered(header: list[str], cells: list[str], positions: list[int | None]) -> str:
    """The cells that no column of the layout takes, with their headers: a JSON object, in the order of the file."""
    others = {
        name: cell or None for at, (name, cell) in enumerate(zip(header, cells, strict=True)) if at not in positions
    }
    return json.dumps(others, ensure_ascii=False, separators=(",", ":"))


def wrong_width(line: int, verbatim: str, found: int, width: int) -> Reject:
    """A row with too few or too many cells."""
    kind = "troppo corta" if found < width else "troppo lunga"
    return Reject(
        line,
        verbatim,
        f"riga {kind}: {found} celle",
        f"{width} celle",
        "controllare separatori e virgolette della riga",
    )


def repeated_key(line: int, verbatim: str, key: str, first: int, grana: tuple[str, ...]) -> Reject:
    """A row with the key of one that came before."""
    return Reject(
        line,
        verbatim,
        f"chiave ripetuta ({key}), già alla riga {first}",
        f"una sola riga per {', '.join(grana)}",
        "togliere la riga doppia o correggere la chiave",
    )


def place(
    table: Tabella, header: list[str], rows: Iterable[tuple[int, list[str], str] | Reject], header_line: int = 1
) -> Received:
    """Rows as (line, cells, verbatim text) → placed rows and rejects.

    Blank lines must already be left out; rows that the reader could not part into cells come as rejects. In a known
    layout a row of one cell is a note of the publisher, not a row of the table.
    """
    positions = match_header(table, header, header_line)
    gathering = any(column.raccolta for column in table.colonne)
    width = len(header)
    columns: list[list[str | None]] = [[] for _ in table.colonne]
    lines: list[int] = []
    rejects: list[Reject] = []
    notes: list[Note] = []
    names = [column.nome for column in table.colonne]
    key_at = [names.index(name) for name in table.grana]
    seen: dict[tuple, int] = {}
    read = 0
    for row in rows:
        read += 1
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        line, cells, verbatim = row
        if table.tracciato and len(cells) == 1 and width > 1:
            read -= 1
            notes.append(Note(line, cells[0]))
            continue
        if len(cells) != width:
            rejects.append(wrong_width(line, verbatim, len(cells), width))
            continue
        placed = ["" if position is None else cells[position] for position in positions]
        if gathering:
            others = gathered(header, cells, positions)
            placed = [others if c.raccolta else cell for c, cell in zip(table.colonne, placed, strict=True)]
        key = tuple(placed[i].strip(BLANKS) for i in key_at)
        if key in seen:
            rejects.append(repeated_key(line, verbatim, ", ".join(key), seen[key], table.grana))
            continue
        seen[key] = line
        lines.append(line)
        for store, cell in zip(columns, placed, strict=True):
            store.append(cell if cell != "" else None)
    arrays = [pa.array(values, pa.string()) for values in columns] + [pa.array(lines, pa.int64())]
    return Received(
        pa.Table.from_arrays(arrays, names=[c.nome for c in table.colonne] + ["_riga"]), read, rejects, notes
    )
