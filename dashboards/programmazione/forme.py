"""Forme di gestione: the scores that a document gives to each legal form, criterion by criterion."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, spiega
from dashboards.components.tables import Column, table
from dashboards.components.text import e
from dashboards.spesa.view import sources_line

GROUPS = {
    "forza": "Punti di forza e opportunità",
    "criticita": "Punti di debolezza e criticità",
    "sintesi": "Sintesi",
    "totale": "Totale stampato",
}


def draw(body: str, ambito_id: str) -> None:
    scores = queries.legal_forms(ambito_id)
    if scores.is_empty():
        return
    forms = list(dict.fromkeys(scores.sort("riga", maintain_order=True)["forma"]))
    first_order = [r["forma"] for r in scores.filter(pl.col("riga") == scores["riga"].min()).to_dicts()]
    forms = first_order or forms
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for r in scores.to_dicts():
        row = rows.setdefault(
            (r["gruppo"], r["voce"]),
            {
                "gruppo": GROUPS.get(r["gruppo"], r["gruppo"]),
                "voce": r["voce"],
                "riga_documento": r["riga_documento"],
            },
        )
        row[r["forma"]] = r["stampato"]
    strongest = (
        scores.filter(pl.col("gruppo") == "forza")
        .group_by("forma")
        .agg(pl.col("punti").sum())
        .sort("punti", descending=True)
        .to_dicts()
    )
    sentence = "I segni sono quelli stampati; tra parentesi quelli dati con riserva."
    if strongest:
        best = [s for s in strongest if s["punti"] == strongest[0]["punti"]]
        sentence += (
            f" Nei punti di forza {'ha' if len(best) == 1 else 'hanno'} più segni "
            f"{formats.listed([b['forma'] for b in best])} ({formats.number(best[0]['punti'])})."
        )
    line, date = sources_line(scores["fonte_id"].to_list())
    with figure.figure(
        "forme",
        f"Forme di gestione a confronto, {body}",
        sentence,
        source=line,
        download=figure.Download(f"forme_gestione_{body}", scores, line, date),
    ):
        st.html(
            table(
                list(rows.values()),
                [
                    Column("voce", "Criterio"),
                    *(
                        Column(
                            f,
                            f,
                            show=lambda r, f=f: f'<span class="stampato">{e(r.get(f)) or "–"}</span>',
                            wrap=False,
                        )
                        for f in forms
                    ),
                    Column("riga_documento", "Riga", wrap=False, leads=spiega.to("programmazione_forma_gestione")),
                ],
                caption=f"Punteggi delle forme di gestione, {body}",
                group="gruppo",
            )
        )
