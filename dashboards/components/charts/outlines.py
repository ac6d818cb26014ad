"""Boundaries as rings of points, thinned to what a screen shows, and the point where a name has most room."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Point = tuple[float, float]
Ring = tuple[Point, ...]

FINEST = 0.0001  # degrees, about ten metres
CELLS = 900  # of the grid that a whole map is thinned to
STEPS = 18  # of the grid on which the place of a name is sought
LABEL_CELLS = 150  # of the grid that one outline is thinned to, to seek it


@dataclass(frozen=True, eq=False)
class Shape:
    """All the rings of a territory as one line: a gap (not a number) parts them."""

    x: np.ndarray
    y: np.ndarray
    size: float
    box: tuple[float, float, float, float]


@functools.lru_cache(maxsize=20_000)
def shape(geojson: str, cell: float = FINEST) -> Shape:
    """What a chart draws of a territory."""
    found = rings(geojson, cell)
    gap = ((math.nan, math.nan),)
    points = np.array([p for ring in found for p in (*ring, *gap)] or [*gap], dtype="float32")
    whole = box([p for ring in found for p in ring]) if found else (math.nan,) * 4
    return Shape(points[:, 0], points[:, 1], sum(size(ring) for ring in found), whole)


def extent(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    """West, south, east, north of all; a square of Italy where nothing is drawn."""
    boxes = np.array([s.box for s in shapes if not math.isnan(s.box[0])] or [(10.0, 45.0, 11.0, 46.0)])
    west, south = boxes[:, :2].min(axis=0)
    east, north = boxes[:, 2:].max(axis=0)
    return float(west), float(south), float(east), float(north)


def grid(west: float, south: float, east: float, north: float) -> float:
    """The side of the cells that a map of this extent needs: a power of two of the finest, so that few are kept."""
    wanted = max(east - west, north - south) / CELLS
    return FINEST * 2 ** max(0, math.floor(math.log2(max(wanted / FINEST, 1))))


@functools.lru_cache(maxsize=4096)
def rings(geojson: str, cell: float = FINEST) -> tuple[Ring, ...]:
    """Outer rings, the largest first. Points fall on one grid, so that neighbours keep the same border."""
    shape = json.loads(geojson)
    shape = shape.get("geometry", shape)
    polygons = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
    found = []
    for polygon in polygons:
        ring, last = [], None
        for x, y, *_ in polygon[0]:
            point = (round(round(x / cell) * cell, 5), round(round(y / cell) * cell, 5))
            if point != last:
                ring.append(point)
                last = point
        if len(ring) > 3:
            found.append(tuple(ring))
    if not found:  # smaller than a cell: kept as it is, so that no territory disappears
        return rings(geojson, cell / 8) if cell > FINEST else ()
    return tuple(sorted(found, key=size, reverse=True))


def size(ring: Sequence[Point]) -> float:
    west, south, east, north = box(ring)
    return (east - west) * (north - south)


def box(points: Sequence[Point]) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


@functools.lru_cache(maxsize=512)
def label_point(geojson: str) -> Point | None:
    """The point of the largest outline farthest from its edge, on a grid."""
    found = rings(geojson)
    if not found:
        return None
    west, south, east, north = box(found[0])
    # A name needs no finer border than the map that it is written on.
    coarse = rings(geojson, max(FINEST, max(east - west, north - south) / LABEL_CELLS))
    ring = np.array(coarse[0] if coarse else found[0])
    squeeze = np.array([math.cos(math.radians((south + north) / 2)), 1.0])
    start = ring * squeeze
    end = np.roll(start, -1, axis=0)
    steps = np.arange(1, STEPS) / STEPS
    x, y = np.meshgrid(west + (east - west) * steps, south + (north - south) * steps)
    points = np.column_stack([x.ravel(), y.ravel()])
    points = points[_inside(points * squeeze, start, end)]
    if not len(points):
        return None
    x, y = points[_distance(points * squeeze, start, end).argmax()]
    return float(x), float(y)


def _inside(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Which points (n x 2) lie inside the line of edges (m x 2): those whose ray crosses it an odd number of times."""
    x, y = points[:, :1], points[:, 1:]
    (x1, y1), (x2, y2) = start.T, end.T
    spans = (y1 > y) != (y2 > y)
    rise = np.where(y2 == y1, 1.0, y2 - y1)
    return (spans & (x < (x2 - x1) * (y - y1) / rise + x1)).sum(axis=1) % 2 == 1


def _distance(points: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Of each point (n x 2), how far the nearest of the edges (m x 2) is."""
    x, y = points[:, :1] - start[:, 0], points[:, 1:] - start[:, 1]
    along_x, along_y = (end - start).T
    length = along_x**2 + along_y**2
    share = np.clip((x * along_x + y * along_y) / np.where(length == 0, 1.0, length), 0.0, 1.0)
    return np.sqrt(((x - share * along_x) ** 2 + (y - share * along_y) ** 2).min(axis=1))
