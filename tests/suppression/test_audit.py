"""The audit finds nothing in what the room protects, and finds what is given away on purpose."""

import polars as pl
import pytest

from benchmarks.suppression_tables import make_tables
from suppression import PRIMARY, PUBLISHABLE, SECONDARY, InvalidTable, audit, suppress
from suppression.algebra import determined
from suppression.table import read_table
from tests.suppression.tables import cross_table, frames, hidden, ranges, states_of

SPLIT = {"s": {"a": 1, "b": 1, "t": -1}}


@pytest.fixture(scope="module", params=[(4, 1, 1), (20, 2, 2), (60, 1, 4)], ids=["small", "middle", "large"])
def protected(request):
    comuni, months, ambiti = request.param
    cells, links = make_tables(comuni, months, ambiti)
    return cells, links, suppress(cells, links)


def test_nothing_is_recovered_at_three_sizes(protected):
    cells, links, states = protected
    assert hidden(states)
    assert audit(cells, links, states).is_empty()


def test_no_small_count_is_published_at_three_sizes(protected):
    cells, _, states = protected
    shown = cells.join(states, on="cella_id").filter(pl.col("stato_cella") == PUBLISHABLE)
    assert shown.filter(pl.col("valore").is_between(1, 4)).is_empty()


def test_one_secondary_cell_opened_is_enough_to_recover_others(protected):
    """The audit can fail: at every size, a cell that only protects is published."""
    cells, links, states = protected
    secondary = (
        states.join(cells, on="cella_id")
        .filter((pl.col("stato_cella") == SECONDARY) & (pl.col("valore") >= 5))
        .sort("cella_id")["cella_id"]
    )
    opened = secondary.filter(secondary.str.contains("|0|0.", literal=True))[0]
    leaky = states.with_columns(
        stato_cella=pl.when(pl.col("cella_id") == opened).then(pl.lit(PUBLISHABLE)).otherwise(pl.col("stato_cella"))
    )
    found = audit(cells, links, leaky)
    assert not found.is_empty()
    truth = cells.join(found, on="cella_id").filter(pl.col("esito") == "ricavata")
    assert (truth["valore"] == truth["minimo"]).all() and (truth["valore"] == truth["massimo"]).all()


def test_a_cell_hidden_alone_is_recovered_with_its_value():
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    found = audit(cells, links, states_of(cells, {"a": PRIMARY}))
    assert found.rows() == [("a", PRIMARY, "ricavata", "senza_stati", 3, 3)]


def test_a_small_count_that_is_published_is_told():
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    assert audit(cells, links, states_of(cells, {}))["esito"].to_list() == ["pubblicata_sotto_soglia"]


def test_an_interval_narrower_than_the_threshold_is_told_though_no_value_is_certain():
    cells, links = frames({"a": 1, "b": 2, "c": 40, "t": 43}, {"s": {"a": 1, "b": 1, "c": 1, "t": -1}})
    found = audit(cells, links, states_of(cells, {"a": PRIMARY, "b": PRIMARY}))
    assert set(found["esito"]) == {"intervallo_stretto"} and set(found["cella_id"]) == {"a", "b"}


def test_states_that_tell_too_much_are_told():
    """A total of 8 published with two primary halves: no half can be anything but 4."""
    cells, links = frames({"a": 4, "b": 4, "t": 8}, SPLIT)
    found = audit(cells, links, states_of(cells, {"a": PRIMARY, "b": PRIMARY}))
    assert found.filter(pl.col("cella_id") == "a").row(0) == ("a", PRIMARY, "ricavata", "con_stati", 4, 4)
    assert audit(cells, links, states_of(cells, {"a": SECONDARY, "b": SECONDARY})).is_empty()


def test_equations_together_give_away_what_none_gives_by_itself():
    """Each row and column hides two cells, but they make two closed rectangles less one corner."""
    cells, links = cross_table([[3, 20, 30], [20, 30, 40], [30, 40, 50]])
    states = states_of(cells, {"r0c0": PRIMARY, "r0c1": SECONDARY, "r1c0": SECONDARY, "tc1": SECONDARY})
    found = audit(cells, links, states)
    assert {"r0c0", "r1c0"} <= set(found["cella_id"])


