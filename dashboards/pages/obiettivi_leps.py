"""Obiettivi LEPS: what is reached, what is missing, by when."""

from __future__ import annotations

import datetime as dt
from typing import Any

import entry
import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, palette, sentences
from dashboards.components.charts.matrix import leps_matrix, measured, needed, number_of, state_of
from dashboards.components.tables import Column, table
from dashboards.components.text import e, of, pill, source_line, spaced, with_article

RULES = {
    "soglia": "Si raggiunge quando il rapporto arriva alla soglia dell'anno. Si confrontano i numeri "
    "interi: 74,6\N{NO-BREAK SPACE}% non è 75\N{NO-BREAK SPACE}%.",
    "minimo_poi_aumento": "Il primo anno si raggiunge con il minimo; poi ogni anno il numero deve "
    "crescere. Uguale non basta.",
    "aumento": "Il 2025 è l'anno di base; poi ogni anno il numero deve crescere. Uguale non basta.",
    "diminuzione": "Il 2025 è l'anno di base; poi ogni anno il numero deve scendere. Uguale non basta.",
    "traguardo": "Si raggiunge con un atto: prima definito o aggiornato e condiviso, poi attivato. "
    "Serve il documento che lo prova.",
    "nessun_obiettivo": "Il piano non fissa un obiettivo.",
}
RECORDING_COLUMNS = (
    "ambito_id",
    "indicatore_id",
    "indicatore",
    "anno",
    "numeratore",
    "che_cosa_conta_il_numeratore",
    "denominatore",
    "che_cosa_conta_il_denominatore",
    "stato_traguardo",
    "rilevato_il",
    "evidenza",
)


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    judged = queries.leps_ambiti()
    ambito = _ambito(place)
    if queries.leps_is_demonstrative():
        frame.demo_band()
    with frame.header("Obiettivi LEPS", "Che cosa è raggiunto, che cosa manca, entro quando"):
        known = queries.territories()
        options = list(dict.fromkeys([*judged, *([ambito["territorio_id"]] if ambito else [])]))
        if options:
            address.picker(
                "Ambito",
                "territorio",
                options,
                ambito["territorio_id"] if ambito else options[0],
                lambda key: (known.get(key) or {}).get("nome", key),
            )
    moved = None
    if ambito is None and judged:
        ambito = queries.territory(judged[0])
        if place is not None and place["territorio_id"] not in judged:
            moved = (
                f"Gli obiettivi LEPS sono degli ambiti: per {with_article(place['nome'])} la pagina mostra "
                f"{with_article(ambito['nome'])}."
            )
    frame.notices([unknown_place, moved])

    ambito_id = ambito["territorio_id"] if ambito else None
    cells = queries.leps_matrix(ambito_id).to_dicts()
    if not cells:
        figure.empty("Nessun obiettivo LEPS è pubblicato: nessun documento ricevuto ne stampa.")
        return
    if ambito_id not in judged:
        _not_received(ambito, judged)
        _register()
        return
    today = next((c["riferito_al"] for c in cells if c["riferito_al"]), None) or dt.date.today()
    _summary(cells, today)
    _matrix(cells, today, ambito)
    _detail(cells, today)
    _recording(cells, today, ambito)
    _register()


def _not_received(ambito: dict[str, Any] | None, judged: list[str]) -> None:
    """The targets of one plan are not those of another ambito: say whose they are, and where to see them."""
    here = with_article(ambito["nome"]) if ambito else "questo territorio"
    owner = queries.territory(judged[0]) if judged else None
    whose = f" Gli obiettivi ricevuti sono quelli del Piano di Zona {of(owner['nome'])}." if owner else ""
    figure.empty(f"Per {here} non è stato ricevuto un piano con obiettivi LEPS.{whose}")
    if owner:
        st.page_link(
            "pages/obiettivi_leps.py",
            label=f"Apri gli obiettivi {of(owner['nome'])}",
            query_params=address.carried(territorio=owner["territorio_id"]),
        )


def _ambito(place: dict[str, Any] | None) -> dict[str, Any] | None:
    """The ambito chosen, or the one that holds the comune chosen."""
    if place is None or place["livello"] == "ambito":
        return place
    return next((h for h in queries.holders(place["territorio_id"]) if h["livello"] == "ambito"), None)


def _summary(cells: list[dict[str, Any]], today: dt.date) -> None:
    years = sorted({c["anno"] for c in cells})
    closed = [y for y in years if y < today.year] or years[:1]
    strong, rest = sentences.leps_summary([c["stato"] for c in cells if c["anno"] == closed[-1]], closed[-1])
    frame.band(strong, rest)


