"""Spesa sociale: how much, for which area, from which fund."""

from __future__ import annotations

from typing import Any

import entry
import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.charts.lines import series
from dashboards.components.tables import Column, table
from dashboards.components.text import absence, e, sentence_case, source_line, with_article

STATES = {
    "programmato": "programmato",
    "previsione": "previsione",
    "stanziato": "stanziato",
    "impegnato": "impegnato",
    "liquidato": "liquidato",
    "consuntivo": "consuntivo",
}
FLOWS = {"spesa": "spesa", "entrata": "entrata"}
RESOURCES = (
    "risorse_totale",
    "risorse_comuni",
    "risorse_fondi_statali_regionali",
    "risorse_altri_finanziamenti",
)


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    bodies = queries.spending_bodies()
    if not bodies:
        with frame.header("Spesa sociale", "Quanto, per quali interventi, con quali fondi"):
            pass
        figure.empty("Nessun documento ricevuto contiene importi di spesa sociale.")
        return
    names = {b["ente_id"]: b["nome"] for b in bodies}
    body, unknown, moved = _body(place, names)
    with frame.header("Spesa sociale", "Quanto, per quali interventi, con quali fondi"):
        address.picker("Ente", "ente", list(names), body, names.__getitem__)
    frame.notices([unknown_place, unknown, moved])

    rows = queries.spending_rows(body)
    _key_figures(rows, body)
    spending = rows.filter(pl.col("verso") == "spesa")
    for (year, state), group in spending.group_by(["anno", "stato_spesa"], maintain_order=True):
        if group["fondo"].drop_nulls().n_unique() > 1 and group["capitolo"].drop_nulls().is_empty():
            _matrix(names[body], year, state, group)
    _resources(body, names[body])
    _chapters(names[body], rows)
    _services(names[body], spending)


def _body(place: dict[str, Any] | None, names: dict[str, str]) -> tuple[str, str | None, str | None]:
    asked = address.asked("ente")
    here = place["territorio_id"] if place else None
    default = here if here in names else "amb:cremona" if "amb:cremona" in names else next(iter(names))
    if asked is not None and asked in names:
        return asked, None, None
    if asked is not None:
        if queries.territory(asked) is not None:
            return (
                default,
                None,
                f"Per {with_article(queries.territory(asked)['nome'])} non ci sono importi: la pagina mostra "
                f"{with_article(names[default])}.",
            )
        return (
            default,
            f"L'ente «{asked}» indicato nell'indirizzo non esiste: la pagina mostra {with_article(names[default])}.",
            None,
        )
    if here in names or place is None:
        return default, None, None
    return (
        default,
        None,
        (
            f"Per {with_article(place['nome'])} non è stato ricevuto nessun documento di spesa: la "
            f"pagina mostra {with_article(names[default])}."
        ),
    )


def _key_figures(rows: pl.DataFrame, body: str) -> None:
    """One figure for each year, flow and state: never added to one another."""
    items = []
    printed = {
        (r["fonte_id"], r["anno"]): r["valore_stampato"]
        for r in queries.series_of(body, RESOURCES[:1]).to_dicts()
        if not formats.is_missing(r["valore_stampato"])
    }
    groups = rows.group_by(["anno", "verso", "stato_spesa"]).agg(
        pl.col("importo_eur").sum().alias("totale"),
        pl.col("importo_eur").is_null().sum().alias("senza"),
        pl.len().alias("righe"),
        pl.col("quota_parte").fill_null(False).any().alias("quota_parte"),
        pl.col("periodo_dichiarato").drop_nulls().first().alias("periodo"),
        pl.col("fonte_id").unique().alias("fonti"),
    )
    for row in groups.sort(["anno", "verso"], descending=[True, True]).to_dicts()[:5]:
        lines = [
            f"{STATES.get(row['stato_spesa'], row['stato_spesa'])}, somma di "
            f"{formats.plural(row['righe'], 'riga', 'righe')}"
        ]
        total = printed.get((row["fonti"][0], row["anno"])) if len(row["fonti"]) == 1 else None
        if total is not None and abs(float(row["totale"]) - total) >= 0.005:
            lines.append(f"il documento stampa {formats.number(total, 0 if float(total).is_integer() else 2)}")
        if row["senza"]:
            lines.append(f"{formats.plural(row['senza'], 'riga', 'righe')} senza importo")
        if undeclared(row["periodo"]):
            lines.append("annuale o triennale: non dichiarato")
        value = formats.euro(row["totale"])
        if row["quota_parte"]:  # parts of one chapter, written more than once: a sum would count them twice
            value = formats.plural(row["righe"], "importo", "importi")
            lines[0] = f"{STATES.get(row['stato_spesa'], row['stato_spesa'])}; alcuni «in quota parte»: non si sommano"
        items.append(Card(f"{FLOWS[row['verso']].capitalize()} {row['anno']}", value, lines))
    cards(items)


