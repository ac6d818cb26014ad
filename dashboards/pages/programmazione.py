"""Programmazione: what a plan had promised, and what became of it."""

from __future__ import annotations

from typing import Any

import entry
import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, palette, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import e, pill, sentence_case, source_line, with_article
from dashboards.programmazione import filo, forme, riscontro, scheda

PLURALS = {"attuato": "Attuati", "parziale": "Attuati in parte", "non_attuato": "Non attuati"}


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    bodies = queries.planning_bodies()
    subtitle = "Che cosa si era deciso di fare, e che cosa è stato fatto"
    if not bodies:
        with frame.header("Programmazione", subtitle):
            pass
        figure.empty("Nessun documento ricevuto elenca progetti o obiettivi di un piano.")
        return
    names = {b["ente_id"]: b["nome"] for b in bodies}
    body, said = _body(place, names, [b["ente_id"] for b in bodies if b["ha_elenchi"]])
    with frame.header("Programmazione", subtitle):
        address.picker("Ente", "ente", list(names), body, names.__getitem__)
    frame.notices([unknown_place, said])
    outcomes = queries.planning_outcomes(body)
    if not outcomes.is_empty():
        _outcomes(names[body], outcomes)
        riscontro.draw(names[body], body)
        _projects(names[body], outcomes)
    scheda.draw(names[body], body)
    filo.draw(names[body], body)
    forme.draw(names[body], body)
    _objectives(names[body], queries.planning_objectives(body))


def _body(place: dict[str, Any] | None, names: dict[str, str], listed: list[str]) -> tuple[str, str | None]:
    """The body asked for; else the territory's own, where it has lists of projects or objectives."""
    asked = address.asked("ente")
    if asked in names:
        return asked, None
    here = place["territorio_id"] if place else None
    default = here if here in listed else (listed or list(names))[0]
    shown = with_article(names[default])
    if asked is not None and queries.territory(asked) is None:
        return default, f"L'ente «{asked}» indicato nell'indirizzo non esiste: la pagina mostra {shown}."
    wanted = queries.territory(asked) if asked else place
    if wanted is None or (asked is None and default == here):
        return default, None
    return (
        default,
        f"Per {with_article(wanted['nome'])} non è stato ricevuto nessun elenco di progetti o "
        f"obiettivi: la pagina mostra {shown}.",
    )


def _source(rows: pl.DataFrame) -> tuple[str, Any]:
    ids = rows["fonte_id"].drop_nulls().unique(maintain_order=True).to_list()
    known = queries.sources()
    one = known.get(ids[0] if len(ids) == 1 else ids[0].split("/")[0]) if ids else None
    return source_line(one), (one or {}).get("data_riferimento")


def _outcomes(body: str, outcomes: pl.DataFrame) -> None:
    plan = outcomes["piano"][0]
    totals = {r["stato"]: r["progetti"] for r in outcomes.filter(pl.col("livello_riga") == "totale").to_dicts()}
    counts = outcomes.filter((pl.col("livello_riga") == "conteggio") & pl.col("stato").is_not_null())
    by_state = {r["stato"]: r["progetti"] for r in counts.group_by("stato").agg(pl.col("progetti").sum()).to_dicts()}
    shown = totals or by_state
    whole = sum(shown.values())
    items = [
        Card(
            "Progetti",
            formats.number(whole),
            [plan, "previsti e nuovi, come stampati" if totals else "somma delle aree"],
        )
    ]
    tones = {"attuato": "blu", "parziale": "giallo", "non_attuato": "rosso"}
    for state, tone in tones.items():
        if state in shown:
            sign = palette.OUTCOMES[state].sign
            items.append(
                Card(
                    f"{sign} {PLURALS[state]}",
                    formats.number(shown[state]),
                    [f"su {formats.number(whole)}"],
                    tone,
                )
            )
    cards(items)
    if counts.is_empty():
        return
    areas = list(dict.fromkeys(counts["area"]))
    cells = {(r["area"], r["stato"]): r["progetti"] for r in counts.to_dicts()}
    states = [s for s in palette.OUTCOMES if s in by_state]
    total_of = {a: sum(cells.get((a, s)) or 0 for s in states) for a in areas}
    summed = sum(total_of.values())
    worst = max(areas, key=lambda a: cells.get((a, "non_attuato")) or 0)
    sentence = (
        f"{formats.plural(summed, 'progetto', 'progetti')} in {formats.plural(len(areas), 'area', 'aree')}: "
        + ", ".join(f"{formats.number(by_state[s])} {PLURALS[s].lower()}" for s in states)
        + "."
    )
    if cells.get((worst, "non_attuato")):
        sentence += f" I non attuati sono soprattutto in «{worst}»: {formats.number(cells[worst, 'non_attuato'])}."
    why = None
    if totals and summed != whole:
        differences = [
            f"{PLURALS[s].lower()}: {formats.number(by_state.get(s, 0))} nelle aree, "
            f"{formats.number(totals[s])} nel totale"
            for s in states
            if by_state.get(s, 0) != totals.get(s)
        ]
        sentence += f" Il totale stampato è {formats.number(whole)}."
        why = (
            f"<p>Il documento stampa {formats.number(whole)} progetti in tutto, ma le diapositive "
            "delle aree ne contano "
            f"{formats.number(summed)}: {e('; '.join(differences))}. Una parte dei progetti "
            "(«Sistema organizzativo e premialità») "
            "non ha una diapositiva con i conteggi. I due numeri sono tenuti come stampati.</p>"
        )
    line, date = _source(counts)
    with figure.figure(
        "esiti",
        f"Progetti per area e stato, {body}",
        sentence,
        source=line,
        download=figure.Download(f"esiti_{body}", outcomes.filter(pl.col("livello_riga") != "progetto"), line, date),
        why=why,
        why_label="Perché non torna con il totale?",
    ):
        plot = stacked_bars(
            areas,
            {PLURALS[s]: [cells.get((a, s)) for a in areas] for s in states},
            colours={PLURALS[s]: palette.OUTCOME_BARS[s] for s in states},
            unit="progetti",
            totals=[formats.number(total_of[a]) for a in areas],
            inside=True,
        )
        figure.chart(plot, "esiti", alt=sentence)


