"""Ambiti a confronto: the outcomes of one year, several ambiti side by side. No ranking."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame
from dashboards.components.cards import Card, cards
from dashboards.components.charts.matrix import measured, needed, number_of, state_of
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill, spaced
from dashboards.leps import conto
from dashboards.leps.view import View, outcomes, plan_line, states_legend

AT_ONCE = 4
CHOSEN = "ambiti_leps"


def draw(view: View) -> None:
    counts = queries.leps_counts()
    year, unknown = view.year()
    names = {key: (queries.territory(key) or {}).get("nome_breve", key) for key in view.judged}
    shown = _chosen(view)
    with st.container(key="comandi", horizontal=True, gap="small"):
        view.year_picker(year)
        if len(names) > 1:
            _picker(names, shown)
    frame.notices([unknown])
    if len(names) < 2:
        figure.empty(
            f"Un solo ambito ha obiettivi LEPS pubblicati ({next(iter(names.values()))}): per confrontare serve la "
            "rilevazione di almeno un altro. Si aggiunge come ogni altra consegna."
        )
    _counts(counts, shown, names, year)
    _table(view, shown, names, year)


def _chosen(view: View) -> list[str]:
    """The ambiti in the address, else this one and the next few."""
    asked = [key for key in (address.asked(CHOSEN) or "").split(",") if key in view.judged]
    others = [key for key in view.judged if key != view.here]
    return asked[:AT_ONCE] or [view.here, *others][:AT_ONCE]


def _picker(names: dict[str, str], shown: list[str]) -> None:
    st.session_state["scelta_ambiti"] = shown
    st.multiselect(
        "Ambiti da confrontare",
        list(names),
        format_func=names.__getitem__,
        max_selections=AT_ONCE,
        key="scelta_ambiti",
        on_change=_to_address,
    )


def _to_address() -> None:
    value = st.session_state.get("scelta_ambiti")
    if value:
        st.query_params[CHOSEN] = ",".join(value)
    else:
        st.query_params.pop(CHOSEN, None)


def _counts(counts: list[dict[str, Any]], shown: list[str], names: dict[str, str], year: int) -> None:
    by_ambito = {row["ambito_id"]: row for row in counts if row["anno"] == year}
    found = [(key, by_ambito[key]) for key in shown if key in by_ambito]
    cards([_card(names[key], row) for key, row in found])


def _card(name: str, row: dict[str, Any]) -> Card:
    year = conto.card(row)
    lines = [*year.lines, "" if row["piano_proprio"] else "senza un piano suo: obiettivi di un altro documento"]
    return Card(f"{name}, {year.label}", year.value, lines, year.tone)


def _table(view: View, shown: list[str], names: dict[str, str], year: int) -> None:
    found = [row for row in queries.leps_side_by_side(year) if row["ambito_id"] in shown]
    merged: dict[str, dict[str, Any]] = {}
    for row in found:
        line = merged.setdefault(
            row["indicatore_id"],
            {
                "indicatore_id": row["indicatore_id"],
                "nome": row["nome"],
                "testo": row["testo"],
                "gruppo": f"{row['leps_numero']} · {row['leps_nome']}",
            },
        )
        line[row["ambito_id"]] = row
    line, date = plan_line(view.cells)
    with figure.figure(
        "ambiti",
        f"Obiettivi del {year}, ambito per ambito",
        "Gli stessi obiettivi, giudicati con le stesse regole. Non è una classifica: territori e numeri di partenza "
        "sono diversi.",
        source=f"{line} · giudizio al {formats.day(view.today)}",
        download=figure.Download(
            f"confronto_leps_{year}",
            outcomes(found, "ambito_id"),
            line,
            date,
        ),
        why=states_legend(),
        why_label="Che cosa vuol dire ogni stato",
    ):
        st.html(
            table(
                list(merged.values()),
                [
                    Column("nome", "Indicatore", show=lambda r: f"{number_of(r['indicatore_id'])} {e(r['nome'])}"),
                    Column("testo", "Obiettivo", show=lambda r: e(spaced(r["testo"] or "")) or "–"),
                    *(Column(key, names[key], show=lambda r, key=key: _cell(r.get(key), view)) for key in shown),
                ],
                caption=f"Stato degli obiettivi LEPS del {year} per ambito",
                group="gruppo",
            )
        )


def _cell(row: dict[str, Any] | None, view: View) -> str:
    if row is None:
        return "nessun obiettivo"
    parts = [e(measured(row)), f"<strong>{e(needed(row))}</strong>" if needed(row) else ""]
    words = " · ".join(filter(None, parts))
    return pill(state_of(row, view.today)) + (f'<span class="piccolo">{words}</span>' if words else "")