def undeclared(period: str | None) -> bool:
    return bool(period) and "non" in period and "dichiarat" in period


def _source(rows: pl.DataFrame) -> tuple[str, Any]:
    """One table names itself; several tables of one document name the document."""
    ids = rows["fonte_id"].drop_nulls().unique().to_list()
    known = queries.sources()
    one = known.get(ids[0] if len(ids) == 1 else ids[0].split("/")[0]) if ids else None
    return source_line(one), (one or {}).get("data_riferimento")


def _ordered(group: pl.DataFrame, key: str, name: str, order: str) -> dict[str, str]:
    """Codes with their names, in the order of the marts where they give one, else as they come."""
    columns = [key, name] + ([order] if order in group.columns else [])
    known = group.select(columns).unique(subset=[key], maintain_order=True)
    known = known.sort(order, nulls_last=True) if order in columns else known.sort(key, nulls_last=True)
    return {r[key]: r[name] or r[key] or "Non dichiarato" for r in known.to_dicts()}


def _matrix(body: str, year: int, state: str, group: pl.DataFrame) -> None:
    areas = _ordered(group, "area", "area_nome", "area_ordine")
    funds = _ordered(group, "fondo", "fondo_nome", "fondo_ordine")
    sums = {
        (r["area"], r["fondo"]): r["importo_eur"]
        for r in group.group_by(["area", "fondo"]).agg(pl.col("importo_eur").sum()).to_dicts()
    }
    line, date = _source(group)
    total_of_area = {a: sum(sums.get((a, f)) or 0 for f in funds) for a in areas}
    total_of_fund = {f: sum(sums.get((a, f)) or 0 for a in areas) for f in funds}
    total = sum(total_of_area.values())
    largest_area = max(total_of_area, key=total_of_area.get)
    largest_fund = max(total_of_fund, key=total_of_fund.get)
    sentence = (
        f"{formats.euro(total)} in tutto. L'area più grande è {areas[largest_area]} "
        f"({formats.euro(total_of_area[largest_area])}); "
        f"il fondo più grande è {funds[largest_fund]} ({formats.euro(total_of_fund[largest_fund])})."
    )
    moved = group.filter(pl.col("corretta").fill_null(False)).height
    title = f"{body}, {year}: aree e fondi in euro ({STATES.get(state, state)})"
    bars = (
        group.group_by(["area_nome", "fondo_nome"], maintain_order=True)
        .agg(pl.col("importo_eur").sum())
        .with_columns(pl.lit(year).alias("anno"), pl.lit(state).alias("stato_spesa"))
    )
    with figure.figure(
        f"barre_{year}_{state}",
        title,
        sentence,
        source=line,
        download=figure.Download(f"spesa_aree_fondi_{body}_{year}_{state}", bars, line, date),
    ):
        plot = stacked_bars(
            list(areas.values()),
            {funds[f]: [float(sums.get((a, f)) or 0) for a in areas] for f in funds},
            unit="euro",
            totals=[formats.number(total_of_area[a]) for a in areas],
        )
        figure.chart(plot, f"barre_{year}_{state}", alt=f"{title}. {sentence}")
    rows = [{"area": areas[a], **{f: sums.get((a, f)) for f in funds}, "totale": total_of_area[a]} for a in areas]
    foot = {"area": "Totale", **total_of_fund, "totale": total}
    notes = ["I totali sono la somma delle righe caricate, area per area e fondo per fondo."]
    if moved:
        notes.append(
            f"{formats.plural(moved, 'cella è stata spostata', 'celle sono state spostate')} sotto "
            "il fondo giusto, con una "
            "correzione dichiarata: nel documento l'intestazione ha perso una colonna."
        )
    reasons = sorted(
        {r for r in (group["motivo_correzione"].drop_nulls().to_list() if "motivo_correzione" in group.columns else [])}
    )
    with figure.figure(
        f"matrice_{year}_{state}",
        "Gli stessi importi, in euro",
        " ".join(notes),
        source=line,
        download=figure.Download(f"spesa_righe_{body}_{year}_{state}", group, line, date),
        why="<ul>" + "".join(f"<li>{e(r)}</li>" for r in reasons) + "</ul>" if reasons else None,
        why_label="Perché sono state spostate?",
    ):
        st.html(
            table(
                rows,
                [
                    Column("area", "Area"),
                    *(
                        Column(f, funds[f], "euro", show=lambda r, f=f: formats.number(r[f]) if r[f] else "–")
                        for f in funds
                    ),
                    Column(
                        "totale",
                        "Totale",
                        "euro",
                        show=lambda r: f"<strong>{formats.number(r['totale'])}</strong>",
                    ),
                ],
                caption=f"Importi per area e fondo, {body}, {year}",
                total=foot,
            )
        )


