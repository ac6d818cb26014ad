"""Age pyramid: men on the left, women on the right, ages between, another population as an outline."""

from __future__ import annotations

from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from dashboards.components import formats, palette
from dashboards.components.charts.base import built

CLASS = 5
OLDEST = 100
# Sex, word in a sentence, colour; and the axis of its side.
SIDES = ((("M", "maschi", palette.MALE), "x"), (("F", "femmine", palette.FEMALE), "x2"))
LEFT = 0.4375  # of the width, for each side; the ages stand between


@dataclass(frozen=True)
class Outline:
    """Another population, drawn as a line over the bars.

    Args:
        residents: eta, sesso, residenti, in the same classes as the bars.
        scaled: its shares are laid on the size of the bars (another territory); otherwise its own counts
            (another year of the same territory).
    """

    residents: pl.DataFrame
    name: str
    scaled: bool = True


def class_name(age: int, step: int = CLASS) -> str:
    if age >= OLDEST:
        return f"{OLDEST}+"
    return str(age) if step == 1 else f"{age}–{age + step - 1}"


def pyramid(
    residents: pl.DataFrame,
    outline: Outline | None = None,
    *,
    step: int = CLASS,
    height: int = 430,
    words: tuple[str, str] = ("Maschi", "Femmine"),
) -> go.Figure:
    """The pyramid of one territory.

    Args:
        residents: eta (first age of the class), sesso (`M`, `F`), residenti.
        step: years of a class: 5, or 1 for single ages.
        words: what the two sides are called.
    """
    ages = list(range(0, OLDEST + 1, step))
    here = _by_sex(residents, ages)
    there = _outlined(outline, ages, sum(map(sum, here.values())))
    longest = max([1.0, *here["M"], *here["F"], *there.get("M", []), *there.get("F", [])])

    bars = [_bars(ages, here[sex], step, word, colour, axis) for (sex, word, colour), axis in SIDES]
    lines = [_line(ages, there[sex], step, outline.name, axis) for (sex, *_), axis in SIDES] if there else []
    span = longest * 1.04
    hidden = {"visible": False, "fixedrange": True}
    return built(
        [*bars, *lines],
        height=height,
        bargap=0.1,
        margin={"l": 0, "r": 0, "t": 4, "b": 28},
        xaxis=hidden | {"range": [span, 0], "domain": [0, LEFT]},
        xaxis2=hidden | {"range": [0, span], "domain": [1 - LEFT, 1], "anchor": "y"},
        yaxis=hidden | {"range": [-step / 2 - 0.2, OLDEST + step / 2 + 0.2]},
        annotations=[
            *_sides(words, [sum(here[sex]) for sex in "MF"]),
            *(_written(0.5, age, "y", class_name(age, step), size=12) for age in range(0, OLDEST + 1, 10)),
        ],
    )


def _sides(words: tuple[str, str], people: list[float]) -> list[dict[str, object]]:
    """What each side is, with its total, under it."""
    return [
        _written(x, 0, "paper", f"<b>{word}</b> {formats.number(count)}", size=13) | {"yanchor": "top", "yshift": -4}
        for x, word, count in zip((0.22, 0.78), words, people, strict=True)
    ]


def _written(x: float, y: float, on: str, text: str, *, size: int) -> dict[str, object]:
    colour = palette.SECONDARY if on == "y" else palette.INK
    return {
        "x": x, "xref": "paper", "y": y, "yref": on, "text": text, "showarrow": False,
        "font": {"size": size, "color": colour},
    }  # fmt: skip


def _by_sex(frame: pl.DataFrame, ages: list[int]) -> dict[str, list[float]]:
    found = {(row["sesso"], row["eta"]): row["residenti"] or 0 for row in frame.to_dicts()}
    return {sex: [found.get((sex, age), 0) for age in ages] for sex in "MF"}


def _outlined(outline: Outline | None, ages: list[int], people: float) -> dict[str, list[float]]:
    if outline is None or outline.residents.is_empty():
        return {}
    there = _by_sex(outline.residents, ages)
    whole = sum(map(sum, there.values()))
    scale = people / whole if outline.scaled and whole else 1
    return {sex: [x * scale for x in values] for sex, values in there.items()}


def _bars(ages: list[int], counts: list[float], step: int, word: str, colour: str, axis: str) -> go.Bar:
    return go.Bar(
        y=ages,
        x=counts,
        xaxis=axis,
        orientation="h",
        name=word,
        marker={"color": colour, "line": {"width": 0}},
        width=step * 0.9,
        hovertext=[
            f"{_aged(age, step)}: {formats.number(count)} {word}" for age, count in zip(ages, counts, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _aged(age: int, step: int) -> str:
    name = class_name(age, step)
    return f"{name} {'anno' if name == '1' else 'anni'}"


def _line(ages: list[int], values: list[float], step: int, name: str, axis: str) -> go.Scatter:
    xs, ys = [], []
    for age, value in zip(ages, values, strict=True):
        xs += [value, value]
        ys += [age - step / 2, age + step / 2]
    return go.Scatter(
        x=xs,
        y=ys,
        xaxis=axis,
        mode="lines",
        name=name,
        line={"color": palette.REFERENCE, "width": 1.6},
        hoverinfo="skip",
    )
