"""An ambito that is in no document: a line for each comune in the seed, and its context is there."""

from tests.contesto.made import ANNO


def test_the_new_ambito_is_a_territory_with_a_short_name(rows):
    assert rows(
        "select nome, nome_breve, comuni from marts.dim_territorio where territorio_id = 'amb:valle_trompia_prova'"
    ) == [("Ambito di prova", "prova", 2)]


def test_its_indicators_are_ratios_of_the_sums_of_its_comuni(rows):
    assert rows(
        "select comuni_presenti, comuni_attesi "
        "from marts.indicatore_valore where territorio_id = 'amb:valle_trompia_prova' "
        "and indicatore_id = 'indice_vecchiaia' and anno = 2023"
    ) == [(2, 2)]
    ((own, sums),) = rows(
        """
        select
            (select numeratore / denominatore from marts.indicatore_valore
                where territorio_id = 'amb:valle_trompia_prova' and indicatore_id = 'indice_vecchiaia' and anno = 2023),
            (select sum(numeratore) / sum(denominatore) from marts.indicatore_valore
                where territorio_id in ('com:017061', 'com:017121')
                    and indicatore_id = 'indice_vecchiaia' and anno = 2023)
        """
    )
    assert own == sums


def test_its_population_by_age_and_its_comparison_are_there(rows):
    assert rows(
        "select count(distinct eta_min) from marts.popolazione_territorio "
        "where territorio_id = 'amb:valle_trompia_prova' and anno = ?", ANNO,
    ) == [(101,)]  # fmt: skip
    assert rows(
        "select esito from marts.indicatore_confronto where territorio_id = 'amb:valle_trompia_prova' "
        "and riferimento_id = 'reg:03' and indicatore_id = 'quota_65_piu' and anno = 2023"
    )
