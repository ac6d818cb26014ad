"""A series over the years, with the changes that were not expected marked by a sign and a word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed


def series(
    years: Sequence[int | str],
    values: Sequence[float | None],
    *,
    unit: str = "",
    decimals: int = 0,
    flagged: Mapping[int | str, str] | None = None,
    forecast_from: int | str | None = None,
) -> go.Figure:
    """Points joined by a line; a missing year breaks it.

    Args:
        flagged: year → words written beside the point whose change is out of range.
        forecast_from: from this year on the points are forecasts: hollow, on a dotted line.
    """
    flagged = flagged or {}
    xs = [str(y) for y in years]
    cut = xs.index(str(forecast_from)) if forecast_from is not None and str(forecast_from) in xs else len(xs)
    plot = go.Figure()
    solid, dotted = range(0, cut), range(max(cut - 1, 0), len(xs))
    for positions, dash in ((solid, "solid"), (dotted if cut < len(xs) else range(0), "dot")):
        plot.add_trace(
            go.Scatter(
                x=[xs[i] for i in positions],
                y=[values[i] for i in positions],
                mode="lines",
                line={"color": palette.BLUE, "width": 2.4, "dash": dash},
                hoverinfo="skip",
                connectgaps=False,
            )
        )
    marks = [str(y) in {str(k) for k in flagged} for y in years]
    plot.add_trace(
        go.Scatter(
            x=xs,
            y=list(values),
            mode="markers+text",
            marker={
                "size": [13 if m else 9 for m in marks],
                "symbol": ["diamond" if m else "circle" for m in marks],
                "color": [
                    palette.WHITE if i >= cut else palette.RED if m else palette.BLUE for i, m in enumerate(marks)
                ],
                "line": {"width": 2.2, "color": [palette.RED if m else palette.BLUE for m in marks]},
            },
            text=[formats.number(v, decimals) for v in values],
            textposition="top center",
            textfont={"size": 13},
            cliponaxis=False,
            hovertext=[f"{x}: {formats.number(v, decimals)} {unit}".strip() for x, v in zip(xs, values, strict=True)],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    known = [v for v in values if v is not None]
    top = max(known, default=1)
    for year, words in flagged.items():
        if str(year) in xs:
            plot.add_annotation(
                x=str(year), y=values[xs.index(str(year))], text=f"<b>{words}</b>", showarrow=False,
                yshift=-20, font={"size": 12.5, "color": palette.RED},
            )  # fmt: skip
    plot.update_xaxes(type="category", fixedrange=True, showgrid=False, ticks="", tickfont={"size": 13})
    plot.update_yaxes(visible=False, fixedrange=True, range=[0, top * 1.18])
    return dressed(plot, height=230, margin={"l": 40, "r": 40, "t": 10, "b": 26})
