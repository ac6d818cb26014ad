"""The pyramid: bars, outline, what is said under it."""

import polars as pl
import pytest

from dashboards.components import sentences
from dashboards.components.charts.pyramid import Outline, class_name, pyramid


def ages(counts):
    return pl.DataFrame([{"eta": a, "sesso": s, "residenti": n} for a, s, n in counts])


HERE = ages([(0, "M", 10), (0, "F", 10), (100, "M", 0), (100, "F", 5)])
THERE = ages([(0, "M", 1000), (0, "F", 1000), (100, "M", 0), (100, "F", 500)])


def lines(plot):
    return [t for t in plot.data if t.type == "scatter"]


def test_another_territory_is_scaled_to_the_size_of_this_one():
    found = lines(pyramid(HERE, Outline(THERE, "Lombardia")))
    assert len(found) == 2 and max(found[0].x) == pytest.approx(10)


def test_another_year_keeps_its_own_counts():
    plot = pyramid(HERE, Outline(THERE, "2022", scaled=False))
    assert max(lines(plot)[0].x) == 1000
    assert plot.layout.xaxis2.range[1] > 1000  # the outline is never cut


def test_without_an_outline_only_the_bars_are_drawn():
    assert lines(pyramid(HERE)) == []
    assert lines(pyramid(HERE, Outline(THERE.head(0), "x"))) == []


@pytest.mark.parametrize(("step", "bars"), [(5, 21), (1, 101)])
def test_the_classes_are_of_five_years_or_of_one(step, bars):
    plot = pyramid(HERE, step=step)
    assert [len(t.y) for t in plot.data] == [bars, bars]
    assert plot.layout.separators == ",." and "Titillium" in plot.layout.font.family


def test_classes_are_called_by_their_ages():
    assert class_name(0) == "0–4" and class_name(100) == "100+"
    assert class_name(7, 1) == "7" and class_name(100, 1) == "100+"
    assert pyramid(ages([(1, "M", 3)]), step=1).data[0].hovertext[1] == "1 anno: 3 maschi"


def test_two_years_are_told_apart_in_words():
    said = sentences.pyramid_years(2022, 2023, 54250, 54239, {"65–69": 120, "45–49": -98, "0–4": 0})
    assert said == (
        "La linea è il 2022. I residenti del 2022 sono 54.250, quelli del 2023 54.239 (−11). "
        "L'età che cresce di più è 65–69 (+120), quella che cala di più 45–49 (−98)."
    )


@pytest.mark.parametrize(
    ("changes", "end"),
    [
        ({"0–4": 3, "5–9": 0}, "L'età che cresce di più è 0–4 (+3)."),
        ({"0–4": -3, "5–9": 0}, "L'età che cala di più è 0–4 (−3)."),
        ({"0–4": 0}, "sono gli stessi: 10."),
        ({}, "sono gli stessi: 10."),
    ],
)
def test_what_does_not_change_is_not_said_to_rise_or_fall(changes, end):
    assert sentences.pyramid_years(2022, 2023, 10 - sum(changes.values()), 10, changes).endswith(end)
