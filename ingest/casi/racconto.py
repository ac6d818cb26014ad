"""What could not be read of a case file, told to people: rows and columns, never a cell."""

from __future__ import annotations

from ingest.casi.lettura import Conto
from ingest.casi.tipi import EXPECTED
from ingest.problems import Problem
from ingest.sidecar import Tabella

# Rows named in one message.
SHOWN = 20
ASK = "chiedere conferma a chi ha inviato l'estratto"
COMPLETE = "aggiungere le parole che mancano alla mappatura (docs/casi.md), o " + ASK
REMEDIES = {EXPECTED["dizionario"]: COMPLETE, EXPECTED["booleano"]: COMPLETE}


def problems_of(table: Tabella, count: Conto) -> list[Problem]:
    """One problem for each column and for each reason why rows were rejected; ``riga`` is the first of them."""
    told = []
    for (column, expected), misfits in sorted(count.misfits.group_by("colonna", "atteso")):
        lines = misfits["riga"].sort().to_list()
        told.append(
            _problem(
                table, "una cella che non si può leggere", "celle che non si possono leggere", expected, lines, column
            )
        )
    reasons: dict[str, list[int]] = {}
    for line, why in count.scartate:
        reasons.setdefault(why, []).append(line)
    for why, lines in reasons.items():
        told.append(
            _problem(table, f"una riga scartata: {why}", f"righe scartate: {why}", "righe intere", sorted(lines))
        )
    return told


def _problem(
    table: Tabella, one: str, many: str, expected: str, lines: list[int], column: str | None = None
) -> Problem:
    found = one if len(lines) == 1 else f"{len(lines)} {many} (righe {_shown(lines)})"
    return Problem(table.file, found, expected, REMEDIES.get(expected, ASK), riga=lines[0], colonna=column)


def _shown(lines: list[int]) -> str:
    more = len(lines) - SHOWN
    return ", ".join(map(str, lines[:SHOWN])) + (f" e altre {more}" if more > 0 else "")
