"""Rows of a large table that repeat the key of one before them."""

from __future__ import annotations

from ingest.cell_types import quoted_name, trimmed
from ingest.gruppi import groups_of
from ingest.loaded import Loaded
from ingest.tracciato import Tracciato


def repeated_keys(rows: Loaded, layout: Tracciato) -> dict[int, tuple[int, str]]:
    """Of each row that repeats a key, by its line: the line of the first row with the key, and the key for people."""
    keys = [rows.bare(name) for name in layout.grana]
    if not _may_repeat(rows, layout, keys):
        return {}
    shown = ", ".join(f"coalesce({trimmed(f'{quoted_name(name)}::text')}, '')" for name in layout.grana)
    found = rows.con.execute(
        f"select _riga, prima, concat_ws(', ', {shown}) from "
        f"(select *, min(_riga) over (partition by {', '.join(keys)}) as prima from {rows.rows}) "
        "where _riga > prima order by _riga"
    ).fetchall()
    return {line: (first, key) for line, first, key in found}


def _may_repeat(rows: Loaded, layout: Tracciato, keys: list[str]) -> bool:
    """False where no key is repeated; true may also mean that keys only look alike."""
    groups = next((groups for groups, _ in groups_of(rows, layout) if groups.tells_repeated), None)
    if groups:
        told = f"select coalesce(bool_or(ripetute), false), count(*) = count(ripetute) from {groups.table}"
        repeated, all_told = rows.con.execute(told).fetchall()[0]
        if all_told:
            return repeated
    different = f"select count(*) from (select 1 from {rows.rows} group by {', '.join(keys)})"
    return rows.con.execute(f"select ({different}) < count(*) from {rows.rows}").fetchall()[0][0]