def _matrix(cells: list[dict[str, Any]], today: dt.date, ambito: dict[str, Any] | None) -> None:
    source = queries.sources().get(cells[0]["fonte_id"])
    lines = _line_span(cells)
    line = source_line(source, lines=lines)
    recorded = sum(1 for c in cells if c["rilevato_il"])
    place = ambito["nome"] if ambito else ""
    shown = [
        {
            "leps": c["leps_nome"],
            "indicatore_id": c["indicatore_id"],
            "indicatore": c["nome"],
            "anno": c["anno"],
            "obiettivo": c["testo"],
            "stato": c["stato"],
            "numeratore": c["numeratore"],
            "denominatore": c["denominatore"],
            "valore": c["valore"],
            "mancano": c["mancano"],
            "motivo": c["motivo"],
            "riga_documento": c["riga_documento"],
        }
        for c in cells
    ]
    indicators = len({c["indicatore_id"] for c in cells})
    with figure.figure(
        "matrice",
        f"{formats.plural(indicators, 'indicatore', 'indicatori')}, obiettivi al 31 dicembre di ogni anno",
        f"Giudizio al {formats.day(today)}. "
        + (
            f"{formats.plural(recorded, 'valore rilevato', 'valori rilevati')} finora."
            if recorded
            else "Nessun valore è stato ancora rilevato: le caselle dicono l'obiettivo e che cosa manca per giudicarlo."
        ),
        source=f"{line} · "
        f"{formats.plural(recorded, 'rilevazione', 'rilevazioni', zero='nessuna rilevazione ricevuta')}",
        download=figure.Download(f"obiettivi_leps_{place}", shown, line, (source or {}).get("data_riferimento")),
        why=_states_legend(),
        why_label="Che cosa vuol dire ogni stato",
    ):
        st.html(leps_matrix(cells, today, caption=f"Obiettivi LEPS {of(place) if place else ''}".strip()))


def _line_span(cells: list[dict[str, Any]]) -> str:
    numbers = sorted(
        int(n)
        for c in cells
        for n in str(c["riga_documento"] or "").replace("-", ",").split(",")
        if n.strip().isdigit()
    )
    return f"{numbers[0]}-{numbers[-1]}" if numbers else ""


def _states_legend() -> str:
    meanings = {
        "raggiunto": "il valore rilevato soddisfa l'obiettivo dell'anno.",
        "non_raggiunto": "l'anno è chiuso e il valore non soddisfa l'obiettivo.",
        "in_corso": "il termine non è passato; accanto c'è quanto manca con i numeri di oggi.",
        "anno_base": "nessun obiettivo: il valore serve a giudicare l'anno dopo.",
        "anno_base_mancante": "il valore di base non è stato rilevato: l'anno dopo non si potrà giudicare.",
        "non_valutabile_baseline": "manca il valore dell'anno prima.",
        "non_valutabile_dato": "il termine è passato e il dato non è stato rilevato. Non vale come zero.",
        "non_applicabile": "il denominatore è zero, con il motivo dichiarato.",
        "nessun_obiettivo": "per quell'anno il piano non fissa un obiettivo, o lascia la casella vuota.",
        "futuro": "l'anno non è ancora cominciato: si legge l'obiettivo, senza giudizio.",
        "soppresso": "i numeri sono troppo piccoli per essere pubblicati.",
    }
    items = "".join(f"<li>{pill(palette.LEPS_STATES[k])} {e(words)}</li>" for k, words in meanings.items())
    return (
        f'<ul class="stati">{items}</ul><p>Nel conto «x su y raggiunti» entrano solo gli obiettivi '
        "raggiunti e non raggiunti; "
        "i dati non ancora rilevati e gli obiettivi non valutabili sono sempre detti accanto.</p>"
    )


def _detail(cells: list[dict[str, Any]], today: dt.date) -> None:
    names = {c["indicatore_id"]: f"{number_of(c['indicatore_id'])} · {c['nome']}" for c in cells}
    value, unknown = address.choose(
        "indicatore_leps",
        list(names),
        next(iter(names)),
        lambda asked: f"L'indicatore LEPS «{asked}» indicato nell'indirizzo non esiste: la pagina mostra il primo.",
    )
    rows = [c for c in cells if c["indicatore_id"] == value]
    first = rows[0]
    source = queries.sources().get(first["fonte_id"])
    line = source_line(source, lines=str(first["riga_documento"] or ""))
    columns = ("indicatore_id", "nome", "anno", "testo", "stato", "numeratore", "denominatore", "valore", "mancano")
    download = figure.Download(
        f"{value}_per_anno",
        [{k: c[k] for k in (*columns, "motivo", "riga_documento")} for c in rows],
        line,
        (source or {}).get("data_riferimento"),
    )
    with figure.figure("dettaglio", "Un indicatore da vicino", source=line, download=download):
        frame.notices([unknown])
        address.picker("Indicatore", "indicatore_leps", list(names), value, names.__getitem__)
        facts = [
            ("Definizione", first["definizione"]),
            ("Numeratore", first["nome_numeratore"]),
            ("Denominatore", first["nome_denominatore"] or "Nessuno: è un conteggio."),
            ("Regola", RULES.get(first["regola"], first["regola"])),
        ]
        st.html(
            '<dl class="scheda">'
            + "".join(f"<dt>{e(k)}</dt><dd>{e(v)}</dd>" for k, v in facts if v)
            + "</dl>"
            + table(
                rows,
                [
                    Column("anno", "Anno"),
                    Column("testo", "Obiettivo", show=lambda r: e(spaced(r["testo"] or "")) or "–"),
                    Column("stato", "Stato", show=lambda r: pill(state_of(r, today))),
                    Column("valore", "Rilevato", show=lambda r: e(measured(r)) or "–"),
                    Column("mancano", "Manca", show=lambda r: e(needed(r)) or "–"),
                    Column("motivo", "Perché"),
                    Column("riga_documento", "Riga"),
                ],
                caption=f"Obiettivi e stato per anno: {first['nome']}",
            )
        )


