"""What somebody who reads the publication knows of each hidden cell, and how much must stay open to him.

Two of them, because each asks more than the other somewhere:

- *plain* reads the numbers only: a hidden cell is a count, 0 or more. To him nothing hidden may be narrower than the
  threshold.
- *informed* reads the states as well, and these lines: zeros are shown, so what is hidden is 1 or more; a primary cell
  is less than the threshold. He must be left as many values as a primary state has by itself: threshold-1.

A secondary state says nothing of the size of a cell: small counts have it too, wherever the primary one would tell
something of the cells around (``labelling``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suppression.table import Table

PLAIN, INFORMED = "senza_stati", "con_stati"


@dataclass(frozen=True)
class Attacker:
    """Per cell: the bounds that he knows (both equal where he knows the value), the width that must stay open."""

    name: str
    lower: np.ndarray
    upper: np.ndarray
    need: np.ndarray


def attackers(
    table: Table, hidden: np.ndarray, known: np.ndarray, primary: np.ndarray | None = None
) -> tuple[Attacker, Attacker]:
    """The two attackers of a publication where ``hidden`` cells have no value and ``known`` ones are known anyway.

    ``primary``: which of the hidden cells are said to be small; none, if not given.
    """
    unknown = (hidden | table.missing | table.auxiliary) & ~known
    wanted = unknown & hidden
    primary = wanted & (False if primary is None else primary)
    value, ceiling = table.value.astype(float), _ceiling(table)
    floor = np.where(table.zero_hidden | ~hidden, 0.0, 1.0)
    plain = Attacker(
        PLAIN,
        lower=np.where(unknown, 0.0, value),
        upper=np.where(unknown, ceiling, value),
        need=np.where(wanted, table.threshold, 0),
    )
    informed = Attacker(
        INFORMED,
        lower=np.where(unknown, floor, value),
        upper=np.where(primary, table.threshold - 1.0, plain.upper),
        need=np.where(wanted, table.threshold - 2, 0),
    )
    return plain, informed


def _ceiling(table: Table) -> float:
    """A count that nobody takes for possible. Any bound makes the audit stricter, never laxer."""
    return float(2 * table.value.max(initial=0) + 100 * table.threshold.max(initial=0) + 1000)
