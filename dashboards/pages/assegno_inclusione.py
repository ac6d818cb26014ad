"""Assegno di inclusione: published figures, month by month, and what the plans say about them."""

from __future__ import annotations

from typing import Any

import entry
import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, palette, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import absence, absence_words, e, source_line, with_article

MEASURES = {
    "adi": "Assegno di inclusione (ADI)",
    "rdc": "Reddito e pensione di cittadinanza",
    "pdc": "Pensione di cittadinanza",
    "sfl": "Supporto formazione e lavoro",
}
SHORT = {"adi": "ADI", "rdc": "RdC e PdC", "pdc": "PdC", "sfl": "SFL"}
COUNTS = {
    "in_pagamento_nel_mese": "in pagamento nel mese",
    "almeno_un_pagamento_nel_periodo": "almeno un pagamento nel periodo",
}
LEVELS = ("provincia", "regione", "italia")
CAUTIONS = (
    "Le categorie si sovrappongono: un nucleo può avere insieme minori, persone con disabilità e "
    "persone di 60 anni e più. "
    "Le righe delle categorie non si sommano.",
    "«In pagamento nel mese» e «almeno un pagamento nel periodo» contano cose diverse e non si confrontano.",
    "Reddito di cittadinanza e assegno di inclusione hanno requisiti diversi: la differenza fra i "
    "due non misura chi ha "
    "perso il diritto.",
    "INPS a ogni pubblicazione rivede i mesi passati: vale la data della pubblicazione da cui viene la cifra.",
)


def main() -> None:
    place, unknown = frame.chosen_territory()
    with frame.header("Assegno di inclusione", "Quante famiglie lo ricevono, e quanto"):
        frame.territory_picker(place)
    cells = queries.adi_cells()
    if cells.is_empty():
        frame.notices([unknown])
        figure.empty(
            "Nessuna cifra sull'assegno di inclusione è stata pubblicata: nessun documento ricevuto ne contiene."
        )
        return
    shown, moved = _shown(place, cells)
    frame.notices([unknown, moved])
    whole = cells.filter((pl.col("dimensione") == "totale") & (pl.col("modalita") == "totale"))
    _key_figures(shown, whole)
    _months(whole, shown)
    _before_and_after(shown, whole)
    _parts(cells)
    _claims(shown, whole)
    frame.heading("Come leggere queste cifre")
    notes = [(queries.sources().get(f) or {}).get("nota") for f in dict.fromkeys(cells["fonte_id"])]
    cautions = [*CAUTIONS, *(n for n in notes if n)]
    st.html('<ul class="punti">' + "".join(f"<li>{e(c)}</li>" for c in cautions) + "</ul>")


def _shown(place: dict[str, Any] | None, cells: pl.DataFrame) -> tuple[list[str], str | None]:
    """Territories with figures, the nearest to the chosen one first; and a sentence when it is another."""
    with_figures = list(dict.fromkeys(cells["territorio_id"]))
    if place is None:
        return with_figures, None
    around = [place["territorio_id"], *(h["territorio_id"] for h in queries.holders(place["territorio_id"]))]
    near = [t for t in around if t in with_figures]
    rest = [t for t in with_figures if t not in near]
    if place["territorio_id"] in with_figures:
        return near + rest, None
    names = {r["territorio_id"]: r["nome"] for r in cells.to_dicts()}
    where = names[(near or rest)[0]]
    reason = "INPS pubblica cifre per provincia, regione e Italia"
    if not near or near[0] in ("ita",):
        reason += ", e di questa provincia non ne è stata ricevuta nessuna"
    return (
        near + rest,
        f"Per {with_article(place['nome'])} non ci sono cifre: {reason}. La pagina mostra {with_article(where)}.",
    )


def _amount(row: dict[str, Any], key: str) -> str:
    if formats.is_missing(row.get(key)):
        return _missing(row)
    words = formats.number(row[key])
    return f"circa {words}" if row.get("approssimato") else words


