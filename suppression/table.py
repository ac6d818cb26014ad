"""Cells and equations as arrays, verified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np
import polars as pl
from scipy import sparse
from scipy.sparse import csgraph

PUBLISHABLE = "pubblicabile"
PRIMARY = "soppressa_primaria"
SECONDARY = "soppressa_secondaria"

SMALLEST_THRESHOLD = 3  # the rule of SISTAN: two units know of one another


class InvalidTable(ValueError):
    """Cells and equations that cannot be protected; the message never holds a value."""


@dataclass(frozen=True)
class Table:
    """``n`` cells and ``m`` equations: ``matrix @ value == 0`` wherever all the values are there.

    ids: n names, sorted.
    value: n counts, int64; 0 where missing.
    missing: nobody holds the value. derived: missing, but the equations give it.
    threshold: n, at least 3.
    note: the public already knows the value. auxiliary: a made quantity, never published, that needs no protection
    (the slack of an inequality). zero_hidden: a zero is as sensitive as a one.
    priority: the larger, the later the cell is chosen to protect others.
    matrix: m x n, csr, int64. equations: m names.
    """

    ids: np.ndarray
    value: np.ndarray
    missing: np.ndarray
    derived: np.ndarray
    threshold: np.ndarray
    note: np.ndarray
    auxiliary: np.ndarray
    zero_hidden: np.ndarray
    priority: np.ndarray
    matrix: sparse.csr_array
    equations: np.ndarray

    @property
    def names(self) -> pl.Series:
        return pl.Series("cella_id", self.ids, dtype=pl.String)

    @property
    def small(self) -> np.ndarray:
        """Cells that must not be published for their own sake."""
        count = (self.value >= 1) & (self.value < self.threshold)
        count |= self.zero_hidden & (self.value == 0)
        return count & (~self.missing | self.derived) & ~self.auxiliary

    @cached_property
    def by_cell(self) -> sparse.csc_array:
        """``matrix``, where the equations of a cell are near one another."""
        return self.matrix.tocsc()

    def equations_of(self, cell: int) -> np.ndarray:
        """Rows of ``matrix`` that hold the cell."""
        return self.by_cell.indices[self.by_cell.indptr[cell] : self.by_cell.indptr[cell + 1]]

    def equation(self, row: int) -> tuple[np.ndarray, np.ndarray]:
        """Cells of a row of ``matrix``, and their coefficients."""
        part = slice(self.matrix.indptr[row], self.matrix.indptr[row + 1])
        return self.matrix.indices[part], self.matrix.data[part]

    def parts(self, at_least: int) -> Iterator[Table]:
        """The table split where no equation connects, small parts together until they have ``at_least`` cells."""
        links = abs(self.matrix)
        _, labels = csgraph.connected_components(sparse.block_array([[None, links], [links.T, None]]), directed=False)
        of_row, of_cell = labels[: links.shape[0]], labels[links.shape[0] :]
        for group in gathered(of_cell, at_least):
            inside = np.zeros(labels.max() + 1, bool)
            inside[group] = True
            yield self._only(np.flatnonzero(inside[of_cell]), np.flatnonzero(inside[of_row]))

    def _only(self, cells: np.ndarray, rows: np.ndarray) -> Table:
        single = {f.name: getattr(self, f.name)[cells] for f in fields(self) if f.name not in ("matrix", "equations")}
        return Table(**single, matrix=self.matrix[rows][:, cells].tocsr(), equations=self.equations[rows])

    def start(self, cells: np.ndarray) -> np.ndarray | None:
        """The true values of these cells, a completion that is at hand; None if nobody holds one of them."""
        return None if (self.missing & ~self.derived)[cells].any() else self.value[cells]


def gathered(labels: np.ndarray, at_least: int) -> Iterator[np.ndarray]:
    """Labels in groups that have ``at_least`` cells, but for the last."""
    numbers, sizes = np.unique(labels, return_counts=True)
    group: list[int] = []
    total = 0
    for number, size in zip(numbers, sizes, strict=True):
        group.append(number)
        total += size
        if total >= at_least:
            yield np.array(group)
            group, total = [], 0
    if group:
        yield np.array(group)


def read_table(cells: pl.DataFrame, equations: pl.DataFrame) -> Table:
    """Arrays of the two tables, in the order of the names whatever the order of the rows.

    Raises:
        InvalidTable: a repeated or unknown cell, a negative value, a threshold below 3, an equation that does not hold.
    """
    cells = cells.sort("cella_id")
    ids = cells["cella_id"].to_numpy()
    _refuse(cells.filter(pl.col("cella_id").is_duplicated())["cella_id"], "celle ripetute", "tenere una riga per cella")
    _refuse(cells.filter(pl.col("valore") < 0)["cella_id"], "celle con un valore negativo", "correggere il conteggio")
    low = pl.col("soglia").is_null() | (pl.col("soglia") < SMALLEST_THRESHOLD)
    _refuse(cells.filter(low)["cella_id"], f"celle con soglia assente o sotto {SMALLEST_THRESHOLD}",
            f"dichiarare per la fonte una soglia di almeno {SMALLEST_THRESHOLD}")  # fmt: skip
    links = equations.join(
        cells.select("cella_id").with_row_index("cella"), on="cella_id", how="left", maintain_order="left"
    )
    _refuse(links.filter(pl.col("cella").is_null())["legame_id"].unique(), "legami con una cella che non esiste",
            "aggiungere la cella, anche senza valore, o togliere il legame")  # fmt: skip
    names, rows = np.unique(links["legame_id"].to_numpy(), return_inverse=True)
    matrix = sparse.csr_array(
        (links["coefficiente"].to_numpy().astype(np.int64), (rows, links["cella"].to_numpy().astype(np.int64))),
        shape=(len(names), len(ids)),
    )
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    missing = cells["valore"].is_null().to_numpy()
    value, derived = _fill_in(cells["valore"].fill_null(0).to_numpy().astype(np.int64), missing, matrix)
    unknown = missing & ~derived
    open_ = abs(matrix) @ unknown.astype(np.int64) > 0
    _refuse(pl.Series(names[(matrix @ value != 0) & ~open_]), "legami che non tornano: le parti non fanno il totale",
            "controllare come sono fatti i totali")  # fmt: skip
    return Table(
        ids=ids, value=value, missing=missing, derived=derived, threshold=cells["soglia"].to_numpy().astype(np.int64),
        note=_flag(cells, "nota") & ~missing, auxiliary=_flag(cells, "ausiliaria"),
        zero_hidden=_flag(cells, "zero_nascosto"), priority=_number(cells, "priorita"), matrix=matrix, equations=names,
    )  # fmt: skip


def _fill_in(value: np.ndarray, missing: np.ndarray, matrix: sparse.csr_array) -> tuple[np.ndarray, np.ndarray]:
    """Values of the missing cells that are alone in an equation, again and again: anybody can compute them."""
    value, unknown = value.copy(), missing.copy()
    while True:
        alone = np.flatnonzero((matrix != 0) @ unknown.astype(np.int64) == 1)
        found = False
        for row in alone:
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            columns, factors = matrix.indices[part], matrix.data[part]
            at = np.flatnonzero(unknown[columns])
            if len(at) != 1:
                continue  # another equation has given it meanwhile
            rest = -int(factors @ value[columns])
            number, remainder = divmod(rest, int(factors[at[0]]))
            if remainder or number < 0:
                continue  # no count can make it hold: said of the equation, once nothing in it is unknown
            value[columns[at[0]]], unknown[columns[at[0]]], found = number, False, True
        if not found:
            return value, missing & ~unknown


def _flag(cells: pl.DataFrame, column: str) -> np.ndarray:
    if column not in cells.columns:
        return np.zeros(cells.height, bool)
    return cells[column].cast(pl.Boolean).fill_null(False).to_numpy().astype(bool)


def _number(cells: pl.DataFrame, column: str) -> np.ndarray:
    if column not in cells.columns:
        return np.zeros(cells.height)
    return cells[column].cast(pl.Float64).fill_null(0).to_numpy()


def _refuse(names: pl.Series, what: str, remedy: str) -> None:
    if len(names):
        some = ", ".join(sorted(str(name) for name in names.unique())[:3])
        raise InvalidTable(f"{len(names)} {what} (per esempio {some}). Rimedio: {remedy}.")
