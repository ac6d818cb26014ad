"""Looks for completions: ways to fill in the unknown cells that agree with all that is published.

A completion counts only after it was verified in integers against every equation. Two of them that differ in a cell
by ``w`` prove that the cell keeps a width of ``w``: the solver is not trusted. One linear program speaks for many
cells at once, since its solution moves most of them; the few that are left are asked one by one, as integer programs
(Fischetti and Salazar-González 2001 ask the attacker's questions likewise; HiGHS answers them).
"""

from __future__ import annotations

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from suppression.blocks import Block, part_of

GATHERED = 2500  # cells of small blocks that are asked together
ROUNDS = 12
FEW = 12  # cells left: asked one by one
_SEED = 20260101


class Contradiction(ValueError):
    """No completion exists: what is published contradicts itself."""


class Probe:
    """Smallest and largest value seen of each cell of a block, among verified completions."""

    def __init__(self, block: Block, lower: np.ndarray, upper: np.ndarray, start: np.ndarray | None):
        """``lower``, ``upper``: of the block's cells; ``start``: a completion that is known, if any."""
        self.block, self.lower, self.upper = block, lower, upper
        self.least = np.full(len(block.cells), np.inf)
        self.most = np.full(len(block.cells), -np.inf)
        if start is not None:
            self._learn(start.astype(float))

    @property
    def width(self) -> np.ndarray:
        return self.most - self.least

    def run(self, need: np.ndarray, asked: int | None = None) -> np.ndarray:
        """Positions in the block of the cells that keep less than ``need``.

        ``asked``: how many may be asked one by one; where more are left, they are taken for weak, and may not be.
        """
        random = np.random.default_rng(_SEED)
        left = np.flatnonzero(self.width < need)
        for _ in range(ROUNDS):
            if len(left) <= FEW:
                break
            before = len(left)
            aim = np.zeros(len(self.block.cells))
            aim[left] = random.choice([-1.0, 1.0], len(left))
            for sign in (1.0, -1.0):
                x = self.solve(self.block, self.lower, self.upper, sign * aim)
                if x is not None:
                    self._learn(x)
            left = np.flatnonzero(self.width < need)
            if len(left) > 0.9 * before:
                break
        for cell in left if asked is None or len(left) <= asked else ():
            if self.width[cell] < need[cell]:
                self.ask(cell)
        return np.flatnonzero(self.width < need)

    def ask(self, cell: int) -> None:
        """The exact smallest and largest value of one cell (position in the block)."""
        part = part_of(self.block, self.block.part[cell])
        columns = np.flatnonzero(self.block.part == self.block.part[cell])
        aim = (columns == cell).astype(float)
        for sign in (1.0, -1.0):
            x = self.solve(part, self.lower[columns], self.upper[columns], sign * aim)
            if x is None or not part.holds(_rounded(x)).all():
                x = self.solve(part, self.lower[columns], self.upper[columns], sign * aim, whole=True)
            if x is None:
                raise Contradiction
            whole = np.full(len(self.block.cells), np.nan)
            whole[columns] = x
            self._learn(whole)

    @staticmethod
    def solve(
        block: Block, lower: np.ndarray, upper: np.ndarray, aim: np.ndarray, whole: bool = False
    ) -> np.ndarray | None:
        """A completion with the smallest ``aim @ x``; None if there is none."""
        limits = []
        if block.matrix.shape[0]:
            limits.append(LinearConstraint(block.matrix.astype(float), block.right, block.right))
        if block.inequality.shape[0]:
            limits.append(LinearConstraint(block.inequality, block.low, block.high))
        done = milp(aim, constraints=limits, bounds=Bounds(lower, upper), integrality=np.full(len(aim), int(whole)))
        return done.x

    def _learn(self, x: np.ndarray) -> None:
        there = np.isfinite(x)
        whole = _rounded(np.where(there, x, 0))
        good = there & (abs(np.where(there, x, 0) - whole) < 1e-6)
        # A part is taken or left as a whole.
        spoilt = np.zeros(int(self.block.part.max()) + 1, bool)
        spoilt[self.block.part[~good | (whole < self.lower) | (whole > self.upper)]] = True
        good &= ~spoilt[self.block.part] & self.block.holds(whole)
        self.least[good] = np.minimum(self.least[good], whole[good])
        self.most[good] = np.maximum(self.most[good], whole[good])


def _rounded(x: np.ndarray) -> np.ndarray:
    return np.rint(x).astype(np.int64)
