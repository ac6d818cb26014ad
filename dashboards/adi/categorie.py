"""Categorie: households by what they hold. Overlapping categories are never added up, and it is said."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl
import streamlit as st

from dashboards.adi.view import View, cautions
from dashboards.adi.words import COUNTS, DIMENSIONS, SHORT, Row, amount, category, period, sources_line
from dashboards.components import figure, formats, frame, palette
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import absence_words, e

DOWNLOADED = ("territorio_id", "nome", "misura", "conteggio", "periodo_dal", "mese", "dimensione", "modalita",
              "si_sovrappone", "nuclei", "persone", "importo_medio_eur", "stato_cella", "approssimato",
              "fonte_id")  # fmt: skip
OVERLAP = (
    "Le categorie si sovrappongono: lo stesso nucleo può stare in più righe, quindi le righe non si sommano al totale."
)


def draw(view: View) -> None:
    parts = view.cells.filter(pl.col("dimensione") != "totale")
    if parts.is_empty():
        frame.heading("Per tipo di nucleo")
        figure.empty(
            "Le fonti ricevute danno solo i totali. Le tavole di INPS per presenza di minori, disabilità e persone di "
            "60 anni e più compariranno qui quando saranno consegnate; le categorie si sovrappongono e non si sommano."
        )
    for number, rows in enumerate(_groups(view, parts)):
        _figure(view, rows, number)
    cautions(view)


def _groups(view: View, parts: pl.DataFrame) -> Iterator[list[Row]]:
    """The overlapping categories together, then each other dimension: of the nearest territory that has it, its last
    month."""
    overlapping = parts.filter(pl.col("si_sovrappone"))
    others = [parts.filter(pl.col("dimensione") == d) for d in DIMENSIONS if not _overlaps(parts, d)]
    for found in (overlapping, *others):
        for territory in view.shown:
            own = found.filter(pl.col("territorio_id") == territory)
            if not own.is_empty():
                yield _last(own)
                break


def _overlaps(parts: pl.DataFrame, dimension: str) -> bool:
    return not parts.filter((pl.col("dimensione") == dimension) & pl.col("si_sovrappone")).is_empty()


def _last(own: pl.DataFrame) -> list[Row]:
    """The rows of the last month, of one measure and one way of counting, in the order of the menu."""
    rows = own.to_dicts()
    last = max(rows, key=lambda r: (r["mese"], r["misura"] == "adi", r["conteggio"] == "in_pagamento_nel_mese"))
    keys = ("mese", "periodo_dal", "misura", "conteggio")
    order = list(DIMENSIONS)
    kept = [r for r in rows if all(r[k] == last[k] for k in keys)]
    return sorted(kept, key=lambda r: (order.index(r["dimensione"]) if r["dimensione"] in order else 99, r["modalita"]))


def _figure(view: View, rows: list[Row], number: int) -> None:
    first = rows[0]
    line, date = sources_line(rows)
    overlapping = first["si_sovrappone"]
    name = "Per tipo di nucleo" if overlapping else DIMENSIONS.get(first["dimensione"], first["dimensione"])
    total = _total(view, first)
    sentence = f"{first['nome']}, {period(first)}, {SHORT[first['misura']]}, {COUNTS[first['conteggio']]}. "
    sentence += OVERLAP if overlapping else "Ogni nucleo sta in una sola categoria."
    if total:
        about = "circa " if total["approssimato"] else ""
        sentence += f" In tutto i nuclei sono {about}{formats.number(total['nuclei'])}."
    hidden = [r for r in rows if r["stato_cella"] != "pubblicabile"]
    with figure.figure(
        f"categorie_{number}",
        name,
        sentence,
        source=line,
        download=figure.Download(
            f"adi_{'tipi' if overlapping else first['dimensione']}", _downloaded(rows), line, date
        ),
        why=_why(hidden),
        why_label="Perché manca una cella?",
    ):
        drawn = [r for r in rows if not formats.is_missing(r["nuclei"])]
        if drawn:
            plot = stacked_bars(
                [category(r) for r in drawn],
                {"Nuclei": [r["nuclei"] for r in drawn]},
                colours={"Nuclei": palette.BLUE},
                unit="nuclei",
                totals=[("circa " if r["approssimato"] else "") + formats.number(r["nuclei"]) for r in drawn],
            )
            plot.update_layout(showlegend=False, margin={"l": 0, "r": 4, "t": 6, "b": 20})
            figure.chart(plot, f"categorie_{number}", alt=sentence)
        st.html(
            table(
                rows,
                _columns(rows),
                caption=f"{name}: nuclei, persone e importo medio",
            )
        )


def _columns(rows: list[Row]) -> list[Column]:
    """Name and figures; a quantity that the source gives for no category has no column."""
    figures = (
        Column("nuclei", "Nuclei", "intero", show=lambda r: amount(r, "nuclei")),
        Column("persone", "Persone", "intero", show=lambda r: amount(r, "persone")),
        Column("importo_medio_eur", "Importo medio (euro)", "euro", show=lambda r: amount(r, "importo_medio_eur")),
    )
    given = [c for c in figures if any(not formats.is_missing(r[c.key]) for r in rows)]
    return [Column("categoria", "Categoria", show=lambda r: e(category(r))), *(given or figures[:1])]


def _total(view: View, row: Row) -> Row | None:
    """All the households of the same month and way of counting."""
    keys = ("territorio_id", "mese", "periodo_dal", "misura", "conteggio")
    found = [r for r in view.whole.to_dicts() if all(r[k] == row[k] for k in keys)]
    return next((r for r in found if not formats.is_missing(r["nuclei"])), None)


def _why(hidden: list[Row]) -> str | None:
    if not hidden:
        return None
    items = "".join(f"<li>{e(category(r))}: {e(absence_words(r['stato_cella']))}</li>" for r in hidden)
    return f"<ul>{items}</ul><p>Una cella nascosta non vale zero, e non entra in nessuna somma.</p>"


def _downloaded(rows: list[Row]) -> list[Row]:
    return [{key: row[key] for key in DOWNLOADED} for row in rows]
