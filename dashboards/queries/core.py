"""Read-only access to the published version: the only SQL of the pages runs through here.

Results are small and kept in memory for as long as the version that they come from is the current one. They are
Polars frames or plain values, which nobody changes. Counts may be added up here; rates, intervals and outcomes are
read as published.
"""

from __future__ import annotations

import functools
import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import polars as pl

from warehouse.current import current_warehouse

P = ParamSpec("P")
R = TypeVar("R")

_KEPT_RESULTS = 600
_results: OrderedDict[tuple, Any] = OrderedDict()
_guard = threading.Lock()


def per_version(query: Callable[P, R]) -> Callable[P, R]:
    """Remember the result of a query until a new version is published."""

    @functools.wraps(query)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        warehouse = current_warehouse()
        key = (warehouse.version.versione, warehouse.profilo, query.__name__, args, tuple(sorted(kwargs.items())))
        with _guard:
            if key in _results:
                _results.move_to_end(key)
                return _results[key]
        result = query(*args, **kwargs)
        with _guard:
            _results[key] = result
            while len(_results) > _KEPT_RESULTS:
                _results.popitem(last=False)
        return result

    return remembered


def frame(sql: str, params: list | None = None) -> pl.DataFrame:
    cursor = current_warehouse().connection()
    try:
        return cursor.sql(sql, params=params or []).pl()
    finally:
        cursor.close()


def rows(sql: str, params: list | None = None) -> list[dict[str, Any]]:
    return frame(sql, params).to_dicts()


@per_version
def tables() -> frozenset[str]:
    """What this file holds, `schema.name`: the public one has less."""
    found = rows(
        "select table_schema || '.' || table_name as nome from information_schema.tables "
        "where table_schema in ('marts', 'qualita')"
    )
    return frozenset(row["nome"] for row in found)


def has(*names: str) -> bool:
    return tables().issuperset(names)


def over_pairs(name: str) -> str:
    """SQL: a view over all pairs of territories, which in the public file is a function."""
    return name if has(name) else f"{name}()"


# A line of a document is text (`777`, `132-134`): in order of its first number.
BY_LINE = "try_cast(regexp_extract(riga_documento::text, '[0-9]+') as integer) nulls last"


def first(sql: str, params: list | None = None) -> dict[str, Any] | None:
    found = rows(sql, params)
    return found[0] if found else None
