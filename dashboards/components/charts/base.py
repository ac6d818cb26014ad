"""What all the charts share: type, colours, Italian separators, no decoration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from plotly.basedatatypes import BaseTraceType

from dashboards.components import palette

FONT = "Titillium Web, Segoe UI, Arial, sans-serif"


def dressed(plot: go.Figure, *, height: int, **layout: object) -> go.Figure:
    """The look of all charts on a figure that has its axes already."""
    plot.update_layout(**_settings(height, layout))
    return plot


def built(traces: Sequence[BaseTraceType], *, height: int, **layout: object) -> go.Figure:
    """A figure with its whole layout at once: four times as fast as updating one, where there are many notes."""
    return go.Figure(data=list(traces), layout=_settings(height, layout))


def _settings(height: int, layout: Mapping[str, object]) -> dict[str, object]:
    settings: dict[str, object] = {
        "height": height,
        "font": {"family": FONT, "size": 13, "color": palette.INK},
        "separators": ",.",
        "margin": {"l": 0, "r": 0, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "hoverlabel": {
            "bgcolor": palette.INK,
            "bordercolor": palette.INK,
            "font": {"family": FONT, "color": palette.WHITE, "size": 13},
            "align": "left",
        },
        "dragmode": False,
        "showlegend": False,
    }
    return settings | dict(layout)


def legend_above(**changes: object) -> dict[str, object]:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.02,
        "yanchor": "bottom",
        "traceorder": "normal",
        "font": {"size": 12.5, "color": palette.INK},
        "itemclick": False,
        "itemdoubleclick": False,
    } | changes
