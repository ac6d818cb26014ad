"""Panoramica: the last figures of the territory, and beside it those that hold it, with rates and intervals."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.adi.confronto import before_and_after
from dashboards.adi.view import View, cautions
from dashboards.adi.words import COUNTS, IN_MONTH, Row, amount, before, change_words, rate, residents, sources_line
from dashboards.components import figure, formats, frame
from dashboards.components.cards import Card, cards
from dashboards.components.charts.rates import Rate, rates
from dashboards.components.tables import Column, table
from dashboards.components.text import absence, absence_words, of

UNIT = f"{formats.NBSP}euro"
FIGURES = (
    ("nuclei", "Nuclei con ADI", ""),
    ("persone", "Persone nei nuclei con ADI", ""),
    ("importo_medio_eur", "Importo medio mensile", UNIT),
)


def draw(view: View) -> None:
    last = [rows[-1] for territory in view.near if (rows := view.monthly(territory))]
    if not last:
        frame.heading("Nuclei con l'assegno di inclusione")
        figure.empty("Nessuna cifra ricevuta è dei nuclei pagati in un mese con l'assegno di inclusione.")
    else:
        found = _rates()
        _cards(last[0], found)
        _beside(last, found)
    before_and_after(view)
    cautions(view)


def _rates() -> dict[tuple, Row]:
    """Rates of the households paid in a month, by territory, month and quantity."""
    rows = queries.adi_rates().filter((pl.col("conteggio") == IN_MONTH) & (pl.col("misura") == "adi")).to_dicts()
    return {(r["territorio_id"], r["mese"], r["quantita"]): r for r in rows}


def _of(found: dict[tuple, Row], row: Row, quantity: str) -> Row | None:
    return found.get((row["territorio_id"], row["mese"], quantity))


def _cards(row: Row, found: dict[tuple, Row]) -> None:
    items = []
    for key, label, unit in FIGURES:
        lines = [f"{row['nome']}, {formats.month(row['mese'])}"]
        if formats.is_missing(row[key]):
            lines.append(absence_words(_state(row)))
        elif change := change_words(row, key, unit):
            lines.append(f"{change} {before(row)}")
        value = formats.MISSING if formats.is_missing(row[key]) else formats.number(row[key]) + unit
        about = "circa " if row["approssimato"] and value != formats.MISSING else ""
        items.append(Card(label, about + value, lines))
    for quantity, label in (("nuclei", "Nuclei ogni 1.000 residenti"), ("persone", "Persone ogni 1.000 residenti")):
        items.append(_rate_card(label, _of(found, row, quantity)))
    cards(items)


def _rate_card(label: str, row: Row | None) -> Card:
    if row is None or formats.is_missing(row["tasso_per_1000"]):
        reason = row["motivo_assenza"] if row else "non_pubblicato"
        return Card(label, formats.MISSING, [absence_words(reason)])
    interval = formats.interval(row["ic95_inf"], row["ic95_sup"], 1)
    return Card(
        label,
        formats.number(row["tasso_per_1000"], 1),
        [f"intervallo al 95{formats.NBSP}%: {interval}", f"residenti al 1° gennaio {row['anno_popolazione']}"],
    )


def _state(row: Row) -> str:
    return row["stato_cella"] if row["stato_cella"] != "pubblicabile" else "non_pubblicato"


def _beside(last: list[Row], found: dict[tuple, Row]) -> None:
    """The territory beside those that hold it: counts do not compare, rates and mean amounts do."""
    used = [r for row in last for q in ("nuclei", "persone") if (r := _of(found, row, q))]
    line, date = sources_line(last)
    rows = [_row(row, found) for row in last]
    sentence = _sentence(last, found)
    with figure.figure(
        "accanto",
        f"{last[0]['nome']} accanto ai territori che la contengono" if len(last) > 1 else last[0]["nome"],
        f"{sentence} {residents(used)}",
        source=line,
        definition="Persone e nuclei in pagamento nel mese ogni 1.000 residenti ISTAT al 1° gennaio.",
        download=figure.Download("adi_accanto", rows, line, date),
        why=EXPLAINED,
        why_label="Come si leggono gli intervalli",
    ):
        drawn = [_drawn(row, r) for row in last if (r := _of(found, row, "persone") or _of(found, row, "nuclei"))]
        drawn = [d for d in drawn if d is not None]
        kinds = {d.quantity for d in drawn}
        if len(drawn) > 1 and len(kinds) == 1:
            words = "Persone" if kinds == {"persone"} else "Nuclei"
            figure.chart(rates(drawn, f"{words} ogni 1.000 residenti"), "accanto", alt=sentence)
        st.html(
            table(
                rows,
                [
                    Column("territorio", "Territorio"),
                    Column("mese", "Mese", show=lambda r: formats.month(r["mese"]), wrap=False),
                    Column("nuclei", "Nuclei", "intero", show=lambda r: amount(r, "nuclei")),
                    Column("persone", "Persone", "intero", show=lambda r: amount(r, "persone")),
                    Column("importo_medio_eur", "Importo medio (euro)", "euro", show=_mean),
                    Column("n", "Nuclei ogni 1.000 residenti", "decimale", show=lambda r: _rate(r, "nuclei")),
                    Column("p", "Persone ogni 1.000 residenti", "decimale", show=lambda r: _rate(r, "persone")),
                ],
                caption="Nuclei, persone, importo medio e tassi del territorio e di quelli che lo contengono",
            )
        )


EXPLAINED = (
    "<p>L'intervallo al 95&nbsp;% dice quanto il tasso di una popolazione piccola oscilla per ragioni naturali: INPS "
    "conta tutti, non un campione. Per le persone, che sono parte dei residenti, è quello di Wilson; per i nuclei, che "
    "si contano su persone, quello di Byar (esatto sotto i dieci nuclei).</p>"
)


def _mean(row: Row) -> str:
    return amount(row, "importo_medio_eur")


def _row(row: Row, found: dict[tuple, Row]) -> dict[str, Any]:
    out = {"territorio": row["nome"], "territorio_id": row["territorio_id"], "mese": row["mese"]}
    out |= {"conteggio": COUNTS[row["conteggio"]]}
    out |= {key: row[key] for key in ("nuclei", "persone", "importo_medio_eur", "approssimato", "stato_cella")}
    for quantity in ("nuclei", "persone"):
        r = _of(found, row, quantity) or {}
        out |= {
            f"{quantity}_per_1000": r.get("tasso_per_1000"),
            f"{quantity}_per_1000_inf": r.get("ic95_inf"),
            f"{quantity}_per_1000_sup": r.get("ic95_sup"),
            f"residenti_{quantity}": r.get("residenti"),
            f"anno_popolazione_{quantity}": r.get("anno_popolazione"),
        }
    return out


def _rate(row: dict[str, Any], quantity: str) -> str:
    told = rate(
        {
            "tasso_per_1000": row[f"{quantity}_per_1000"],
            "ic95_inf": row[f"{quantity}_per_1000_inf"],
            "ic95_sup": row[f"{quantity}_per_1000_sup"],
        }
    )
    if told:
        return told
    return absence("non_pubblicato" if formats.is_missing(row[quantity]) else "popolazione_non_ricevuta")


def _drawn(row: Row, found: Row) -> Rate | None:
    if formats.is_missing(found["tasso_per_1000"]):
        return None
    name = f"{row['nome']}, {formats.month(row['mese'])}"
    return Rate(name, found["tasso_per_1000"], found["ic95_inf"], found["ic95_sup"], found["quantita"])


def _sentence(last: list[Row], found: dict[tuple, Row]) -> str:
    """`Nuclei in pagamento nel mese: 4.248 della Provincia di Brescia a dicembre 2025, 3,4 ogni 1.000 residenti…`."""
    parts = []
    for row in last:
        if formats.is_missing(row["nuclei"]):
            continue
        about = "circa " if row["approssimato"] else ""
        words = f"{about}{formats.number(row['nuclei'])} {of(row['nome'])} a {formats.month(row['mese'])}"
        r = _of(found, row, "nuclei")
        if r and not formats.is_missing(r["tasso_per_1000"]):
            words += f", {formats.number(r['tasso_per_1000'], 1)} ogni 1.000 residenti"
        parts.append(words)
    if not parts:
        return "Il numero dei nuclei di questi territori non è pubblicato."
    return f"Nuclei in pagamento nel mese: {'; '.join(parts)}."
