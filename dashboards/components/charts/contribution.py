"""The contribution for social workers as their number grows, with the thresholds of the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import built, legend_above


def contribution(
    curve: Sequence[dict[str, Any]], thresholds: Mapping[str, float], here: tuple[float, float] | None
) -> go.Figure:
    """The figure.

    Args:
        curve: `fte` and `contributo_eur` in order.
        thresholds: words → full-time equivalents.
        here: what is entered: equivalents and contribution.
    """
    traces = [
        go.Scatter(
            x=[row["fte"] for row in curve],
            y=[row["contributo_eur"] for row in curve],
            mode="lines",
            name="contributo",
            line={"color": palette.BLUE, "width": 2.6},
            hovertext=[f"{formats.number(r['fte'], 1)}: {formats.euro(r['contributo_eur'])}" for r in curve],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    ]
    if here is not None:
        traces.append(
            go.Scatter(
                x=[here[0]],
                y=[here[1]],
                mode="markers",
                name="oggi",
                marker={"size": 14, "color": palette.FEMALE, "line": {"width": 2, "color": palette.WHITE}},
                hovertext=[f"oggi, {formats.number(here[0], 2)}: {formats.euro(here[1])}"],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    top = max((row["contributo_eur"] for row in curve), default=0) * 1.3 or 1
    lines = [
        {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": top * 0.88, "line": {"color": palette.INK, "dash": "dot"}}
        for x in thresholds.values()
    ]
    notes = [
        # In turn higher and lower: on a phone they stand close together.
        {
            "x": x,
            "y": top * (0.95 if at % 2 else 0.88),
            "text": words,
            "showarrow": False,
            "yanchor": "bottom",
            "font": {"size": 12},
        }
        for at, (words, x) in enumerate(thresholds.items())
    ]
    return built(
        traces,
        height=300,
        showlegend=True,
        legend=legend_above(),
        shapes=lines,
        annotations=notes,
        margin={"l": 0, "r": 10, "t": 8, "b": 8},
        xaxis={
            "title": {"text": "tempi pieni equivalenti", "standoff": 8},
            "fixedrange": True,
            "showgrid": False,
            "zeroline": False,
            "rangemode": "tozero",
            "automargin": True,
        },
        yaxis={
            "ticksuffix": f"{formats.NBSP}euro",
            "zeroline": False,
            "fixedrange": True,
            "gridcolor": palette.RULE,
            "range": [0, top],
            "tickformat": ",.0f",
            "automargin": True,
        },
    )
