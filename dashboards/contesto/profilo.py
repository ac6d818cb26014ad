"""Profilo: the indicators of one territory, each beside the reference and the others of its level."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, sentences_confronto
from dashboards.components.charts.heatmap import STYLE
from dashboards.components.charts.spine import NO_TREND, SpineRow, has_trends, legend, spine, usable
from dashboards.components.text import capital, of, with_article
from dashboards.contesto.comparing import FETCH, contains, href, is_ratio, same_fact, sources_line
from dashboards.contesto.view import View

Spreads = dict[tuple[Any, ...], dict[str, Any]]


def draw(view: View) -> None:
    st.html(STYLE)
    if view.against is None:
        figure.empty(
            "L'Italia non sta in un territorio più grande a cui confrontarla: il profilo si vede per gli altri."
            if view.place["livello"] == "italia"
            else "Per vedere il profilo scegliere un territorio in «Confronta con»."
        )
        return
    kind, spreads = _spreads(view)
    rows = _rows(view, spreads)
    if not rows:
        figure.empty(
            f"Per il {view.year} nessun indicatore è pubblicato sia per {with_article(view.place['nome'])} sia per "
            f"{with_article(view.against['nome'])}. {FETCH}"
        )
        return
    reference = view.against["nome"]
    shown = [r.found for r in rows]
    line = sources_line(r["fonte_id"] for r in shown)
    title = f"Profilo {of(view.place['nome'])}, {view.year}"
    with figure.figure(
        "profilo",
        title,
        sentences_confronto.profile(
            shown,
            view.place["nome"],
            reference,
            contained=contains(view.reference, view.here),
            trends=[(r.trend or {}).get("motivo") or NO_TREND for r in rows] if not has_trends(rows) else None,
        ),
        source=line,
        download=figure.Download(
            f"profilo_{view.here}_{view.reference}_{view.year}",
            [_download_row(view, row) for row in rows],
            line,
            f"{view.year}-01-01",
            decimals=queries.decimals(),
        ),
        why=_EXPLAINED,
        why_label="Come si legge",
    ):
        st.html(legend(_spread_words(view, kind, rows), capital(with_article(reference))))
        st.html(spine(rows, caption=title, place=_short(view.place), reference=reference))


def _short(place: dict[str, Any]) -> str:
    return place.get("nome_breve") or place["nome"]


def _spreads(view: View) -> tuple[str, Spreads]:
    """How the territories of the same level spread inside the reference, or its comuni where those are too few."""
    for kind in (view.place["livello"], "comune"):
        found = {same_fact(r): r for r in queries.distribution(view.reference, kind, view.year).to_dicts()}
        if any(usable(r) for r in found.values()):
            break
    return kind, found


def _rows(view: View, spreads: Spreads) -> list[SpineRow]:
    """Ratios in the order of the dictionary: a count follows the size of the territory and is not compared."""
    known = queries.indicators()
    found = queries.comparisons((view.here,), view.reference, view.year).to_dicts()
    trends = {same_fact(r): r for r in queries.trends((view.here,)).to_dicts()}
    compared = {r["indicatore_id"]: r for r in found}
    return [
        SpineRow(
            what["nome"],
            what["tema"],
            what.get("unita"),
            int(what.get("decimali") or 0),
            row,
            spreads.get(same_fact(row)),
            trends.get(same_fact(row)),
            href("indicatori", indicatore=key),
        )
        for key, what in known.items()
        if is_ratio(what) and (row := compared.get(key)) is not None and row["valore"] is not None
    ]


def _spread_words(view: View, kind: str, rows: list[SpineRow]) -> str | None:
    """`dei 1.506 comuni della Lombardia`; None where they are too few to be drawn."""
    count = max((r.spread["territori"] for r in rows if usable(r.spread)), default=None)
    if count is None:
        return None
    the, many = sentences_confronto.of_the(kind).split(" ")
    return f"{the} {formats.number(count)} {many} {of(view.against['nome'])}"


def _download_row(view: View, row: SpineRow) -> dict[str, Any]:
    found, spread, trend = row.found, row.spread or {}, row.trend or {}
    keys = ("indicatore_id", "anno", "valore", "ic95_inf", "ic95_sup", "numeratore", "denominatore",
            "valore_riferimento", "differenza", "esito", "giudizio", "motivo", "base_popolazione",
            "metodo_denominatore", "fonte_id")  # fmt: skip
    spread_keys = ("territori", "minimo", "p05", "p25", "p75", "p95", "massimo")
    return (
        {
            "territorio_id": view.here,
            "nome": view.place["nome"],
            "indicatore": row.name,
            "riferimento_id": view.reference,
        }
        | {k: found.get(k) for k in keys}
        | {k: spread.get(k) for k in spread_keys}
        | {"tendenza": trend.get("esito")}
    )


_EXPLAINED = (
    "<p>Ogni riga ha la sua scala, e il riferimento sta sempre al centro: un punto a destra è un valore più alto, non "
    "migliore. La barra scura sul punto è l'intervallo al 95&nbsp;%, l'oscillazione naturale di una popolazione "
    "piccola: se non tocca la linea centrale la differenza è più grande di quella che il caso produce.</p>"
    "<p>La fascia grigia contiene la metà centrale dei territori dello stesso livello, o dei comuni dove quelli sono "
    "troppo pochi; la linea sottile va dal 5° al 95° percentile. Minimo e massimo sono scritti a parte perché, nei "
    "territori con pochi abitanti, sarebbero così lontani da schiacciare tutto il resto. «Contati» sono le persone o "
    "gli eventi al numeratore.</p>"
    "<p>La tendenza è calcolata solo con almeno cinque anni consecutivi di una stessa serie.</p>"
)
