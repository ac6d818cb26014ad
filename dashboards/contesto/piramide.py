"""Età e sesso: the pyramid by class or by single age, beside another territory or another year."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, sentences
from dashboards.components.cards import Card, cards
from dashboards.components.charts.pyramid import CLASS, Outline, class_name, pyramid
from dashboards.components.tables import Column, table
from dashboards.components.text import of, with_article
from dashboards.contesto.view import View

AGES = {"classi": "Classi di cinque anni", "singola": "Età singole"}
# The outline that is not another year: the territory of reference.
TERRITORY = "riferimento"
LARGE_CLASSES = (
    ("0–14 anni", "residenti_0_14", "quota_0_14"),
    ("15–64 anni", "residenti_15_64", "quota_15_64"),
    ("65 anni e oltre", "residenti_65_piu", "quota_65_piu"),
    ("85 anni e oltre", "residenti_85_piu", "quota_85_piu"),
)


def draw(view: View) -> None:
    ages, unknown_ages = address.choose(
        "eta",
        list(AGES),
        "classi",
        lambda asked: f"«{asked}» non è un modo di raggruppare le età: la piramide è per classi di cinque anni.",
    )
    other_year, unknown_year = _other_year(view)
    frame.notices([unknown_ages, unknown_year])
    with st.container(key="comandi", horizontal=True, gap="medium", vertical_alignment="bottom"):
        address.segments("Età", "eta", list(AGES), ages, AGES.get)
        if len(view.years) > 1:
            address.slider("Anno", "anno", [str(y) for y in reversed(view.years)], str(view.year))
            _line_picker(view, other_year)
    step = 1 if ages == "singola" else CLASS
    _figure(view, step, other_year, height=640 if step == 1 else 500)
    _large_classes(view)


def of_the_year(view: View) -> None:
    """The pyramid of the overview: five-year classes beside the territory of reference."""
    _figure(view, CLASS, None)


def _other_year(view: View) -> tuple[int | None, str | None]:
    """The year whose outline is asked for; the year that is shown already has none."""
    asked = address.asked("anno_confronto")
    if asked in (None, TERRITORY, str(view.year)):
        return None, None
    if asked in {str(y) for y in view.years}:
        return int(asked), None
    return None, (
        f"Per {with_article(view.place['nome'])} non ci sono dati dell'anno «{asked}» da mettere a confronto: "
        "la linea è quella del riferimento."
    )


def _line_picker(view: View, other_year: int | None) -> None:
    name = view.against["nome_breve"] if view.against else "nessuna linea"
    years = [str(y) for y in view.years if y != view.year]
    address.picker(
        "Linea di confronto",
        "anno_confronto",
        [TERRITORY, *years],
        str(other_year) if other_year else TERRITORY,
        lambda key: name if key == TERRITORY else f"{view.place.get('nome_breve') or view.place['nome']}, {key}",
    )


def _figure(view: View, step: int, other_year: int | None, *, height: int = 430) -> None:
    rows = queries.pyramid(view.here, view.year, step)
    if rows.is_empty():
        frame.heading("Età e sesso dei residenti")
        figure.empty(f"Per {with_article(view.place['nome'])} non è pubblicata la popolazione per età del {view.year}.")
        return
    outline = _outline(view, step, other_year)
    sentence = _sentence(view, rows, outline, step, other_year)
    shown = _by_age(rows, step)
    with figure.figure(
        "piramide",
        f"Età e sesso dei residenti, {view.year}",
        sentence,
        source=view.source,
        download=figure.Download(f"piramide_{view.here}_{view.year}", shown, view.source, f"{view.year}-01-01"),
        definition="Residenti per età compiuta e sesso al 1° gennaio.",
        why=_table(view, shown, step),
        why_label="Mostra la tabella",
    ):
        figure.chart(
            pyramid(rows, outline, step=step, height=height),
            "piramide",
            alt=f"Piramide delle età {of(view.place['nome'])}. {sentence}",
            width=figure.WIDE,
        )


def _outline(view: View, step: int, other_year: int | None) -> Outline | None:
    if other_year is not None:
        return Outline(queries.pyramid(view.here, other_year, step), str(other_year), scaled=False)
    if view.against is None:
        return None
    found = queries.pyramid(view.reference, view.year, step)
    return Outline(found, view.against["nome_breve"]) if found.height else None


def _sentence(view: View, rows: pl.DataFrame, outline: Outline | None, step: int, other_year: int | None) -> str:
    counts = rows.group_by("eta").agg(pl.col("residenti").sum()).sort(["residenti", "eta"], descending=[True, False])
    people = int(rows["residenti"].sum())
    if other_year is not None and outline is not None:
        before = dict(outline.residents.group_by("eta").agg(pl.col("residenti").sum()).iter_rows())
        changes = {class_name(age, step): count - before.get(age, 0) for age, count in counts.iter_rows()}
        return sentences.pyramid_years(other_year, view.year, people - sum(changes.values()), people, changes)
    values = queries.values_of(view.here, view.year)
    return sentences.pyramid(
        (values.get("quota_65_piu") or {}).get("valore"),
        (values.get("quota_0_14") or {}).get("valore"),
        class_name(int(counts["eta"][0]), step),
        outline.name if outline else None,
        people,
    )


def _by_age(rows: pl.DataFrame, step: int) -> list[dict[str, Any]]:
    sides = rows.pivot(on="sesso", index="eta", values="residenti").sort("eta").to_dicts()
    return [
        {
            "eta": class_name(row["eta"], step),
            "maschi": row.get("M") or 0,
            "femmine": row.get("F") or 0,
            "totale": (row.get("M") or 0) + (row.get("F") or 0),
        }
        for row in sides
    ]


def _table(view: View, shown: list[dict[str, Any]], step: int) -> str:
    columns = [
        Column("eta", "Età"),
        Column("maschi", "Maschi", "intero"),
        Column("femmine", "Femmine", "intero"),
        Column("totale", "Totale", "intero"),
    ]
    ages = "età" if step == 1 else "classe di età"
    caption = f"Residenti per {ages} e sesso, {view.place['nome']}, {view.year}"
    return table(list(reversed(shown)), columns, caption=caption, tall=step == 1)


def _large_classes(view: View) -> None:
    """How many children, adults, elders; the last class is part of the one before."""
    values = queries.values_of(view.here, view.year)
    reference = queries.values_of(view.reference, view.year) if view.reference else {}
    shown = []
    for label, count, share in LARGE_CLASSES:
        row, quota, other = values.get(count), values.get(share), reference.get(share)
        if row is None:
            continue
        lines = []
        if quota is not None and not formats.is_missing(quota["valore"]):
            lines.append(f"{formats.percent(quota['valore'])} dei residenti")
        if view.against and other is not None and not formats.is_missing(other["valore"]):
            lines.append(f"{view.against['nome_breve']} {formats.percent(other['valore'])}")
        lines.append(sentences.change(row))
        shown.append(Card(label, formats.number(row["valore"]), [line for line in lines if line]))
    cards(shown)
