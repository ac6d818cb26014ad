"""Map of territories as filled outlines on plain axes: no base map, hence nothing to fetch."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from dashboards.components import palette
from dashboards.components.charts import outlines
from dashboards.components.charts.base import built
from dashboards.components.charts.classes import Class, Classes

HEIGHT = 430
WIDTH = 520
NAMED = 24  # territories: beyond these no name is written on the map
ONE_BY_ONE = 60  # beyond these one shape holds all the territories of a class
MISSING = Class("senza valore", palette.NO_VALUE)


@dataclass(frozen=True)
class Area:
    territorio_id: str
    name: str
    geojson: str
    lon: float
    lat: float
    words: str
    selected: bool = False


def territory_map(areas: Sequence[Area], cut: Classes, *, height: int = HEIGHT) -> go.Figure:
    """One filled outline for each territory, coloured by class; names are written where there is room.

    Args:
        cut: the classes, with one step for each area, in the same order.
    """
    cell = outlines.grid(*outlines.box([(a.lon, a.lat) for a in areas])) if areas else outlines.FINEST
    shapes = {a.territorio_id: outlines.shape(a.geojson, cell) for a in areas}
    named = [
        (area, cut.classes[step] if step is not None else MISSING) for area, step in zip(areas, cut.steps, strict=True)
    ]
    # The small ones are drawn over the large, the chosen one over all.
    drawn = sorted(named, key=lambda pair: (pair[0].selected, -shapes[pair[0].territorio_id].size))
    west, south, east, north = outlines.extent(list(shapes.values()))
    stretch = 1 / math.cos(math.radians((south + north) / 2))
    hidden = {"visible": False, "fixedrange": True, "constrain": "domain"}
    tall, wide = (north - south) * stretch, east - west
    if tall < wide * 0.6:
        height = max(260, int(WIDTH * tall / max(wide, 1e-9)) + 20)
    return built(
        _by_area(drawn, shapes) if len(areas) <= ONE_BY_ONE else _by_class(drawn, shapes),
        height=height,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        hovermode="closest",
        xaxis=hidden | {"scaleanchor": "y", "scaleratio": 1 / stretch},
        yaxis=hidden,
        annotations=[_name(area, style) for area, style in drawn] if len(areas) <= NAMED else [],
    )


def _fill(style: Class) -> dict[str, object]:
    """What has no value is hatched too: grey alone is not told from a pale class."""
    if style is not MISSING:
        return {"fillcolor": style.colour}
    return {
        "fillcolor": palette.NO_VALUE,
        "fillpattern": {
            "shape": "/",
            "fgcolor": palette.HATCH,
            "bgcolor": palette.NO_VALUE,
            "size": 6,
            "solidity": 0.2,
        },
    }


def _by_area(drawn: Sequence[tuple[Area, Class]], shapes: dict[str, outlines.Shape]) -> list[go.Scatter]:
    traces = []
    for area, style in drawn:
        shape = shapes[area.territorio_id]
        line = {"color": palette.INK if area.selected else palette.WHITE, "width": 2.6 if area.selected else 1.2}
        words = f"{area.name}: {area.words}"
        traces.append(
            go.Scatter(
                x=shape.x, y=shape.y, mode="lines", fill="toself", line=line, hoveron="fills", hoverinfo="text",
                text=words, name=words, **_fill(style),
            )
        )  # fmt: skip
    return traces


def _by_class(drawn: Sequence[tuple[Area, Class]], shapes: dict[str, outlines.Shape]) -> list[go.Scatter]:
    """One shape for each class; what points at is a mark that nobody sees in the middle of each territory."""
    groups: dict[Class, list[outlines.Shape]] = {}
    for area, style in drawn:
        groups.setdefault(style, []).append(shapes[area.territorio_id])
    traces = []
    for style, group in groups.items():
        traces.append(
            go.Scatter(
                x=np.concatenate([s.x for s in group]), y=np.concatenate([s.y for s in group]),
                mode="lines", fill="toself", line={"color": palette.WHITE, "width": 0.4},
                hoverinfo="skip", name=style.words, **_fill(style),
            )
        )  # fmt: skip
    chosen = [(area, style) for area, style in drawn if area.selected]
    traces += _by_area(chosen, shapes)
    traces.append(
        go.Scatter(
            x=[area.lon for area, _ in drawn], y=[area.lat for area, _ in drawn], mode="markers",
            marker={"size": 14, "opacity": 0}, hoverinfo="text",
            text=[f"{area.name}: {area.words}" for area, _ in drawn], name="territori",
        )
    )  # fmt: skip
    return traces


def _name(area: Area, style: Class) -> dict[str, object]:
    lon, lat = outlines.label_point(area.geojson) or (area.lon, area.lat)
    name = area.name if len(area.name) <= 10 else area.name.replace(" ", "<br>", 1)
    return {
        "x": lon, "y": lat, "text": f"{style.sign} {name}".strip(), "showarrow": False, "font": _name_font(style)
    }  # fmt: skip


def _name_font(style: Class) -> dict[str, object]:
    """Names may run over a neighbour of another colour: a halo keeps them readable on both."""
    halo = palette.WHITE if style.text == palette.INK else palette.SCALE[-1]
    shadow = ", ".join(f"{x}px {y}px 1px {halo}" for x in (-1, 1) for y in (-1, 1)) + f", 0 0 3px {halo}"
    return {"size": 11.5, "color": style.text, "shadow": shadow}
