"""Obiettivi del piano: what each plan asks for, year by year, as it is printed; nothing of what was recorded."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats
from dashboards.components.tables import Column, table
from dashboards.components.text import e, source_line
from dashboards.leps.view import View


def draw(_view: View) -> None:
    targets = queries.leps_targets()
    if not targets:
        figure.empty("Nessun documento ricevuto stampa obiettivi LEPS.")
    for plan, rows in groupby(targets, key=lambda row: row["piano"]):
        _plan(plan, list(rows))


def _plan(plan: str, targets: list[dict]) -> None:
    source = queries.sources().get(targets[0]["fonte_id"]) or {}
    years = sorted({row["anno"] for row in targets})
    rows = [_row(list(of_one)) for _, of_one in groupby(targets, key=lambda row: row["indicatore_id"])]
    asked = sum(row["regola"] != "nessun_obiettivo" for row in targets)
    levels = len({row["leps_numero"] for row in rows})
    with figure.figure(
        f"obiettivi_{plan}",
        f"Che cosa chiede il piano: {source.get('titolo', plan)}",
        f"{formats.plural(len(rows), 'indicatore', 'indicatori')} per {formats.plural(levels, 'LEPS', 'LEPS')}, "
        f"{formats.plural(asked, 'obiettivo', 'obiettivi')} al 31 dicembre di ogni anno, {years[0]}-{years[-1]}.",
        source=source_line(source),
        download=figure.Download(f"obiettivi_{plan}", targets, source_line(source), source.get("data_riferimento")),
    ):
        st.html(
            table(
                rows,
                [
                    Column("leps_nome", "LEPS", show=lambda r: f"{r['leps_numero']}. {e(r['leps_nome'])}"),
                    Column(
                        "nome",
                        "Indicatore",
                        show=lambda r: f"{e(r['nome'])}<span class='piccolo'>{e(r['definizione'])}</span>",
                    ),
                    *(Column(f"anno_{year}", str(year)) for year in years),
                ],
                caption="Obiettivi del piano, per indicatore e anno",
            )
        )


def _row(of_one: list[dict]) -> dict:
    return of_one[0] | {f"anno_{row['anno']}": row["testo"] for row in of_one}
