"""The rows of a document around what does not add up, with the cells marked, then printed against expected."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, spiega
from dashboards.components.tables import Column, table
from dashboards.components.text import e
from dashboards.qualita import words
from dashboards.qualita.view import Group

DOWNLOADED = (
    "controllo_id",
    "fonte_id",
    "file",
    "riga",
    "riga_documento",
    "colonna",
    "valore_stampato",
    "valore_atteso",
    "scarto",
    "messaggio",
    "spiegazione",
    "a_chi",
)


def draw_group(group: Group, key: str, before: str = "") -> None:
    """One row of a document: where it stands, the excerpt, what is wrong with each cell."""
    asked = list(dict.fromkeys(r["a_chi"] for r in group.rows if r["a_chi"]))
    foot = words.published_line() + (f" · a chi chiedere: {formats.listed(asked)}" if asked else "")
    with figure.figure(
        key,
        f"{before}«{group.table_name}», riga {group.lines}",
        f"{group.source.get('titolo', '')}. "
        f"{formats.plural(len(group.rows), 'controllo fallito', 'controlli falliti')} sulla stessa riga.",
        source=foot,
        download=figure.Download(
            key, [{k: r[k] for k in DOWNLOADED} for r in group.rows], words.published_line(), words.date()
        ),
    ):
        if queries.has("qualita.origine_cella"):
            st.html(excerpt(group))
        st.html(
            table(
                group.rows,
                [
                    Column("colonna", "Cella", show=lambda r: e(words.column_name(r["colonna"]) or "la riga")),
                    Column("valore_stampato", "Stampato", show=words.printed, leads=spiega.to("qualita.controllo")),
                    Column("valore_atteso", "Atteso", show=words.expected),
                    Column("messaggio", "Che cosa non torna", show=words.message),
                ],
                caption=f"Errori della riga {group.lines}",
                classes="riga-peggiore",
            )
        )


def excerpt(group: Group) -> str:
    """HTML of the rows around, as received; empty where the file is not a transcribed table."""
    lines = queries.received_around(group.rows[0]["file"], group.riga)
    if not lines:
        return ""
    marked = {r["colonna"] for r in group.rows if r["colonna"]}
    rows = [
        {c["colonna_file"]: c["valore_stampato"] for c in cells}
        | {"_riga": cells[0]["riga"], "_documento": cells[0]["riga_documento"] or cells[0]["riga"]}
        for cells in lines
    ]

    def printed(row: dict[str, Any], column: str) -> str:
        text = e(row.get(column)) or "–"
        wrong = row["_riga"] == group.riga and column in marked
        return f'<mark class="stampato evidenziato" title="Non torna">{text}</mark>' if wrong else text

    columns = [Column("_documento", "Riga", wrap=False)]
    # A wide budget has columns of which none of these rows says anything.
    told = marked | {name for row in rows for name, value in row.items() if value is not None}
    columns += [
        Column(c["colonna_file"], c["etichetta"], show=lambda r, name=c["colonna_file"]: printed(r, name))
        for c in lines[0]
        if c["colonna_file"] in told
    ]
    return table(rows, columns, caption=f"Righe del documento intorno alla riga {group.lines}", classes="estratto")
