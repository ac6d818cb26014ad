"""Qualità dei dati: what does not add up, where, and who can mend it."""

from __future__ import annotations

from typing import Any

import entry
import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, demo, figure, formats, frame, palette, sentences, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill

ALL = "tutte"
EVERY = "tutti"
TYPES = {
    "tipo_cella": "Celle che non sono del loro tipo",
    "somma": "Somme",
    "quota": "Quote e percentuali",
    "coerenza_tabelle": "Fra tabelle dello stesso documento",
    "variazione_annua": "Variazioni da un anno all'altro",
    "completezza": "Completezza",
    "confronto_fonti": "Fra fonti diverse",
    "formato": "Formato",
}
SHORT_TYPES = {
    "tipo_cella": "Celle",
    "somma": "Somme",
    "quota": "Quote",
    "coerenza_tabelle": "Fra tabelle",
    "variazione_annua": "Variazioni",
    "completezza": "Completezza",
    "confronto_fonti": "Fra fonti",
    "formato": "Formato",
}
LAYERS = {"raw": "File ricevuti", "pubblicato": "Tabelle pubblicate"}
SHOWN_ROWS = 250
WORST_COLUMNS = (
    "controllo_id",
    "fonte_id",
    "file",
    "riga",
    "riga_documento",
    "colonna",
    "valore_stampato",
    "valore_atteso",
    "scarto",
    "messaggio",
    "a_chi",
)


def main() -> None:
    checks = queries.checks_not_passed().with_columns(
        pl.col("fonte_id").fill_null("").str.split("/").list.first().alias("documento_id")
    )
    documents = {d["documento_id"]: d["titolo"] for d in queries.documents()}
    source_options = [ALL, *(d for d in documents if d in set(checks["documento_id"]))]
    severities = [ALL, *(s for s in palette.SEVERITIES if s in set(checks["gravita"]))]
    types = [EVERY, *(t for t in TYPES if t in set(checks["tipo"]))]
    source, unknown_source = address.choose(
        "fonte",
        source_options,
        ALL,
        lambda a: f"La fonte «{a}» non ha controlli falliti o non esiste: la pagina le mostra tutte.",
    )
    severity, unknown_severity = address.choose(
        "gravita",
        severities,
        ALL,
        lambda a: f"Nessun controllo fallito ha gravità «{a}»: la pagina li mostra tutti.",
    )
    kind, unknown_kind = address.choose(
        "tipo",
        types,
        EVERY,
        lambda a: f"Nessun controllo fallito è di tipo «{a}»: la pagina li mostra tutti.",
    )
    with frame.header("Qualità dei dati", "Che cosa non torna, dove, e chi può rimediare"):
        address.picker("Fonte", "fonte", source_options, source, lambda k: documents.get(k, "tutte"))
        address.picker(
            "Gravità",
            "gravita",
            severities,
            severity,
            lambda k: {"errore": "errori", "avviso": "avvisi", "informazione": "informazioni"}.get(k, "tutte"),
        )
        address.picker("Tipo", "tipo", types, kind, lambda k: SHORT_TYPES.get(k, "tutti").lower())
    frame.notices([unknown_source, unknown_severity, unknown_kind])
    _key_figures()

    shown = checks
    if source != ALL:
        shown = shown.filter(pl.col("documento_id") == source)
    if severity != ALL:
        shown = shown.filter(pl.col("gravita") == severity)
    if kind != EVERY:
        shown = shown.filter(pl.col("tipo") == kind)
    _worst_row(shown)
    _failed(shown, checks.height)
    _by_document(documents)
    _exceptions(checks)
    if queries.has("qualita.scarto_riga"):
        _rejected()
    if queries.has("qualita.aspettativa"):
        _expectations()


def _date() -> Any:
    return formats.as_date(queries.publication().pubblicata_il)


def _published_line() -> str:
    published = queries.publication()
    return (
        f"Controlli dell'ultima pubblicazione, {formats.day(published.pubblicata_il)}, versione "
        f"{frame.short_version(published.versione)}"
    )


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


def _place(row: dict[str, Any]) -> str:
    parts = []
    if row["territorio"]:
        parts.append(row["territorio"])
    if row["anno"]:
        parts.append(str(row["anno"]))
    return ", ".join(parts)


def _worst_row(shown: pl.DataFrame) -> None:
    """The row of a document with most errors, cell by cell."""
    errors = shown.filter(
        (pl.col("esito") == "fallito") & (pl.col("gravita") == "errore") & pl.col("riga").is_not_null()
    )
    if errors.is_empty():
        return
    groups = (
        errors.group_by(["fonte_id", "riga"], maintain_order=True)
        .len()
        .sort("len", descending=True, maintain_order=True)
    )
    if groups["len"][0] < 2:
        return
    first = groups.row(0, named=True)
    rows = errors.filter((pl.col("fonte_id") == first["fonte_id"]) & (pl.col("riga") == first["riga"])).to_dicts()
    source = queries.sources().get(first["fonte_id"]) or {}
    lines = formats.listed(sorted({str(r["riga_documento"]) for r in rows if r["riga_documento"]}))
    with figure.figure(
        "riga_peggiore",
        f"La riga con più errori: «{source.get('titolo_tabella') or rows[0]['tabella']}», riga "
        f"{lines or first['riga']}",
        f"{source.get('titolo', '')}. {formats.plural(len(rows), 'errore', 'errori')} nella stessa "
        "riga: di solito una sola cella "
        "sbagliata, o una riga spostata, li spiega tutti.",
        source=_published_line(),
        download=figure.Download(
            "riga_con_piu_errori",
            [{k: r[k] for k in WORST_COLUMNS} for r in rows],
            _published_line(),
            _date(),
        ),
    ):
        st.html(
            table(
                rows,
                [
                    Column("colonna", "Cella", show=lambda r: f"colonna {e(_column_name(r['colonna']))}"),
                    Column("valore_stampato", "Stampato", show=_printed),
                    Column("valore_atteso", "Atteso", show=_expected),
                    Column("messaggio", "Che cosa non torna"),
                    Column("a_chi", "A chi chiedere"),
                ],
                caption="Errori della riga con più errori",
                classes="riga-peggiore",
            )
        )


