"""The same amounts in euro of their year and in euro of one year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import built, legend_above

NOT_FINAL = ("programmato", "previsione")


def euro_of_two_years(rows: Sequence[Mapping[str, Any]], base: int | None) -> go.Figure:
    """Rows of a series by year; hollow points are of budgets not yet final, red diamonds changes out of range."""
    years = [str(r["anno"]) for r in rows]
    traces: list[go.Scatter] = []
    lines = [("importo_eur", "euro dell'anno", palette.BLUE, "solid")]
    if base and any(r["importo_reale_eur"] is not None for r in rows):
        lines.insert(0, ("importo_reale_eur", f"euro del {base}", palette.SERIES[2], "dot"))
    for key, name, colour, dash in lines:
        values = [None if r[key] is None else float(r[key]) for r in rows]
        current = key == "importo_eur"
        out = [current and r["esito_variazione"] == "fuori" for r in rows]
        hollow = [r["stato_spesa"] in NOT_FINAL for r in rows]
        ring = [palette.RED if o else colour for o in out]
        traces.append(
            go.Scatter(
                x=years,
                y=values,
                name=name,
                mode="lines+markers+text",
                line={"color": colour, "width": 2.4 if current else 1.8, "dash": dash},
                marker={
                    "size": [13 if o else 9 for o in out],
                    "symbol": ["diamond" if o else "circle" for o in out],
                    "color": [palette.WHITE if h else c for h, c in zip(hollow, ring, strict=True)],
                    "line": {"width": 2.2, "color": ring},
                },
                text=[formats.number(v) for v in values],
                textposition="bottom center" if current and len(lines) > 1 else "top center",
                textfont={"size": 12.5, "color": palette.INK},
                opacity=1,
                cliponaxis=False,
                connectgaps=False,
                hovertext=[
                    f"{y}, {r['stato_spesa']}: {formats.number(v)} {name}"
                    for y, r, v in zip(years, rows, values, strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    top = max((float(r[k]) for r in rows for k, *_ in lines if r[k] is not None), default=1.0)
    return built(
        traces,
        height=300,
        margin={"l": 44, "r": 44, "t": 44, "b": 28},
        showlegend=True,
        legend=legend_above(),
        xaxis={"type": "category", "fixedrange": True, "showgrid": False, "ticks": "", "tickfont": {"size": 13}},
        yaxis={"visible": False, "fixedrange": True, "range": [0, top * 1.2]},
    )
