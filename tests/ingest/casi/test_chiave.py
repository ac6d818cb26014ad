"""The key: where it may lie, who may read it, and what is no key."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.casi.chiave import new_key_file, read_key
from ingest.problems import UnreadableInput
from tests.ingest.casi.estratti import KEY, ROW, text_of, write_cases
from tests.ingest.received import load_into_memory, rows
from warehouse.paths import REPO_ROOT

POSIX = pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")


def refused(*forbidden: Path) -> str:
    with pytest.raises(UnreadableInput) as caught:
        read_key(forbidden)
    return str(caught.value)


@pytest.fixture
def file(tmp_path, monkeypatch, no_key) -> Path:
    path = tmp_path / "fuori" / "chiave"
    new_key_file(path)
    monkeypatch.setenv("LEPS_CHIAVE_FILE", str(path))
    return path


def test_without_a_key_real_cases_are_refused(tmp_path, no_key):
    write_cases(tmp_path / "raw", text_of([ROW]), sintetici=None)
    with pytest.raises(UnreadableInput, match="nessuna chiave.*leps chiave nuova"):
        load_into_memory(tmp_path / "raw")


def test_without_a_key_made_up_cases_get_one_that_nobody_keeps(tmp_path, no_key):
    write_cases(tmp_path / "raw", text_of([ROW]))
    query = "select caso_chiave from riservato.main.casi_ricevuti"
    first, second = (rows(load_into_memory(tmp_path / "raw")[0], query) for _ in range(2))
    assert first != second


def test_made_up_cases_do_not_excuse_real_ones(tmp_path, no_key):
    write_cases(tmp_path / "raw", text_of([ROW]))
    write_cases(tmp_path / "raw", text_of([ROW]), sintetici=None, fonte="casi_veri")
    with pytest.raises(UnreadableInput, match="nessuna chiave"):
        load_into_memory(tmp_path / "raw")


def test_an_unfit_key_is_refused_also_for_made_up_cases(tmp_path, monkeypatch):
    monkeypatch.setenv("LEPS_CHIAVE", "corta")
    write_cases(tmp_path / "raw", text_of([ROW]))
    with pytest.raises(UnreadableInput, match="troppo corta"):
        load_into_memory(tmp_path / "raw")


@pytest.mark.parametrize(
    "text", ["ab" * 31, "00" * 40, "password123", "parola chiave molto lunga e facile da ricordare"]
)
def test_a_key_that_is_short_or_plain_is_refused_and_not_shown(monkeypatch, text):
    monkeypatch.setenv("LEPS_CHIAVE", text)
    said = refused()
    assert "troppo corta, troppo semplice o scritta male" in said and text not in said


def test_a_new_file_holds_a_fit_key_that_only_its_owner_reads(file):
    assert len(read_key().segreto) == 32
    assert os.name == "nt" or file.stat().st_mode & 0o777 == 0o600


def test_the_key_is_also_found_in_its_usual_place(no_key):
    new_key_file(Path.home() / ".config" / "leps" / "chiave")
    assert len(read_key().segreto) == 32


def test_a_key_file_is_never_overwritten(file):
    before = file.read_bytes()
    with pytest.raises(UnreadableInput, match="c'è già"):
        new_key_file(file)
    assert file.read_bytes() == before


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o666])
def test_a_key_that_others_can_reach_is_refused(file, mode):
    file.chmod(mode)
    assert f"permessi {mode:03o}" in refused()


def test_a_key_among_the_data_is_refused(file):
    assert "dentro la cartella del progetto o dei dati" in refused(file.parent)


def test_a_key_in_the_repository_is_refused(monkeypatch, no_key):
    with pytest.raises(UnreadableInput, match="fuori dal progetto"):
        new_key_file(REPO_ROOT / "chiave")
    assert not (REPO_ROOT / "chiave").exists()


def test_a_named_file_that_is_missing_is_told(tmp_path, monkeypatch, no_key):
    monkeypatch.setenv("LEPS_CHIAVE_FILE", str(tmp_path / "non_c_e"))
    assert "nessun file non_c_e" in refused()


def test_a_key_says_nothing_of_itself():
    key = read_key()
    assert KEY not in repr(key) and KEY[:8] not in key.impronta and repr(key.segreto) not in repr(key)


def test_no_child_process_gets_the_key():
    # To communicate() would close the child's leash before it has spoken.
    child = "leash.start('tests.ingest.casi.figlio', stdout=-1).stdout.read()"
    code = f"from warehouse.cli import leash; print({child})"
    done = subprocess.run([sys.executable, "-c", code], cwd=REPO_ROOT, capture_output=True, text=True)
    assert "LEPS_CHIAVE=assente" in done.stdout, done.stderr
