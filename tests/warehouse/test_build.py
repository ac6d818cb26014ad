"""Builds of a small project, with the real dbt: what gets published, and what never does."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from warehouse.pointer import read_current
from warehouse.publish import list_versions

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and limits of POSIX")


def wait_for_dbt(project, process: subprocess.Popen) -> None:
    """Until dbt has begun to build the models of the build under way."""
    deadline = time.monotonic() + 60
    while not list(project.paths.costruzione.glob("*/dbt_target/run")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def left_in_construction(project) -> list[str]:
    return [path.name for path in project.paths.costruzione.iterdir()]


def test_a_build_publishes_tables_record_and_report_and_leaves_nothing_behind(built_project):
    version = read_current(built_project.paths)
    query = "select versione, impronta, righe_caricate, durata_s > 0 as durata from qualita.costruzione"
    (record,) = json.loads(built_project.leps("sql", "--json", query).stdout)
    assert record == {
        "versione": version.versione,
        "impronta": version.impronta,
        "righe_caricate": 3,
        "durata": True,
    }
    assert version.info["righe_caricate"] == 3
    assert built_project.rows()[1]["residenti"] == 8992
    assert (built_project.paths.rapporti / "aspettative.html").is_file()
    assert (built_project.paths.dbt / "target" / "manifest.json").is_file()
    assert left_in_construction(built_project) == []


def test_targets_are_judged_as_of_today(built_project):
    assert {row["giudicato_il"] for row in built_project.rows()} == {date.today().isoformat()}


def test_a_build_with_nothing_changed_says_so_without_loading_anything_heavy(project):
    code = (
        "import sys; from warehouse.cli.main import main; code = main(['build']); "
        "print([m for m in ('dbt', 'great_expectations', 'polars', 'pandas') if m in sys.modules]); "
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code],
        env={**os.environ, "PYTHONPATH": str(project.root)}, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Nulla è cambiato" in done.stdout and done.stdout.endswith("[]\n")
    assert len(list_versions(project.paths)) == 1


def test_a_new_delivery_or_force_makes_a_new_version(project):
    project.receive("comune,residenti\nIseo,9000\nParatico,4900\n")
    done = project.leps("build", "--json")
    result = json.loads(done.stdout)
    assert (done.returncode, result["esito"]) == (0, "pubblicata")
    assert (result["righe_caricate"], result["righe_scartate"]) == (2, 0)
    assert result["controlli"] == {"errore": {"superato": 2}}
    assert len(result["passi"]) == 6 and all(s >= 0 for s in result["passi"].values())
    assert project.rows()[0]["residenti"] == 9000
    assert "Nulla è cambiato" in project.leps("build").stdout
    assert project.leps("build", "--force").returncode == 0
    assert len(list_versions(project.paths)) == 3


def test_a_failed_dbt_test_is_told_by_its_description_and_nothing_is_published(project):
    before = read_current(project.paths)
    project.receive("comune,residenti\nIseo,900000\nParatico,4900\n")
    done = project.leps("build")
    assert done.returncode == 1
    assert "Nessun comune di prova supera i centomila residenti" in done.stdout
    assert "una riga non conforme" in done.stdout and "non è stato pubblicato nulla" in done.stdout
    assert "dbt.log" in done.stdout
    assert read_current(project.paths) == before
    assert left_in_construction(project) == ["ultimo_fallito.duckdb"]
    assert len(project.rows()) == 3


def test_a_failed_expectation_on_received_files_stops_the_build_before_dbt(project):
    before = read_current(project.paths)
    project.receive("comune,residenti\nIseo,9000\n")
    done = project.leps("build", "--json")
    result = json.loads(done.stdout)
    assert (done.returncode, result["esito"]) == (1, "fallita")
    assert result["errori"] == ["raw.prova__residenti: attese almeno due righe, trovate 1"]
    assert "dbt" not in " ".join(result["passi"])
    assert read_current(project.paths) == before
    assert left_in_construction(project) == ["ultimo_fallito.duckdb"]


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("data/raw/prova/residenti.csv", "8992", "8993", ["residenti.csv", "Rimedio"]),
        ("data/raw/prova/fonte.yml", "titolo: Residenti di prova\n", "", ["fonte.yml", "titolo"]),
        (
            "dbt_project/indicators/demografia.yml",
            "polarita: neutra",
            "polarita: bella",
            ["demografia.yml", "bella"],
        ),
        (
            "dbt_project/models/marts/residenti.yml",
            "models:",
            "models: [",
            ["dbt", "residenti.yml", "dbt.log"],
        ),
    ],
    ids=["sha256", "sidecar", "definition", "dbt project"],
)
def test_input_that_cannot_be_read_ends_with_2_and_says_where(project, file, old, new, said):
    before = read_current(project.paths)
    path = project.root / file
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    done = project.leps("build")
    assert done.returncode == 2 and done.stdout == ""
    assert [word for word in said if word not in done.stderr] == []
    assert read_current(project.paths) == before
    assert left_in_construction(project) == []


def test_a_model_that_does_not_run_is_named(project):
    model = project.root / "dbt_project" / "models" / "marts" / "residenti.sql"
    model.write_text(model.read_text("utf-8").replace("comune,", "colonna_inesistente,"), "utf-8")
    done = project.leps("build")
    assert done.returncode == 1
    assert "il modello residenti" in done.stdout and "colonna_inesistente" in done.stdout


@POSIX
def test_a_build_killed_while_dbt_runs_leaves_the_published_version_and_the_next_build_clean(project):
    before = read_current(project.paths)
    project.receive("comune,residenti\nIseo,9000\nParatico,4900\n")
    process = project.start("build")
    wait_for_dbt(project, process)
    process.kill()
    process.communicate(timeout=5)  # ends when dbt, which holds the same pipes, has ended too
    assert read_current(project.paths) == before and len(project.rows()) == 3
    done = project.leps("build")
    assert done.returncode == 0, done.stderr
    assert len(project.rows()) == 2
    assert left_in_construction(project) == []


@POSIX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_interrupted_stops_dbt_and_tidies_up(project, number):
    before = read_current(project.paths)
    log = project.paths.dbt / "logs" / "dbt.log"
    ended = log.read_text("utf-8").count("Done. PASS=")
    project.receive("comune,residenti\nIseo,9000\nParatico,4900\n")
    process = project.start("build")
    wait_for_dbt(project, process)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130, err
    assert "Interrotto" in err and "Traceback" not in err
    assert log.read_text("utf-8").count("Done. PASS=") == ended, "dbt was stopped, not waited for"
    assert read_current(project.paths) == before
    assert left_in_construction(project) == []


@POSIX
def test_of_two_builds_at_once_the_second_says_so_and_ends_with_3(project):
    project.receive("comune,residenti\nIseo,9000\nParatico,4900\n")
    first = project.start("build")
    wait_for_dbt(project, first)
    first.send_signal(signal.SIGSTOP)  # held in the middle, however slow the machine is
    try:
        second = project.leps("build")
        assert second.returncode == 3 and "in corso" in second.stderr
        assert len(project.rows()) == 3, "pages and analysts go on reading during a build"
    finally:
        first.send_signal(signal.SIGCONT)
    assert first.communicate(timeout=60) and first.returncode == 0
    assert len(project.rows()) == 2


@POSIX
@pytest.mark.parametrize("largest_file", [2_000, 20_000], ids=["while loading", "while dbt runs"])
def test_a_disk_that_is_full_is_a_message_and_nothing_is_half_published(project, largest_file):
    import resource

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    before = read_current(project.paths)
    project.receive("comune,residenti\nIseo,9000\nParatico,4900\n")
    done = project.leps("build", preexec_fn=small_files)
    assert done.returncode == 2 and "spazio su disco" in done.stderr and "Rimedio" in done.stderr
    assert read_current(project.paths) == before
    assert left_in_construction(project) == []


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that nobody may write")
def test_a_disk_that_cannot_be_written_is_a_message(built_project):
    done = built_project.leps("build", "--warehouse", "/sys/kernel/leps")
    assert done.returncode == 2 and "/sys/kernel/leps" in done.stderr and "Rimedio" in done.stderr


def test_check_judges_a_file_and_writes_nothing(project):
    before = sorted(project.root.rglob("*.duckdb"))
    done = project.leps("check", str(project.table))
    assert done.returncode == 1
    assert re.search(r"riga 4, colonna «residenti».*7,012", done.stdout)
    project.receive("comune,residenti\nIseo,9000\n")
    assert project.leps("check", str(project.table.parent)).returncode == 0
    project.table.write_text("altro", "utf-8")
    assert project.leps("check", str(project.table)).returncode == 2
    assert project.leps("check", "inesistente.csv").returncode == 2
    assert sorted(project.root.rglob("*.duckdb")) == before
