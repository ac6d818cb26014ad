"""What becomes of files that a planner drops beside those of the repository."""

import pytest

from tests.contesto.made import ANNO

PER_SEX = 80 * 10 + 21 * 1  # males of a comune of the provincial file; of females 21 more
OLD = 2 * PER_SEX + 21
NEW = OLD + 2 * 101


def value(rows, territory: str, indicator: str, year: int):
    found = rows(
        "select valore, motivo_assenza from marts.indicatore_valore "
        "where territorio_id = ? and indicatore_id = ? and anno = ? and corrente "
        "and base_popolazione = 'residenti_istat'",
        territory, indicator, year,
    )  # fmt: skip
    return found[0] if found else None


def test_of_two_deliveries_for_a_year_the_later_release_counts_and_the_older_stays(rows):
    assert value(rows, "com:017085", "residenti", ANNO) == (NEW, None)
    both = dict(
        rows(
            "select corrente, sum(residenti) from marts.popolazione where territorio_id = 'com:017085' and anno = ? "
            "and cittadinanza = 'totale' group by 1",
            ANNO,
        )
    )
    assert both == {True: NEW, False: OLD}


def test_a_province_beside_the_nation_is_not_counted_twice(rows):
    told = rows(
        "select gravita, messaggio from qualita.controllo where controllo_id = 'consegna_superata' and anno = ?", ANNO
    )
    assert [grade for grade, _ in told] == ["informazione"]
    assert "11 comuni" in told[0][1] and "posas_italia" in told[0][1]


def test_a_comune_that_only_the_older_delivery_has_whole_comes_from_it(rows):
    assert rows(
        "select distinct fonte_id from marts.popolazione where territorio_id = 'com:017061' and anno = ? and corrente",
        ANNO,
    ) == [(f"posas_provincia/posas_{ANNO}_it_017_brescia",)]


def test_a_comune_cut_short_does_not_count_and_is_told_with_what_is_missing(rows):
    assert value(rows, "com:017205", "residenti", ANNO) is None
    told = {
        c: m
        for c, m in rows(
            "select controllo_id, messaggio "
            "from qualita.controllo where file like 'posas_provincia/%' and esito = 'fallito'"
        )
    }
    assert "90-100" in told["posas_eta_complete"]
    assert "Zone" in told["comune_incompleto"] and "90 righe" in told["comune_incompleto"]


def test_the_ambito_without_that_comune_has_no_sum_and_says_why(rows):
    assert value(rows, "amb:sebino", "residenti", ANNO) == (None, "comuni_mancanti")
    (found,) = rows(
        "select comuni_presenti, comuni_attesi from marts.indicatore_valore "
        "where territorio_id = 'amb:sebino' and indicatore_id = 'residenti' and anno = ?", ANNO,
    )  # fmt: skip
    assert found == (11, 12)


def test_a_code_that_nobody_knows_is_an_error_with_the_nearest_names(rows):
    found = rows(
        "select valore_stampato, riga, messaggio from qualita.controllo where controllo_id = 'comune_sconosciuto' "
        "order by 1"
    )
    assert [code for code, *_ in found] == ["017998", "017999"]
    assert all(line > 2 and "Iseo (017085)" in message for _, line, message in found)


def test_a_negative_number_of_persons_is_told_and_not_used(rows):
    assert rows("select valore_stampato, riga > 2 from qualita.controllo where controllo_id = 'quantita_negativa'") == [
        ("-5", True)
    ]
    assert rows("select count(*) from marts.indicatore_valore where indicatore_id = 'residenti' and valore < 0") == [
        (0,)
    ]


def test_a_balance_that_does_not_end_where_it_leads_is_told(rows):
    told = rows("select territorio_id, messaggio from qualita.controllo where controllo_id = 'bilancio_non_chiude'")
    assert [place for place, _ in told if place in ("com:017085", "com:017205")] == ["com:017205"]
    assert "fa 1.003, la fonte dice 1.053" in dict(told)["com:017205"]


