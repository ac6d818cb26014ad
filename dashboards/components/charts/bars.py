"""Stacked horizontal bars: amounts or counts by group, parted by category."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed, legend_above

BAR = 26  # pixels
LINE = 17  # pixels of a line of a label
LETTERS = 46  # of a line of a label: what a phone holds


def stacked_bars(
    groups: Sequence[str],
    parts: Mapping[str, Sequence[float | None]],
    *,
    colours: Mapping[str, str] | None = None,
    unit: str = "",
    totals: Sequence[str] | None = None,
    inside: bool = False,
) -> go.Figure:
    """One bar for each group, the first on top; `parts` gives each category its value in each group.

    The name of a group stands above its bar: a long one is never cut, nor meets the next, at any width.

    Args:
        unit: written after the number when pointing: `euro`, `progetti`.
        totals: words written at the end of each bar.
        inside: write each number inside its piece (small counts).
    """
    plot = go.Figure()
    several = len(parts) > 1
    names = [_folded(g, LETTERS) for g in groups]
    labels = list(range(len(groups)))
    row = BAR + 12 + LINE * max((name.count("<br>") + 1 for name in names), default=1)
    for index, (name, values) in enumerate(parts.items()):
        colour = (colours or {}).get(name, palette.SERIES[index % len(palette.SERIES)])
        numbers = [v or 0 for v in values]
        text = [formats.number(v) if v else "" for v in numbers]
        plot.add_trace(
            go.Bar(
                y=labels,
                x=[float(v) for v in numbers],
                width=BAR / row,
                offset=0.5 - (BAR + 3) / row,
                name=name,
                orientation="h",
                marker={"color": colour, "line": {"color": palette.WHITE, "width": 1}},
                text=text if inside else None,
                textposition="inside" if inside else "none",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": _readable(colour), "size": 12.5},
                hovertext=[f"{g}, {name}: {t or '0'} {unit}".strip() for g, t in zip(groups, text, strict=True)],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    sums = [sum(float(v[i] or 0) for v in parts.values()) for i in range(len(groups))]
    longest = max(sums, default=1) or 1
    if totals is not None:
        for label, value, words in zip(labels, sums, totals, strict=True):
            plot.add_annotation(
                x=value,
                y=label + 0.5 - (BAR / 2 + 3) / row,
                text=words,
                showarrow=False,
                xanchor="left",
                xshift=6,
                font={"size": 12.5},
            )
    for label, name in zip(labels, names, strict=True):
        plot.add_annotation(
            x=0,
            y=label + 0.5 - (BAR + 4) / row,
            text=name,
            showarrow=False,
            align="left",
            xanchor="left",
            yanchor="bottom",
            name="gruppo",
        )
    plot.update_xaxes(visible=False, fixedrange=True, range=[0, longest * (1.28 if totals else 1.02)])
    plot.update_yaxes(range=[len(groups) - 0.5, -0.5], visible=False, fixedrange=True)
    return dressed(
        plot,
        height=(70 if several else 34) + row * len(groups),
        barmode="stack",
        showlegend=several,
        legend=legend_above(),
        margin={"l": 0, "r": 4, "t": 44 if several else 8, "b": 4},
    )


def _folded(words: str, width: int) -> str:
    lines, line = [], ""
    for word in words.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "<br>".join([*lines, line])


def _readable(colour: str) -> str:
    return max((palette.WHITE, palette.INK), key=lambda text: palette.contrast(text, colour))
