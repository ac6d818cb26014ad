"""From rows of text cells to a :class:`Received`: header against the declaration, row length, repeated keys."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa
from rapidfuzz import process

from ingest.problems import Problem, UnreadableInput
from ingest.readers import Received, Reject
from ingest.sidecar import Tabella


def match_header(table: Tabella, found: list[str], line: int = 1) -> list[int]:
    """Position in the file of each declared column, matched by name and never by position.

    Raises:
        UnreadableInput: a declared column is missing, an undeclared one is there, or one stands twice.
    """
    names = [name.strip() for name in found]
    declared = [column.header for column in table.colonne]
    if len(names) == 1 and len(declared) > 1:
        raise UnreadableInput(
            Problem(
                file=table.file,
                riga=line,
                trovato=f"una sola colonna, «{names[0][:80]}»",
                atteso=f"{len(declared)} colonne separate da «{table.opzioni.get('separatore', ',')}»",
                rimedio="controllare il separatore (opzioni.separatore nel sidecar)",
            )
        )
    problems = []
    for name in declared:
        if name not in names:
            near = process.extractOne(name, names, score_cutoff=70) if names else None
            hint = f"; la più simile è «{near[0]}»" if near else ""
            problems.append(
                Problem(
                    file=table.file,
                    riga=line,
                    colonna=name,
                    trovato=f"la colonna manca{hint}",
                    atteso=f"la colonna «{name}»",
                    rimedio="chiedere il file completo o correggere il sidecar se il tracciato è cambiato",
                )
            )
    for name in names:
        if name not in declared:
            problems.append(
                Problem(
                    file=table.file,
                    riga=line,
                    colonna=name or "(senza nome)",
                    trovato="una colonna non dichiarata",
                    atteso="solo le colonne del sidecar",
                    rimedio="dichiararla nel sidecar o toglierla dal file",
                )
            )
    for name in sorted({n for n in names if names.count(n) > 1}):
        problems.append(
            Problem(
                file=table.file,
                riga=line,
                colonna=name,
                trovato="la colonna compare più volte",
                atteso="un nome diverso per ogni colonna",
                rimedio="correggere l'intestazione",
            )
        )
    if problems:
        raise UnreadableInput(problems)
    return [names.index(name) for name in declared]


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


def place(
    table: Tabella, header: list[str], rows: Iterable[tuple[int, list[str], str] | Reject], header_line: int = 1
) -> Received:
    """Rows as (line, cells, verbatim text) → placed rows and rejects.

    Blank lines must already be left out; rows that the reader could not part into cells come as rejects.
    """
    order = match_header(table, header, header_line)
    width = len(header)
    columns: list[list[str | None]] = [[] for _ in table.colonne]
    lines: list[int] = []
    rejects: list[Reject] = []
    key_at = [i for i, column in enumerate(table.colonne) if column.nome in table.grana]
    seen: dict[tuple, int] = {}
    read = 0
    for row in rows:
        read += 1
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        line, cells, verbatim = row
        if len(cells) != width:
            rejects.append(wrong_width(line, verbatim, len(cells), width))
            continue
        placed = [cells[position] for position in order]
        key = tuple(placed[i].strip() for i in key_at)
        if key in seen:
            rejects.append(
                Reject(
                    line,
                    verbatim,
                    f"chiave ripetuta ({', '.join(key)}), già alla riga {seen[key]}",
                    f"una sola riga per {', '.join(table.grana)}",
                    "togliere la riga doppia o correggere la chiave",
                )
            )
            continue
        seen[key] = line
        lines.append(line)
        for store, cell in zip(columns, placed, strict=True):
            store.append(cell if cell != "" else None)
    arrays = [pa.array(values, pa.string()) for values in columns] + [pa.array(lines, pa.int64())]
    return Received(pa.Table.from_arrays(arrays, names=[c.nome for c in table.colonne] + ["_riga"]), read, rejects)
