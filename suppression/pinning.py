"""What each equation says of its cells, given the bounds of the others: cheap, and never too narrow."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from suppression.attackers import Attacker


@dataclass
class Pins:
    """Width that each cell needs, and its bounds, which change as cells are hidden."""

    need: np.ndarray
    lower: np.ndarray
    upper: np.ndarray

    def take(self, free: Attacker, cell: int) -> None:
        """The cell is hidden now."""
        self.need[cell], self.lower[cell], self.upper[cell] = free.need[cell], free.lower[cell], free.upper[cell]

    def pin(self, cells: np.ndarray, factors: np.ndarray, free: Attacker | None = None, more: int = -1) -> bool:
        """Whether an equation leaves to some cell less than it needs; ``more``: as if this cell were hidden too."""
        need, lower, upper = self.need[cells], self.lower[cells], self.upper[cells]
        if free is not None:
            at = cells == more
            need[at], lower[at], upper[at] = free.need[more], free.lower[more], free.upper[more]
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
