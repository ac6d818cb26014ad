"""Series by month: lines that a missing month breaks, with numbered marks over the months that something alters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed, legend_above
from dashboards.components.charts.series import STYLES

Point = Mapping[str, Any]
SHADE = "rgba(192,112,0,0.13)"
HALF = dt.timedelta(days=15)  # a month is drawn at its first day, and a mark covers it whole


@dataclass(frozen=True)
class Months:
    """A line and its points in order of month: `mese`, `valore`, `inf` and `sup` where it has an interval."""

    name: str
    points: Sequence[Point]

    def stretches(self) -> Iterator[list[Point]]:
        """Points of months that follow one another."""
        run: list[Point] = []
        for point in self.points:
            if run and _months(point["mese"]) - _months(run[-1]["mese"]) != 1:
                yield run
                run = []
            run.append(point)
        if run:
            yield run


@dataclass(frozen=True)
class Mark:
    """A numbered note over some months; without an end only its beginning is drawn."""

    number: int
    dal: dt.date
    al: dt.date | None


def _months(day: dt.date) -> int:
    return day.year * 12 + day.month


def monthly(lines: Sequence[Months], marks: Sequence[Mark], *, unit: str, decimals: int = 0) -> go.Figure:
    """Up to five lines, each with its own colour, dash and mark."""
    plot = go.Figure()
    for at, mark in enumerate(marks):
        _draw_mark(plot, mark, lifted=at % 2 == 1)
    for number, line in enumerate(lines[: len(STYLES)]):
        colour, dash, symbol = STYLES[number]
        for run in line.stretches():
            if len(run) > 1:
                plot.add_trace(
                    go.Scatter(
                        x=[p["mese"] for p in run], y=[p["valore"] for p in run], mode="lines",
                        line={"color": colour, "width": 2.4, "dash": dash}, hoverinfo="skip", showlegend=False,
                    )
                )  # fmt: skip
        plot.add_trace(_points(line, colour, dash, symbol, unit, decimals))
    values = [p["valore"] for line in lines for p in line.points]
    top = max(values, default=1) or 1
    plot.update_xaxes(
        fixedrange=True, showgrid=False, zeroline=False, tickfont={"size": 12.5}, tickformat="%m/%y", nticks=8,
    )  # fmt: skip
    plot.update_yaxes(
        range=[0, top * 1.08], fixedrange=True, gridcolor="#E6E7E8", zeroline=True, zerolinecolor=palette.RULE,
        nticks=6, tickfont={"size": 12.5}, tickformat=f",.{decimals if top < 10 else 0}f", automargin=True,
    )  # fmt: skip
    return dressed(
        plot, height=380, margin={"l": 8, "r": 14, "t": 46 if marks else 14, "b": 30},
        showlegend=len(lines) > 1, legend=legend_above(y=1.14 if marks else 1.02),
    )  # fmt: skip


def _draw_mark(plot: go.Figure, mark: Mark, *, lifted: bool) -> None:
    start = mark.dal - HALF
    if mark.al is None:
        plot.add_vline(x=start, line={"color": palette.SECONDARY, "width": 1.4, "dash": "dash"})
    else:
        plot.add_vrect(x0=start, x1=mark.al + HALF, fillcolor=SHADE, line_width=0, layer="below")
    plot.add_annotation(
        x=start if mark.al is None else start + (mark.al + HALF - start) / 2, y=1, yref="paper", yanchor="bottom",
        yshift=13 if lifted else 0, text=f"<b>{mark.number}</b>", showarrow=False,
        font={"size": 12.5, "color": palette.SECONDARY},
    )  # fmt: skip


def _points(line: Months, colour: str, dash: str, symbol: str, unit: str, decimals: int) -> go.Scatter:
    """The points; a rounded figure is hollow."""
    return go.Scatter(
        x=[p["mese"] for p in line.points],
        y=[p["valore"] for p in line.points],
        mode="markers",
        name=line.name,
        marker={
            "size": 8, "symbol": symbol, "line": {"width": 2, "color": colour},
            "color": [palette.WHITE if p.get("approssimato") else colour for p in line.points],
        },
        line={"dash": dash},
        hovertext=[f"{line.name}, {point_words(p, unit, decimals)}" for p in line.points],
        hovertemplate="%{hovertext}<extra></extra>",
    )  # fmt: skip


def point_words(point: Point, unit: str, decimals: int = 0) -> str:
    """`dicembre 2025: 3,4 (3,3–3,5) ogni 1.000 residenti`."""
    words = f"{formats.month(point['mese'])}: {'circa ' if point.get('approssimato') else ''}"
    words += formats.number(point["valore"], decimals)
    if not formats.is_missing(point.get("inf")):
        words += f" ({formats.interval(point['inf'], point['sup'], decimals)})"
    return f"{words} {unit}".strip()
