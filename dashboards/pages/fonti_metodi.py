"""Fonti e metodi: where every figure comes from, and how it is computed."""

from __future__ import annotations

from typing import Any

import entry
import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame
from dashboards.components.tables import Column, table
from dashboards.components.text import e

ALL = "tutti"
INTERVALS = {
    "wilson": "Wilson",
    "byar": "Poisson esatto sotto 10 eventi, Byar da 10 in su",
    "rapporto": "Wilson sulla quota, poi trasformato in rapporto",
    "dobson": "Dobson (nessuno sotto 10 eventi)",
    "rapporto_tassi": "metodo logaritmico",
    "nessuno": "nessuno",
}
POLARITIES = {
    "neutra": "neutra: né alto né basso è un bene",
    "alto_meglio": "più alto è meglio",
    "basso_meglio": "più basso è meglio",
}
METHODS = (
    (
        "Quote (Wilson)",
        "Per una quota x su n, come gli stranieri sui residenti: l'intervallo di Wilson al 95 %, che "
        "resta fra 0 e 100 anche "
        "con numeri piccoli.",
    ),
    (
        "Tassi e conteggi (Poisson e Byar)",
        "Per nati, morti e altri eventi: i limiti esatti di Poisson quando gli eventi sono meno di "
        "10, l'approssimazione di "
        "Byar da 10 in su.",
    ),
    (
        "Indici di vecchiaia e di dipendenza",
        "Sono rapporti fra due gruppi separati (a ogni 100 b). Si calcola l'intervallo di Wilson "
        "sulla quota a/(a+b) e lo si "
        "trasforma in p/(1−p).",
    ),
    (
        "Rapporti fra tassi",
        "Metodo logaritmico: esponenziale di ln(rapporto) ± 1,96 per la radice di 1/d + 1/D, con d i "
        "morti dell'area e D "
        "quelli del riferimento.",
    ),
    (
        "Che cosa dice l'intervallo",
        "I residenti si contano tutti: l'intervallo non è un errore di campionamento. Dice di quanto "
        "un territorio piccolo "
        "può oscillare da un anno all'altro per caso.",
    ),
    (
        "Variazioni da un anno all'altro",
        "Ogni indicatore dichiara quanto può cambiare in un anno, e perché. Una variazione è «fuori» "
        "solo se supera quei "
        "limiti e se, per i conteggi, è più grande di tre volte la radice della somma dei due "
        "valori. Un cambio di base, di "
        "fonte o un anno saltato la rendono non valutabile.",
    ),
    (
        "Ambiti e distretti",
        "Il valore di un ambito è il rapporto delle somme dei suoi comuni, mai la media dei loro "
        "rapporti. Residenti ISTAT, "
        "anagrafe e assistiti sono basi diverse e non si confrontano.",
    ),
    (
        "Arrotondamenti",
        "I valori sono conservati per intero e arrotondati solo quando si mostrano, a metà verso "
        "l'alto. «n.d.» vuol dire che "
        "il valore manca: non vale zero.",
    ),
)


def main() -> None:
    known = queries.indicators()
    themes = [ALL, *dict.fromkeys(i["tema"] for i in known.values() if i["tema"])]
    theme, unknown = address.choose(
        "tema",
        themes,
        ALL,
        lambda asked: f"Il tema «{asked}» non esiste: la pagina mostra tutti gli indicatori.",
    )
    with frame.header("Fonti e metodi", "Da dove viene ogni cifra, e come è calcolata"):
        address.picker("Tema degli indicatori", "tema", themes, theme)
    frame.notices([unknown])
    _documents()
    _files()
    _dictionary(known, theme)
    _methods()


def _documents() -> None:
    documents = queries.documents()
    if not documents:
        figure.empty("Nessuna fonte è registrata in questa versione.")
        return
    published = queries.publication()
    provisional = [d["titolo"] for d in documents if d["provvisorio"]]
    notes = {}
    for row in queries.source_files().to_dicts():
        if row["nota"]:
            notes.setdefault(row["fonte_id"].split("/")[0], row["nota"])
    tables, loaded, rejected = (
        sum(d[key] or 0 for d in documents) for key in ("tabelle", "righe_caricate", "righe_scartate")
    )
    sentence = (
        f"{formats.plural(len(documents), 'fonte', 'fonti')}, "
        f"{formats.plural(tables, 'tabella', 'tabelle')}, "
        f"{formats.plural(loaded, 'riga caricata', 'righe caricate')}, "
        f"{formats.plural(rejected, 'scartata', 'scartate', zero='nessuna scartata')}."
    )
    if provisional:
        sentence += (
            f" {formats.plural(len(provisional), 'fonte è provvisoria', 'fonti sono provvisorie')}: "
            "è scritto sotto la data."
        )
    with figure.figure(
        "fonti",
        "Le fonti",
        sentence,
        source=f"Registro dei file ricevuti, versione pubblicata il {formats.day(published.pubblicata_il)}",
        download=figure.Download(
            "fonti", documents, "Registro dei file ricevuti", formats.as_date(published.pubblicata_il)
        ),
        why="".join(
            f"<p><strong>{e(d['titolo'])}.</strong> {e(notes[d['documento_id']])}</p>"
            for d in documents
            if d["documento_id"] in notes
        ),
        why_label="Che cosa sapere di ogni fonte",
    ):
        st.html(
            table(
                documents,
                [
                    Column(
                        "titolo",
                        "Fonte",
                        show=lambda r: f"{e(r['titolo'])}<span class='piccolo'>{e(r['ente'])}</span>",
                    ),
                    Column("licenza", "Licenza"),
                    Column("data_riferimento", "Dati al", show=_reference_date, wrap=False),
                    Column(
                        "acquisito_il",
                        "Ricevuti il",
                        show=lambda r: formats.short_day(r["acquisito_il"]),
                        wrap=False,
                    ),
                    Column("tabelle", "Tabelle", "intero"),
                    Column("righe_caricate", "Righe caricate", "intero"),
                    Column("righe_scartate", "Scartate", "intero"),
                ],
                caption="Fonti con licenza, date e righe",
            )
        )