def test_a_comune_that_merged_keeps_one_series(rows):
    found = rows(
        "select anno, valore, e_ricostruito from marts.indicatore_valore where territorio_id = 'com:013256' "
        "and indicatore_id = 'residenti' and corrente order by anno"
    )
    years = {year: (residents, rebuilt) for year, residents, rebuilt in found}
    assert years[2023][1] and years[ANNO] == (2 * (80 * 10 + 21 * 2) + 2 * 21, True)
    assert years[ANNO + 1] == (2 * (80 * 11 + 21) + 21, False)
    assert rows("select count(*) from marts.dim_territorio where territorio_id in ('com:013199', 'com:013228')") == [
        (0,)
    ]


def test_an_estimate_is_marked_provisional_by_its_title(rows):
    assert rows("select distinct provvisorio from marts.dim_fonte where fonte_id like 'posas_dopo/%'") == [(True,)]


def test_the_share_of_foreign_residents_divides_the_two_deliveries_of_the_same_day(rows):
    share, _ = value(rows, "amb:sebino", "quota_stranieri", ANNO + 1)
    foreign, total = 2 * (80 * 1 + 21) + 21, 2 * (80 * 11 + 21) + 21
    assert share == pytest.approx(100 * foreign / total)
    ((sources,),) = rows(
        "select fonti from marts.indicatore_valore where territorio_id = 'amb:sebino' "
        "and indicatore_id = 'quota_stranieri' and anno = ?", ANNO + 1,
    )  # fmt: skip
    assert {s.split("/")[0] for s in sources} == {"stranieri", "posas_dopo"}


def test_rates_of_the_balance_divide_by_the_mean_of_the_two_ends_of_the_year(rows):
    ((method, rate),) = rows(
        "select metodo_denominatore, valore from marts.indicatore_valore where territorio_id = 'amb:sebino' "
        "and indicatore_id = 'tasso_natalita' and anno = ?", ANNO + 1,
    )  # fmt: skip
    assert method == "media_annua" and rate == pytest.approx(1000 * 8 / ((1000 + 996) / 2))


def test_a_rate_that_needs_the_population_of_the_year_after_says_that_it_is_not_there(rows):
    assert value(rows, "com:017085", "tasso_fecondita_generale", ANNO + 1) == (None, "manca_popolazione_fine_anno")


def test_citizenships_of_an_ambito_are_sums_of_comuni_without_italians_and_without_sums_of_provinces(rows):
    found = rows(
        "select cittadinanza_nome, residenti "
        "from marts.cittadinanza where territorio_id = 'amb:sebino' and sesso = 'T' "
        "and corrente and anno = ? order by 2 desc", ANNO + 1,
    )  # fmt: skip
    assert found == [("Romania", 17), ("Albania", 3)]
    assert rows("select count(*) from marts.cittadinanza where territorio_id = 'prov:017' and anno = ?", ANNO + 1) == [
        (0,)
    ]


def test_a_label_that_nobody_explained_is_not_used_and_is_told(rows):
    told = rows("select valore_stampato from qualita.controllo where controllo_id = 'etichetta_senza_significato'")
    assert told == []  # the proposed sidecar names it, as left out
    assert rows("select count(*) from marts.indicatore_valore where indicatore_id like '%gatti%'") == [(0,)]


def test_residents_of_another_source_stand_beside_and_do_not_replace_those_by_age(rows):
    found = dict(
        rows(
            "select corrente, valore from marts.indicatore_valore where territorio_id = 'com:017085' "
            "and indicatore_id = 'residenti' and anno = ? and base_popolazione = 'residenti_istat'",
            ANNO + 1,
        )
    )
    assert found == {True: 2 * (80 * 11 + 21) + 21, False: 1200}
    ((outcome, gap),) = rows(
        "select esito, scarto "
        "from marts.confronto_fonti where territorio_id = 'com:017085' and fonte_a like 'osservatorio_%'"
    )
    assert outcome == "diversi" and gap == 1200 - (2 * (80 * 11 + 21) + 21)


def test_every_row_read_is_loaded_or_rejected(rows):
    assert rows("select count(*) from marts.dim_fonte where righe_caricate is null") == [(0,)]
