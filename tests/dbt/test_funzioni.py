"""The SQL functions that analysts use, against independent statements of the same methods."""

import json
import math
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy import polyfit
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


@reads_warehouse
@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_of_a_proportion_can_be_asked_at_99_8_per_cent(con, counts):
    x, n = counts
    expected = binomtest(x, n).proportion_ci(0.998, method="wilson")
    assert value(con, "wilson_inf(?, ?, z := z998())", x, n) == pytest.approx(expected.low, abs=1e-9)
    assert value(con, "wilson_sup(?, ?, z := z998())", x, n) == pytest.approx(expected.high, abs=1e-9)


@pytest.mark.parametrize("x", range(10))
def test_below_ten_events_the_limits_at_99_8_per_cent_are_exact_poisson(con, x):
    low = chi2.ppf(0.001, 2 * x) / 2 if x else 0
    assert value(con, "byar_inf(?, z := z998())", x) == pytest.approx(low, rel=1e-9)
    assert value(con, "byar_sup(?, z := z998())", x) == pytest.approx(chi2.ppf(0.999, 2 * x + 2) / 2, rel=1e-9)


def test_below_ten_events_no_limit_is_made_up_for_another_confidence(con):
    assert value(con, "byar_inf(5, z := 2.576)") is None
    assert value(con, "byar_sup(5, z := 2.576)") is None
    assert value(con, "byar_inf(50, z := 2.576)") < value(con, "byar_inf(50)")


def test_a_wider_confidence_gives_wider_intervals_of_ratios(con):
    assert value(con, "rapporto_inf(30, 20, z := z998())") < value(con, "rapporto_inf(30, 20)")
    assert value(con, "rapporto_sup(30, 20, z := z998())") > value(con, "rapporto_sup(30, 20)")
    assert value(con, "rapporto_tassi_inf(1.2, 30, 300, z := z998())") < value(con, "rapporto_tassi_inf(1.2, 30, 300)")
    assert value(con, "rapporto_tassi_sup(1.2, 30, 300, z := z998())") > value(con, "rapporto_tassi_sup(1.2, 30, 300)")


def test_a_standardised_rate_of_the_standard_population_is_the_crude_rate(con):
    assert value(con, "dsr([10, 30], [100, 100], [1, 1])") == pytest.approx(0.2)
    assert value(con, "dsr_inf([10, 30], [100, 100], [1, 1])") == pytest.approx(value(con, "byar_inf(40)") / 200)


@pytest.mark.parametrize(
    ("strata", "why"),
    [
        ("[5, 4], [100, 100], [1, 1]", "fewer than ten events"),
        ("[50, null], [100, 100], [1, 1]", "a stratum without events known"),
        ("[50, 40], [100, 0], [1, 1]", "a stratum without residents"),
        ("[50, 40], [100], [1, 1]", "lists of different length"),
        ("[]::int[], []::int[], []::int[]", "no stratum"),
    ],
)
def test_a_standardised_rate_is_not_computed_from_incomplete_strata(con, strata, why):
    assert [value(con, f"{macro}({strata})") for macro in ("dsr", "dsr_inf", "dsr_sup")] == [None] * 3, why


def test_a_standardised_ratio_of_the_reference_itself_is_one(con):
    assert value(con, "isr([10, 30], [100, 200], [10, 30], [100, 200])") == pytest.approx(1)
    assert value(con, "isr([10, 30], [100, 200], [10, 30], [100, null])") is None


@pytest.mark.parametrize(
    ("interval", "reference", "outcome"),
    [
        ("1, 2", 3, "sotto"),
        ("4, 5", 3, "sopra"),
        ("2, 4", 3, "simile"),
        ("3, 4", 3, "simile"),
        ("2, 3", 3, "simile"),
        ("null, 2", 3, None),
        ("4, null", 3, None),
        ("1, 2", None, None),
    ],
)
def test_an_interval_lies_below_above_or_around_the_reference(con, interval, reference, outcome):
    assert value(con, f"esito_confronto({interval}, ?)", reference) == outcome


