"""Linear programs over one system of equations, asked again and again with another aim (HiGHS)."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import highspy
import numpy as np
from scipy import sparse

Job, Answer = TypeVar("Job"), TypeVar("Answer")


def in_parallel(work: Callable[[Job], Answer], jobs: Iterable[Job]) -> list[Answer]:
    """Answers in the order of the jobs, a core each: the solver lets other threads run while it works."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(work, jobs))


class Program:
    """``low <= matrix @ x <= high``, ``lower <= x <= upper``. Each aim starts from the solution of the one before."""

    def __init__(
        self, matrix: sparse.csr_array, low: np.ndarray, high: np.ndarray, lower: np.ndarray, upper: np.ndarray
    ):
        self.size = len(lower)
        columns = matrix.tocsc()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.size, matrix.shape[0]
        model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(self.size), lower, upper
        model.row_lower_, model.row_upper_ = low.astype(float), high.astype(float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_, model.a_matrix_.index_ = columns.indptr, columns.indices
        model.a_matrix_.value_ = columns.data.astype(float)
        self._solver = highspy.Highs()
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("threads", 1)
        self._solver.passModel(model)
        self._all = np.arange(self.size, dtype=np.int32)

    def least(self, aim: np.ndarray, gap: float = 1e-4) -> np.ndarray | None:
        """A solution with the smallest ``aim @ x``, of integers within ``gap`` of it; None if there is no solution."""
        self._solver.setOptionValue("mip_rel_gap", gap)
        self._solver.changeColsCost(self.size, self._all, aim.astype(float))
        self._solver.run()
        if self._solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return np.array(self._solver.getSolution().col_value)

    def whole(self) -> None:
        """From now on only integers."""
        kinds = np.full(self.size, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._solver.changeColsIntegrality(self.size, self._all, kinds)
