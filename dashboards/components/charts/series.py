"""One indicator over the years: several territories with their intervals, or many small charts on one scale."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed, legend_above
from dashboards.components.text import e

Point = Mapping[str, Any]

# Each line has its own colour, dash and mark: told apart without colour too.
STYLES = (
    (palette.BLUE, "solid", "circle"),
    ("#A33E70", "dash", "square"),
    ("#1F7A6D", "dot", "diamond"),
    (palette.AMBER, "dashdot", "triangle-up"),
    ("#5A3E85", "longdash", "x"),
)
MOST = len(STYLES)
FEW_YEARS = 7  # beyond, a phone has no room for four figures
SMALL = (150, 64)  # width and height of a small chart, in its own units


@dataclass(frozen=True)
class Line:
    """A territory and its points in order of year; `tratto` says which points make one line."""

    name: str
    points: Sequence[Point]

    def stretches(self) -> Iterator[list[Point]]:
        """Points that may be joined: a missing value parts them as a missing year does."""
        for _, group in groupby(self.points, key=lambda p: (p["tratto"], formats.is_missing(p["valore"]))):
            found = list(group)
            if not formats.is_missing(found[0]["valore"]):
                yield found


def limits(lines: Sequence[Line], *, intervals: bool) -> tuple[float, float]:
    """The range of the axis, with some air: from the least to the greatest thing drawn."""
    keys = ("valore", "ic95_inf", "ic95_sup") if intervals else ("valore",)
    drawn = [p[k] for line in lines for p in line.points for k in keys if not formats.is_missing(p.get(k))]
    low, high = min(drawn, default=0.0), max(drawn, default=1.0)
    air = (high - low) * 0.08 or abs(high) * 0.08 or 1.0
    return (max(0.0, low - air) if low >= 0 else low - air), high + air


def series(
    lines: Sequence[Line],
    *,
    unit: str | None,
    decimals: int,
    intervals: bool = True,
    breaks: Mapping[int, str] | None = None,
) -> go.Figure:
    """Up to five lines with their bands; a dashed vertical line before each year that opens a new series.

    Args:
        breaks: year → mark written on the dashed line; the words stand under the chart.
    """
    plot = go.Figure()
    for number, line in enumerate(lines[:MOST]):
        colour, dash, symbol = STYLES[number]
        for stretch in line.stretches():
            if intervals:
                plot.add_trace(_band(stretch, colour))
            plot.add_trace(_joined(stretch, colour, dash))
        plot.add_trace(_marks(line, colour, dash, symbol, unit, decimals))
    years = sorted({p["anno"] for line in lines for p in line.points if not formats.is_missing(p["valore"])})
    for year, mark in (breaks or {}).items():
        plot.add_vline(x=year - 0.5, line={"color": palette.SECONDARY, "width": 1.4, "dash": "dash"})
        plot.add_annotation(
            x=year - 0.5, y=1, yref="paper", yanchor="bottom", text=mark, showarrow=False,
            font={"size": 12, "color": palette.SECONDARY},
        )  # fmt: skip
    low, high = limits(lines, intervals=intervals)
    plot.update_xaxes(
        tickvals=years, ticktext=[str(y) if len(years) <= FEW_YEARS else f"’{y % 100:02d}" for y in years], tickangle=0,
        range=[years[0] - 0.4, years[-1] + 0.4] if years else None,
        fixedrange=True, showgrid=False, zeroline=False, tickfont={"size": 12.5},
    )  # fmt: skip
    plot.update_yaxes(
        range=[low, high], fixedrange=True, gridcolor="#E6E7E8", zeroline=False, nticks=6,
        tickfont={"size": 12.5}, tickformat=f",.{decimals if high - low < 10 else 0}f", automargin=True,
    )  # fmt: skip
    return dressed(
        plot,
        height=360,
        margin={"l": 8, "r": 12, "t": 24 if breaks else 12, "b": 30},
        showlegend=len(lines) > 1,
        legend=legend_above(y=1.1 if breaks else 1.02),
    )


def _band(stretch: Sequence[Point], colour: str) -> go.Scatter:
    known = [p for p in stretch if not formats.is_missing(p.get("ic95_inf"))]
    years = [p["anno"] for p in known]
    if len(known) == 1:  # a point alone has a whisker, not a band
        return go.Scatter(
            x=years * 2, y=[known[0]["ic95_inf"], known[0]["ic95_sup"]], mode="lines",
            line={"color": colour, "width": 2}, opacity=0.45, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return go.Scatter(
        x=years + years[::-1],
        y=[p["ic95_sup"] for p in known] + [p["ic95_inf"] for p in reversed(known)],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=f"rgba({red},{green},{blue},0.14)",
        hoverinfo="skip",
        showlegend=False,
    )


def _joined(stretch: Sequence[Point], colour: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=[p["anno"] for p in stretch], y=[p["valore"] for p in stretch], mode="lines",
        line={"color": colour, "width": 2.4, "dash": dash}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _marks(line: Line, colour: str, dash: str, symbol: str, unit: str | None, decimals: int) -> go.Scatter:
    """The points; a provisional one is hollow."""
    known = [p for p in line.points if not formats.is_missing(p["valore"])]
    return go.Scatter(
        x=[p["anno"] for p in known],
        y=[p["valore"] for p in known],
        mode="lines+markers" if not known else "markers",
        name=line.name,
        line={"dash": dash, "color": colour},
        marker={
            "size": 9,
            "symbol": symbol,
            "color": [palette.WHITE if p.get("provvisorio") else colour for p in known],
            "line": {"width": 2, "color": colour},
        },
        hovertext=[f"{line.name}, {point_words(p, unit, decimals)}" for p in known],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def point_words(point: Point, unit: str | None, decimals: int) -> str:
    """`2023: 227,6 (209–248), provvisorio`."""
    words = f"{point['anno']}: {formats.with_unit(point['valore'], unit, decimals)}"
    if not formats.is_missing(point.get("ic95_inf")):
        words += f" ({formats.interval(point['ic95_inf'], point['ic95_sup'], decimals)})"
    return words + (", provvisorio" if point.get("provvisorio") else "")


def small_multiples(lines: Sequence[tuple[Line, str]], *, unit: str | None, decimals: int, intervals: bool) -> str:
    """One small chart for each territory, all on the same years and the same scale.

    Args:
        lines: each line with the address that its name leads to.
    """
    only = [line for line, _ in lines]
    low, high = limits(only, intervals=intervals)
    years = sorted({p["anno"] for line in only for p in line.points if not formats.is_missing(p["valore"])}) or [0]
    items = []
    for line, href in lines:
        known = [p for p in line.points if not formats.is_missing(p["valore"])]
        words = point_words(known[-1], unit, decimals) if known else formats.MISSING
        image = _svg(line, years, low, high, intervals=intervals)
        code = base64.b64encode(image.encode()).decode()
        alt = f"{line.name}: " + ("; ".join(point_words(p, unit, decimals) for p in known) or "nessun valore")
        items.append(
            f'<li><a href="{e(href)}" target="_self">{e(line.name)}</a>'
            f'<img src="data:image/svg+xml;base64,{code}" alt="{e(alt)}"><span>{e(words)}</span></li>'
        )
    return f'<ul class="multipli">{"".join(items)}</ul>'


def _svg(line: Line, years: Sequence[int], low: float, high: float, *, intervals: bool) -> str:
    width, height = SMALL
    span = max(years[-1] - years[0], 1)

    def at(year: int, value: float) -> str:
        x = 4 + (width - 8) * (year - years[0]) / span
        y = height - 4 - (height - 8) * (value - low) / (high - low)
        return f"{x:.1f},{y:.1f}"

    drawn = ""
    for stretch in line.stretches():
        banded = [p for p in stretch if not formats.is_missing(p.get("ic95_inf"))]
        if intervals and len(banded) > 1:
            edge = [at(p["anno"], p["ic95_sup"]) for p in banded] + [at(p["anno"], p["ic95_inf"]) for p in banded[::-1]]
            drawn += f'<polygon points="{" ".join(edge)}" fill="{palette.BLUE}" fill-opacity=".16"/>'
        points = [at(p["anno"], p["valore"]) for p in stretch]
        drawn += f'<polyline points="{" ".join(points)}" fill="none" stroke="{palette.BLUE}" stroke-width="2"/>'
        for point in points if len(points) == 1 else points[-1:]:
            x, y = point.split(",")
            drawn += f'<circle cx="{x}" cy="{y}" r="3" fill="{palette.BLUE}"/>'
    frame = f'<path d="M4 {height - 2}H{width - 4}" stroke="{palette.RULE}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{frame}{drawn}</svg>'