def _recording(cells: list[dict[str, Any]], today: dt.date, ambito: dict[str, Any] | None) -> None:
    wanted = [c for c in cells if c["anno"] <= today.year and c["stato"] != "non_applicabile"]
    missing = [c for c in wanted if not c["rilevato_il"] and c["valore"] is None]
    if not missing:
        return
    rows = [
        dict(
            zip(
                RECORDING_COLUMNS,
                (
                    ambito["territorio_id"] if ambito else None,
                    c["indicatore_id"],
                    c["nome"],
                    c["anno"],
                    None,
                    c["nome_numeratore"],
                    None,
                    c["nome_denominatore"],
                    None,
                    None,
                    None,
                ),
                strict=True,
            )
        )
        for c in missing
    ]
    years = sorted({c["anno"] for c in missing})
    with figure.figure(
        "rilevazione",
        "Dati non ancora rilevati, e come mandarli",
        f"{formats.plural(len(missing), 'valore manca', 'valori mancano')} per gli anni "
        f"{formats.listed([str(y) for y in years])}. Un dato mancante non vale zero: l'obiettivo "
        "resta non valutabile.",
        source="Elenco dei valori da rilevare, una riga per indicatore e anno",
        download=figure.Download("leps_da_rilevare", rows, "Elenco dei valori da rilevare", today),
    ):
        st.html(
            '<ol class="passi"><li>Scaricare l\'elenco qui sotto: ha già una riga per ogni valore '
            "che manca.</li>"
            "<li>Scrivere numeratore e denominatore come numeri interi, senza percentuali. Per i "
            "protocolli scrivere lo stato: "
            "non avviato, in definizione, definito, condiviso, attivato.</li>"
            "<li>Scrivere la data di rilevazione e il documento che prova il dato (atto, verbale, "
            "estrazione).</li>"
            "<li>Consegnare il file a chi gestisce questo osservatorio: entra come ogni altro "
            "documento ricevuto, "
            "con la sua scheda, e la matrice cambia alla pubblicazione successiva.</li></ol>"
        )


def _register() -> None:
    register = queries.leps_register()
    if register.is_empty():
        frame.heading("Registro dei LEPS")
        figure.empty("Nessun documento ricevuto elenca i LEPS con norme e fondi.")
        return
    rank = {name: i for i, name in enumerate(dict.fromkeys(register["leps_nome"]))}
    rows = sorted(register.to_dicts(), key=lambda r: (rank[r["leps_nome"]], r["area"] or ""))
    for row in rows:
        row["gruppo"] = row["leps_nome"]
    funds = register.group_by("leps_nome").agg(pl.col("fondi").drop_nulls().n_unique().alias("n"))
    torn = int((funds["n"] > 1).sum())
    source = queries.sources().get(rows[0]["fonte_id"])
    document = queries.sources().get(rows[0]["fonte_id"].split("/")[0]) or source
    line = source_line(document)
    with figure.figure(
        "registro",
        f"Registro dei LEPS: {formats.plural(len(rank), 'livello', 'livelli')} nel documento",
        f"{formats.plural(register.height, 'affermazione', 'affermazioni')} con norma, atto e fondi, "
        "ognuna con la sua riga. "
        + (
            f"Per {formats.plural(torn, 'LEPS', 'LEPS')} il documento indica fondi diversi in punti "
            "diversi: sono tenuti tutti."
            if torn
            else ""
        ),
        source=line,
        download=figure.Download("registro_leps", register, line, (source or {}).get("data_riferimento")),
    ):
        st.html(
            table(
                rows,
                [
                    Column("area", "Area di policy"),
                    Column("norma", "Norma"),
                    Column("atto", "Atto di programmazione"),
                    Column("fondi", "Fondi"),
                    Column("riga_documento", "Riga", wrap=False),
                ],
                caption="Registro dei LEPS con norme e fondi per area di policy",
                group="gruppo",
                tall=True,
                classes="registro",
            )
        )


entry.run(main)
