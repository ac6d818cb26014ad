"""What is hidden, against tables whose answer is known and against every completion counted one by one."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suppression import PRIMARY, PUBLISHABLE, SECONDARY, InvalidTable, audit, suppress
from tests.suppression.tables import cross_table, frames, hidden, ranges

# Hundepool et al. (2012), section 4.2, and Fischetti and Salazar-González (2001) draw the same figure: a table of two
# dimensions with a single sensitive cell needs a rectangle, never less.
SINGLE = [[20, 50, 10], [8, 19, 22], [17, 32, 3]]


def test_a_single_small_cell_of_a_cross_table_needs_a_rectangle_and_no_more():
    cells, links = cross_table(SINGLE)
    found = hidden(suppress(cells, links))
    assert len(found) == 4 and "r2c2" in found
    assert not {name for name in found if "t" in name}


def test_the_rectangle_is_that_of_the_smallest_cells():
    cells, links = cross_table([[30, 40, 50], [60, 7, 8], [70, 9, 2]])
    assert hidden(suppress(cells, links)) == {"r2c2", "r2c1", "r1c2", "r1c1"}


def test_two_small_cells_of_a_row_and_their_like_below_need_nothing_else():
    cells, links = cross_table([[3, 4, 50], [4, 4, 60], [70, 90, 80]])
    assert hidden(suppress(cells, links)) == {"r0c0", "r0c1", "r1c0", "r1c1"}


def test_the_other_half_of_a_split_goes_with_the_small_one():
    cells, links = frames({"con": 2, "senza": 40, "totale": 42}, {"minori": {"con": 1, "senza": 1, "totale": -1}})
    assert dict(suppress(cells, links).iter_rows()) == {"con": PRIMARY, "senza": SECONDARY, "totale": PUBLISHABLE}


def test_two_halves_that_make_a_small_total_hide_it_too():
    cells, links = frames({"con": 1, "senza": 3, "totale": 4}, {"minori": {"con": 1, "senza": 1, "totale": -1}})
    assert hidden(suppress(cells, links)) == {"con", "senza", "totale"}


def test_parts_at_their_smallest_are_not_given_away_by_their_states():
    """Four parts that are not zero, and a total said to be at most 4: all would be 1."""
    cells, links = frames({"a": 1, "b": 1, "c": 1, "d": 1, "t": 4}, {"s": {"a": 1, "b": 1, "c": 1, "d": 1, "t": -1}})
    states = suppress(cells, links)
    assert hidden(states) == {"a", "b", "c", "d", "t"}
    assert min(map(len, ranges(cells, links, states, 12, informed=True).values())) >= 4


def test_overlapping_splits_of_one_total_protect_each_other():
    cells, links = frames(
        {"con": 2, "senza": 10, "giovani": 12, "anziani": 0, "totale": 12},
        {"minori": {"con": 1, "senza": 1, "totale": -1}, "eta": {"giovani": 1, "anziani": 1, "totale": -1}},
    )
    states = suppress(cells, links)
    assert hidden(states) == {"con", "senza"}


def test_a_hidden_total_is_not_given_back_by_another_split():
    cells, links = frames(
        {"a": 1, "b": 3, "c": 4, "d": 0, "t": 4},
        {"s": {"a": 1, "b": 1, "t": -1}, "r": {"c": 1, "d": 1, "t": -1}},
    )
    assert hidden(suppress(cells, links)) == {"a", "b", "c", "t"}


def test_persons_hide_where_they_would_tell_the_households():
    """Households of one and of two persons: as many as persons and households together say."""
    cells, links = frames(
        {"n1": 8, "n2": 2, "nuclei": 10, "persone": 12},
        {"nuclei": {"n1": 1, "n2": 1, "nuclei": -1}, "persone": {"n1": 1, "n2": 2, "persone": -1}},
    )
    found = hidden(suppress(cells, links))
    assert {"n1", "n2"} < found and found & {"nuclei", "persone"}


def test_at_least_as_many_persons_as_households_is_known_to_everybody():
    """Six persons in at least as many households as hidden: the slack is nobody's to publish."""
    cells, links = frames(
        {"nuclei": 3, "persone": 3, "in_piu": 0},
        {"almeno": {"nuclei": 1, "in_piu": 1, "persone": -1}},
        ausiliaria=["in_piu"],
    )
    states = suppress(cells, links)
    assert hidden(states) == {"nuclei", "persone"}
    assert audit(cells, links, states).is_empty()


def test_a_zero_is_shown_unless_its_source_says_otherwise():
    values, links = {"a": 0, "b": 30, "c": 20, "t": 50}, {"s": {"a": 1, "b": 1, "c": 1, "t": -1}}
    assert hidden(suppress(*frames(values, links))) == set()
    assert hidden(suppress(*frames(values, links, zero_nascosto=["a"]))) == {"a", "c"}