def _resources(body_id: str, body: str) -> None:
    """The yearly series of the resources, with the changes out of range marked as the build judged them."""
    found = queries.series_of(body_id, RESOURCES)
    if found.is_empty():
        return
    keys = [k for k in RESOURCES if k in set(found["indicatore_id"])]
    main_key = keys[0]
    rows = found.filter(pl.col("indicatore_id") == main_key).sort("anno").to_dicts()
    flagged = {
        r["anno"]: f"{formats.percent(r['variazione_pct'], 1, sign=True)}, fuori dall'intervallo atteso"
        for r in found.to_dicts()
        if r["esito_variazione"] == "fuori" and r["indicatore_id"] == main_key
    }
    out = [r for r in found.to_dicts() if r["esito_variazione"] == "fuori"]
    forecast = [
        r["anno"]
        for r in queries.spending_rows(body_id)
        .filter((pl.col("verso") == "entrata") & (pl.col("stato_spesa") == "previsione"))
        .to_dicts()
    ]
    line, date = _source(found)
    expected = rows[0]
    sentence = (
        f"{rows[0]['nome']}: da {formats.euro(rows[0]['valore'])} nel {rows[0]['anno']} a "
        f"{formats.euro(rows[-1]['valore'])} nel {rows[-1]['anno']}."
    )
    if out:
        sentence += (
            " Fuori dall'intervallo atteso: "
            + formats.listed(
                [
                    f"{r['nome'].lower()} {r['anno']} ({formats.percent(r['variazione_pct'], 1, sign=True)})"
                    for r in out
                ],
                limit=6,
            )
            + "."
        )
    elif expected["variazione_min_pct"] is not None:
        sentence += " Nessuna variazione è fuori dall'intervallo atteso."
    if forecast:
        sentence += f" Il {min(forecast)} è una previsione (cerchio vuoto)."
    with figure.figure(
        "risorse",
        f"Le risorse anno per anno, {body}",
        sentence,
        source=line,
        download=figure.Download(
            f"risorse_{body}",
            found.select([c for c in found.columns if c not in ("file", "riga", "colonna")]),
            line,
            date,
        ),
    ):
        plot = series(
            [r["anno"] for r in rows],
            [float(r["valore"]) if r["valore"] is not None else None for r in rows],
            unit="euro",
            flagged=flagged,
            forecast_from=min(forecast) if forecast else None,
        )
        figure.chart(plot, "risorse", alt=sentence)
        years = sorted({r["anno"] for r in found.to_dicts()})
        cells = {(r["indicatore_id"], r["anno"]): r for r in found.to_dicts()}
        st.html(
            table(
                [{"voce": next(c["nome"] for (k, _), c in cells.items() if k == key), "chiave": key} for key in keys],
                [
                    Column("voce", "Voce"),
                    *(
                        Column(
                            str(y),
                            str(y),
                            "euro",
                            show=lambda r, y=y: _resource_cell(cells.get((r["chiave"], y))),
                        )
                        for y in years
                    ),
                ],
                caption=f"Risorse per voce e anno, {body}",
            )
        )


def _resource_cell(row: dict[str, Any] | None) -> str:
    if row is None or formats.is_missing(row["valore"]):
        return absence((row or {}).get("motivo_assenza"))
    words = formats.number(row["valore"])
    if formats.is_missing(row["variazione_pct"]):
        return words
    change = formats.percent(row["variazione_pct"], 1, sign=True)
    if row["esito_variazione"] == "fuori":
        return f'{words}<span class="piccolo fuori"><span aria-hidden="true">▲</span> {change}, fuori intervallo</span>'
    return f'{words}<span class="piccolo">{change}</span>'


