"""``leps spiega``: from a published row down to the received cells, as a tree or as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.cli.errors import CliError
from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.provenienza import KeyNotFound, Nodo, TableNotExplained, explain
from warehouse.provenienza.testo import tree_lines


def read_explanation(paths: WarehousePaths, table: str, key: str, column: str | None, limit: int) -> Nodo:
    """The explanation of one row of the current version.

    Raises:
        NothingPublished: there is no version.
        CliError: no such table, row or column; the message says the nearest ones.
    """
    con = open_readonly(read_current(paths).file(paths))
    try:
        return explain(con, table, key, column, limite=limit)
    except KeyNotFound as error:
        near = "".join(f"\n  {key}" for key in error.vicine)
        raise CliError(f"{error}" + (f"\nChiavi vicine:{near}" if near else "")) from None
    except (TableNotExplained, ValueError) as error:
        raise CliError(str(error)) from None
    finally:
        con.close()


def explanation_lines(node: Nodo) -> Iterator[str]:
    yield from tree_lines(node)
