"""Basi: the gate of base values. Without them the year after cannot be judged."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, palette, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.charts.matrix import measured, number_of
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill, spaced
from dashboards.leps.menu import INDICATOR, href
from dashboards.leps.view import View, plan_line

STATES = {
    "presente": palette.State("Rilevato", "✓", *palette.GREEN_PAIR),
    "attesa": palette.State("Da rilevare", "◷", *palette.OPEN_PAIR),
    "senza_valore": palette.State("Rilevato senza valore", "▪", *palette.GREY_PAIR),
    "mancante": palette.State("Base mancante", "○", *palette.RED_PAIR),
}
REFUSED = palette.LEPS_STATES["inutilizzabile"]


def draw(view: View) -> None:
    rows = queries.leps_bases(view.here)
    if not rows:
        figure.empty("Nessun obiettivo di questo ambito si giudica rispetto al valore dell'anno prima.")
        return
    years = sorted({row["anno"] for row in rows})
    frame.band(*_band([row for row in rows if row["anno"] == _gate(rows)]))
    cards([_card([row for row in rows if row["anno"] == year]) for year in years])
    _table(view, rows)


def _gate(rows: list[dict[str, Any]]) -> int:
    """The year to speak of: the first where a value is missing, else the first where one is waited for."""
    for kind in ("mancante", "attesa"):
        if found := [row["anno"] for row in rows if row["base"] == kind]:
            return min(found)
    return max(row["anno"] for row in rows)


def _band(rows: list[dict[str, Any]]) -> tuple[str, str]:
    """`8 valori di base del 2025 mancano: senza, il 2026 di quegli indicatori non si potrà giudicare.`"""
    year, judged = rows[0]["anno"], rows[0]["anno_giudicato"]
    missing = sum(row["base"] == "mancante" for row in rows)
    if missing:
        strong = f"{formats.plural(missing, 'valore di base', 'valori di base')} del {year} su {len(rows)} "
        strong += "manca: " if missing == 1 else "mancano: "
        strong += f"senza, il {judged} di {_those(missing)} "
        strong += "non si potrà giudicare." if rows[0]["giudizio_aperto"] else "non si può giudicare."
        return strong, _left(rows[0])
    waited = sum(row["base"] == "attesa" for row in rows)
    if waited:
        return f"{formats.plural(waited, 'valore di base', 'valori di base')} del {year} da rilevare.", _left(rows[0])
    hidden = sum(row["base"] == "senza_valore" for row in rows)
    if hidden:
        strong = f"I valori di base del {year} sono rilevati, ma {hidden} su {len(rows)} non si possono confrontare."
        return strong, "Il valore non è pubblicabile, o è 0 su 0: la tabella dice quale."
    return f"Tutti i {len(rows)} valori di base del {year} sono rilevati.", f"Il {judged} si può giudicare."


def _those(count: int) -> str:
    return "quell'indicatore" if count == 1 else "quegli indicatori"


def _left(row: dict[str, Any]) -> str:
    """Days left before the year that needs the base is over."""
    day = formats.day(row["termine_giudicato"])
    if not row["giudizio_aperto"]:
        return f"Il termine del giudizio, {day}, è passato: un valore di base rilevato ora lo rende ancora possibile."
    left = row["giorni_al_giudizio"]
    return (
        f"{'Resta' if left == 1 else 'Restano'} {formats.plural(left, 'giorno', 'giorni')} al {day}, quando il "
        f"{row['anno_giudicato']} sarà giudicato."
    )


def _card(rows: list[dict[str, Any]]) -> Card:
    year = rows[0]["anno"]
    present, missing, waited, hidden = (
        sum(row["base"] == kind for row in rows) for kind in ("presente", "mancante", "attesa", "senza_valore")
    )
    left = rows[0]["giorni_al_termine"]
    return Card(
        f"Valori del {year}, base per il {rows[0]['anno_giudicato']}",
        f"{present} su {len(rows)}",
        [
            "rilevati",
            f"{formats.plural(missing, 'mancante', 'mancanti')}" if missing else "",
            f"{waited} da rilevare entro il {formats.short_day(rows[0]['termine'])} "
            f"({formats.plural(left, 'giorno', 'giorni')})"
            if waited
            else "",
            f"{formats.plural(hidden, 'rilevato', 'rilevati')} senza un valore con cui confrontare" if hidden else "",
        ],
        tone="rosso" if missing else "blu",
    )


def _table(view: View, rows: list[dict[str, Any]]) -> None:
    line, date = plan_line(view.cells)
    for row in rows:
        row["gruppo"] = f"Valori del {row['anno']}, per giudicare il {row['anno_giudicato']}"
    missing = [row for row in rows if row["base"] == "mancante"]
    exported = ("indicatore_id", "nome", "anno", "base", "valore", "rilevato_il", "termine", "anno_giudicato")
    with figure.figure(
        "basi",
        "I valori di base, indicatore per indicatore",
        f"Giudizio al {formats.day(view.today)}: "
        + formats.plural(len(missing), "valore manca", "valori mancano", zero="nessun valore di un anno chiuso manca")
        + "."
        + (" Chi li ha può ancora mandarli: una rilevazione tardiva rende possibile il giudizio." if missing else ""),
        source=line,
        download=figure.Download(
            f"basi_leps_{view.name}",
            [{k: row[k] for k in (*exported, "stato_giudicato", "giorni_al_giudizio", "motivo")} for row in rows],
            line,
            date,
        ),
    ):
        st.html(
            table(
                rows,
                [
                    Column("nome", "Indicatore", show=_name),
                    Column("base", "Valore di base", show=lambda r: pill(_state(r))),
                    Column(
                        "valore",
                        "Rilevato",
                        show=lambda r: e(measured(r) or _to_count(r)),
                        leads=spiega.to("leps_esito", ambito_id=view.here),
                    ),
                    Column("obiettivo", "Obiettivo da giudicare", show=_target, wrap=False),
                    Column("motivo", "Perché"),
                ],
                caption="Valori di base per indicatore e anno",
                group="gruppo",
            )
        )


def _state(row: dict[str, Any]) -> palette.State:
    return REFUSED if row["inutilizzabile"] else STATES[row["base"]]


def _name(row: dict[str, Any]) -> str:
    address = href("indicatore", **{INDICATOR: row["indicatore_id"]})
    return f'{number_of(row["indicatore_id"])} <a href="{e(address)}" target="_self">{e(row["nome"])}</a>'


def _to_count(row: dict[str, Any]) -> str:
    """What to count where nothing is recorded."""
    if row["base"] == "senza_valore":
        return "–"
    return "da contare: " + " e ".join(
        name[:1].lower() + name[1:] for name in (row["nome_numeratore"], row["nome_denominatore"]) if name
    )


def _target(row: dict[str, Any]) -> str:
    return (
        f"{e(spaced(row['obiettivo'] or ''))}"
        f'<span class="piccolo">entro il {formats.short_day(row["termine_giudicato"])}</span>'
    )
