"""Two indicators at once: a dot for each territory, its size the residents, the chosen ones in colour."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed

# Names are written where they do not cover one another, on a chart as narrow as this.
ROOM = (620, 380)
LETTER, TALL = 7, 16
FEW = 30  # dots that are all named; among more, only the chosen ones
SMALLEST, LARGEST = 5.0, 38.0  # diameter of a dot, in pixels
CHOSEN = 10.0  # the least of those in colour


@dataclass(frozen=True)
class Axis:
    name: str
    unit: str | None
    decimals: int

    def words(self, value: float | None) -> str:
        return formats.with_unit(value, self.unit, self.decimals)

    def title(self) -> str:
        return f"{self.name} ({self.unit})" if self.unit else self.name


def diameters(residents: Sequence[float | None]) -> list[float]:
    """Areas in proportion to the residents; a dot without them has the smallest size."""
    largest = max((r for r in residents if not formats.is_missing(r)), default=1) or 1
    return [
        SMALLEST if formats.is_missing(r) else max(SMALLEST, LARGEST * math.sqrt(max(r, 0) / largest))
        for r in residents
    ]


def scatter(
    rows: Sequence[dict[str, Any]],
    x: Axis,
    y: Axis,
    *,
    chosen: Collection[str],
    chosen_name: str,
    others_name: str,
    reference: tuple[str, float | None, float | None] | None = None,
) -> go.Figure:
    """The chart.

    Args:
        rows: territorio_id, nome, x, y, residenti; those without both values are left out.
        chosen: territories drawn in colour, and named where they are few.
        reference: name and values of the territory whose two dashed lines cross the chart.
    """
    known = [r for r in rows if not formats.is_missing(r["x"]) and not formats.is_missing(r["y"])]
    sizes = dict(zip((r["territorio_id"] for r in known), diameters([r["residenti"] for r in known]), strict=True))
    largest_first = sorted(known, key=lambda r: -(r["residenti"] or 0))
    apart = [r for r in largest_first if r["territorio_id"] not in chosen]
    ours = [r for r in largest_first if r["territorio_id"] in chosen]
    named_of_all = labelled(ours if len(known) > FEW else [*ours, *apart], known)
    plot = go.Figure()
    for group, name, colour, opacity in (
        (apart, others_name, "#8A97A5", 0.45),
        (ours, chosen_name, palette.BLUE, 0.85),
    ):
        if not group:
            continue
        named = named_of_all & {r["territorio_id"] for r in group}
        plot.add_trace(
            go.Scatter(
                x=[r["x"] for r in group],
                y=[r["y"] for r in group],
                mode="markers+text" if named else "markers",
                name=name,
                text=[r["nome"] if r["territorio_id"] in named else "" for r in group] if named else None,
                textposition="top center",
                textfont={"size": 12, "color": palette.INK},
                cliponaxis=False,
                marker={
                    "size": [max(sizes[r["territorio_id"]], CHOSEN if group is ours else 0) for r in group],
                    "color": colour,
                    "opacity": opacity,
                    "line": {"width": 1, "color": palette.WHITE},
                },
                hovertext=[_words(r, x, y) for r in group],
                hovertemplate="%{hovertext}<extra></extra>",
            )
        )
    if reference is not None:
        _cross(plot, *reference)
    settings = {"fixedrange": True, "gridcolor": "#E6E7E8", "zeroline": False, "tickfont": {"size": 12.5}}
    plot.update_xaxes(title={"text": x.title(), "font": {"size": 13}}, automargin=True, **settings)
    plot.update_yaxes(title={"text": y.title(), "font": {"size": 13}}, automargin=True, **settings)
    return dressed(
        plot,
        height=480,
        margin={"l": 8, "r": 16, "t": 34, "b": 8},
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "font": {"size": 12.5},
            "itemclick": False, "itemdoubleclick": False, "itemsizing": "constant",
        },
    )  # fmt: skip


def labelled(rows: Sequence[dict[str, Any]], known: Sequence[dict[str, Any]]) -> set[str]:
    """The territories whose name can be written without covering another, in the order given."""
    spans = [(min(r[axis] for r in known), max(r[axis] for r in known)) for axis in ("x", "y")]
    written: list[tuple[float, float, float]] = []
    found = set()
    for row in rows:
        x, y = (
            room * (row[axis] - low) / ((high - low) or 1)
            for axis, room, (low, high) in zip("xy", ROOM, spans, strict=True)
        )
        half = LETTER * len(row["nome"]) / 2
        if all(abs(x - ox) > half + other or abs(y - oy) > TALL for ox, oy, other in written):
            written.append((x, y, half))
            found.add(row["territorio_id"])
    return found


def _words(row: dict[str, Any], x: Axis, y: Axis) -> str:
    words = f"<b>{row['nome']}</b><br>{x.name}: {x.words(row['x'])}<br>{y.name}: {y.words(row['y'])}"
    if not formats.is_missing(row["residenti"]):
        words += f"<br>{formats.plural(int(row['residenti']), 'residente', 'residenti')}"
    return words


def _cross(plot: go.Figure, name: str, x: float | None, y: float | None) -> None:
    line = {"color": palette.INK, "width": 1.2, "dash": "dash"}
    font = {"size": 12, "color": palette.INK}
    if not formats.is_missing(x):
        plot.add_vline(x=x, line=line)
        plot.add_annotation(
            x=x, y=1, yref="paper", yanchor="top", xanchor="left", xshift=4, text=name, showarrow=False, font=font
        )
    if not formats.is_missing(y):
        plot.add_hline(y=y, line=line)
        plot.add_annotation(
            x=1, xref="paper", xanchor="right", y=y, yanchor="bottom", text=name, showarrow=False, font=font
        )
