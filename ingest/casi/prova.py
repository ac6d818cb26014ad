"""Dry run of a case file: what would be read of it, and what does not fit, by row and column only."""

from __future__ import annotations

from ingest.casi.carico import key_for
from ingest.casi.lettura import Conto, mapping_of, read_cases
from ingest.casi.silenzio import silently
from ingest.problems import Problem
from ingest.sidecar import Tabella

# More than these are told by their number.
SHOWN = 200


def try_cases(table: Tabella) -> tuple[int, int, list[Problem]]:
    """Rows that would be loaded, rows rejected, and the problems; nothing is kept and nothing written.

    Raises:
        UnreadableInput: no fit key, a wrong mapping, or a file that cannot be read with it.
    """
    return silently(table.file, lambda: _try(table))


def _try(table: Tabella) -> tuple[int, int, list[Problem]]:
    mapping, key, count = mapping_of(table), key_for([table], []), Conto()
    assert key is not None
    for _cases in read_cases(table, mapping, key, count):
        pass
    return count.caricate, len(count.scartate), _problems(table, count)


def _problems(table: Tabella, count: Conto) -> list[Problem]:
    remedy = "chiedere conferma a chi ha inviato l'estratto; la cella non si carica"
    cells = count.misfits.sort("riga", "colonna")
    found = [
        Problem(table.file, "una cella che non si può leggere", expected, remedy, riga=line, colonna=column)
        for line, column, expected in cells.head(SHOWN).rows()
    ]
    if cells.height > SHOWN:
        more = f"altre {cells.height - SHOWN} celle che non si possono leggere"
        found.append(Problem(table.file, more, "celle come la mappatura le dichiara", remedy))
    remedy = "chiedere conferma a chi ha inviato l'estratto"
    found += [
        Problem(table.file, "una riga che non si carica", why, remedy, riga=line)
        for line, why in count.scartate[:SHOWN]
    ]
    if len(count.scartate) > SHOWN:
        more = f"altre {len(count.scartate) - SHOWN} righe che non si caricano"
        found.append(Problem(table.file, more, "righe intere, ognuna con il codice della domanda", remedy))
    return found
