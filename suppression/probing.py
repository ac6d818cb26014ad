"""Looks for completions: ways to fill in the unknown cells that agree with all that is published.

A completion counts only after it was verified in integers against every equation. Two of them that differ in a cell
by ``w`` prove that the cell keeps a width of ``w``: the solver is not trusted. One linear program speaks for many
cells at once, since its solution moves most of them; the few that are left are asked one by one, as integer programs
(Fischetti and Salazar-González 2001 ask the attacker's questions likewise; HiGHS answers them).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from scipy import sparse

from suppression.blocks import Block, part_of
from suppression.program import Program

GATHERED = 1500  # cells of small blocks that are asked together
FEW = 8  # cells left: asked one by one
WORTHWHILE = 0.15  # part of the cells left that a round must settle
SHORT = 12  # cells of an equation within a unit; what adds units up is longer
NEARLY = 1e-3  # a whole number: it is verified as one, and the solver errs by more where counts are large
ROUGH = 0.3  # how far from the best a solution in integers may be that many cells are moved by
FIRST = 1e5  # weight of the cell that is asked for, against 1 of those moved besides
_SEED = 20260101


class Contradiction(ValueError):
    """No completion exists: what is published contradicts itself."""


class Seen:
    """Smallest and largest value of each cell of a table that some completion had.

    It holds for one attacker, and goes on holding while more cells are hidden or his bounds are widened: what was a
    completion then still is one.
    """

    def __init__(self, cells: int):
        self.least, self.most = np.full(cells, np.inf), np.full(cells, -np.inf)


class Probe:
    """Smallest and largest value seen of each cell of a block, among verified completions."""

    def __init__(
        self,
        block: Block,
        lower: np.ndarray,
        upper: np.ndarray,
        start: np.ndarray | None,
        seen: Seen | None = None,
    ):
        """``lower``, ``upper``: of the block's cells; ``start``: a completion that is known, if any.

        ``seen``: of the whole table, what is known already; what is found is written there by ``run``.
        """
        self.block, self.lower, self.upper, self._seen = block, lower, upper, seen
        self._program = _program(block, lower, upper)
        self._parts: dict[int, _Part] = {}
        self._near: sparse.csr_array | None = None
        if seen is None:
            self.least, self.most = np.full(len(block.cells), np.inf), np.full(len(block.cells), -np.inf)
        else:
            self.least, self.most = seen.least[block.cells], seen.most[block.cells]
        if start is not None:
            self._learn(start.astype(float))

    @property
    def width(self) -> np.ndarray:
        return self.most - self.least

    def run(
        self, need: np.ndarray, asked: int | None = None, around: Callable[[int], np.ndarray] | None = None
    ) -> np.ndarray:
        """Positions in the block of the cells that keep less than ``need``.

        ``asked``: how many may be asked one by one; where more are left, they are taken for weak, and may not be.
        ``around``: positions of the cells that need not be asked once this one is weak.
        """
        weak = self._weak(need, asked, around)
        if self._seen is not None:
            self._seen.least[self.block.cells], self._seen.most[self.block.cells] = self.least, self.most
        return weak

    def _weak(self, need: np.ndarray, asked: int | None, around: Callable[[int], np.ndarray] | None) -> np.ndarray:
        random = np.random.default_rng(_SEED)
        left, at_once = np.flatnonzero(self.width < need), 1.0
        while len(left) * at_once > FEW:
            aim = np.zeros(len(self.block.cells))
            aim[left] = random.choice([-1.0, 1.0], len(left)) * (random.random(len(left)) < at_once)
            self._try_both_ways(aim)
            before, left = len(left), np.flatnonzero(self.width < need)
            if before - len(left) < WORTHWHILE * before:
                at_once /= 2  # they are in one another's way
        if asked is not None and len(left) > asked:
            return left
        return np.array(self._ask_each(left, need, around, random), dtype=int)

    def _ask_each(self, left, need, around, random) -> list[int]:
        weak, spared = [], np.zeros(len(need), bool)
        for cell in left:
            if spared[cell]:
                continue
            hopeless = around is not None and self._at_most(cell) < need[cell]
            if self.width[cell] < need[cell] and not hopeless:
                unit = self._unit(cell)
                unit = unit[self.width[unit] < need[unit]]
                besides = np.zeros(len(need))
                besides[unit] = random.choice([-1.0, 1.0], len(unit))
                self.ask(cell, besides)
            if self.width[cell] < need[cell] and not hopeless:
                self.ask(cell)
            if self.width[cell] < need[cell]:
                weak.append(cell)
                if around is not None:
                    spared[around(cell)] = True
        return weak

    def _at_most(self, cell: int) -> float:
        """No completion is wider than this in a cell: what fractions allow."""
        aim = np.zeros(len(self.block.cells))
        ends = []
        for sign in (1.0, -1.0):
            aim[cell] = sign
            x = next(self._part(cell).solutions(aim))
            self._learn(x)
            ends.append(x[cell])
        return np.floor(ends[1] + 1e-6) - np.ceil(ends[0] - 1e-6)

    def ask(self, cell: int, besides: np.ndarray | None = None) -> None:
        """The smallest and largest value of one cell (position in the block).

        ``besides``: what to move next; the values are then seldom the very smallest and largest.
        """
        for sign in (1.0, -1.0):
            aim = np.zeros(len(self.block.cells)) if besides is None else besides.copy()
            aim[cell] = sign * (1.0 if besides is None else FIRST)
            part = self._part(cell)
            for x in part.solutions(aim):
                if self._learn(x)[cell]:
                    break

    def _unit(self, cell: int) -> np.ndarray:
        """Cells at most two short equations away: they mostly move together."""
        if self._near is None:
            matrix = self.block.matrix
            short = abs(matrix[np.flatnonzero(np.diff(matrix.indptr) <= SHORT)])
            beside = (short.T @ short).tocsr()
            self._near = (beside @ beside).tocsr()
        return self._near.indices[self._near.indptr[cell] : self._near.indptr[cell + 1]]

    def _try_both_ways(self, aim: np.ndarray) -> None:
        for sign in (1.0, -1.0):
            x = self._program.least(sign * aim)
            if x is None:
                continue
            good = self._learn(x)
            for cell in np.flatnonzero(~good & (aim != 0))[self._first_of_parts(~good & (aim != 0))]:
                y = self._part(cell).roughly(sign * aim)
                if y is not None:
                    self._learn(y)

    def _first_of_parts(self, cells: np.ndarray) -> np.ndarray:
        """Of some cells the first of each part, as positions among them."""
        return np.unique(self.block.part[cells], return_index=True)[1]

    def _part(self, cell: int) -> _Part:
        number = int(self.block.part[cell])
        if number not in self._parts:
            self._parts[number] = _Part(self.block, number, self.lower, self.upper)
        return self._parts[number]

    def _learn(self, x: np.ndarray) -> np.ndarray:
        """Takes in what is a completion of ``x``, part by part; of which cells it was one."""
        there = np.isfinite(x)
        whole = _rounded(np.where(there, x, 0))
        good = there & (abs(np.where(there, x, 0) - whole) < NEARLY)
        spoilt = np.zeros(int(self.block.part.max()) + 1, bool)
        spoilt[self.block.part[~good | (whole < self.lower) | (whole > self.upper)]] = True
        good &= ~spoilt[self.block.part] & self.block.holds(whole)
        self.least[good] = np.minimum(self.least[good], whole[good])
        self.most[good] = np.maximum(self.most[good], whole[good])
        return good


class _Part:
    """The cells of a block that equations connect with one another, as a linear and as an integer program."""

    def __init__(self, block: Block, number: int, lower: np.ndarray, upper: np.ndarray):
        self._size, self._columns = len(block.cells), np.flatnonzero(block.part == number)
        self._arguments = part_of(block, number), lower[self._columns], upper[self._columns]
        self._linear, self._whole = _program(*self._arguments), None

    def solutions(self, aim: np.ndarray) -> Iterator[np.ndarray]:
        """Solutions with the smallest ``aim``, nan outside the part: by linear, then by integer programming.

        Raises:
            Contradiction: there is none in integers.
        """
        x = self._linear.least(aim[self._columns])
        if x is not None:
            yield self._spread(x)
        x = self._in_integers().least(aim[self._columns])
        if x is None:
            raise Contradiction
        yield self._spread(x)

    def roughly(self, aim: np.ndarray) -> np.ndarray | None:
        """A completion with a small ``aim``, nan outside the part; None if none was found at once."""
        x = self._in_integers().least(aim[self._columns], gap=ROUGH)
        return None if x is None else self._spread(x)

    def _in_integers(self) -> Program:
        if self._whole is None:
            self._whole = _program(*self._arguments)
            self._whole.whole()
        return self._whole

    def _spread(self, x: np.ndarray) -> np.ndarray:
        wide = np.full(self._size, np.nan)
        wide[self._columns] = x
        return wide


def _program(block: Block, lower: np.ndarray, upper: np.ndarray) -> Program:
    matrix = sparse.vstack([block.matrix, block.inequality], format="csr")
    low, high = np.concatenate([block.right, block.low]), np.concatenate([block.right, block.high])
    return Program(matrix, low, high, lower, upper)


def _rounded(x: np.ndarray) -> np.ndarray:
    return np.rint(x).astype(np.int64)