def _missing(row: dict[str, Any]) -> str:
    state = row.get("stato_cella")
    return absence(state if state and state != "pubblicabile" else "non_pubblicato")


CHANGES = {
    "nuclei": ("nuclei_in_piu", "variazione_nuclei_pct"),
    "persone": ("persone_in_piu", "variazione_persone_pct"),
    "importo_medio_eur": ("importo_in_piu", "variazione_importo_pct"),
}


def _change_words(row: dict[str, Any], key: str, unit: str = "") -> str:
    """`+310 (+7,9 %)`; nothing where there is no cell before."""
    gap, share = (row.get(name) for name in CHANGES[key])
    if formats.is_missing(gap):
        return ""
    words = formats.number(gap, sign=True) + unit
    return words if formats.is_missing(share) else f"{words} ({formats.percent(share, sign=True)})"


def _before(row: dict[str, Any]) -> str:
    """`su dicembre 2024`, with the measure where it is another one."""
    other = row.get("misura_precedente")
    measure = f"{SHORT.get(other, other)}, " if other and other != row["misura"] else ""
    return f"su {measure}{formats.month(row['mese_precedente'])}"


def _change(row: dict[str, Any], key: str) -> str:
    if row.get("mese_precedente") is None:
        return "–"
    words = _change_words(row, key)
    if not words:
        return absence("non_pubblicato")
    return f'{words}<span class="piccolo">{e(_before(row))}</span>'


def _key_figures(shown: list[str], whole: pl.DataFrame) -> None:
    """The last month of the first territory."""
    rows = whole.filter((pl.col("territorio_id") == shown[0]) & (pl.col("misura") == "adi")).sort("mese").to_dicts()
    if not rows:
        return
    last = rows[-1]
    items = []
    for key, label, unit in (
        ("nuclei", "Nuclei con ADI", ""),
        ("persone", "Persone nei nuclei con ADI", ""),
        ("importo_medio_eur", "Importo medio mensile", f"{formats.NBSP}euro"),
    ):
        lines = [f"{last['nome']}, {formats.month(last['mese'])}"]
        if formats.is_missing(last[key]):
            lines.append(absence_words("non_pubblicato"))
        elif change := _change_words(last, key, unit):
            lines.append(f"{change} {_before(last)}")
        value = formats.MISSING if formats.is_missing(last[key]) else formats.number(last[key]) + unit
        about = "circa " if last["approssimato"] and value != formats.MISSING else ""
        items.append(Card(label, about + value, lines))
    cards(items)


def _source(rows: list[dict[str, Any]]) -> tuple[str, Any]:
    source = queries.sources().get(rows[0]["fonte_id"]) if rows else None
    return source_line(source), (source or {}).get("data_riferimento")


