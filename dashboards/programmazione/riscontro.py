"""Riscontro: how many projects the document declares, counts and lists, area by area."""

from __future__ import annotations

from functools import partial

from dashboards import queries
from dashboards.components import formats
from dashboards.components.tables import Column
from dashboards.components.text import absence, e
from dashboards.spesa.elenco import draw_rows
from dashboards.spesa.view import Row

COUNTS = {"attuati": "Attuati", "parziali": "In parte", "non_attuati": "Non attuati", "contati": "Contati"}
AREAS = {"ambito": "Totale dichiarato", "somma_aree": "Somma delle aree"}


def draw(body: str, ambito_id: str) -> None:
    rows = queries.planning_counts(ambito_id)
    if not rows:
        return
    draw_rows(
        "riscontro",
        f"Quanti progetti: dichiarati, contati, elencati, {body}",
        _sentence(rows),
        rows,
        [
            Column("area_codice", "Area", show=_area),
            *(Column(k, label, "intero", show=partial(_count, key=k)) for k, label in COUNTS.items()),
            Column("elencati_riepilogo", "Elencati nel riepilogo", "intero"),
            Column("elencati_area", "Elencati nell'area", "intero"),
            Column("riga_documento", "Righe", wrap=False),
        ],
        sources=[r["fonte_id"] for r in rows],
        definition="Contati: attuati, in parte e non attuati dell'area. Elencati: i progetti nominati negli elenchi.",
        download=f"riscontro_{body}",
        caption=f"Progetti dichiarati, contati ed elencati, {body}",
    )


def _sentence(rows: list[Row]) -> str:
    by_level = {r["livello_riga"]: r for r in rows}
    declared, summed = by_level.get("dichiarato"), by_level.get("somma")
    if declared is None or summed is None:
        return "Il documento non stampa un totale da confrontare con gli elenchi."
    words = f"Il documento ne dichiara {formats.number(declared['contati'])}"
    words += f"; le aree ne contano {formats.number(summed['contati'])}" if summed["contati"] is not None else ""
    words += f"; gli elenchi ne nominano {formats.number(summed['elencati_riepilogo'])} nel riepilogo"
    words += f" e {formats.number(summed['elencati_area'])} nelle aree." if summed["elencati_area"] is not None else "."
    blank = [r for r in rows if r["livello_riga"] == "area" and r["contati"] is None]
    if blank:
        words += f" Per {formats.plural(len(blank), 'area', 'aree')} il documento non stampa i conteggi."
    return words


def _area(row: Row) -> str:
    name = AREAS.get(row["area_codice"])
    return f"<strong>{name}</strong>" if name else e(row["area"] or row["area_codice"].replace("_", " ").capitalize())


def _count(row: Row, key: str) -> str:
    return absence("non_stampato") if row[key] is None else formats.number(row[key])
