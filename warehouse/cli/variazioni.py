"""The yearly changes out of their range that a build tells: the ten largest, each with the reason of its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

SHOWN = 10
# The check carries the value as shown and its difference from the year before: their ratio says how large a jump it is,
# whatever the unit.
_WORST = """
    with fuori as (
        select messaggio, motivo, gravita, scarto,
            try_cast(replace(replace(valore_stampato, '.', ''), ',', '.') as double) as valore
        from qualita.controllo
        where tipo = 'variazione_annua' and esito = 'fallito'
    )

    select messaggio, motivo
    from fuori
    order by list_position(['errore', 'avviso', 'informazione'], gravita), abs(scarto / nullif(valore - scarto, 0)) desc
        nulls last, messaggio
    limit ?
"""


def worst_changes(con: duckdb.DuckDBPyConnection, count: int = SHOWN) -> list[str]:
    """One Italian sentence for each of the largest changes that are out of range, the gravest severity first.

    Empty where ``qualita.controllo`` does not exist.
    """
    exists = con.execute(
        "select count(*) from information_schema.tables where table_schema = 'qualita' and table_name = 'controllo'"
    ).fetchone()[0]
    if not exists:
        return []
    return [
        f"{message} Perché l'intervallo: {reason}" if reason else message
        for message, reason in con.execute(_WORST, [count]).fetchall()
    ]
