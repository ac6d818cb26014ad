"""When the next meeting of a case is due on the day of the extraction, 30 June 2025, and how late it is."""

from datetime import date, timedelta

import pytest

from tests.dbt.catena_adi import USUAL, ask, count, database, receive

DAY = USUAL["estratto_il"]
ONE = {"componenti": 1}
MET = {"data_sottoscrizione_pad": date(2025, 1, 10)}


@pytest.fixture
def con():
    with database() as connection:
        yield connection


def clock(con) -> list[tuple[str, str]]:
    count(con)
    return ask(con, "select fase, classe from int_adi__orologio order by all")


def before(days: int) -> date:
    return DAY - timedelta(days)


@pytest.mark.parametrize(
    ("days", "classe"),
    [
        (60, "in_tempo"), (89, "in_tempo"), (90, "in_scadenza"), (120, "in_scadenza"), (121, "ritardo_1_30"),
        (150, "ritardo_1_30"), (151, "ritardo_31_90"), (210, "ritardo_31_90"), (211, "ritardo_oltre_90"),
    ],
)  # fmt: skip
def test_the_first_meeting_is_due_120_days_after_the_pact(con, days, classe):
    receive(con, {"data_sottoscrizione_pad": before(days)})
    assert clock(con) == [("primo_incontro", classe)]


@pytest.mark.parametrize(
    ("days", "classe"),
    [(59, "in_tempo"), (60, "in_scadenza"), (90, "in_scadenza"), (91, "ritardo_1_30"), (181, "ritardo_oltre_90")],
)
def test_the_next_meetings_are_due_every_90_days(con, days, classe):
    receive(con, {**MET, "data_primo_incontro": before(days)})
    receive(con, {**MET, "data_primo_incontro": date(2024, 12, 1), "data_ultimo_monitoraggio": before(days)})
    assert clock(con) == [("successivi", classe)] * 2


@pytest.mark.parametrize(
    ("what", "case", "classe"),
    [
        ("one person over 60", {**ONE, "over60": True}, "esonerato"),
        ("one person with a disability", {**ONE, "disabili": True}, "esonerato"),
        ("two persons, one of them over 60", {"componenti": 2, "over60": True}, "ritardo_1_30"),
        ("a household of unknown size", {"componenti": None, "over60": True}, "ritardo_1_30"),
        ("protected from violence", {"componenti": 3, "motivo_esonero": "violenza_di_genere"}, "esonerato"),
        ("the office says that all are over 60", {"componenti": 2, "motivo_esonero": "over60"}, "esonerato"),
        ("followed by the job centre", {"componenti": 3, "percorso": "lavoro"}, "esonerato"),
        ("with duties of care", {**ONE, "carichi_cura": True, "motivo_esonero": "carichi_cura"}, "ritardo_1_30"),
        ("a social path", {"percorso": "sociale_complesso"}, "ritardo_1_30"),
        ("in work: not the job centre", {"motivo_esonero": "lavoro"}, "ritardo_1_30"),
    ],
)
def test_who_is_exempt_from_the_next_meetings(con, what, case, classe):
    receive(con, {**MET, "data_primo_incontro": before(100), **case})
    assert clock(con) == [("successivi", classe)], what


@pytest.mark.parametrize("case", [{"over60": True}, {"motivo_esonero": "disabilita"}, {"percorso": "lavoro"}])
def test_nobody_is_exempt_from_the_first_meeting(con, case):
    receive(con, {**ONE, **case, "data_sottoscrizione_pad": before(130)})
    assert clock(con) == [("primo_incontro", "ritardo_1_30")]


@pytest.mark.parametrize(
    ("what", "case"),
    [
        ("no pact", {}),
        ("a first meeting after the extraction", {**MET, "data_primo_incontro": before(-1)}),
        ("a later meeting after the extraction",
         {**MET, "data_primo_incontro": before(9), "data_ultimo_monitoraggio": before(-1)}),
    ],
)  # fmt: skip
def test_what_has_no_dates_is_not_calculable(con, what, case):
    receive(con, case)
    assert [classe for _, classe in clock(con)] == ["non_calcolabile"], what


@pytest.mark.parametrize(
    ("what", "asked", "sent", "due"),
    [
        ("sent after the first flow", date(2024, 2, 29), date(2024, 3, 10), date(2024, 7, 8)),
        ("sent before it", date(2023, 12, 18), date(2024, 1, 10), date(2024, 5, 25)),
        ("asked a day later: from the pact", date(2024, 3, 1), date(2024, 3, 10), date(2024, 6, 29)),
    ],
)
def test_the_first_applications_count_from_their_transmission(con, what, asked, sent, due):
    receive(con, {"data_domanda": asked, "data_sottoscrizione_pad": date(2024, 3, 1), "data_trasmissione": sent,
                  "data_inizio": date(2024, 4, 1), "estratto_il": date(2024, 6, 30)})  # fmt: skip
    count(con)
    assert ask(con, "select scadenza from int_adi__orologio") == [(due,)], what


def test_the_first_applications_without_transmission_are_not_calculable(con):
    receive(con, {"data_domanda": date(2024, 1, 10), "data_sottoscrizione_pad": date(2024, 1, 10)})
    assert clock(con) == [("primo_incontro", "non_calcolabile")]


@pytest.mark.parametrize(
    ("what", "second", "due"),
    [
        ("the pact of before", {"data_sottoscrizione_pad": date(2024, 1, 10)}, date(2025, 6, 30)),
        ("no pact", {}, date(2025, 6, 30)),
        ("a new pact", {"data_sottoscrizione_pad": date(2025, 3, 12)}, date(2025, 7, 10)),
        ("met in the time of the first domanda", {"data_primo_incontro": date(2024, 2, 1)}, date(2025, 6, 30)),
        ("met again", {"data_primo_incontro": date(2025, 4, 1)}, date(2025, 6, 30)),
    ],
)
def test_a_renewal_has_a_clock_of_its_own(con, what, second, due):
    first = {
        "nucleo_chiave": "n",
        "data_domanda": date(2024, 1, 5),
        "data_inizio": date(2024, 2, 1),
        "data_fine": date(2025, 2, 15),
    }
    receive(
        con, first, {"nucleo_chiave": "n", "data_domanda": date(2025, 3, 2), "data_inizio": date(2025, 4, 1), **second}
    )
    count(con)
    assert ask(con, "select scadenza from int_adi__orologio") == [(due,)], what


@pytest.mark.parametrize(
    ("what", "case"),
    [
        ("ended", {"data_fine": before(1)}),
        ("not begun", {"data_inizio": before(-1)}),
        ("revoked", {"stato_beneficio": "revocato", "data_fine": before(-9)}),
        ("another measure", {"misura": "sfl"}),
        ("not counted", {"stato_domanda": "respinta"}),
    ],
)
def test_who_has_no_clock(con, what, case):
    receive(con, {**MET, **case})
    assert clock(con) == [], what


def test_a_suspended_case_has_its_clock(con):
    receive(con, {"data_sottoscrizione_pad": before(130), "stato_beneficio": "sospeso"})
    assert clock(con) == [("primo_incontro", "ritardo_1_30")]
