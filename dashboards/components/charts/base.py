"""What all the charts share: type, colours, Italian separators, no decoration."""

from __future__ import annotations

import plotly.graph_objects as go

from dashboards.components import palette

FONT = "Titillium Web, Segoe UI, Arial, sans-serif"


def dressed(plot: go.Figure, *, height: int, **layout: object) -> go.Figure:
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
    plot.update_layout(**(settings | layout))
    return plot


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
