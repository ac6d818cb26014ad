"""The recording workbook, from the template through the reader and ``leps check``: what holds and what is told."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest

from ingest.problems import UnreadableInput
from ingest.proposta import propose, write_sidecar
from ingest.readers.rilevazione import read
from ingest.sidecar import read_sidecar
from tests.ingest.compilato import edit, fill
from warehouse.cli.leps import judged_recordings
from warehouse.cli.template import write_template

DAY = date(2026, 11, 22)
# Columns of the template: H numerator, I denominator, J value, K state, L date, M evidence, N note; rows from 5.
SENT = {"H5": 6, "I5": 10, "L5": 46022, "M5": "registro degli incontri"}  # leps_1_1, 2025; the date is 31/12/2025


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rilevazione_leps"
    folder.mkdir()
    return folder


@pytest.fixture
def workbook(folder: Path) -> Path:
    return write_template("sebino", folder / "prima.xlsx", DAY)


def declared(folder: Path):
    write_sidecar(folder, propose(folder, acquisito_il=DAY))
    (table,) = read_sidecar(folder).tabelle
    return table


def rows(folder: Path) -> list[dict]:
    return read(declared(folder)).rows.to_pylist()


def told(folder: Path) -> list[str]:
    if not (folder / "fonte.yml").exists():
        declared(folder)
    return [str(p) for judged in judged_recordings(folder, DAY).values() for p in judged.problemi]


def csv(folder: Path, *lines: str) -> None:
    header = "ambito_id,indicatore_id,anno,numeratore,denominatore,valore,stato_traguardo,rilevato_il,evidenza,nota"
    (folder / "prima.csv").write_text("\n".join([header, *lines]) + "\n", "utf-8")


def test_an_empty_template_says_nothing_and_has_no_problem(folder, workbook):
    assert rows(folder) == []
    assert told(folder) == []


def test_a_filled_row_comes_back_with_its_ambito_its_key_and_its_cells(folder, workbook):
    fill(workbook, "LEPS 1", SENT)
    (row,) = rows(folder)
    kept = {name: row[name] for name in ("ambito_id", "indicatore_id", "anno", "numeratore", "denominatore")}
    assert kept == {
        "ambito_id": "amb:sebino", "indicatore_id": "leps_1_1", "anno": "2025", "numeratore": "6", "denominatore": "10",
    }  # fmt: skip
    assert row["rilevato_il"] == "2025-12-31"
    assert json.loads(row["posizioni"])["numeratore"] == "foglio «LEPS 1», cella H5, colonna «Numeratore»"
    assert row["problema"] is None
    assert told(folder) == []


def test_columns_that_were_moved_are_read_by_their_name(folder, workbook):
    fill(workbook, "LEPS 1", {"H4": "Denominatore", "I4": "Numeratore", **SENT})
    (row,) = rows(folder)
    assert (row["numeratore"], row["denominatore"]) == ("10", "6")
    (message,) = told(folder)
    assert "10 su 6" in message and "foglio «LEPS 1», cella I5" in message


def test_a_renamed_column_spoils_its_sheet_and_no_other(folder, workbook):
    fill(workbook, "LEPS 1", {"H4": "Num.", **SENT})
    fill(workbook, "LEPS 4", {"H8": 41, "I8": 82, "L8": 46022})
    (message,) = (m for m in told(folder) if "LEPS 1" in m or "riga" in m)
    assert "un foglio senza la colonna «Numeratore»" in message and "foglio «LEPS 1»" in message
    assert not [m for m in told(folder) if "LEPS 4" in m]


def test_an_old_template_is_told_for_each_row_that_was_written(folder, workbook):
    fill(workbook, "LEPS 1", SENT)
    fill(workbook, "_leps", {"B2": "0"})
    assert any("un modello di versione 0" in m and "un modello di versione 1" in m for m in told(folder))


def test_a_workbook_that_is_not_the_template_does_not_load(folder, workbook):
    table = declared(folder)
    edit(workbook, "xl/workbook.xml", lambda xml: xml.replace('name="_leps"', 'name="altro"'))
    with pytest.raises(UnreadableInput, match="foglio nascosto"):
        read(table)


def test_a_sheet_without_header_is_a_reject_and_the_others_load(folder, workbook):
    fill(workbook, "LEPS 1", {"A4": "Cod", **SENT})
    fill(workbook, "LEPS 4", {"H8": 41, "I8": 82, "L8": 46022})
    received = read(declared(folder))
    assert [reject.riga for reject in received.rejects] == [1]
    assert "LEPS 1" in received.rejects[0].trovato
    assert received.rows.num_rows == 1 and received.rows_read == 2


@pytest.mark.parametrize(
    ("sheet", "cells", "where", "found"),
    [
        ("LEPS 1", {**SENT, "H5": "tanti"}, "cella H5", "«tanti»"),
        ("LEPS 1", {**SENT, "H5": 6.5}, "cella H5", "«6.5»"),
        ("LEPS 1", {**SENT, "H5": -6}, "cella H5", "-6"),
        ("LEPS 1", {**SENT, "H5": 11}, "cella H5", "11 su 10"),
        ("LEPS 1", {**SENT, "H5": 0, "I5": 0}, "cella N5", "0 su 0"),
        ("LEPS 1", {**SENT, "L5": 46500}, "cella L5", "23/04/2027"),
        ("LEPS 1", {**SENT, "L5": "ieri"}, "cella L5", "«ieri»"),
        ("LEPS 1", {"H5": 6, "I5": 10}, "cella L5", "una cella vuota"),
        ("LEPS 1", {**SENT, "F5": 2031}, "cella F5", "«2031»"),
        ("LEPS 1", {**SENT, "A5": "leps_9_9"}, "cella A5", "«leps_9_9»"),
        ("LEPS 1", {**SENT, "H5": "soppresso"}, "cella N5", "un valore soppresso senza motivo"),
        (
            "LEPS 2",
            {"K5": "condiviso", "L5": 46022},
            "cella M5, colonna «Documento che lo prova»: trovata",
            "una cella",
        ),
        ("LEPS 2", {"K5": "quasi", "L5": 46022, "M5": "verbale"}, "cella K5", "«quasi»"),
        ("LEPS 2", {"H8": 52, "I8": 45, "L8": 46022}, "cella H8", "52 su 45"),
    ],
)
def test_what_is_wrong_is_told_with_sheet_cell_found_expected_and_remedy(folder, workbook, sheet, cells, where, found):
    fill(workbook, sheet, cells)
    messages = told(folder)
    assert any(f"foglio «{sheet}», {where}" in m and found in m for m in messages), messages
    assert all(re.search("attes[oa] ", m) and "Rimedio" in m for m in messages)


def test_the_cells_that_cannot_be_used_are_counted_and_those_only_to_be_read_again_are_not(folder, workbook):
    fill(workbook, "LEPS 1", {**SENT, "H5": "tanti", "L5": "ieri"})
    fill(workbook, "LEPS 2", {"H8": 52, "I8": 45, "L8": 46022})
    declared(folder)
    (judged,) = judged_recordings(folder, DAY).values()
    assert (judged.celle_rifiutate, len(judged.problemi)) == (2, 3)


@pytest.mark.parametrize(
    ("line", "column", "found"),
    [
        ("amb:altrove,leps_1_1,2025,6,10,,,31/12/2025,registro,", "ambito_id", "«amb:altrove»"),
        ("amb:sebino,leps_1_1,2025,1.234,10,,,31/12/2025,registro,", "numeratore", "1.234 su 10"),
        ("amb:sebino,leps_1_1,2025,,10,,,31/12/2025,registro,", "numeratore", "una cella vuota"),
        ('amb:sebino,leps_3_3,2025,320,40,"9,5",,31/12/2025,registro,', "valore", "«9,5»"),
    ],
)
def test_a_csv_is_judged_in_the_same_way(folder, line, column, found):
    csv(folder, line)
    messages = told(folder)
    assert any("riga 2" in m and column in m and found in m for m in messages), messages


def test_two_different_rows_for_one_cell_are_both_told_and_an_identical_one_is_not_twice_a_version(folder):
    row = "amb:sebino,leps_1_1,2025,6,10,,,31/12/2025,registro,"
    csv(folder, row, row.replace(",6,", ",7,"))
    assert len([m for m in told(folder) if "2 righe per lo stesso ambito, indicatore e anno" in m]) == 2


def test_rows_still_to_be_filled_in_are_no_problem(folder):
    csv(folder, "amb:sebino,leps_1_1,2025,,,,,,,", "amb:sebino,leps_1_2,2025,1,,,,31/12/2025,registro,")
    assert told(folder) == []


def test_a_date_with_the_time_of_day_is_that_day(folder, workbook):
    fill(workbook, "LEPS 1", {**SENT, "L5": "2025-12-31 10:30:00"})
    assert told(folder) == []


def test_what_is_only_to_be_read_again_does_not_ask_for_a_new_delivery(folder, workbook):
    fill(workbook, "LEPS 2", {"H8": 52, "I8": 45, "L8": 46022})
    (message,) = told(folder)
    assert message.endswith("Rimedio: rileggere la cella; la riga si usa comunque.")


def test_a_workbook_saved_as_ods_is_refused_with_what_to_do(folder):
    with zipfile.ZipFile(folder / "rilevazione.ods", "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<office:document-content/>")
    (problem,) = propose(folder, acquisito_il=DAY).problemi
    assert "foglio di LibreOffice (.ods)" in str(problem) and "salvarlo come .xlsx" in str(problem)
