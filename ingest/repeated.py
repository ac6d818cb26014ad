"""Rows of a large table that repeat the key of one before them."""

from __future__ import annotations

from ingest.cell_types import quoted_name, trimmed
from ingest.loaded import Loaded

# More values than these of the last part of a key make strings of bits too long.
MARKED_AT_MOST = 1_000


def repeated_keys(rows: Loaded, grana: tuple[str, ...]) -> dict[int, tuple[int, str]]:
    """Of each row that repeats a key: its ``rowid``, that of the first row with the key, and the key for people."""
    keys = [rows.bare(name) for name in grana if name in rows.columns]
    if _all_different(rows, keys):
        return {}
    shown = [f"coalesce({trimmed(quoted_name(name))}, '')" if name in rows.columns else "''" for name in grana]
    found = rows.con.execute(
        f"select rowid, prima, concat_ws(', ', {', '.join(shown)}) from "
        f"(select *, rowid, min(rowid) over (partition by {', '.join(keys)}) as prima from {rows.rows}) "
        "where rowid > prima order by rowid"
    ).fetchall()
    return {at: (first, key) for at, first, key in found}


def _all_different(rows: Loaded, keys: list[str]) -> bool:
    """Is no key repeated?

    In each group of the other parts of the key its last part is marked in a string of bits, which takes half the
    time of grouping by the whole key.
    """
    *others, last = keys
    (many,) = rows.con.execute(f"select count(distinct {last}) from {rows.rows}").fetchall()[0]
    if not others or many > MARKED_AT_MOST:
        groups = f"select count(*) from (select 1 from {rows.rows} group by {', '.join(keys)})"
        return rows.con.execute(f"select ({groups}) = count(*) from {rows.rows}").fetchall()[0][0]
    (repeated,) = rows.con.execute(
        f"with ultime as (select chiave, row_number() over () - 1 as posto "
        f"from (select distinct {last} as chiave from {rows.rows})) "
        f"select count(*) from (select 1 from {rows.rows} join ultime on {last} = chiave group by {', '.join(others)} "
        f"having count(*) > bit_count(bitstring_agg(posto::integer, 0, {max(many - 1, 1)})))"
    ).fetchall()[0]
    return repeated == 0