def _months(whole: pl.DataFrame, shown: list[str]) -> None:
    rank = {t: i for i, t in enumerate(shown)}
    rows = sorted(
        whole.to_dicts(),
        key=lambda r: (rank[r["territorio_id"]], r["misura"] == "adi", r["misura"], r["mese"]),
    )
    for row in rows:
        row["gruppo"] = row["nome"]
    line, date = _source(rows)
    months = sorted({r["mese"] for r in rows})
    missing = sum(formats.is_missing(r[k]) for r in rows for k in ("nuclei", "persone", "importo_medio_eur"))
    empty_cells = formats.plural(missing, "cella è vuota", "celle sono vuote")
    with figure.figure(
        "mesi",
        "Le cifre pubblicate, mese per mese",
        f"Da {formats.month(months[0])} a {formats.month(months[-1])}, i soli mesi ricevuti. La "
        "differenza è con lo stesso mese dell'anno prima.",
        source=line,
        download=figure.Download("assegno_inclusione", whole, line, date),
        why=f"<p>{e(empty_cells)}: la fonte pubblica per quel territorio e quel mese solo alcune delle tre "
        "quantità. Una cella vuota non vale zero, e non è stata stimata.</p>"
        if missing
        else None,
        why_label="Perché manca una cella?",
    ):
        st.html(
            table(
                rows,
                [
                    Column(
                        "misura",
                        "Misura",
                        show=lambda r: e(SHORT.get(r["misura"], r["misura"])) + _counted(r),
                    ),
                    Column("mese", "Mese", show=lambda r: formats.month(r["mese"]), wrap=False),
                    Column(
                        "nuclei", "Nuclei", "intero", show=lambda r: _amount(r, "nuclei"), leads=spiega.to("adi_nuclei")
                    ),
                    Column(
                        "nuclei_in_piu",
                        "Differenza",
                        "differenza",
                        show=lambda r: _change(r, "nuclei"),
                    ),
                    Column(
                        "persone",
                        "Persone",
                        "intero",
                        show=lambda r: _amount(r, "persone"),
                        leads=spiega.to("adi_nuclei"),
                    ),
                    Column(
                        "persone_in_piu",
                        "Differenza",
                        "differenza",
                        show=lambda r: _change(r, "persone"),
                    ),
                    Column(
                        "importo_medio_eur",
                        "Importo medio (euro)",
                        "euro",
                        show=lambda r: _amount(r, "importo_medio_eur"),
                    ),
                    Column(
                        "importo_in_piu",
                        "Differenza",
                        "differenza",
                        show=lambda r: _change(r, "importo_medio_eur"),
                    ),
                ],
                caption="Nuclei, persone e importo medio per territorio e mese",
                group="gruppo",
            )
        )


def _counted(row: dict[str, Any]) -> str:
    return f'<span class="piccolo">{e(COUNTS.get(row["conteggio"], row["conteggio"]))}</span>'


def _before_and_after(shown: list[str], whole: pl.DataFrame) -> None:
    """Reddito di cittadinanza and ADI side by side: two measures, hence two colours and no line."""
    for territorio_id in shown:
        rows = (
            whole.filter((pl.col("territorio_id") == territorio_id) & pl.col("nuclei").is_not_null())
            .sort("mese")
            .to_dicts()
        )
        old = [r for r in rows if r["misura"] in ("rdc", "pdc")]
        new = [r for r in rows if r["misura"] == "adi"]
        if old and new and {r["conteggio"] for r in old} == {r["conteggio"] for r in new}:
            _comparison(old, new)
            return
    frame.heading("Dal reddito di cittadinanza all'assegno di inclusione")
    figure.empty("Nessun territorio ha insieme una cifra del reddito di cittadinanza e una dell'assegno di inclusione.")


