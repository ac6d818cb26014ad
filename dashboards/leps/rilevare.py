"""What has not been recorded yet, and how to send it."""

from __future__ import annotations

import streamlit as st

from dashboards.components import figure, formats
from dashboards.components.text import e
from dashboards.leps.view import View

TO_FILL = ("valore", "numeratore", "denominatore", "stato_traguardo", "rilevato_il", "evidenza", "nota")


def draw(view: View) -> None:
    """Nothing where nothing is missing."""
    missing = [
        c
        for c in view.cells
        if c["anno"] <= view.today.year and c["stato"] != "non_applicabile" and not c["rilevato_il"]
    ]
    if not missing:
        return
    rows = [
        {
            "ambito_id": c["ambito_id"],
            "indicatore_id": c["indicatore_id"],
            "indicatore": c["nome"],
            "anno": c["anno"],
            "che_cosa_conta_il_numeratore": c["nome_numeratore"],
            "che_cosa_conta_il_denominatore": c["nome_denominatore"],
            "obiettivo": c["testo"],
            "perche": c["motivo"],
            **dict.fromkeys(TO_FILL),
        }
        for c in missing
    ]
    years = sorted({c["anno"] for c in missing})
    refused = sum(c["inutilizzabile"] for c in missing)
    with figure.figure(
        "rilevazione",
        "Dati che mancano, e come mandarli",
        f"{formats.plural(len(missing), 'valore manca', 'valori mancano')} per "
        f"{_years_words(len(years))} {formats.listed([str(y) for y in years])}{_refused_words(refused)}. "
        "Un dato mancante non vale zero: l'obiettivo resta non valutabile.",
        source="Elenco dei valori da rilevare, una riga per indicatore e anno",
        download=figure.Download("leps_da_rilevare", rows, "Elenco dei valori da rilevare", view.today),
    ):
        st.html(_steps((view.here or "").removeprefix("amb:")))


def _refused_words(refused: int) -> str:
    if not refused:
        return ""
    return f", di cui {formats.plural(refused, 'mandato ma non utilizzabile', 'mandati ma non utilizzabili')}"


def _years_words(count: int) -> str:
    return "l'anno" if count == 1 else "gli anni"


def _steps(ambito: str) -> str:
    command = f"./leps template leps --ambito {ambito} -o rilevazione.xlsx"
    return (
        '<ol class="passi"><li>Chiedere a chi gestisce questo osservatorio la cartella di lavoro da compilare (un '
        "foglio per LEPS, con le definizioni accanto alle celle). La prepara il comando "
        f"<code>{e(command)}</code>.</li>"
        "<li>Scrivere numeratore e denominatore come numeri interi, senza percentuali. Per i protocolli scegliere "
        "lo stato: non avviato, in definizione, definito, condiviso, attivato.</li>"
        "<li>Scrivere la data di rilevazione e il documento che prova il dato (atto, verbale, estrazione). Nessun "
        "nome o codice fiscale di una persona.</li>"
        "<li>Restituire il file senza rinominarne le colonne: entra come ogni altra consegna, la vista Diario dice "
        "quante righe sono state usate, e la matrice cambia alla pubblicazione successiva.</li></ol>"
    )
