"""Anni: year by year, in euro of the year and in euro of the last year whose prices are known."""

from __future__ import annotations

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, spiega
from dashboards.components.charts.euro import euro_of_two_years
from dashboards.components.tables import Column, table
from dashboards.components.text import absence, e, with_article
from dashboards.spesa.view import Row, View, money, sources_line, whole

FLOW = "verso"
DEFLATOR = "indice nazionale dei prezzi al consumo (NIC) di ISTAT, variazioni medie annue"
REASONS = {"deflatore_non_dichiarato": "la media annua dei prezzi di quell'anno non è ancora dichiarata"}


def draw(view: View) -> None:
    flows = list(dict.fromkeys(b["verso"] for b in view.budgets))
    # The flow with more years says more.
    default = max(flows, key=lambda f: len({b["anno"] for b in view.budgets if b["verso"] == f}))
    flow, _ = address.choose(FLOW, flows, default, lambda asked: f"Il verso «{asked}» non c'è.")
    if len(flows) > 1:
        address.segments("Verso", FLOW, flows, flow, {"spesa": "Spesa", "entrata": "Entrate"}.__getitem__)
    rows = queries.spending_series(view.ente_id, flow).to_dicts()
    totals = [r for r in rows if r["genere"] == "totale"]
    if not totals:
        figure.empty(f"Per {with_article(view.name)} non ci sono importi anno per anno.")
        return
    _series(view, flow, rows, totals)
    _voices(view, flow, rows)


def _series(view: View, flow: str, rows: list[Row], totals: list[Row]) -> None:
    source, date = sources_line([r["fonte_id"] for r in rows])
    out = [r for r in rows if r["esito_variazione"] == "fuori"]
    base = next((r["anno_base"] for r in totals if r["anno_base"]), None)
    download = figure.Download(f"spesa_serie_{view.name}_{flow}", rows, source, date)
    with figure.figure(
        "serie",
        f"{'Spesa' if flow == 'spesa' else 'Entrate'} anno per anno, {view.name}",
        _sentence(totals, out, base),
        source=source + (f" · prezzi: {DEFLATOR}" if base else ""),
        definition=f"Euro del {base}: l'importo moltiplicato per la crescita dei prezzi fino al {base} ({DEFLATOR})."
        if base
        else "Euro dell'anno.",
        download=download,
        why=_why(totals, base),
        why_label="Che cosa sono gli euro di oggi, e quando una variazione è fuori dall'intervallo",
    ):
        plot = euro_of_two_years(totals, base)
        figure.chart(plot, "serie", alt=_sentence(totals, out, base))


def _sentence(totals: list[Row], out: list[Row], base: int | None) -> str:
    first, last = totals[0], totals[-1]
    if first is last:
        words = f"Un solo anno ricevuto: {whole(first['importo_eur'])} nel {first['anno']} ({first['stato_spesa']})."
    else:
        words = (
            f"Da {whole(first['importo_eur'])} nel {first['anno']} a {whole(last['importo_eur'])} nel {last['anno']} "
            f"({last['stato_spesa']})."
        )
    if first["importo_reale_eur"] is not None and last["importo_reale_eur"] is not None and base:
        words += f" In euro del {base}: {formats.euro(first['importo_reale_eur'])}"
        words += "." if first is last else f" e {formats.euro(last['importo_reale_eur'])}."
    missing = [r for r in totals if r["importo_reale_eur"] is None]
    if missing:
        reason = REASONS.get(missing[0]["motivo_assenza_reale"], "il deflatore manca")
        words += f" Gli euro di oggi mancano per il {formats.listed([str(r['anno']) for r in missing])}: {reason}."
    if out:
        found = [f"{r['nome'].lower()} {r['anno']} ({formats.percent(r['variazione_pct'], 1, sign=True)})" for r in out]
        words += f" Variazioni fuori dall'intervallo atteso: {formats.listed(found, limit=6)}."
    return words


def _why(totals: list[Row], base: int | None) -> str:
    words = (
        f"<p>Un euro di ieri comprava più di uno di oggi. Gli euro del {base} si ottengono concatenando le variazioni "
        f"medie annue dei prezzi: {e(DEFLATOR)}. Ogni variazione è dichiarata con il suo indirizzo; senza, l'importo "
        "reale manca e non si stima.</p>"
        if base
        else ""
    )
    reasons = dict.fromkeys(r["variazione_motivo"] for r in totals if r["variazione_motivo"])
    words += "<p>Una variazione è fuori dall'intervallo quando supera i limiti dichiarati per la voce. "
    return words + " ".join(e(r) for r in reasons) + "</p>"


def _voices(view: View, flow: str, rows: list[Row]) -> None:
    """Every fund and area by year; a change out of range has a sign and a word."""
    source, date = sources_line([r["fonte_id"] for r in rows])
    years = sorted({r["anno"] for r in rows})
    cells = {(r["genere"], r["codice"], r["anno"]): r for r in rows}
    groups = {"totale": "In tutto", "fondo": "Per fondo", "area": "Per area di utenza"}
    keys = sorted({(r["genere"], r["codice"], r["nome"]) for r in rows}, key=lambda k: (list(groups).index(k[0]), k[2]))
    shown = [{"gruppo": groups[kind], "nome": name, "genere": kind, "codice": code} for kind, code, name in keys]
    states = {r["anno"]: r["stato_spesa"] for r in rows if r["genere"] == "totale"}
    with figure.figure(
        "voci",
        "Voce per voce, in euro dell'anno",
        "Sotto ogni importo la variazione sull'anno prima; ▲ dove è fuori dall'intervallo atteso.",
        source=source,
        definition="Importi in euro dell'anno; la variazione è sullo stesso stato, o sul più definitivo che c'è.",
        download=figure.Download(f"spesa_voci_{view.name}_{flow}", rows, source, date),
    ):
        st.html(
            table(
                shown,
                [
                    Column("nome", "Voce"),
                    *(
                        Column(
                            str(year),
                            f"{year} ({states.get(year, '–')})",
                            "euro",
                            show=lambda r, year=year: _voice(cells.get((r["genere"], r["codice"], year))),
                        )
                        for year in years
                    ),
                ],
                caption=f"Voci anno per anno, {view.name}",
                group="gruppo",
            )
        )


def _voice(row: Row | None) -> str:
    if row is None:
        return "–"
    if row["importo_eur"] is None:
        return absence("importo_non_stampato")
    words = spiega.link(money(row["importo_eur"]), spiega.href("spesa_serie", row))
    if row["variazione_pct"] is None:
        return words
    change = formats.percent(row["variazione_pct"], 1, sign=True)
    if row["esito_variazione"] == "fuori":
        return f'{words}<span class="piccolo fuori"><span aria-hidden="true">▲</span> {change}, fuori intervallo</span>'
    return f'{words}<span class="piccolo">{change}</span>'
