"""The commands about cases that need no build: made-up cases, the key, proposals; in this process."""

from __future__ import annotations

import os
import shutil

import pytest
import yaml

from ingest.casi.mappatura import read_mapping
from ingest.casi.sintesi.scrittura import EXAMPLES
from ingest.sidecar import read_sidecar
from tests.ingest.casi.estratti import KEY, ROW, WRONG, text_of
from warehouse.cli.main import main
from warehouse.cli.options import DEMO_DIR


@pytest.fixture(autouse=True)
def key(monkeypatch, tmp_path):
    monkeypatch.setenv("LEPS_CHIAVE", KEY)
    monkeypatch.setenv("HOME", str(tmp_path / "casa"))


@pytest.mark.parametrize(("form", "name"), [("gepi", "casi.csv"), ("gepi", "casi.xlsx"), ("siuss", "flusso.xml")])
def test_made_up_cases_come_with_their_declaration_and_pass_the_check(tmp_path, capsys, form, name):
    out = tmp_path / "casi_prova" / name
    assert main(["template", "casi", "--formato", form, "--casi", "80", "--seme", "4", "-o", str(out)]) == 0
    assert sorted(p.name for p in out.parent.iterdir()) == sorted(["fonte.yml", f"mappatura_{form}.yml", name])
    assert main(["check", str(out.parent)]) == 0
    assert "righe: 80; righe scartate: 0" in capsys.readouterr().out


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path):
    def written(folder: str, seed: str) -> bytes:
        out = tmp_path / folder / "casi.csv"
        assert main(["template", "casi", "--casi", "60", "--seme", seed, "-o", str(out)]) == 0
        return out.read_bytes()

    assert written("casi_a", "1") == written("casi_b", "1") != written("casi_c", "2")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--formato", "inps", "-o", "casi_x/a.csv"], "la forma «inps» non esiste"),
        (["--formato", "siuss", "-o", "casi_x/a.csv"], "non finisce in .xml"),
        (["-o", "estratti/a.csv"], "non comincia con casi_"),
        (["-o", "casi_x/a.csv", "--ambito", "atlantide"], "«atlantide» non è fra quelli dichiarati"),
        (["-o", "casi_x/a.csv", "--estratto-il", "2023-01-01"], "l'ADI comincia il 18/12/2023"),
        (["-o", "casi_x/a.csv", "--casi", "10"], "valore non valido per --casi"),
    ],
)
def test_what_cannot_be_generated_is_said(tmp_path, capsys, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    assert main(["template", "casi", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "casi_x").exists()


def test_a_file_that_is_there_is_not_overwritten(tmp_path, capsys):
    out = tmp_path / "casi_prova" / "casi.csv"
    out.parent.mkdir()
    out.write_text("dell'ufficio", "utf-8")
    assert main(["template", "casi", "-o", str(out)]) == 2
    assert "c'è già" in capsys.readouterr().err and out.read_text("utf-8") == "dell'ufficio"


def test_a_new_key_is_told_by_its_fingerprint_only(tmp_path, capsys):
    path = tmp_path / "fuori" / "chiave"
    assert main(["chiave", "nuova", str(path)]) == 0
    said = capsys.readouterr()
    assert path.read_text("ascii").strip() not in said.out + said.err
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert main(["chiave", "nuova", str(path)]) == 2


def test_the_period_of_a_deletion_has_its_days_in_order(capsys, tmp_path):
    (tmp_path / "raw").mkdir()
    days = ["--dal", "2025-02-01", "--al", "2025-01-01"]
    assert main(["casi", "cancella", *days, "--raw", str(tmp_path / "raw"), "--warehouse", str(tmp_path / "w")]) == 2
    assert "--al viene prima di --dal" in capsys.readouterr().err


@pytest.mark.parametrize(("form", "name"), [("gepi", "casi.csv"), ("gepi", "casi.xlsx"), ("siuss", "flusso.xml")])
def test_a_mapping_is_proposed_from_the_header_alone(tmp_path, capsys, form, name):
    out = tmp_path / "casi_prova" / name
    main(["template", "casi", "--formato", form, "--casi", "60", "-o", str(out)])
    for path in out.parent.glob("*.yml"):
        path.unlink()
    assert main(["check", "--write-sidecar", str(out.parent)]) == 1
    (table,) = read_sidecar(out.parent).tabelle
    proposed = read_mapping(out.parent / table.mappatura, "casi_prova")
    assert {v.canonica for v in proposed.lette} >= {"caso_chiave", "nucleo_chiave", "comune", "data_domanda"}
    said = capsys.readouterr()
    assert "completare" in said.err
    for path in out.parent.glob("*.yml"):
        assert "ADI-" not in path.read_text("utf-8")


def test_an_export_without_a_header_is_neither_proposed_nor_repeated(tmp_path, capsys):
    folder = tmp_path / "casi_prova"
    folder.mkdir()
    (folder / "casi.csv").write_text(text_of([ROW], ROW), "utf-8")
    assert main(["check", "--write-sidecar", str(folder)]) == 2
    said = capsys.readouterr()
    assert "la forma di un codice fiscale" in said.err
    assert WRONG not in said.out + said.err and not list(folder.glob("*.yml"))


def test_cases_in_a_folder_with_another_name_are_not_declared(tmp_path, capsys):
    folder = tmp_path / "estratti"
    main(["template", "casi", "--casi", "60", "-o", str(tmp_path / "casi_x" / "casi.csv")])
    folder.mkdir()
    shutil.copy(tmp_path / "casi_x" / "casi.csv", folder)
    assert main(["check", "--write-sidecar", str(folder)]) == 2
    assert "un nome che comincia con casi_" in capsys.readouterr().err
    assert not list(folder.glob("*.yml"))


def test_the_demonstration_cases_are_made_up_and_read_with_the_example_mapping(capsys, monkeypatch):
    folder = DEMO_DIR / "casi_gepi_dimostrativi"
    monkeypatch.delenv("LEPS_CHIAVE")
    assert (folder / "mappatura_gepi.yml").read_bytes() == (EXAMPLES / "mappatura_gepi.yml").read_bytes()
    assert yaml.safe_load((folder / "fonte.yml").read_text("utf-8"))["tabelle"][0]["sintetici"] is True
    assert main(["check", str(folder)]) == 0
    assert "righe: 500; righe scartate: 0" in capsys.readouterr().out
