"""Social workers (L. 178/2020): thresholds and contribution, by the functions that are left in the published file."""

from __future__ import annotations

import pytest

SEBINO = 54_346


def one(con, query: str, *values):
    return con.execute(query, list(values)).fetchone()[0]


@pytest.mark.parametrize(
    ("fte", "euro"), [(0, 0), (8, 0), (10, 65_563), (12, 122_947), (13.587, 154_677), (40, 154_677)]
)
def test_the_contribution_of_sebino_is_the_one_of_the_law(con, fte, euro):
    assert round(one(con, "select main.assistenti_sociali_contributo(?, ?)", SEBINO, fte)) == pytest.approx(
        euro, abs=10
    )


def test_the_contribution_never_exceeds_its_cap_and_never_falls_with_a_hire(con):
    query = """
        with prove as (
            select p.range * 997 as popolazione, f.range / 4.0 as fte from range(1, 200) as p, range(0, 400) as f)
        select count(*) from prove
        where main.assistenti_sociali_contributo(popolazione, fte) > main.assistenti_sociali_tetto(popolazione) + 1e-6
            or main.assistenti_sociali_aumento(popolazione, fte) < 0"""
    assert one(con, query) == 0


def test_the_next_hire_brings_what_lies_between(con):
    assert one(con, "select main.assistenti_sociali_aumento(?, 9)", SEBINO) == pytest.approx(40_000)
    assert one(con, "select main.assistenti_sociali_aumento(?, 12)", SEBINO) == pytest.approx(20_000)
    assert one(con, "select main.assistenti_sociali_aumento(?, 14)", SEBINO) == 0


def test_without_a_number_there_is_no_contribution_rather_than_zero(con):
    assert one(con, "select main.assistenti_sociali_contributo(?, null)", SEBINO) is None
    assert one(con, "select main.assistenti_sociali_contributo(?, -1)", SEBINO) is None


def test_the_mart_has_the_thresholds_of_every_ambito_with_residents(con):
    rows = con.execute(
        "select popolazione, fte_contributo, fte_leps, fte_obiettivo, contributo_massimo_eur "
        "from marts.assistenti_sociali where ambito_id = 'amb:sebino' order by anno desc"
    ).fetchall()
    assert rows
    for residents, least, leps, goal, cap in rows:
        assert (least, leps, goal) == pytest.approx((residents / 6500, residents / 5000, residents / 4000))
        assert float(cap) == pytest.approx(40_000 * (leps - least) + 20_000 * (goal - leps), abs=0.01)
