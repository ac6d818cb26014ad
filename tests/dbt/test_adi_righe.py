"""What the declared rules make of each received case."""

from datetime import date

import pytest

from tests.dbt.catena_adi import ask, count, database, receive


@pytest.fixture
def con():
    with database() as connection:
        yield connection


def outcomes(con) -> list[str]:
    count(con)
    return [esito for (esito,) in ask(con, "select esito from int_adi__righe order by estratto_il, file, riga")]


@pytest.mark.parametrize(
    ("what", "case", "esito"),
    [
        ("an accepted domanda with its dates", {}, "contata"),
        ("a domanda without its state", {"stato_domanda": None, "stato_beneficio": None}, "contata"),
        ("no key of the domanda", {"caso_chiave": None}, "senza_chiave"),
        ("an ambito that is not declared", {"ambito_id": "altrove"}, "ambito_sconosciuto"),
        ("a comune that does not exist", {"comune_stampato": "017000"}, "comune_sconosciuto"),
        ("no comune", {"comune_stampato": None, "comune_codice_tipo": None}, "comune_sconosciuto"),
        ("a comune of another ambito", {"comune_stampato": "016001"}, "comune_fuori_ambito"),
        ("a comune of no ambito", {"comune_stampato": "017999"}, "comune_fuori_ambito"),
        ("a state without a rule", {"stato_beneficio": "boh"}, "stato_non_dichiarato"),
        ("a domanda in a state without a rule", {"stato_domanda": "boh"}, "stato_non_dichiarato"),
        ("a refused domanda", {"stato_domanda": "respinta"}, "domanda_non_accolta"),
        ("a domanda under examination", {"stato_domanda": "in_istruttoria"}, "domanda_non_accolta"),
        ("neither a start nor a pact", {"data_inizio": None}, "periodo_non_noto"),
        ("a pact instead of a start", {"data_inizio": None, "data_sottoscrizione_pad": date(2025, 1, 20)}, "contata"),
        ("ended, nobody knows when", {"stato_beneficio": "terminato"}, "periodo_non_noto"),
        ("lapsed, nobody knows when", {"stato_domanda": "decaduta"}, "periodo_non_noto"),
        ("ended on a known day", {"stato_beneficio": "revocato", "data_fine": date(2025, 4, 15)}, "contata"),
        ("an end before the start", {"data_fine": date(2025, 1, 1)}, "periodo_non_valido"),
        ("a cancellation of nothing", {"operazione": "C"}, "cancellazione_senza_inserimento"),
    ],
)  # fmt: skip
def test_each_row_is_counted_or_says_why_not(con, what, case, esito):
    receive(con, case)
    assert outcomes(con) == [esito], what


@pytest.mark.parametrize(
    ("what", "printed", "tipo"),
    [
        ("the ISTAT code", "017085", "istat"),
        ("the ISTAT code without its zero", "17085", "istat"),
        ("the code of the land register", "e333", "catastale"),
        ("the name", "ISEO", "nome"),
    ],
)
def test_a_comune_is_recognised_by(con, what, printed, tipo):
    receive(con, {"comune_stampato": printed, "comune_codice_tipo": tipo})
    count(con)
    assert ask(con, "select territorio_id from int_adi__righe") == [("com:017085",)], what


@pytest.mark.parametrize("printed", ["provagliod'iseo", "PROVAGLIO D’ISEO", "Provaglio Iseo"])
def test_a_name_is_recognised_without_blanks_and_marks_and_by_its_declared_alias(con, printed):
    receive(con, {"comune_stampato": printed, "comune_codice_tipo": "nome"})
    count(con)
    assert ask(con, "select territorio_id from int_adi__righe") == [("com:017156",)]


def test_of_two_comuni_with_one_name_it_is_that_of_the_ambito(con):
    receive(con, {"comune_stampato": "Marone", "comune_codice_tipo": "nome"})
    count(con)
    assert ask(con, "select territorio_id, esito from int_adi__righe") == [("com:017106", "contata")]


