"""One indicator against its yearly targets: values with interval, and what each year asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import built, legend_above

HALF = 0.32  # of the width of a year: how far the line of its target goes
HEIGHT = 300


@dataclass(frozen=True)
class Point:
    """One year.

    Args:
        value: on the axis; of a milestone the order of its state.
        target: what the year asks, on the same axis; None where the plan asks nothing or it is not known yet.
        beyond: the target itself is not enough: the value must pass it.
        state: sign, word and colours of the judgement.
    """

    year: int
    value: float | None
    words: str
    target: float | None
    target_words: str
    beyond: bool
    low: float | None
    high: float | None
    state: palette.State


def against_targets(points: Sequence[Point], *, unit: str = "", steps: Sequence[str] = ()) -> go.Figure:
    """The figure.

    Args:
        unit: written beside the numbers of the axis.
        steps: names of the ordered states of a milestone, for its axis.
    """
    xs = list(range(len(points)))
    traces = [_targets(points), _values(points, xs)]
    if any(p.low is not None for p in points):
        traces.insert(1, _intervals(points, xs))
    heights = [v for p in points for v in (p.value, p.target, p.high) if v is not None]
    top = len(steps) + 0.6 if steps else max(heights, default=1) * 1.25 or 1
    axis = {"range": [0, top], "fixedrange": True, "gridcolor": palette.RULE, "zeroline": False}
    axis["ticksuffix"] = f"{formats.NBSP}{unit}" if unit else ""
    if steps:
        axis |= {"tickvals": list(range(1, len(steps) + 1)), "ticktext": list(steps)}
    return built(
        traces,
        height=HEIGHT,
        showlegend=True,
        legend=legend_above(),
        margin={"l": 0, "r": 10, "t": 8, "b": 8},
        xaxis={
            "tickvals": xs,
            "ticktext": [f"<b>{p.year}</b><br>{p.state.sign} {p.state.word}" for p in points],
            "range": [-0.5, len(points) - 0.5],
            "zeroline": False,
            "fixedrange": True,
            "showgrid": False,
            "automargin": True,
        },
        yaxis=axis | {"automargin": True},
    )


def _targets(points: Sequence[Point]) -> go.Scatter:
    """A stroke across each year: a dash where the value must reach it, dots where it must pass it."""
    line_x: list[float | None] = []
    line_y: list[float | None] = []
    hover: list[str | None] = []
    for at, point in enumerate(points):
        if point.target is not None:
            line_x += [at - HALF, at, at + HALF, None]
            line_y += [point.target] * 3 + [None]
            hover += [f"{point.year}, obiettivo: {point.target_words}"] * 3 + [None]
    return go.Scatter(
        x=line_x,
        y=line_y,
        mode="lines",
        name="da superare" if any(p.beyond for p in points) else "obiettivo",
        line={"color": palette.REFERENCE, "width": 2.6, "dash": "dot" if any(p.beyond for p in points) else "solid"},
        hovertext=hover,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _intervals(points: Sequence[Point], xs: Sequence[int]) -> go.Scatter:
    known = [(x, p) for x, p in zip(xs, points, strict=True) if p.low is not None and p.high is not None]
    line_x = [v for x, _ in known for v in (x, x, None)]
    line_y = [v for _, p in known for v in (p.low, p.high, None)]
    return go.Scatter(
        x=line_x,
        y=line_y,
        mode="lines",
        name=f"intervallo al 95{formats.NBSP}% (non entra nel giudizio)",
        line={"color": "#8FB4DE", "width": 7},
        hoverinfo="skip",
    )


def _label_places(points: Sequence[Point]) -> list[str]:
    """On the side that the line does not come from."""
    places, before = [], None
    for point in points:
        falls = before is not None and point.value is not None and point.value < before
        places.append("bottom left" if falls else "top left")
        before = point.value if point.value is not None else before
    return places


def _values(points: Sequence[Point], xs: Sequence[int]) -> go.Scatter:
    return go.Scatter(
        x=list(xs),
        y=[p.value for p in points],
        mode="lines+markers+text",
        name="valore rilevato",
        connectgaps=False,
        line={"color": palette.BLUE, "width": 2.2},
        marker={"size": 11, "color": palette.BLUE, "line": {"width": 2, "color": palette.WHITE}},
        text=[p.words if p.value is not None else "" for p in points],
        textposition=_label_places(points),
        textfont={"size": 13, "color": palette.INK},
        cliponaxis=False,
        hovertext=[f"{p.year}: {p.words}, {p.state.word.lower()}" for p in points],
        hovertemplate="%{hovertext}<extra></extra>",
    )
