"""The state of every source: what came, what is expected, what is late."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats
from dashboards.components.tables import Column, table
from dashboards.components.text import e
from dashboards.qualita import words
from dashboards.qualita.view import View

STATES = {
    "vecchia": ("✗ Vecchia", "rosso"),
    "in_ritardo": ("! In ritardo", "giallo"),
    "attesa": ("◷ In arrivo", "blu"),
    "aggiornata": ("✓ Aggiornata", "verde"),
    "non_dichiarata": ("– Non dichiarata", "grigio"),
}


def draw(_view: View) -> None:
    sources = queries.source_states()
    late = sources.filter(sources["stato"].is_in(["vecchia", "in_ritardo"])).height
    with figure.figure(
        "stato_fonti",
        "Che cosa è arrivato e che cosa si aspetta",
        f"{formats.plural(sources.height, 'fonte ricevuta', 'fonti ricevute')}, "
        + (f"{formats.number(late)} in ritardo o vecchie." if late else "nessuna in ritardo.")
        + " Una fonte è in ritardo quando il periodo successivo doveva già essere arrivato, vecchia quando ne è "
        "passato un altro ancora.",
        source=words.published_line(),
        download=figure.Download("stato_fonti", sources, words.published_line(), words.date()),
    ):
        st.html(
            table(
                sources.to_dicts(),
                [
                    Column(
                        "titolo",
                        "Fonte",
                        show=lambda r: f"{e(r['titolo'])}<span class='piccolo'>{e(r['a_chi'])}</span>",
                    ),
                    Column("stato", "Stato", show=_state, wrap=False),
                    Column("ultimo_periodo", "Ultimo periodo", show=_received),
                    Column("prossimo_periodo", "Si aspetta", show=_awaited),
                    Column("periodi_mancanti", "Periodi mancanti", show=lambda r: e(r["elenco_mancanti"]) or "nessuno"),
                    Column("motivo", "Perché"),
                ],
                caption="Stato delle fonti",
                classes="fonti",
            )
        )


def _state(row: dict[str, Any]) -> str:
    word, tone = STATES[row["stato"]]
    return f'<span class="stato-fonte {tone}">{e(word)}</span>'


def _received(row: dict[str, Any]) -> str:
    released = f"ricevuta il {formats.short_day(row['ricevuta_il'])}" if row["ricevuta_il"] else ""
    return f"{formats.short_day(row['ultimo_periodo'])}<span class='piccolo'>{e(released)}</span>"


def _awaited(row: dict[str, Any]) -> str:
    if row["prossimo_periodo"] is None:
        return "–"
    rhythm = "fine del documento" if row["periodicita"] == "documento" else f"periodicità {row['periodicita']}"
    until = f"dal {formats.short_day(row['prossimo_periodo'])}, entro il {formats.short_day(row['dovuta_entro'])}"
    return f"{until}<span class='piccolo'>{e(rhythm)}</span>"
