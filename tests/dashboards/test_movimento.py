"""Demographic balance and foreigners: with the files of ISTAT and without them."""

import pytest

from dashboards import queries
from dashboards.components import sentences_movimento as said
from dashboards.components.charts.balance import FALL, RISE, Step, balances, waterfall
from dashboards.contesto.bilancio import balance_of
from tests.dashboards.reading import notices_of, opener, text_of


@pytest.fixture
def full(with_movement, monkeypatch):
    return opener(with_movement, monkeypatch)


def test_each_step_begins_where_the_one_before_ended():
    plot = waterfall(("inizio", 100), [Step("Nati", 6), Step("Morti", -16)], ("fine", 90))
    born, dead = plot.data[0], plot.data[1]
    assert (born.base[0], born.x[0], born.marker.color) == (100, 6, RISE)
    assert (dead.base[0], dead.x[0], dead.marker.color) == (106, -16, FALL)
    assert [t.x[0] for t in plot.data if t.type == "scatter"] == [100, 90]
    low, high = plot.layout.xaxis.range
    assert low < 90 and high > 106


def test_the_two_balances_stand_side_by_side_for_each_year():
    plot = balances([2022, 2023], [-10, None], [5, 0])
    assert [t.name for t in plot.data] == ["Saldo naturale", "Saldo migratorio"]
    assert list(plot.data[0].y) == [-10, None] and plot.data[0].hovertext[1].endswith("n.d.")


def test_a_balance_with_a_missing_part_is_unknown():
    assert balance_of({"nati": 6, "morti": 16}, ("nati", "morti")) == -10
    assert balance_of({"nati": 6, "morti": None}, ("nati", "morti")) is None
    assert balance_of({}, ("nati", "morti")) is None


def test_a_quantity_that_the_source_never_reports_is_not_a_missing_one():
    keys = ("iscritti_estero", "cancellati_estero", "iscritti_altri_motivi")
    assert balance_of({"iscritti_estero": 9, "cancellati_estero": 4}, keys) == 5


@pytest.mark.parametrize(("numbers", "words"), [
    ((1000, 1010, -3, 13), "Nel 2023 i residenti passano da 1.000 a 1.010 (+10). I morti superano i nati di 3. "
                           "Gli iscritti superano i cancellati di 13."),
    ((1000, 1000, 0, 0), "Nel 2023 i residenti restano 1.000. I nati sono quanti i morti. "
                         "Gli iscritti sono quanti i cancellati."),
    ((None, 1000, 1, None), "La popolazione all'inizio o alla fine del 2023 non è nota. I nati superano i morti di 1."),
])  # fmt: skip
def test_a_year_is_told_in_words(numbers, words):
    assert said.year(2023, *numbers) == words


def years(*pairs):
    return [{"anno": 2021 + k, "saldo_naturale": n, "saldo_migratorio": m} for k, (n, m) in enumerate(pairs)]


@pytest.mark.parametrize(("rows", "words"), [
    (years((-1, 2), (-3, -1)), "Dal 2021 al 2022 il saldo naturale è sempre negativo; "
                               "quello migratorio è positivo in 1 anno su 2."),
    (years((1, None), (2, None)), "Dal 2021 al 2022 il saldo naturale è sempre positivo."),
    (years((0, 0), (0, -1)), "Dal 2021 al 2022 il saldo naturale è positivo in nessun anno su 2; "
                             "quello migratorio è positivo in nessun anno su 2."),
    (years((None, None), (None, None)), "I saldi di questi anni non sono noti."),
])  # fmt: skip
def test_several_years_are_told_in_words(rows, words):
    assert said.years(rows) == words


