"""Andamento: one indicator over the years, for up to five territories, and for each comune of the ambito."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, frame, sentences_confronto
from dashboards.components.charts.heatmap import STYLE
from dashboards.components.charts.series import MOST, Line, series, small_multiples
from dashboards.components.text import capital, e, of, territory_label, with_article
from dashboards.contesto.comparing import FETCH, href, indicator_of_address, sources_line, whole
from dashboards.contesto.view import View

PREFERRED = ("indice_vecchiaia", "residenti")
MOST_SMALL = 60  # small charts in one page


def draw(view: View) -> None:
    st.html(STYLE)
    options = _indicators(view)
    if not options:
        figure.empty(f"Per {with_article(view.place['nome'])} non sono pubblicati indicatori. {FETCH}")
        return
    indicator, unknown = indicator_of_address("indicatore", options, PREFERRED, "il grafico")
    chosen, refused = chosen_territories(view)
    with st.container(key="scelte_serie", horizontal=True, gap="small", vertical_alignment="bottom"):
        known = queries.indicators()
        address.picker("Indicatore", "indicatore", options, indicator, lambda k: known[k]["nome"])
        territories_picker(view, chosen)
        intervals = intervals_switch()
    frame.notices([unknown, refused])
    draw_series(view, known[indicator], chosen, intervals=intervals)
    _multiples(view, known[indicator], intervals=intervals)


def _indicators(view: View) -> list[str]:
    present = queries.indicators_of(view.here)
    return [k for k in queries.indicators() if k in present]


def chosen_territories(view: View) -> tuple[list[str], str | None]:
    """The territories of the address, at most five; else the one of the page and the reference."""
    asked = address.asked("serie")
    default = [view.here, *([view.reference] if view.reference else [])]
    if asked is None:
        return default, None
    names = list(dict.fromkeys(name.strip() for name in asked.split(",") if name.strip()))
    known = [name for name in names if queries.territory(name) is not None]
    said = []
    if unknown := [name for name in names if name not in known]:
        said.append(f"Nell'indirizzo ci sono territori che non esistono: {', '.join(unknown)}.")
    if len(known) > MOST:
        said.append(f"Il grafico mostra al più cinque territori: i primi fra i {len(known)} dell'indirizzo.")
    return known[:MOST] or default, " ".join(said) or None


def territories_picker(view: View, chosen: list[str]) -> None:
    """The territory, those that hold it and its parts; type to search. The address follows."""
    kind, parts = queries.parts_of(view.here)
    options = {key: queries.territory(key) for key in [*chosen, view.here]}
    for row in (*queries.holders(view.here), *({**p, "livello": kind} for p in parts), *queries.territories().values()):
        options.setdefault(row["territorio_id"], row)
    key = "scelta_serie"
    st.session_state[key] = list(chosen)
    st.multiselect(
        f"Territori, al più {MOST}",
        list(options),
        key=key,
        format_func=lambda k: territory_label(options[k]),
        max_selections=MOST,
        placeholder="Scegli",
        on_change=_territories_to_address,
        args=(key,),
    )


def _territories_to_address(key: str) -> None:
    picked = st.session_state.get(key) or []
    if picked:
        st.query_params["serie"] = ",".join(picked)
    else:
        st.query_params.pop("serie", None)


def intervals_switch() -> bool:
    """The intervals can be switched off: for whole populations they are natural variability, not sampling error."""
    shown = address.asked("intervalli") != "no"
    st.session_state["scelta_intervalli"] = shown
    st.toggle("Intervalli al 95 %", key="scelta_intervalli", on_change=_intervals_to_address)
    return shown


def _intervals_to_address() -> None:
    if st.session_state.get("scelta_intervalli"):
        st.query_params.pop("intervalli", None)
    else:
        st.query_params["intervalli"] = "no"


def draw_series(view: View, what: dict[str, Any], chosen: list[str], *, intervals: bool) -> None:
    """The chart with its sentence, the breaks in words and the values as a table."""
    decimals, unit = int(what.get("decimali") or 0), what.get("unita")
    found = queries.series_points(tuple(chosen), what["indicatore_id"])
    points = {key: found.filter(pl.col("territorio_id") == key).to_dicts() for key in chosen}
    known = [p for p in found.to_dicts() if p["valore"] is not None]
    if not known:
        figure.empty(f"«{what['nome']}» non è pubblicato per questi territori. {FETCH}")
        return
    if len({p["anno"] for p in known}) == 1:
        frame.heading(f"{what['nome']} negli anni")
        figure.empty(f"C'è un solo anno, il {known[0]['anno']}: un andamento non si può disegnare. {FETCH}")
        return
    trends = queries.trends(tuple(chosen)).filter(pl.col("indicatore_id") == what["indicatore_id"]).to_dicts()
    names = {key: (queries.territory(key) or {}).get("nome", key) for key in chosen}
    sentence = " ".join(
        sentences_confronto.series(names[key], points[key], decimals, unit, trend_of(points[key], trends))
        for key in chosen
    )
    caution = sentences_confronto.small_numbers(known)
    marks, words = sentences_confronto.breaks(known)
    line = sources_line(p["fonte_id"] for p in known)
    with figure.figure(
        "serie",
        f"{what['nome']} negli anni",
        " ".join(s for s in (sentence, caution) if s),
        source=line,
        definition=what.get("descrizione") or "",
        download=figure.Download(
            f"serie_{what['indicatore_id']}_{'_'.join(chosen)}",
            [download_row(p) for p in known],
            line,
            max(p["data_riferimento"] for p in known if p["data_riferimento"]) if known else None,
            decimals=queries.decimals(),
        ),
        why=_explained(what),
        why_label="Come si legge",
    ):
        lines = [Line(names[key], points[key]) for key in chosen]
        figure.chart(
            series(lines, unit=unit, decimals=decimals, intervals=intervals, breaks=marks),
            "serie",
            alt=f"{what['nome']} negli anni. {sentence}",
        )
        if words:
            items = "".join(f"<li>{e(w)}</li>" for w in words)
            st.html(f'<ul class="punti" aria-label="Interruzioni della serie">{items}</ul>')


def trend_of(points: list[dict[str, Any]], trends: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The trend of the longest of the series that the points belong to."""
    keys = ("territorio_id", "base_popolazione", "metodo_denominatore", "serie")
    drawn = {tuple(p[k] for k in keys) for p in points if p["valore"] is not None}
    found = [t for t in trends if tuple(t[k] for k in keys) in drawn]
    return max(found, key=lambda t: (t["punti"], t["al"]), default=None)


