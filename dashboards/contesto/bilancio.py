"""Bilancio demografico: births, deaths, arrivals and departures, from the first to the last day of a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, sentences_movimento, spiega
from dashboards.components.charts.balance import Step, balances, waterfall
from dashboards.components.tables import Column, table
from dashboards.components.text import of, with_article
from dashboards.contesto.comparing import sources_line
from dashboards.contesto.view import View

START = "popolazione_inizio"
# Where the source tells them apart, the year ends after the adjustment to the census: it is the next 1 January.
ENDS = ("popolazione_censita", "popolazione_fine")
# Quantity, what it is called, whether it adds or takes away.
STEPS = (
    ("nati", "Nati", 1),
    ("morti", "Morti", -1),
    ("iscritti_altri_comuni", "Iscritti da altri comuni", 1),
    ("cancellati_altri_comuni", "Cancellati per altri comuni", -1),
    ("iscritti_estero", "Iscritti dall'estero", 1),
    ("cancellati_estero", "Cancellati per l'estero", -1),
    ("iscritti_altri_motivi", "Iscritti per altri motivi", 1),
    ("cancellati_altri_motivi", "Cancellati per altri motivi", -1),
    ("aggiustamento_statistico", "Aggiustamento statistico", 1),
    ("variazioni_territoriali", "Variazioni di territorio", 1),
)
NATURAL = ("nati", "morti")
MIGRATORY = tuple(key for key, _, _ in STEPS[2:8])
SIGNS = {key: sign for key, _, sign in STEPS}
RATES = (
    "tasso_natalita",
    "tasso_mortalita",
    "tasso_crescita_naturale",
    "tasso_fecondita_generale",
    "tasso_migratorio_interno",
    "tasso_migratorio_estero",
)
Quantities = Mapping[str, int | None]


def draw(view: View) -> None:
    years = queries.balance(view.here)
    if not years:
        figure.empty(_not_received(view))
        _rates(view, view.year)
        return
    year = view.year if view.year in years else max((y for y in years if y < view.year), default=max(years))
    if year == view.year - 1:
        st.html(f'<p class="frase">Il bilancio del {year} porta ai residenti del 1° gennaio {view.year}.</p>')
    elif year != view.year:
        frame.notices([f"Il bilancio del {view.year} non è stato ricevuto: qui c'è quello del {year}."])
    _year(view, year, years[year])
    if len(years) > 1:
        _years(view, years)
    _rates(view, year)


def _not_received(view: View) -> str:
    inside = queries.with_balance_inside(view.here)
    whole = "" if not inside else " tutto"
    told = (
        f"Per {with_article(view.place['nome'])} non è stato ricevuto{whole} il bilancio demografico di ISTAT: senza, "
        "non si sa quante persone sono nate, morte, arrivate e partite. "
    )
    if inside:
        named = formats.listed(inside) if len(inside) <= 3 else formats.plural(len(inside), "territorio", "territori")
        told += f"C'è solo quello di {named}. "
    return (
        f"{told}Lo scarica «leps fetch istat --prodotto p2 --anno …» (oppure si mette il file in data/raw); "
        "poi «leps build»."
    )


def balance_of(quantities: Quantities, keys: tuple[str, ...]) -> int | None:
    """Sum, with their sign, of the quantities that the source has; unknown if one of them is missing for this year."""
    found = {key: quantities[key] for key in keys if key in quantities}
    if not found or None in found.values():
        return None
    return sum(SIGNS[key] * persons for key, persons in found.items())


def _year(view: View, year: int, quantities: Quantities) -> None:
    source = sources_line(queries.balance_sources(view.here, year))
    start = quantities.get(START)
    end = next((quantities[key] for key in ENDS if quantities.get(key) is not None), None)
    steps = [Step(name, sign * quantities[key]) for key, name, sign in STEPS if quantities.get(key)]
    natural, migratory = balance_of(quantities, NATURAL), balance_of(quantities, MIGRATORY)
    sentence = sentences_movimento.year(year, start, end, natural, migratory)
    shown: list[dict[str, Any]] = [
        {"anno": year, "voce": name, "persone": _signed(sign, quantities.get(key)), "effetto": True}
        for key, name, sign in STEPS
        if key in quantities
    ]
    shown = [
        {"anno": year, "voce": f"Popolazione al 1° gennaio {year}", "persone": start, "effetto": False},
        *shown,
        {"anno": year, "voce": f"Popolazione al 31 dicembre {year}", "persone": end, "effetto": False},
    ]
    with figure.figure(
        "bilancio",
        f"Come è cambiata la popolazione nel {year}",
        f"{sentence} La scala non comincia da zero: contano le lunghezze delle barre.",
        source=source,
        download=figure.Download(
            f"bilancio_{view.here}_{year}",
            [{k: v for k, v in row.items() if k != "effetto"} for row in shown],
            source,
            f"{year}-12-31",
        ),
        definition="Bilancio demografico della popolazione residente: iscrizioni e cancellazioni dell'anno.",
        why=table(
            shown,
            [Column("voce", "Voce"), Column("persone", "Persone", "intero", show=_persons)],
            caption=f"Bilancio demografico {of(view.place['nome'])}, {year}",
        ),
        why_label="Mostra la tabella",
    ):
        if start is None or end is None:
            figure.empty("La popolazione all'inizio o alla fine dell'anno manca: le voci sono nella tabella.")
        else:
            plot = waterfall((f"1° gennaio {year}", start), steps, (f"31 dicembre {year}", end))
            figure.chart(plot, "bilancio", alt=sentence, width=figure.WIDE)


def _signed(sign: int, persons: int | None) -> int | None:
    return None if persons is None else sign * persons


def _persons(row: dict[str, Any]) -> str:
    """How many persons there are, or with a sign by how many a movement changed them."""
    return formats.number(row["persone"], 0, sign=row["effetto"])


def _years(view: View, years: Mapping[int, Quantities]) -> None:
    ordered = sorted(years)
    natural = [balance_of(years[y], NATURAL) for y in ordered]
    migratory = [balance_of(years[y], MIGRATORY) for y in ordered]
    source = f"{sources_line(queries.balance_sources(view.here, ordered[-1]))} · e gli anni dal {ordered[0]}"
    rows = [
        {"anno": y, "saldo_naturale": n, "saldo_migratorio": m}
        for y, n, m in zip(ordered, natural, migratory, strict=True)
    ]
    sentence = sentences_movimento.years(rows)
    with figure.figure(
        "saldi",
        "Saldo naturale e saldo migratorio, anno per anno",
        sentence,
        source=source,
        download=figure.Download(f"saldi_{view.here}", rows, source, f"{ordered[-1]}-12-31"),
        definition="Saldo naturale: nati meno morti. Saldo migratorio: iscritti meno cancellati.",
        why=table(
            list(reversed(rows)),
            [
                Column("anno", "Anno"),
                Column("saldo_naturale", "Saldo naturale", "differenza"),
                Column("saldo_migratorio", "Saldo migratorio", "differenza"),
            ],
            caption=f"Saldi demografici {of(view.place['nome'])}",
        ),
        why_label="Mostra la tabella",
    ):
        figure.chart(balances(ordered, natural, migratory), "saldi", alt=sentence, width=figure.WIDE)


def _rates(view: View, year: int) -> None:
    """Rates with their interval, beside those of the reference."""
    known = queries.indicators()
    values = queries.values_of(view.here, year)
    reference = queries.values_of(view.reference, year) if view.reference else {}
    rows = []
    for key in RATES:
        row = values.get(key)
        if row is None or key not in known:
            continue
        other = reference.get(key) or {}
        same = other.get("metodo_denominatore") == row["metodo_denominatore"]
        rows.append({
            "indicatore_id": key,
            "nome": known[key]["nome"],
            "unita": known[key]["unita"],
            "anno": year,
            "valore": row["valore"],
            "motivo": row["motivo_assenza"],
            "ic95_inf": row["ic95_inf"],
            "ic95_sup": row["ic95_sup"],
            "intervallo": _interval(known[key], row),
            "riferimento": other.get("valore") if same else None,
            "fonte_id": row["fonte_id"],
        })  # fmt: skip
    if not rows:
        return
    source = sources_line(row["fonte_id"] for row in rows)
    columns = [
        Column("nome", "Tasso"),
        Column("unita", "Unità"),
        Column(
            "valore",
            str(year),
            "decimale",
            1,
            reason="motivo",
            leads=spiega.to("indicatore_valore", territorio_id=view.here),
        ),
        Column("intervallo", "Intervallo al 95 %"),
    ]
    if view.against:
        columns.append(Column("riferimento", view.against["nome_breve"], "decimale", 1))
    with figure.figure(
        "tassi",
        f"Tassi del {year}",
        "Dove l'intervallo è largo i casi sono pochi e il valore oscilla da un anno all'altro.",
        source=source,
        download=figure.Download(
            f"tassi_{view.here}_{year}",
            [{k: v for k, v in r.items() if k not in ("motivo", "intervallo")} for r in rows],
            source,
            f"{year}-12-31",
            decimals=queries.decimals(),
        ),
    ):
        st.html(table(rows, columns, caption=f"Tassi demografici {of(view.place['nome'])}, {year}"))


def _interval(what: dict[str, Any], row: dict[str, Any]) -> str:
    """A difference of two rates has no interval: that is not a missing one."""
    if what.get("metodo_ic") in (None, "nessuno"):
        return "–"
    return formats.interval(row["ic95_inf"], row["ic95_sup"], int(what.get("decimali") or 0))
