"""Keys of published rows as people write them: parts with ``|`` between; the last ones may be left out."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from warehouse.provenienza.regole import Tabella

if TYPE_CHECKING:
    import duckdb

_SHOWN = 8
_COMPARED = 5_000


class KeyNotFound(Exception):
    """No row, or more than one, has the key; the message is an Italian sentence. ``vicine`` are keys that exist."""

    def __init__(self, message: str, vicine: list[str]):
        self.vicine = vicine
        super().__init__(message)


def key_of(table: Tabella, row: dict[str, Any]) -> str:
    """The key of a row as text, as ``qualita.provenienza`` writes it."""
    return "|".join("" if row[c] is None else _text(row[c]) for c in table.chiave)


def find(con: duckdb.DuckDBPyConnection, table: Tabella, key: str) -> dict[str, Any]:
    """The row of ``table`` that has ``key``; of several deliveries of a fact, the current one.

    Raises:
        KeyNotFound: none has it, or more than one.
    """
    given = key.split("|")
    if len(given) > len(table.chiave):
        raise KeyNotFound(
            f"Errore: la chiave «{key}» ha {len(given)} parti; quella di {table.nome} ne ha al più "
            f"{len(table.chiave)}: {_form(table)}.",
            _nearest(con, table, given),
        )
    exact = len(given) == len(table.chiave)
    conditions, values = [], []
    for column, part in zip(table.chiave, given, strict=False):
        if part and part != "*":
            conditions.append(f"{column}::text = ?")
            values.append(part)
        elif exact and part != "*":
            conditions.append(f"coalesce({column}::text, '') = ''")
    found = _rows(con, table, conditions, values)
    if not found and exact:  # an empty part may also mean «any»
        found = _rows(con, table, [c for c in conditions if "coalesce" not in c], values)
    if len(found) > 1 and "corrente" in table.tipi:
        found = [row for row in found if row["corrente"]] or found
    if len(found) == 1:
        return found[0]
    if found:
        keys = sorted(key_of(table, row) for row in found)[:_SHOWN]
        raise KeyNotFound(
            f"Errore: «{key}» non basta a dire una sola riga di {table.nome}. La chiave intera è {_form(table)}.", keys
        )
    near = _nearest(con, table, given)
    raise KeyNotFound(f"Errore: {table.nome} non ha la riga «{key}». La chiave è {_form(table)}.", near)


def _rows(con: duckdb.DuckDBPyConnection, table: Tabella, conditions: list[str], values: list[str]) -> list[dict]:
    where = " and ".join(conditions) or "true"
    # As many as can be told apart by `corrente`.
    cursor = con.execute(f"select * from {table.nome} where {where} limit {4 * _SHOWN}", values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _nearest(con: duckdb.DuckDBPyConnection, table: Tabella, given: list[str]) -> list[str]:
    """Existing keys like the one asked for: first those that share the most leading parts."""
    columns = ", ".join(f"coalesce({c}::text, '')" for c in table.chiave)
    for shared in range(min(len(given), len(table.chiave)), -1, -1):
        parts = [(c, p) for c, p in zip(table.chiave[:shared], given, strict=False) if p and p != "*"]
        where = " and ".join(f"{c}::text = ?" for c, _ in parts) or "true"
        rows = con.execute(
            f"select distinct {columns} from {table.nome} where {where} limit {_COMPARED}", [p for _, p in parts]
        ).fetchall()
        if rows:
            asked = "|".join(given)
            keys = sorted("|".join(row) for row in rows)
            return sorted(keys, key=lambda k: -SequenceMatcher(None, asked, k[: len(asked) + 4]).ratio())[:3]
    return []


def _form(table: Tabella) -> str:
    return " | ".join(table.chiave)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
