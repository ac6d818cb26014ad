"""``leps template leps``: the workbook that offices fill in; and what keeps demonstration data out."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from tests.conftest import ROOT
from tests.ingest.compilato import fill, sheet_parts
from warehouse.cli.errors import CliError
from warehouse.cli.options import DEMO_DIR, raw_dirs
from warehouse.cli.template import write_template

DAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    return write_template("sebino", tmp_path_factory.mktemp("modello") / "rilevazione.xlsx", DAY)


def sheet(path: Path, name: str) -> list[tuple]:
    options = {
        "has_header": False,
        "infer_schema_length": 0,
        "drop_empty_rows": False,
        "read_options": {"skip_rows": 0},
    }
    return pl.read_excel(path, sheet_name=name, engine="calamine", **options).rows()


def xml(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(sheet_parts(path)[name]).decode()


def test_there_is_a_sheet_for_each_leps_one_that_explains_and_a_hidden_one(template):
    assert list(sheet_parts(template)) == ["Come si invia", *(f"LEPS {n}" for n in range(1, 6)), "_leps"]
    with zipfile.ZipFile(template) as archive:
        assert re.search(r'name="_leps"[^>]*state="veryHidden"', archive.read("xl/workbook.xml").decode())
    keys = dict(sheet(template, "_leps"))
    assert (keys["ambito_id"], keys["versione"], keys["creato_il"]) == ("amb:sebino", "1", "2026-11-22")


def test_every_indicator_has_a_row_for_each_year_with_its_definition_and_target_beside(template):
    rows = [row for n in range(1, 6) for row in sheet(template, f"LEPS {n}")[4:]]
    assert len({(row[0], row[5]) for row in rows}) == len(rows) == 60
    assert all(row[1] and row[2] and row[3] and row[6] for row in rows)
    targets = {(row[0], row[5]): row[6] for row in rows}
    assert targets["leps_3_3", "2027"] == "meno che nel 2026"
    assert targets["leps_2_3", "2025"] == "nessun obiettivo; valore di base: senza, il 2026 non si potrà giudicare"


def test_only_the_cells_to_be_filled_in_are_unlocked(template):
    with zipfile.ZipFile(template) as archive:
        styles = archive.read("xl/styles.xml").decode()
    formats = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", styles.split("<cellXfs")[1].split("</cellXfs>")[0])
    open_styles = {str(n) for n, xf in enumerate(formats) if 'locked="0"' in xf}

    def unlocked(name: str, row: int) -> str:
        cells = re.findall(rf'<c r="([A-Z]+){row}" s="(\d+)"', xml(template, name))
        return "".join(column for column, style in cells if style in open_styles)

    assert unlocked("LEPS 1", 5) == "HILMN"  # a share: numerator and denominator
    assert unlocked("LEPS 1", 8) == "HLMN"  # a count: no denominator
    assert unlocked("LEPS 3", 11) == "HIJLMN"  # a mean of days: the mean alone will do
    assert unlocked("LEPS 2", 5) == "KLMN"  # a milestone: its state
    assert unlocked("LEPS 2", 7) == ""  # 2027 asks nothing of a milestone
    assert all("<sheetProtection" in xml(template, f"LEPS {n}") for n in range(1, 6))


def test_states_come_from_a_list_and_numbers_and_dates_are_validated(template):
    found = re.findall(r'<dataValidation type="(\w+)"[^>]*sqref="([A-Z]+\d+)"', xml(template, "LEPS 2"))
    kinds = {cell: kind for kind, cell in found}
    assert kinds["K5"] == "list"
    assert {kinds["H8"], kinds["I8"]} == {"custom"}
    assert "non avviato,in definizione,definito,condiviso,attivato" in xml(template, "LEPS 2")
    assert "TODAY()" in xml(template, "LEPS 2")


def test_an_unknown_ambito_is_told_with_the_nearest(tmp_path):
    with pytest.raises(CliError, match=r"«sebbino».*Forse amb:sebino\?.*Rimedio"):
        write_template("sebbino", tmp_path / "a.xlsx", DAY)


def test_a_file_that_is_there_is_never_overwritten(template):
    with pytest.raises(CliError, match="potrebbe essere compilato"):
        write_template("sebino", template, DAY)


def test_a_name_that_is_no_workbook_is_refused(tmp_path):
    with pytest.raises(CliError, match=r"\.xlsx"):
        write_template("sebino", tmp_path / "a.csv", DAY)


def leps(*args: str | Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "warehouse.cli", *map(str, args)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert "Traceback" not in done.stdout + done.stderr
    return done


def test_the_command_writes_a_template_that_check_declares_and_judges_once_filled_in(tmp_path):
    folder = tmp_path / "rilevazione_leps"
    folder.mkdir()
    written = leps("template", "leps", "--ambito", "sebino", "-o", folder / "sebino.xlsx")
    assert written.returncode == 0, written.stderr
    fill(folder / "sebino.xlsx", "LEPS 1", {"H5": 12, "I5": 10, "L5": 46022, "M5": "registro"})
    done = leps("check", "--write-sidecar", folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Rilevazione degli indicatori LEPS" in done.stdout + done.stderr
    assert "foglio «LEPS 1», cella H5" in done.stdout and "12 su 10" in done.stdout
    assert "righe scartate: 0; celle non usabili: 1, dette qui sotto" in done.stdout


def test_the_lists_of_staff_and_of_duties_are_filled_in_saved_by_a_spreadsheet_and_judged(tmp_path):
    folder = tmp_path / "rilevazione_leps"
    folder.mkdir()
    for name in ("personale", "debiti"):
        written = leps("template", name, "--ambito", "sebino", "--anno", "2026", "-o", folder / f"{name}.csv")
        assert written.returncode == 0, written.stderr
    staff, duties = (folder / f"{name}.csv" for name in ("personale", "debiti"))
    words = staff.read_text("utf-8-sig").replace(
        "sociale;indeterminato;;;;;;;", "sociale;indeterminato;8;36;36;;20/11/2026;gestionale;città"
    )
    staff.write_text(words, "windows-1252")  # as a spreadsheet may save it
    duties.write_text(duties.read_text("utf-8-sig").replace("fsr;2026;;;", "fsr;2026;30/11/2026;31/10/2026;"), "utf-8")
    done = leps("check", "--write-sidecar", folder)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Personale dei servizi sociali" in done.stdout and "Invii dei debiti informativi" in done.stdout
    (problem,) = (line for line in done.stdout.splitlines() if "✗" in line)
    assert "debiti.csv, riga 5, colonna «evidenza»: trovata una cella vuota" in problem


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--ambito", "sebbino"), "Forse amb:sebino?"), (("--ambito", "sebino"), "potrebbe essere compilato")],
)
def test_a_list_is_neither_written_for_an_unknown_ambito_nor_over_a_file(tmp_path, arguments, words):
    there = tmp_path / "personale.csv"
    there.write_text("compilato", "utf-8")
    done = leps("template", "personale", *arguments, "--anno", "2026", "-o", there)
    assert done.returncode == 2 and words in done.stderr
    assert there.read_text("utf-8") == "compilato"


@pytest.mark.parametrize("inside", ["", "rilevazione_leps_dimostrativa"])
def test_the_folder_of_demonstration_data_is_refused_without_the_option(inside):
    with pytest.raises(CliError, match="dimostrativi"):
        raw_dirs([DEMO_DIR / inside])


def test_the_option_adds_the_demonstration_data_once():
    assert raw_dirs(None, demo=True) == [ROOT / "data" / "raw", DEMO_DIR]
    assert raw_dirs([DEMO_DIR], demo=True) == [DEMO_DIR]
    assert DEMO_DIR not in raw_dirs(None)


def test_a_copy_of_the_demonstration_data_stops_a_build_that_did_not_ask_for_them(tmp_path):
    """The dbt test that stops it, on the sources of such a copy."""
    from ingest.load import load
    from warehouse.cli.modelli import PROJECT, create_model, render

    shutil.copytree(DEMO_DIR, tmp_path / "copia")
    guard = PROJECT / "tests" / "leps_esito__i_dati_dimostrativi_entrano_solo_se_chiesti.sql"
    with duckdb.connect() as con:
        load(con, [tmp_path / "copia"], tmp_path / "cache", demo=True)
        for model in ("stg_raw__file", "stg_raw__fonti", "dim_fonte"):
            create_model(con, model)
        assert len(con.execute(render(guard.read_text("utf-8"))).fetchall()) == 7
        assert con.execute(render(guard.read_text("utf-8"), dimostrativo=True)).fetchall() == []
