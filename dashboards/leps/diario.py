"""Diario: what was delivered, and what is due to whom."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, palette
from dashboards.components.charts.matrix import number_of
from dashboards.components.tables import Column, table
from dashboards.components.text import e, of, pill
from dashboards.leps import debiti
from dashboards.leps.view import View

COMPLETE = palette.State("Completa", "✓", *palette.GREEN_PAIR)
PARTIAL = palette.State("Incompleta", "✗", *palette.RED_PAIR)
OPEN = palette.State("Da completare", "◷", *palette.OPEN_PAIR)
AHEAD = palette.State("Anno non ancora iniziato", "–", *palette.GREY_PAIR)
REFUSED = palette.State("Non si usa", "✗", *palette.RED_PAIR)
READ_AGAIN = palette.State("Da rileggere", "!", *palette.YELLOW_PAIR)


def draw(view: View) -> None:
    if view.has_targets:
        _due(view)
    _deliveries(view)
    _unusable(view)
    debiti.draw(view)


def _due(view: View) -> None:
    rows = queries.leps_due(view.here)
    open_ = next((row for row in rows if row["e_aperto"]), None)
    late = [row for row in rows if not row["e_aperto"] and row["rilevati"] < row["attesi"]]
    sentence = ""
    if open_:
        left = formats.plural(open_["giorni_al_termine"], "giorno", "giorni", zero="ultimo giorno")
        values = formats.plural(open_["rilevati"], "valore", "valori")
        sentence = f"Per il {open_['anno']}: {values} su {open_['attesi']}, al termine {left}. "
    if late:
        sentence += f"Anni chiusi e incompleti: {formats.listed([str(row['anno']) for row in late])}."
    line = "Obiettivi e rilevazioni LEPS pubblicati"
    with figure.figure(
        "rilevazioni_attese",
        f"Rilevazioni LEPS {of(view.name)}",
        sentence.strip(),
        source=f"{line} · al {formats.day(view.today)}",
        download=figure.Download(f"rilevazioni_attese_{view.name}", rows, line, view.today),
    ):
        st.html(
            table(
                rows,
                [
                    Column("anno", "Anno"),
                    Column("termine", "Termine", show=lambda r: formats.short_day(r["termine"])),
                    Column("rilevati", "Rilevati", show=lambda r: f"{r['rilevati']} su {r['attesi']}"),
                    Column("stato", "Stato", show=lambda r: pill(_state(r))),
                    Column("giorni_al_termine", "Giorni al termine", show=_left),
                ],
                caption="Valori LEPS da rilevare per anno",
            )
        )


def _state(row: dict[str, Any]) -> palette.State:
    if row["rilevati"] == row["attesi"]:
        return COMPLETE
    if row["non_cominciato"]:
        return AHEAD
    return OPEN if row["e_aperto"] else PARTIAL


def _left(row: dict[str, Any]) -> str:
    return formats.number(row["giorni_al_termine"]) if row["e_aperto"] else "termine passato"


def _deliveries(view: View) -> None:
    rows = queries.leps_deliveries(view.here) if view.here else []
    if not rows:
        frame.heading("Consegne ricevute")
        figure.empty(f"Nessuna rilevazione LEPS {of(view.name) if view.ambito else ''} è stata ricevuta.")
        return
    used, whole = sum(row["righe_usate"] for row in rows), sum(row["righe"] for row in rows)
    known = queries.sources()
    line = "; ".join(dict.fromkeys(filter(None, (known.get(r["fonte_id"], {}).get("titolo") for r in rows))))
    with figure.figure(
        "consegne",
        "Consegne ricevute",
        f"{formats.plural(len(rows), 'consegna', 'consegne')}: {formats.plural(used, 'riga usata', 'righe usate')} su "
        f"{formats.number(whole)}. Ogni consegna resta: di due vale la rilevazione più recente.",
        source=line,
        download=figure.Download(f"consegne_leps_{view.name}", rows, line, rows[0]["rilasciato_il"]),
    ):
        st.html(
            table(
                rows,
                [
                    Column("rilasciato_il", "Consegnata il", show=lambda r: formats.short_day(r["rilasciato_il"])),
                    Column("file", "File", show=lambda r: e(r["file"].split("/")[-1])),
                    Column("anni", "Anni", show=lambda r: e(formats.listed([str(y) for y in r["anni"] or []])) or "–"),
                    Column("ultima_rilevazione", "Rilevata il", show=_recorded),
                    Column("righe", "Righe", kind="intero"),
                    Column("righe_usate", "Usate", kind="intero"),
                    Column("righe_correnti", "Valgono ancora", kind="intero"),
                    Column("ambito_id", "Di chi", show=lambda r: e(_whose(r))),
                ],
                caption="Consegne di rilevazioni LEPS, dalla più recente",
            )
        )


def _recorded(row: dict[str, Any]) -> str:
    first, last = row["prima_rilevazione"], row["ultima_rilevazione"]
    if last is None:
        return "–"
    return formats.short_day(last) if first == last else f"{formats.short_day(first)}–{formats.short_day(last)}"


def _whose(row: dict[str, Any]) -> str:
    place = queries.territory(row["ambito_id"]) if row["ambito_id"] else None
    return place["nome_breve"] if place else "ambito non riconosciuto"


def _unusable(view: View) -> None:
    """Cells that the checks refused, or ask to read again: file, sheet and cell, found, expected."""
    rows = queries.leps_unusable(view.here) if view.here else []
    if not rows:
        return
    line = "Controlli sulle rilevazioni consegnate"
    with figure.figure(
        "inutilizzabili",
        "Celle che non si possono usare",
        _unusable_words(rows),
        source=line,
        download=figure.Download(f"celle_non_usabili_{view.name}", rows, line, None),
    ):
        st.html(
            table(
                rows,
                [
                    Column("file", "File", show=lambda r: e(str(r["file"] or "").split("/")[-1])),
                    Column("posto", "Dove", show=lambda r: e(_place(r))),
                    Column("indicatore_id", "Indicatore", show=_indicator),
                    Column("anno", "Anno"),
                    Column(
                        "gravita", "Esito", show=lambda r: pill(REFUSED if r["gravita"] == "errore" else READ_AGAIN)
                    ),
                    Column("valore_stampato", "Trovato"),
                    Column("valore_atteso", "Atteso"),
                ],
                caption="Celle consegnate che non si possono usare, e celle da rileggere",
            )
        )


def _unusable_words(rows: list[dict[str, Any]]) -> str:
    refused = sum(row["gravita"] == "errore" for row in rows)
    again = len(rows) - refused
    words = formats.plural(refused, "cella rifiutata", "celle rifiutate", zero="Nessuna cella rifiutata")
    words += f", {again} da rileggere (si usano comunque)" if again else ""
    if refused:
        words += ". Il resto della consegna è caricato. Si correggono e si consegna di nuovo il file"
    return f"{words}."


def _place(row: dict[str, Any]) -> str:
    return row["posto"] or f"riga {row['riga']}"


def _indicator(row: dict[str, Any]) -> str:
    known = str(row["indicatore_id"] or "")
    return f"{number_of(known)} {e(row['nome'])}" if known else "–"
