"""What is counted of the cases, and that the equations among the counts say all that holds."""

import random
from datetime import date

import pytest

from tests.dbt.catena_adi import ask, count, database, publish, receive

IN_JUNE = "mese = '2025-06-01' and conteggio = 'in_pagamento_nel_mese'"
NUCLEI = """select nuclei from int_adi__conteggi
    where mese = '2025-06-01' and territorio_id = ? and dimensione = ? and modalita = ?"""


@pytest.fixture
def con():
    with database() as connection:
        yield connection


def some_cases(number: int, seed: int = 1) -> list[dict]:
    """Cases with everything that a case may say, some of it missing."""
    chance = random.Random(seed)
    cases = []
    for i in range(number):
        start = date(2024, chance.randint(7, 12), chance.randint(1, 28))
        cases.append({
            "nucleo_chiave": f"n{chance.randint(0, int(number * 0.9))}",
            "comune_stampato": chance.choices(["017085", "017106", "017156", "017111"], [10, 5, 3, 1])[0],
            "componenti": chance.choices([1, 2, 3, 4, 5, 6, 9], [50, 20, 10, 8, 5, 2, 1])[0],
            "data_inizio": start, "data_domanda": start, "data_sottoscrizione_pad": start,
            "data_fine": chance.choice([None, None, date(2025, chance.randint(1, 12), 15)]),
            "data_primo_incontro": chance.choice([None, date(2025, chance.randint(1, 5), 10)]),
            "minori": chance.random() < 0.4, "disabili": chance.choice([True, False, None]),
            "over60": chance.random() < 0.5,
            "classe_isee": chance.choice(["zero", "fino_3000", None]), "anno_nascita": chance.randint(1940, 2005),
            "cittadinanza": chance.choice(["italiana", "ue", "extra_ue"]), "sesso": chance.choice("MF"),
            "importo_mensile_eur": chance.randint(100, 900), "riga": i + 2, "caso_chiave": f"c{i}",
        })  # fmt: skip
    return cases


def test_nuclei_and_persons_are_counted_by_comune_and_ambito(con):
    receive(con, {"componenti": 3}, {"componenti": 1}, {"componenti": 2, "comune_stampato": "017106"})
    count(con)
    query = """select territorio_id, nuclei, persone, importo_eur::int from int_adi__conteggi
        where mese = '2025-06-01' and dimensione = 'totale' order by 1"""
    assert ask(con, query) == [
        ("amb:sebino", 3, 6, 1500), ("com:017085", 2, 4, 1000), ("com:017106", 1, 2, 500),
        ("com:017111", 0, 0, None), ("com:017156", 0, 0, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "dimensione", "modalita"),
    [
        ({"componenti": 5}, "componenti", "5"),
        ({"componenti": 6}, "componenti", "6_piu"),
        ({"componenti": 12}, "componenti", "6_piu"),
        ({"anno_nascita": 1996}, "eta", "fino_a_29_anni"),
        ({"anno_nascita": 1995}, "eta", "da_30_a_39_anni"),
        ({"anno_nascita": 1958}, "eta", "67_anni_piu"),
        ({"minori": True}, "minori", "con"),
        ({"svantaggio": False}, "svantaggio", "senza"),
        ({"classe_isee": "zero"}, "isee", "zero"),
        ({"cittadinanza": "extra_ue"}, "cittadinanza", "extra_ue"),
        ({"sesso": "M"}, "sesso", "M"),
    ],
)
def test_a_case_is_in_its_category(con, case, dimensione, modalita):
    receive(con, case)
    count(con)
    assert con.execute(NUCLEI, ["amb:sebino", dimensione, modalita]).fetchall() == [(1,)]


def test_what_some_cases_do_not_say_is_a_category_and_what_none_says_is_no_split(con):
    receive(con, {"minori": True}, {"minori": None}, {"disabili": None})
    count(con)
    assert con.execute(NUCLEI, ["amb:sebino", "minori", "non_noto"]).fetchall() == [(2,)]
    assert ask(con, "select count(*) from int_adi__conteggi where dimensione = 'disabilita'") == [(0,)]


def test_persons_are_not_known_where_the_size_of_one_household_is_not(con):
    receive(con, {"componenti": 3}, {"componenti": None, "comune_stampato": "017106"})
    count(con)
    assert ask(con, "select distinct persone from int_adi__conteggi") == [(None,)]
    assert ask(
        con, "select count(*) from int_adi__celle where quantita <> 'nuclei' and conteggio = 'in_pagamento_nel_mese'"
    ) == [(0,)]


@pytest.mark.parametrize("number", [1, 50, 400])
def test_every_equation_holds_and_ties_only_cells_that_exist(con, number):
    receive(con, *some_cases(number))
    count(con)
    assert ask(con, "select cella_id from int_adi__celle group by all having count(*) > 1") == []
    wrong = """select legame_id from int_adi__legami left join int_adi__celle using (cella_id) group by 1
        having coalesce(sum(coefficiente * valore), 1) <> 0 or count(valore) < count(*)"""
    assert ask(con, wrong) == []
    assert ask(con, "select legame_id, cella_id from int_adi__legami group by all having count(*) > 1") == []


