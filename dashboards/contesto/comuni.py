"""Table of the parts of a territory: its comuni, provinces or regions."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, palette, sentences, spiega
from dashboards.components.charts.classes import classes
from dashboards.components.tables import Column, Row, table
from dashboards.components.text import indicator_with_article, of
from dashboards.contesto.cifre import RESIDENTS
from dashboards.contesto.comparing import whole
from dashboards.contesto.view import View

FIXED_COLUMNS = ("indice_vecchiaia", "indice_dipendenza_strutturale", "quota_85_piu")
TALL = 24  # rows: beyond these the table has a height of its own


def draw(view: View, indicator: dict[str, Any]) -> None:
    """One row for each part, and last the value of the whole territory, which is not their mean."""
    kind, parts = queries.parts_of(view.here)
    known = queries.indicators()
    chosen = indicator["indicatore_id"]
    residents = next((r for r in RESIDENTS if r in known), RESIDENTS[0])
    wanted = FIXED_COLUMNS if chosen in FIXED_COLUMNS else (chosen, *FIXED_COLUMNS[:2])
    columns = [c for c in wanted if c in known and c != residents]
    around = whole(view)

    cells = _cells(tuple(p["territorio_id"] for p in parts), view.year, (residents, *columns))
    rows = [_row(p, cells.get(p["territorio_id"], {}), residents, columns) for p in parts]
    _shade(rows, chosen)
    total = _row(around, queries.values_of(around["territorio_id"], view.year), residents, columns)
    headings = [
        Column("nome", kind.capitalize()),
        Column(
            "residenti",
            "Residenti",
            "intero",
            leads=spiega.to("indicatore_valore", indicatore_id=residents, anno=view.year),
        ),
        Column("variazione", f"Variazione sul {view.year - 1}", "variazione", show=_change_cell),
        *(_column(known[key], view.year, shaded=key == chosen) for key in columns),
    ]
    with figure.figure(
        "comuni",
        sentences.comuni_title(len(parts), around["nome"], kind),
        f"Lo sfondo azzurro segue {indicator_with_article(indicator['nome'])}: più scuro, più alto. L'ultima riga è "
        f"il valore proprio {of(around['nome'])}, non la media delle righe."
        if chosen in columns
        else "",
        source=view.source,
        download=figure.Download(
            f"comuni_{view.here}_{view.year}_{chosen}",
            [_written(row, view.year) for row in [*rows, total]],
            view.source,
            f"{view.year}-01-01",
            decimals=queries.decimals(),
        ),
    ):
        caption = f"Indicatori per {kind}, {around['nome']}, {view.year}"
        st.html(table(rows, headings, caption=caption, total=total, tall=len(rows) > TALL))


def _cells(parts: tuple[str, ...], year: int, indicators: tuple[str, ...]) -> dict[str, dict[str, Row]]:
    found: dict[str, dict[str, Row]] = {}
    for row in queries.values_of_parts(parts, year, indicators).to_dicts():
        found.setdefault(row["territorio_id"], {})[row["indicatore_id"]] = row
    return found


def _row(part: dict[str, Any], found: dict[str, Row], residents: str, columns: list[str]) -> Row:
    count = found.get(residents) or {}
    row: Row = {
        "territorio_id": part["territorio_id"],
        "nome": part["nome"],
        "residenti": count.get("valore"),
        "variazione": count.get("variazione_pct"),
        "esito": count.get("esito_variazione"),
    }
    for key in columns:
        cell = found.get(key) or {}
        row |= {key: cell.get("valore"), f"{key}_motivo": cell.get("motivo_assenza")}
    return row


def _shade(rows: list[Row], chosen: str) -> None:
    """The class of colour of each row, the same as on the map."""
    cut = classes([row.get(chosen) for row in rows])
    for row, step in zip(rows, cut.steps, strict=True):
        row["classe"] = None if step is None else palette.SCALE.index(cut.classes[step].colour)


def _column(indicator: dict[str, Any], year: int, *, shaded: bool) -> Column:
    key = indicator["indicatore_id"]
    return Column(
        key,
        indicator["nome"],
        "percento" if indicator.get("unita") == "%" else "decimale",
        int(indicator.get("decimali") or 0),
        shade="classe" if shaded else None,
        reason=f"{key}_motivo",
        leads=spiega.to("indicatore_valore", indicatore_id=key, anno=year),
    )


def _written(row: Row, year: int) -> Row:
    """The row as the files have it: without what only serves to show it."""
    kept = {k: v for k, v in row.items() if k not in ("classe", "esito") and not k.endswith("_motivo")}
    return {"territorio_id": row["territorio_id"], "nome": row["nome"], "anno": year} | kept


def _change_cell(row: Row) -> str:
    if formats.is_missing(row["variazione"]):
        return f'<span class="assente">{formats.MISSING}</span>'
    words = formats.percent(row["variazione"], 1, sign=True)
    if row.get("esito") == "fuori":
        return (
            '<span title="Fuori dall\'intervallo atteso"><span class="segno" aria-hidden="true">▲'
            f'</span> {words}<span class="piccolo">fuori intervallo</span></span>'
        )
    return words
