"""A table that is already in the schema ``raw``, and what its distinct values tell of each column.

To trim or to test millions of cells costs more than to read them; the distinct ones are few, and most often they
tell that there is nothing to trim and nothing that does not fit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from ingest.cell_types import quoted, quoted_name, trimmed
from ingest.columns import Colonna
from ingest.misfits import exempt, misfit_tests

if TYPE_CHECKING:
    import duckdb

    from ingest.gruppi import Groups

# Digits that a plain cast reads as raw.leggi_intero does; a cast alone would also read 1e3, 0x10 and 1.5.
PLAIN_NUMBER = r"[-+]?\d{1,18}"


class Values(NamedTuple):
    """What is true of the values of one column."""

    clean: bool  # no blanks around them, and none is missing
    plain: bool  # numbers that a cast reads
    fitting: bool  # all of the declared type
    low: int | None  # of the numbers that a cast reads
    high: int | None


class Loaded:
    """The rows of one delivery, and the SQL by which its columns are read."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        rows: str,
        columns: tuple[Colonna, ...],
    ):
        self.con = con
        self.rows = rows
        self.columns = {column.nome: column for column in columns}
        self.seen: dict[str, Values] = {}
        self.groups: dict[tuple[str, tuple[str, ...]], Groups] = {}  # counted once, see ingest.gruppi

    @cached_property
    def carried(self) -> set[str]:
        """Columns with at least one cell that is not empty: an optional one that a delivery lacks has none."""
        counts = ", ".join(f"count({quoted_name(name)})" for name in self.columns)
        (found,) = self.con.execute(f"select {counts} from {self.rows}").fetchall()
        return {name for name, count in zip(self.columns, found, strict=True) if count}

    @cached_property
    def texts(self) -> set[str]:
        """Columns that hold text (an Arrow file has numbers too)."""
        described = self.con.execute(f"describe select * from {self.rows}").fetchall()
        return {name for name, kind, *_ in described if kind == "VARCHAR"}

    def values(self, name: str) -> Values:
        """What is true of the values of a column; all columns that may be asked for are looked at once, together."""
        if name not in self.seen:
            asked = [name, *(other for other in self._checked if other != name and other not in self.seen)]
            told = self.con.execute(" union all ".join(self._told_by_distinct(column) for column in asked)).fetchall()
            self.seen |= {column: Values(*rest) for column, *rest in told}
        return self.seen[name]

    @cached_property
    def _checked(self) -> list[str]:
        """Columns that hold something, and of which something is demanded."""
        demanded = (n for n, c in self.columns.items() if next(misfit_tests(c, is_text=n in self.texts), None))
        return [name for name in demanded if name in self.carried]

    def _told_by_distinct(self, name: str) -> str:
        """SQL of one row: the column's name and its :class:`Values`."""
        column, cell = self.columns[name], quoted_name(name)
        tests = [test for test, _ in misfit_tests(column, is_text=name in self.texts)]
        misfit = f"({' or '.join(f'({test})' for test in tests) or 'false'}){exempt(column)}"
        number = f"try_cast({cell} as bigint)"
        return (
            f"select {quoted(name)}, "
            f"coalesce(bool_and({cell} is not null and {cell}::text = {trimmed(f'{cell}::text')}), true), "
            f"coalesce(bool_and({cell} is null or regexp_full_match({cell}::text, '{PLAIN_NUMBER}')), true), "
            f"not coalesce(bool_or({misfit}), false), min({number}), max({number}) "
            f"from (select distinct {cell} from {self.rows})"
        )

    def bare(self, name: str) -> str:
        """SQL of a column without the blanks around its text and without NULL."""
        column = quoted_name(name)
        return column if self.values(name).clean else f"coalesce({trimmed(f'{column}::text')}, '')"

    def number(self, name: str) -> str:
        """SQL of the whole number printed in a column, NULL where there is none."""
        column = quoted_name(name)
        if name not in self.texts:
            return column
        if self.values(name).plain:
            return f"try_cast({column} as bigint)"
        return f"raw.leggi_intero({column}, '{self.columns[name].locale}')"

    def is_total(self, name: str) -> str:
        """SQL: is the row marked, in this column, as a total of others?"""
        return f"{self.bare(name)} in ({', '.join(map(quoted, self.columns[name].totali))})"
