"""``leps sql``: a query on the current version, printed as a table, JSON or CSV."""

from __future__ import annotations

import csv
import io
import json
import math
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import duckdb

from warehouse.cli.errors import CliError, clean_sql_error
from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current, read_current_public

_BATCH = 10_000


def run_query(paths: WarehousePaths, sql: str, form: str = "tabella", public: bool = False) -> Iterator[str]:
    """Lines of text to print for the result of ``sql``.

    Args:
        form: ``tabella`` (aligned, for people), ``json`` (list of objects; dates and decimals as text)
            or ``csv``.
        public: open the public file only.

    Raises:
        NothingPublished, NothingPublic: there is nothing to query.
        CliError: DuckDB refuses the query; the message is DuckDB's own.
    """
    file = read_current_public(paths) if public else read_current(paths).file(paths)
    con = open_readonly(file, memory_limit="2GB", max_execution_time=None)
    try:
        _execute(con, sql)
        if con.description is None:
            raise CliError("Errore SQL: l'interrogazione è vuota.")
        names = _distinct([column[0] for column in con.description])
        writer = {"json": _as_json, "csv": _as_csv, "tabella": _as_table}[form]
        yield from writer(names, _rows(con))
    except duckdb.IOException:
        raise
    except duckdb.Error as error:
        raise CliError(f"Errore SQL: {clean_sql_error(error)}") from None
    finally:
        con.close()


def _execute(con: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Execute a query so that Ctrl+C stops it at once.

    DuckDB, called from the main thread, at times waits for its own threads without noticing an interruption.
    """
    with ThreadPoolExecutor(1) as pool:
        query = pool.submit(con.execute, sql)
        try:
            query.result()
        except KeyboardInterrupt:
            con.interrupt()
            raise


def _rows(con: duckdb.DuckDBPyConnection) -> Iterator[tuple]:
    while batch := con.fetchmany(_BATCH):
        yield from batch


def _distinct(names: list[str]) -> list[str]:
    """Two columns of the same name must both survive in an object: ``n``, ``n_2``."""
    seen: list[str] = []
    for name in names:
        number, free = 1, name
        while free in seen:
            number += 1
            free = f"{name}_{number}"
        seen.append(free)
    return seen


def _as_json(names: list[str], rows: Iterator[tuple]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before
        item = {name: _jsonable(value) for name, value in zip(names, row, strict=True)}
        before = json.dumps(item, ensure_ascii=False) + ","
    yield before.rstrip(",")
    yield "]"


def _jsonable(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_jsonable(item) for item in value]
    return _text(value)


def _as_csv(names: list[str], rows: Iterator[tuple]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="")
    writer.writerow(names)
    yield buffer.getvalue()
    for row in rows:
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(["" if value is None else _text(value) for value in row])
        yield buffer.getvalue()


def _as_table(names: list[str], rows: Iterator[tuple]) -> Iterator[str]:
    kept = list(rows)
    columns = [[_one_line(row[i]) for row in kept] for i in range(len(names))]
    right = [all(isinstance(row[i], (int, float, Decimal, type(None))) for row in kept) for i in range(len(names))]
    widths = [max(map(_width, (name, *column))) for name, column in zip(names, columns, strict=True)]

    def line(cells: list[str]) -> str:
        padded = []
        for cell, width, to_right in zip(cells, widths, right, strict=True):
            blank = " " * (width - _width(cell))
            padded.append(blank + cell if to_right else cell + blank)
        return "  ".join(padded).rstrip()

    yield line(names)
    yield "  ".join("-" * width for width in widths)
    for number in range(len(kept)):
        yield line([column[number] for column in columns])


def _one_line(value: Any) -> str:
    return "NULL" if value is None else " ".join(_text(value).split("\n"))


def _text(value: Any) -> str:
    """A value as it is; decimals never in scientific notation."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
