"""Consuntivo: the final account in the regional shape, areas by cost, coverage and users."""

from __future__ import annotations

from functools import partial

from dashboards import queries
from dashboards.components import figure, formats
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column
from dashboards.components.text import absence, e, with_article
from dashboards.spesa.elenco import draw_rows
from dashboards.spesa.view import Row, View, euro, money, sources_line, whole

DEFINITION = (
    "Costo dell'area da consuntivo; le coperture dicono chi lo ha pagato. Utenti: persone in carico nell'anno, "
    "ognuna una volta per area; chi è in più aree sta in ognuna, perciò non si sommano. Costo per utente e per "
    "residente sono denaro diviso per persone e non hanno un intervallo; gli utenti su 1.000 residenti sono una "
    "quota, con intervallo di Wilson al 95 %."
)


def draw(view: View) -> None:
    rows = queries.spending_accounts(view.ente_id)
    if not rows:
        figure.empty(
            f"Per {with_article(view.name)} non è stato ricevuto un consuntivo per aree, coperture e utenti. Gli "
            "uffici lo possono scrivere nel modello: ./leps template consuntivo --ente "
            f"{view.ente_id.removeprefix('amb:')} --anno ANNO -o consuntivo.xlsx."
        )
        return
    for year, managed in dict.fromkeys((r["anno"], r["gestione"]) for r in rows):
        _account(view, year, managed, [r for r in rows if (r["anno"], r["gestione"]) == (year, managed)])


def _account(view: View, year: int, managed: str, rows: list[Row]) -> None:
    key = f"consuntivo_{year}_{managed}"
    areas, total = [r for r in rows if r["livello"] == "riga"], next(r for r in rows if r["livello"] == "totale")
    title = f"Consuntivo {year}, gestione {managed}, {view.name}"
    _paid(key, f"Chi ha pagato: {title[:1].lower() + title[1:]}", areas, total)
    draw_rows(
        key,
        title,
        _sentence(areas, total),
        [*areas, total],
        [
            Column("area_nome", "Area", show=_area),
            Column("costo_eur", "Costo (euro)", "euro", show=_cost),
            Column("coperto_eur", "Coperto (euro)", "euro", show=_covered),
            Column("comuni_pct", "Dai comuni", "percento", show=partial(_share, key="comuni_pct")),
            Column("utenti_pct", "Dagli utenti", "percento", show=partial(_share, key="utenti_pct")),
            Column("utenti", "Utenti", "intero", reason="motivo_assenza_utenti"),
            Column("per_utente_eur", "Euro per utente", "euro", decimals=2, reason="motivo_assenza_utenti"),
            Column("per_residente_eur", "Euro per residente", "euro", decimals=2, reason="motivo_assenza_residenti"),
            Column("utenti_per_1000", "Utenti su 1.000 residenti", "decimale", show=_rate),
        ],
        sources=[r["fonte_id"] for r in rows],
        definition=DEFINITION,
        download=f"consuntivo_{view.name}_{year}_{managed}",
        caption=title,
        why=f"<p>{e(DEFINITION)}</p>",
        why_label="Come si legge",
    )


def _paid(key: str, title: str, areas: list[Row], total: Row) -> None:
    """Who paid the cost of each area: comuni, users, all the others."""
    known = [r for r in areas if r["coperto_eur"] is not None]
    if not known:
        return
    source, date = sources_line([total["fonte_id"]])
    sentence = f"{formats.percent(total['comuni_pct'])} dai comuni" if total["comuni_pct"] is not None else ""
    if total["utenti_pct"] is not None:
        sentence += f"{', ' if sentence else ''}{formats.percent(total['utenti_pct'])} dagli utenti"
    sentence = f"Del costo, {sentence}; il resto da fondi e altri enti." if sentence else ""
    with figure.figure(
        f"{key}_coperture", title, sentence, source=source, definition=DEFINITION,
        download=figure.Download(f"{key}_coperture", known, source, date),
    ):  # fmt: skip
        plot = stacked_bars(
            [_label(r) for r in known],
            {
                "comuni": [float(r["comuni_eur"] or 0) for r in known],
                "utenti": [float(r["utenti_eur"] or 0) for r in known],
                "fondi e altri enti": [float(r["altri_eur"] or 0) for r in known],
            },
            unit="euro",
            totals=[euro(r["coperto_eur"]) for r in known],
        )
        figure.chart(plot, f"{key}_coperture", alt=f"{title}. {sentence}")


def _label(row: Row) -> str:
    return row["area_nome"] + (f": {row['servizio']}" if row["servizio"] else "")


def _sentence(areas: list[Row], total: Row) -> str:
    if not total["costo_eur"]:
        return "Nessuna voce ha un costo che si legga."
    words = f"{formats.plural(len(areas), 'voce', 'voci')} per {whole(total['costo_eur'])}"
    printed = total["totale_stampato_eur"]
    if printed is not None:
        gap = total["costo_eur"] - printed
        words += ", come il totale approvato" if gap == 0 else f"; il totale approvato è {whole(printed)}"
    words += "."
    open_rows = [r for r in areas if r["scarto_eur"]]
    if open_rows:
        words += f" In {formats.plural(len(open_rows), 'voce', 'voci')} le coperture non fanno il costo: "
        words += formats.listed([f"{_label(r)} ({whole(r['scarto_eur'], sign=True)})" for r in open_rows]) + "."
    else:
        words += " In ogni voce le coperture fanno il costo."
    if total["senza_costo"]:
        words += f" {formats.plural(total['senza_costo'], 'voce non ha', 'voci non hanno')} un costo."
    return words


def _area(row: Row) -> str:
    if row["livello"] == "totale":
        return f"<strong>{e(row['area_nome'])}</strong>"
    return e(row["area_nome"]) + (f'<span class="piccolo">{e(row["servizio"])}</span>' if row["servizio"] else "")


def _cost(row: Row) -> str:
    return money(row["costo_eur"], row["motivo_assenza_costo"])


def _share(row: Row, key: str) -> str:
    return absence("copertura_non_scritta") if row[key] is None else formats.percent(row[key])


def _covered(row: Row) -> str:
    words = money(row["coperto_eur"], "il consuntivo non dice chi ha pagato")
    if not row["scarto_eur"]:
        return words
    return f'{words}<span class="piccolo fuori">{e(euro(row["scarto_eur"], sign=True))} sul costo</span>'


def _rate(row: Row) -> str:
    if row["utenti_per_1000"] is None:
        return money(None, row["motivo_assenza_utenti"] or row["motivo_assenza_residenti"])
    low, high = (formats.number(row[k], 1) for k in ("ic95_inf", "ic95_sup"))
    return f'{formats.number(row["utenti_per_1000"], 1)}<span class="piccolo">da {low} a {high}</span>'
