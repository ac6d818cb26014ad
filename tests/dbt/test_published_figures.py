"""Figures that anybody can recompute from the documents, read from the published tables."""

from decimal import Decimal

import pytest


def rows(con, query, *parameters):
    return con.execute(query, list(parameters)).fetchall()


def one(con, query, *parameters):
    return con.execute(query, list(parameters)).fetchone()[0]


def test_the_plan_has_sixty_targets(con):
    assert one(con, "select count(*) from marts.leps_obiettivo") == 60


def test_the_seven_areas_of_cremona_2015_sum_to_the_grand_total(con):
    areas = dict(rows(
        con, "select area, sum(importo_eur) from marts.spesa where ente_id = 'amb:cremona' and anno = 2015 "
        "and verso = 'spesa' group by area",
    ))  # fmt: skip
    assert areas == {
        "A": 272_389, "B": 251_000, "C": 2_389_000, "D": 584_219, "E": 1_529_279, "F": 616_000, "G": 84_000,
    }  # fmt: skip
    assert sum(areas.values()) == Decimal("5725887.00")


def test_spending_and_resources_of_cremona_2015_balance(con):
    spending, income = (
        one(
            con,
            "select sum(importo_eur) from marts.spesa where ente_id = 'amb:cremona' and anno = 2015 and verso = ?",
            v,
        )
        for v in ("spesa", "entrata")
    )
    assert spending == income


def test_the_twelve_comuni_of_sebino_sum_to_istat_2023(con):
    query = """select sum(p.residenti) from marts.popolazione as p
        inner join marts.ponte_territorio as b on p.territorio_id = b.territorio_id
        where b.padre_id = 'amb:sebino' and p.anno = 2023 and p.base_popolazione = 'residenti_istat'"""
    assert one(con, query) == 54_239


def test_the_document_s_own_residents_sum_to_what_it_prints(con):
    query = "select sum(residenti) from marts.popolazione where fonte_id = ? and cittadinanza = 'totale'"
    assert one(con, query, "sebino_piano_zona_2025_2027/residenti_stranieri") == 54_346


def test_all_105_derived_values_of_the_district_table_match_the_printed_ones(con):
    query = """select count(*), count(*) filter (arrotonda(valore, decimali_stampati) = valore_stampato)
        from marts.indicatore_valore
        where fonte_id = 'sebino_piano_zona_2025_2027/indicatori_distretto' and indicatore_id in (
            'indice_vecchiaia', 'indice_dipendenza_strutturale', 'indice_dipendenza_anziani', 'tasso_natalita',
            'tasso_mortalita', 'tasso_fecondita_generale', 'tasso_crescita_naturale')"""
    assert con.execute(query).fetchone() == (105, 105)


def test_the_mortality_ratios_get_the_printed_intervals_back(con):
    """41 of the 44 printed limits are met exactly at two decimals, the others within one hundredth."""
    query = """
        with stampati as (
            select 'irr_mortalita_m' as indicatore_id, distretto, irr_inf, irr_sup
            from staging.stg_sebino__mortalita_maschi
            union all
            select 'irr_mortalita_f', distretto, irr_inf, irr_sup
            from staging.stg_sebino__mortalita_femmine
        )
        select arrotonda(v.ic95_inf, 2) - s.irr_inf, arrotonda(v.ic95_sup, 2) - s.irr_sup
        from stampati as s
        inner join seeds.territorio_alias as a on s.distretto = a.nome_stampato
        inner join marts.indicatore_valore as v
            on v.territorio_id = a.territorio_id and v.indicatore_id = s.indicatore_id
        where s.irr_inf is not null"""
    differences = [abs(float(d)) for pair in rows(con, query) for d in pair]
    assert len(differences) == 44
    assert sum(d < 0.001 for d in differences) >= 41
    assert max(differences) < 0.0101


def test_the_jump_of_cremona_s_funds_in_2014_is_out_of_range(con):
    query = """select variazione_pct, esito_variazione from marts.indicatore_valore
        where indicatore_id = 'risorse_fondi_statali_regionali' and anno = 2014"""
    change, outcome = con.execute(query).fetchone()
    assert change == pytest.approx(78.1, abs=0.05)
    assert outcome == "fuori"


def test_year_over_year_is_at_work_on_comuni_districts_and_resources(con):
    outcomes = dict(
        rows(
            con,
            """select t.livello, list(distinct v.esito_variazione) from marts.indicatore_valore as v
        inner join marts.dim_territorio as t on v.territorio_id = t.territorio_id group by all""",
        )
    )
    assert {"entro", "fuori"} <= set(outcomes["comune"])
    # The district table is printed for one year only: that is said, not passed over.
    assert set(outcomes["distretto"]) == {"non_valutabile"}
    resources = rows(
        con,
        """select anno from marts.indicatore_valore
        where indicatore_id = 'risorse_totale' and esito_variazione <> 'non_valutabile' order by anno""",
    )
    assert [year for (year,) in resources] == [2013, 2014, 2015]


@pytest.mark.parametrize(
    ("line", "printed"),
    [
        ("956", "49,78"), ("957", "1600,78"), ("974", "23,432"), ("982", "808"), ("1001", "0,00%"), ("1005", "311"),
        ("854", "2025"), ("1311", "2.261"), ("1026", "3,8%"), ("1055", "25,3%"), ("1056", "22,6%"), ("1058", "22,7%"),
    ],
)  # fmt: skip
def test_the_mistakes_of_the_plan_are_found_at_their_line(con, line, printed):
    query = """select count(*) from qualita.controllo where esito = 'fallito' and fonte_id like 'sebino%'
        and riga_documento = ? and valore_stampato = ?"""
    assert one(con, query, line, printed) >= 1


@pytest.mark.parametrize("line", ["195", "205", "80", "192", "176"])
def test_the_mistakes_of_the_cremona_budget_are_found_at_their_line(con, line):
    query = """select count(*) from qualita.controllo where esito = 'fallito' and fonte_id like 'cremona%'
        and riga_documento = ?"""
    assert one(con, query, line) >= 1


def test_every_name_of_a_territory_is_matched(con):
    assert (
        rows(
            con, "select messaggio from qualita.controllo where controllo_id = 'nome_territorio' and esito = 'fallito'"
        )
        == []
    )


def test_the_register_knows_sixteen_leps_and_keeps_the_contradiction_of_the_second(con):
    assert one(con, "select count(distinct leps_nome) from marts.leps_registro") == 16
    funds = rows(con, "select distinct fondi from marts.leps_registro where leps_numero = 2 order by 1")
    assert len(funds) == 2


def test_every_spending_figure_leads_back_to_a_cell_with_its_line(con):
    lost = rows(
        con,
        """select s.fonte_id, s.riga from marts.spesa as s
        anti join qualita.provenienza as p on p.tabella = 'marts.spesa' and p.file = s.file and p.riga = s.riga
            and p.valore_stampato is not distinct from s.valore_stampato and p.sha256 is not null""",
    )
    assert lost == []


def test_money_is_decimal_and_missing_money_has_a_reason(con):
    kind = one(
        con,
        "select data_type from information_schema.columns where table_name = 'spesa' and column_name = 'importo_eur'",
    )
    assert kind == "DECIMAL(14,2)"
    assert one(con, "select count(*) from marts.spesa where (importo_eur is null) <> (motivo_assenza is not null)") == 0