def test_a_cell_that_the_public_knows_protects_nobody():
    values, links = {"a": 2, "b": 30, "c": 20, "t": 52}, {"s": {"a": 1, "b": 1, "c": 1, "t": -1}}
    assert hidden(suppress(*frames(values, links))) == {"a", "c"}
    assert hidden(suppress(*frames(values, links, nota=["c"]))) == {"a", "b"}


def test_a_cell_of_higher_priority_stays_as_long_as_another_will_do():
    cells, links = frames({"a": 2, "b": 30, "c": 20, "t": 52}, {"s": {"a": 1, "b": 1, "c": 1, "t": -1}})
    cells = cells.with_columns(priorita=pl.when(pl.col("cella_id") == "c").then(1).otherwise(0))
    assert hidden(suppress(cells, links)) == {"a", "b"}


def test_a_missing_cell_that_the_others_give_away_is_protected_if_it_is_small():
    links = {"s": {"a": 1, "b": 1, "t": -1}}
    states = suppress(*frames({"a": None, "b": 30, "t": 33}, links))
    assert hidden(states) == {"a", "b"}
    assert hidden(suppress(*frames({"a": None, "b": 30, "t": 60}, links))) == set()
    assert hidden(suppress(*frames({"a": None, "b": 30, "t": None}, links))) == set()


@pytest.mark.parametrize("values", [{}, {"t": 0}, {"t": 4}, {"t": 50}])
def test_a_table_without_equations_hides_only_what_is_small(values):
    states = suppress(*frames(values, {}))
    assert hidden(states) == {name for name, value in values.items() if 0 < value < 5}
    assert audit(*frames(values, {}), states).is_empty()


def test_a_table_of_zeros_is_published_whole():
    cells, links = cross_table([[0, 0], [0, 0]])
    assert hidden(suppress(cells, links)) == set()


def test_where_everything_is_small_everything_is_hidden():
    cells, links = cross_table([[1, 0], [0, 1]], soglia=10)
    assert hidden(suppress(cells, links)) == {"r0c0", "r1c1", "r0t", "r1t", "tc0", "tc1", "tt"}


def test_the_order_of_the_rows_changes_nothing():
    cells, links = cross_table([[3, 0, 50, 7], [4, 4, 60, 9], [70, 2, 80, 6]])
    states = suppress(cells, links)
    again = suppress(cells.sample(fraction=1, shuffle=True, seed=1), links.sample(fraction=1, shuffle=True, seed=2))
    assert states.sort("cella_id").equals(again.sort("cella_id"))
    assert states["cella_id"].to_list() == cells["cella_id"].to_list()


tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=2, max_size=3 if width == 2 else 2
    )
)


@settings(max_examples=60, deadline=None)
@given(rows=tables, soglia=st.sampled_from([3, 5, 10]))
def test_no_completion_counted_one_by_one_betrays_a_hidden_cell(rows, soglia):
    cells, links = cross_table(rows, soglia)
    states = suppress(cells, links)
    shown = cells.join(states, on="cella_id").filter(pl.col("stato_cella") == PUBLISHABLE)
    assert shown.filter(pl.col("valore").is_between(1, soglia - 1)).is_empty()
    # A few more than the largest hidden value are enough to see the width that is needed.
    most = cells.filter(pl.col("cella_id").is_in(hidden(states)))["valore"].max() or 0
    if len(hidden(states)) <= 6 and most < 30:
        for values in ranges(cells, links, states, most + soglia, informed=False).values():
            assert max(values) - min(values) >= soglia
        for values in ranges(cells, links, states, most + soglia, informed=True).values():
            assert max(values) - min(values) >= soglia - 2 and len(values) >= 2
    assert audit(cells, links, states).is_empty()


@pytest.mark.parametrize(
    ("values", "equations", "soglia", "says"),
    [
        ({"a": -1}, {}, 5, "valore negativo"),
        ({"a": 1}, {}, 2, "soglia assente o sotto 3"),
        ({"a": 1}, {"s": {"a": 1, "b": -1}}, 5, "cella che non esiste"),
        ({"a": 7, "t": 9}, {"s": {"a": 1, "t": -1}}, 5, "non tornano"),
    ],
)
def test_a_table_that_makes_no_sense_is_refused_without_telling_a_value(values, equations, soglia, says):
    with pytest.raises(InvalidTable, match=says) as refused:
        suppress(*frames(values, equations, soglia))
    assert "Rimedio" in str(refused.value)


def test_a_repeated_cell_is_refused():
    cells, links = frames({"a": 7}, {})
    with pytest.raises(InvalidTable, match="celle ripetute"):
        suppress(pl.concat([cells, cells]), links)
