"""Cifre: every published figure to show, and how each release changed what the one before said."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.adi.view import View, cautions
from dashboards.adi.words import COUNTS, IN_MONTH, SHORT, Row, amount, change, period, sources_line
from dashboards.components import figure, formats
from dashboards.components.tables import Column, table
from dashboards.components.text import e

TALL_FROM = 24
MOST_REVISIONS = 200
QUANTITIES = {"nuclei": "Nuclei", "persone": "Persone", "importo_medio_eur": "Importo medio (euro)"}


def draw(view: View) -> None:
    _figures(view)
    _revisions(view)
    cautions(view)


def _figures(view: View) -> None:
    rank = {t: i for i, t in enumerate(view.shown)}
    rows = sorted(
        view.whole.to_dicts(),
        key=lambda r: (
            rank[r["territorio_id"]],
            r["misura"] == "adi",
            r["misura"],
            r["conteggio"] != IN_MONTH,
            r["mese"],
            r["periodo_dal"],
        ),
    )
    line, date = sources_line(rows)
    months = sorted({r["mese"] for r in rows})
    keys = ("nuclei", "persone", "importo_medio_eur")
    missing = sum(formats.is_missing(r[k]) and r["stato_cella"] == "pubblicabile" for r in rows for k in keys)
    empty_cells = formats.plural(missing, "cella è vuota", "celle sono vuote")
    with figure.figure(
        "mesi",
        "Le cifre pubblicate, mese per mese",
        f"Da {formats.month(months[0])} a {formats.month(months[-1])}, i soli mesi ricevuti. La "
        "differenza è con lo stesso mese dell'anno prima.",
        source=line,
        download=figure.Download("assegno_inclusione", view.whole, line, date),
        why=f"<p>{e(empty_cells)}: la fonte pubblica per quel territorio e quel mese solo alcune delle tre "
        "quantità. Una cella vuota non vale zero, e non è stata stimata.</p>"
        if missing
        else None,
        why_label="Perché manca una cella?",
    ):
        st.html(
            table(
                rows,
                [
                    Column("misura", "Misura", show=_measure),
                    Column("mese", "Mese", show=period),
                    Column("nuclei", "Nuclei", "intero", show=lambda r: amount(r, "nuclei")),
                    Column("nuclei_in_piu", "Differenza", "differenza", show=lambda r: change(r, "nuclei")),
                    Column("persone", "Persone", "intero", show=lambda r: amount(r, "persone")),
                    Column("persone_in_piu", "Differenza", "differenza", show=lambda r: change(r, "persone")),
                    Column("importo_medio_eur", "Importo medio (euro)", "euro", show=_mean),
                    Column("importo_in_piu", "Differenza", "differenza", show=lambda r: change(r, "importo_medio_eur")),
                ],
                caption="Nuclei, persone e importo medio per territorio e mese",
                group="nome",
                tall=len(rows) > TALL_FROM,
            )
        )


def _mean(row: Row) -> str:
    return amount(row, "importo_medio_eur")


def _measure(row: Row) -> str:
    words = e(SHORT.get(row["misura"], row["misura"]))
    return f'{words}<span class="piccolo">{e(COUNTS.get(row["conteggio"], row["conteggio"]))}</span>'


def _revisions(view: View) -> None:
    """Each release revises the past: which figures moved, and by how much."""
    found = queries.adi_revisions()
    if found.is_empty():
        return
    rows = found.to_dicts()
    beyond = sum(r["esito"] == "fuori" for r in rows)
    line, date = sources_line(rows)
    shown = rows[:MOST_REVISIONS]
    moved = formats.plural(beyond, "è cambiata", "sono cambiate") if beyond else "nessuna è cambiata"
    sentence = (
        f"{formats.plural(len(rows), 'cifra', 'cifre')} di mesi già pubblicati; {moved} oltre il limite dichiarato."
    )
    if len(rows) > MOST_REVISIONS:
        sentence += f" Nella tabella le prime {MOST_REVISIONS}, nel file tutte."
    with figure.figure(
        "revisioni",
        "Come ogni pubblicazione cambia i mesi passati",
        sentence,
        source=line,
        download=figure.Download("revisioni_adi", found, line, date),
    ):
        st.html(
            table(
                shown,
                [
                    Column("nome", "Territorio"),
                    Column("mese", "Mese", show=period),
                    Column("quantita", "Quantità", show=lambda r: e(QUANTITIES[r["quantita"]])),
                    Column("valore_prima", "Prima", "decimale", show=_first),
                    Column("valore", "Adesso", "decimale", show=_now),
                    Column("scarto_pct", "Differenza", "variazione"),
                    Column("esito", "Limite", show=_bound),
                ],
                caption="Revisioni dei mesi già pubblicati",
                tall=len(shown) > TALL_FROM,
            )
        )


def _first(row: Row) -> str:
    return _said(row, "valore_prima", "rilasciato_il_prima")


def _now(row: Row) -> str:
    return _said(row, "valore", "rilasciato_il")


def _bound(row: Row) -> str:
    words = "▲ oltre il " if row["esito"] == "fuori" else "entro il "
    return words + formats.percent(row["limite_pct"], 0)


def _said(row: Row, value: str, day: str) -> str:
    return f'{formats.number(row[value])}<span class="piccolo">{e(formats.short_day(row[day]))}</span>'
