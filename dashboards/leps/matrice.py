"""Matrice: every indicator and year, the state in word, sign and colour."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, spiega
from dashboards.components.cards import cards
from dashboards.components.charts.matrix import leps_matrix
from dashboards.components.text import e, of
from dashboards.leps import conto, rilevare, tabelle
from dashboards.leps.menu import INDICATOR, href
from dashboards.leps.view import View, outcomes, plan_line, states_legend


def draw(view: View) -> None:
    counts = [row for row in queries.leps_counts() if row["ambito_id"] == view.here]
    year, unknown = view.year()
    frame.notices([unknown])
    with st.container(key="comandi", horizontal=True, gap="small"):
        view.year_picker(year)
    frame.band(*conto.band(next(row for row in counts if row["anno"] == year)))
    cards([conto.card(row) for row in counts])
    _matrix(view)
    tabelle.offer(view)
    _others()
    rilevare.draw(view)


def _matrix(view: View) -> None:
    line, date = plan_line(view.cells)
    recorded = sum(1 for c in view.cells if c["rilevato_il"])
    refused = sum(1 for c in view.cells if c["inutilizzabile"])
    indicators = len({c["indicatore_id"] for c in view.cells})
    with figure.figure(
        "matrice",
        f"{formats.plural(indicators, 'indicatore', 'indicatori')}, obiettivi al 31 dicembre di ogni anno",
        f"Giudizio al {formats.day(view.today)}. " + _received(recorded, refused),
        source=line,
        download=figure.Download(
            f"obiettivi_leps_{view.name}", outcomes(view.cells, "leps_nome", after=["riga_documento"]), line, date
        ),
        why=states_legend(),
        why_label="Che cosa vuol dire ogni stato",
    ):
        st.html(
            leps_matrix(
                view.cells,
                view.today,
                caption=f"Obiettivi LEPS {of(view.name)}",
                href=lambda indicatore_id: href("indicatore", **{INDICATOR: indicatore_id}),
                leads=spiega.to("leps_esito", ambito_id=view.here),
            )
        )


def _received(recorded: int, refused: int) -> str:
    """What came: values that are used, and values that could not be."""
    if not recorded and not refused:
        return "Nessun valore è stato ancora rilevato: le caselle dicono l'obiettivo e che cosa manca per giudicarlo."
    words = f"{formats.plural(recorded, 'valore rilevato', 'valori rilevati')} finora"
    if refused:
        words += f", {formats.plural(refused, 'ricevuto che', 'ricevuti che')} non si "
        words += f"{'può' if refused == 1 else 'possono'} usare (la vista Diario dice quali celle)"
    return f"{words}."


def _others() -> None:
    """The LEPS that have no target are not in the matrix: say how many they are."""
    register = queries.leps_register()
    if register.is_empty():
        return
    known = register.select("leps_nome", "ha_indicatori").unique()
    measured = int(known["ha_indicatori"].sum())
    st.html(
        f'<p class="frase">Registro dei LEPS: {known.height} nominati nel documento, {measured} con indicatori e '
        f"obiettivi. Norme, atti e fondi di tutti sono nella vista "
        f'<a href="{e(href("registro"))}" target="_self">Registro</a>.</p>'
    )
