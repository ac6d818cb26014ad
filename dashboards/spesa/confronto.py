"""Ambiti a confronto: spending per resident of several bodies; where it does not compare, why."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, palette
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import e, of, pill
from dashboards.spesa.view import Row, View, money, sources_line

DRAWN = 30  # bars that one can still read
COMPARES = palette.State("Si confronta", "✓", *palette.OPEN_PAIR)
NOT = palette.State("Non confrontabile", "?", *palette.GREY_PAIR)
DEFINITION = (
    "Si confrontano gli importi di un anno dichiarato, dello stesso anno e dello stesso stato, divisi per i residenti. "
    "Che cosa un ambito paga insieme e che cosa pagano i singoli comuni cambia da un posto all'altro."
)


def draw(view: View) -> None:
    year, state = view.budget["anno"], view.budget["stato_spesa"]
    rows = queries.spending_side_by_side(year, state)
    if not rows:
        figure.empty("Nessun ente ha una spesa pubblicata.")
        return
    same = [r for r in rows if r["motivo"] is None]
    source, date = sources_line([r["fonte_id"] for r in rows])
    with figure.figure(
        "confronto",
        f"Spesa per residente a confronto ({year}, {state})",
        _sentence(view, rows, same),
        source=source,
        definition=DEFINITION,
        download=figure.Download(f"spesa_confronto_{year}_{state}", rows, source, date),
        why=f"<p>{e(DEFINITION)}</p>",
        why_label="Quando due spese si confrontano",
    ):
        if len(same) > 1:
            _bars(same)
        st.html(
            table(
                rows,
                [
                    Column("ente_nome", "Ente", show=lambda r: _name(view, r)),
                    Column("esito", "Confronto", show=_outcome),
                    Column("anno", "Bilancio", show=lambda r: e(f"{r['anno']}, {r['stato_spesa']}"), wrap=False),
                    Column("importo_eur", "Importo (euro)", "euro", show=lambda r: money(r["importo_eur"])),
                    Column("residenti", "Residenti", "intero"),
                    Column("per_residente_eur", "Euro per residente", "euro", decimals=2),
                    Column("importo_reale_eur", "In euro di oggi", "euro", show=_real),
                ],
                caption=f"Spesa per residente di più enti, {year}, {state}",
                tall=len(rows) > 14,
            )
        )


def _sentence(view: View, rows: list[Row], same: list[Row]) -> str:
    own = next((r for r in rows if r["ente_id"] == view.ente_id), None)
    others = [r for r in same if r["ente_id"] != view.ente_id]
    words = ""
    if own and own["motivo"]:
        words = f"La spesa {of(view.name)} non è confrontabile: {own['motivo']}. "
    elif own and own["per_residente_eur"] is not None:
        words = f"{view.name}: {formats.euro(own['per_residente_eur'], 2)} per residente. "
    if others and own and not own["motivo"]:
        above = sum(r["per_residente_eur"] > own["per_residente_eur"] for r in others)
        many = formats.plural(above, "spende", "spendono", zero="nessuno spende")
        words += f"Di {formats.plural(len(others), 'altro ente', 'altri enti')} che si confrontano, {many} di più."
    elif not others:
        words += "Nessun altro ente ha una spesa che si confronti con questa"
        words += ": la tabella dice perché, ente per ente." if len(rows) > 1 else "."
    return words.strip()


def _bars(rows: list[Row]) -> None:
    rows = rows[:DRAWN]
    plot = stacked_bars(
        [r["ente_nome"] for r in rows],
        {"euro per residente": [float(r["per_residente_eur"]) for r in rows]},
        unit="euro per residente",
        totals=[formats.number(r["per_residente_eur"], 2) for r in rows],
    )
    figure.chart(plot, "confronto", alt=f"Euro per residente di {len(rows)} enti, dal più alto.")


def _name(view: View, row: Row) -> str:
    return f"<strong>{e(row['ente_nome'])}</strong>" if row["ente_id"] == view.ente_id else e(row["ente_nome"])


def _outcome(row: Row) -> str:
    if row["motivo"] is None:
        return pill(COMPARES)
    return f'{pill(NOT)}<span class="piccolo">{e(row["motivo"])}</span>'


def _real(row: Row) -> str:
    if row["importo_reale_eur"] is None:
        return money(None, f"Il deflatore del {row['anno']} non è dichiarato.")
    return f'{formats.number(row["importo_reale_eur"])}<span class="piccolo">euro del {row["anno_base"]}</span>'
