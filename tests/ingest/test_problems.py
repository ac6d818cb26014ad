"""Messages agree with what they name: «trovata una cella vuota», never «trovato una cella vuota»."""

import duckdb
import pytest

from ingest.problems import Problem, agreed
from warehouse.cli.modelli import create_functions

WORDS = {
    "una cella vuota": "trovata",
    "la colonna «Anno» più volte": "trovata",
    "nessuna riga di dati": "trovata",
    "l'intestazione alla riga 4": "trovata",
    "un'intestazione diversa per ogni colonna": "trovata",
    "2 righe per lo stesso ambito": "trovate",
    "le colonne del modello": "trovate",
    "i fogli del modello": "trovati",
    "gli stati dell'elenco": "trovati",
    "un numero intero": "trovato",
    "nessun sidecar": "trovato",
    "«trenta»": "trovato",
    "12 su 10": "trovato",
    "31/12/2031": "trovato",
    "lo stato raggiunto": "trovato",
    "12": "trovato",
}


@pytest.mark.parametrize(("words", "participle"), WORDS.items())
def test_the_participle_agrees_with_what_was_found(words, participle):
    assert agreed("trovat", words) == participle


def test_the_sql_of_the_checks_agrees_as_the_messages_of_the_commands_do():
    with duckdb.connect() as con:
        create_functions(con)
        said = {w: con.execute("select main.concordato('trovat', ?::text)", [w]).fetchone()[0] for w in WORDS}
    assert said == WORDS


def test_a_problem_is_one_grammatical_sentence():
    problem = Problem(
        "a.xlsx", "una cella vuota", "una data come 31/12/2025", "correggere", cella="foglio «L», cella L5"
    )
    assert str(problem) == (
        "a.xlsx, foglio «L», cella L5: trovata una cella vuota; attesa una data come 31/12/2025. Rimedio: correggere."
    )
