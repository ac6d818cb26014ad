"""What the comparing views read: one fact for each cell, one line only where it is one."""

import pytest

from dashboards import queries
from dashboards.contesto.comparing import sources_line

SEBINO, LOMBARDIA = "amb:sebino", "reg:03"


@pytest.fixture(autouse=True)
def published(warehouse, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(warehouse))


def comuni():
    return tuple(c["territorio_id"] for c in queries.comuni_of(SEBINO))


def test_each_comune_is_compared_once_for_each_indicator():
    found = queries.comparisons(comuni(), LOMBARDIA, 2023)
    assert found.height and found.select("territorio_id", "indicatore_id").is_unique().all()
    assert set(found["territorio_id"]) == set(comuni())


def test_a_column_of_comparisons_rests_on_one_base_and_one_method():
    found = queries.comparisons(comuni(), LOMBARDIA, 2023)
    keys = found.select("indicatore_id", "base_popolazione", "metodo_denominatore").unique()
    assert keys["indicatore_id"].is_unique().all()


def test_outcomes_follow_the_interval():
    for row in queries.comparisons(comuni(), LOMBARDIA, 2023).to_dicts():
        if row["esito"] == "sopra":
            assert row["ic95_inf"] > row["valore_riferimento"]
        if row["esito"] == "sotto":
            assert row["ic95_sup"] < row["valore_riferimento"]


def test_a_distribution_is_in_order_and_of_all_the_comuni():
    rows = {r["indicatore_id"]: r for r in queries.distribution("prov:017", "comune", 2023).to_dicts()}
    row = rows["indice_vecchiaia"]
    assert row["territori"] == len(queries.comuni_of("prov:017")) == 205
    limits = [row[k] for k in ("minimo", "p05", "p25", "p75", "p95", "massimo")]
    assert limits == sorted(limits)


def test_an_ambito_is_among_the_ambiti_of_its_region_and_a_province_among_its_provinces():
    assert queries.published_inside(LOMBARDIA, "ambito", 2023)
    rows = {r["indicatore_id"]: r for r in queries.distribution(LOMBARDIA, "provincia", 2023).to_dicts()}
    assert rows["indice_vecchiaia"]["territori"] == 12


def test_a_stretch_holds_one_series_without_gaps():
    found = queries.series_points((SEBINO, "com:017085", "dis:garda"), "indice_vecchiaia")
    assert found.select("territorio_id", "anno").is_unique().all()
    for _, stretch in found.group_by("territorio_id", "tratto"):
        years = sorted(stretch["anno"])
        assert years == list(range(years[0], years[0] + len(years)))
        for key in ("serie", "base_popolazione", "metodo_denominatore"):
            assert stretch[key].n_unique() == 1
        assert stretch.sort("anno")["interruzione"][1:].null_count() == len(years) - 1


def test_a_scatter_has_a_row_for_each_comune_even_without_values():
    found = queries.pairs("prov:017", "comune", 2023, "quota_0_14", "indice_vecchiaia")
    assert found.height == 205 and found["nome"].is_sorted()
    assert found["residenti"].min() > 0


def test_the_same_indicator_on_both_axes_has_the_same_values():
    found = queries.pairs("prov:017", "comune", 2023, "quota_0_14", "quota_0_14")
    assert (found["x"] == found["y"]).all()


def test_similar_territories_are_seven_in_order_and_never_the_territory_itself():
    year = queries.similarity_year("com:017085")
    found = queries.similar("com:017085", year)
    assert len(found) == 7 and "com:017085" not in {r["territorio_id"] for r in found}
    distances = [r["distanza"] for r in found]
    assert distances == sorted(distances) and distances[0] > 0
    assert {r["livello"] for r in found} == {"comune"}


def test_a_profile_of_likeness_has_a_weight_for_each_indicator():
    year = queries.similarity_year("com:017085")
    found = queries.profiles(("com:017085",), year)
    assert found["indicatore_id"].is_unique().all() and (found["peso"] > 0).all()


def test_many_deliveries_of_one_source_are_said_as_one():
    found = sorted(k for k in queries.sources() if k.startswith("sebino_piano_zona_2025_2027/"))
    assert len(found) > 2
    one, many = sources_line(found[:1]), sources_line(found)
    assert "«" in one
    assert many.count("Piano di Zona") == 1 and "«" not in many
    assert sources_line([None, "niente/di_noto"]) == ""


def test_coverage_counts_every_indicator_that_has_values():
    found = queries.coverage()
    assert found["indice_vecchiaia"]["territori"] > 7900
    levels = {r["livello"] for r in queries.coverage_of("indice_vecchiaia")}
    assert {"comune", "ambito", "provincia", "regione", "italia", "distretto"} <= levels


def test_years_of_residents_come_before_those_of_other_bases():
    years = queries.years_with("com:017085", "indice_vecchiaia")
    assert years[0] == max(queries.years_of("com:017085"))
