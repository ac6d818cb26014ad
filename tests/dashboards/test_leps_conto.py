"""«x su y raggiunti, z non valutabili»: the z is never left out, and the parts make the whole."""

import re
from datetime import date

import pytest

from dashboards.leps import conto

NOTHING = {
    "anno": 2026, "indicatori": 20, "raggiunti": 0, "giudicati": 0, "in_corso": 0, "mai_mandati": 0, "rifiutati": 0,
    "senza_base": 0, "soppressi": 0, "zero_su_zero": 0, "senza_obiettivo": 0, "basi": 10, "basi_mancanti": 0,
    "rivisti": 0, "e_aperto": False, "giorni_al_termine": 0, "termine": None, "non_cominciato": False,
}  # fmt: skip


def counts(**changes):
    return NOTHING | changes


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"raggiunti": 4, "giudicati": 5, "mai_mandati": 3}, "4 su 5 raggiunti, 3 non valutabili"),
        ({"raggiunti": 1, "giudicati": 1, "rifiutati": 1}, "1 su 1 raggiunto, 1 non valutabile"),
        ({"raggiunti": 2, "giudicati": 2}, "2 su 2 raggiunti, 0 non valutabili"),
        ({"senza_base": 8}, "nessun obiettivo ancora giudicato, 8 non valutabili"),
    ],
)
def test_those_that_cannot_be_judged_are_said_beside_also_where_there_are_none(changes, words):
    row = counts(**changes)
    assert conto.reached(row) == words
    assert words.split(", ")[1] in " ".join(conto.card(row).lines)


def test_never_sent_and_refused_are_two_reasons():
    row = counts(mai_mandati=3, rifiutati=1, senza_base=2, soppressi=1)
    assert conto.why_not(row) == (
        "3 mai mandati, 1 mandato ma non utilizzabile, 2 senza il valore dell'anno prima, 1 non pubblicabile"
    )


def test_the_parts_of_a_card_are_told_one_by_one_and_add_up_to_the_whole():
    row = counts(
        raggiunti=3,
        giudicati=5,
        in_corso=2,
        mai_mandati=4,
        rifiutati=1,
        zero_su_zero=1,
        senza_obiettivo=7,
        indicatori=20,
    )
    lines = [line for line in conto.card(row).lines if line]
    assert lines[-1] == "5 + 2 + 5 + 1 + 7 = 20 indicatori"
    told = [int(number) for line in lines[1:-1] for number in re.findall(r"^\d+", line)]
    assert told == [5, 2, 5, 1, 7] and sum(told) == 20


def test_a_year_that_has_not_begun_has_nothing_under_way():
    row = counts(
        anno=2027, in_corso=17, senza_obiettivo=3, non_cominciato=True, e_aperto=True, termine=date(2027, 12, 31)
    )
    card = conto.card(row)
    assert (card.label, card.value, card.lines[0]) == ("2027", "–", "anno non ancora iniziato")
    assert "17 obiettivi al 31/12/2027" in card.lines and "17 + 3 = 20 indicatori" in card.lines
    assert "in corso" not in " ".join(card.lines)
    assert conto.band(row)[0] == "2027: anno non ancora iniziato."


def test_a_red_card_says_why_it_is_red_with_the_number_of_the_view_of_base_values():
    red = conto.card(counts(anno=2025, basi_mancanti=9))
    assert red.tone == "rosso"
    said = "in rosso: mancano 9 valori di base su 10: senza, il 2026 di quegli indicatori non si può giudicare"
    assert said in red.lines
    assert conto.card(counts()).tone == "blu"


def test_the_band_says_what_a_missing_base_value_costs():
    strong, rest = conto.band(counts(anno=2025, basi_mancanti=1))
    assert strong == "2025 (chiuso): nessun obiettivo ancora giudicato, 0 non valutabili."
    assert rest == "Manca 1 valore di base su 10: senza, il 2026 di quegli indicatori non si può giudicare."


def test_a_year_that_has_nothing_judged_has_no_zero_of_zero():
    card = conto.card(counts(e_aperto=True, giorni_al_termine=1))
    assert card.value == "–" and card.label == "2026 (in corso, 1 giorno)"