def test_the_equations_know_comuni_splits_and_persons_by_size(con):
    receive(con, *some_cases(50))
    count(con)
    assert {kind for (kind,) in ask(con, "select distinct split_part(legame_id, '|', 1) from int_adi__legami")} == {
        "comuni", "somma", "per_dimensione", "almeno",
    }  # fmt: skip
    # A cell that no equation knows could be derived by whoever finds one.
    alone = "select dimensione, quantita from int_adi__celle anti join int_adi__legami using (cella_id) group by all"
    assert ask(con, alone) == []


def test_the_threshold_is_five_unless_the_source_declares_another(con):
    con.execute("insert into soglia_soppressione values ('casi_dalmine', 10, 'prova')")
    receive(con, {}, {"fonte_id": "casi_dalmine", "file": "d.csv", "ambito_id": "dalmine", "comune_stampato": "016001"})
    count(con)
    assert ask(con, "select distinct fonte_id, soglia from int_adi__celle order by all") == [
        ("casi_dalmine/tabella", 10), ("casi_sebino/tabella", 5),
    ]  # fmt: skip


@pytest.mark.parametrize(("before", "known"), [(2, True), (3, False)])
def test_what_an_earlier_version_published_is_known_if_it_is_still_so(con, before, known):
    receive(con, {}, {})
    con.execute(
        "insert into riservato.main.casi_pubblicati values "
        "('com:017085', '2025-06-01', 'adi', 'in_pagamento_nel_mese', 'totale', 'totale', 'nuclei', ?)", [before],
    )  # fmt: skip
    count(con)
    query = f"""select nota from int_adi__celle
        where territorio_id = 'com:017085' and {IN_JUNE} and dimensione = 'totale' and quantita = 'nuclei'"""
    assert ask(con, query) == [(known,)]


def test_what_is_published_holds_no_hidden_number(con):
    receive(con, *some_cases(300))
    count(con)
    publish(con)
    assert ask(con, "select count(*) from int_adi__da_casi where stato_cella <> 'pubblicabile'") != [(0,)]
    hidden = "stato_cella <> 'pubblicabile' and coalesce(nuclei, persone, importo_medio_eur) is not null"
    assert ask(con, f"select * from int_adi__da_casi where {hidden}") == []
    assert ask(con, "select * from int_adi__da_casi where nuclei between 1 and 4 or persone between 1 and 4") == []
    for mart, value in (("adi_orologio", "casi"), ("adi_lettura", "righe")):
        assert ask(con, f"select * from {mart} where stato_cella <> 'pubblicabile' and {value} is not null") == []
    assert ask(con, "select * from adi_orologio where casi between 1 and 4") == []


def test_what_is_published_is_what_was_counted(con):
    receive(con, *some_cases(300))
    count(con)
    publish(con)
    query = """select count(*) from int_adi__da_casi
        join int_adi__conteggi using (fonte_id, territorio_id, misura, mese, dimensione, modalita)
        where stato_cella = 'pubblicabile'"""
    shown = ask(con, query)
    assert shown != [(0,)]
    assert ask(con, query + " and int_adi__da_casi.nuclei = int_adi__conteggi.nuclei") == shown


def test_the_mean_amount_is_that_of_the_nuclei_of_the_row(con):
    receive(con, *[{"importo_mensile_eur": amount} for amount in (100, 200, 300, 400, 500, 601)])
    count(con)
    publish(con)
    query = f"""select nuclei, persone, importo_medio_eur::text from int_adi__da_casi
        where territorio_id = 'com:017085' and {IN_JUNE} and dimensione = 'totale'"""
    assert ask(con, query) == [(6, 6, "350.17")]


def test_a_row_that_cannot_be_counted_is_told_without_what_it_says(con):
    receive(
        con, {"comune_stampato": "Paese Inesistente", "comune_codice_tipo": "nome"}, {"data_fine": date(2025, 1, 1)}
    )
    count(con)
    publish(con)
    told = ask(con, "select * from int_controlli__casi order by riga")
    assert [row[0] for row in told] == ["caso_comune_sconosciuto", "caso_periodo_non_valido"]
    assert "Inesistente" not in str(told)
    assert told[0][6] == (
        "Riga 2: il caso non si conta; atteso un comune degli elenchi ricevuti o un nome dichiarato (adi_comune_alias)."
    )


def test_many_rows_of_one_kind_are_told_as_twenty(con):
    receive(con, *[{"comune_stampato": "017000"}] * 25)
    count(con)
    publish(con)
    told = [message for (message,) in ask(con, "select messaggio from int_controlli__casi order by riga")]
    assert len(told) == 20
    assert told[-1].endswith(" Altre 5 righe del file sono come questa.")