def download_row(point: dict[str, Any]) -> dict[str, Any]:
    keys = ("territorio_id", "nome", "indicatore_id", "anno", "valore", "ic95_inf", "ic95_sup", "numeratore",
            "denominatore", "base_popolazione", "metodo_denominatore", "serie", "interruzione", "provvisorio",
            "motivo_assenza", "fonte_id")  # fmt: skip
    return {k: point.get(k) for k in keys}


def _multiples(view: View, what: dict[str, Any], *, intervals: bool) -> None:
    """A small chart for each part of the territory, all on one scale."""
    kind, parts = queries.parts_of(view.here)
    if not parts:
        return
    around = whole(view)
    one_by_one = "uno per uno" if kind == "comune" else "una per una"
    title = f"{capital(sentences_confronto.plural_of(kind))} {of(around['nome'])}, {one_by_one}"
    if len(parts) > MOST_SMALL:
        frame.heading(title)
        figure.empty(
            f"Sono {len(parts)}, troppi per stare uno accanto all'altro: si possono scegliere qui sopra, "
            "fino a cinque alla volta."
        )
        return
    decimals, unit = int(what.get("decimali") or 0), what.get("unita")
    found = queries.series_points(tuple(p["territorio_id"] for p in parts), what["indicatore_id"])
    rows = usual_base(found).to_dicts()
    known = [r for r in rows if r["valore"] is not None]
    if len({r["anno"] for r in known}) < 2:
        return
    lines = [
        (
            Line(p["nome"], [r for r in rows if r["territorio_id"] == p["territorio_id"]]),
            href("contesto", territorio=p["territorio_id"], vista="serie", indicatore=what["indicatore_id"]),
        )
        for p in parts
    ]
    line = sources_line(p["fonte_id"] for p in known)
    with figure.figure(
        "multipli",
        title,
        sentences_confronto.same_scale(known, decimals, unit),
        source=line,
        definition=what.get("descrizione") or "",
        download=figure.Download(
            f"serie_{what['indicatore_id']}_{around['territorio_id']}_parti",
            [download_row(p) for p in known],
            line,
            max((p["data_riferimento"] for p in known if p["data_riferimento"]), default=None),
            decimals=queries.decimals(),
        ),
    ):
        st.html(small_multiples(lines, unit=unit, decimals=decimals, intervals=intervals))


def usual_base(found: pl.DataFrame) -> pl.DataFrame:
    """The points of residents where there are some: a small chart has no room to mark a change of base."""
    residents = found.filter((pl.col("base_popolazione") == "residenti_istat") & pl.col("valore").is_not_null())
    return residents if residents.height else found


def _explained(what: dict[str, Any]) -> str:
    return (
        f"<p><strong>{e(what['nome'])}</strong>: {e(what.get('descrizione'))} {e(what.get('cautele'))}</p>"
        "<p>La fascia è l'intervallo al 95&nbsp;%: per i conteggi di intere popolazioni dice quanto un valore piccolo "
        "oscilla per ragioni naturali, non un errore di campionamento. Un punto vuoto è un dato provvisorio. Una linea "
        "tratteggiata verticale segna un anno non del tutto confrontabile con il precedente: i valori ai due lati non "
        "sono uniti. Un anno mancante resta vuoto. L'asse verticale non parte da zero.</p>"
        "<p>La tendenza è una regressione pesata su almeno cinque anni consecutivi di una stessa serie; si dice «in "
        "aumento» o «in diminuzione» solo se la variazione supera il caso e non dipende da un solo anno.</p>"
    )
