"""Totals against their parts, missing ages, titles against the sidecar: told by row, and nothing is changed."""

from __future__ import annotations

import re

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import bulk, quadrature
from ingest.check import check_path
from tests.ingest import layouts
from tests.ingest.layouts import accounted_for, failures, loaded
from tests.ingest.received import rows


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw" / "prova"


def changed(row: int, found: str, instead: str) -> str:
    """A POSAS with one change in one row (counted from 0)."""
    lines = layouts.posas_rows()
    assert found in lines[row]
    lines[row] = lines[row].replace(found, instead, 1)
    return layouts.posas(lines)


def held(con: duckdb.DuckDBPyConnection, check: str) -> list[int]:
    query = "select gruppi from raw._quadrature where controllo_id = ? and gruppi is not null order by all"
    return [count for (count,) in rows(con, query, check)]


class TestTotalRows:
    def test_that_meet_the_sum_of_their_parts_are_counted(self, folder):
        con = loaded(folder, "p.csv", layouts.posas())
        assert failures(con) == []
        assert held(con, "posas_totale_per_eta") == [2, 2, 2]
        assert held(con, "posas_eta_complete") == [2]
        assert held(con, "posas_maschi_e_femmine") == [204]

    def test_that_do_not_are_told_with_both_figures(self, folder):
        con = loaded(folder, "p.csv", changed(0, ";0;0;0;0", ";0;10;0;10"))
        assert failures(con) == [
            ("posas_totale_per_eta", 104, "017085: le parti fanno 4.400, la riga del totale dice 4.390."),
            ("posas_totale_per_eta", 104, "017085: le parti fanno 8.050, la riga del totale dice 8.040."),
        ]
        assert held(con, "posas_totale_per_eta") == [1, 1, 2]

    def test_that_are_missing_are_told_with_the_last_row(self, folder):
        con = loaded(folder, "p.csv", layouts.posas(layouts.posas_rows()[:-1]))
        assert failures(con) == [
            ("posas_totale_per_eta", 205, "017205: manca la riga del totale; l'ultima riga ricevuta è la 205.")
        ]

    def test_without_their_parts_are_told(self, folder):
        lines = layouts.posas_rows()
        con = loaded(folder, "p.csv", layouts.posas([*lines[:102], lines[-1]]))
        assert (
            "posas_totale_per_eta",
            105,
            "017205: c'è la riga del totale, mancano le sue parti.",
        ) in failures(con)

    def test_are_not_judged_where_a_part_cannot_be_read(self, folder):
        con = loaded(folder, "p.csv", changed(0, ";0;0;0;0", ";0;molti;0;0"))
        assert [line for check, line, _ in failures(con) if check == "posas_totale_per_eta"] == []
        assert rows(con, "select riga, valore_stampato from raw._celle_non_conformi") == [(3, "molti")]

    @pytest.mark.parametrize("printed", ["1e1", "0x5", "1_0", "3.0"])
    def test_do_not_take_for_a_number_what_only_a_computer_does(self, folder, printed):
        con = loaded(folder, "p.csv", changed(0, ";0;0;0;0", f";0;{printed};0;0"))
        assert rows(con, "select valore_stampato from raw._celle_non_conformi") == [(printed,)]
        assert failures(con) == []

    def test_of_sexes_and_of_provinces_are_compared_also_where_the_comune_is_empty(self, folder):
        con = loaded(folder, "d.csv", layouts.d7b())
        assert failures(con) == []
        assert held(con, "d7b_totale_per_sesso") == [9, 9, 9, 9]
        assert held(con, "d7b_totale_per_provincia") == [9, 9, 9, 9]

    def test_of_a_province_that_miss_a_comune_are_told(self, folder):
        text = "\n".join(line for line in layouts.d7b().splitlines() if ";Zone;" not in line) + "\n"
        messages = [m for check, _, m in failures(loaded(folder, "d.csv", text)) if check == "d7b_totale_per_provincia"]
        assert "017, 2024, 1, Maschi: le parti fanno 100, la riga del totale dice 300." in messages

    def test_of_a_province_need_not_be_there(self, folder):
        text = "\n".join(line for line in layouts.d7b().splitlines() if ";;;017;" not in line) + "\n"
        assert failures(loaded(folder, "d.csv", text)) == []


