"""The shape of received and published tables (Great Expectations), and the rows that found no place."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import demo, figure, formats, frame, palette
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill
from dashboards.qualita import words
from dashboards.qualita.view import SHOWN_ROWS, View

LAYERS = {"raw": "File ricevuti", "pubblicato": "Tabelle pubblicate"}


def draw(_view: View) -> None:
    if queries.has("qualita.aspettativa"):
        _expectations()
    if queries.has("qualita.scarto_riga"):
        _rejected()


def _expectations() -> None:
    results = queries.expectations()
    if results.is_empty():
        return
    passed = pl.col("esito").str.starts_with("superat")
    counts = (
        results.group_by("strato")
        .agg(
            pl.len().alias("verificate"),
            passed.sum().alias("superate"),
            (~passed & (pl.col("gravita") == "errore")).sum().alias("errori"),
            (~passed & (pl.col("gravita") == "avviso")).sum().alias("avvisi"),
            pl.col("tabella").n_unique().alias("tabelle"),
        )
        .sort("strato", descending=True)
    )
    rows = counts.to_dicts()
    for row in rows:
        row["nome"] = LAYERS.get(row["strato"], row["strato"])
    failed = results.filter(~passed).to_dicts()
    report = queries.report_file()
    with figure.figure(
        "aspettative",
        "Controlli di forma",
        f"{formats.number(results.height)} attese verificate a ogni pubblicazione: colonne, tipi, "
        "numero di righe, distribuzioni. "
        + (
            f"{formats.plural(len(failed), 'non è superata', 'non sono superate')}."
            if failed
            else "Sono tutte superate."
        ),
        source=words.published_line()
        + (" · resoconto in rapporti/aspettative.html, nella cartella del warehouse" if report else ""),
        download=figure.Download("attese", results, words.published_line(), words.date()),
    ):
        st.html(
            table(
                rows,
                [
                    Column("nome", "Dove"),
                    Column("tabelle", "Tabelle", "intero"),
                    Column("verificate", "Verificate", "intero"),
                    Column("superate", "Superate", "intero"),
                    Column("errori", "Errori", "intero"),
                    Column("avvisi", "Avvisi", "intero"),
                ],
                caption="Attese per strato",
            )
        )
        if report:
            st.download_button(
                "Scarica il resoconto completo (una pagina HTML, si apre senza rete)",
                data=lambda: demo.html(report.read_bytes()),
                file_name=demo.file_name(report.name),
                mime="text/html",
                key="resoconto_attese",
                type="tertiary",
                on_click="ignore",
            )
        if failed:
            st.html(
                table(
                    failed[:SHOWN_ROWS],
                    [
                        Column("tabella", "Tabella"),
                        Column("aspettativa", "Attesa", show=lambda r: e(str(r["aspettativa"])[:120])),
                        Column("colonna", "Colonna"),
                        Column(
                            "gravita",
                            "Gravità",
                            show=lambda r: pill(
                                palette.SEVERITIES.get(r["gravita"], palette.SEVERITIES["informazione"])
                            ),
                        ),
                        Column("osservato", "Osservato"),
                        Column("messaggio", "Perché"),
                    ],
                    caption="Attese non superate",
                    tall=len(failed) > 10,
                )
            )


def _rejected() -> None:
    rejected = queries.rejected_rows()
    if rejected.is_empty():
        frame.heading("Righe scartate")
        figure.empty("Nessuna riga è stata scartata: tutte le righe lette dai file ricevuti sono state caricate.")
        return
    with figure.figure(
        "scarti",
        "Righe scartate",
        f"{formats.plural(rejected.height, 'riga non ha', 'righe non hanno')} trovato posto nella "
        "tabella: conservata com'era, con il rimedio."
        if rejected.height == 1
        else f"{formats.number(rejected.height)} righe non hanno trovato posto nella tabella: "
        "conservate com'erano, con il rimedio.",
        source=words.published_line(),
        download=figure.Download("righe_scartate", rejected, words.published_line(), words.date()),
    ):
        st.html(
            table(
                rejected.head(SHOWN_ROWS).to_dicts(),
                [
                    Column(
                        "file",
                        "File e riga",
                        show=lambda r: f"{e(r['file'])}<span class='piccolo'>riga {e(r['riga'])}</span>",
                    ),
                    Column(
                        "contenuto",
                        "Contenuto",
                        show=lambda r: f'<span class="stampato">{e(str(r["contenuto"])[:200])}</span>',
                    ),
                    Column("trovato", "Trovato"),
                    Column("atteso", "Atteso"),
                    Column("rimedio", "Rimedio"),
                ],
                caption="Righe scartate",
                tall=rejected.height > 12,
            )
        )
