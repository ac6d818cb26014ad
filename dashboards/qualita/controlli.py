"""What does not add up: how much, the row with most errors in its document, check by check, by document."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, frame, sentences, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.tables import Column, table
from dashboards.components.text import e
from dashboards.qualita import estratto, words
from dashboards.qualita.view import SHOWN_ROWS, View


def draw(view: View) -> None:
    _key_figures()
    groups = view.groups()
    if groups and len(groups[0].rows) > 1:
        estratto.draw_group(groups[0], "riga_peggiore", "La riga con più errori: ")
    _failed(view.shown, view.checks.height)
    _by_document(view.documents)
    _exceptions()


def _key_figures() -> None:
    counts, published = queries.check_counts(), queries.publication()
    took = formats.plural(round(published.durata_s), "secondo", "secondi") if published.durata_s else ""
    tables = formats.plural(counts.get("fonti_con_errori") or 0, "tabella ricevuta", "tabelle ricevute")
    changes = formats.plural(counts.get("variazioni") or 0, "variazione annua", "variazioni annue")
    known = "con motivo, responsabile e scadenza" if counts.get("eccezioni") else "nessuna decisa finora"
    shown = (
        ("Controlli eseguiti", "eseguiti", f"all'ultima pubblicazione, durata {took}" if took else "", "blu"),
        ("✗ Errori gravi", "errori", f"in {tables}", "rosso"),
        ("! Avvisi", "avvisi", f"di cui {changes} fuori intervallo", "giallo"),
        ("● Eccezioni note", "eccezioni", known, "blu"),
    )
    cards(
        [Card(label, formats.number(counts.get(key)), [line] if line else [], tone) for label, key, line, tone in shown]
    )
    frame.band(
        sentences.checks_band(counts),
        "I documenti sono pubblicati come sono stampati: gli errori si vedono, non si correggono di nascosto.",
    )


def _failed(shown: pl.DataFrame, total: int) -> None:
    rows = shown.head(SHOWN_ROWS).to_dicts()
    for row in rows:
        row["dove"] = words.where(row)
        row["documento_titolo"] = row["titolo"] or "Tabelle calcolate"
    more = f" La tabella mostra i primi {SHOWN_ROWS}, il CSV li contiene tutti." if shown.height > SHOWN_ROWS else ""
    sentence = (
        f"{formats.plural(shown.height, 'controllo non superato', 'controlli non superati')}"
        + (f" su {formats.number(total)}, con i filtri scelti." if shown.height != total else ".")
        + more
    )
    download = shown.select(
        "controllo_id",
        "tipo",
        "gravita",
        "esito",
        "fonte_id",
        "titolo",
        "file",
        "riga",
        "colonna",
        "riga_documento",
        "territorio_id",
        "anno",
        "indicatore_id",
        "valore_stampato",
        "valore_atteso",
        "scarto",
        "messaggio",
        "causa",
        "spiegazione",
        "motivo",
        "a_chi",
    )
    with figure.figure(
        "falliti",
        "Che cosa non torna, controllo per controllo",
        sentence,
        source=words.published_line(),
        download=figure.Download("controlli_non_superati", download, words.published_line(), words.date()),
    ):
        st.html(
            table(
                rows,
                [
                    Column("gravita", "Gravità", show=words.severity),
                    Column("dove", "Dove", show=lambda r: r["dove"]),
                    Column("valore_stampato", "Stampato", show=words.printed, leads=spiega.to("qualita.controllo")),
                    Column("valore_atteso", "Atteso", show=words.expected),
                    Column("scarto", "Differenza", "differenza", show=words.gap),
                    Column("messaggio", "Che cosa non torna", show=words.message),
                    Column("a_chi", "Chi può rimediare", show=lambda r: e(r["a_chi"]) or "–"),
                ],
                caption="Controlli non superati",
                group="documento_titolo",
                tall=True,
                classes="controlli",
                empty="Nessun controllo fallito con questi filtri: quello che è stato controllato torna.",
            )
        )


def _by_document(documents: dict[str, str]) -> None:
    counts = queries.checks_by_source().with_columns(
        pl.col("fonte_id").fill_null("").str.split("/").list.first().alias("documento_id")
    )
    if counts.is_empty():
        return
    kinds = [t for t in words.TYPES if t in set(counts.filter(pl.col("falliti") > 0)["tipo"])]
    rows = []
    for (document,), group in counts.group_by(["documento_id"], maintain_order=True):
        failed = {r["tipo"]: r["falliti"] for r in group.group_by("tipo").agg(pl.col("falliti").sum()).to_dicts()}
        done = {r["tipo"] for r in group.to_dicts()}
        rows.append(
            {
                "documento": documents.get(document, "Tabelle calcolate"),
                "eseguiti": int(group["eseguiti"].sum()),
                "falliti": int(group["falliti"].sum()),
                **{k: failed.get(k, 0) if k in done else None for k in kinds},
            }
        )
    rows.sort(key=lambda r: -r["falliti"])
    total = {
        "documento": "Tutti",
        **{k: sum(r[k] or 0 for r in rows) for k in ("eseguiti", "falliti", *kinds)},
    }

    def count(key: str) -> Column:
        return Column(
            key,
            words.SHORT_TYPES.get(key, key.capitalize()),
            "intero",
            show=lambda r, key=key: "–" if r[key] is None else formats.number(r[key]),
        )

    with figure.figure(
        "per_documento",
        "Che cosa non torna, per documento",
        f"Il documento con più controlli falliti è «{rows[0]['documento']}»: "
        f"{formats.number(rows[0]['falliti'])} su "
        f"{formats.number(rows[0]['eseguiti'])}. Un trattino vuol dire che quel tipo di controllo lì "
        "non si fa.",
        source=words.published_line(),
        download=figure.Download("controlli_per_documento", counts, words.published_line(), words.date()),
    ):
        st.html(
            table(
                rows,
                [
                    Column("documento", "Documento"),
                    count("eseguiti"),
                    count("falliti"),
                    *(count(k) for k in kinds),
                ],
                caption="Controlli falliti per documento e tipo",
                total=total,
            )
        )


def _exceptions() -> None:
    rows = queries.exceptions().to_dicts()
    if not rows:
        return
    with figure.figure(
        "eccezioni",
        "Eccezioni note",
        "Variazioni spiegate da chi conosce il territorio: restano nei dati, con il motivo e una scadenza.",
        source=words.published_line(),
        download=figure.Download("eccezioni_note", queries.exceptions(), words.published_line(), words.date()),
    ):
        st.html(
            table(
                rows,
                [
                    Column("controllo_id", "Controllo"),
                    Column(
                        "territorio_id",
                        "Territorio",
                        show=lambda r: e((queries.territory(r["territorio_id"]) or {}).get("nome", r["territorio_id"])),
                    ),
                    Column("anno", "Anno"),
                    Column("motivo", "Motivo"),
                    Column("decisa_il", "Decisa il", show=lambda r: formats.short_day(r["decisa_il"]), wrap=False),
                    Column("responsabile", "Responsabile"),
                    Column("scade_il", "Scade il", show=lambda r: formats.short_day(r["scade_il"]), wrap=False),
                ],
                caption="Eccezioni note",
            )
        )
