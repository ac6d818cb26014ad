"""Relazioni: two indicators at once, a dot for each territory of the same level inside the reference."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, frame, sentences_confronto
from dashboards.components.charts.heatmap import STYLE
from dashboards.components.charts.scatter import Axis, scatter
from dashboards.components.text import capital, e, of, with_article
from dashboards.contesto.comparing import FETCH, indicator_of_address, sources_line
from dashboards.contesto.view import View

PREFERRED_X = ("quota_0_14", "quota_65_piu")
PREFERRED_Y = ("quota_85_piu", "indice_vecchiaia", "quota_0_14")


def draw(view: View) -> None:
    st.html(STYLE)
    kind, around, note = _dots(view)
    if around is None:
        figure.empty("Per disegnare i punti scegliere una provincia, una regione o l'Italia in «Confronta con».")
        return
    present = set(queries.published_inside(around["territorio_id"], kind, view.year))
    options = [k for k, what in queries.indicators().items() if k in present]
    if len(options) < 2:
        figure.empty(
            f"Per il {view.year} {with_article(around['nome'])} non ha due indicatori pubblicati per "
            f"{sentences_confronto.KINDS[kind][0]}. {FETCH}"
        )
        return
    x, unknown_x = indicator_of_address("x", options, PREFERRED_X, "il grafico")
    y, unknown_y = indicator_of_address("y", options, [k for k in PREFERRED_Y if k != x], "il grafico")
    known = queries.indicators()
    with st.container(key="scelte_relazioni", horizontal=True, gap="small"):
        address.picker("In orizzontale", "x", options, x, lambda k: known[k]["nome"])
        address.picker("In verticale", "y", options, y, lambda k: known[k]["nome"])
    frame.notices([unknown_x, unknown_y, note])
    _chart(view, kind, around, known[x], known[y])


def _dots(view: View) -> tuple[str, dict[str, Any] | None, str | None]:
    """Level of the dots, the territory that they fill, and a sentence where it is not the one asked for.

    Comuni fill a province or a region: all those of Italy at once would hide one another.
    """
    kind = view.place["livello"]
    if kind == "regione":
        return kind, queries.territory("ita"), None
    holders = queries.holders(view.here)
    if kind == "provincia":
        around = view.against or next((h for h in holders if h["livello"] == "regione"), None)
        return kind, around, None
    if kind == "italia":
        return "regione", view.place, None
    if view.against and view.against["livello"] in ("provincia", "regione"):
        return "comune", view.against, None
    around = next((h for h in holders if h["livello"] == "regione"), None)
    if around is None or view.against is None:
        return "comune", around, None
    return (
        "comune",
        around,
        (
            f"I punti sono i comuni {of(around['nome'])}: quelli {of(view.against['nome'])} "
            + ("sarebbero troppi." if view.against["livello"] == "italia" else "sarebbero troppo pochi.")
        ),
    )


def _chart(view: View, kind: str, around: dict[str, Any], x: dict[str, Any], y: dict[str, Any]) -> None:
    rows = queries.pairs(around["territorio_id"], kind, view.year, x["indicatore_id"], y["indicatore_id"]).to_dicts()
    ours = _chosen(view)
    chosen = [r for r in rows if r["territorio_id"] in ours]
    name = around["nome"]
    sentence = sentences_confronto.scatter(rows, kind, name, x["nome"], y["nome"], chosen)
    beside = queries.values_at(around["territorio_id"], view.year, (x["indicatore_id"], y["indicatore_id"]))
    line = sources_line(row["fonte_id"] for row in beside.values())
    many = capital(sentences_confronto.KINDS[kind][1])
    with figure.figure(
        "relazioni",
        f"{x['nome']} e {y['nome'][:1].lower()}{y['nome'][1:]}, {view.year}",
        sentence,
        source=line,
        definition=" ".join(filter(None, (x.get("descrizione"), y.get("descrizione")))),
        download=figure.Download(
            f"relazioni_{x['indicatore_id']}_{y['indicatore_id']}_{around['territorio_id']}_{view.year}",
            [
                {"territorio_id": r["territorio_id"], "nome": r["nome"], "anno": view.year,
                 x["indicatore_id"]: r["x"], y["indicatore_id"] + ("_y" if x is y else ""): r["y"],
                 "residenti": r["residenti"]}
                for r in rows
            ],
            line,
            f"{view.year}-01-01",
            decimals=queries.decimals(),
        ),
        why=_explained(x, y),
        why_label="Come si legge",
    ):  # fmt: skip
        figure.chart(
            scatter(
                rows,
                _axis(x),
                _axis(y),
                chosen=ours,
                chosen_name=view.place["nome"],
                others_name=f"{many} {of(name)}",
                reference=(name, *((beside.get(w["indicatore_id"]) or {}).get("valore") for w in (x, y))),
            ),
            "relazioni",
            alt=f"{x['nome']} e {y['nome']}. {sentence}",
        )


def _chosen(view: View) -> set[str]:
    """Of an ambito or a province, its comuni; else the territory itself."""
    if view.place["livello"] == "ambito":
        return {c["territorio_id"] for c in queries.comuni_of(view.here)}
    return {view.here}


def _axis(what: dict[str, Any]) -> Axis:
    return Axis(what["nome"], what.get("unita"), int(what.get("decimali") or 0))


def _explained(x: dict[str, Any], y: dict[str, Any]) -> str:
    defined = "".join(f"<p><strong>{e(w['nome'])}</strong>: {e(w.get('descrizione'))}</p>" for w in (x, y))
    return (
        f"{defined}<p>Le linee tratteggiate sono i valori del territorio intero. I punti piccoli sono comuni con pochi "
        "abitanti: i loro valori oscillano molto da un anno all'altro. Due indicatori calcolati sulle stesse età sono "
        "legati per costruzione: il grafico aiuta a riconoscere territori simili o diversi, non a spiegare perché.</p>"
    )
