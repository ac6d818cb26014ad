"""Which hidden cells may be said to be small.

That a cell is below the threshold narrows the cells around it: with a total of at most 4, four parts that are not zero
are all 1. So the primary state is given where it tells nothing of the others, and taken from weak cells, or
from those beside them, until nobody is weak. With no primary state left nothing is told: it ends.
"""

from __future__ import annotations

import numpy as np

from suppression.attackers import INFORMED, attackers
from suppression.blocks import Block, blocks_of
from suppression.probing import FEW, GATHERED, Probe, Seen
from suppression.table import Table


def primary_states(table: Table, hidden: np.ndarray, resigned: np.ndarray) -> np.ndarray:
    """The hidden cells to be called primary; ``resigned``: cells that are too narrow whatever they are called."""
    unknown = (hidden | table.missing | table.auxiliary) & ~table.note
    primary = table.small & hidden
    changed, seen = unknown.copy(), Seen(len(table.ids))
    while changed.any():
        view = next(v for v in attackers(table, hidden, table.note, primary) if v.name == INFORMED)
        before = primary.copy()
        for block in blocks_of(table.matrix, table.value, unknown, at_least=GATHERED):
            if not changed[block.cells].any() or not primary[block.cells].any():
                continue
            need = np.where(resigned[block.cells], 0, view.need[block.cells])
            probe = Probe(block, view.lower[block.cells], view.upper[block.cells], table.start(block.cells), seen)
            weak = block.cells[probe.run(need, asked=FEW)]
            told = weak[primary[weak]]
            primary[told if len(told) else _beside(table, primary, weak, block)] = False
        changed = before & ~primary
    return primary


def _beside(table: Table, primary: np.ndarray, weak: np.ndarray, block: Block) -> np.ndarray:
    """The primary cells in the shortest equation that has any, of each weak cell; without one, all around."""
    beside = [np.zeros(0, int)]
    for cell in weak:
        equations = (table.equation(row)[0] for row in table.equations_of(cell))
        told = [cells for cells in equations if primary[cells].any()]
        beside.append(min(told, key=len) if told else _part(block, cell))
    return np.concatenate(beside)


def _part(block: Block, cell: int) -> np.ndarray:
    """All the cells that equations connect with ``cell``."""
    return block.cells[block.part == block.part[np.flatnonzero(block.cells == cell)[0]]]
