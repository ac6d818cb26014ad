"""«x su y raggiunti, z non valutabili»: the z is never left out."""

import pytest

from dashboards.leps import conto

NOTHING = {
    "anno": 2026, "raggiunti": 0, "giudicati": 0, "non_valutabili": 0, "senza_dato": 0, "senza_base": 0, "soppressi": 0,
    "in_corso": 0, "basi_mancanti": 0, "rivisti": 0, "e_aperto": False, "giorni_al_termine": 0, "non_cominciato": False,
}  # fmt: skip


def counts(**changes):
    return NOTHING | changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"raggiunti": 4, "giudicati": 5, "non_valutabili": 3}, "4 su 5 raggiunti, 3 non valutabili"),
        ({"raggiunti": 1, "giudicati": 1, "non_valutabili": 1}, "1 su 1 raggiunto, 1 non valutabile"),
        ({"raggiunti": 2, "giudicati": 2}, "2 su 2 raggiunti, 0 non valutabili"),
        ({"non_valutabili": 8}, "nessun obiettivo ancora giudicato, 8 non valutabili"),
    ],
)
def test_those_that_cannot_be_judged_are_said_beside_also_where_there_are_none(changes, words):
    assert conto.reached(counts(**changes)) == words
    assert conto.not_assessable(counts(**changes)) in " ".join(conto.card(counts(**changes)).lines)


def test_the_band_speaks_of_the_latest_year_that_is_over():
    rows = [counts(anno=2025), counts(anno=2026, raggiunti=3, giudicati=4), counts(anno=2027, e_aperto=True)]
    assert conto.band(rows)[0] == "2026: 3 su 4 raggiunti, 0 non valutabili."


def test_the_band_says_what_a_missing_base_value_costs():
    strong, rest = conto.band([counts(anno=2025, basi_mancanti=2)])
    assert strong.endswith("2 valori di base mancanti.")
    assert rest == "Senza il valore di base del 2025 il 2026 non potrà essere giudicato."


def test_why_a_target_cannot_be_judged_names_every_reason():
    row = counts(non_valutabili=4, senza_dato=1, senza_base=2, soppressi=1)
    assert conto.why_not(row) == ("1 senza un dato utilizzabile, 2 senza il valore dell'anno prima, 1 non pubblicabile")


def test_a_year_that_has_nothing_judged_has_no_zero_of_zero():
    card = conto.card(counts(e_aperto=True, giorni_al_termine=1))
    assert card.value == "–" and card.label == "2026 (in corso, 1 giorno)"
