"""Comparison, trend, resemblance and boundaries, as the published file tells them."""

import json
import math

import pytest

SEBINO = "amb:sebino"
DECLARED = "seeds.indicatore_somiglianza"


def rows(con, query: str, *parameters) -> list[tuple]:
    return con.execute(query, list(parameters)).fetchall()


class TestComparison:
    def test_it_says_where_the_interval_lies_and_by_how_much(self, con):
        compared = rows(
            con,
            "select c.esito, c.valore, c.ic95_inf, c.ic95_sup, c.valore_riferimento, c.differenza, c.differenza_pct "
            "from marts.indicatore_confronto c "
            "where territorio_id = ? and riferimento_id = 'reg:03' and anno = 2023 and esito <> 'non_valutabile'",
            SEBINO,
        )
        assert len(compared) >= 13
        for outcome, here, low, high, there, difference, percent in compared:
            expected = "sotto" if high < there else "sopra" if low > there else "simile"
            assert outcome == expected
            assert difference == pytest.approx(here - there)
            assert percent == pytest.approx(100 * (here / there - 1))

    def test_both_sides_are_the_published_values_of_the_same_year_population_and_method(self, con):
        astray = rows(
            con,
            "select c.indicatore_id from marts.indicatore_confronto c "
            "where c.territorio_id = ? and c.riferimento_id = 'prov:017' and c.valore_riferimento is not null "
            "and not exists (from marts.indicatore_valore v where v.territorio_id = 'prov:017' "
            "and v.indicatore_id = c.indicatore_id and v.anno = c.anno and v.valore = c.valore_riferimento "
            "and v.base_popolazione = c.base_popolazione and v.metodo_denominatore = c.metodo_denominatore)",
            SEBINO,
        )
        assert astray == []

    def test_no_territory_is_compared_with_itself(self, con):
        query = "select count(*) from marts.indicatore_confronto where territorio_id = ? and riferimento_id = ?"
        assert rows(con, query, SEBINO, SEBINO) == [(0,)]
        assert rows(con, query, SEBINO, "ita")[0][0] > 0

    @pytest.mark.parametrize(
        ("reference", "contains"), [("prov:017", True), ("ita", True), ("prov:016", False), ("com:017085", False)]
    )
    def test_it_says_whether_the_reference_contains_the_territory(self, con, reference, contains):
        query = (
            "select distinct riferimento_contiene from marts.indicatore_confronto "
            "where territorio_id = 'com:017169' and riferimento_id = ?"
        )
        assert rows(con, query, reference) == [(contains,)]

    def test_counts_are_not_compared_and_the_reason_is_given(self, con):
        found = rows(
            con,
            "select distinct esito, giudizio, motivo from marts.indicatore_confronto "
            "where territorio_id = ? and riferimento_id = 'ita' and indicatore_id = 'residenti' and anno = 2023",
            SEBINO,
        )
        assert found == [("non_valutabile", None, "è una quantità, che dipende dalla dimensione del territorio")]

    def test_whatever_cannot_be_assessed_says_why_and_whatever_can_does_not(self, con):
        unexplained = rows(
            con,
            "select distinct indicatore_id, esito, motivo from marts.indicatore_confronto "
            "where riferimento_id = 'reg:03' and (esito = 'non_valutabile') <> (motivo is not null)",
        )
        assert unexplained == []

    def test_a_neutral_indicator_is_never_better_nor_worse(self, con):
        judged = rows(
            con,
            "select distinct i.polarita, c.giudizio is not null from marts.indicatore_confronto c "
            "join marts.dim_indicatore i using (indicatore_id) "
            "where c.riferimento_id in ('ita', 'ats:brescia') and c.esito <> 'non_valutabile'",
        )
        assert sorted(judged) == [("basso_meglio", True), ("neutra", False)]


class TestTrend:
    def test_two_years_are_no_trend(self, con):
        found = rows(
            con,
            "select distinct t.esito, t.motivo, t.pendenza from marts.indicatore_tendenza t where t.punti < 5",
        )
        assert found == [("non_calcolabile", "meno di cinque anni", None)]

    def test_every_series_of_final_values_has_its_row(self, con):
        without = rows(
            con,
            "select distinct v.territorio_id, v.indicatore_id from marts.indicatore_valore v "
            "anti join marts.indicatore_tendenza t using "
            "(territorio_id, indicatore_id, base_popolazione, metodo_denominatore, serie) "
            "where v.valore is not null and v.corrente and not v.provvisorio",
        )
        assert without == []