def _comparison(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> None:
    rows = [*old, *new]
    line, date = _source(rows)
    groups = [f"{SHORT.get(r['misura'], r['misura'])}, {formats.month(r['mese'])}" for r in rows]
    parts = {
        MEASURES["rdc"]: [r["nuclei"] if r["misura"] != "adi" else None for r in rows],
        MEASURES["adi"]: [r["nuclei"] if r["misura"] == "adi" else None for r in rows],
    }
    last_old, first_new = old[-1], new[0]
    change = _change_words(first_new, "nuclei") if first_new.get("misura_precedente") == last_old["misura"] else ""
    sentence = (
        f"{last_old['nome']}: da {formats.number(last_old['nuclei'])} nuclei con il reddito o la pensione di "
        f"cittadinanza ({formats.month(last_old['mese'])}) a {formats.number(first_new['nuclei'])} con "
        f"l'assegno di inclusione ({formats.month(first_new['mese'])})"
        + (f": {change}." if change else ".")
        + " I requisiti sono diversi."
    )
    with figure.figure(
        "prima_dopo",
        "Dal reddito di cittadinanza all'assegno di inclusione",
        sentence,
        source=line,
        download=figure.Download(
            "rdc_adi",
            [
                {
                    k: r[k]
                    for k in (
                        "territorio_id",
                        "nome",
                        "misura",
                        "mese",
                        "conteggio",
                        "nuclei",
                        "persone",
                        "importo_medio_eur",
                        "approssimato",
                    )
                }
                for r in rows
            ],
            line,
            date,
        ),
    ):
        plot = stacked_bars(
            groups,
            parts,
            colours={MEASURES["rdc"]: palette.SERIES[5], MEASURES["adi"]: palette.BLUE},
            unit="nuclei",
            totals=[formats.number(r["nuclei"]) for r in rows],
        )
        figure.chart(plot, "prima_dopo", alt=sentence)


def _parts(cells: pl.DataFrame) -> None:
    """Splits by presence of minors, disability, age: only where they were received."""
    parts = cells.filter(pl.col("dimensione") != "totale")
    if parts.is_empty():
        frame.heading("Per tipo di nucleo")
        figure.empty(
            "Le fonti ricevute danno solo i totali. Le tavole di INPS per presenza di minori, "
            "disabilità e persone di 60 anni "
            "e più compariranno qui quando saranno consegnate; le categorie si sovrappongono e non "
            "si sommano."
        )
        return
    rows = parts.to_dicts()
    line, date = _source(rows)
    with figure.figure(
        "tipi",
        "Per tipo di nucleo",
        "Categorie sovrapposte: lo stesso nucleo può stare in più righe, quindi le righe non si sommano al totale.",
        source=line,
        download=figure.Download("assegno_inclusione_tipi", parts, line, date),
    ):
        st.html(
            table(
                rows,
                [
                    Column("nome", "Territorio"),
                    Column("mese", "Mese", show=lambda r: formats.month(r["mese"]), wrap=False),
                    Column("dimensione", "Dimensione"),
                    Column("modalita", "Categoria"),
                    Column(
                        "nuclei", "Nuclei", "intero", show=lambda r: _amount(r, "nuclei"), leads=spiega.to("adi_nuclei")
                    ),
                    Column(
                        "persone",
                        "Persone",
                        "intero",
                        show=lambda r: _amount(r, "persone"),
                        leads=spiega.to("adi_nuclei"),
                    ),
                    Column(
                        "importo_medio_eur",
                        "Importo medio (euro)",
                        "euro",
                        show=lambda r: _amount(r, "importo_medio_eur"),
                    ),
                ],
                caption="Nuclei per tipo",
                tall=len(rows) > 24,
            )
        )


def _claims(shown: list[str], whole: pl.DataFrame) -> None:
    claims = queries.adi_claims()
    if claims.is_empty():
        return
    rows = claims.to_dicts()
    line, date = _source(rows)
    published = whole.filter(pl.col("territorio_id") == shown[0]).sort("mese").to_dicts()
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
                    Column("riga_documento", "Riga", wrap=False, leads=spiega.to("adi_affermazione")),
                    Column("prova", "Cifre pubblicate", show=lambda r: _evidence(r, published)),
                ],
                caption="Affermazioni del piano sull'assegno di inclusione e cifre pubblicate",
            )
        )


def _acronyms(words: str | None) -> str:
    return (words or "").replace("AdI", "ADI").replace("Isee", "ISEE")


def _printed(row: dict[str, Any]) -> str:
    unit = row.get("unita") or ""
    words = str(row.get("valore_stampato") or "")
    if unit and unit not in ("rapporto",) and unit not in words:
        words += f" {unit}"
    return f'<span class="stampato">{e(words)}</span>'


def _counts(row: dict[str, Any]) -> str:
    """`7.293 persone, −3.479 (−32,3 %) su RdC, dicembre 2023 (nuclei: 3.938, −2.094 (−34,7 %))`."""
    words = f"{formats.number(row['persone'])} persone"
    if change := _change_words(row, "persone"):
        words += f", {change} {_before(row)}"
    if formats.is_missing(row["nuclei"]):
        return words
    beside = f"nuclei {formats.number(row['nuclei'])}"
    if change := _change_words(row, "nuclei"):
        beside += f", {change}"
    return f"{words} – {beside}"


def _evidence(claim: dict[str, Any], published: list[dict[str, Any]]) -> str:
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


entry.run(main)