class TestColumnsThatMakeATotal:
    def test_are_told_by_row_when_they_do_not(self, folder):
        con = loaded(folder, "p2.csv", layouts.p2().replace('"3";"4";"7"', '"3";"4";"8"'))
        assert failures(con) == [
            ("p2_nati", 3, "017085: nati_m + nati_f fa 7, in nati_t c'è 8."),
            ("p2_saldo_naturale", 3, "017085: nati_t − morti_t fa -2, in saldo_naturale_t c'è -3."),
        ]

    def test_are_not_judged_where_the_delivery_lacks_one(self, folder):
        con = loaded(folder, "p2.csv", layouts.p2())
        assert rows(con, "select count(*) from raw._quadrature where controllo_id = 'p2_aggiustamento_statistico'") == [
            (0,)
        ]

    def test_leave_out_the_months_that_are_no_months(self, folder):
        con = loaded(folder, "d.csv", layouts.d7b())
        assert held(con, "d7b_bilancio") == [9]


class TestMissingAges:
    def test_of_a_truncated_file_are_told_with_the_last_row(self, folder):
        con = loaded(folder, "p.csv", layouts.posas(layouts.posas_rows()[:-10]))
        told = [message for check, _, message in failures(con) if check == "posas_eta_complete"]
        assert told == ["017205: mancano 9 valori su 101 (92-100); l'ultima riga ricevuta è la 196."]

    def test_of_the_real_truncated_file_are_told(self, folder):
        con = loaded(folder, "POSAS_2025_it_Comuni.csv", layouts.sample("istat/POSAS_2025_it_Comuni.csv"))
        messages = [message for _, _, message in failures(con)]
        assert "098001: manca la riga del totale; l'ultima riga ricevuta è la 196." in messages
        assert "098001: mancano 9 valori su 101 (92-100); l'ultima riga ricevuta è la 196." in messages
        assert accounted_for(con)

    def test_one_in_the_middle_is_told_in_the_singular(self, folder):
        lines = layouts.posas_rows()
        del lines[50]
        con = loaded(folder, "p.csv", layouts.posas(lines))
        assert any("manca 1 valore su 101 (50)" in message for _, _, message in failures(con))


class TestTheTitle:
    def declared(self, folder, old: str, new: str, title: str = layouts.POSAS_TITLE) -> duckdb.DuckDBPyConnection:
        loaded(folder, "p.csv", layouts.posas(title=title))
        sidecar = folder / "fonte.yml"
        text = sidecar.read_text("utf-8")
        assert old in text
        sidecar.write_text(text.replace(old, new), "utf-8")
        return layouts.load_raw(folder.parent)

    def test_with_the_declared_date_holds(self, folder):
        con = loaded(folder, "p.csv", layouts.posas())
        assert held(con, "posas_data_nel_titolo") == [1]

    def test_with_another_date_is_told(self, folder):
        con = self.declared(folder, "data_riferimento: '2025-01-01'", "data_riferimento: '2024-01-01'")
        message = "Il titolo porta la data 01/01/2025, il sidecar dichiara 01/01/2024."
        assert failures(con) == [("posas_data_nel_titolo", 1, message)]

    def test_that_says_estimate_is_told_where_the_sidecar_says_final(self, folder):
        title = layouts.POSAS_TITLE[:-1] + ' (stima)"'
        con = self.declared(folder, "provvisorio: true", "provvisorio: false", title)
        assert [check for check, *_ in failures(con)] == ["posas_stima_nel_titolo"]

    def test_that_is_missing_is_not_judged(self, folder):
        con = loaded(folder, "POSAS_2025_it_Comuni.csv", layouts.posas(title=None))
        assert held(con, "posas_data_nel_titolo") == []


