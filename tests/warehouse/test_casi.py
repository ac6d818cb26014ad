"""Cases in a build: whatever happens to it, no identifier is left anywhere, and nothing of them after it."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

import duckdb
import pytest

from ingest.casi.chiave import new_key_file
from tests.ingest.casi.estratti import a_sample, found_in, generated, says, write_cases
from tests.riservatezza.ricerca import MOST_SECRETS, Secrets
from warehouse.publish import list_versions

POSIX = pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
# The cases are made up: only a demonstration takes them.
BUILD = ("build", "--demo")
CANCELLA = ("casi", "cancella", "--demo", "--dal", "2025-12-01", "--al", "2025-12-31")


@pytest.fixture
def office(project, tmp_path, monkeypatch):
    """The small project with a key of its own, and every temporary file where one can look for it."""
    monkeypatch.delenv("LEPS_CHIAVE", raising=False)
    new_key_file(tmp_path / "segreta" / "chiave")
    monkeypatch.setenv("LEPS_CHIAVE_FILE", str(tmp_path / "segreta" / "chiave"))
    (tmp_path / "temporanei").mkdir()
    (project.root / "data" / "demo").mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path / "temporanei"))
    return project


def raw_of(project) -> Path:
    return project.root / "data" / "raw"


def searched(project) -> list[Path]:
    """Where a build may leave anything: the warehouse, the temporary folder, the folder that it runs in."""
    return [project.paths.root, Path(os.environ["TMPDIR"]), project.root / "dbt_project"]


def some_of(secrets: set[str]) -> Secrets:
    """A sample, for the search that opens databases and archives."""
    return Secrets(sorted(secrets)[:: len(secrets) // MOST_SECRETS * 5 + 1])


def of_cases(project) -> list[dict]:
    query = "select fonte_id, righe_caricate, chiave_impronta from raw._casi_letture"
    return json.loads(project.leps("sql", "--json", query).stdout)


def test_a_build_with_cases_leaves_no_identifier_and_no_case(office):
    _, secrets = generated(raw_of(office), number=300)
    done = office.leps(*BUILD, "--verbose")
    assert done.returncode == 0, done.stderr
    assert [row["righe_caricate"] for row in of_cases(office)] == [300]
    assert found_in(searched(office), secrets) == []
    assert some_of(secrets).in_folder(office.paths.root) == []
    assert not says(done.stdout + done.stderr, secrets)
    assert list(office.paths.costruzione.iterdir()) == []
    assert not [path for path in office.paths.root.rglob("*riservato*") if path.suffix == ".duckdb"]


def test_nothing_changed_is_noticed_and_so_is_another_key(office, tmp_path, monkeypatch):
    generated(raw_of(office))
    office.leps(*BUILD)
    (before,) = of_cases(office)
    assert "Nulla è cambiato" in office.leps(*BUILD).stdout
    new_key_file(tmp_path / "segreta" / "altra")
    monkeypatch.setenv("LEPS_CHIAVE_FILE", str(tmp_path / "segreta" / "altra"))
    assert "Pubblicata" in office.leps(*BUILD).stdout
    assert of_cases(office)[0]["chiave_impronta"] != before["chiave_impronta"]


def test_a_build_that_fails_while_reading_leaves_no_identifier(office):
    folder, secrets = generated(raw_of(office), number=300)
    content = (folder / "casi.csv").read_text("utf-8")
    write_cases(
        raw_of(office), content + '"' + sorted(secrets)[0], mapping=(folder / "mappatura_gepi.yml").read_text("utf-8"),
        fonte="casi_rotti", mappatura="mappatura_gepi.yml",
    )  # fmt: skip
    done = office.leps(*BUILD, "--verbose")
    assert done.returncode == 2 and "virgolette aperte" in done.stderr
    assert found_in(searched(office), secrets) == []
    assert not says(done.stdout + done.stderr, secrets)
    assert list(office.paths.costruzione.iterdir()) == []


def test_a_dry_run_leaves_no_identifier(office):
    folder, secrets = generated(raw_of(office), number=300)
    for arguments in (("check", str(folder)), ("check", "--json", str(folder / "casi.csv"))):
        done = office.leps(*arguments)
        assert done.returncode == 0, done.stdout
        assert not says(done.stdout + done.stderr, secrets)
    assert found_in(searched(office), secrets) == []


@POSIX
@pytest.mark.parametrize("after", [0.0, 0.8])
def test_a_killed_build_leaves_no_identifier_and_the_next_one_removes_the_cases(office, after):
    folder, secrets = generated(raw_of(office), number=20_000)
    secrets = a_sample(secrets)
    process = office.start(*BUILD, "--force", start_new_session=True)
    deadline = time.monotonic() + 90
    while not list(office.paths.costruzione.glob("*/riservato.duckdb")):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.01)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    out, err = process.communicate()
    assert found_in(searched(office), secrets) == []
    assert not says(out + err, secrets)
    for left in office.paths.costruzione.rglob("*.duckdb"):  # what was compressed is seen only in its cells
        with contextlib.suppress(duckdb.Error):  # killed so early that it is no database yet
            assert some_of(secrets).in_database(left) == []
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    time.sleep(0.5)  # dbt notices that its parent is gone
    assert office.leps(*BUILD, "--force").returncode == 0
    assert list(office.paths.costruzione.iterdir()) == []


def test_made_up_cases_stay_out_of_a_build_with_real_data_and_the_rest_goes_on(office):
    folder, _ = generated(raw_of(office))
    done = office.leps("build", "--force")
    assert done.returncode == 0
    assert "casi_gepi/casi.csv: trovato casi dichiarati sintetici" in done.stdout and "--demo" in done.stdout
    assert of_cases(office) == [] and len(office.rows()) > 0
    named = office.leps("sql", "--json", "select count(*) as n from raw._fonti where fonte_id = 'casi_gepi'").stdout
    assert json.loads(named) == [{"n": 0}]
    assert office.leps(*BUILD).returncode == 0
    assert [row["righe_caricate"] for row in of_cases(office)] == [60], "the same files, asked for: another build"
    assert office.leps("build").returncode == 0
    assert of_cases(office) == []


def test_without_a_key_nothing_is_published_and_the_remedy_is_said(office, monkeypatch, tmp_path):
    folder, _ = generated(raw_of(office))
    sidecar = folder / "fonte.yml"
    sidecar.write_text(sidecar.read_text("utf-8").replace("sintetici: true", "sintetici: false"), "utf-8")
    monkeypatch.delenv("LEPS_CHIAVE_FILE")
    monkeypatch.setenv("HOME", str(tmp_path))
    done = office.leps(*BUILD)
    assert done.returncode == 2
    assert "nessuna chiave" in done.stderr and "leps chiave nuova" in done.stderr
    assert len(list_versions(office.paths)) == 1


def test_the_cases_of_a_period_are_deleted_with_all_that_was_made_with_them(office):
    folder, _ = generated(raw_of(office))
    assert office.leps(*BUILD).returncode == 0
    assert len(list_versions(office.paths)) == 2
    done = office.leps(*CANCELLA, "--conferma")
    assert done.returncode == 0, done.stderr
    assert "casi_gepi/casi.csv" in done.stderr
    assert not folder.exists()
    assert of_cases(office) == []
    assert len(list_versions(office.paths)) == 1
    (version,) = list_versions(office.paths)
    assert all(path.name.startswith(version.versione) for path in office.paths.versioni.iterdir())
    assert not office.paths.cache.exists() and not office.paths.rapporti.exists()
    register = (office.paths.root / "registro_cancellazioni.csv").read_text("utf-8").splitlines()
    assert register[1].endswith(",2025-12-01,2025-12-31,casi_gepi,1,cancellati e ricostruito")


def test_other_periods_and_other_tables_stay(office):
    folder, _ = generated(raw_of(office))
    assert (
        office.leps("casi", "cancella", "--demo", "--dal", "2025-01-01", "--al", "2025-12-30", "--conferma").returncode
        == 0
    )
    assert folder.is_dir() and office.table.is_file()


def test_a_sidecar_keeps_the_tables_of_other_extractions(office):
    folder, _ = generated(raw_of(office))
    sidecar = folder / "fonte.yml"
    (folder / "prima.csv").write_bytes((folder / "casi.csv").read_bytes())
    text = sidecar.read_text("utf-8")
    entry = text[text.index("- tabella:") :]
    earlier = entry.replace("casi_gepi", "prima").replace("casi.csv", "prima.csv").replace("2025-12-31", "2025-11-30")
    sidecar.write_text(text + earlier.replace("sintetici", "# resta\n  sintetici"), "utf-8")
    # Dates after the extraction do not fit; what matters here is which file goes.
    assert office.leps(*CANCELLA, "--conferma").returncode == 0
    assert sorted(p.name for p in folder.iterdir()) == ["fonte.yml", "mappatura_gepi.yml", "prima.csv"]
    assert "casi.csv" not in sidecar.read_text("utf-8") and "# resta" in sidecar.read_text("utf-8")


def test_without_the_word_nothing_is_deleted(office):
    folder, _ = generated(raw_of(office))
    process = office.start(*CANCELLA, stdin=subprocess.PIPE)
    out, err = process.communicate("forse\n", timeout=60)
    assert process.returncode == 0 and "Non è stato cancellato nulla" in err
    assert (folder / "casi.csv").is_file()


def test_a_deletion_whose_build_fails_is_completed_by_the_same_command(office):
    folder, _ = generated(raw_of(office))
    assert office.leps(*BUILD).returncode == 0
    good = office.table.read_bytes()
    office.table.write_bytes(b"x")
    done = office.leps(*CANCELLA, "--conferma")
    assert done.returncode == 2
    assert not folder.exists() and len(list_versions(office.paths)) == 2
    office.table.write_bytes(good)
    assert office.leps(*CANCELLA, "--conferma").returncode == 0
    assert len(list_versions(office.paths)) == 1
    register = (office.paths.root / "registro_cancellazioni.csv").read_text("utf-8").splitlines()
    assert [line.rpartition(",")[2] for line in register[1:]] == [
        "cancellati ma da ricostruire",
        "cancellati e ricostruito",
    ]
