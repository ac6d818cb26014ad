"""From the recordings that offices deliver to the outcome of each target."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from benchmarks.leps import CHECKING, JUDGING, make_recordings, run_models
from ingest.proposta import propose, write_sidecar
from tests.conftest import ROOT
from tests.dbt.catena_leps import deliver, judge, rejudge
from tests.dbt.regole_leps import STATI
from tests.ingest.compilato import fill
from warehouse.cli.build import DEMO_VARIABLES
from warehouse.cli.template import write_template

DAY = date(2027, 6, 30)
SEBINO = "amb:sebino"


@pytest.fixture
def con():
    with duckdb.connect(config={"threads": 2}) as connection:
        yield connection


@pytest.fixture(scope="module")
def demo():
    with duckdb.connect() as connection:
        judge(connection, ROOT / "data" / "demo", date.fromisoformat(DEMO_VARIABLES["giorno_leps"]))
        yield connection


def outcome(con, indicator: str, year: int, columns: str = "stato", ambito: str = SEBINO):
    query = f"select {columns} from leps_esito where ambito_id = ? and indicatore_id = ? and anno = ?"
    row = con.execute(query, [ambito, indicator, year]).fetchone()
    return row[0] if "," not in columns else row


def test_the_demonstration_data_show_every_state_with_a_reason(demo):
    found = demo.execute("select stato, count(*) from leps_esito where motivo is not null group by all").fetchall()
    assert {stato for stato, _ in found} == STATI
    assert sum(number for _, number in found) == 3 * 60


def test_the_demonstration_data_are_of_three_ambiti_and_three_years(demo):
    query = "select count(distinct ambito_id), count(distinct anno) from leps_rilevazione"
    assert demo.execute(query).fetchone() == (3, 3)


@pytest.mark.parametrize(
    ("ambito", "indicator", "year", "state", "reason"),
    [
        ("sebino", "leps_1_1", 2025, "raggiunto", "6 su 10 (60,0 %), richiesto almeno 50 %: obiettivo raggiunto."),
        ("sebino", "leps_2_3", 2026, "non_raggiunto", "Valore 12, invariato rispetto al 2025; manca 1 ente."),
        (
            "sebino", "leps_2_2", 2027, "in_corso",
            "16 su 19 (84,2 %), richiesto almeno 80 %; il valore di oggi basta. Il termine è il 31/12/2027.",
        ),
        ("sebino", "leps_2_3", 2025, "anno_base", "Valore di base: il 2026 si giudica rispetto a questo."),
        (
            "dalmine", "leps_3_4", 2025, "anno_base_mancante",
            "Il valore di base del 2025 non è stato rilevato: senza, il 2026 non potrà essere giudicato.",
        ),
        (
            "bassa_bresciana_centrale", "leps_2_3", 2026, "non_valutabile_baseline",
            "Manca il valore del 2025, al quale l'obiettivo si riferisce: è soppresso.",
        ),
        (
            "bassa_bresciana_centrale", "leps_4_2", 2025, "non_valutabile_dato",
            "Il dato ricevuto non si può usare: nel file «rilevazione_2025.csv», riga 45, colonna "
            "«numeratore»: trovato «trenta», atteso un numero intero; correggere la cella e consegnare di nuovo "
            "il file.",
        ),
        (
            "dalmine", "leps_5_1", 2025, "non_applicabile",
            "0 su 0: non c'è nulla da misurare. "
            "Motivo dichiarato: nell'anno nessun progetto SAD per anziani ad alto bisogno.",
        ),
        (
            "bassa_bresciana_centrale", "leps_2_3", 2025, "soppresso",
            "Valore non pubblicabile: meno di cinque enti, riconoscibili.",
        ),
    ],
)  # fmt: skip
def test_each_state_is_shown_with_its_right_reason(demo, ambito, indicator, year, state, reason):
    assert outcome(demo, indicator, year, "stato, motivo", f"amb:{ambito}") == (state, reason)


def test_a_revision_that_changes_the_outcome_keeps_both_values_and_dates(demo):
    assert outcome(demo, "leps_4_2", 2026, "stato, esito_precedente, revisione_di, revisione") == (
        "raggiunto", "non_raggiunto", "valore",
        "Esito cambiato da revisione: da «non raggiunto» a «raggiunto». Il valore era 74,59 (rilevato il 18/01/2027), "
        "ora è 75,41 (rilevato il 15/03/2027).",
    )  # fmt: skip


def test_a_revised_base_changes_the_outcome_of_the_year_after_and_says_so(demo):
    assert outcome(demo, "leps_2_4", 2026, "stato, esito_precedente, revisione_di, valore_prima, valore_dopo") == (
        "non_raggiunto", "raggiunto", "valore_base", 31, 37,
    )  # fmt: skip


def test_every_delivery_is_kept_and_the_latest_recorded_counts(con, tmp_path):
    deliver(tmp_path, "2026-03-01", "amb:sebino,leps_1_1,2025,6,10,,,2026-02-20,registro,")
    # Released later, recorded earlier: an older extraction does not take the place of a newer one.
    deliver(tmp_path, "2026-04-01", "amb:sebino,leps_1_1,2025,4,10,,,2026-01-10,registro,")
    judge(con, tmp_path, DAY)
    rows = con.execute("select versione, numeratore, corrente from leps_rilevazione order by 1").fetchall()
    assert rows == [(1, 4.0, False), (2, 6.0, True)]
    assert outcome(con, "leps_1_1", 2025, "stato, numeratore") == ("raggiunto", 6.0)


def test_of_two_recorded_on_one_day_the_later_release_counts(con, tmp_path):
    deliver(tmp_path, "2026-03-01", "amb:sebino,leps_1_1,2025,6,10,,,2026-02-20,registro,")
    deliver(tmp_path, "2026-04-01", "amb:sebino,leps_1_1,2025,4,10,,,2026-02-20,registro,")
    judge(con, tmp_path, DAY)
    assert outcome(con, "leps_1_1", 2025, "stato, numeratore, mancano") == ("non_raggiunto", 4.0, 1.0)


def test_bad_rows_spoil_their_cell_and_the_rest_of_the_delivery_is_judged(con, tmp_path):
    deliver(
        tmp_path, "2026-03-01",
        "amb:sebino,leps_1_1,2025,tanti,10,,,2026-02-20,registro,",
        "amb:sebino,leps_1_3,2025,8,7,,,2026-02-20,registro,",
        "amb:sebino,leps_2_1,2025,,,,condiviso,2026-02-20,,",
        "amb:sebino,leps_4_2,2025,0,0,,,2026-02-20,registro,",
        "amb:sebino,leps_4_2,2027,5,10,,,2027-12-31,registro,",
        "amb:sebino,leps_5_1,2031,5,10,,,2026-02-20,registro,",
        "amb:altrove,leps_5_1,2025,5,10,,,2026-02-20,registro,",
        "amb:sebino,leps_5_1,2025,5,10,,,2026-02-20,registro,",
    )  # fmt: skip
    judge(con, tmp_path, DAY)
    for cell in (("leps_1_1", 2025), ("leps_1_3", 2025), ("leps_2_1", 2025), ("leps_4_2", 2025), ("leps_4_2", 2027)):
        state, reason = outcome(con, *cell, "stato, motivo")
        assert state == "non_valutabile_dato", cell
        assert reason.startswith("Il dato ricevuto non si può usare: "), cell
    assert outcome(con, "leps_5_1", 2025) == "raggiunto"
    told = con.execute("select controllo_id from int_controlli__leps order by riga").fetchall()
    assert [name.removeprefix("rilevazione_") for (name,) in told] == [
        "numero", "oltre_il_tutto", "senza_prova", "denominatore_zero", "data_futura", "anno", "ambito",
    ]  # fmt: skip
    assert con.execute("select righe, righe_usate from leps_consegna where ambito_id = ?", [SEBINO]).fetchone() == (
        7,
        1,
    )


def test_a_bad_row_takes_nothing_away_from_an_earlier_good_one(con, tmp_path):
    deliver(tmp_path, "2026-03-01", "amb:sebino,leps_1_1,2025,6,10,,,2026-02-20,registro,")
    deliver(tmp_path, "2026-04-01", "amb:sebino,leps_1_1,2025,16,10,,,2026-03-20,registro,")
    judge(con, tmp_path, DAY)
    state, warning = outcome(con, "leps_1_1", 2025, "stato, avvertenza")
    assert state == "raggiunto"
    assert warning.startswith("Una rilevazione del 20/03/2026 non si può usare (")
    assert warning.endswith("vale quella del 20/02/2026.")


def test_a_workbook_filled_in_by_hand_reaches_the_outcome(con, tmp_path):
    folder = tmp_path / "rilevazione_leps"
    folder.mkdir()
    workbook = write_template("sebino", folder / "sebino.xlsx", DAY)
    # Numerator, denominator or state, day (31/12/2025 as a spreadsheet keeps it), evidence.
    fill(workbook, "LEPS 1", {"H5": 91, "I5": 122, "L5": 46022, "M5": "registro"})
    fill(workbook, "LEPS 2", {"K5": "condiviso", "L5": 46022, "M5": "verbale n. 12 del 30/05/2025"})
    fill(workbook, "LEPS 3", {"J11": 8.5, "L11": 46022})
    write_sidecar(folder, propose(folder, acquisito_il=DAY))
    judge(con, tmp_path, DAY)
    assert outcome(con, "leps_1_1", 2025, "stato, numeratore, denominatore") == ("raggiunto", 91.0, 122.0)
    assert outcome(con, "leps_2_1", 2025, "stato, stato_traguardo") == ("raggiunto", "condiviso")
    assert outcome(con, "leps_3_3", 2025, "stato, valore") == ("anno_base", 8.5)
    assert con.execute("select count(*) from leps_rilevazione").fetchone() == (3,)
    assert con.execute("select count(*) from int_controlli__leps").fetchone() == (0,)


def test_nothing_recorded_is_never_zero(con, tmp_path):
    tmp_path.joinpath("vuota").mkdir()
    deliver(tmp_path / "vuota", "2026-03-01", "amb:sebino,leps_1_1,2025,,,,,,,")
    judge(con, tmp_path / "vuota", date(2026, 11, 22))
    found = con.execute("select distinct stato from leps_esito where valore is null").fetchall()
    assert {s for (s,) in found} == {
        "non_valutabile_dato", "non_valutabile_baseline", "anno_base_mancante", "in_corso", "non_applicabile",
    }  # fmt: skip
    assert con.execute(
        "select count(*) from leps_esito where valore is not null or mancano is not null"
    ).fetchone() == (0,)


def test_another_ambito_with_targets_of_its_own_is_rows_and_no_code(con, tmp_path):
    deliver(
        tmp_path, "2031-03-01",
        "amb:dalmine,leps_1_1,2030,89,100,,,2031-02-20,registro,",
        "amb:dalmine,leps_1_1,2025,60,100,,,2031-02-20,registro,",
    )  # fmt: skip
    judge(con, tmp_path, date(2031, 6, 30))
    con.execute("insert into leps_piano values ('regione_2030', 'amb:dalmine', '2030-2032', 'fonte', false)")
    con.execute(
        "insert into leps_obiettivo_dichiarato by name select 'regione_2030' as piano, 'leps_1_1' as indicatore_id, "
        "2030 as anno, 'soglia' as regola, 90 as soglia_pct, 'almeno 90%' as testo"
    )
    rejudge(con, date(2031, 6, 30))
    rows = con.execute("select anno, stato, mancano, piano from leps_esito where ambito_id = 'amb:dalmine'").fetchall()
    assert rows == [(2030, "non_raggiunto", 1.0, "regione_2030")]
    # The year that its plan does not have is told, not judged by the plan of others.
    (told,) = con.execute("select messaggio from int_controlli__leps").fetchall()
    assert "«2025»" in told[0]


def test_the_interval_stands_beside_and_is_no_part_of_the_judgement(con, tmp_path):
    deliver(tmp_path, "2026-03-01", "amb:sebino,leps_1_1,2025,5,10,,,2026-02-20,registro,")
    judge(con, tmp_path, DAY)
    state, low, high = outcome(con, "leps_1_1", 2025, "stato, ic95_inf, ic95_sup")
    assert state == "raggiunto" and low < 50 < high


def test_six_hundred_ambiti_with_three_revisions_each_are_judged_in_two_seconds(con):
    assert make_recordings(con) == 360_000
    run_models(con, CHECKING)
    # The processor's time, so that a busy machine judges no other than a quiet one: two threads in two seconds.
    spent = run_models(con, JUDGING)["cpu"]
    assert con.execute("select count(*), count(distinct stato) >= 3 from leps_esito").fetchone() == (120_000, True)
    assert con.execute("select count(*) > 1000 from leps_esito where revisione is not null").fetchone() == (True,)
    assert spent <= 4, f"{spent:.1f} s of processor"
