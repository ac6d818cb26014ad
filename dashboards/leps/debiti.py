"""Debiti informativi: what must be reported, to whom, what was sent, how many days are left. A part of Diario."""

from __future__ import annotations

from collections import Counter
from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, palette, spiega
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill, source_line, with_article
from dashboards.leps.view import EVIDENCE, View

DUTIES = {
    "trasmesso": palette.State("Trasmesso", "✓", *palette.GREEN_PAIR),
    "in_ritardo": palette.State("In ritardo", "✗", *palette.RED_PAIR),
    "in_scadenza": palette.State("In scadenza", "!", *palette.YELLOW_PAIR),
    "da_trasmettere": palette.State("Da trasmettere", "◷", *palette.OPEN_PAIR),
    "senza_scadenza": palette.State("Da trasmettere", "◷", *palette.OPEN_PAIR),
    "non_registrato": palette.State("Non registrato", "?", *palette.GREY_PAIR),
}
# In the order of what is urgent.
COUNTED = (
    ("in_ritardo", "in ritardo"),
    ("in_scadenza", "in scadenza"),
    ("da_trasmettere", "da trasmettere"),
    ("senza_scadenza", "senza scadenza indicata"),
    ("trasmesso", "trasmessi"),
    ("non_registrato", "non registrati"),
)


def draw(view: View) -> None:
    rows = queries.reporting_duties(view.here)
    if not rows:
        frame.heading("Debiti informativi")
        figure.empty("Nessun documento ricevuto elenca i debiti informativi.")
        return
    known = queries.sources()
    source = known.get(rows[0]["fonte_id"])
    sent = {row["invio_fonte_id"] for row in rows if row["invio_fonte_id"]}
    line = " · ".join([source_line(source), *(source_line(known.get(key)) for key in sorted(sent))])
    with figure.figure(
        "debiti",
        "Debiti informativi: che cosa va comunicato, a chi, entro quando",
        _sentence(view, rows) + _whose(view, rows, source),
        source=line,
        download=figure.Download("debiti_informativi", rows, line, (source or {}).get("data_riferimento")),
    ):
        st.html(
            table(
                rows,
                [
                    Column("flusso", "Flusso", show=lambda r: e(r["flusso"][:1].upper() + r["flusso"][1:])),
                    Column("periodo", "Periodicità", show=_period),
                    Column("destinatario", "A chi", show=lambda r: e(r["destinatario"]) or "non stampato"),
                    Column("periodo_inviato", "Periodo", wrap=False),
                    Column("stato", "Stato", show=lambda r: pill(DUTIES[r["stato"]])),
                    Column("scade_il", "Scadenza e invio", show=_when),
                    Column("evidenza", EVIDENCE),
                    Column("riga_documento", "Riga", wrap=False, leads=spiega.to("debito_informativo")),
                ],
                caption="Debiti informativi con periodo, destinatario, stato e giorni",
            )
        )
        if not sent:
            st.html(f'<p class="frase">{e(_how_to_record(view))}</p>')


def _sentence(view: View, rows: list[dict[str, Any]]) -> str:
    duties = {row["debito"]: row for row in rows}
    counts = Counter(row["stato"] for row in rows)
    words = f"{formats.plural(len(duties), 'flusso nominato', 'flussi nominati')} nei documenti. "
    words += "I documenti non stampano scadenze. "
    day = next((row["riferito_al"] for row in rows if row["riferito_al"]), None)
    if day:
        recorded = [f"{word} {counts[key]}" for key, word in COUNTED if counts[key]]
        words += f"Secondo {with_article(view.name)}, al {formats.day(day)}: {', '.join(recorded)}."
    else:
        words += "Nessun invio è stato registrato: lo stato resta «non registrato»."
    torn = sum(row["e_incoerente"] for row in duties.values())
    if torn:
        words += f" {formats.plural(torn, 'flusso ha', 'flussi hanno')} nome e periodo in contraddizione."
    return words


def _whose(view: View, rows: list[dict[str, Any]], source: dict[str, Any] | None) -> str:
    """Whose document lists the duties, where it is not one of the ambito."""
    if view.here in {row["ambito_id"] for row in rows}:
        return ""
    whose = [
        place["nome"] for key in dict.fromkeys(row["ambito_id"] for row in rows) if (place := queries.territory(key))
    ]
    document = (source or {}).get("titolo") or "il documento di un altro ente"
    of_whom = f" ({formats.listed(whose)})" if whose else ""
    here = with_article(view.name) if view.ambito else "questo territorio"
    return (
        f" Attenzione: l'elenco viene dal documento di un altro ambito{of_whom}, {document}. Per {here} non è stato "
        "ricevuto un documento che li elenchi."
    )


def _when(row: dict[str, Any]) -> str:
    """`entro il 15/07/2027, 15 giorni`; of what was sent, the day and how late."""
    if row["stato"] == "non_registrato":
        return "–"
    due = f"entro il {formats.short_day(row['scade_il'])}" if row["scade_il"] else "scadenza non indicata"
    days = row["giorni"]
    if row["trasmesso_il"]:
        late = (
            f", {formats.plural(-days, 'giorno', 'giorni')} dopo la scadenza" if days is not None and days < 0 else ""
        )
        return f'inviato il {formats.short_day(row["trasmesso_il"])}{late}<span class="piccolo">{due}</span>'
    if days is None:
        return due
    words = (
        "giorno di ritardo" if days == -1 else "giorni di ritardo" if days < 0 else "giorno" if days == 1 else "giorni"
    )
    left = "ultimo giorno" if days == 0 else f"{formats.number(abs(days))} {words}"
    return f'{due}<span class="piccolo"><strong>{left}</strong></span>'


def _how_to_record(view: View) -> str:
    ambito = (view.here or "").removeprefix("amb:")
    return (
        "Scadenze e invii si registrano in un elenco, che prepara il comando "
        f"./leps template debiti --ambito {ambito} --anno ANNO -o debiti.csv, e si consegnano come le rilevazioni."
    )


def _period(row: dict[str, Any]) -> str:
    words = e(row["periodo"]) or "non stampato"
    if row["e_incoerente"]:
        return f'{words}<span class="piccolo">secondo il nome; stampato «{e(row["periodicita"])}»</span>'
    printed = row["periodicita"]
    return words + (f'<span class="piccolo">{e(printed)}</span>' if printed and printed != row["periodo"] else "")
