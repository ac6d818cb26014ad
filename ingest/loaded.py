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

# Digits that a plain cast reads as raw.leggi_intero does; a cast alone would also read 1e3, 0x10 and 1.5.
PLAIN_NUMBER = r"[-+]?\d{1,18}"


class Values(NamedTuple):
    """What is true of the values of one column."""

    clean: bool  # no blanks around them, and none is missing
    plain: bool  # numbers that a cast reads
    fitting: bool  # all of the declared type


class Loaded:
    """The rows of one delivery, and the SQL by which its columns are read."""

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        rows: str,
        columns: tuple[Colonna, ...],
        seen: dict[str, Values] | None = None,
    ):
        self.con = con
        self.rows = rows
        self.columns = {column.nome: column for column in columns}
        # Seen of the same rows before, or of more: nothing that holds of them ceases to.
        self.seen = {} if seen is None else seen

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
        """What is true of the values of a column, looked at once."""
        if name not in self.seen:
            column, cell = self.columns[name], quoted_name(name)
            tests = [test for test, _ in misfit_tests(column, is_text=name in self.texts)]
            misfit = f"({' or '.join(f'({test})' for test in tests) or 'false'}){exempt(column)}"
            query = (
                f"select coalesce(bool_and({cell} is not null and {cell}::text = {trimmed(f'{cell}::text')}), true), "
                f"coalesce(bool_and({cell} is null or regexp_full_match({cell}::text, '{PLAIN_NUMBER}')), true), "
                f"not coalesce(bool_or({misfit}), false) from (select distinct {cell} from {self.rows})"
            )
            self.seen[name] = Values(*self.con.execute(query).fetchall()[0])
        return self.seen[name]

    def bare(self, name: str) -> str:
        """SQL of a text column without the blanks around it and without NULL."""
        column = quoted_name(name)
        return column if self.values(name).clean else f"coalesce({trimmed(column)}, '')"

    def number(self, name: str) -> str:
        """SQL of the whole number printed in a column, NULL where there is none."""
        column = quoted_name(name)
        return (
            f"try_cast({column} as bigint)"
            if self.values(name).plain
            else f"raw.leggi_intero({column}, '{self.columns[name].locale}')"
        )

    def is_total(self, name: str) -> str:
        """SQL: is the row marked, in this column, as a total of others?"""
        return f"{self.bare(name)} in ({', '.join(map(quoted, self.columns[name].totali))})"
