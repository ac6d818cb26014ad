"""From what was allotted to what was paid: a funnel whose slices are funds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import built, legend_above


def steps(rows: Sequence[Mapping[str, Any]], states: Sequence[str]) -> go.Figure:
    """Rows with `nome` and, for each state, its amount `<state>_eur`; a missing amount leaves its slice out."""
    names = [state.capitalize() for state in states]
    traces = []
    for at, row in enumerate(rows):
        values = [None if row[f"{state}_eur"] is None else float(row[f"{state}_eur"]) for state in states]
        colour = palette.SERIES[at % len(palette.SERIES)]
        traces.append(
            go.Funnel(
                name=row["nome"],
                y=names,
                x=values,
                text=[formats.number(v) if v is not None else "" for v in values],
                textinfo="text",
                textposition="inside",
                textfont={
                    "size": 12.5,
                    "color": max((palette.WHITE, palette.INK), key=lambda text: palette.contrast(text, colour)),
                },
                marker={"color": colour, "line": {"color": palette.WHITE, "width": 1}},
                connector={"visible": False},
                hovertext=[
                    f"{row['nome']}, {name.lower()}: {formats.number(v)} euro"
                    for name, v in zip(names, values, strict=True)
                ],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    return built(
        traces,
        height=120 + 64 * len(states),
        margin={"l": 78, "r": 4, "t": 60, "b": 4},
        showlegend=len(rows) > 1,
        legend=legend_above(),
        funnelmode="stack",
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"fixedrange": True, "tickfont": {"size": 13}},
    )