def _projects(body: str, outcomes: pl.DataFrame) -> None:
    projects = outcomes.filter(pl.col("livello_riga") == "progetto")
    if projects.is_empty():
        return
    rows = projects.to_dicts()
    with_category = projects["categoria"].drop_nulls()
    lost = projects["stato"].null_count()
    common = with_category.value_counts(sort=True).to_dicts() if not with_category.is_empty() else []
    sentence = (
        f"{formats.plural(len(rows), 'progetto', 'progetti')}, {formats.number(len(with_category))} con una categoria."
    )
    if common:
        sentence += f" La più frequente è «{common[0]['categoria']}» ({formats.number(common[0]['count'])})."
    if lost:
        sentence += (
            f" Per {formats.plural(lost, 'progetto', 'progetti')} lo stato si è perso: nel "
            "documento era un segno colorato, che il testo non conserva."
        )
    line, date = _source(projects)
    columns = [
        Column("progetto", "Progetto"),
        Column("categoria", "Categoria di criticità", show=lambda r: e(r["categoria"]) or "senza valutazione"),
    ]
    if lost < len(rows):
        columns.append(
            Column(
                "stato",
                "Stato",
                show=lambda r: (
                    pill(palette.OUTCOMES[r["stato"]]) if r["stato"] in palette.OUTCOMES else "perduto nel testo"
                ),
            )
        )
    columns.append(Column("riga_documento", "Riga", wrap=False, leads=spiega.to("programmazione_esito")))
    with figure.figure(
        "progetti",
        "I progetti uno per uno",
        sentence,
        source=line,
        download=figure.Download(f"progetti_{body}", projects, line, date),
    ):
        st.html(table(rows, columns, caption=f"Progetti, {body}", group="area", tall=True))


def _objectives(body: str, objectives: pl.DataFrame) -> None:
    if objectives.is_empty():
        return
    rows = objectives.to_dicts()
    kinds = objectives["tipo"].drop_nulls().value_counts(sort=True).to_dicts()
    sentence = (
        f"{formats.plural(len(rows), 'obiettivo', 'obiettivi')}: "
        + ", ".join(f"{formats.number(k['count'])} «{str(k['tipo']).capitalize()}»" for k in kinds)
        + "."
    )
    without = sum(1 for r in rows if not r["indicatori"])
    if without:
        sentence += f" {formats.plural(without, 'obiettivo non ha', 'obiettivi non hanno')} un indicatore di risultato."
    for row in rows:
        row["gruppo"] = row["area"] or "Area non dichiarata"
    line, date = _source(objectives)
    with figure.figure(
        "obiettivi",
        f"Obiettivi del {objectives['piano'][0]}, {body}"
        if str(objectives["piano"][0]).startswith("Piano")
        else f"Obiettivi, {body}",
        sentence,
        source=line,
        download=figure.Download(f"obiettivi_{body}", objectives, line, date),
    ):
        st.html(
            table(
                rows,
                [
                    Column(
                        "titolo",
                        "Obiettivo",
                        show=lambda r: (
                            e(sentence_case(r["titolo"]))
                            + f'<span class="piccolo">{e(str(r["tipo"] or "").capitalize())}</span>'
                        ),
                    ),
                    Column("tempi", "Tempi"),
                    Column("indicatori", "Indicatori di risultato", show=lambda r: _listed(r["indicatori"])),
                    Column("capitoli", "Capitoli", show=lambda r: _listed(r["capitoli"])),
                    Column("riga_documento", "Riga", wrap=False, leads=spiega.to("programmazione_obiettivo")),
                ],
                caption=f"Obiettivi, {body}",
                group="gruppo",
                tall=True,
                classes="registro",
            )
        )


def _listed(words: str | None) -> str:
    if not words:
        return "–"
    parts = [p.strip() for p in words.split(";") if p.strip()]
    if len(parts) == 1:
        return e(parts[0])
    return "<ul class='corto'>" + "".join(f"<li>{e(p)}</li>" for p in parts) + "</ul>"


entry.run(main)