def test_of_two_comuni_with_one_name_outside_the_ambito_it_is_neither(con):
    receive(con, {"comune_stampato": "Marone", "comune_codice_tipo": "nome", "ambito_id": "dalmine"})
    assert outcomes(con) == ["comune_sconosciuto"]


def test_the_last_of_two_rows_of_a_domanda_is_valid(con):
    receive(con, {"caso_chiave": "a"}, {"caso_chiave": "a"})
    assert outcomes(con) == ["ripetuta", "contata"]


def test_a_row_that_changes_the_household_is_told_from_a_repeated_one(con):
    receive(con, {"caso_chiave": "a", "componenti": 2}, {"caso_chiave": "a", "componenti": 3})
    receive(con, {"caso_chiave": "b"}, {"caso_chiave": "b", "comune_stampato": "017106"})
    assert outcomes(con) == ["nucleo_variato", "contata", "nucleo_variato", "contata"]


def test_a_cancellation_removes_its_insertion_and_a_later_insertion_is_valid(con):
    siuss = {"formato": "siuss", "caso_chiave": "a"}
    receive(con, siuss, {**siuss, "operazione": "C"}, siuss)
    assert outcomes(con) == ["cancellata", "cancellazione", "contata"]


def test_a_cancellation_in_a_later_file_removes_the_insertion_of_an_earlier_one(con):
    siuss = {"formato": "siuss", "caso_chiave": "a"}
    receive(con, {**siuss, "estratto_il": date(2025, 3, 31), "file": "uno.xml"})
    receive(con, {**siuss, "operazione": "C", "file": "due.xml"})
    assert outcomes(con) == ["cancellata", "cancellazione"]


def test_a_second_cancellation_has_nothing_to_cancel(con):
    siuss = {"formato": "siuss", "caso_chiave": "a"}
    receive(con, siuss, {**siuss, "operazione": "C"}, {**siuss, "operazione": "C"})
    assert outcomes(con) == ["cancellata", "cancellazione", "cancellazione_senza_inserimento"]


def test_a_domanda_of_siuss_has_a_row_for_each_period(con):
    siuss = {"formato": "siuss", "caso_chiave": "a", "nucleo_chiave": "n"}
    receive(con, {**siuss, "data_fine": date(2025, 2, 28)}, {**siuss, "data_inizio": date(2025, 4, 1)})
    assert outcomes(con) == ["contata", "contata"]
    months = ask(con, "select mese from int_adi__mesi order by 1")
    assert [month.month for (month,) in months] == [2, 4, 5, 6]


def test_of_two_extractions_the_later_is_valid(con):
    receive(con, {"caso_chiave": "a", "estratto_il": date(2025, 3, 31), "file": "marzo.csv"})
    receive(con, {"caso_chiave": "a", "file": "giugno.csv"})
    assert outcomes(con) == ["estrazione_superata", "contata"]


def test_two_files_of_one_extraction_are_valid_together(con):
    receive(con, {"file": "iseo.csv"}, {"file": "marone.csv", "comune_stampato": "017106"})
    assert outcomes(con) == ["contata", "contata"]
    assert len(ask(con, "select distinct fonte_id from int_adi__mesi join int_adi__gruppi using (gruppo)")) == 1


def test_of_two_formats_of_an_ambito_one_is_published(con):
    receive(con, {"file": "a.csv"}, {"file": "b.xml", "formato": "siuss"})
    receive(con, {"file": "c.xml", "formato": "siuss", "ambito_id": "dalmine", "comune_stampato": "016001"})
    assert outcomes(con) == ["contata", "fonte_non_prevalente", "contata"]


@pytest.mark.parametrize("table", ["int_adi__righe", "int_adi__celle"])
def test_without_cases_there_is_nothing(con, table):
    count(con)
    assert ask(con, f"select count(*) from {table}") == [(0,)]
