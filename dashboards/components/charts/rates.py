"""Rates of a few territories side by side, each a point with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed

ROW = 52  # pixels


@dataclass(frozen=True)
class Rate:
    name: str
    value: float
    low: float
    high: float
    quantity: str = ""


def rates(items: Sequence[Rate], axis: str, decimals: int = 1) -> go.Figure:
    """One row for each territory, the first on top; its name above the point, so that a phone has room for both."""
    plot = go.Figure()
    for at, item in enumerate(items):
        colour = palette.BLUE if at == 0 else palette.SECONDARY
        words = f"{formats.number(item.value, decimals)} ({formats.interval(item.low, item.high, decimals)})"
        plot.add_trace(
            go.Scatter(
                x=[item.low, item.high], y=[at, at], mode="lines", hoverinfo="skip",
                line={"color": colour, "width": 5}, opacity=0.4,
            )
        )  # fmt: skip
        plot.add_trace(
            go.Scatter(
                x=[item.value], y=[at], mode="markers",
                marker={"color": colour, "size": 12, "symbol": "circle" if at == 0 else "diamond"},
                hovertext=[f"{item.name}: {words}"], hovertemplate="%{hovertext}<extra></extra>",
            )
        )  # fmt: skip
        plot.add_annotation(
            x=0, xref="paper", xanchor="left", y=at, yshift=19, showarrow=False, align="left",
            text=f"{item.name}: <b>{words}</b>", font={"size": 12.5, "color": palette.INK},
        )  # fmt: skip
    top = max((item.high for item in items), default=1)
    plot.update_xaxes(
        range=[0, top * 1.06], fixedrange=True, gridcolor="#E6E7E8", zeroline=True, zerolinecolor=palette.RULE,
        title={"text": axis, "font": {"size": 12.5}}, nticks=6,
    )  # fmt: skip
    plot.update_yaxes(range=[len(items) - 0.5, -0.8], visible=False, fixedrange=True)
    return dressed(plot, height=58 + ROW * len(items), margin={"l": 4, "r": 8, "t": 6, "b": 44})
