"""What the readers of case files hand on: batches of rows in memory, with the cells of the mapped columns only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

from ingest.casi.mappatura import Mappatura, Voce
from ingest.columns import folded
from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import Tabella

# Rows of one batch: few enough to stay small, and a whole row group of DuckDB, which it then writes at once.
BATCH = 122_880
# An archive that would fill the memory or the day is no export of an office.
LARGEST = 4 << 30


@dataclass
class Lotto:
    """Text cells by the headers of the mapping, ``_riga``, and the rows that could not be placed: row, reason."""

    rows: pl.DataFrame
    scarti: list[tuple[int, str]] = field(default_factory=list)


def batch_of(columns: list[str], rows: list[tuple], lines: list[int], rejects: list[tuple[int, str]]) -> Lotto:
    """A batch from rows of text."""
    by_column = zip(*rows, strict=True) if rows else ((),) * len(columns)
    series = [pl.Series(name, list(cells), dtype=pl.String) for name, cells in zip(columns, by_column, strict=True)]
    return Lotto(pl.DataFrame([*series, pl.Series("_riga", lines, dtype=pl.Int64)]), rejects)


def placed(table: Tabella, mapping: Mappatura, header: list[str], line: int) -> list[tuple[Voce, int]]:
    """The read columns and where they stand in the header.

    A header is never repeated to people but where the mapping names it: it could be a row of a file without header.

    Raises:
        UnreadableInput: columns that the mapping does not name, that are missing or repeated.
    """
    found: dict[str, list[int]] = {}
    for position, name in enumerate(header):
        found.setdefault(folded(name), []).append(position)
    problems = list(_problems(table, mapping, found, line))
    if problems:
        raise UnreadableInput(problems)
    return [(entry, found[folded(entry.colonna)][0]) for entry in mapping.lette if folded(entry.colonna) in found]


def _problems(table: Tabella, mapping: Mappatura, found: dict[str, list[int]], line: int) -> Iterator[Problem]:
    declared = {folded(entry.colonna): entry for entry in mapping.voci}
    missing = [e.colonna for key, e in declared.items() if key not in found and not e.facoltativa]
    for name, positions in found.items():
        if name not in declared:
            yield Problem(
                file=table.file,
                riga=line,
                trovato=f"nella colonna {', '.join(_letter(p) for p in positions)} un'intestazione che la mappatura "
                f"{mapping.file} non nomina (non la si ripete: potrebbe essere un dato)",
                atteso="ogni colonna nominata nella mappatura, letta o ignorata con il suo perché",
                rimedio="aggiungere la colonna alla mappatura, o controllare che la prima riga sia l'intestazione",
            )
        elif len(positions) > 1:
            yield Problem(
                file=table.file,
                riga=line,
                colonna=declared[name].colonna,
                trovato=f"la stessa intestazione nelle colonne {', '.join(_letter(p) for p in positions)}",
                atteso="un'intestazione diversa per ogni colonna",
                rimedio="farsi inviare di nuovo l'estratto",
            )
    for name in missing:
        yield Problem(
            file=table.file,
            riga=line,
            colonna=name,
            trovato="nessuna colonna con questa intestazione",
            atteso=f"la colonna che la mappatura {mapping.file} nomina",
            rimedio="correggere la mappatura, o dichiararla facoltativa: true",
        )


def _letter(position: int) -> str:
    """0-based position → the name of a column in a spreadsheet, with its number: ``C (3)``."""
    number, letters = position + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters} ({position + 1})"
