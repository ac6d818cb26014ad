"""Dry run of a case file: what would be read of it, and what does not fit, by row and column only."""

from __future__ import annotations

from ingest.casi.carico import key_for
from ingest.casi.lettura import Conto, mapping_of, read_cases
from ingest.casi.racconto import problems_of
from ingest.casi.silenzio import silently
from ingest.problems import Problem
from ingest.sidecar import Tabella


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
    return count.caricate, len(count.scartate), problems_of(table, count)
