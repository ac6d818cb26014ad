"""Stranieri: how many residents are foreign citizens, where, of which age, from which countries."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, sentences, sentences_movimento, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.charts.pyramid import CLASS, Outline, class_name, pyramid
from dashboards.components.tables import Column, Row, table
from dashboards.components.text import BASES, absence, e, of, with_article
from dashboards.contesto import mappa
from dashboards.contesto.comparing import href, sources_line
from dashboards.contesto.view import View

LARGEST = 10  # citizenships
SHARES = ("quota_stranieri", "quota_stranieri_0_14")
FETCH = (
    "Li scarica «leps fetch istat --prodotto strasa» (per età) e «--prodotto rcs» (per cittadinanza), oppure si "
    "mettono i file in data/raw; poi «leps build»."
)


def draw(view: View) -> None:
    values = queries.values_of(view.here, view.year)
    counted = values.get("stranieri")
    if counted is not None and counted["base_popolazione"] == "residenti_istat":
        _key_figures(view, values)
        left, right = st.columns(2, gap="large")
        with left:
            _pyramid(view)
        with right:
            _map(view)
        _citizenships(view)
    else:
        figure.empty(
            f"Per {with_article(view.place['nome'])} non sono stati ricevuti i residenti stranieri di ISTAT "
            f"del {view.year}. {FETCH}"
        )
    _documents(view)


def _key_figures(view: View, values: dict[str, Row]) -> None:
    known = queries.indicators()
    reference = queries.values_of(view.reference, view.year) if view.reference else {}
    count, share = values["stranieri"], values.get("quota_stranieri") or {}
    st.html(
        '<p class="frase">'
        + e(
            sentences_movimento.foreigners(
                count["valore"], share.get("valore"), share.get("ic95_inf"), share.get("ic95_sup")
            )
        )
        + "</p>"
    )
    shown = [
        Card(
            known["stranieri"]["nome"],
            formats.number(count["valore"]),
            [w for w in (sentences.change(count), sentences.outcome(count)) if w],
            href=href("indicatori", indicatore="stranieri"),
        )
    ]
    for key in SHARES:
        row = values.get(key)
        if row is None:
            continue
        decimals = int(known[key].get("decimali") or 0)
        lines = [
            sentences.change(row, decimals, "%"),
            sentences.comparison(reference.get(key), view.against["nome_breve"], decimals) if view.against else "",
            sentences.uncertainty(row, decimals),
        ]
        value = formats.with_unit(row["valore"], "%", decimals)
        link = href("indicatori", indicatore=key)
        shown.append(Card(known[key]["nome"], value, [w for w in lines if w], href=link))
    cards(shown)
    st.html(f'<p class="fonte sotto-cifre">{e(sources_line([count["fonte_id"]]))}</p>')


def _pyramid(view: View) -> None:
    rows = queries.foreigners_by_age(view.here, view.year)
    if rows.is_empty():
        figure.empty(f"L'età dei residenti stranieri del {view.year} non è stata ricevuta. {FETCH}")
        return
    everybody = queries.pyramid(view.here, view.year)
    outline = Outline(everybody, "tutti i residenti") if everybody.height else None
    source = sources_line(rows["fonte_id"].to_list())
    sides = rows.pivot(on="sesso", index="eta", values="residenti").sort("eta").to_dicts()
    shown = [{"eta": class_name(r["eta"]), "maschi": r.get("M") or 0, "femmine": r.get("F") or 0} for r in sides]
    largest = max(sides, key=lambda r: (r.get("M") or 0) + (r.get("F") or 0))
    sentence = f"La classe più numerosa fra gli stranieri è {class_name(largest['eta'])} anni."
    if outline:
        sentence += " La linea è l'età di tutti i residenti, portata allo stesso numero di persone."
    with figure.figure(
        "piramide_stranieri",
        f"Età e sesso dei residenti stranieri, {view.year}",
        sentence,
        source=source,
        download=figure.Download(f"piramide_stranieri_{view.here}_{view.year}", shown, source, f"{view.year}-01-01"),
        definition="Residenti senza cittadinanza italiana, per età compiuta e sesso, al 1° gennaio.",
        why=table(
            list(reversed(shown)),
            [Column("eta", "Età"), Column("maschi", "Maschi", "intero"), Column("femmine", "Femmine", "intero")],
            caption=f"Residenti stranieri per classe di età e sesso, {view.place['nome']}, {view.year}",
        ),
        why_label="Mostra la tabella",
    ):
        plot = pyramid(rows, outline, step=CLASS)
        figure.chart(plot, "piramide_stranieri", alt=f"Piramide delle età degli stranieri. {sentence}")


def _map(view: View) -> None:
    choice = mappa.of_indicator(view, "quota_stranieri")
    if choice is None:
        figure.empty("La quota di stranieri dei territori più piccoli non è stata ricevuta.")
    else:
        mappa.small(view, choice)


def _citizenships(view: View) -> None:
    year = queries.citizenship_year(view.here, view.year)
    if year is None:
        figure.empty(
            f"Le cittadinanze dei residenti stranieri non sono state ricevute, né del {view.year} né degli anni prima. "
            "Le scarica «leps fetch istat --prodotto rcs»; poi «leps build»."
        )
        return
    rows = queries.citizenships(view.here, year).to_dicts()
    source = sources_line(row["fonte_id"] for row in rows)
    shown = [{k: v for k, v in row.items() if k != "fonte_id"} | {"anno": year} for row in rows]
    first = rows[:LARGEST]
    sentence = sentences_movimento.citizenships(rows)
    title = "Le dieci cittadinanze più numerose" if len(rows) > LARGEST else "Le cittadinanze"
    with figure.figure(
        "cittadinanze",
        f"{title}, {year}",
        sentence,
        source=source,
        download=figure.Download(f"cittadinanze_{view.here}_{year}", shown, source, f"{year}-01-01"),
        definition="Residenti stranieri per cittadinanza al 1° gennaio; chi è anche italiano è contato come italiano.",
        why=table(
            rows,
            [
                Column("cittadinanza_nome", "Cittadinanza"),
                Column(
                    "residenti",
                    "Residenti",
                    "intero",
                    leads=spiega.to("cittadinanza", territorio_id=view.here, anno=year, sesso="T"),
                ),
                Column(
                    "femmine",
                    "di cui femmine",
                    "intero",
                    leads=spiega.to("cittadinanza", territorio_id=view.here, anno=year, sesso="F"),
                ),
            ],
            caption=f"Residenti stranieri per cittadinanza, {view.place['nome']}, {year}",
            tall=len(rows) > 16,
        ),
        why_label="Mostra la tabella",
    ):
        counts = [row["residenti"] for row in first]
        plot = stacked_bars(
            [row["cittadinanza_nome"] for row in first],
            {"residenti": counts},
            unit="residenti",
            totals=[formats.number(n) for n in counts],
        )
        plot.update_layout(showlegend=False, margin_t=4)
        figure.chart(plot, "cittadinanze", alt=sentence, width=figure.WIDE)


def _documents(view: View) -> None:
    """What the plans print, of the territory and of its comuni: another count than ISTAT's."""
    parts = tuple(p["territorio_id"] for p in queries.comuni_of(view.here)) if view.place["livello"] == "ambito" else ()
    rows = queries.foreigners_of_documents((*parts, view.here))
    if not rows:
        return
    known = queries.sources()
    source = sources_line(row["fonte_id"] for row in rows)
    whole = [r for r in rows if r["territorio_id"] == view.here and r["indicatore_id"] == "stranieri"]
    sentence = "I documenti contano i residenti in anagrafe o gli assistiti: non è lo stesso conteggio di ISTAT."
    if whole:
        first = whole[0]
        sentence = (
            f"{known.get(first['fonte_id'], {}).get('titolo', 'Il documento')} stampa "
            f"{formats.plural(int(first['valore_stampato']), 'residente straniero', 'residenti stranieri')} "
            f"{of(view.place['nome'])} ({formats.day(first['data_riferimento'])}). " + sentence
        )
    shown = [{k: v for k, v in r.items() if k not in ("unita", "motivo_assenza")} for r in rows]
    with figure.figure(
        "stranieri_documenti",
        "Che cosa stampano i documenti",
        sentence,
        source=source,
        download=figure.Download(
            f"stranieri_documenti_{view.here}", shown, source, rows[0]["data_riferimento"], decimals=queries.decimals()
        ),
    ):
        st.html(
            table(
                rows,
                [
                    Column("nome", "Territorio"),
                    Column("indicatore", "Indicatore"),
                    Column("base_popolazione", "Di chi", show=_counted),
                    Column(
                        "valore_stampato",
                        "Stampato",
                        "decimale",
                        show=_printed,
                        leads=spiega.to("indicatore_valore"),
                    ),
                    Column("valore", "Ricalcolato", "decimale", show=_recomputed),
                ],
                caption=f"Stranieri stampati nei documenti, {view.place['nome']}",
                tall=len(rows) > 16,
            )
        )


def _counted(row: dict[str, Any]) -> str:
    base = BASES.get(row["base_popolazione"], row["base_popolazione"])
    return f"{e(base)}<span class='piccolo'>{formats.day(row['data_riferimento'])}</span>"


def _printed(row: dict[str, Any]) -> str:
    decimals = row["decimali_stampati"] if row["decimali_stampati"] is not None else row["decimali"]
    return formats.with_unit(row["valore_stampato"], row["unita"], int(decimals))


def _recomputed(row: dict[str, Any]) -> str:
    if row["denominatore"] is None:
        return "–"
    if formats.is_missing(row["valore"]):
        return absence(row["motivo_assenza"])
    words = formats.with_unit(row["valore"], row["unita"], int(row["decimali"]))
    if not formats.is_missing(row["ic95_inf"]):
        limits = formats.interval(row["ic95_inf"], row["ic95_sup"], int(row["decimali"]))
        words += f'<span class="piccolo">{limits}</span>'
    return words