def _reference_date(row: dict[str, Any]) -> str:
    words = formats.short_day(row["data_riferimento"])
    return words + ('<span class="piccolo">provvisori</span>' if row["provvisorio"] else "")


def _files() -> None:
    files = queries.source_files()
    rows = files.to_dicts()
    with figure.figure(
        "file",
        "I file ricevuti, uno per uno",
        "Ogni file è riconosciuto dalla sua impronta SHA-256 (qui le prime 12 cifre): se cambia "
        "anche un solo carattere, non si carica.",
        source="Le righe sono quelle del documento di partenza",
        download=figure.Download(
            "file_ricevuti",
            files,
            "Registro dei file ricevuti",
            formats.as_date(queries.publication().pubblicata_il),
        ),
    ):
        st.html(
            table(
                rows,
                [
                    Column(
                        "titolo_tabella",
                        "Tabella",
                        show=lambda r: (
                            f"{e(r['titolo_tabella'] or r['titolo'])}<span class='piccolo'>{e(r['file'])}</span>"
                        ),
                    ),
                    Column("righe_documento", "Righe del documento", wrap=False),
                    Column("data_riferimento", "Dati al", show=_reference_date, wrap=False),
                    Column(
                        "sha256",
                        "Impronta",
                        show=lambda r: (
                            f'<span class="stampato" title="{e(r["sha256"])}">{e((r["sha256"] or "")[:12])}</span>'
                        ),
                        wrap=False,
                    ),
                    Column("righe_caricate", "Righe caricate", "intero"),
                    Column("righe_scartate", "Scartate", "intero"),
                ],
                caption="File ricevuti",
                group="titolo",
                tall=True,
            )
        )


def _dictionary(known: dict[str, dict[str, Any]], theme: str) -> None:
    rows = [i for i in known.values() if theme in (ALL, i["tema"])]
    if not rows:
        frame.heading("Dizionario degli indicatori")
        figure.empty("Nessun indicatore è definito in questa versione.")
        return
    with figure.figure(
        "dizionario",
        "Dizionario degli indicatori",
        f"{formats.plural(len(rows), 'indicatore', 'indicatori')}: la stessa definizione vale nelle "
        "pagine, nei controlli e nel file DuckDB.",
        source="Definizioni dichiarate in dbt_project/indicators",
        download=figure.Download(
            "dizionario_indicatori",
            pl.DataFrame(rows, infer_schema_length=None),
            "Definizioni degli indicatori",
            formats.as_date(queries.publication().pubblicata_il),
        ),
    ):
        st.html(
            table(
                rows,
                [
                    Column("nome", "Indicatore", show=_name),
                    Column("formula", "Formula", show=_formula),
                    Column("numeratore", "Numeratore e denominatore", show=_parts),
                    Column(
                        "metodo_ic",
                        "Intervallo al 95 %",
                        show=lambda r: e(INTERVALS.get(r["metodo_ic"], r["metodo_ic"])),
                    ),
                    Column("variazione_min_pct", "Variazione attesa in un anno", show=_bounds),
                    Column("cautele", "Cautele"),
                ],
                caption="Dizionario degli indicatori",
                group="tema",
                tall=True,
                classes="registro",
            )
        )


def _name(row: dict[str, Any]) -> str:
    return (
        f"{e(row['nome'])}<span class='piccolo'>{e(row['descrizione'])}</span><span "
        f"class='piccolo codice'>{e(row['indicatore_id'])}</span>"
    )


def _formula(row: dict[str, Any]) -> str:
    unit = f"{row['unita']}; {POLARITIES.get(row['polarita'], row['polarita'] or '')}" if row["unita"] else ""
    return f"{e(row['formula'])}<span class='piccolo'>{e(unit)}</span>"


def _parts(row: dict[str, Any]) -> str:
    if not row["numeratore"]:
        return "come stampati nel documento"
    return e(row["numeratore"]) + (
        f"<span class='piccolo'>su {e(row['denominatore'])}</span>" if row["denominatore"] else ""
    )


def _bounds(row: dict[str, Any]) -> str:
    if row["variazione_min_pct"] is None or row["variazione_max_pct"] is None:
        return "non dichiarata"
    words = (
        f"da {formats.percent(row['variazione_min_pct'], 0, sign=True)} a "
        f"{formats.percent(row['variazione_max_pct'], 0, sign=True)}"
    )
    return f"{words}<span class='piccolo'>{e(row['variazione_motivo'])}</span>"


def _methods() -> None:
    frame.heading("Come si calcolano intervalli e variazioni")
    st.html('<dl class="metodi">' + "".join(f"<dt>{e(k)}</dt><dd>{e(v)}</dd>" for k, v in METHODS) + "</dl>")


entry.run(main)