def _column_name(name: str | None) -> str:
    return (name or "").replace("_", " ")


def _printed(row: dict[str, Any]) -> str:
    value = row["valore_stampato"]
    if value is None or value == "":
        return "cella vuota"
    text = value if len(value) <= 60 else value[:57] + "…"
    return f'<span class="stampato evidenziato">{e(text)}</span>'


def _failed(shown: pl.DataFrame, total: int) -> None:
    rows = shown.head(SHOWN_ROWS).to_dicts()
    for row in rows:
        row["dove"] = _where(row)
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
        source=_published_line(),
        download=figure.Download("controlli_non_superati", download, _published_line(), _date()),
    ):
        st.html(
            table(
                rows,
                [
                    Column("gravita", "Gravità", show=_severity),
                    Column("dove", "Dove", show=lambda r: r["dove"]),
                    Column("valore_stampato", "Stampato", show=_printed, leads=spiega.to("qualita.controllo")),
                    Column("valore_atteso", "Atteso", show=_expected),
                    Column("scarto", "Differenza", "differenza", show=_gap),
                    Column("messaggio", "Che cosa non torna", show=_message),
                    Column("a_chi", "Chi può rimediare", show=lambda r: e(r["a_chi"]) or "–"),
                ],
                caption="Controlli non superati",
                group="documento_titolo",
                tall=True,
                classes="controlli",
                empty="Nessun controllo fallito con questi filtri: quello che è stato controllato torna.",
            )
        )


def _severity(row: dict[str, Any]) -> str:
    if row["esito"] == "eccezione_nota":
        return pill(palette.CHECK_OUTCOMES["eccezione_nota"])
    return pill(palette.SEVERITIES.get(row["gravita"], palette.SEVERITIES["informazione"]))


def _where(row: dict[str, Any]) -> str:
    source = queries.sources().get(row["fonte_id"]) or {}
    name = source.get("titolo_tabella") or row["tabella"] or ""
    first = f"«{name}»" if name else ""
    if row["riga_documento"]:
        first += f", riga {row['riga_documento']}"
    elif row["riga"]:
        first += f", riga {row['riga']} del file"
    small = [SHORT_TYPES.get(row["tipo"], row["tipo"])]
    place = _place(row)
    if place:
        small.append(place)
    if row["colonna"]:
        small.append(f"colonna {_column_name(row['colonna'])}")
    return f"{e(first)}<span class='piccolo'>{e(' · '.join(small))}</span>"


def _expected(row: dict[str, Any]) -> str:
    """What should be printed; where a part of the sum cannot be read, nothing can be said."""
    return "non verificabile" if _unverifiable(row) else e(row["valore_atteso"]) or "–"


def _unverifiable(row: dict[str, Any]) -> bool:
    return (
        row["esito"] == "fallito"
        and row["valore_atteso"] not in (None, "")
        and row["valore_atteso"] == row["valore_stampato"]
        and not row["scarto"]
    )


def _gap(row: dict[str, Any]) -> str:
    if _unverifiable(row):
        return "–"
    if formats.is_missing(row["scarto"]):
        return "–"
    gap = row["scarto"]
    decimals = 0 if float(gap).is_integer() else 2 if abs(gap) < 100 else 1
    return formats.number(gap, decimals, sign=True)


def _message(row: dict[str, Any]) -> str:
    reason = f"<span class='piccolo'>{e(row['motivo'])}</span>" if row["motivo"] else ""
    cause = f"<span class='causa'>{e(row['spiegazione'])}</span>" if row.get("spiegazione") else ""
    return f"{e(row['messaggio'])}{cause}{reason}"


def _by_document(documents: dict[str, str]) -> None:
    counts = queries.checks_by_source().with_columns(
        pl.col("fonte_id").fill_null("").str.split("/").list.first().alias("documento_id")
    )
    if counts.is_empty():
        return
    kinds = [t for t in TYPES if t in set(counts.filter(pl.col("falliti") > 0)["tipo"])]
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
            SHORT_TYPES.get(key, key.capitalize()),
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
        source=_published_line(),
        download=figure.Download("controlli_per_documento", counts, _published_line(), _date()),
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


def _exceptions(checks: pl.DataFrame) -> None:
    rows = queries.exceptions().to_dicts()
    if not rows:
        return
    with figure.figure(
        "eccezioni",
        "Eccezioni note",
        "Variazioni spiegate da chi conosce il territorio: restano nei dati, con il motivo e una scadenza.",
        source=_published_line(),
        download=figure.Download("eccezioni_note", queries.exceptions(), _published_line(), _date()),
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
        source=_published_line(),
        download=figure.Download("righe_scartate", rejected, _published_line(), _date()),
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
        source=_published_line()
        + (" · resoconto in rapporti/aspettative.html, nella cartella del warehouse" if report else ""),
        download=figure.Download("attese", results, _published_line(), _date()),
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


entry.run(main)
