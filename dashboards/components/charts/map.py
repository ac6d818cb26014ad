"""Map of territories as filled outlines on plain axes: no base map, hence nothing to fetch."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed

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


def classes(values: Sequence[float | None]) -> tuple[list[float], list[int | None]]:
    """Five classes of equal width: their six bounds, and the class (0-4) of each value.

    Nothing but a choice of colours: bounds are the smallest and the greatest value shown.
    """
    known = [v for v in values if not formats.is_missing(v)]
    if not known:
        return [], [None] * len(values)
    low, high = min(known), max(known)
    if low == high:
        return [low, high], [2 if not formats.is_missing(v) else None for v in values]
    width = (high - low) / CLASSES
    bounds = [low + width * k for k in range(CLASSES)] + [high]
    return bounds, [
        None if formats.is_missing(v) else min(CLASSES - 1, int((v - low) / width)) for v in values
    ]


def legend(bounds: Sequence[float], unit_words: str, decimals: int, *, missing: bool = False) -> str:
    """The classes in words, as HTML: colour, from, to."""
    if not bounds:
        return ""
    items = []
    if len(bounds) == 2:
        items.append((palette.SCALE[2], f"{formats.number(bounds[0], decimals)} ovunque"))
    else:
        for k in range(CLASSES):
            words = f"{formats.number(bounds[k], decimals)}–{formats.number(bounds[k + 1], decimals)}"
            items.append((palette.SCALE[k], words + (" (i più bassi)" if k == 0 else " (i più alti)" if k == 4 else "")))
    if missing:
        items.append((palette.NO_VALUE, "senza valore"))
    body = "".join(f'<li><i style="background:{colour}"></i>{words}</li>' for colour, words in items)
    return f'<ul class="legenda" aria-label="Classi di {unit_words}">{body}</ul>'


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


def territory_map(areas: Sequence[Area], *, label_limit: int = 24) -> go.Figure:
    """One filled outline for each territory, coloured by class; names are written where there is room."""
    _, steps = classes([area.value for area in areas])
    drawn = sorted(
        zip(areas, steps, strict=True), key=lambda pair: (pair[0].selected, -sum(_size(r) for r in _rings(pair[0].geojson)))
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
                line={"color": palette.INK if area.selected else palette.WHITE, "width": 2.6 if area.selected else 1.2},
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
            plot.add_annotation(
                x=area.lon, y=area.lat, text=_label(area.name), showarrow=False,
                font=_label_font(step),
            )  # fmt: skip
    tall, wide = (max(lats) - min(lats)) * stretch, max(lons) - min(lons)
    plot.update_xaxes(visible=False, fixedrange=True, scaleanchor="y", scaleratio=1 / stretch, constrain="domain")
    plot.update_yaxes(visible=False, fixedrange=True, constrain="domain")
    height = HEIGHT if tall >= wide * 0.6 else max(260, int(WIDTH * tall / max(wide, 1e-9)) + 20)
    return dressed(plot, height=height, margin={"l": 0, "r": 0, "t": 4, "b": 4}, hovermode="closest")


def _label(name: str) -> str:
    return name if len(name) <= 15 else name.replace(" ", "<br>", 1)


def _label_font(step: int | None) -> dict[str, object]:
    """Names may run over a neighbour of another colour: a halo keeps them readable on both."""
    colour = palette.INK if step is None else palette.SCALE_TEXT[step]
    halo = palette.WHITE if colour == palette.INK else palette.SCALE[-1]
    shadow = ", ".join(f"{x}px {y}px 1px {halo}" for x in (-1, 1) for y in (-1, 1)) + f", 0 0 3px {halo}"
    return {"size": 11.5, "color": colour, "shadow": shadow}
