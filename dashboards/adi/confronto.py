"""Da RdC ad ADI: the last month of the one beside the ADI, and the claims of the plans beside the figures."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.adi.view import View, cautions
from dashboards.adi.words import MEASURES, SHORT, Row, before, change_words, sources_line
from dashboards.components import figure, formats, frame, palette
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import e

DOWNLOADED = ("territorio_id", "nome", "misura", "periodo_dal", "mese", "conteggio", "nuclei", "persone",
              "importo_medio_eur", "variazione_nuclei_pct", "variazione_persone_pct", "misura_precedente",
              "mese_precedente", "approssimato", "fonte_id")  # fmt: skip


def draw(view: View) -> None:
    before_and_after(view)
    _claims(view)
    cautions(view)


def before_and_after(view: View) -> None:
    """Two measures, hence two colours and no line: of the first territory that has both."""
    for territory in view.shown:
        old = [r for m in ("rdc", "pdc") for r in view.monthly(territory, m) if not formats.is_missing(r["nuclei"])]
        new = [r for r in view.monthly(territory) if not formats.is_missing(r["nuclei"])]
        if old and new:
            _comparison(old, new)
            return
    frame.heading("Dal reddito di cittadinanza all'assegno di inclusione")
    figure.empty("Nessun territorio ha insieme una cifra del reddito di cittadinanza e una dell'assegno di inclusione.")


def _comparison(old: list[Row], new: list[Row]) -> None:
    """The last month of the old measure, and of the new one the same month of the years after."""
    last = old[-1]
    same = [r for r in new if r["mese"].month == last["mese"].month] or new[-1:]
    rows = [last, *same]
    line, date = sources_line(rows)
    groups = [f"{SHORT.get(r['misura'], r['misura'])}, {formats.month(r['mese'])}" for r in rows]
    parts = {
        MEASURES["rdc"]: [r["nuclei"] if r["misura"] != "adi" else None for r in rows],
        MEASURES["adi"]: [r["nuclei"] if r["misura"] == "adi" else None for r in rows],
    }
    first = same[0]
    change = change_words(first, "nuclei") if first.get("misura_precedente") == last["misura"] else ""
    sentence = (
        f"{last['nome']}: da {formats.number(last['nuclei'])} nuclei con il reddito o la pensione di "
        f"cittadinanza ({formats.month(last['mese'])}) a {formats.number(first['nuclei'])} con "
        f"l'assegno di inclusione ({formats.month(first['mese'])})"
        + (f": {change}." if change else ".")
        + " I requisiti sono diversi."
    )
    with figure.figure(
        "prima_dopo",
        "Dal reddito di cittadinanza all'assegno di inclusione",
        sentence,
        source=line,
        download=figure.Download("rdc_adi", [{k: r[k] for k in DOWNLOADED} for r in rows], line, date),
    ):
        plot = stacked_bars(
            groups,
            parts,
            colours={MEASURES["rdc"]: palette.SERIES[5], MEASURES["adi"]: palette.BLUE},
            unit="nuclei",
            totals=[formats.number(r["nuclei"]) for r in rows],
        )
        figure.chart(plot, "prima_dopo", alt=sentence)


def _claims(view: View) -> None:
    claims = queries.adi_claims()
    if claims.is_empty():
        return
    rows = claims.to_dicts()
    line, date = sources_line(rows)
    published = _nearest(view)
    with figure.figure(
        "affermazioni",
        "Che cosa dice il piano, e che cosa dicono le cifre",
        "Le affermazioni del documento come sono stampate, accanto alle cifre pubblicate per il territorio più vicino.",
        source=line,
        download=figure.Download("affermazioni_adi", claims, line, date),
    ):
        st.html(
            table(
                rows,
                [
                    Column("affermazione", "Affermazione del piano", show=lambda r: e(_acronyms(r["affermazione"]))),
                    Column("valore_stampato", "Stampato", show=_printed),
                    Column("riga_documento", "Riga", wrap=False),
                    Column("prova", "Cifre pubblicate", show=lambda r: _evidence(r, _same_months(published))),
                ],
                caption="Affermazioni del piano sull'assegno di inclusione e cifre pubblicate",
            )
        )


def _nearest(view: View) -> list[Row]:
    """Figures of the nearest territory that has both measures, or else the ADI, by month."""
    for measures in (("rdc", "adi"), ("adi",)):
        for territory in view.shown:
            found = [view.monthly(territory, measure) for measure in measures]
            if all(found):
                return sorted((row for rows in found for row in rows), key=lambda r: r["mese"])
    return []


def _same_months(published: list[Row]) -> list[Row]:
    """One figure for each year, of the last month that all the years have; every figure where they have none."""
    years = {r["mese"].year for r in published}
    for month in range(12, 0, -1):
        found = [r for r in published if r["mese"].month == month]
        if years and {r["mese"].year for r in found} == years:
            return found
    return published


def _acronyms(words: str | None) -> str:
    return (words or "").replace("AdI", "ADI").replace("Isee", "ISEE")


def _printed(row: Row) -> str:
    unit = row.get("unita") or ""
    words = str(row.get("valore_stampato") or "")
    if unit and unit not in ("rapporto",) and unit not in words:
        words += f" {unit}"
    return f'<span class="stampato">{e(words)}</span>'


def _counts(row: Row) -> str:
    """`7.293 persone, −3.479 (−32,3 %) su RdC, dicembre 2023 – nuclei 3.938, −2.094 (−34,7 %)`."""
    words = f"{formats.number(row['persone'])} persone"
    if change := change_words(row, "persone"):
        words += f", {change} {before(row)}"
    if formats.is_missing(row["nuclei"]):
        return words
    beside = f"nuclei {formats.number(row['nuclei'])}"
    if change := change_words(row, "nuclei"):
        beside += f", {change}"
    return f"{words} – {beside}"


def _evidence(claim: Row, published: list[Row]) -> str:
    """The published figures that speak of the same thing; the page compares nothing by itself."""
    words = f"{claim.get('affermazione') or ''} {claim.get('valore_stampato') or ''}".lower()
    if "rdc" in words or "cittadinanza" in words or "metà" in words:
        # Who benefits is a person: people first, households beside.
        found = [r for r in published if not formats.is_missing(r["persone"])]
        said = [f"{SHORT.get(r['misura'], r['misura'])}, {formats.month(r['mese'])}: {_counts(r)}" for r in found]
        joined = "; "
        note = "I requisiti delle due misure sono diversi."
    elif "importo" in words or "370" in words:
        found = [r for r in published if r["misura"] == "adi" and not formats.is_missing(r["importo_medio_eur"])]
        said = [
            f"{formats.euro(r['importo_medio_eur'])} in media per nucleo a {formats.month(r['mese'])}"
            if index == 0
            else f"{formats.number(r['importo_medio_eur'])} a {formats.month(r['mese'])}"
            for index, r in enumerate(found)
        ]
        joined = ", "
        note = (
            "Il piano parla del solo gruppo più numeroso (una persona sola, con ISEE fino a 5.000 "
            "euro): non è la media dell'assegno."
        )
    else:
        return "Nessuna cifra ricevuta parla di questo."
    if not said:
        return "Nessuna cifra ricevuta parla di questo."
    return f"{e(found[0]['nome'])}: {e(joined.join(said))}.<span class='piccolo'>{e(note)}</span>"
