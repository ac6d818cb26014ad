"""The real samples beside the checkout, dropped as they are."""

import pytest

pytestmark = pytest.mark.usefixtures("real")


def test_the_balance_of_the_sebino_gives_births_and_rates(rows):
    ((births, method, rate),) = rows(
        "select numeratore, metodo_denominatore, valore "
        "from marts.indicatore_valore where territorio_id = 'amb:sebino' "
        "and indicatore_id = 'tasso_natalita' and anno = 2022 and corrente"
    )
    assert births == 331 and method == "media_annua"
    assert rate == pytest.approx(1000 * 331 / ((54250 + 54346) / 2))


def test_the_balance_of_every_comune_closes(rows):
    (open_,) = rows(
        """
        select count(*) from (
            pivot (from marts.bilancio_demografico where sesso = 'T' and fonte_id like 'bilancio_brescia/%')
            on voce using any_value(persone) group by territorio_id, anno
        )
        where popolazione_inizio + nati - morti + iscritti_altri_comuni - cancellati_altri_comuni + iscritti_estero
            - cancellati_estero + variazioni_territoriali <> popolazione_fine
            or popolazione_fine + aggiustamento_statistico <> popolazione_censita
        """
    )[0]
    assert open_ == 0


def test_the_table_that_the_plan_dates_2024_is_found_to_be_that_of_2023(rows):
    found = rows(
        "select distinct data_a::text, data_proposta::text, esito from marts.confronto_fonti "
        "where fonte_a = 'sebino_piano_zona_2025_2027/residenti_stranieri'"
    )
    assert found == [("2024-01-01", "2023-01-01", "uguali")]
    ((grade, message),) = rows(
        "select gravita, messaggio from qualita.controllo where controllo_id = 'data_della_tabella' "
        "and fonte_id like 'sebino%' and esito = 'fallito'"
    )
    assert grade == "avviso" and "01/01/2023" in message and "si propone" in message


def test_the_register_is_another_population_and_is_compared_only_with_the_same_year(rows):
    assert rows(
        "select distinct base_popolazione from marts.indicatore_valore where serie = 'anpr'"
    ) == [("residenti_anagrafe",)]  # fmt: skip
    assert rows(
        "select count(*) from marts.confronto_fonti where fonte_a like 'anpr/%' and year(data_a) <> year(data_b)"
    ) == [(0,)]


def test_series_with_five_years_have_a_trend_or_say_why_not(rows):
    found = rows(
        "select punti, esito, motivo from marts.indicatore_tendenza where territorio_id = 'com:017085' "
        "and indicatore_id = 'morti'"
    )
    assert found and all(points < 5 and why == "meno di cinque anni" for points, _, why in found)


def test_the_totals_of_social_spending_are_compared_with_their_services_and_never_added(rows):
    found = rows(
        "select esito, count(*) from qualita.controllo where controllo_id = 'spesa_totale_dei_servizi' group by 1"
    )
    assert found and {outcome for outcome, _ in found} == {"superato"}
