"""How many of the mistakes known to be in the documents the warehouse finds by itself, and how many alarms are right.

``errori_noti.csv`` was written by reading the documents; ``giudizi.csv`` is what a reader of the document says of each
group of alarms. ``rilevabile`` says whether arithmetic or comparison can reveal the mistake; the others stay in view.
"""

import pytest

from warehouse.cli.richiamo import DEFAULT_LISTS, recall_lines
from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.richiamo import JUDGEMENTS, MISTAKES, ListDamaged, compare, measure, read_list


@pytest.fixture(scope="module")
def found(warehouse):
    paths = WarehousePaths(warehouse)
    with open_readonly(read_current(paths).file(paths)) as con:
        return measure(con, DEFAULT_LISTS)


def test_every_mistake_that_checks_can_reveal_is_found_at_its_line(found):
    assert [m for m in found.mancati if m["rilevabile"] == "si"] == []


def test_every_serious_mistake_of_arithmetic_or_comparison_is_found(found):
    assert found.gravi_mancati == []
    hits, every = found.trovati_per_gravita["grave"]
    assert hits >= 0.95 * every


def test_every_alarm_was_read_by_a_person_and_at_most_one_in_ten_is_false(found):
    assert found.non_letti == []
    assert found.precisione >= 0.9


def test_every_judgement_speaks_of_an_alarm_that_exists(found):
    assert found.giudizi_senza_allarmi == []


def test_recall_and_precision_are_printed_by_kind_and_by_severity(found):
    printed = "\n".join(recall_lines(found))
    for word in ("Richiamo", "Precisione", *found.trovati_per_genere, *found.giusti_per_tipo, "grave", "avviso"):
        assert word in printed


ALARM = {
    "raccolta": "f", "controllo_id": "somma_a", "tipo": "somma", "gravita": "errore", "riga": "7", "stampato": "12",
    "messaggio": "fa 13",
}  # fmt: skip
MISTAKE = {"raccolta": "f", "riga": "7|8", "stampato": "12", "genere": "somma", "gravita": "grave", "rilevabile": "si"}


def test_an_alarm_on_a_known_mistake_is_right_and_the_mistake_is_found():
    result = compare([ALARM], [MISTAKE], [])
    assert result.mancati == [] and result.precisione == 1


def test_a_mistake_at_another_line_is_missed_and_its_alarm_waits_for_a_reader():
    result = compare([ALARM], [{**MISTAKE, "riga": "9"}], [])
    assert len(result.gravi_mancati) == 1 and result.non_letti == [ALARM] and result.precisione is None


def test_the_first_judgement_that_fits_decides():
    judgements = [
        {"raccolta": "f", "controllo_id": "somma_*", "riga": "7", "verdetto": "falso", "motivo": "parte del totale"},
        {"raccolta": "f", "controllo_id": "*", "riga": "", "verdetto": "giusto", "motivo": "altro"},
    ]
    result = compare([ALARM, {**ALARM, "riga": "8"}], [], judgements)
    assert [a["perche"] for a in result.falsi] == ["parte del totale"]
    assert result.precisione == 0.5


def test_a_judgement_without_alarms_is_told():
    judgement = {"raccolta": "f", "controllo_id": "quota_*", "riga": "", "verdetto": "falso", "motivo": "nessuno"}
    assert compare([ALARM], [MISTAKE], [judgement]).giudizi_senza_allarmi == [judgement]


def test_a_list_with_a_verdict_that_does_not_exist_says_file_row_and_remedy(tmp_path):
    (tmp_path / JUDGEMENTS).write_text(
        "raccolta,controllo_id,riga,verdetto,motivo\nf,somma_a,,forse,chissà\n", encoding="utf-8"
    )
    with pytest.raises(ListDamaged, match=r"riga 2, colonna verdetto: trovato «forse»; atteso giusto o falso"):
        read_list(tmp_path, JUDGEMENTS)


def test_a_missing_list_says_where_it_was_looked_for(tmp_path):
    with pytest.raises(ListDamaged, match="il file non c'è"):
        read_list(tmp_path, MISTAKES)
