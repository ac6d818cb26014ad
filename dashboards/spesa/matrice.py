"""Matrice: areas by funds, as printed and as corrected, with totals that close before the eyes."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import e
from dashboards.spesa.menu import href
from dashboards.spesa.view import (
    DEFINITION,
    STATES,
    Row,
    View,
    budget_words,
    euro,
    money,
    sources_line,
    undeclared,
    whole,
)

VERSION = "versione"
VERSIONS = {"corretta": "Con le correzioni", "stampata": "Come stampata"}


def draw(view: View) -> None:
    cards([_card(view, budget) for budget in view.budgets[:5]])
    version = "corretta"
    if view.budget["ha_stampata"]:
        version, unknown = address.choose(
            VERSION, list(VERSIONS), "corretta", lambda asked: f"La versione «{asked}» non esiste."
        )
        frame.notices([unknown])
        address.segments("Versione", VERSION, list(VERSIONS), version, VERSIONS.__getitem__)
    rows = queries.spending_matrix(*view.key, view.budget["verso"], version)
    lines = queries.spending_lines(*view.key, view.budget["verso"])
    source, date = sources_line(lines["fonte_id"].to_list())
    _matrix(view, version, rows, source, date)
    _bars(view, rows, source, date)
    _consolidated(view)


def _card(view: View, budget: Row) -> Card:
    """One figure for each year, flow and state: never added to one another."""
    lines = [f"{budget['stato_spesa']}, somma di {formats.plural(budget['righe'], 'riga', 'righe')}"]
    printed = _printed_total(view, budget)
    if printed is not None and abs(float(budget["importo_eur"] or 0) - printed) >= 0.005:
        lines.append(f"il documento stampa {euro(printed)}")
    if budget["senza_importo"]:
        lines.append(f"{formats.plural(budget['senza_importo'], 'riga', 'righe')} senza importo")
    if budget["non_sommate"]:
        lines.append(f"{formats.plural(budget['non_sommate'], 'importo', 'importi')} che non si sommano")
    if undeclared(budget["periodo"]):
        lines.append("annuale o triennale: non dichiarato")
    return Card(
        f"{budget['verso'].capitalize()} {budget['anno']}",
        formats.euro(budget["importo_eur"]),
        lines,
        title=STATES[budget["stato_spesa"]],
    )


def _printed_total(view: View, budget: Row) -> float | None:
    """The total that the document prints: in its summary, or among its indicators."""
    if budget["totale_stampato_eur"] is not None:
        return float(budget["totale_stampato_eur"])
    if budget["verso"] != "entrata" or budget["stato_spesa"] != "consuntivo":
        return None
    found = queries.series_of(view.ente_id, ("risorse_totale",)).to_dicts()
    return next((r["valore_stampato"] for r in found if r["anno"] == budget["anno"]), None)


def _matrix(view: View, version: str, rows: list[Row], source: str, date: Any) -> None:
    cells = {(r["area"], r["fondo"]): r for r in rows if r["livello"] == "cella"}
    areas = [r for r in rows if r["livello"] == "area"]
    funds = [r for r in rows if r["livello"] == "fondo"]
    (total,) = (r for r in rows if r["livello"] == "totale")
    shown: list[Row] = [
        {
            "nome": a["area_nome"] or a["area"],
            "totale": a,
            **{f["fondo"]: cells.get((a["area"], f["fondo"])) for f in funds},
        }
        for a in areas
    ]
    foot: Row = {"nome": "Totale", "totale": total, **{f["fondo"]: f for f in funds}}
    moved = [r for r in cells.values() if r["corrette"]]
    open_ = [r for r in (*areas, *funds, total) if r["scarto_eur"]]
    with figure.figure(
        "matrice",
        f"{view.name}: aree e fondi in euro ({view.label})",
        _sentence(view, version, areas, funds, total, open_, len(moved)),
        source=source,
        definition=DEFINITION,
        download=figure.Download(f"spesa_matrice_{view.name}_{view.label}_{version}", rows, source, date),
        why=_why(moved, version),
        why_label="Come si legge, e perché alcune celle sono segnate",
    ):
        st.html(
            table(
                shown,
                [
                    Column("nome", "Area"),
                    *(
                        Column(f["fondo"], f["fondo_nome"] or f["fondo"], "euro", show=_shown(f["fondo"]))
                        for f in funds
                    ),
                    Column("totale", "Totale", "euro", show=lambda r: f"<strong>{_cell(r['totale'])}</strong>"),
                ],
                caption=f"Importi per area e fondo, {view.name}, {view.label}",
                total=foot,
                classes="quadro",
            )
        )


def _shown(fund: str) -> Any:
    return lambda row: _cell(row[fund])


def _cell(cell: Row | None) -> str:
    """An amount; moved cells with a sign, sums that differ from the printed total with the difference."""
    if cell is None:
        return "–"
    if not cell["importo_eur"]:
        missing = cell["senza_importo"]
        return f'<abbr title="{missing} senza importo nel documento">n.d.</abbr>' if missing else "–"
    words = spiega.link(money(cell["importo_eur"]), spiega.href("spesa_matrice", cell))
    if cell.get("corrette"):
        told = "spostata" if cell["versione"] == "corretta" else "di un altro fondo"
        words = f'<abbr class="spostata" title="{e(cell["motivo"])}">{words} <span aria-hidden="true">◆</span></abbr>'
        words += f'<span class="piccolo">{told}</span>'
    if cell["scarto_eur"]:
        words += f'<span class="piccolo fuori">stampato {money(cell["totale_stampato_eur"])}</span>'
    elif cell["totale_stampato_eur"] is not None:
        words = f'<span class="chiude" title="come il totale stampato">✓</span> {words}'
    return words


def _sentence(
    view: View, version: str, areas: list[Row], funds: list[Row], total: Row, open_: list[Row], moved: int
) -> str:
    if not total["importo_eur"]:
        return "Nessun importo che si possa sommare."
    area = max(areas, key=lambda r: r["importo_eur"] or 0)
    fund = max(funds, key=lambda r: r["importo_eur"] or 0)
    words = (
        f"{whole(total['importo_eur'])} in tutto. L'area più grande è «{area['area_nome']}» "
        f"({whole(area['importo_eur'])}); il fondo più grande è «{fund['fondo_nome']}» "
        f"({whole(fund['importo_eur'])})."
    )
    printed = [r for r in (*areas, *funds, total) if r["totale_stampato_eur"] is not None]
    if open_:
        words += f" Così {formats.plural(len(open_), 'totale non torna', 'totali non tornano')} con quelli stampati."
    elif printed:
        words += f" Tornano tutti i {len(printed)} totali che il documento stampa, per area, per fondo e in tutto."
    if moved and version == "corretta":
        words += f" {formats.plural(moved, 'cella è', 'celle sono')} sotto un fondo diverso da quello stampato (◆)."
    return words


def _why(moved: list[Row], version: str) -> str:
    words = (
        f"<p>{e(DEFINITION)} ✓: la somma è uguale al totale che il documento stampa. «n.d.»: la riga c'è, "
        "l'importo no. «–»: nessuna riga.</p>"
    )
    if moved:
        verb = (
            "sono state spostate qui" if version == "corretta" else "sono stampate qui e appartengono a un altro fondo"
        )
        reasons = "".join(f"<li>{e(r)}</li>" for r in dict.fromkeys(m["motivo"] for m in moved if m["motivo"]))
        words += f"<p>Le celle segnate con ◆ {verb}, con correzioni dichiarate:</p><ul>{reasons}</ul>"
    return words


def _bars(view: View, rows: list[Row], source: str, date: Any) -> None:
    cells = {(r["area"], r["fondo"]): r["importo_eur"] for r in rows if r["livello"] == "cella" and r["importo_eur"]}
    areas = [r for r in rows if r["livello"] == "area" and r["importo_eur"]]
    funds = [r for r in rows if r["livello"] == "fondo" and r["importo_eur"]]
    if len(areas) < 2:
        return
    largest = max(cells, key=cells.get)
    names = {r["area"]: r["area_nome"] or r["area"] for r in areas} | {
        r["fondo"]: r["fondo_nome"] or r["fondo"] for r in funds
    }
    sentence = f"La cella più grande è «{names[largest[0]]}» con «{names[largest[1]]}»: {whole(cells[largest])}."
    with figure.figure(
        "barre",
        "Gli stessi importi, area per area",
        sentence,
        source=source,
        definition=DEFINITION,
        download=figure.Download(f"spesa_aree_{view.name}_{view.label}", [*areas], source, date),
    ):
        plot = stacked_bars(
            [names[a["area"]] for a in areas],
            {names[f["fondo"]]: [float(cells.get((a["area"], f["fondo"])) or 0) for a in areas] for f in funds},
            unit="euro",
            totals=[formats.number(a["importo_eur"]) for a in areas],
        )
        figure.chart(plot, "barre", alt=f"Importi per area e fondo. {sentence}")


def _consolidated(view: View) -> None:
    """What would be counted twice, where bodies of one ambito hand money over to one another."""
    rows = queries.spending_consolidated(view.ente_id)
    if not rows:
        return
    first = rows[0]
    outside = first["trasferimenti_esterni_eur"]
    sentence = (
        f"{first['anno']}, {first['stato_spesa']}: sommando gli enti dell'ambito si otterrebbero "
        f"{whole(first['lorda_eur'])}; {whole(first['trasferimenti_eur'])} sono trasferimenti fra loro e si "
        f"conterebbero due volte. La spesa consolidata è {whole(first['consolidata_eur'])}."
    )
    if outside:
        sentence += (
            f" Altri {whole(outside)} vanno a enti di cui non è stato ricevuto il bilancio: restano nella somma."
        )
    with figure.figure(
        "consolidato",
        "Gestione singola e associata, senza doppi conteggi",
        sentence,
        source="Bilanci ricevuti degli enti dell'ambito",
        definition="Un trasferimento a un ente dello stesso ambito si toglie una volta: lo spende chi lo riceve.",
        download=figure.Download(f"spesa_consolidata_{view.name}", rows, "Bilanci ricevuti degli enti dell'ambito"),
    ):
        amounts = {
            "lorda_eur": "Somma degli enti",
            "trasferimenti_eur": "Contata due volte",
            "consolidata_eur": "Consolidata",
            "singola_eur": "Gestione singola",
            "associata_eur": "Gestione associata",
        }
        st.html(
            table(
                [{**r, "quando": budget_words({**r, "verso": "spesa"})} for r in rows],
                [
                    Column("quando", "Bilancio"),
                    *(Column(k, label, "euro", show=lambda r, k=k: money(r[k])) for k, label in amounts.items()),
                    Column("enti", "Enti", "intero"),
                ],
                caption=f"Spesa consolidata, {view.name}",
            )
        )
        st.html(f'<p class="frase"><a href="{e(href("confronto"))}" target="_self">Confronto con altri ambiti</a></p>')
