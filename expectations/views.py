"""The frames on which Great Expectations judges a table.

It takes pandas frames only. A small table is handed over whole. Of a large one (the ISTAT tables, the
population, the indicator values) DuckDB hands over, for each expectation, the few rows that decide it:

====================================  ========================================================  =======
expectation on                        rows handed over                                          verdict
====================================  ========================================================  =======
columns                               none                                                      exact
number of rows                        an index without columns                                  exact
nulls, sets, forms of a column        its distinct values                                       exact
bounds of a column                    its smallest and largest value                            exact
bounds, under a condition on another  the same, for each value of that other column             exact
A >= B in every row                   the rows where A exceeds B least                          exact
share of non-null                     PRESENCE_ROWS rows with that share, rounded down          to 1e-5
sum, mean                             one row that has that sum, that mean                      exact
anything else; ``mostly`` below 1     rows whose hash falls in one of k parts, about            sample
                                      SAMPLE_ROWS of them
====================================  ========================================================  =======

The sample depends only on the values of the rows, so that it is the same at every run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from expectations.suites import Suite

if TYPE_CHECKING:
    import duckdb
    import pandas as pd

LARGE_FROM_ROWS = 50_000
SAMPLE_ROWS = 50_000
WORST_PAIRS = 1_000
PRESENCE_ROWS = 100_000

HEADER = {
    "expect_table_columns_to_match_ordered_list",
    "expect_table_columns_to_match_set",
    "expect_table_column_count_to_equal",
    "expect_column_to_exist",
}
ROW_COUNT = {"expect_table_row_count_to_equal", "expect_table_row_count_to_be_between"}
# Decided by the distinct values, when they must hold for every row.
BY_VALUE = {
    "expect_column_values_to_not_be_null",
    "expect_column_values_to_be_null",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_not_be_in_set",
    "expect_column_values_to_match_regex",
    "expect_column_values_to_not_match_regex",
    "expect_column_value_lengths_to_be_between",
    "expect_column_value_lengths_to_equal",
    "expect_column_distinct_values_to_be_in_set",
    "expect_column_distinct_values_to_contain_set",
    "expect_column_distinct_values_to_equal_set",
    "expect_column_unique_value_count_to_be_between",
}
BY_EXTREMES = {
    "expect_column_values_to_be_between",
    "expect_column_min_to_be_between",
    "expect_column_max_to_be_between",
}
PAIR = "expect_column_pair_values_a_to_be_greater_than_b"
PRESENCE = "expect_column_proportion_of_non_null_values_to_be_between"
AGGREGATES = {"expect_column_sum_to_be_between": "sum", "expect_column_mean_to_be_between": "avg"}


def columns_judged(expectation: dict) -> list[str]:
    """Columns that an expectation judges."""
    kwargs = expectation["kwargs"]
    return [kwargs[key] for key in ("column", "column_A", "column_B") if key in kwargs]


def columns_read(expectation: dict) -> list[str]:
    """Columns that it judges, and the one that its ``row_condition`` reads (a single comparison)."""
    condition = expectation["kwargs"].get("row_condition")
    return columns_judged(expectation) + ([condition["column"]["name"]] if condition else [])


def views(
    con: duckdb.DuckDBPyConnection, suite: Suite, expectations: list[dict]
) -> Iterator[tuple[pd.DataFrame, list[dict]]]:
    """Frames, each with the expectations that it decides. Every column that they read must exist."""
    source = f'"{suite.schema}"."{suite.table}"'
    header = [e for e in expectations if e["type"] in HEADER]
    if header:
        yield _frame(con, f"from {source} limit 0"), header
    expectations = [e for e in expectations if e["type"] not in HEADER]
    if not expectations:
        # Never counted: a view over all pairs of territories has billions of rows.
        return
    (rows,) = con.execute(f"select count(*) from {source}").fetchall()[0]
    if rows < LARGE_FROM_ROWS:
        yield _frame(con, f"from {source}"), expectations
        return
    by_query: dict[str, list[dict]] = {}
    for expectation in expectations:
        by_query.setdefault(_query(source, rows, expectation), []).append(expectation)
    for query, decided in by_query.items():
        yield (_only_index(rows) if query == "" else _frame(con, query)), decided


def _query(source: str, rows: int, expectation: dict) -> str:
    """The rows of a large table that decide an expectation; "" where their number is all that matters."""
    kind, kwargs = expectation["type"], expectation["kwargs"]
    condition = kwargs.get("row_condition")
    every_row = kwargs.get("mostly", 1) == 1
    missing_pass = kwargs.get("ignore_row_if") == "either_value_is_missing"
    if kind in ROW_COUNT:
        return ""
    names = columns_read(expectation)
    listed = ", ".join(f'"{name}"' for name in sorted(set(names)))
    column, other = f'"{names[0]}"', f'"{names[-1]}"'
    extremes = f"unnest([min({column}), max({column})]) as {column}"
    if every_row and kind in BY_EXTREMES and condition:
        return f"select {other}, {extremes} from {source} group by {other}"
    if every_row and kind in BY_EXTREMES:
        return f"select {extremes} from {source}"
    if every_row and kind in BY_VALUE:
        return f"select distinct {listed} from {source}"
    if every_row and kind == PAIR and missing_pass and not condition:
        a, b = f'"{kwargs["column_A"]}"', f'"{kwargs["column_B"]}"'
        both = f"{a} is not null and {b} is not null"
        return f"select {a}, {b} from {source} where {both} order by {a} - {b} limit {WORST_PAIRS}"
    if kind == PRESENCE and not condition:
        share = f"(select count({column}) * {PRESENCE_ROWS} // count(*) from {source})"
        return f"select case when i < {share} then true end as {column} from range({PRESENCE_ROWS}) r(i)"
    if kind in AGGREGATES and not condition:
        return f"select {AGGREGATES[kind]}({column})::double as {column} from {source}"
    parts = -(-rows // SAMPLE_ROWS)
    return f"select {listed} from {source} as riga where hash(riga) % {parts} = 0"


def _frame(con: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    import pandas as pd

    # Arrow types keep text, decimals, dates and missing cells as they are in the database.
    return con.sql(query).to_arrow_table().to_pandas(types_mapper=pd.ArrowDtype)


def _only_index(rows: int) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(index=pd.RangeIndex(rows))