@pytest.mark.parametrize(("numbers", "words"), [
    ((3482.0, 6.4, 6.2, 6.6), "I residenti stranieri sono 3.482, il 6,4 % dei residenti "
                              "(intervallo al 95 %: 6,2–6,6)."),
    ((90.0, 8.0, None, None), "I residenti stranieri sono 90, l'8,0 % dei residenti."),
    ((90.0, 0.4, None, None), "I residenti stranieri sono 90, lo 0,4 % dei residenti."),
    ((90.0, 11.3, None, None), "I residenti stranieri sono 90, l'11,3 % dei residenti."),
    ((1.0, 0.1, None, None), "C'è un solo residente straniero, lo 0,1 % dei residenti. "
                             "Sono così pochi che la quota cambia molto con una sola persona."),
    ((0.0, 0.0, None, None), "Non ci sono residenti stranieri."),
    ((None, None, None, None), "Il numero dei residenti stranieri non è noto."),
])  # fmt: skip
def test_foreign_residents_are_told_in_words(numbers, words):
    assert said.foreigners(*numbers).replace("\N{NO-BREAK SPACE}", " ") == words


def test_citizenships_are_told_in_words():
    rows = [{"cittadinanza_nome": "Romania", "residenti": 812}, {"cittadinanza_nome": "Perù", "residenti": 1}]
    assert said.citizenships(rows).endswith("sono 2. La più numerosa: Romania, 812 persone su 813.")
    assert said.citizenships(rows[1:]) == "C'è una sola cittadinanza straniera: Perù, 1 persona."
    assert "Nessuna" in said.citizenships([])


@pytest.mark.parametrize("vista", ["bilancio", "stranieri"])
@pytest.mark.parametrize("territorio", ["com:015146", "prov:097", "ita"])
def test_what_was_not_received_is_said_with_its_remedy_and_is_never_zero(app, vista, territorio):
    test = app(vista=vista, territorio=territorio)
    assert not test.exception
    said_here = text_of(test)
    if "leps fetch istat" not in said_here:
        pytest.skip("questo warehouse ha i file di ISTAT che qui devono mancare")
    assert "ricevut" in said_here and " 0 stranieri" not in said_here


def test_the_balance_leads_from_the_first_to_the_last_day_of_the_year(full):
    words = text_of(full(vista="bilancio", anno="2023"))
    assert "Nel 2023 i residenti passano da 2.004 a 2.010 (+6)." in words
    assert "I morti superano i nati di 20. Gli iscritti superano i cancellati di 32." in words
    assert "Saldo naturale e saldo migratorio" in words and "sempre negativo" in words


def test_without_the_balance_of_the_year_the_last_one_is_shown_and_said(full):
    test = full(vista="bilancio", territorio="com:017085", anno="2022")
    assert "passano da 2.002" in text_of(test) and notices_of(test) == ""


def test_the_balance_of_the_year_before_leads_to_the_residents_of_the_first_of_january(full, monkeypatch):
    real = queries.balance
    monkeypatch.setattr(queries, "balance", lambda place: {y: q for y, q in real(place).items() if y < 2023})
    test = full(vista="bilancio", anno="2023")
    assert "Il bilancio del 2022 porta ai residenti del 1° gennaio 2023." in text_of(test) and notices_of(test) == ""
    monkeypatch.setattr(queries, "balance", lambda place: {y: q for y, q in real(place).items() if y < 2022})
    assert "qui c&#x27;è quello del 2021" in notices_of(full(vista="bilancio", anno="2023"))


def test_foreigners_have_figures_pyramid_map_and_citizenships(full):
    test = full(vista="stranieri", territorio="com:017085", anno="2023")
    assert not test.exception
    words = text_of(test).replace("\N{NO-BREAK SPACE}", " ")
    assert "I residenti stranieri sono 897, il 10,0 % dei residenti (intervallo al 95 %: 9,4–10,6)." in words
    assert "Età e sesso dei residenti stranieri, 2023" in words and "Quota di residenti stranieri per comune" in words
    assert "Le dieci cittadinanze più numerose" in words and "sono 12. La più numerosa: Romania, 401 persone" in words


def test_citizenships_of_an_earlier_year_say_their_year(full, monkeypatch):
    monkeypatch.setattr(queries, "citizenship_year", lambda *_: 2023)
    words = text_of(full(vista="stranieri", territorio="com:017085", anno="2023"))
    assert "Le dieci cittadinanze più numerose, 2023" in words


def test_the_count_of_a_plan_stands_apart_from_that_of_istat(app):
    words = text_of(app(vista="stranieri"))
    assert "stampa 3.482 residenti stranieri dell'Ambito 5 Sebino" in words
    assert "non è lo stesso conteggio di ISTAT" in words
