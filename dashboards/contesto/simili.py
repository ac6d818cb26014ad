"""Territori simili: the nearest territories of the same level, with the distance and what it rests on."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, sentences_confronto
from dashboards.components.charts.heatmap import STYLE
from dashboards.components.tables import Column, table
from dashboards.components.text import e, with_article
from dashboards.contesto.comparing import FETCH, href, sources_line
from dashboards.contesto.view import View


def draw(view: View) -> None:
    st.html(STYLE)
    year = queries.similarity_year(view.here)
    found = queries.similar(view.here, year) if year is not None else []
    kind, name = view.place["livello"], view.place["nome"]
    if not found:
        if kind == "italia":
            figure.empty("L'Italia è una sola: non ci sono altri territori dello stesso livello a cui somigli.")
        else:
            figure.empty(f"{sentences_confronto.similar(name, [], kind)} {FETCH}")
        return
    if year != view.year:
        frame.notices([f"La somiglianza non è calcolata per il {view.year}: la pagina usa il {year}."])
    profiles = queries.profiles((view.here, *(r["territorio_id"] for r in found)), year)
    declared = _declared(profiles)
    own = {"territorio_id": view.here, "nome": name, "distanza": None, "provincia": None}
    rows = [_row(r, profiles) for r in [own, *found]]
    line = _sources(view, year, [d["indicatore_id"] for d in declared])
    many = sentences_confronto.KINDS[kind][1]
    with figure.figure(
        "simili",
        f"{many[:1].upper()}{many[1:]} più simili {sentences_confronto.to(name)}, {year}",
        sentences_confronto.similar(name, found, kind),
        source=line,
        download=figure.Download(
            f"simili_{view.here}_{year}",
            [{"anno": year} | {k: v for k, v in r.items() if k != "provincia"} for r in rows],
            line,
            f"{year}-01-01",
            decimals=queries.decimals(),
        ),
        why=_explained(declared),
        why_label="Come si misura la somiglianza",
    ):
        st.html(
            table(rows, _columns(view, declared), caption=f"Territori simili {sentences_confronto.to(name)}, {year}")
        )


def _declared(profiles: pl.DataFrame) -> list[dict[str, Any]]:
    """The indicators that the distance rests on, in the order of the dictionary."""
    known = queries.indicators()
    order = list(known)
    found = profiles.unique("indicatore_id").to_dicts()
    return sorted(
        ({**known[r["indicatore_id"]], "peso": r.get("peso"), "motivo": r.get("motivo")} for r in found),
        key=lambda r: order.index(r["indicatore_id"]),
    )


def _row(row: dict[str, Any], profiles: pl.DataFrame) -> dict[str, Any]:
    own = profiles.filter(pl.col("territorio_id") == row["territorio_id"])
    values = dict(zip(own["indicatore_id"], own["valore"], strict=True))
    keys = ("territorio_id", "nome", "provincia", "distanza")
    return {k: row.get(k) for k in keys} | values


def _columns(view: View, declared: list[dict[str, Any]]) -> list[Column]:
    return [
        Column("nome", "Territorio", show=lambda r: _name(view, r), width="190px"),
        Column("distanza", "Distanza", "decimale", 2, show=_distance),
        *(
            Column(
                d["indicatore_id"],
                d["nome"],
                "percento" if d.get("unita") == "%" else "decimale",
                int(d.get("decimali") or 0),
            )
            for d in declared
        ),
        Column("confronta", "Negli anni", show=lambda r: _compare(view, r)),
    ]


def _name(view: View, row: dict[str, Any]) -> str:
    if row["territorio_id"] == view.here:
        return f"<strong>{e(row['nome'])}</strong>"
    place = href("contesto", territorio=row["territorio_id"], confronto=None, vista="simili")
    small = f'<span class="piccolo">{e(row["provincia"])}</span>' if row["provincia"] else ""
    return f'<a href="{e(place)}" target="_self">{e(row["nome"])}</a>{small}'


def _distance(row: dict[str, Any]) -> str:
    return "–" if row["distanza"] is None else formats.number(row["distanza"], 2)


def _compare(view: View, row: dict[str, Any]) -> str:
    if row["territorio_id"] == view.here:
        return ""
    series = href("contesto", vista="serie", serie=f"{view.here},{row['territorio_id']}")
    words = f"Confronta {with_article(view.place['nome'])} con {with_article(row['nome'])} negli anni"
    return f'<a href="{e(series)}" target="_self" aria-label="{e(words)}">Confronta</a>'


def _sources(view: View, year: int, indicatori: list[str]) -> str:
    own = queries.values_at(view.here, year, tuple(indicatori))
    return sources_line(row["fonte_id"] for row in own.values())


def _explained(declared: list[dict[str, Any]]) -> str:
    def words(what: dict[str, Any]) -> str:
        weight = f", peso {formats.number(what['peso'], 1)}" if what["peso"] is not None else ""
        reason = f" {e(what['motivo'])}" if what["motivo"] else ""
        return f"<li><strong>{e(what['nome'])}</strong>{weight}.{reason}</li>"

    return (
        "<p>Ogni indicatore è riportato alla stessa scala (quante volte lo scarto tipo dei territori dello stesso "
        "livello), poi si misura la distanza fra i due profili. Gli indicatori e i pesi sono dichiarati prima, uguali "
        "per tutti:</p>"
        f"<ul>{''.join(words(d) for d in declared)}</ul>"
        "<p>Simile per età e dimensioni non vuol dire simile per bisogni, servizi o reddito: è un punto di partenza "
        "per scegliere con chi confrontarsi.</p>"
    )
