"""The unknown cells, split into blocks that no equation connects, each a small problem of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from suppression.table import gathered


@dataclass(frozen=True)
class Derived:
    """Published figures made of counts: ``lower <= matrix @ value <= upper`` (d x n, float)."""

    matrix: sparse.csr_array
    lower: np.ndarray
    upper: np.ndarray


@dataclass(frozen=True)
class Block:
    """Cells (positions in the table) and what holds among them once the known ones are put in.

    matrix @ x == right (integers); inequality @ x within [low, high]; part: number of the connected block of each cell.
    """

    cells: np.ndarray
    matrix: sparse.csr_array
    right: np.ndarray
    inequality: sparse.csr_array
    low: np.ndarray
    high: np.ndarray
    part: np.ndarray = field(default_factory=lambda: np.zeros(0, int))

    def holds(self, x: np.ndarray) -> np.ndarray:
        """Which cells belong to a part whose equations and figures all hold for the integers ``x``, exactly."""
        wrong = np.zeros(int(self.part.max(initial=-1)) + 1, bool)
        for matrix, bad in (
            (self.matrix, self.matrix @ x != self.right),
            (self.inequality, ~self._within(self.inequality @ x)),
        ):
            if bad.any():
                touched = matrix[np.flatnonzero(bad)].indices
                wrong[self.part[touched]] = True
        return ~wrong[self.part]

    def _within(self, figures: np.ndarray) -> np.ndarray:
        slack = 1e-9 * np.maximum(1.0, abs(figures))
        return (figures >= self.low - slack) & (figures <= self.high + slack)


def blocks_of(
    matrix: sparse.csr_array,
    value: np.ndarray,
    unknown: np.ndarray,
    derived: Derived | None = None,
    at_least: int = 1,
) -> Iterator[Block]:
    """Blocks of the ``unknown`` cells; small ones are gathered until they have ``at_least`` cells together."""
    cells = np.flatnonzero(unknown)
    if not len(cells):
        return
    derived = derived or Derived(sparse.csr_array((0, matrix.shape[1])), np.zeros(0), np.zeros(0))
    known = np.where(unknown, 0, value)
    system = _only(matrix, cells)
    figures = _only(derived.matrix, cells)
    right, rest = -(matrix @ known), derived.matrix @ known
    rows, figure_rows = np.flatnonzero(np.diff(system.indptr)), np.flatnonzero(np.diff(figures.indptr))
    system, figures = system[rows], figures[figure_rows]
    right, low, high = right[rows], (derived.lower - rest)[figure_rows], (derived.upper - rest)[figure_rows]

    together = sparse.vstack([abs(system), abs(figures)]).tocsr()
    _, labels = csgraph.connected_components(
        sparse.block_array([[None, together], [together.T, None]]) if together.shape[0] else sparse.csr_array(
            (len(cells), len(cells))
        ),
        directed=False,
    )  # fmt: skip
    of_row, of_cell = labels[: together.shape[0]], labels[together.shape[0] :]
    of_system, of_figure = of_row[: system.shape[0]], of_row[system.shape[0] :]
    for group in gathered(of_cell, at_least):
        inside = np.zeros(labels.max() + 1, bool)
        inside[group] = True
        columns = np.flatnonzero(inside[of_cell])
        some, others = np.flatnonzero(inside[of_system]), np.flatnonzero(inside[of_figure])
        _, part = np.unique(of_cell[columns], return_inverse=True)
        yield Block(
            cells[columns], system[some][:, columns].tocsr(), right[some],
            figures[others][:, columns].tocsr(), low[others], high[others], part,
        )  # fmt: skip


def part_of(block: Block, number: int) -> Block:
    """One connected part of a gathered block."""
    columns = np.flatnonzero(block.part == number)
    rows = np.unique(block.matrix.tocsc()[:, columns].indices)
    others = np.unique(block.inequality.tocsc()[:, columns].indices)
    return Block(
        block.cells[columns], block.matrix[rows][:, columns], block.right[rows],
        block.inequality[others][:, columns], block.low[others], block.high[others],
        np.zeros(len(columns), int),
    )  # fmt: skip


def _only(matrix: sparse.csr_array, cells: np.ndarray) -> sparse.csr_array:
    return matrix[:, cells].tocsr()
