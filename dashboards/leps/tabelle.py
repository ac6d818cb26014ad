"""The targets in the shape of the plan's own tables, one for each LEPS, to be pasted into the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboards import queries
from dashboards.components import demo, figure, formats
from dashboards.components.charts.matrix import measured, needed, number_of, state_of
from dashboards.components.text import of, spaced
from dashboards.leps.view import EVIDENCE, View, plan_line

if TYPE_CHECKING:
    from dashboards.components.documents import Block, Document, PlanTable

PLAN_FACTS = (
    ("norma", "Norma di riferimento"),
    ("atto", "Atto di programmazione"),
    ("fondi", "Fonti di finanziamento"),
    ("integrazione", "Integrazione sociosanitaria"),
)


def offer(view: View) -> None:
    """Two buttons; each file is made only when asked for."""
    stem = demo.file_name(f"tabelle_leps_{(view.here or '').removeprefix('amb:')}")
    with st.container(key="tabelle_piano", horizontal=True, gap="small", vertical_alignment="center"):
        st.html('<p class="frase">Scarica le tabelle del piano: una per LEPS, con obiettivi, valori e stato.</p>')
        for label, extension, mime in (
            ("Tabelle del piano DOCX", "docx", DOCX),
            ("Tabelle del piano XLSX", "xlsx", figure.XLSX),
        ):
            st.download_button(
                label,
                data=lambda made=extension: getattr(document(view), made)(),
                file_name=f"{stem}.{extension}",
                mime=mime,
                key=f"tabelle_{extension}",
                type="tertiary",
                on_click="ignore",
            )


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(view: View) -> Document:
    from dashboards.components.documents import Document  # half a second, only for who wants the file

    line, _ = plan_line(view.cells)
    notes = [f"Giudizio al {formats.day(view.today)}. Fonte degli obiettivi: {line}."]
    if view.borrowed:
        notes.insert(0, view.borrowed)
    if mark := demo.mark():
        notes.insert(0, f"{mark}.")
    by_leps: dict[int, list[dict[str, Any]]] = {}
    for cell in view.cells:
        by_leps.setdefault(cell["leps_numero"], []).append(cell)
    return Document(f"Obiettivi LEPS {of(view.name)}", notes, [_table(view, cells) for cells in by_leps.values()])


def _table(view: View, cells: list[dict[str, Any]]) -> PlanTable:
    from dashboards.components.documents import PlanTable

    years = sorted({c["anno"] for c in cells})
    by_indicator: dict[str, dict[int, dict[str, Any]]] = {}
    for cell in cells:
        by_indicator.setdefault(cell["indicatore_id"], {})[cell["anno"]] = cell
    return PlanTable(
        f"{cells[0]['leps_numero']} {cells[0]['leps_nome']}",
        _facts(cells[0]["leps_numero"]),
        [str(y) for y in years],
        [_block(view, found, years) for found in by_indicator.values()],
    )


def _facts(leps_numero: int) -> list[tuple[str, str]]:
    """Norm, act and funds as the table of the plan prints them, not as its other chapters do."""
    for row in queries.leps_register().to_dicts():
        if row["leps_numero"] == leps_numero and row["integrazione"]:
            return [(words, row[key]) for key, words in PLAN_FACTS if row[key]]
    return []


def _block(view: View, found: dict[int, dict[str, Any]], years: list[int]) -> Block:
    from dashboards.components.documents import Block

    first = next(iter(found.values()))
    counted = " / ".join(filter(None, (first["nome_numeratore"], first["nome_denominatore"])))

    def row(words: Any) -> list[str]:
        return [words(found[year]) if year in found else "–" for year in years]

    return Block(
        f"{number_of(first['indicatore_id'])} {first['nome']}",
        counted,
        [
            ("Range di raggiungimento", row(lambda c: spaced(c["testo"] or "") or "–")),
            ("Valore rilevato", row(lambda c: measured(c) or "non rilevato")),
            ("Stato", row(lambda c: _state(c, view))),
            ("Motivo", row(lambda c: c["motivo"])),
            (EVIDENCE, row(lambda c: c["evidenza"] or "–")),
        ],
    )


def _state(cell: dict[str, Any], view: View) -> str:
    state = state_of(cell, view.today)
    gap = needed(cell)
    return f"{state.sign} {state.word}" + (f" ({gap})" if gap else "")
