"""Registro: every LEPS that the document names, with norm, act and funds; contradictions are kept."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, palette
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill, source_line
from dashboards.leps.view import View

TORN = palette.State("Discorde", "!", *palette.YELLOW_PAIR)
AGREED = palette.State("Concorde", "✓", *palette.GREEN_PAIR)
ONCE = palette.State("Detto una volta", "–", *palette.GREY_PAIR)
FUNDS = {
    "fna": "FNA",
    "fnps": "FNPS",
    "fondo_poverta": "Fondo Povertà",
    "fondo_rdc_adi": "Fondo RdC/ADI",
    "pn_inclusione": "PN Inclusione",
    "pon_inclusione": "PON Inclusione",
    "pnrr": "PNRR",
    "poc": "Piano operativo complementare",
}


def draw(_view: View) -> None:
    register = queries.leps_register()
    if register.is_empty():
        frame.heading("Registro dei LEPS")
        figure.empty("Nessun documento ricevuto elenca i LEPS con norme e fondi.")
        return
    rows = register.to_dicts()
    _funds(rows)
    _statements(rows)


def _document(rows: list[dict[str, Any]]) -> tuple[str, Any]:
    known = queries.sources()
    part = known.get(rows[0]["fonte_id"])
    whole = known.get(rows[0]["fonte_id"].split("/")[0]) or part
    return source_line(whole), (part or {}).get("data_riferimento")


def _funds(rows: list[dict[str, Any]]) -> None:
    """One row for each LEPS: which funds, on how many of its statements, and whether the statements agree."""
    by_leps: dict[str, list[dict[str, Any]]] = {}
    for fund in queries.leps_funds():
        by_leps.setdefault(fund["leps_nome"], []).append(fund)
    levels = list({row["leps_nome"]: row for row in reversed(rows)}.values())[::-1]
    for level in levels:
        level["fondi_detti"] = by_leps.get(level["leps_nome"], [])
        level["insieme"] = _partners([row for row in rows if row["leps_nome"] == level["leps_nome"]])
    torn = sum(any(f["e_discorde"] for f in level["fondi_detti"]) for level in levels)
    line, date = _document(rows)
    with figure.figure(
        "fondi_leps",
        f"Registro dei LEPS: {formats.plural(len(levels), 'livello', 'livelli')} nel documento",
        "Quali fondi sono indicati per ogni LEPS, e in quante delle sue affermazioni. "
        + (
            f"Per {formats.plural(torn, 'LEPS', 'LEPS')} il documento indica fondi diversi in punti diversi: sono "
            "tenuti tutti, con la riga."
            if torn
            else "Il documento non si contraddice."
        ),
        source=line,
        download=figure.Download("fondi_dei_leps", queries.leps_funds(), line, date),
    ):
        st.html(
            table(
                levels,
                [
                    Column("leps_nome", "LEPS"),
                    Column("ha_indicatori", "Indicatori", show=_measured),
                    Column("fondi_detti", "Fondi, affermazioni e righe", show=_fund_list),
                    Column("concordi", "Le affermazioni", show=lambda r: pill(_agreement(r))),
                    Column("insieme", "Integrazione con", show=lambda r: e(formats.listed(r["insieme"])) or "–"),
                ],
                caption="Fondi indicati per ogni LEPS",
            )
        )


def _partners(statements: list[dict[str, Any]]) -> list[str]:
    return sorted({row["integrazione"] for row in statements if row["integrazione"]})


def _measured(level: dict[str, Any]) -> str:
    return f"sì, LEPS {level['leps_numero']}" if level["ha_indicatori"] else "no"


def _fund_list(level: dict[str, Any]) -> str:
    if not level["fondi_detti"]:
        return "nessun fondo stampato"
    return "<br>".join(
        f"{e(FUNDS.get(f['fondo'], f['fondo']))}: {f['affermazioni']} su {f['affermazioni_leps']}"
        f"{' (righe ' if ',' in f['righe'] else ' (riga '}{e(f['righe'])})"
        for f in level["fondi_detti"]
    )


def _agreement(level: dict[str, Any]) -> palette.State:
    funds = level["fondi_detti"]
    if any(f["e_discorde"] for f in funds):
        return TORN
    return AGREED if any(f["affermazioni_leps"] > 1 for f in funds) else ONCE


def _statements(rows: list[dict[str, Any]]) -> None:
    line, date = _document(rows)
    with figure.figure(
        "registro",
        "Le affermazioni, una per una",
        f"{formats.plural(len(rows), 'affermazione', 'affermazioni')} con norma, atto e fondi come sono stampati, "
        "ognuna con la riga del documento.",
        source=line,
        download=figure.Download("registro_leps", queries.leps_register(), line, date),
    ):
        st.html(
            table(
                rows,
                [
                    Column("area", "Area di policy"),
                    Column("norma", "Norma"),
                    Column("atto", "Atto di programmazione"),
                    Column("fondi", "Fondi"),
                    Column("riga_documento", "Riga", wrap=False),
                ],
                caption="Registro dei LEPS con norme e fondi per area di policy",
                group="leps_nome",
                tall=True,
                classes="registro",
            )
        )
