"""Staff and reporting duties, from what an office delivers to what is published: by the models that a build runs."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from tests.dbt.catena_leps import DEBITI, PERSONALE, deliver, judge

DAY = date(2026, 11, 22)
GOOD_STAFF = "amb:sebino,2026,assistente sociale,indeterminato,8,36,36,,20/11/2026,gestionale,"
GOOD_DUTY = "amb:sebino,fsr,2026,30/11/2026,20/11/2026,protocollo 12,"


@pytest.fixture
def con():
    with duckdb.connect(config={"threads": 2}) as connection:
        yield connection


def judged(con, raw, header: str, *lines: str):
    deliver(raw, "2026-11-21", *lines, header=header)
    judge(con, raw, DAY)
    return con


def messages(con, name: str) -> list[str]:
    query = f"select messaggio from int_controlli__{name} order by riga, messaggio"
    return [row[0] for row in con.execute(query).fetchall()]


def test_part_time_workers_make_full_time_equivalents_and_other_contracts_and_profiles_do_not_count(con, tmp_path):
    judged(
        con, tmp_path, PERSONALE, GOOD_STAFF,
        "amb:sebino,2026,assistente sociale,indeterminato,3,18,36,,20/11/2026,gestionale,",
        'amb:sebino,2026,assistente sociale,determinato,,,,"1,5",20/11/2026,gestionale,',
        "amb:sebino,2026,educatore,indeterminato,4,36,36,,20/11/2026,gestionale,",
    )  # fmt: skip
    query = "select ambito_id, anno, fte, fte_esclusi, righe from assistenti_sociali_in_servizio"
    assert con.execute(query).fetchall() == [("amb:sebino", 2026, 9.5, 1.5, 4)]
    assert messages(con, "personale") == []


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ("amb:sebino", "amb:altrove", "ambito_id", "«amb:altrove»"),
        (",2026,", ",2031,", "anno", "«2031», atteso un anno fino al 2026"),
        ("assistente sociale", "assistente", "profilo", "«assistente», atteso uno fra assistente sociale, educatore"),
        ("indeterminato", "di ruolo", "contratto", "«di_ruolo», atteso uno fra indeterminato, determinato"),
        (",8,36", ",otto,36", "persone", "«otto», atteso un numero"),
        (",8,36", ",-8,36", "persone", "«-8», atteso un numero, zero o più"),
        (",8,36", ',"7,5",36', "persone", "«7,5», atteso un numero intero"),
        (",36,36,,", ",288,36,,", "ore_settimanali", "«288», atteso non più delle 36 ore"),
        (",36,36,,", ",36,36,9,", "fte", "«9», atteso non più di 8"),
        (",36,36,,", ",36,,,", "fte", "una cella vuota"),
        ("20/11/2026", "20/12/2026", "rilevato_il", "attesa una data fino al 22/11/2026"),
        ("20/11/2026", "", "rilevato_il", "una cella vuota, attesa una data"),
    ],
)
def test_what_is_wrong_with_a_row_of_staff_is_told_and_the_row_does_not_count(con, tmp_path, old, new, column, found):
    assert old in GOOD_STAFF
    good = "amb:sebino,2026,assistente sociale,indeterminato,1,36,36,,20/11/2026,gestionale,"
    judged(con, tmp_path, PERSONALE, GOOD_STAFF.replace(old, new), good)
    told = messages(con, "personale")
    assert any(f"colonna «{column}»" in m and found in m and m.endswith("La riga non si usa.") for m in told), told
    assert con.execute("select fte from assistenti_sociali_in_servizio").fetchall() == [(1.0,)]


def test_no_usable_row_of_permanent_staff_is_not_zero(con, tmp_path):
    judged(con, tmp_path, PERSONALE, GOOD_STAFF.replace(",8,", ",otto,"))
    assert con.execute("from assistenti_sociali_in_servizio").fetchall() == []


def test_zero_that_was_written_is_zero(con, tmp_path):
    judged(con, tmp_path, PERSONALE, GOOD_STAFF.replace(",8,", ",0,"))
    assert con.execute("select fte from assistenti_sociali_in_servizio").fetchall() == [(0.0,)]


def test_of_two_lists_of_a_year_the_later_recorded_counts_whole(con, tmp_path):
    deliver(tmp_path, "2026-11-20", GOOD_STAFF, header=PERSONALE)
    judged(con, tmp_path, PERSONALE, GOOD_STAFF.replace("20/11", "01/03").replace(",8,", ",5,"))
    assert con.execute("select fte from assistenti_sociali_in_servizio").fetchall() == [(8.0,)]


def test_equivalents_that_hours_contradict_are_told_and_the_hours_count(con, tmp_path):
    judged(con, tmp_path, PERSONALE, GOOD_STAFF.replace(",36,36,,", ",18,36,8,"))
    assert con.execute("select fte from assistenti_sociali_in_servizio").fetchall() == [(4.0,)]
    (told,) = messages(con, "personale")
    assert "trovato «8», atteso 4,00, da persone e ore" in told and "non si usa" not in told


def test_a_duty_is_sent_due_or_late_with_its_days(con, tmp_path):
    judged(
        con, tmp_path, DEBITI, GOOD_DUTY,
        "amb:sebino,fnps,2026,01/11/2026,,,", "amb:sebino,fna_trimestrale,2026-T3,30/11/2026,,,",
        "amb:sebino,fna_annuale,2026,31/12/2026,,,", "amb:sebino,riddcue,2026,,,,scadenza da sapere",
        "amb:sebino,spesa_sociale_mef,2026,,,,",
    )  # fmt: skip
    assert con.execute("select debito, stato, giorni from debito_invio order by debito").fetchall() == [
        ("fna_annuale", "da_trasmettere", 39), ("fna_trimestrale", "in_scadenza", 8), ("fnps", "in_ritardo", -21),
        ("fsr", "trasmesso", 10), ("riddcue", "senza_scadenza", None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "column", "found"),
    [
        ("amb:sebino", "amb:altrove", "ambito_id", "«amb:altrove»"),
        ("fsr", "fondo", "debito", "«fondo», atteso uno fra spesa_sociale_singola"),
        (",2026,", ",2026-T1,", "periodo", "«2026-T1», atteso un anno come 2026"),
        ("fsr", "fna_trimestrale", "periodo", "«2026», atteso un trimestre come 2026-T1"),
        ("30/11/2026", "fine mese", "scade_il", "«fine mese», attesa una data"),
        ("20/11/2026", "ieri", "trasmesso_il", "«ieri», attesa una data"),
        ("20/11/2026", "25/11/2026", "trasmesso_il", "attesa una data fino al 22/11/2026"),
        ("protocollo 12", "", "evidenza", "una cella vuota, attesa la ricevuta o il protocollo"),
    ],
)
def test_what_is_wrong_with_a_duty_is_told_and_it_is_not_taken_as_sent(con, tmp_path, old, new, column, found):
    assert old in GOOD_DUTY
    judged(con, tmp_path, DEBITI, GOOD_DUTY.replace(old, new))
    (told,) = messages(con, "invii")
    assert f"colonna «{column}»" in told and found in told
    assert con.execute("from debito_invio").fetchall() == []


def test_two_different_rows_for_one_period_are_both_told(con, tmp_path):
    judged(con, tmp_path, DEBITI, GOOD_DUTY, GOOD_DUTY.replace("protocollo 12", "protocollo 13"))
    assert len(messages(con, "invii")) == 2
