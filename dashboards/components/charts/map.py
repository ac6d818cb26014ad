"""Map of territories as filled outlines on plain axes: no base map, hence nothing to fetch."""

from __future__ import annotations

import bisect
import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed
from dashboards.components.text import e

CLASSES = len(palette.SCALE)
HEIGHT = 430
WIDTH = 520


@dataclass(frozen=True)
class Area:
    territorio_id: str
    name: str
    geojson: str
    lon: float
    lat: float
    value: float | None
    words: str
    selected: bool = False


@dataclass(frozen=True)
class Classes:
    """Five classes of colour. Nothing but a choice of colours: no value is changed by it.

    Args:
        bounds: the six limits, from the smallest value shown to the greatest (two
            where all values are equal).
        steps: the class (0-4) of each value, None where it is missing.
        words: how the classes were cut, for the foot of the figure.
    """

    bounds: list[float]
    steps: list[int | None]
    words: str


def classes(values: Sequence[float | None]) -> Classes:
    """Classes of equal width; of equal count where one of those would hold more than half of all."""
    known = sorted(v for v in values if not formats.is_missing(v))
    if not known:
        return Classes([], [None] * len(values), "")
    low, high = known[0], known[-1]
    if low == high:
        return Classes([low, high], [None if formats.is_missing(v) else 2 for v in values], "un solo valore")
    width = (high - low) / CLASSES
    inner, words = [low + width * k for k in range(1, CLASSES)], "cinque classi di ampiezza uguale"
    crowded = max(_counts(known, inner)) > len(known) / 2
    by_count = [known[len(known) * k // CLASSES] for k in range(1, CLASSES)]
    if crowded and len({low, *by_count}) == CLASSES:
        inner, words = by_count, "cinque classi con circa lo stesso numero di territori"
    steps = [None if formats.is_missing(v) else bisect.bisect_right(inner, v) for v in values]
    return Classes([low, *inner, high], steps, words)


def _counts(known: Sequence[float], inner: Sequence[float]) -> list[int]:
    found = [bisect.bisect_right(inner, v) for v in known]
    return [found.count(k) for k in range(CLASSES)]


def legend(cut: Classes, name: str, decimals: int) -> str:
    """The classes in words, as HTML: colour, from, to."""
    if not cut.bounds:
        return ""
    items = []
    if len(cut.bounds) == 2:
        items.append((palette.SCALE[2], f"{formats.number(cut.bounds[0], decimals)} ovunque"))
    else:
        for k in range(CLASSES):
            words = f"{formats.number(cut.bounds[k], decimals)}–{formats.number(cut.bounds[k + 1], decimals)}"
            items.append(
                (
                    palette.SCALE[k],
                    words + (" (i più bassi)" if k == 0 else " (i più alti)" if k == 4 else ""),
                )
            )
    if None in cut.steps:
        items.append((palette.NO_VALUE, "senza valore"))
    body = "".join(f'<li><i style="background:{colour}"></i>{words}</li>' for colour, words in items)
    return f'<ul class="legenda" aria-label="Classi: {e(name)}">{body}</ul>'


@functools.lru_cache(maxsize=4096)
def _rings(geojson: str) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Outer rings, thinned to what a screen can show (about 50 metres)."""
    shape = json.loads(geojson)
    shape = shape.get("geometry", shape)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    rings = []
    for polygon in polygons:
        ring, last = [], None
        for x, y, *_ in polygon[0]:
            point = (round(x, 4), round(y, 4))
            if point != last:
                ring.append(point)
                last = point
        if len(ring) > 3:
            rings.append(tuple(ring))
    return tuple(sorted(rings, key=_size, reverse=True))


def _size(ring: Sequence[tuple[float, float]]) -> float:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


@functools.lru_cache(maxsize=512)
def _label_point(geojson: str) -> tuple[float, float] | None:
    """The point of the largest outline farthest from its edge, on a grid: where a name has most room."""
    rings = _rings(geojson)
    if not rings:
        return None
    ring = rings[0]
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    squeeze = math.cos(math.radians(sum(ys) / len(ys)))
    steps, best = 18, (-1.0, None)
    edges = [
        ((x1 * squeeze, y1), (x2 * squeeze, y2)) for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1], strict=True)
    ]
    for i in range(1, steps):
        for j in range(1, steps):
            x = min(xs) + (max(xs) - min(xs)) * i / steps
            y = min(ys) + (max(ys) - min(ys)) * j / steps
            if _inside(x * squeeze, y, edges):
                room = min(_distance(x * squeeze, y, edge) for edge in edges)
                if room > best[0]:
                    best = (room, (x, y))
    return best[1]


Edge = tuple[tuple[float, float], tuple[float, float]]


def _inside(x: float, y: float, edges: Sequence[Edge]) -> bool:
    crossings = 0
    for (x1, y1), (x2, y2) in edges:
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def _distance(x: float, y: float, edge: Edge) -> float:
    (x1, y1), (x2, y2) = edge
    length = (x2 - x1) ** 2 + (y2 - y1) ** 2
    along = 0.0 if length == 0 else max(0.0, min(1.0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def territory_map(areas: Sequence[Area], *, label_limit: int = 24) -> go.Figure:
    """One filled outline for each territory, coloured by class; names are written where there is room."""
    steps = classes([area.value for area in areas]).steps
    drawn = sorted(
        zip(areas, steps, strict=True),
        key=lambda pair: (pair[0].selected, -sum(_size(r) for r in _rings(pair[0].geojson))),
    )
    plot = go.Figure()
    points: list[tuple[float, float]] = []
    for area, step in drawn:
        xs: list[float | None] = []
        ys: list[float | None] = []
        for ring in _rings(area.geojson):
            points += ring
            xs += [*(p[0] for p in ring), None]
            ys += [*(p[1] for p in ring), None]
        plot.add_trace(
            go.Scatter(
                x=xs[:-1],
                y=ys[:-1],
                mode="lines",
                fill="toself",
                fillcolor=palette.NO_VALUE if step is None else palette.SCALE[step],
                line={
                    "color": palette.INK if area.selected else palette.WHITE,
                    "width": 2.6 if area.selected else 1.2,
                },
                hoveron="fills",
                hoverinfo="text",
                text=f"{area.name}: {area.words}",
                name=f"{area.name}: {area.words}",
            )
        )
    lats = [p[1] for p in points] or [45.0]
    lons = [p[0] for p in points] or [10.0]
    stretch = 1 / math.cos(math.radians((min(lats) + max(lats)) / 2))
    if len(areas) <= label_limit:
        for area, step in drawn:
            lon, lat = _label_point(area.geojson) or (area.lon, area.lat)
            plot.add_annotation(
                x=lon, y=lat, text=_label(area.name), showarrow=False,
                font=_label_font(step),
            )  # fmt: skip
    tall, wide = (max(lats) - min(lats)) * stretch, max(lons) - min(lons)
    plot.update_xaxes(visible=False, fixedrange=True, scaleanchor="y", scaleratio=1 / stretch, constrain="domain")
    plot.update_yaxes(visible=False, fixedrange=True, constrain="domain")
    height = HEIGHT if tall >= wide * 0.6 else max(260, int(WIDTH * tall / max(wide, 1e-9)) + 20)
    return dressed(plot, height=height, margin={"l": 0, "r": 0, "t": 4, "b": 4}, hovermode="closest")


def _label(name: str) -> str:
    return name if len(name) <= 10 else name.replace(" ", "<br>", 1)


def _label_font(step: int | None) -> dict[str, object]:
    """Names may run over a neighbour of another colour: a halo keeps them readable on both."""
    colour = palette.INK if step is None else palette.SCALE_TEXT[step]
    halo = palette.WHITE if colour == palette.INK else palette.SCALE[-1]
    shadow = ", ".join(f"{x}px {y}px 1px {halo}" for x in (-1, 1) for y in (-1, 1)) + f", 0 0 3px {halo}"
    return {"size": 11.5, "color": colour, "shadow": shadow}