@pytest.mark.parametrize(
    ("outcome", "polarity", "judgement"),
    [
        ("sopra", "alto_meglio", "meglio"),
        ("sotto", "alto_meglio", "peggio"),
        ("sopra", "basso_meglio", "peggio"),
        ("sotto", "basso_meglio", "meglio"),
        ("simile", "basso_meglio", "simile"),
        ("sopra", "neutra", None),
        ("simile", "neutra", None),
        ("non_valutabile", "alto_meglio", None),
        (None, "alto_meglio", None),
    ],
)
def test_only_the_polarity_makes_a_difference_good_or_bad(con, outcome, polarity, judgement):
    assert value(con, "giudizio_confronto(?, ?)", outcome, polarity) == judgement


YEARS = st.lists(st.tuples(st.floats(0, 1000), st.floats(0.1, 50)), min_size=5, max_size=5)
SERIES = "(?::int[], ?::double[], ?::double[], ?::double[])"


@reads_warehouse
@given(YEARS)
def test_the_slope_of_a_trend_is_that_of_a_weighted_least_squares_fit(con, points):
    years = list(range(2019, 2024))
    values, widths = [v for v, _ in points], [w for _, w in points]
    given_ = (years, values, [v - w for v, w in points], [v + w for v, w in points])
    slope, _ = polyfit([y - 2019 for y in years], values, 1, w=[3.92 / (2 * w) for w in widths])
    assert value(con, f"tendenza_pendenza{SERIES}", *given_) == pytest.approx(slope, rel=1e-6, abs=1e-6)


def test_a_trend_without_the_interval_of_one_point_is_not_computed(con):
    years, values = [2019, 2020, 2021, 2022, 2023], [1, 2, 3, 4, 5]
    assert value(con, f"tendenza_pendenza{SERIES}", years, values, [0, 1, None, 3, 4], [2, 3, None, 5, 6]) is None
    assert value(con, f"tendenza_chi2{SERIES}", years, values, [0, 1, 3, 3, 4], [2, 3, 3, 5, 6]) is None


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

    def test_limits_at_99_8_per_cent(self, con):
        wide = [v for v in self.vectors["wilson"] if "lo998" in v]
        assert wide
        for v in wide:
            assert value(con, "wilson_inf(?, ?, z := z998())", v["x"], v["n"]) == pytest.approx(v["lo998"], abs=1e-9)
            assert value(con, "wilson_sup(?, ?, z := z998())", v["x"], v["n"]) == pytest.approx(v["hi998"], abs=1e-9)

    def test_a_directly_standardised_rate(self, con):
        v = self.vectors["dsr_dobson"]
        strata = (v["x"], v["n"], v["stdpop_esp2013"])
        for macro, expected in (("dsr", v["value"]), ("dsr_inf", v["lo95"]), ("dsr_sup", v["hi95"])):
            found = v["per"] * value(con, f"{macro}(?::double[], ?::double[], ?::double[])", *strata)
            assert found == pytest.approx(expected, rel=1e-10)

    def test_an_indirectly_standardised_ratio(self, con):
        v = self.vectors["isratio"]
        reference = "?::double[], ?::double[], ?::double[]"
        expected = value(con, f"isr_attesi({reference})", v["n"], v["ref_x"], v["ref_n"])
        assert expected == pytest.approx(v["expected"], rel=1e-10)
        for macro, limit in (("isr", v["ratio"]), ("isr_inf", v["lo95"]), ("isr_sup", v["hi95"])):
            found = value(con, f"{macro}(?::double[], {reference})", v["x"], v["n"], v["ref_x"], v["ref_n"])
            assert found == pytest.approx(limit, rel=1e-10)

    def test_a_trend(self, con):
        v = self.vectors["trend"]
        values, low, high = (list(column) for column in zip(*v["points_value_lo_hi"], strict=True))
        series = ([2019, 2020, 2021, 2022, 2023], values, low, high)
        slope = value(con, f"tendenza_pendenza{SERIES}", *series)
        chi2_found = value(con, f"tendenza_chi2{SERIES}", *series)
        stable = value(con, f"tendenza_segno_stabile{SERIES}", *series)
        reason = value(con, "tendenza_motivo(?::int[], ?, ?)", series[0], chi2_found, stable)
        assert slope == pytest.approx(v["slope"], rel=1e-10)
        assert (chi2_found > v["critical"], stable, reason) == (True, True, None)
        assert v["result"] == "increasing"
        assert value(con, "tendenza_esito(?, ?)", slope, reason) == "in_aumento"
