"""Age pyramid: men on the left, women on the right, ages between, a reference as an outline."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl
from plotly.subplots import make_subplots

from dashboards.components import formats, palette
from dashboards.components.charts.base import dressed

STEP = 5


def class_name(age: int) -> str:
    return "100+" if age >= 100 else f"{age}–{age + STEP - 1}"


def pyramid(
    residents: pl.DataFrame,
    reference: pl.DataFrame | None = None,
    *,
    name: str = "",
    reference_name: str = "",
) -> go.Figure:
    """The pyramid of one territory.

    Args:
        residents: eta (first age of the five-year class), sesso (`M`, `F`), residenti.
        reference: the same for the territory compared to; drawn as an outline,
            its shares scaled to the size of
            `residents`, so that the two shapes can be laid one over the other.
    """
    ages = list(range(0, 101, STEP))
    here = _by_sex(residents, ages)
    people = sum(sum(values) for values in here.values())
    there = _by_sex(reference, ages) if reference is not None and reference.height else None
    scale = people / sum(sum(v) for v in there.values()) if there else 1
    longest = max([1.0, *here["M"], *here["F"], *([x * scale for sex in "MF" for x in there[sex]] if there else [])])

    plot = make_subplots(rows=1, cols=2, shared_yaxes=True, horizontal_spacing=0.125)
    for column, (sex, word, colour) in enumerate(
        (("M", "maschi", palette.MALE), ("F", "femmine", palette.FEMALE)), start=1
    ):
        labels = [
            f"{class_name(age)} anni: {formats.number(count)} {word}"
            for age, count in zip(ages, here[sex], strict=True)
        ]
        plot.add_trace(
            go.Bar(
                y=ages,
                x=here[sex],
                orientation="h",
                name=word,
                marker={"color": colour, "line": {"width": 0}},
                width=STEP * 0.9,
                hovertext=labels,
                hovertemplate="%{hovertext}<extra></extra>",
            ),
            row=1,
            col=column,
        )
        if there:
            plot.add_trace(_outline(ages, [x * scale for x in there[sex]], reference_name), row=1, col=column)
    span = longest * 1.04
    plot.update_xaxes(range=[span, 0], row=1, col=1)
    plot.update_xaxes(range=[0, span], row=1, col=2)
    plot.update_xaxes(visible=False, fixedrange=True)
    plot.update_yaxes(visible=False, fixedrange=True, range=[-STEP / 2 - 0.2, 100 + STEP / 2 + 0.2])
    for age in ages:
        if (age // STEP) % 2 == 0:
            plot.add_annotation(
                x=0.5, xref="paper", y=age, yref="y", text=class_name(age), showarrow=False,
                font={"size": 12, "color": palette.SECONDARY},
            )  # fmt: skip
    for x, word, sex in ((0.22, "Maschi", "M"), (0.78, "Femmine", "F")):
        plot.add_annotation(
            x=x, xref="paper", y=0, yref="paper", yanchor="top", yshift=-4, showarrow=False,
            text=f"<b>{word}</b> {formats.number(sum(here[sex]))}", font={"size": 13},
        )  # fmt: skip
    return dressed(plot, height=430, bargap=0.1, margin={"l": 0, "r": 0, "t": 4, "b": 28}, title=None, meta=name)


def _by_sex(frame: pl.DataFrame, ages: list[int]) -> dict[str, list[int]]:
    found = {(row["sesso"], row["eta"]): row["residenti"] or 0 for row in frame.to_dicts()}
    return {sex: [found.get((sex, age), 0) for age in ages] for sex in "MF"}


def _outline(ages: list[int], values: list[float], name: str) -> go.Scatter:
    xs, ys = [], []
    for age, value in zip(ages, values, strict=True):
        xs += [value, value]
        ys += [age - STEP / 2, age + STEP / 2]
    return go.Scatter(
        x=xs, y=ys, mode="lines", name=name, line={"color": palette.REFERENCE, "width": 1.6}, hoverinfo="skip"
    )
