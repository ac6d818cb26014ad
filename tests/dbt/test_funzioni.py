"""The SQL functions that analysts use, against independent statements of the same methods."""

import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, chi2

VECTORS = Path(
    os.environ.get("LEPS_VETTORI", Path(__file__).resolve().parents[3] / "shared" / "vettori" / "statistica.json")
)
reads_warehouse = settings(deadline=None, max_examples=60)


def value(con, expression: str, *parameters):
    return con.execute(f"select {expression}", list(parameters)).fetchone()[0]


@reads_warehouse
@given(st.integers(1, 10**7).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_proportion_is_the_wilson_score_interval(con, counts):
    x, n = counts
    expected = binomtest(x, n).proportion_ci(0.95, method="wilson")
    assert value(con, "wilson_inf(?, ?)", x, n) == pytest.approx(expected.low, abs=1e-9)
    assert value(con, "wilson_sup(?, ?)", x, n) == pytest.approx(expected.high, abs=1e-9)


@pytest.mark.parametrize("x", range(10))
def test_below_ten_events_the_limits_are_exact_poisson(con, x):
    low = chi2.ppf(0.025, 2 * x) / 2 if x else 0
    assert value(con, "byar_inf(?)", x) == pytest.approx(low, rel=1e-9)
    assert value(con, "byar_sup(?)", x) == pytest.approx(chi2.ppf(0.975, 2 * x + 2) / 2, rel=1e-9)


@reads_warehouse
@given(st.integers(10, 10**6))
def test_from_ten_events_byar_is_close_to_the_exact_limits(con, x):
    assert value(con, "byar_inf(?)", x) == pytest.approx(chi2.ppf(0.025, 2 * x) / 2, rel=0.01)
    assert value(con, "byar_sup(?)", x) == pytest.approx(chi2.ppf(0.975, 2 * x + 2) / 2, rel=0.01)


@reads_warehouse
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_the_interval_of_a_ratio_of_counts_comes_from_the_odds_of_a_proportion(con, a, b):
    low = binomtest(a, a + b).proportion_ci(0.95, method="wilson").low
    assert value(con, "rapporto_inf(?, ?)", a, b) == pytest.approx(low / (1 - low), rel=1e-7)
    assert value(con, "rapporto_inf(?, ?)", a, b) < a / b < value(con, "rapporto_sup(?, ?)", a, b)


def test_a_proportion_without_denominator_or_above_one_has_no_interval(con):
    assert value(con, "wilson_inf(1, 0)") is None
    assert value(con, "wilson_sup(5, 4)") is None


def test_the_ratio_of_two_rates_uses_the_log_method(con):
    low = math.exp(math.log(1.04) - 1.959963984540054 * math.sqrt(1 / 1232 + 1 / 5917))
    assert value(con, "rapporto_tassi_inf(1.04, 1232, 5917)") == pytest.approx(low, rel=1e-12)


@pytest.mark.parametrize(
    ("number", "decimals", "rounded"),
    [(2.5, 0, 3), (-2.5, 0, -3), (0.125, 2, 0.13), (1.005, 2, 1.01), (54.15, 1, 54.2), (0, 1, 0)],
)
def test_a_half_is_rounded_up_and_away_from_zero(con, number, decimals, rounded):
    assert value(con, "arrotonda(?, ?)", number, decimals) == pytest.approx(rounded)


@pytest.mark.parametrize(
    ("number", "decimals", "shown"),
    [(54239, 0, "54.239"), (183.27, 1, "183,3"), (-1234.5, 2, "-1.234,50"), (0, 0, "0"), (999.96, 1, "1.000,0")],
)
def test_numbers_are_shown_the_italian_way(con, number, decimals, shown):
    assert value(con, "numero_it(?, ?)", number, decimals) == shown


def test_a_change_of_small_counts_is_chance_and_of_large_ones_is_not(con):
    assert value(con, "oltre_il_caso(14, 10)") is False
    assert value(con, "oltre_il_caso(1200, 1000)") is True


@pytest.mark.skipif(not VECTORS.is_file(), reason=f"test vectors absent: no file {VECTORS}")
class TestReferenceVectors:
    vectors = json.loads(VECTORS.read_text("utf-8")) if VECTORS.is_file() else {}

    def test_proportions(self, con):
        for v in self.vectors["wilson"]:
            assert value(con, "wilson_inf(?, ?)", v["x"], v["n"]) == pytest.approx(v["lo95"], abs=1e-9)
            assert value(con, "wilson_sup(?, ?)", v["x"], v["n"]) == pytest.approx(v["hi95"], abs=1e-9)

    def test_rates(self, con):
        for v in self.vectors["rate_per_100"]:
            assert 100 * value(con, "byar_inf(?)", v["x"]) / v["n"] == pytest.approx(v["lo95"], rel=1e-8)
            assert 100 * value(con, "byar_sup(?)", v["x"]) / v["n"] == pytest.approx(v["hi95"], rel=1e-8)

    def test_counts(self, con):
        for v in self.vectors["byar_count"]:
            assert value(con, "byar_inf(?)", v["x"]) == pytest.approx(v["lo95"], rel=1e-8)
            assert value(con, "byar_sup(?)", v["x"]) == pytest.approx(v["hi95"], rel=1e-8)
