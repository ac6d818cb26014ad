"""Andamento: nuclei, persone, importo or rate by month, with the months that something else than need alters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.adi.view import View, cautions
from dashboards.adi.words import IN_MONTH, SHORT, Row, residents, sources_line
from dashboards.components import address, figure, formats, frame
from dashboards.components.charts.monthly import Mark, Months, monthly, point_words
from dashboards.components.charts.series import STYLES
from dashboards.components.text import e, of


@dataclass(frozen=True)
class Quantity:
    """What the chart shows. Counts of territories of different size are not drawn together (`together`)."""

    label: str
    title: str
    key: str
    unit: str
    decimals: int = 0
    rate_of: str | None = None
    together: bool = False


QUANTITIES = {
    "nuclei": Quantity("Nuclei", "Nuclei pagati nel mese", "nuclei", "nuclei"),
    "persone": Quantity("Persone", "Persone nei nuclei pagati nel mese", "persone", "persone"),
    "importo": Quantity("Importo", "Importo medio mensile per nucleo", "importo_medio_eur", "euro", together=True),
    "tasso_nuclei": Quantity(
        "Nuclei ogni 1.000", "Nuclei ogni 1.000 residenti", "tasso_per_1000", "ogni 1.000 residenti", 1, "nuclei", True
    ),
    "tasso_persone": Quantity(
        "Persone ogni 1.000",
        "Persone ogni 1.000 residenti",
        "tasso_per_1000",
        "ogni 1.000 residenti",
        1,
        "persone",
        True,
    ),
}
PARAMETER = "quantita"


def draw(view: View) -> None:
    default = next(iter(QUANTITIES))
    chosen, unknown = address.choose(
        PARAMETER,
        list(QUANTITIES),
        default,
        lambda asked: f"La quantità «{asked}» indicata nell'indirizzo non esiste: la pagina mostra i nuclei.",
    )
    address.segments("Quantità", PARAMETER, list(QUANTITIES), chosen, lambda key: QUANTITIES[key].label)
    frame.notices([unknown])
    _series(view, chosen, QUANTITIES[chosen])
    cautions(view)


def _series(view: View, key: str, what: Quantity) -> None:
    lines, rows = _lines(view, what)
    if not lines:
        frame.heading(what.title)
        figure.empty("Nessuna cifra ricevuta dà questa quantità, mese per mese, per questi territori.")
        return
    months = [p["mese"] for line in lines for p in line.points]
    marks, notes = _annotations(min(months), max(months), {r["misura"] for r in rows})
    sentence = " ".join(_sentence(line, what) for line in lines)
    if what.rate_of:
        sentence += f" {residents(rows)}"
    source, date = sources_line(rows)
    with figure.figure(
        "andamento_adi",
        f"{what.title}{'' if what.together else ' ' + of(view.name(rows[0]['territorio_id']))}",
        sentence,
        source=source,
        definition="In pagamento nel mese; i punti vuoti sono cifre che la fonte arrotonda.",
        download=figure.Download(f"adi_andamento_{key}", [_downloaded(r, what) for r in rows], source, date),
    ):
        plot = monthly(lines, marks, unit=what.unit, decimals=what.decimals)
        figure.chart(plot, "andamento_adi", alt=f"{what.title}. {sentence}")
        if notes:
            items = "".join(f"<li>{note}</li>" for note in notes)
            st.html(f'<ol class="punti" aria-label="Che cosa altera la serie">{items}</ol>')


def _lines(view: View, what: Quantity) -> tuple[list[Months], list[Row]]:
    """The lines of a quantity with their rows: of one territory, or of those around it where they compare."""
    found = [(territory, _rows(view, what, territory)) for territory in view.near]
    found = [(territory, rows) for territory, rows in found if rows]
    if not what.together:
        # Of several the one with the longest series; the nearest of two that are as long.
        found = sorted(found, key=lambda f: -len(f[1]))[:1] if found and len(found[0][1]) < 2 else found[:1]
    lines, used = [], []
    for _, rows in found:
        for measure in ("rdc", "adi"):
            own = [r for r in rows if r["misura"] == measure]
            if own and len(lines) < len(STYLES):
                lines.append(Months(f"{own[0]['nome']}, {SHORT[measure]}", [_point(r, what) for r in own]))
                used += own
    return lines, used


def _rows(view: View, what: Quantity, territory: str) -> list[Row]:
    if what.rate_of is None:
        rows = [r for m in ("rdc", "adi") for r in view.monthly(territory, m)]
    else:
        rows = (
            queries.adi_rates()
            .filter(
                (pl.col("territorio_id") == territory)
                & (pl.col("conteggio") == IN_MONTH)
                & (pl.col("quantita") == what.rate_of)
                & pl.col("misura").is_in(["rdc", "adi"])
            )
            .sort("mese")
            .to_dicts()
        )
    return [r for r in rows if not formats.is_missing(r[what.key])]


def _point(row: Row, what: Quantity) -> dict[str, Any]:
    return {
        "mese": row["mese"],
        "valore": float(row[what.key]),
        "inf": row.get("ic95_inf"),
        "sup": row.get("ic95_sup"),
        "approssimato": row["approssimato"],
    }


def _sentence(line: Months, what: Quantity) -> str:
    """From the first to the last month; of one month only its value."""
    first, last = line.points[0], line.points[-1]
    if first is last:
        return f"{line.name}: {point_words(last, what.unit, what.decimals)}."
    missing = _months_between(first["mese"], last["mese"]) - len(line.points)
    words = (
        f"{line.name}: {point_words(first, what.unit, what.decimals)}, {point_words(last, what.unit, what.decimals)}"
    )
    if missing > 0:
        words += f"; fra i due {formats.plural(missing, 'mese non è stato ricevuto', 'mesi non sono stati ricevuti')}"
    return words + "."


def _months_between(first: dt.date, last: dt.date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1


def _annotations(first: dt.date, last: dt.date, measures: set[str]) -> tuple[list[Mark], list[str]]:
    """The declared annotations that fall among the months drawn, and their words."""
    marks, notes = [], []
    for row in queries.adi_annotations().to_dicts():
        if row["misura"] not in measures or row["dal"] > last or (row["al"] or last) < first:
            continue
        end = min(row["al"], last) if row["al"] else None
        marks.append(Mark(len(marks) + 1, max(row["dal"], first), end))
        span = formats.month(row["dal"]) + (f" – {formats.month(row['al'])}" if row["al"] else "")
        notes.append(
            f"<strong>{e(row['titolo'])}</strong> ({e('da ' if not row['al'] else '')}{e(span)}). {e(row['testo'])} "
            f'<span class="piccolo">{e(row["fonte"])}</span>'
        )
    return marks, notes


def _downloaded(row: Row, what: Quantity) -> dict[str, Any]:
    keys = ["territorio_id", "nome", "misura", "conteggio", "mese", what.key, "approssimato", "fonte_id"]
    keys += ["ic95_inf", "ic95_sup", "residenti", "anno_popolazione"] if what.rate_of else []
    return {key: row.get(key) for key in keys}