def test_an_earlier_publication_gives_away_what_is_hidden_now():
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    states = suppress(cells, links)
    before = pl.DataFrame({"cella_id": ["b"], "valore": [40], "stato_cella": [PUBLISHABLE]})
    assert audit(cells, links, states).is_empty()
    assert audit(cells, links, states, earlier=before)["cella_id"].to_list() == ["a"]


def test_an_earlier_value_that_was_revised_gives_nothing_away():
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    before = pl.DataFrame({"cella_id": ["b", "a"], "valore": [39, None], "stato_cella": [PUBLISHABLE, PRIMARY]})
    assert audit(cells, links, suppress(cells, links), earlier=before).is_empty()


def test_a_rate_of_a_hidden_cell_gives_it_away():
    """2.1 to 2.2 per 1,000 of 1,400 residents: only 3."""
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    rate = pl.DataFrame(
        {
            "derivata_id": ["tasso"],
            "cella_id": ["a"],
            "coefficiente": [1000 / 1400],
            "minimo": [2.05],
            "massimo": [2.25],
        }
    )
    found = audit(cells, links, suppress(cells, links), derived=rate)
    assert found.filter(pl.col("cella_id") == "a")["massimo"].to_list() == [3]


def test_a_mean_and_the_amount_that_it_divides_give_the_count_away():
    """500.00 euro a month on average, 1,500.00 in all: mean x count lies within the rounding of the mean."""
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    mean = pl.DataFrame(
        {"derivata_id": ["media"], "cella_id": ["a"], "coefficiente": [500.0], "minimo": [1499.9], "massimo": [1500.1]}
    )
    assert not audit(cells, links, suppress(cells, links), derived=mean).is_empty()


def test_figures_that_contradict_one_another_are_refused():
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    wrong = pl.DataFrame(
        {"derivata_id": ["x"], "cella_id": ["a"], "coefficiente": [1.0], "minimo": [60.0], "massimo": [61.0]}
    )
    with pytest.raises(InvalidTable, match="si contraddicono"):
        audit(cells, links, suppress(cells, links), derived=wrong)


def test_a_missing_cell_leaves_open_what_it_would_have_closed():
    cells, links = frames({"a": 3, "b": None, "c": None, "t": 43}, {"s": {"a": 1, "b": 1, "c": 1, "t": -1}})
    states = suppress(cells, links)
    assert hidden(states) == {"a"}
    assert audit(cells, links, states).is_empty()


def test_what_was_known_before_is_no_fault_of_this_publication_unless_it_is_the_value():
    """The total was published when the threshold was lower; both halves are hidden as well as can be."""
    cells, links = frames({"a": 2, "b": 2, "t": 4}, SPLIT, nota=["t"])
    assert audit(cells, links, suppress(cells, links)).is_empty()


def test_a_cell_without_state_is_refused():
    cells, links = frames({"a": 3, "b": 40, "t": 43}, SPLIT)
    with pytest.raises(InvalidTable, match="2 celle senza stato"):
        audit(cells, links, states_of(cells, {}).head(1))


@pytest.mark.parametrize("opened", ["r0c0", "r0c1", "r1c0", "r1c1"])
def test_exact_elimination_and_counting_one_by_one_agree(opened):
    cells, links = cross_table([[3, 4, 20], [4, 4, 30], [20, 30, 40]])
    corners = {name: SECONDARY for name in ("r0c0", "r0c1", "r1c0", "r1c1") if name != opened}
    states = states_of(cells, corners)
    table = read_table(cells, links)
    unknown = [k for k, name in enumerate(table.ids) if name in corners]
    single = {name for name, values in ranges(cells, links, states, 12, informed=False).items() if len(values) == 1}
    assert {table.ids[unknown[k]] for k in determined(table.matrix[:, unknown].tocsr())} == single == set(corners)
    assert set(audit(cells, links, states)["cella_id"]) >= single
