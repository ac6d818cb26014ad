"""Assistenti sociali: how many the law asks, what it pays, what the next hire brings. All is computed in SQL."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, palette
from dashboards.components.cards import Card, cards
from dashboards.components.charts.contribution import contribution
from dashboards.components.tables import Column, table
from dashboards.components.text import e, of, pill, source_line, with_article
from dashboards.leps.view import View

FTE = "fte"
FROM = "operatori"
BY_HAND = "mano"
MOST = 2000.0
THRESHOLDS = (
    ("contributo", "Inizio del contributo"),
    ("leps", "LEPS"),
    ("obiettivo", "Obiettivo di servizio"),
)
REACHED = palette.State("Raggiunto", "✓", *palette.GREEN_PAIR)
NOT_REACHED = palette.State("Non raggiunto", "✗", *palette.RED_PAIR)
LAW = "Legge 30 dicembre 2020, n. 178, art. 1, commi 797 e seguenti"


def draw(view: View) -> None:
    years = queries.social_worker_years(view.here) if view.here else []
    if not years:
        here = with_article(view.name) if view.ambito else "questo territorio"
        figure.empty(f"Per {here} non è pubblicata la popolazione di tutti i comuni: il conto non si può fare.")
        return
    year, unknown = address.choose(
        "anno",
        [str(row["anno"]) for row in years],
        str(years[0]["anno"]),
        lambda asked: f"Del {asked} non c'è la popolazione: il conto usa quella del {years[0]['anno']}.",
    )
    law = next(row for row in years if str(row["anno"]) == year)
    lists = {str(row["anno"]): row for row in queries.social_worker_lists(view.here)}
    chosen, no_list = _whence(lists)
    declared = lists.get(chosen)
    entered, wrong = (None, None) if declared else _entered()
    fte = declared["fte"] if declared else entered
    frame.notices([unknown, no_list, wrong])
    st.html(
        '<p class="fascia"><strong>Contano solo gli assistenti sociali a tempo indeterminato</strong>, in tempi pieni '
        "equivalenti: due persone a metà tempo fanno 1. Chi è a termine o in appalto non conta.</p>"
    )
    with st.container(key="comandi", horizontal=True, gap="small", vertical_alignment="bottom"):
        address.picker("Popolazione al 1° gennaio", "anno", [str(row["anno"]) for row in years], year)
        if lists:
            address.picker("Assistenti sociali", FROM, [*lists, BY_HAND], chosen, lambda key: _whence_words(key, lists))
        if not declared:
            _number(fte)
    if declared:
        st.html(f'<p class="frase">{e(_declared_words(declared))}</p>')
    elif not lists:
        st.html(f'<p class="frase">{e(_how_to_send(view))}</p>')
    found = queries.social_worker_contribution(view.here, law["anno"], fte) if fte is not None else None
    _cards(law, found)
    _thresholds(view, law, found, declared)


def _whence(lists: dict[str, dict[str, Any]]) -> tuple[str, str | None]:
    """The year of a declared list, or by hand: the latest list, unless the address has a number of its own."""
    default = BY_HAND if address.asked(FTE) or not lists else next(iter(lists))
    return address.choose(
        FROM,
        [*lists, BY_HAND],
        default,
        lambda asked: f"Del {asked} non è stato consegnato l'elenco del personale.",
    )


def _whence_words(key: str, lists: dict[str, dict[str, Any]]) -> str:
    if key == BY_HAND:
        return "scritti a mano"
    return f"dal file, anno {key}: {formats.number(lists[key]['fte'], 2)}"


def _declared_words(declared: dict[str, Any]) -> str:
    """What the list says, what of it does not count, and what could not be read."""
    words = (
        f"Dall'elenco del personale {declared['anno']} ({declared['file'].split('/')[-1]}, rilevato il "
        f"{formats.short_day(declared['rilevato_il'])}): {formats.number(declared['fte'], 2)} tempi pieni equivalenti "
        "di assistenti sociali a tempo indeterminato."
    )
    if declared["fte_esclusi"]:
        words += f" Altri {formats.number(declared['fte_esclusi'], 2)}, con altri contratti, non contano."
    if declared["righe_inutilizzabili"]:
        rows = formats.plural(
            declared["righe_inutilizzabili"], "riga non si è potuta usare", "righe non si sono potute usare"
        )
        words += f" {rows}: il totale può essere più basso del vero (la vista Diario dice quali)."
    return words


def _how_to_send(view: View) -> str:
    ambito = (view.here or "").removeprefix("amb:")
    return (
        "Il numero si può anche leggere da un elenco del personale, senza nomi: lo prepara il comando "
        f"./leps template personale --ambito {ambito} --anno ANNO -o personale.csv."
    )


def _entered() -> tuple[float | None, str | None]:
    """The equivalents in the address: a number, with comma or point."""
    asked = address.asked(FTE)
    if asked is None:
        return None, None
    try:
        value = float(asked.replace(",", "."))
    except ValueError:
        value = -1.0
    if 0 <= value <= MOST:
        return value, None
    return None, (
        f"«{asked}» non è un numero di tempi pieni equivalenti: serve un numero fra 0 e {formats.number(MOST)}, per "
        "esempio 9,5."
    )


def _number(fte: float | None) -> None:
    st.session_state["scelta_fte"] = fte
    st.number_input(
        "Assistenti sociali a tempo indeterminato (tempi pieni equivalenti)",
        min_value=0.0,
        max_value=MOST,
        step=0.5,
        format="%g",
        key="scelta_fte",
        placeholder="per esempio 9,5",
        on_change=_to_address,
    )


def _to_address() -> None:
    value = st.session_state.get("scelta_fte")
    if value is None:
        st.query_params.pop(FTE, None)
    else:
        st.query_params[FTE] = f"{value:g}"


def _cards(law: dict[str, Any], found: dict[str, Any] | None) -> None:
    people = Card(
        "Residenti", formats.number(law["popolazione"]), [f"al 1° gennaio {law['anno']}", "popolazione ISTAT"]
    )
    if found is None:
        most = formats.euro(law["contributo_massimo_eur"])
        cards([people, Card("Contributo massimo", most, ["all'anno, all'obiettivo di servizio"])])
        figure.empty("Scrivere quanti assistenti sociali ci sono oggi per leggere contributo e assunzione successiva.")
        return
    ratio = found["residenti_per_fte"]
    cards(
        [
            people,
            Card(
                "Un assistente sociale ogni",
                f"{formats.number(ratio)}" if ratio is not None else "–",
                ["residenti" if ratio is not None else "nessun assistente sociale indicato"],
            ),
            Card(
                "Contributo annuo",
                formats.euro(found["contributo_eur"]),
                [f"il massimo è {formats.euro(law['contributo_massimo_eur'])}"],
            ),
            Card("Con un'assunzione in più", formats.euro(found["aumento_eur"], sign=True), [_next(found)]),
        ]
    )


def _next(found: dict[str, Any]) -> str:
    """What the next full-time hire brings, and why it may bring less than a whole share."""
    if found["aumento_eur"]:
        return f"un tempo pieno in più porterebbe il contributo a {formats.euro(found['contributo_con_uno_eur'])}"
    if found["mancano_contributo"] > 0:
        return "un tempo pieno in più non basta per arrivare all'inizio del contributo"
    return "il massimo è già raggiunto"


def _one_every(law: dict[str, Any], key: str) -> str:
    return f"1 ogni {formats.number(law[f'residenti_per_{key}'])}"


def _missing(row: dict[str, Any]) -> str:
    return e(formats.number(row["mancano"], 2)) if row["mancano"] else "–"


def _thresholds(view: View, law: dict[str, Any], found: dict[str, Any] | None, declared: dict[str, Any] | None) -> None:
    known = queries.sources()
    lines = [source_line(known.get(row["fonte_id"])) for row in (law, declared) if row]
    line = " · ".join([*lines, LAW])
    rows = [
        {
            "soglia": name,
            "rapporto": _one_every(law, key),
            "fte": law[f"fte_{key}"],
            "mancano": found[f"mancano_{key}"] if found else None,
        }
        for key, name in THRESHOLDS
    ]
    curve = queries.social_worker_curve(view.here, law["anno"])
    exported = [
        {
            **row,
            "popolazione": law["popolazione"],
            "anno": law["anno"],
            "fte_indicati": found["fte"] if found else None,
            "contributo_eur": found["contributo_eur"] if found else None,
            "contributo_massimo_eur": law["contributo_massimo_eur"],
        }
        for row in rows
    ]
    with figure.figure(
        "assistenti",
        f"Soglie e contributo {of(view.name)}",
        f"Per ogni tempo pieno fra la prima e la seconda soglia si pagano {formats.euro(law['eur_fino_al_leps'])} "
        f"all'anno, fra la seconda e la terza {formats.euro(law['eur_fino_all_obiettivo'])}; oltre, niente di più.",
        source=line,
        download=figure.Download(f"assistenti_sociali_{view.name}", exported, line, None),
    ):
        columns = [
            Column("soglia", "Soglia"),
            Column("rapporto", "Per quanti residenti"),
            Column("fte", "Tempi pieni equivalenti", kind="decimale", decimals=2),
        ]
        if found:
            columns += [
                Column("mancano", "Mancano", show=_missing),
                Column("stato", "Oggi", show=lambda r: pill(NOT_REACHED if r["mancano"] else REACHED)),
            ]
        st.html(table(rows, columns, caption="Soglie di assistenti sociali per residenti"))
        here = (found["fte"], found["contributo_eur"]) if found else None
        marks = {_one_every(law, key): law[f"fte_{key}"] for key, _ in THRESHOLDS}
        alt = (
            f"Contributo al crescere degli assistenti sociali: comincia a {formats.number(law['fte_contributo'], 2)} "
            f"tempi pieni e arriva al massimo di {formats.euro(law['contributo_massimo_eur'])} a "
            f"{formats.number(law['fte_obiettivo'], 2)}."
        )
        figure.chart(contribution(curve, marks, here), "assistenti", alt=alt, width=figure.WIDE)
