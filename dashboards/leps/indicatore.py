"""Indicatore: one indicator from near, with everything that was recorded of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, spiega
from dashboards.components.charts.matrix import measured, needed, number_of, state_of
from dashboards.components.charts.target import Point, against_targets
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill, source_line, spaced
from dashboards.leps.menu import INDICATOR
from dashboards.leps.view import EVIDENCE, View, outcomes, plan_line

RULES = {
    "soglia": "Si raggiunge quando il rapporto arriva alla soglia dell'anno. Si confrontano i numeri "
    "interi: 74,6\N{NO-BREAK SPACE}% non è 75\N{NO-BREAK SPACE}%.",
    "minimo_poi_aumento": "Il primo anno si raggiunge con il minimo; poi ogni anno il numero deve "
    "crescere. Uguale non basta.",
    "aumento": "Il primo anno è la base; poi ogni anno il numero deve crescere. Uguale non basta.",
    "diminuzione": "Il primo anno è la base; poi ogni anno il numero deve scendere. Uguale non basta.",
    "traguardo": "Si raggiunge con un atto: prima definito o aggiornato e condiviso, poi attivato. "
    "Serve il documento che lo prova.",
    "nessun_obiettivo": "Il piano non fissa un obiettivo.",
}
REFUSED = "è arrivata una rilevazione che non si può usare. Quale, perché e che cosa fare: sotto, anno per anno."
STEPS = ("non avviato", "in definizione", "definito", "condiviso", "attivato")
AXES = {"percentuale": "%", "giorni": "giorni"}
BESIDE = ("ic95_inf", "ic95_sup", "valore_precedente", "variazione", "nota", "riga_documento")


def draw(view: View) -> None:
    names = {c["indicatore_id"]: f"{number_of(c['indicatore_id'])} · {c['nome']}" for c in view.cells}
    value, unknown = address.choose(INDICATOR, list(names), next(iter(names)), unknown_words)
    year, unknown_year = view.year()
    frame.notices([unknown, unknown_year])
    cells = [c for c in view.cells if c["indicatore_id"] == value]
    with st.container(key="comandi", horizontal=True, gap="small"):
        address.picker("Indicatore", INDICATOR, list(names), value, names.__getitem__)
        view.year_picker(year)
    _values(view, cells, year)
    _years(view, cells)
    _versions(view, cells)


def unknown_words(asked: str) -> str:
    return f"L'indicatore LEPS «{asked}» indicato nell'indirizzo non esiste: la pagina mostra il primo."


def _values(view: View, cells: list[dict[str, Any]], year: int) -> None:
    first = cells[0]
    line, date = plan_line(cells)
    download = figure.Download(f"{first['indicatore_id']}_{view.name}", outcomes(cells, after=BESIDE), line, date)
    recorded = any(c["rilevato_il"] for c in cells)
    with figure.figure(
        "indicatore",
        f"{number_of(first['indicatore_id'])} · {first['nome']}",
        _sentence(cells, year),
        source=f"{line} · giudizio al {formats.day(view.today)}",
        download=download,
        definition=first["definizione"] or "",
    ):
        facts = [
            ("Definizione", first["definizione"]),
            *_counted(first),
            ("Regola", RULES.get(first["regola"], first["regola"])),
        ]
        st.html('<dl class="scheda">' + "".join(f"<dt>{e(k)}</dt><dd>{e(v)}</dd>" for k, v in facts if v) + "</dl>")
        if recorded:
            steps = STEPS if first["unita"] == "traguardo" else ()
            points = [_point(view, c) for c in cells]
            alt = f"{first['nome']}: " + "; ".join(f"{p.year} {p.words}, {p.state.word.lower()}" for p in points)
            unit = AXES.get(first["unita"], "")
            figure.chart(against_targets(points, unit=unit, steps=steps), "indicatore", alt=alt, width=figure.WIDE)
        else:
            figure.empty(_nothing_to_draw(cells))


def _counted(first: dict[str, Any]) -> list[tuple[str, str]]:
    """What is counted; of a milestone, what is said of it."""
    if first["unita"] == "traguardo":
        return [("Che cosa si rileva", first["nome_numeratore"])]
    return [
        ("Numeratore", first["nome_numeratore"]),
        ("Denominatore", first["nome_denominatore"] or "Nessuno: è un conteggio."),
    ]


def _sentence(cells: list[dict[str, Any]], year: int) -> str:
    """The judgement of the year; of a value that could not be used the table below says the whole reason."""
    cell = next((c for c in cells if c["anno"] == year), cells[-1])
    return f"{cell['anno']}: {REFUSED if cell['inutilizzabile'] else cell['motivo']}"


def _nothing_to_draw(cells: list[dict[str, Any]]) -> str:
    if any(c["inutilizzabile"] for c in cells):
        return "Nessun valore ricevuto si può usare: non c'è nulla da disegnare."
    return "Di questo indicatore non è stato ancora rilevato nessun valore: non c'è nulla da disegnare."


def _point(view: View, cell: dict[str, Any]) -> Point:
    milestone = cell["unita"] == "traguardo"
    value = cell["valore"]
    target, beyond = _target(cell)
    if milestone:
        value = _step(cell["stato_traguardo"])
    words = measured(cell) or "non rilevato"
    if cell["unita"] == "percentuale" and value is not None:
        words = formats.percent(value)
    elif milestone and cell["stato_traguardo"]:
        words = cell["stato_traguardo"].replace("_", " ")
    elif cell["unita"] == "giorni" and value is not None:
        words = formats.number(value, 1)
    return Point(
        cell["anno"],
        value,
        words,
        target,
        spaced(cell["testo"] or ""),
        beyond,
        cell["ic95_inf"],
        cell["ic95_sup"],
        state_of(cell, view.today),
    )


def _target(cell: dict[str, Any]) -> tuple[float | None, bool]:
    """What the year asks on the axis of the values, and whether it must be passed: the value of the year before."""
    match cell["regola_anno"]:
        case "soglia":
            return cell["soglia_pct"], False
        case "traguardo":
            return _step(cell["stato_richiesto"]), False
        case "nessun_obiettivo":
            return None, False
    return (cell["minimo"], False) if cell["minimo"] is not None else (cell["valore_precedente"], True)


def _step(state: str | None) -> int | None:
    return STEPS.index(state.replace("_", " ")) + 1 if state else None


def _years(view: View, cells: list[dict[str, Any]]) -> None:
    revised = [c["revisione"] for c in cells if c["revisione"]]
    warned = [c["avvertenza"] for c in cells if c["avvertenza"]]
    compared = any(c["valore_precedente"] is not None for c in cells)
    columns = [
        Column("anno", "Anno"),
        Column(
            "testo", "Obiettivo", show=lambda r: e(spaced(r["testo"] or "")) or "–", leads=spiega.to("leps_obiettivo")
        ),
        Column("stato", "Stato", show=lambda r: pill(state_of(r, view.today))),
        Column("valore", "Rilevato", show=_recorded, leads=spiega.to("leps_esito")),
        *([Column("valore_precedente", "Anno prima", show=_before)] if compared else []),
        Column("mancano", "Manca", show=lambda r: e(needed(r)) or "–"),
        Column("motivo", "Perché"),
        Column("evidenza", EVIDENCE, show=lambda r: e(r["evidenza"]) or "–"),
        Column("riga_documento", "Riga", wrap=False),
    ]
    frame.heading("Anno per anno")
    frame.notices([*revised, *warned])
    st.html(table(cells, columns, caption=f"Obiettivi e stato per anno: {cells[0]['nome']}"))


def _recorded(row: dict[str, Any]) -> str:
    """The counts, then the ratio with its interval, which is no part of the judgement."""
    words = e(measured(row)) or "–"
    if row["valore"] is not None and row["unita"] == "percentuale":
        words += f'<span class="piccolo">{formats.percent(row["valore"])}'
        if row["ic95_inf"] is not None:
            words += f" (intervallo al 95&nbsp;%: {formats.interval(row['ic95_inf'], row['ic95_sup'], 1)})"
        words += "</span>"
    if row["rilevato_il"] and not row["stato_traguardo"]:
        words += f'<span class="piccolo">rilevato il {formats.short_day(row["rilevato_il"])}</span>'
    return words


def _before(row: dict[str, Any]) -> str:
    if row["valore_precedente"] is None:
        return "–"
    places = 1 if row["unita"] in ("percentuale", "giorni") else 0
    words = formats.number(row["valore_precedente"], places)
    if row["variazione"] is not None:
        words += f'<span class="piccolo">variazione {formats.number(row["variazione"], places, sign=True)}</span>'
    return words


def _versions(view: View, cells: list[dict[str, Any]]) -> None:
    rows = queries.leps_versions(view.here, cells[0]["indicatore_id"])
    frame.heading("Tutte le rilevazioni")
    if not rows:
        refused = any(c["inutilizzabile"] for c in cells)
        which = "Nessuna rilevazione ricevuta si è potuta usare" if refused else "Nessuna rilevazione è stata ricevuta"
        figure.empty(f"{which} per questo indicatore.")
        return
    known = queries.sources()
    lines = list(dict.fromkeys(source_line(known.get(row["fonte_id"])) for row in rows))
    revised = sum(not row["corrente"] for row in rows)
    sentence = f"{formats.plural(len(rows), 'rilevazione ricevuta', 'rilevazioni ricevute')}"
    sentence += f", {formats.plural(revised, 'sostituita', 'sostituite')} da una più recente." if revised else "."
    with figure.figure(
        "rilevazioni",
        "",
        sentence,
        source=" · ".join(line for line in lines if line),
        download=figure.Download(f"{cells[0]['indicatore_id']}_rilevazioni", rows, " · ".join(lines), view.today),
    ):
        st.html(
            table(
                rows,
                [
                    Column("anno", "Anno"),
                    Column("versione", "Versione", kind="intero"),
                    Column("valore", "Valore", show=lambda r: e(measured(r | {"rilevato_il": None})) or "–"),
                    Column("rilevato_il", "Rilevato il", show=lambda r: formats.short_day(r["rilevato_il"])),
                    Column("corrente", "Vale", show=lambda r: "sì, è l'ultima" if r["corrente"] else "no, sostituita"),
                    Column("evidenza", EVIDENCE),
                    Column("nota", "Nota"),
                    Column("file", "File e riga", show=lambda r: f"{e(r['file'])}, riga {r['riga']}"),
                ],
                caption="Rilevazioni ricevute, revisioni comprese",
            )
        )
