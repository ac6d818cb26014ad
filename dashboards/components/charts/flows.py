"""Flows of money: funds on the left, areas in the middle, services on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import built

NODE = 34  # pixels of height for each node of the fullest column
LETTERS = 34


def flows(rows: Sequence[Mapping[str, Any]], areas: Mapping[str, str]) -> go.Figure:
    """Rows with `fondo_nome`, `area`, `voce` and `importo_eur`; the colour of a flow is its fund's, then its area's."""
    labels: list[str] = []
    nodes: dict[tuple[str, str], int] = {}
    columns: dict[str, int] = {"fondo": 0, "area": 0, "voce": 0}

    def node(kind: str, key: str, words: str) -> int:
        if (kind, key) not in nodes:
            nodes[kind, key] = len(labels)
            labels.append(words)
            columns[kind] += 1
        return nodes[kind, key]

    links: dict[tuple[int, int], float] = {}
    for row in rows:
        fund = node("fondo", row["fondo_nome"], row["fondo_nome"])
        area = node("area", row["area"], areas[row["area"]])
        service = node("voce", f"{row['area']} {row['voce']}", row["voce"])
        for pair in ((fund, area), (area, service)):
            links[pair] = links.get(pair, 0.0) + float(row["importo_eur"])
    colours = [palette.SERIES[i % len(palette.SERIES)] for i in range(len(labels))]
    sums = [
        max(sum(v for (a, _), v in links.items() if a == i), sum(v for (_, b), v in links.items() if b == i))
        for i in range(len(labels))
    ]
    trace = go.Sankey(
        arrangement="snap",
        node={
            "label": [f"{_short(name)} · {formats.number(value)}" for name, value in zip(labels, sums, strict=True)],
            "customdata": [f"{name}: {formats.number(value)} euro" for name, value in zip(labels, sums, strict=True)],
            "color": colours,
            "pad": 12,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        link={
            "source": [a for a, _ in links],
            "target": [b for _, b in links],
            "value": list(links.values()),
            "color": [_pale(colours[a]) for a, _ in links],
            "customdata": [f"{labels[a]} → {labels[b]}: {formats.number(v)} euro" for (a, b), v in links.items()],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        textfont={"size": 12, "color": palette.INK, "shadow": "none"},
    )
    return built([trace], height=max(340, NODE * max(columns.values())), margin={"l": 4, "r": 4, "t": 8, "b": 8})


def _short(words: str) -> str:
    return words if len(words) <= LETTERS else words[: LETTERS - 1].rstrip() + "…"


def _pale(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.28)"
