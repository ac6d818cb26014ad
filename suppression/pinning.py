"""What each equation says of its cells, given the bounds of the others: cheap, and never too narrow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from suppression.attackers import Attacker
from suppression.table import Table

ROUNDS = 4  # a bound travels from an equation to the next, and seldom farther


@dataclass
class Pins:
    """Width that each cell needs, and its bounds, which change as cells are hidden."""

    need: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    def take(self, free: Attacker, cell: int) -> None:
        """The cell is hidden now."""
        self.need[cell], self.lower[cell], self.upper[cell] = free.need[cell], free.lower[cell], free.upper[cell]

    def with_open(self, free: Attacker, cell: int) -> Opened:
        return Opened(self, free, cell)

    def pinning(self, table: Table, cell: int) -> list[int]:
        """Equations that leave the cell less than it needs, the one that leaves least first."""
        widths = []
        for row in table.equations_of(cell):
            cells, factors = table.equation(row)
            left = left_by(factors, self.lower[cells], self.upper[cells])[cells == cell][0]
            if left < self.need[cell]:
                widths.append((left, row))
        return [row for _, row in sorted(widths)]


@dataclass(frozen=True)
class Opened:
    """Bounds as they would be with one more cell hidden."""

    pins_now: Pins
    free: Attacker
    cell: int

    def pins(self, cells: np.ndarray, factors: np.ndarray) -> bool:
        """Whether the equation would leave to some cell less than it needs."""
        new = cells == self.cell
        lower, upper, need = (
            np.where(new, getattr(self.free, name)[cells], getattr(self.pins_now, name)[cells])
            for name in ("lower", "upper", "need")
        )
        return bool((left_by(factors, lower, upper) < need).any())


def left_by(factors: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Width that ``factors @ x == 0`` leaves to each x, the others being anywhere in their bounds."""
    least = np.where(factors > 0, factors * lower, factors * upper)
    most = np.where(factors > 0, factors * upper, factors * lower)
    one, other = -(most.sum() - most) / factors, -(least.sum() - least) / factors
    first, last = (
        np.maximum(lower, np.ceil(np.minimum(one, other))),
        np.minimum(upper, np.floor(np.maximum(one, other))),
    )
    return last - first


def tightened(matrix: sparse.csr_array, lower: np.ndarray, upper: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bounds narrowed by every equation in turn, ``ROUNDS`` times (feasibility-based bound tightening)."""
    lower, upper = lower.copy(), upper.copy()
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    column, factor = matrix.indices, matrix.data.astype(float)
    for _ in range(ROUNDS):
        at_lower, at_upper = factor * lower[column], factor * upper[column]
        least, most = np.minimum(at_lower, at_upper), np.maximum(at_lower, at_upper)
        sum_least, sum_most = np.bincount(row, least, matrix.shape[0]), np.bincount(row, most, matrix.shape[0])
        one, other = -(sum_most[row] - most) / factor, -(sum_least[row] - least) / factor
        before = lower.copy(), upper.copy()
        np.maximum.at(lower, column, np.ceil(np.minimum(one, other)))
        np.minimum.at(upper, column, np.floor(np.maximum(one, other)))
        if (lower == before[0]).all() and (upper == before[1]).all():
            break
    return lower, upper
