"""Keys of published rows as people write them: parts with ``|`` between; the last ones may be left out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from warehouse.provenienza.regole import Tabella

if TYPE_CHECKING:
    import duckdb

_SHOWN = 8
_NEAR = 3


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
            # In the column's own type: a condition on its text reads a view of pairs from end to end.
            conditions.append(f"{column} = try_cast(? as {table.tipi[column]})")
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
    """Existing keys like the one asked for: each part that does not exist gives way to those most like it."""
    found: list[dict[str, str]] = [{}]
    for column, part in zip(table.chiave, given, strict=False):
        if part and part != "*":
            found = [known | {column: value} for known in found for value in _like(con, table, column, part, known)]
    columns = ", ".join(f"coalesce({c}::text, '')" for c in table.chiave)
    keys: dict[str, None] = {}
    for known in found[:_NEAR]:
        where, values = _where(known)
        rows = con.execute(f"select {columns} from {table.nome} where {where} limit {_NEAR}", values).fetchall()
        keys |= dict.fromkeys(sorted("|".join(row) for row in rows))
    return list(keys)[:_NEAR]


def _like(con: duckdb.DuckDBPyConnection, table: Tabella, column: str, part: str, known: dict[str, str]) -> list[str]:
    """``part`` where rows with it exist, else the nearest values of the column among the rows known so far."""
    where, values = _where(known)
    rows = con.execute(
        f"select distinct {column}::text as v from {table.nome} where {where} and {column} is not null "
        f"order by v = ? desc, jaro_winkler_similarity(v, ?) desc, v limit {_NEAR}",
        [*values, part, part],
    ).fetchall()
    return [part] if rows and rows[0][0] == part else [row[0] for row in rows]


def _where(known: dict[str, str]) -> tuple[str, list[str]]:
    return " and ".join(f"{column}::text = ?" for column in known) or "true", list(known.values())


def _form(table: Tabella) -> str:
    return " | ".join(table.chiave)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
