"""Panoramica: the key figures, the pyramid, the map, the comuni, what the documents print."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.components import figure
from dashboards.components.text import with_article
from dashboards.contesto import cifre, comuni, mappa, piramide, stampati
from dashboards.contesto.view import View


def draw(view: View) -> None:
    values = queries.values_of(view.here, view.year)
    cifre.draw(view, values)
    if view.printed_only:
        stampati.alone(view)
        return
    left, right = st.columns([1.06, 1], gap="large")
    with left:
        piramide.of_the_year(view)
    with right:
        choice = mappa.choose_indicator(view, queries.levels_below(view.here)[:1])
        if choice is None:
            figure.empty(f"Per {with_article(view.place['nome'])} non ci sono territori più piccoli da confrontare.")
        else:
            mappa.small(view, choice)
    if choice is not None:
        comuni.draw(view, choice.indicator)
    stampati.beside_istat(view)