class TestResemblance:
    def test_the_declared_indicators_exist_and_say_why(self, con):
        declared = rows(
            con,
            f"select s.indicatore_id, s.peso, s.trasformazione, s.motivo, i.indicatore_id is not null "
            f"from {DECLARED} s left join marts.dim_indicatore i using (indicatore_id)",
        )
        assert len(declared) == len({row[0] for row in declared}) >= 7
        for _, weight, transformation, reason, known in declared:
            assert known and weight > 0 and transformation in ("nessuna", "logaritmo") and len(reason) > 20

    def test_scores_have_mean_zero_and_deviation_one_in_each_level_and_year(self, con):
        scores = rows(
            con,
            "select livello, avg(punteggio), stddev_pop(punteggio) from marts.territorio_profilo "
            "group by livello, anno, indicatore_id",
        )
        assert {level for level, _, _ in scores} >= {"comune", "provincia", "regione"}
        for _, mean, deviation in scores:
            # A comune that lacks one indicator leaves the profile after the mean is taken.
            assert (mean, deviation) == (pytest.approx(0, abs=0.02), pytest.approx(1, abs=0.02))

    def test_residents_are_scored_by_their_logarithm(self, con):
        residents = dict(
            rows(
                con,
                "select territorio_id, valore from marts.territorio_profilo "
                "where livello = 'regione' and indicatore_id = 'residenti' and anno = 2023",
            )
        )
        logarithms = [math.log(value) for value in residents.values()]
        mean = sum(logarithms) / len(logarithms)
        deviation = math.sqrt(sum((x - mean) ** 2 for x in logarithms) / len(logarithms))
        score = rows(
            con,
            "select punteggio from marts.territorio_profilo "
            "where territorio_id = 'reg:03' and indicatore_id = 'residenti' and anno = 2023",
        )
        assert score[0][0] == pytest.approx((math.log(residents["reg:03"]) - mean) / deviation)

    def test_the_distance_is_the_weighted_one_of_the_scores(self, con):
        ((year, distance, count),) = rows(
            con,
            "select anno, distanza, indicatori from marts.territorio_distanza "
            "where territorio_id = 'prov:017' and simile_id = 'prov:016'",
        )
        pairs = rows(
            con,
            "select a.peso, a.punteggio - b.punteggio from marts.territorio_profilo a "
            "join marts.territorio_profilo b using (anno, indicatore_id) "
            "where a.territorio_id = 'prov:017' and b.territorio_id = 'prov:016' and anno = ?",
            year,
        )
        assert count == len(pairs)
        expected = math.sqrt(sum(w * d * d for w, d in pairs) / sum(w for w, _ in pairs))
        assert distance == pytest.approx(expected)

    def test_the_seven_nearest_are_of_the_same_level_and_never_the_territory_itself(self, con):
        nearest = rows(
            con,
            "select d.simile_id, t.livello, d.distanza from marts.territorio_distanza d "
            "join marts.dim_territorio t on t.territorio_id = d.simile_id "
            "where d.territorio_id = 'com:017085' order by d.distanza limit 7",
        )
        assert len(nearest) == 7
        assert {level for _, level, _ in nearest} == {"comune"}
        assert "com:017085" not in {other for other, _, _ in nearest}
        assert all(0 < distance < 1 for _, _, distance in nearest)

    def test_the_distance_is_the_same_both_ways(self, con):
        query = "select distanza from marts.territorio_distanza where territorio_id = ? and simile_id = ?"
        there, back = rows(con, query, "prov:017", "prov:016"), rows(con, query, "prov:016", "prov:017")
        assert there[0][0] == pytest.approx(back[0][0])

    def test_every_comune_with_residents_has_other_comuni_to_resemble(self, con):
        without = rows(
            con,
            "select distinct v.territorio_id from marts.indicatore_valore v anti join marts.territorio_profilo p "
            "using (territorio_id, anno) where v.indicatore_id = 'residenti' and v.territorio_id like 'com:%' "
            "and v.base_popolazione = 'residenti_istat' and v.anno = 2023 and v.valore > 0",
        )
        assert without == []


class TestBoundaries:
    @pytest.mark.parametrize(("level", "count"), [("provincia", 107), ("regione", 20)])
    def test_each_territory_of_the_level_has_its_boundary(self, con, level, count):
        drawn = rows(
            con,
            "select count(*), count(c.geojson) from marts.dim_territorio t left join marts.confine c "
            "using (territorio_id) where t.livello = ?",
            level,
        )
        assert drawn == [(count, count)]

    def test_the_map_of_italy_by_regions_is_light(self, con):
        ((size,),) = rows(con, "select sum(length(geojson)) from marts.confine where territorio_id like 'reg:%'")
        assert size < 250_000

    def test_the_map_of_a_region_by_provinces_is_light(self, con):
        heaviest = rows(
            con,
            "select max(peso) from (select sum(length(c.geojson)) as peso from marts.confine c "
            "join marts.ponte_territorio p using (territorio_id) "
            "where c.territorio_id like 'prov:%' and p.padre_livello = 'regione' group by p.padre_id)",
        )
        assert heaviest[0][0] < 150_000

    def test_the_chief_towns_lie_inside_the_frame_of_their_province_and_region(self, con):
        for town, *around in (("com:017029", "prov:017", "reg:03"), ("com:058091", "prov:058", "reg:12")):
            ((lon, lat),) = rows(con, "select lon, lat from marts.confine where territorio_id = ?", town)
            for territory in around:
                ((text,),) = rows(con, "select geojson from marts.confine where territorio_id = ?", territory)
                west, south, east, north = frame(json.loads(text)["coordinates"])
                assert west < lon < east and south < lat < north, (town, territory)


def frame(coordinates: list) -> tuple[float, float, float, float]:
    """West, south, east, north of nested GeoJSON coordinates."""
    if isinstance(coordinates[0], (int, float)):
        return (*coordinates, *coordinates)
    frames = [frame(inner) for inner in coordinates]
    return (*(min(f[i] for f in frames) for i in (0, 1)), *(max(f[i] for f in frames) for i in (2, 3)))
