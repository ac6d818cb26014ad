"""Per abitante: euro per resident by area of users, and per user where ISTAT counts the users."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, spiega
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import e, with_article
from dashboards.spesa.view import Row, View, money, sources_line, whole

DEFINITION = (
    "Importo diviso per i residenti al 1° gennaio dell'anno, o dell'anno più vicino entro due. È una somma di denaro "
    "divisa per persone, non una quota di persone: non ha un intervallo di confidenza."
)
REASONS = {
    "residenti_non_ricevuti": "non sono stati ricevuti i residenti di quell'anno, né dei due prima o dopo",
}


def draw(view: View) -> None:
    if view.has_spending:
        _residents(view)
    else:
        figure.empty(view.no_spending)
    _istat(view)


def _residents(view: View) -> None:
    rows = queries.spending_per_resident(*view.key)
    total = next((r for r in rows if r["genere"] == "totale"), None)
    if total is None or total["per_residente_eur"] is None:
        reason = REASONS.get((total or {}).get("motivo_assenza_residenti"), "manca l'importo o il denominatore")
        figure.empty(
            f"Per {with_article(view.name)} ({view.label}) la spesa per residente non si può calcolare: {reason}. "
            "I residenti si ricevono con «./leps fetch istat»."
        )
        return
    areas = [r for r in rows if r["genere"] == "area" and r["per_residente_eur"] is not None]
    source, date = sources_line([total["fonte_id"]])
    sentence = (
        f"{formats.euro(total['per_residente_eur'], 2)} per residente: {whole(total['importo_eur'])} per "
        f"{formats.number(total['residenti'])} residenti al 1° gennaio {total['anno_residenti']}."
    )
    if total["anno_residenti"] != total["anno"]:
        sentence += f" I residenti del {total['anno']} non sono stati ricevuti: sono quelli dell'anno più vicino."
    if view.undeclared_period:
        sentence += " Il documento non dice se l'importo è di un anno o di tre: non si confronta con una spesa annuale."
    with figure.figure(
        "per_residente",
        f"Euro per residente, {view.name} ({view.label})",
        sentence,
        source=f"{source} · residenti: ISTAT",
        definition=DEFINITION,
        download=figure.Download(f"spesa_per_residente_{view.name}_{view.label}", rows, source, date),
        why=f"<p>{e(DEFINITION)}</p>",
        why_label="Come si calcola",
    ):
        if areas:
            plot = stacked_bars(
                [r["nome"] for r in areas],
                {"euro per residente": [float(r["per_residente_eur"]) for r in areas]},
                unit="euro per residente",
                totals=[formats.number(r["per_residente_eur"], 2) for r in areas],
            )
            figure.chart(plot, "per_residente", alt=f"Euro per residente, area per area. {sentence}")
        st.html(
            table(
                [*areas, total],
                [
                    Column("nome", "Area di utenza"),
                    Column(
                        "importo_eur",
                        "Importo (euro)",
                        "euro",
                        show=lambda r: money(r["importo_eur"]),
                        leads=spiega.to("spesa_serie"),
                    ),
                    Column("residenti", "Residenti", "intero"),
                    Column("anno_residenti", "Al 1° gennaio", show=lambda r: str(r["anno_residenti"])),
                    Column("per_residente_eur", "Euro per residente", "euro", decimals=2),
                ],
                caption=f"Spesa per residente, {view.name}",
            )
        )


def _istat(view: View) -> None:
    """What the comuni spend as ISTAT surveys it: another thing than the budget of an ambito, shown beside it."""
    rows = queries.social_spending(view.ente_id)
    if not rows:
        figure.empty(
            f"La spesa sociale dei comuni rilevata da ISTAT non è stata ricevuta per {with_article(view.name)}: senza, "
            "mancano gli utenti e quindi la spesa per utente."
        )
        return
    source, date = sources_line([r["fonte_id"] for r in rows])
    year = rows[0]["anno"]
    total = next((r for r in rows if r["utenza_codice"] == "TOT"), rows[0])
    users = [r for r in rows if r["per_utente_eur"] is not None]
    sentence = (
        f"Nel {year} i comuni hanno speso {formats.euro(total['spesa_eur'])}"
        + (f", {formats.euro(total['per_residente_eur'], 2)} per residente" if total["per_residente_eur"] else "")
        + ". Non è il bilancio dell'ambito: è quanto i comuni del territorio spendono, da soli o insieme."
    )
    if not users:
        sentence += (
            " Di nessuna area è stato ricevuto il numero degli utenti: la spesa per utente non si può calcolare."
        )
    with figure.figure(
        "spesa_istat",
        f"La spesa dei comuni secondo ISTAT, {year}",
        sentence,
        source=source,
        definition="Interventi e servizi sociali dei comuni singoli e associati, per area di utenza.",
        download=figure.Download(f"spesa_sociale_istat_{view.name}_{year}", rows, source, date),
    ):
        st.html(
            table(
                rows,
                [
                    Column("utenza_nome", "Area di utenza"),
                    Column("spesa_eur", "Spesa (euro)", "euro", show=_istat_amount),
                    Column("per_residente_eur", "Euro per residente", "euro", decimals=2, reason="motivo_assenza"),
                    Column("utenti", "Utenti", "intero", reason="motivo_assenza"),
                    Column("per_utente_eur", "Euro per utente", "euro", decimals=2, reason="motivo_assenza"),
                ],
                caption=f"Spesa sociale dei comuni, {view.name}, {year}",
            )
        )


def _istat_amount(row: Row) -> str:
    return money(row["spesa_eur"], row["motivo_assenza"])
