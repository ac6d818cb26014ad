"""Chooses which cells to hide.

1. Primary: counts from 1 to threshold-1 (and zeros, where the source says so).
2. Each equation by itself: while it pins a hidden cell too closely, hide one more of its cells.
3. What no single equation gives away, all of them together may: see ``repairing``.
4. Which of the hidden cells may be said to be small: see ``labelling``.

Always the cell of the lowest priority, a part before a total, one that burdens no other equation before one that does,
then the smallest: deterministic.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

import numpy as np
import polars as pl

from suppression.attackers import Attacker, attackers
from suppression.blocks import Block, blocks_of
from suppression.labelling import primary_states
from suppression.pinning import Pins
from suppression.probing import GATHERED
from suppression.program import in_parallel
from suppression.repairing import repair
from suppression.table import PRIMARY, PUBLISHABLE, SECONDARY, Table, read_table


def suppress(cells: pl.DataFrame, equations: pl.DataFrame) -> pl.DataFrame:
    """The state of each cell: what may be published, and what not.

    Args:
        cells: cella_id, valore (integer >= 0, NULL where missing), soglia (>= 3), and optionally nota (the public knows
            it already), priorita (the larger, the later it is hidden to protect others), zero_nascosto (a zero is
            hidden as a small count is), ausiliaria (made quantity, never published).
        equations: legame_id, cella_id, coefficiente; in each legame the sum of coefficiente x valore is 0.

    Returns:
        cella_id, stato_cella in the order of ``cells``: ``pubblicabile``; ``soppressa_primaria`` (hidden, and
        said to be small); ``soppressa_secondaria`` (hidden, and no more is said: it protects others, or it is small
        and saying so would tell something of the cells around it). A missing cell is ``pubblicabile``, unless the
        others give it away and it is small.

    Raises:
        InvalidTable: cells or equations that make no sense.
    """
    table = read_table(cells, equations)
    schema = {"cella_id": pl.String, "stato_cella": pl.String}
    states = pl.concat([pl.DataFrame(schema=schema), *in_parallel(_protected, table.parts(GATHERED))])
    return cells.select("cella_id").join(states, on="cella_id", how="left", maintain_order="left")


def _protected(table: Table) -> pl.DataFrame:
    choice = Choice(table)
    choice.settle()
    resigned = repair(choice)
    primary = primary_states(table, choice.hidden, resigned)
    state = np.where(primary, PRIMARY, np.where(choice.hidden, SECONDARY, PUBLISHABLE))
    return pl.DataFrame({"cella_id": table.names, "stato_cella": pl.Series(state.tolist(), dtype=pl.String)})


class Choice:
    """The hidden cells while they are being chosen."""

    def __init__(self, table: Table):
        self.table = table
        self.hidden = table.small.copy()
        # What may be hidden to protect others. A zero may not: it could only grow, and its being hidden would tell.
        self.candidate = ~table.missing & ~table.note & ~table.auxiliary & (table.value > 0)
        # What each attacker would know, and the blocks, if all that may be hidden were.
        everything = self.hidden | self.candidate
        self.free_views = attackers(table, everything, table.note)
        self._free = (everything | table.missing | table.auxiliary) & ~table.note
        self._free_blocks: dict[int, Block] = {}
        level = _level(table)
        self.place = np.argsort(np.lexsort((table.ids, table.value, level, table.priority)))
        _, self.rank = np.unique(np.stack([table.priority, level]), axis=1, return_inverse=True)
        # Of a movement by one: a total costs ten times what its parts do.
        self.weight = np.log2(2.0 + table.value) * 10.0 ** self.rank.astype(float).clip(max=6)

    @property
    def unknown(self) -> np.ndarray:
        return (self.hidden | self.table.missing | self.table.auxiliary) & ~self.table.note

    def free_block(self, cell: int) -> Block:
        """The block of a cell if all that may be hidden were."""
        if not self._free_blocks:
            for block in blocks_of(self.table.matrix, self.table.value, self._free):
                self._free_blocks.update(dict.fromkeys(block.cells.tolist(), block))
        return self._free_blocks[cell]

    def hide(self, cells: Iterable[int]) -> None:
        """Hides these cells, and what their equations then ask for."""
        self.hidden[list(cells)] = True
        self.settle()

    def settle(self) -> None:
        """Hides more until no equation by itself, its other hidden cells being anywhere, pins one too closely."""
        for number in (0, 1):
            self._settle(number)

    def _settle(self, number: int) -> None:
        view = attackers(self.table, self.hidden, self.table.note)[number]
        free, unknown = self.free_views[number], self.unknown
        bounds = Pins(view.need.copy(), view.lower.copy(), view.upper.copy())
        waiting = deque(np.flatnonzero(abs(self.table.matrix) @ unknown.astype(np.int64)))
        while waiting:
            row = waiting.popleft()
            while bounds.pin(*self.table.equation(row)):
                chosen = self._open(row, bounds, free, unknown)
                if chosen is None:
                    break
                waiting.extend(other for other in self.table.equations_of(chosen) if other != row)

    def around(self, cells: Iterable[int]) -> np.ndarray:
        """Cells at most two equations away, the longest equation of each left out: those of the same unit."""
        near = set(cells)
        for _ in range(2):
            for cell in tuple(near):
                equations = sorted((self.table.equation(row)[0] for row in self.table.equations_of(cell)), key=len)
                near.update(other for cells in equations[:-1] for other in cells)
        return np.array(sorted(near))

    def _open(self, row: int, bounds: Pins, free: Attacker, unknown: np.ndarray) -> int | None:
        """Hides the cheapest cell of an equation; None if there is none to hide."""
        chosen = self._cheapest(row, bounds, free, unknown)
        if chosen is not None:
            self.hidden[chosen] = unknown[chosen] = True
            bounds.take(free, chosen)
        return chosen

    def _cheapest(self, row: int, bounds: Pins, free: Attacker, unknown: np.ndarray) -> int | None:
        """The cell to hide next in an equation: the cheapest that is enough, or the cheapest, or None."""
        cells, factors = self.table.equation(row)
        options = [cell for cell in cells if self.candidate[cell] and not self.hidden[cell]]
        if not options:
            return None
        lowest = min(self.rank[cell] for cell in options)
        options = [cell for cell in options if self.rank[cell] == lowest]

        def burden(cell: int) -> int:
            others = (other for other in self.table.equations_of(cell) if other != row)
            return sum(not unknown[self.table.equation(other)[0]].any() for other in others)

        options.sort(key=lambda cell: (burden(cell), self.place[cell]))
        enough = (cell for cell in options if not bounds.pin(cells, factors, free, cell))
        return next(enough, options[0])


def _level(table: Table) -> np.ndarray:
    """0 for a cell that is no total, 1 for a total of such, and so on up.

    A total stands alone on one side of an equation of at least three cells.
    """
    matrix = table.matrix
    level = np.zeros(len(table.ids), int)
    coo = matrix.tocoo()
    positive, negative = (matrix > 0).sum(axis=1), (matrix < 0).sum(axis=1)
    alone = np.where(coo.data > 0, positive[coo.row], negative[coo.row]) == 1
    alone &= (positive + negative)[coo.row] > 2
    total_of = np.full(matrix.shape[0], -1)
    total_of[coo.row[alone]] = coo.col[alone]
    is_part = total_of[coo.row] >= 0
    is_part &= coo.col != total_of[coo.row]
    parts, of = coo.col[is_part], total_of[coo.row[is_part]]
    for _ in range(len(set(of))):
        higher = level.copy()
        np.maximum.at(higher, of, level[parts] + 1)
        higher = np.minimum(higher, 50)  # a circle of totals has no level
        if (higher == level).all():
            break
        level = higher
    return level