def _chapters(body: str, rows: pl.DataFrame) -> None:
    chapters = rows.filter(pl.col("capitolo").is_not_null() | pl.col("capitolo_nome").is_not_null())
    if chapters.is_empty():
        return
    line, date = _source(chapters)
    shown = chapters.to_dicts()
    many = (
        chapters.filter(pl.col("capitolo").is_not_null())
        .group_by(["capitolo", "verso"])
        .agg(pl.col("importo_eur").n_unique().alias("importi"))
    )
    different = sorted(
        many.filter(pl.col("importi") > 1)["capitolo"].unique().to_list(),
        key=lambda c: int(c) if c.isdigit() else 999,
    )
    sentence = f"{formats.plural(len(shown), 'importo', 'importi')} scritti dentro il testo degli obiettivi."
    if different:
        sentence += (
            f" {formats.plural(len(different), 'capitolo compare', 'capitoli compaiono')} con "
            "importi diversi "
            f"(n. {formats.listed(different, limit=8)}): gli importi «in quota parte» non si sommano."
        )
    for row in shown:
        row["gruppo"] = row["area_nome"] or row["area"]
    with figure.figure(
        "capitoli",
        f"Capitoli di bilancio citati, {body}",
        sentence,
        source=line,
        download=figure.Download(f"capitoli_{body}", chapters, line, date),
    ):
        st.html(
            table(
                shown,
                [
                    Column("servizio", "Obiettivo", show=lambda r: e(sentence_case(r["servizio"]))),
                    Column("verso", "Verso"),
                    Column("capitolo", "Capitolo", wrap=False),
                    Column("capitolo_nome", "Nome del capitolo"),
                    Column("importo_eur", "Importo (euro)", "euro", show=_amount, leads=spiega.to("spesa")),
                    Column(
                        "quota_parte",
                        "Quota parte",
                        show=lambda r: "in quota parte" if r["quota_parte"] else "–",
                        wrap=False,
                    ),
                    Column("riga_documento", "Riga", wrap=False),
                ],
                caption=f"Capitoli citati, {body}",
                group="gruppo",
                tall=len(shown) > 14,
            )
        )


def _amount(row: dict[str, Any]) -> str:
    if row["importo_eur"] is None:
        printed = row.get("valore_stampato")
        return (
            f'<span class="stampato">{e(printed)}</span>'
            if printed
            else absence(row.get("motivo_assenza") or "importo_non_stampato")
        )
    value = row["importo_eur"]
    return formats.number(value, 0 if value == int(value) else 2)


def _services(body: str, spending: pl.DataFrame) -> None:
    services = spending.filter(
        pl.col("periodo_dichiarato").map_elements(undeclared, return_dtype=pl.Boolean, skip_nulls=True).fill_null(False)
    )
    if services.is_empty():
        return
    line, date = _source(services)
    shown = services.to_dicts()
    for row in shown:
        row["gruppo"] = row["area_nome"] or row["area"] or "Area non dichiarata"
    order = {group: i for i, group in enumerate(dict.fromkeys(s["gruppo"] for s in shown))}
    shown.sort(key=lambda r: order[r["gruppo"]])
    without = services["importo_eur"].null_count()
    undeclared_funds = services.filter(pl.col("fondo_stampato").is_null()).height
    sentence = (
        f"{formats.plural(len(shown), 'scheda', 'schede')} con un budget per servizio. Il documento "
        "dice «budget di gestione "
        "2020-21-22» e non dice se l'importo è di un anno o di tre."
    )
    if without:
        sentence += f" {formats.plural(without, 'scheda non stampa', 'schede non stampano')} l'importo."
    if undeclared_funds:
        sentence += f" {formats.plural(undeclared_funds, 'scheda non dichiara', 'schede non dichiarano')} la copertura."
    with figure.figure(
        "servizi",
        f"I servizi uno per uno, {body}",
        sentence,
        source=line,
        download=figure.Download(f"servizi_{body}", services, line, date),
    ):
        st.html(
            table(
                shown,
                [
                    Column("servizio", "Servizio"),
                    Column("importo_eur", "Budget (euro)", "euro", show=_amount, leads=spiega.to("spesa")),
                    Column("periodo", "Periodo", show=lambda r: "annuale o triennale: non dichiarato"),
                    Column(
                        "fondo_stampato",
                        "Copertura, come stampata",
                        show=lambda r: e(r["fondo_stampato"]) or "non dichiarata",
                    ),
                    Column("riga_documento", "Riga", wrap=False),
                ],
                caption=f"Servizi e budget, {body}",
                group="gruppo",
                tall=len(shown) > 14,
            )
        )


entry.run(main)
