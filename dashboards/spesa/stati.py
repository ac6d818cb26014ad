"""Stanziato e speso: how much of what was allotted was committed, and how much paid, fund by fund."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats
from dashboards.components.charts.steps import steps
from dashboards.components.tables import Column, table
from dashboards.components.text import e, with_article
from dashboards.spesa.view import STATES, Row, View, money, sources_line, whole

YEAR = "anno_spesa"
ORDER = ("stanziato", "impegnato", "liquidato")
DEFINITION = "Le percentuali sono sullo stanziato, dopo le variazioni."


def draw(view: View) -> None:
    rows = [r for r in queries.spending_states(view.ente_id) if r["stanziato_eur"] is not None]
    if not rows:
        known = formats.listed(list(dict.fromkeys(b["stato_spesa"] for b in view.budgets)))
        figure.empty(
            f"Per {with_article(view.name)} nessun documento dice quanto è stato stanziato, impegnato e "
            f"liquidato: si conosce solo {known}. Gli uffici lo possono scrivere nel modello: "
            f"./leps template spesa --ente {view.ente_id.removeprefix('amb:')} --anno ANNO -o bilancio.xlsx."
        )
        st.html(_meanings())
        return
    years = [str(y) for y in dict.fromkeys(r["anno"] for r in rows)]
    year, _ = address.choose(YEAR, years, years[0], lambda asked: f"Del {asked} non c'è lo stanziato.")
    if len(years) > 1:
        address.picker("Anno", YEAR, years, year)
    _funnel(view, int(year), [r for r in rows if str(r["anno"]) == year])


def _funnel(view: View, year: int, rows: list[Row]) -> None:
    whole_row = next(r for r in rows if r["fondo"] is None)
    funds = [r for r in rows if r["fondo"] is not None]
    ids = [f for b in view.budgets if b["anno"] == year and b["stato_spesa"] in ORDER for f in (b["consegna"],)]
    source, date = sources_line(ids)
    with figure.figure(
        "stati",
        f"Dallo stanziato al liquidato, {view.name}, {year}",
        _sentence(whole_row, funds),
        source=source,
        definition=DEFINITION,
        download=figure.Download(f"spesa_stati_{view.name}_{year}", rows, source, date),
        why=_meanings(),
        why_label="Che cosa vogliono dire stanziato, impegnato e liquidato",
    ):
        plot = steps(funds, ORDER)
        figure.chart(plot, "stati", alt=_sentence(whole_row, funds))
        st.html(
            table(
                [*funds, {**whole_row, "nome": "In tutto"}],
                [
                    Column("nome", "Fondo"),
                    Column("stanziato_eur", "Stanziato", "euro", show=lambda r: money(r["stanziato_eur"])),
                    Column("impegnato_eur", "Impegnato", "euro", show=lambda r: _part(r, "impegnato")),
                    Column("liquidato_eur", "Liquidato", "euro", show=lambda r: _part(r, "liquidato")),
                ],
                caption=f"Stanziato, impegnato e liquidato per fondo, {view.name}, {year}",
            )
        )


def _part(row: Row, state: str) -> str:
    if row[f"{state}_eur"] is None:
        return money(None, f"non è stato ricevuto lo stato «{state}» di questo fondo")
    share = row[f"{state}_pct"]
    words = money(row[f"{state}_eur"])
    if share is None:
        return words
    over = ' <span class="fuori">oltre lo stanziato</span>' if share > 100 else ""
    return f'{words}<span class="piccolo">{formats.percent(share)} dello stanziato{over}</span>'


def _sentence(row: Row, funds: list[Row]) -> str:
    words = f"Stanziati {whole(row['stanziato_eur'])}"
    if row["impegnato_eur"] is not None:
        words += f"; impegnati {whole(row['impegnato_eur'])} ({formats.percent(row['impegnato_pct'])})"
    if row["liquidato_eur"] is not None:
        words += f"; liquidati {whole(row['liquidato_eur'])} ({formats.percent(row['liquidato_pct'])})"
    words += "."
    slow = [f for f in funds if f["liquidato_pct"] is not None]
    if len(slow) > 1:
        least = min(slow, key=lambda f: f["liquidato_pct"])
        words += f" Il fondo liquidato meno è «{least['nome']}»: {formats.percent(least['liquidato_pct'])}."
    over = [f["nome"] for f in funds if (f["impegnato_pct"] or 0) > 100]
    if over:
        words += f" Impegni oltre lo stanziato: {formats.listed(over)}."
    return words


def _meanings() -> str:
    return "<ul class='corto'>" + "".join(f"<li>{e(words)}</li>" for words in STATES.values()) + "</ul>"
