"""Flussi: from the funds to the areas, and from the areas to the services, with the amounts in words behind."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats
from dashboards.components.charts.flows import flows
from dashboards.components.tables import Column, table
from dashboards.components.text import e, sentence_case
from dashboards.spesa.view import DEFINITION, Row, View, money, sources_line, whole

SERVICES = 14  # drawn one by one; the smaller ones of an area stand together


def draw(view: View) -> None:
    rows = queries.spending_flows(*view.key) if view.has_spending else pl.DataFrame()
    if rows.is_empty():
        figure.empty(view.no_spending if not view.has_spending else "Nessun importo che si possa sommare.")
        return
    source, date = sources_line(queries.spending_lines(*view.key, "spesa")["fonte_id"].to_list())
    found = rows.to_dicts()
    names = {r["area"]: r["area_nome"] or r["area"] for r in found}
    total = sum(r["importo_eur"] for r in found)
    drawn = _drawn(found)
    download = figure.Download(f"spesa_flussi_{view.name}_{view.label}", rows, source, date)
    sentence = _sentence(found, names, total)
    with figure.figure(
        "flussi",
        f"Dai fondi ai servizi, {view.name} ({view.label})",
        sentence,
        source=source,
        definition=DEFINITION,
        download=download,
    ):
        figure.chart(
            flows(drawn, names), "flussi", alt=f"Diagramma dei flussi. {sentence} La tabella sotto dice gli importi."
        )
    with figure.figure(
        "flussi_tabella",
        "Gli stessi flussi, in parole",
        f"{formats.plural(len(found), 'importo', 'importi')}: ogni fondo con i servizi che paga.",
        source=source,
        definition=DEFINITION,
        download=download,
    ):
        st.html(
            table(
                found,
                [
                    Column("servizio", "Servizio", show=lambda r: e(sentence_case(r["servizio"]))),
                    Column("area", "Area", show=lambda r: e(names[r["area"]])),
                    Column("importo_eur", "Importo (euro)", "euro", show=lambda r: money(r["importo_eur"])),
                    Column("riga_documento", "Riga", wrap=False),
                ],
                caption=f"Flussi dai fondi ai servizi, {view.name}",
                group="fondo_nome",
                tall=len(found) > 14,
            )
        )


def _drawn(rows: list[Row]) -> list[Row]:
    """The rows with the small services of each area under one name."""
    sums: dict[str, Any] = {}
    for r in rows:
        sums[r["servizio"]] = sums.get(r["servizio"], 0) + r["importo_eur"]
    kept = set(sorted(sums, key=sums.get, reverse=True)[:SERVICES])
    return [{**r, "voce": sentence_case(r["servizio"]) if r["servizio"] in kept else "altri servizi"} for r in rows]


def _sentence(rows: list[Row], names: dict[str, str], total: Any) -> str:
    def largest(key: str) -> tuple[str, Any]:
        sums: dict[str, Any] = {}
        for r in rows:
            sums[r[key]] = sums.get(r[key], 0) + r["importo_eur"]
        name = max(sums, key=sums.get)
        return name, sums[name]

    fund, of_fund = largest("fondo_nome")
    area, of_area = largest("area")
    service, of_service = largest("servizio")
    return (
        f"{whole(total)} in tutto. La fonte più grande è «{fund}» ({whole(of_fund)}); l'area «{names[area]}» ne riceve "
        f"{whole(of_area)}; il servizio più grande è «{sentence_case(service)}» ({whole(of_service)})."
    )
