"""The map: how values are parted, what the classes are called, what is drawn."""

import json

import numpy as np
import plotly.graph_objects as go
import pytest

from dashboards.components import palette
from dashboards.components.charts import outlines
from dashboards.components.charts.classes import against, classes, legend
from dashboards.components.charts.map import ONE_BY_ONE, Area, territory_map


def test_classes_are_equal_in_width_unless_one_would_hold_most_territories():
    even = classes([0.0, 10.0, 20.0, 30.0, 40.0, 50.0, None])
    assert even.steps == [0, 1, 2, 3, 4, 4, None] and even.method == "uguali"
    assert "cinque classi di ampiezza uguale" in even.words
    skewed = classes([float(v) for v in range(10)] + [1000.0])
    assert skewed.method == "quantili" and sorted(set(skewed.steps)) == [0, 1, 2, 3, 4]
    assert classes([None]).steps == [None]


def test_the_reader_may_choose_how_classes_are_cut():
    values = [1.0, 2.0, 3.0, 4.0, 100.0]
    assert classes(values, "uguali").steps == [0, 0, 0, 0, 4]
    assert classes(values, "quantili").steps == [0, 1, 2, 3, 4]


def test_equal_values_never_part_even_if_the_classes_get_fewer():
    cut = classes([5.0, 5.0, 5.0, 5.0, 7.0, 9.0], "quantili")
    assert len({cut.steps[i] for i in range(4)}) == 1
    assert len(cut.classes) == max(cut.steps) + 1 < 5
    assert cut.words.startswith(("due", "tre", "quattro"))


def test_one_single_value_is_one_class():
    cut = classes([3.0, 3.0, None], decimals=1)
    assert cut.steps == [0, 0, None] and cut.classes[0].words == "3,0 ovunque"


def test_the_legend_says_classes_counts_and_what_has_no_value():
    html = legend(classes([100.0, 150.0, 200.0, None]), "indice", counted=True)
    assert "100–120 (i più bassi): 1" in html and "180–200 (i più alti): 1" in html
    assert 'class="tratteggio"' in html and "senza valore (n.d.): 1" in html
    assert ": 1" not in legend(classes([100.0, 200.0]), "indice")


def test_against_a_reference_there_are_three_classes_with_sign_and_words():
    outcomes = {"a": "sotto", "b": "sopra", "c": "simile", "d": "non_valutabile"}
    cut = against(outcomes, ["a", "b", "c", "d", "e"], "Lombardia")
    assert cut.steps == [0, 2, 1, None, None]
    assert [c.words for c in cut.classes] == ["▼ sotto Lombardia", "● simile a Lombardia", "▲ sopra Lombardia"]
    assert "non valutabile: 2" in legend(cut, "indice", counted=True)


def square(x, y, side=1.0):
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return json.dumps({"type": "Polygon", "coordinates": [ring]})


def area(key, x, y, **changes):
    return Area(f"com:{key}", f"Comune {key}", square(x, y), x + 0.5, y + 0.5, "1,0", **changes)


def test_the_map_is_drawn_without_a_base_map_and_hatches_what_has_no_value():
    plot = territory_map([area(1, 10, 45), area(2, 11, 45)], classes([1.0, None], decimals=1))
    assert {type(t) for t in plot.data} == {go.Scatter}  # no geo, no map tiles: nothing to fetch
    assert {t.fillcolor for t in plot.data} == {palette.SCALE[2], palette.NO_VALUE}
    assert [t.fillpattern.shape for t in plot.data if t.fillcolor == palette.NO_VALUE] == ["/"]
    assert {t.name for t in plot.data} == {"Comune 1: 1,0", "Comune 2: 1,0"}


def test_the_sign_of_the_class_stands_beside_the_name():
    plot = territory_map([area(1, 10, 45)], against({"com:1": "sopra"}, ["com:1"], "Italia"))
    assert plot.layout.annotations[0].text.startswith("▲ Comune")


def test_many_territories_are_one_shape_for_each_class_with_a_mark_for_each():
    count = ONE_BY_ONE + 5
    areas = [area(k, 8 + k % 20, 40 + k // 20, selected=k == 3) for k in range(count)]
    plot = territory_map(areas, classes([float(k) for k in range(count)], "quantili"))
    shapes = [t for t in plot.data if t.fill == "toself"]
    assert len(shapes) == 5 + 1  # and the chosen one over all
    marks = plot.data[-1]
    assert len(marks.x) == count and marks.marker.opacity == 0 and "Comune 0: 1,0" in marks.text
    assert not plot.layout.annotations


def test_neighbours_keep_the_same_border_when_outlines_are_thinned():
    cell = outlines.grid(8.0, 45.0, 11.0, 46.5)
    left, right = outlines.shape(square(10.00013, 45), cell), outlines.shape(square(11.00013, 45), cell)
    assert left.x[~np.isnan(left.x)].max() == right.x[~np.isnan(right.x)].min()


def test_a_territory_smaller_than_a_cell_does_not_disappear():
    shape = outlines.shape(square(10, 45, side=0.001), 0.0256)
    assert np.count_nonzero(~np.isnan(shape.x)) >= 4 and shape.size > 0


def test_the_name_stands_inside_the_largest_part():
    ring = [[0, 0], [4, 0], [4, 1], [1, 1], [1, 4], [0, 4], [0, 0]]  # an L: its middle point is outside
    x, y = outlines.label_point(json.dumps({"type": "Polygon", "coordinates": [ring]}))
    assert (0 < x < 4 and 0 < y < 1) or (0 < x < 1 and 0 < y < 4)
    assert outlines.extent([]) == pytest.approx((10, 45, 11, 46))
