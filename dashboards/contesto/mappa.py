"""Mappa: one indicator over the parts of a territory, in classes that are said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, palette, sentences, spiega
from dashboards.components.charts import classes as cuts
from dashboards.components.charts.map import Area, territory_map
from dashboards.components.tables import Column, Row, table
from dashboards.components.text import PLURALS, indicator_with_article, with_article
from dashboards.contesto.comparing import FETCH, whole
from dashboards.contesto.view import View

DEFAULT_INDICATOR = "indice_vecchiaia"
LISTED = 150  # parts: beyond these the table is in the downloads only
BLANK = {"valore": None, "numeratore": None, "denominatore": None, "ic95_inf": None, "ic95_sup": None}


@dataclass(frozen=True)
class Choice:
    """An indicator over the parts of a territory.

    Args:
        options: the indicators that the parts have.
        notice: why another indicator than the one asked for is shown.
    """

    level: str
    parts: list[dict[str, Any]]
    indicator: dict[str, Any]
    options: list[str]
    notice: str | None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(part["territorio_id"] for part in self.parts)

    @property
    def decimals(self) -> int:
        return int(self.indicator.get("decimali") or 0)

    def pick(self) -> None:
        """The notice and the menu of the indicator."""
        known = queries.indicators()
        frame.notices([self.notice])
        address.picker(
            "Indicatore", "indicatore", self.options, self.indicator["indicatore_id"], lambda k: known[k]["nome"]
        )


def choose_indicator(view: View, levels: Sequence[str]) -> Choice | None:
    """The indicator of the address over the parts of the first level that has one; nothing where none has."""
    known = queries.indicators()
    for level in levels:
        parts = queries.parts_of_level(view.here, level)
        present = queries.indicators_of_parts(tuple(p["territorio_id"] for p in parts), view.year) if parts else set()
        options = [key for key in known if key in present]
        if not options:
            continue
        default = DEFAULT_INDICATOR if DEFAULT_INDICATOR in options else options[0]
        value, unknown = address.choose(
            "indicatore",
            options,
            default,
            lambda asked, name=known[default]["nome"]: (
                f"L'indicatore «{asked}» non è pubblicato per questi territori: la mappa usa "
                f"{indicator_with_article(name)}."
            ),
        )
        return Choice(level, parts, known[value or default], options, unknown)
    return None


def of_indicator(view: View, key: str) -> Choice | None:
    """One given indicator over the nearest parts that have it."""
    for level in queries.levels_below(view.here):
        parts = queries.parts_of_level(view.here, level)
        if key in queries.indicators_of_parts(tuple(p["territorio_id"] for p in parts), view.year):
            return Choice(level, parts, queries.indicators()[key], [key], None)
    return None


def draw(view: View) -> None:
    levels = queries.levels_below(view.here)
    level, unknown_level = address.choose(
        "livello",
        [PLURALS[k] for k in levels],
        PLURALS[levels[0]] if levels else None,
        lambda asked: f"«{asked}» non è un livello in cui si divide {with_article(view.place['nome'])}.",
    )
    ordered = sorted(levels, key=lambda k: PLURALS[k] != level)
    choice = choose_indicator(view, ordered)
    if choice is None:
        figure.empty(f"Per {with_article(view.place['nome'])} non ci sono valori da mettere su una mappa. {FETCH}")
        return
    rows = _rows(view, choice)
    offered = list(cuts.METHODS)
    method, unknown_method = _method(offered)
    judged = _judged(view, choice) if method == cuts.REFERENCE else {}
    cut = _cut(view, choice, rows, judged, method)
    frame.notices([unknown_level, unknown_method, _nobody_judged(view, cut, judged)])
    with st.container(key="comandi", horizontal=True, gap="medium", vertical_alignment="bottom"):
        choice.pick()
        if len(levels) > 1:
            address.segments("Mappa per", "livello", [PLURALS[k] for k in levels], PLURALS[choice.level])
        address.segments("Classi", "classi", offered, cut.method, cuts.METHODS.get)
    _figure(view, choice, rows, cut, judged, counted=True, height=620)


def small(view: View, choice: Choice) -> None:
    """The map beside another figure: classes chosen by themselves, the picker inside where there is a choice."""
    rows = _rows(view, choice)
    cut = cuts.classes([row["valore"] for row in rows], decimals=choice.decimals)
    _figure(view, choice, rows, cut, {}, picker=len(choice.options) > 1)


def _method(offered: list[str]) -> tuple[str | None, str | None]:
    return address.choose(
        "classi",
        offered,
        None,
        lambda asked: f"Le classi «{asked}» non sono disponibili: la mappa sceglie da sé.",
    )


def _nobody_judged(view: View, cut: cuts.Classes, judged: dict[str, Row]) -> str | None:
    """Why no territory at all can be compared with the reference."""
    if cut.method != cuts.REFERENCE or any(step is not None for step in cut.steps):
        return None
    reasons = dict.fromkeys(row["motivo"] for row in judged.values() if row.get("motivo"))
    name = with_article(_short(_reference(view)))
    return f"Nessun territorio si può confrontare con {name}: {'; '.join(reasons)}."


def _rows(view: View, choice: Choice) -> list[Row]:
    """One row for each part, with its value or none."""
    key = choice.indicator["indicatore_id"]
    found = {r["territorio_id"]: r for r in queries.values_of_parts(choice.ids, view.year, (key,)).to_dicts()}
    return [
        {"territorio_id": p["territorio_id"], "nome": p["nome"], "indicatore_id": key, "anno": view.year}
        | {k: found.get(p["territorio_id"], BLANK)[k] for k in BLANK}
        for p in choice.parts
    ]


def _reference(view: View) -> dict[str, Any]:
    """What the parts are compared to: the reference of the reader, else the territory that they make."""
    return view.against or whole(view)


def _judged(view: View, choice: Choice) -> dict[str, Row]:
    key = choice.indicator["indicatore_id"]
    found = queries.against_reference(choice.ids, _reference(view)["territorio_id"], view.year, key)
    return {row["territorio_id"]: row for row in found}


def _cut(view: View, choice: Choice, rows: list[Row], judged: dict[str, Row], method: str | None) -> cuts.Classes:
    if method == cuts.REFERENCE:
        outcomes = {key: row["esito"] for key, row in judged.items()}
        return cuts.against(outcomes, choice.ids, _short(_reference(view)))
    return cuts.classes([row["valore"] for row in rows], method, decimals=choice.decimals)


def _short(place: dict[str, Any]) -> str:
    return place.get("nome_breve") or place["nome"]


def _figure(
    view: View,
    choice: Choice,
    rows: list[Row],
    cut: cuts.Classes,
    judged: dict[str, Row],
    *,
    picker: bool = False,
    counted: bool = False,
    height: int = 430,
) -> None:
    what = choice.indicator
    shapes = queries.boundaries(choice.ids)
    sentence = sentences.spread(rows, choice.decimals, kind=choice.level)
    definition = (what.get("descrizione") or "").rstrip(".")
    with figure.figure(
        "mappa",
        f"{what['nome']} per {choice.level}, {view.year}",
        sentence,
        source=" · ".join(p for p in (view.source, definition, cut.words) if p),
        download=figure.Download(
            f"mappa_{what['indicatore_id']}_{view.here}_{view.year}",
            rows,
            view.source,
            f"{view.year}-01-01",
            decimals=queries.decimals(),
        ),
        definition=f"{definition}. Formula: {what.get('formula') or 'non dichiarata'}",
        why=_table(view, choice, rows, cut, judged) if counted else None,
        why_label="Mostra la tabella",
    ):
        if picker:
            choice.pick()
        st.html(cuts.legend(cut, what["nome"].lower(), counted=counted))
        if not shapes:
            figure.empty("I confini di questi territori non sono pubblicati: i valori sono nella tabella.")
            return
        placed = [(row, step) for row, step in zip(rows, cut.steps, strict=True) if row["territorio_id"] in shapes]
        areas = [_area(view, choice, row, shapes[row["territorio_id"]], judged) for row, _ in placed]
        drawn = cuts.Classes(cut.classes, [step for _, step in placed], cut.method, cut.words, cut.missing)
        figure.chart(
            territory_map(areas, drawn, height=height),
            "mappa",
            alt=f"Mappa: {what['nome']}, {view.place['nome']}, {view.year}. {sentence}",
            width=figure.WIDE,
        )


def _area(view: View, choice: Choice, row: Row, shape: Row, judged: dict[str, Row]) -> Area:
    words = formats.with_unit(row["valore"], choice.indicator.get("unita"), choice.decimals)
    if not formats.is_missing(row["ic95_inf"]):
        words += f" (intervallo {formats.interval(row['ic95_inf'], row['ic95_sup'], choice.decimals)})"
    state = palette.AGAINST.get((judged.get(row["territorio_id"]) or {}).get("esito") or "")
    if state is not None:
        words += f", {state.word} {_short(_reference(view))}"
    return Area(
        row["territorio_id"],
        row["nome"],
        shape["geojson"],
        shape["lon"],
        shape["lat"],
        words,
        selected=row["territorio_id"] == view.here,
    )


def _table(view: View, choice: Choice, rows: list[Row], cut: cuts.Classes, judged: dict[str, Row]) -> str:
    if len(rows) > LISTED:
        return f"<p>I valori di {formats.plural(len(rows), 'territorio', 'territori')} sono nei file di «Scarica».</p>"
    named = {r["territorio_id"]: cut.classes[s].words if s is not None else cut.missing
             for r, s in zip(rows, cut.steps, strict=True)}  # fmt: skip
    shown = [
        row
        | {
            "intervallo": formats.interval(row["ic95_inf"], row["ic95_sup"], choice.decimals),
            "classe": named[row["territorio_id"]],
            "motivo": (judged.get(row["territorio_id"]) or {}).get("motivo") or "",
        }
        for row in rows
    ]
    columns = [
        Column("nome", choice.level.capitalize()),
        Column(
            "valore",
            choice.indicator["nome"],
            "decimale",
            choice.decimals,
            leads=spiega.to("indicatore_valore", anno=view.year),
        ),
        Column("intervallo", "Intervallo al 95 %"),
        Column("classe", "Classe"),
    ]
    if cut.method == cuts.REFERENCE and any(row["motivo"] for row in shown):
        columns.append(Column("motivo", "Perché non si valuta"))
    caption = f"{choice.indicator['nome']} per {choice.level}, {view.place['nome']}, {view.year}"
    return table(shown, columns, caption=caption, tall=len(rows) > 24)
