"""Confronti: every part of the territory and every indicator against the reference, in one table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, frame, sentences_confronto
from dashboards.components.charts.heatmap import STYLE, Head, Line, heatmap, legend
from dashboards.components.text import capital, e, of, with_article
from dashboards.contesto.comparing import FETCH, contains, href, is_ratio, sources_line, whole
from dashboards.contesto.view import View

SHORT = "scelta"
# What a plan of zone usually opens with: structure, generations, arrivals, births and deaths.
SHORT_LIST = (
    "indice_vecchiaia",
    "indice_dipendenza_strutturale",
    "indice_dipendenza_anziani",
    "indice_ricambio_popolazione_attiva",
    "quota_0_14",
    "quota_65_piu",
    "quota_85_piu",
    "quota_stranieri",
    "tasso_natalita",
    "tasso_mortalita",
)


def draw(view: View) -> None:
    st.html(STYLE)
    kind, parts = queries.parts_of(view.here)
    if not parts:
        figure.empty(f"I comuni {of(view.place['nome'])} non sono dichiarati: non c'è che cosa confrontare.")
        return
    view = compared(view)
    if view.against is None:
        figure.empty("Per vedere i confronti scegliere un territorio in «Confronta con».")
        return
    around = whole(view)
    inside = [p for p in parts if p["territorio_id"] != view.reference]
    asked = tuple(dict.fromkeys([*(p["territorio_id"] for p in inside), around["territorio_id"]]))
    found = queries.comparisons(asked, view.reference, view.year)
    heads, themes, theme, unknown = _columns(found)
    if not themes:
        figure.empty(
            f"Per il {view.year} non ci sono indicatori pubblicati sia per questi territori sia per "
            f"{with_article(view.against['nome'])}. {FETCH}"
        )
        return
    shown = found.filter(pl.col("indicatore_id").is_in([h.indicatore_id for h in heads]))
    cells = {(r["territorio_id"], r["indicatore_id"]): r for r in shown.to_dicts()}
    _map(view, kind, inside, around, heads, cells, (themes, theme, unknown))


def compared(view: View) -> View:
    """Nothing holds Italy: it is itself the reference of its regions."""
    return replace(view, against=view.place) if view.place["livello"] == "italia" else view


def _columns(found: pl.DataFrame) -> tuple[list[Head], list[str], str, str | None]:
    """The indicators of the chosen theme, the themes that have some, the theme, and what the address got wrong."""
    known = queries.indicators()
    present = set(found.filter(pl.col("valore").is_not_null())["indicatore_id"].unique())
    ratios = [k for k, row in known.items() if k in present and is_ratio(row)]
    themes = [SHORT, *dict.fromkeys(known[k]["tema"] for k in ratios)] if ratios else []
    theme, unknown = address.choose(
        "tema",
        themes,
        SHORT,
        lambda asked: (
            f"Il tema «{asked}» indicato nell'indirizzo non è pubblicato qui: la tabella usa la scelta breve."
        ),
    )
    chosen = [k for k in SHORT_LIST if k in ratios] if theme == SHORT else []
    chosen = chosen or [k for k in ratios if theme in (SHORT, known[k]["tema"])]
    heads = [
        Head(
            k,
            known[k]["nome"],
            known[k].get("unita"),
            int(known[k].get("decimali") or 0),
            href("indicatori", indicatore=k),
        )
        for k in chosen
    ]
    return heads, themes, theme or SHORT, unknown


def _map(
    view: View,
    kind: str,
    parts: list[dict[str, Any]],
    around: dict[str, Any],
    heads: list[Head],
    cells: dict[tuple[str, str], dict[str, Any]],
    choice: tuple[list[str], str, str | None],
) -> None:
    themes, theme, unknown = choice
    ids = {p["territorio_id"] for p in parts}
    rows = [r for (territory, _), r in cells.items() if territory in ids]
    blank = len(ids) * len(heads) - len(rows)
    said = rows + [{"esito": "non_valutabile"}] * blank
    reference = view.against["nome"]
    contained = contains(view.reference, view.here) or view.reference == around["territorio_id"]
    line = sources_line(r["fonte_id"] for r in rows)
    lines = [Line(view.reference, f"{reference} (riferimento)", "riferimento")]
    if around["territorio_id"] not in (view.reference, *ids):
        lines.append(Line(around["territorio_id"], around["nome"], "insieme"))
    lines += [
        Line(
            p["territorio_id"],
            p["nome"],
            href=href("contesto", territorio=p["territorio_id"], vista="profilo"),
            selected=p["territorio_id"] == view.here,
        )
        for p in parts
    ]
    beside = "" if around["territorio_id"] == view.reference else f" e {with_article(reference)}"
    title = f"{capital(sentences_confronto.plural_of(kind))} {of(around['nome'])}{beside}, {view.year}"
    with figure.figure(
        "confronti",
        title,
        sentences_confronto.heatmap(said, reference, contained=contained, kind=kind),
        source=line,
        download=figure.Download(
            f"confronti_{around['territorio_id']}_{view.reference}_{view.year}",
            _download_rows(lines, cells),
            line,
            f"{view.year}-01-01",
            decimals=queries.decimals(),
        ),
        why=_explained(heads),
        why_label="Come si legge",
    ):
        frame.notices([unknown])
        address.picker("Tema", "tema", themes, theme, lambda t: "Scelta breve" if t == SHORT else t)
        st.html(legend(with_article(reference), judged=any(r.get("giudizio") in ("meglio", "peggio") for r in rows)))
        st.html(heatmap(lines, heads, cells, caption=title, reference=reference))


def _download_rows(lines: list[Line], cells: dict[tuple[str, str], dict[str, Any]]) -> list[dict[str, Any]]:
    names = {line.territorio_id: line.name for line in lines}
    left_out = ("territorio_id", "indicatore_id", "numeratore", "denominatore", "motivo_assenza")
    return [
        {"territorio_id": t, "nome": names.get(t, t), "indicatore_id": i}
        | {k: v for k, v in row.items() if k not in left_out}
        for (t, i), row in sorted(cells.items(), key=lambda item: (names.get(item[0][0], ""), item[0][1]))
    ]


def _explained(heads: list[Head]) -> str:
    known = queries.indicators()
    defined = "".join(
        f"<li><strong>{e(h.name)}</strong>: {e(known[h.indicatore_id].get('descrizione'))}</li>" for h in heads
    )
    return (
        "<p>Un territorio è «sopra» o «sotto» quando il suo intervallo al 95&nbsp;% sta tutto da una parte del valore "
        "di riferimento; altrimenti è «simile». «Non valutabile»: il valore o l'intervallo manca. Le tinte non dicono "
        "che cosa è bene: verde e rosso, con la parola, appaiono solo dove la definizione dell'indicatore dice quale "
        "verso è migliore. I territori sono in ordine alfabetico: non è una graduatoria.</p>"
        f"<ul>{defined}</ul>"
    )
