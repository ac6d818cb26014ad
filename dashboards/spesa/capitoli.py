"""Capitoli e servizi: every amount with its line, and what in the document contradicts itself."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards import queries
from dashboards.components import figure, formats, palette, spiega
from dashboards.components.tables import Column
from dashboards.components.text import absence, e, of, pill, sentence_case
from dashboards.spesa.elenco import draw_rows
from dashboards.spesa.view import DEFINITION, NO_AREA, Row, View, budget_words, euro, undeclared


def draw(view: View) -> None:
    _contradictions(view)
    rows = queries.spending_rows(*view.key)
    chapters = rows.filter(pl.col("capitolo").is_not_null() | pl.col("capitolo_nome").is_not_null())
    if not chapters.is_empty():
        _chapters(view, chapters)
    rest = rows.filter(pl.col("capitolo").is_null() & pl.col("capitolo_nome").is_null())
    if not rest.is_empty():
        _services(view, rest)


def _contradictions(view: View) -> None:
    found = queries.spending_contradictions(view.ente_id)
    if not found:
        figure.empty(f"Nei documenti {of(view.name)} i controlli non hanno trovato contraddizioni.")
        return
    kinds = {
        "capitoli con più importi": sum(r["controllo_id"] == "capitolo_due_importi" for r in found),
        "obiettivi in cui spesa e ricavo non tornano": sum(
            r["controllo_id"] == "spesa_ricavo_obiettivo" for r in found
        ),
        "matrici che non chiudono": sum(r["controllo_id"] == "spesa_matrice" for r in found),
    }
    told = [f"{many} {words}" for words, many in kinds.items() if many]
    sentence = f"{formats.plural(len(found), 'segnalazione', 'segnalazioni')}"
    sentence += f": {formats.listed(told)}." if told else "."
    sentence += " Nessun importo è stato scelto come vero, né corretto in silenzio."
    draw_rows(
        "contraddizioni",
        f"Che cosa non torna, {view.name}",
        sentence,
        found,
        [
            Column("messaggio", "Che cosa è stato trovato"),
            Column("gravita", "Gravità", show=_severity, wrap=False),
            Column("riga_documento", "Riga", wrap=False),
        ],
        sources=[r["fonte_id"] for r in found],
        definition="Controlli su totali, capitoli, coppie di spesa e ricavo; l'elenco intero è in Qualità dei dati.",
        download=f"contraddizioni_{view.name}",
        caption=f"Contraddizioni, {view.name}",
        tall=len(found) > 10,
    )


def _severity(row: Row) -> str:
    return pill(palette.SEVERITIES.get(row["gravita"], palette.SEVERITIES["informazione"]))


def _chapters(view: View, chapters: pl.DataFrame) -> None:
    shown = chapters.to_dicts()
    apart = sum(not r["sommabile"] for r in shown)
    sentence = f"{formats.plural(len(shown), 'importo', 'importi')} con un capitolo, ognuno con la sua riga."
    if apart:
        sentence += f" {formats.plural(apart, 'importo', 'importi')} «in quota parte» o ripetuti non si sommano."
    for row in shown:
        row["gruppo"] = row["area_nome"] or row["area"] or NO_AREA
    draw_rows(
        "capitoli",
        f"Capitoli di bilancio, {view.name} ({view.label})",
        sentence,
        shown,
        [
            Column("servizio", "Obiettivo o servizio", show=lambda r: e(sentence_case(r["servizio"]))),
            Column("verso", "Verso"),
            Column("capitolo", "Capitolo", wrap=False),
            Column("capitolo_nome", "Nome del capitolo"),
            Column("importo_eur", "Importo (euro)", "euro", show=_amount, leads=spiega.to("spesa")),
            Column("sommabile", "Si somma", show=_adds),
            Column("riga_documento", "Riga", wrap=False),
        ],
        sources=chapters["fonte_id"].to_list(),
        definition=DEFINITION,
        download=f"capitoli_{view.name}_{view.label}",
        csv=chapters,
        caption=f"Capitoli, {view.name}",
        group="gruppo",
        tall=len(shown) > 14,
    )


def _adds(row: Row) -> str:
    if row["sommabile"]:
        return "sì"
    words = "in quota parte" if row["quota_parte"] else "già contato"
    return f'<abbr title="{e(row["motivo_non_sommabile"])}">{words}</abbr>'


def _amount(row: Row) -> str:
    if row["importo_eur"] is None:
        printed = row.get("valore_stampato")
        if printed:
            return f'<span class="stampato">{e(printed)}</span>'
        return absence(row.get("motivo_assenza") or "importo_non_stampato")
    return e(euro(row["importo_eur"]))


def _services(view: View, rows: pl.DataFrame) -> None:
    shown = rows.to_dicts()
    for row in shown:
        row["gruppo"] = f"{budget_words(row)} · {row['area_nome'] or row['area'] or NO_AREA}"
    order = {group: at for at, group in enumerate(dict.fromkeys(r["gruppo"] for r in shown))}
    shown.sort(key=lambda r: order[r["gruppo"]])
    columns = [
        Column("servizio", "Servizio", show=lambda r: e(sentence_case(r["servizio"]))),
        Column("importo_eur", "Importo (euro)", "euro", show=_amount, leads=spiega.to("spesa")),
        Column("fondo_nome", "Fondo", show=_fund),
        Column("riga_documento", "Riga", wrap=False),
    ]
    if any(undeclared(r["periodo_dichiarato"]) for r in shown):
        columns.insert(2, Column("periodo", "Periodo", show=_period))
    draw_rows(
        "servizi",
        f"I servizi uno per uno, {view.name} ({view.label})",
        _services_sentence(rows),
        shown,
        columns,
        sources=rows["fonte_id"].to_list(),
        definition=DEFINITION,
        download=f"servizi_{view.name}_{view.label}",
        csv=rows,
        caption=f"Servizi e importi, {view.name}",
        group="gruppo",
        tall=len(shown) > 14,
    )


def _services_sentence(rows: pl.DataFrame) -> str:
    periods: list[Any] = rows["periodo_dichiarato"].to_list()
    sentence = f"{formats.plural(rows.height, 'importo', 'importi')} per servizio e fondo."
    if any(map(undeclared, periods)):
        sentence += (
            " Il documento dice «budget di gestione 2020-21-22» e non dice se l'importo è di un anno o di tre: resta "
            "com'è, non si divide."
        )
    without = rows["importo_eur"].null_count()
    if without:
        sentence += f" {formats.plural(without, 'riga non ha', 'righe non hanno')} un importo."
    moved = int(rows["corretta"].fill_null(False).sum())
    if moved:
        sentence += f" {formats.plural(moved, 'importo è', 'importi sono')} sotto un fondo diverso da quello stampato."
    return sentence


def _fund(row: Row) -> str:
    printed = row["fondo_stampato"]
    words = e(row["fondo_nome"] or "non dichiarato")
    if not printed or printed == row["fondo_nome"]:
        return words
    why = f' title="{e(row["motivo_correzione"])}"' if row["corretta"] else ""
    return f'{words}<span class="piccolo"{why}>stampato: {e(printed)}{", spostato" if row["corretta"] else ""}</span>'


def _period(row: Row) -> str:
    return (
        "annuale o triennale: non dichiarato" if undeclared(row["periodo_dichiarato"]) else e(row["periodo_dichiarato"])
    )
