"""How a population changes in a year: a step for each quantity, and the two balances year by year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed, legend_above

RISE, FALL = palette.SERIES[0], palette.SERIES[3]
NATURAL, MIGRATORY = palette.SERIES[2], palette.SERIES[1]
ROW = 34  # pixels


@dataclass(frozen=True)
class Step:
    """A quantity that adds (`persons` above zero) or takes away."""

    name: str
    persons: int


def waterfall(start: tuple[str, int], steps: Sequence[Step], end: tuple[str, int]) -> go.Figure:
    """From the first to the last count, one step after the other.

    The counts are marks, not bars: the axis does not begin at zero, where a bar would tell the wrong length.
    """
    names = [start[0], *(s.name for s in steps), end[0]]
    plot = go.Figure()
    level, lowest, highest = start[1], min(start[1], end[1]), max(start[1], end[1])
    for place, step in enumerate(steps, start=1):
        plot.add_trace(
            go.Bar(
                x=[step.persons], base=[level], y=[place], orientation="h", width=0.62,
                marker={"color": RISE if step.persons >= 0 else FALL, "line": {"width": 0}},
                hovertext=f"{step.name}: {formats.number(step.persons, sign=True)}",
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )  # fmt: skip
        level += step.persons
        lowest, highest = min(lowest, level), max(highest, level)
        _words(plot, max(level, level - step.persons), place, formats.number(step.persons, sign=True))
    for place, (name, count) in ((0, start), (len(names) - 1, end)):
        plot.add_trace(
            go.Scatter(
                x=[count], y=[place], mode="markers", cliponaxis=False,
                marker={"symbol": "diamond", "size": 13, "color": palette.INK},
                hovertext=f"{name}: {formats.number(count)}", hovertemplate="%{hovertext}<extra></extra>",
            )
        )  # fmt: skip
        _words(plot, count, place, f"<b>{formats.number(count)}</b>")
    room = max(highest - lowest, 1)
    plot.update_xaxes(visible=False, fixedrange=True, range=[lowest - room * 0.03, highest + room * 0.2])
    plot.update_yaxes(
        tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.4, -0.6], fixedrange=True,
        showgrid=False, zeroline=False, ticks="", automargin=True, tickfont={"size": 13},
    )  # fmt: skip
    return dressed(plot, height=30 + ROW * len(names), barmode="overlay")


def _words(plot: go.Figure, x: float, y: float, text: str) -> None:
    plot.add_annotation(x=x, y=y, text=text, showarrow=False, xanchor="left", xshift=9, font={"size": 13})


def balances(years: Sequence[int], natural: Sequence[int | None], migratory: Sequence[int | None]) -> go.Figure:
    """Natural and migratory balance, two bars for each year on either side of zero."""
    plot = go.Figure()
    labels = [str(y) for y in years]
    for name, values, colour in (
        ("Saldo naturale", natural, NATURAL),
        ("Saldo migratorio", migratory, MIGRATORY),
    ):
        words = [formats.number(v, sign=True) for v in values]
        plot.add_trace(
            go.Bar(
                x=labels, y=list(values), name=name, marker={"color": colour, "line": {"width": 0}},
                text=words if len(labels) <= 8 else None, textposition="outside", textfont={"size": 12},
                cliponaxis=False, hovertext=[f"{name} {y}: {w}" for y, w in zip(labels, words, strict=True)],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )  # fmt: skip
    plot.update_xaxes(type="category", fixedrange=True, showgrid=False, ticks="", tickfont={"size": 13})
    plot.update_yaxes(
        visible=True, fixedrange=True, showgrid=True, gridcolor="#E6E7E8", zeroline=True,
        zerolinecolor=palette.INK, zerolinewidth=1.2, tickfont={"size": 12}, tickformat=",d", nticks=6,
        automargin=True,
    )  # fmt: skip
    return dressed(
        plot,
        height=330,
        barmode="group",
        bargap=0.35,
        showlegend=True,
        legend=legend_above(),
        margin={"l": 0, "r": 0, "t": 40, "b": 24},
    )
