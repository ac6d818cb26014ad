"""What changed in the checks since the version published before."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame
from dashboards.components.tables import Column, table
from dashboards.components.text import e
from dashboards.qualita import words
from dashboards.qualita.view import SHOWN_ROWS, View

TITLES = {"nuovo": "Non torna da questa pubblicazione", "risolto": "Ora torna, o non c'è più"}


def draw(_view: View) -> None:
    changed = queries.changed_checks()
    if changed.is_empty():
        figure.empty(
            "Nessun controllo ha cambiato esito: i controlli falliti sono gli stessi della pubblicazione precedente, "
            "oppure questa è la prima."
        )
        return
    before = frame.short_version(changed["versione_prima"][0])
    for kind, title in TITLES.items():
        rows = changed.filter(pl.col("cambiamento") == kind)
        with figure.figure(
            f"cambiamenti_{kind}",
            title,
            f"{formats.plural(rows.height, 'controllo', 'controlli')} rispetto alla versione {before}.",
            source=words.published_line(),
            download=figure.Download(f"controlli_{kind}", rows, words.published_line(), words.date()),
        ):
            st.html(
                table(
                    rows.head(SHOWN_ROWS).to_dicts(),
                    [
                        Column("gravita", "Gravità", show=lambda r: words.severity({**r, "esito": "fallito"})),
                        Column("tipo", "Tipo", show=lambda r: e(words.SHORT_TYPES.get(r["tipo"], r["tipo"]))),
                        Column("fonte_id", "Fonte", show=_source),
                        Column("valore_stampato", "Stampato", show=words.printed),
                        Column("messaggio", "Che cosa non torna" if kind == "nuovo" else "Che cosa non tornava"),
                    ],
                    caption=title,
                    tall=rows.height > 12,
                    empty="Nessuno.",
                )
            )


def _source(row: dict) -> str:
    source = queries.sources().get(row["fonte_id"]) or {}
    return e(source.get("titolo_tabella") or row["fonte_id"] or "Tabelle calcolate")
