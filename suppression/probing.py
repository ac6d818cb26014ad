"""Looks for completions: ways to fill in the unknown cells that agree with all that is published.

A completion counts only after it was verified in integers against every equation. Two of them that differ in a cell
by ``w`` prove that the cell keeps a width of ``w``: the solver is not trusted. One linear program speaks for many
cells at once, since its solution moves most of them; the few that are left are asked one by one, as integer programs
(Fischetti and Salazar-González 2001 ask the attacker's questions likewise; HiGHS answers them).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import sparse

from suppression.blocks import Block, part_of
from suppression.program import Program

GATHERED = 1500  # cells of small blocks that are asked together
FEW = 8  # cells left: asked one by one
WORTHWHILE = 0.15  # part of the cells left that a round must settle
SHORT = 12  # cells of an equation within a unit; what adds units up is longer
FIRST = 1e5  # weight of the cell that is asked for, against 1 of those moved besides
_SEED = 20260101


class Contradiction(ValueError):
    """No completion exists: what is published contradicts itself."""


class Probe:
    """Smallest and largest value seen of each cell of a block, among verified completions."""

    def __init__(self, block: Block, lower: np.ndarray, upper: np.ndarray, start: np.ndarray | None):
        """``lower``, ``upper``: of the block's cells; ``start``: a completion that is known, if any."""
        self.block, self.lower, self.upper = block, lower, upper
        self._program = _program(block, lower, upper)
        self._near: sparse.csr_array | None = None
        self.least = np.full(len(block.cells), np.inf)
        self.most = np.full(len(block.cells), -np.inf)
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
            if self.width[cell] < need[cell]:
                unit = self._unit(cell)
                unit = unit[self.width[unit] < need[unit]]
                besides = np.zeros(len(need))
                besides[unit] = random.choice([-1.0, 1.0], len(unit))
                self.ask(cell, besides)
            if self.width[cell] < need[cell]:
                self.ask(cell)
            if self.width[cell] < need[cell]:
                weak.append(cell)
                if around is not None:
                    spared[around(cell)] = True
        return weak

    def ask(self, cell: int, besides: np.ndarray | None = None) -> None:
        """The smallest and largest value of one cell (position in the block).

        ``besides``: what to move next; the values are then seldom the very smallest and largest.
        """
        for sign in (1.0, -1.0):
            aim = np.zeros(len(self.block.cells)) if besides is None else besides.copy()
            aim[cell] = sign * (1.0 if besides is None else FIRST)
            x = self._program.least(aim)
            if x is None or not self._learn(x)[cell]:
                self._learn(self._in_integers(cell, aim))

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
            if x is not None:
                self._learn(x)

    def _in_integers(self, cell: int, aim: np.ndarray) -> np.ndarray:
        """A completion of the part of a cell by integer programming, where the linear one gives fractions."""
        part = part_of(self.block, self.block.part[cell])
        columns = np.flatnonzero(self.block.part == self.block.part[cell])
        program = _program(part, self.lower[columns], self.upper[columns])
        program.whole()
        x = program.least(aim[columns])
        if x is None:
            raise Contradiction
        spread = np.full(len(self.block.cells), np.nan)
        spread[columns] = x
        return spread

    def _learn(self, x: np.ndarray) -> np.ndarray:
        """Takes in what is a completion of ``x``, part by part; of which cells it was one."""
        there = np.isfinite(x)
        whole = _rounded(np.where(there, x, 0))
        good = there & (abs(np.where(there, x, 0) - whole) < 1e-6)
        spoilt = np.zeros(int(self.block.part.max()) + 1, bool)
        spoilt[self.block.part[~good | (whole < self.lower) | (whole > self.upper)]] = True
        good &= ~spoilt[self.block.part] & self.block.holds(whole)
        self.least[good] = np.minimum(self.least[good], whole[good])
        self.most[good] = np.maximum(self.most[good], whole[good])
        return good


def _program(block: Block, lower: np.ndarray, upper: np.ndarray) -> Program:
    matrix = sparse.vstack([block.matrix, block.inequality], format="csr")
    low, high = np.concatenate([block.right, block.low]), np.concatenate([block.right, block.high])
    return Program(matrix, low, high, lower, upper)


def _rounded(x: np.ndarray) -> np.ndarray:
    return np.rint(x).astype(np.int64)
