"""One indicator: what it is, its value here, its years, its value in each part of the territory."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, sentences, sentences_confronto, spiega
from dashboards.components.charts.heatmap import STYLE
from dashboards.components.tables import Column, table
from dashboards.components.text import BASES, LEVEL_NAMES, absence_words, capital, e, of
from dashboards.contesto import serie
from dashboards.contesto.comparing import FETCH, href, is_ratio, sources_line, whole
from dashboards.contesto.view import View

Row = dict[str, Any]

POLARITIES = {
    "neutra": "nessuno dei due versi è un bene o un male: il valore si legge, non si giudica",
    "alto_meglio": "un valore più alto è migliore",
    "basso_meglio": "un valore più basso è migliore",
}
INTERVALS = {
    "wilson": "intervallo di Wilson per una quota",
    "rapporto": "intervallo di Wilson sulla quota a/(a+b), trasformato nel rapporto",
    "byar": "limiti esatti di Poisson fino a 9 eventi, approssimazione di Byar da 10 in su",
    "rapporto_tassi": "metodo logaritmico per un rapporto fra tassi",
    "dobson": "metodo di Dobson per un tasso standardizzato",
    "nessuno": "nessun intervallo",
}


def draw(view: View, what: Row) -> None:
    """The whole page of one indicator."""
    st.html(STYLE)
    found = queries.series_points((view.here,), what["indicatore_id"])
    point = at_year(found.to_dicts(), view.year)
    words = sentences_confronto.indicator(view.place["nome"], point, what)
    frame.band(f"{what['nome']}.", " ".join(filter(None, (words, _against(view, what)))))
    if point is not None and point["valore"] is None:
        figure.empty(f"{absence_words(point['motivo_assenza'])} {FETCH}")
    _definition(what)
    chosen, refused = serie.chosen_territories(view)
    frame.notices([refused])
    with st.container(key="scelte_serie", horizontal=True, gap="small", vertical_alignment="bottom"):
        serie.territories_picker(view, chosen)
        intervals = serie.intervals_switch()
    serie.draw_series(view, what, chosen, intervals=intervals)
    _parts(view, what)
    _coverage(what)


def _against(view: View, what: Row) -> str:
    """How the value stands against the reference, as published."""
    if view.against is None or not is_ratio(what):
        return ""
    found = queries.comparisons((view.here,), view.reference, view.year)
    row = next(iter(found.filter(pl.col("indicatore_id") == what["indicatore_id"]).to_dicts()), None)
    return sentences_confronto.against(row, view.against["nome"], what)


def at_year(points: list[Row], year: int) -> Row | None:
    """The value of a year: of residents before other bases, as everywhere else."""
    found = sorted(
        (p for p in points if p["anno"] == year),
        key=lambda p: (p["valore"] is None, p["base_popolazione"] != "residenti_istat",
                       p["metodo_denominatore"] != "media_annua", p["base_popolazione"]),
    )  # fmt: skip
    return found[0] if found else None


def _definition(what: Row) -> None:
    rows = [
        ("Definizione", what.get("descrizione")),
        ("Formula", what.get("formula")),
        ("Unità", what.get("unita")),
        ("Numeratore", what.get("numeratore") or "come stampato nel documento"),
        ("Denominatore", what.get("denominatore") or "nessuno"),
        ("Verso", POLARITIES.get(what.get("polarita") or "neutra")),
        ("Intervallo al 95 %", INTERVALS.get(what.get("metodo_ic") or "nessuno", what.get("metodo_ic"))),
        ("Variazione attesa", _bounds(what)),
        ("Cautele", what.get("cautele")),
        ("Norma", what.get("norma")),
    ]
    body = "".join(f"<dt>{e(name)}</dt><dd>{e(words)}</dd>" for name, words in rows if words)
    frame.heading("Che cosa misura")
    st.html(f'<dl class="scheda">{body}</dl>')


def _bounds(what: Row) -> str:
    low, high = what.get("variazione_min_pct"), what.get("variazione_max_pct")
    if low is None or high is None:
        return "non dichiarata"
    words = f"da {formats.percent(low, 0, sign=True)} a {formats.percent(high, 0, sign=True)} in un anno"
    return f"{words}. {what['variazione_motivo']}" if what.get("variazione_motivo") else words


def _parts(view: View, what: Row) -> None:
    """The value of each part of the territory, with what it rests on."""
    kind, parts = queries.parts_of(view.here)
    if not parts:
        return
    around = whole(view)
    name = capital(sentences_confronto.plural_of(kind))
    found = queries.series_points(tuple(p["territorio_id"] for p in parts), what["indicatore_id"])
    known = found.filter(pl.col("anno") == view.year)
    points = {i: known.filter(pl.col("territorio_id") == i).to_dicts() for i in known["territorio_id"].unique()}
    rows = [
        (at_year(points.get(p["territorio_id"], []), view.year) or {"motivo_assenza": "non_ricevuto"})
        | {"territorio_id": p["territorio_id"], "nome": p["nome"]}
        for p in parts
    ]
    decimals = int(what.get("decimali") or 0)
    title = f"{name} {of(around['nome'])}, {view.year}"
    if all(r.get("valore") is None for r in rows):
        frame.heading(title)
        figure.empty(f"Per {sentences_confronto.plural_of(kind)} questo indicatore non è pubblicato. {FETCH}")
        return
    line = sources_line(r.get("fonte_id") for r in rows)
    with figure.figure(
        "parti",
        title,
        sentences.spread([r | {"valore": r.get("valore")} for r in rows], decimals),
        source=line,
        definition=what.get("descrizione") or "",
        download=figure.Download(
            f"{what['indicatore_id']}_{around['territorio_id']}_{view.year}",
            [serie.download_row(r) | {"anno": view.year, "indicatore_id": what["indicatore_id"]} for r in rows],
            line,
            f"{view.year}-01-01",
            decimals=queries.decimals(),
        ),
    ):
        st.html(table(rows, _columns(what, kind, rows), caption=f"{what['nome']}: {title}", tall=len(rows) > 24))


def _columns(what: Row, kind: str, rows: list[Row]) -> list[Column]:
    decimals = int(what.get("decimali") or 0)
    columns = [
        Column("nome", capital(sentences_confronto.KINDS[kind][0]), show=lambda r: _link(r, what)),
        Column("valore", what["nome"], "percento" if what.get("unita") == "%" else "decimale", decimals,
               reason="motivo_assenza", leads=spiega.to("indicatore_valore", indicatore_id=what["indicatore_id"])),
    ]  # fmt: skip
    if (what.get("metodo_ic") or "nessuno") != "nessuno":
        columns.append(Column("ic95_inf", "Intervallo al 95 %", "testo", show=lambda r: _interval(r, decimals)))
    if what.get("denominatore"):
        columns += [
            Column("numeratore", capital(what["numeratore"] or "numeratore"), "intero"),
            Column("denominatore", capital(what["denominatore"]), "intero"),
        ]
    if all(formats.is_missing(r.get("differenza")) for r in rows):
        return columns
    return [
        *columns,
        Column("differenza", "Differenza dall'anno prima", "differenza", decimals),
        Column("esito_variazione", "Esito", show=lambda r: e(sentences.outcome(r)) or "–"),
    ]


def _link(row: Row, what: Row) -> str:
    place = href("indicatori", territorio=row["territorio_id"], indicatore=what["indicatore_id"])
    return f'<a href="{e(place)}" target="_self">{e(row["nome"])}</a>'


def _interval(row: Row, decimals: int) -> str:
    known = not formats.is_missing(row.get("ic95_inf"))
    return formats.interval(row["ic95_inf"], row["ic95_sup"], decimals) if known else "–"


def _coverage(what: Row) -> None:
    """Where and when the indicator has values, and from which delivery."""
    rows = queries.coverage_of(what["indicatore_id"])
    if not rows:
        return
    known = queries.sources()
    line = "; ".join(dict.fromkeys(known[d]["titolo"] for r in rows for d in r["documenti"] if d in known))
    with figure.figure(
        "copertura",
        "Dove e quando c'è",
        "Base, metodo e serie diversi sono fatti diversi: non si confrontano e non si uniscono in una linea.",
        source=line,
        download=figure.Download(
            f"copertura_{what['indicatore_id']}",
            [r | {"documenti": ", ".join(sorted(r["documenti"]))} for r in rows],
            line,
            formats.as_date(queries.publication().pubblicata_il),
        ),
    ):
        st.html(
            table(
                rows,
                [
                    Column("livello", "Livello", show=lambda r: e(LEVEL_NAMES.get(r["livello"], r["livello"]))),
                    Column("territori", "Territori", "intero"),
                    Column("dal", "Anni", show=_years),
                    Column("base_popolazione", "Chi si conta", show=lambda r: e(_base(r))),
                    Column("documenti", "Fonte", show=lambda r: e(_documents(r, known))),
                ],
                caption=f"Copertura di {what['nome']}",
            )
        )


def _years(row: Row) -> str:
    return str(row["dal"]) if row["dal"] == row["al"] else f"{row['dal']}–{row['al']}"


def _base(row: Row) -> str:
    words = BASES.get(row["base_popolazione"], "non si contano persone")
    method = sentences_confronto.METHODS.get(row["metodo_denominatore"])
    return f"{words}, {method}" if method and row["metodo_denominatore"] != "puntuale" else words


def _documents(row: Row, known: dict[str, Row]) -> str:
    return "; ".join(sorted({(known.get(d) or {}).get("titolo", d) for d in row["documenti"]}))