def test_what_is_told_changes_no_row_and_no_sum(folder):
    wrong = loaded(folder, "p.csv", changed(101, ";999;4390;", ";999;9999;"))
    query = (
        "select count(*), sum(maschi::int) filter (eta <> '999') from raw.istat_posas where codice_comune = '017085'"
    )
    assert rows(wrong, query) == [(102, 4390)]
    assert len(failures(wrong)) == 2


def test_of_too_many_failures_the_first_are_told_and_the_others_counted(folder, monkeypatch):
    monkeypatch.setattr(quadrature, "TOLD_AT_MOST", 3)
    lines = [re.sub(r";\d+$", ";1", row) for row in layouts.posas_rows()]
    con = loaded(folder, "p.csv", layouts.posas(lines))
    told = [(line, message) for check, line, message in failures(con) if check == "posas_maschi_e_femmine"]
    assert len(told) == 4
    assert (None, "Altri 201 casi come quelli elencati.") in told


def test_check_says_what_was_found_the_rule_and_the_remedy(folder):
    loaded(folder, "p.csv", changed(0, ";0;0;0;0", ";0;10;0;10"))
    (report,) = check_path(duckdb.connect(), folder)
    assert str(report.problemi[0]) == (
        "prova/p.csv, riga 104, colonna «maschi»: trovato 017085: le parti fanno 4.400, la riga del totale dice 4.390; "
        "atteso il rispetto della regola «La riga 999 di un comune è la somma delle sue età». "
        "Rimedio: chiedere conferma a chi ha pubblicato il file; le righe si caricano come sono."
    )


MUTATIONS = st.one_of(
    st.tuples(st.just("drop a row"), st.integers(0, 203), st.just(0)),
    st.tuples(st.just("swap two cells"), st.integers(0, 203), st.integers(0, 4)),
    st.tuples(st.just("change a digit"), st.integers(0, 203), st.integers(0, 9)),
    st.tuples(st.just("repeat a row"), st.integers(0, 203), st.integers(0, 203)),
    st.tuples(st.just("cut the tail"), st.integers(60, 6000), st.just(0)),
)


def mutated(kind: str, at: int, how: int) -> str:
    lines = layouts.posas_rows()
    if kind == "cut the tail":
        text = layouts.posas(lines)
        return text[: len(text) - min(at, len(text) - 400)]
    if kind == "drop a row":
        del lines[at]
    elif kind == "repeat a row":
        lines.insert(how, lines[at])
    elif kind == "swap two cells":
        cells = lines[at].split(";")
        cells[how], cells[how + 1] = cells[how + 1], cells[how]
        lines[at] = ";".join(cells)
    else:
        digits = [m.start() for m in re.finditer(r"\d", lines[at])]
        place = digits[-1 - how % 4]
        lines[at] = lines[at][:place] + str((int(lines[at][place]) + 1) % 10) + lines[at][place + 1 :]
    return layouts.posas(lines)


def told_anything(con: duckdb.DuckDBPyConnection) -> bool:
    query = (
        "select (select count(*) from raw._scarti) + (select count(*) from raw._celle_non_conformi)"
        " + (select count(*) from raw._quadrature where messaggio is not null) > 0"
    )
    return rows(con, query)[0][0]


def content(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    """What a reader of the table takes from it."""
    cells = "codice_comune, eta::int, maschi::int, femmine::int, totale::int"
    return rows(con, f"select {cells} from raw.istat_posas order by all")


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """What is taken from the same file undamaged."""
    folder = tmp_path_factory.mktemp("sano") / "raw" / "prova"
    return content(loaded(folder, "POSAS_2025_it_Comuni.csv", layouts.posas()))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mutation=MUTATIONS, in_bulk=st.booleans())
def test_a_damaged_posas_is_loaded_accounted_for_and_its_damage_told(tmp_path_factory, sound, mutation, in_bulk):
    folder = tmp_path_factory.mktemp("danno") / "raw" / "prova"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bulk, "BULK_FROM_BYTES", 0 if in_bulk else 1 << 30)
        con = loaded(folder, "POSAS_2025_it_Comuni.csv", mutated(*mutation))
    assert accounted_for(con)
    assert told_anything(con) or content(con) == sound
