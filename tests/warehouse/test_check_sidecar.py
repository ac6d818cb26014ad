"""``leps check --write-sidecar``: from a dropped file to a declared and judged one."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from tests.ingest import layouts
from warehouse.cli.check import write_sidecar
from warehouse.cli.errors import BAD_INPUT, CHECKS_FAILED, DONE, CliError
from warehouse.cli.main import app


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "raw" / "istat_posas"
    made.mkdir(parents=True)
    return made


def check(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["check", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, " ".join(result.output.split())


class TestAKnownFile:
    def test_is_declared_and_judged_in_one_go(self, folder):
        (folder / "POSAS_2025_it_Comuni.csv").write_text(layouts.posas(), "utf-8")
        code, told = check("--write-sidecar", folder)
        assert code == DONE
        assert "riconosciuto come Popolazione residente per età e sesso al 1° gennaio" in told
        assert "1 tabella dichiarata." in told and "nessun problema" in told
        assert (folder / "fonte.yml").is_file()

    def test_that_is_truncated_is_declared_and_told(self, folder):
        (folder / "p.csv").write_text(layouts.posas(layouts.posas_rows()[:-10]), "utf-8")
        code, told = check("--write-sidecar", folder)
        assert code == CHECKS_FAILED
        assert "mancano 9 valori su 101 (92-100); l'ultima riga ricevuta è la 196" in told

    def test_may_be_named_alone(self, folder):
        (folder / "uno.csv").write_text(layouts.posas(), "utf-8")
        (folder / "due.csv").write_text(layouts.posas(), "utf-8")
        code, told = check("--write-sidecar", folder / "uno.csv")
        assert code == DONE
        assert "due.csv" not in (folder / "fonte.yml").read_text("utf-8")

    def test_that_is_not_declared_is_judged_all_the_same_and_nothing_is_written(self, folder):
        (folder / "POSAS_2025_it_Comuni.csv").write_text(layouts.posas(layouts.posas_rows()[:-10]), "utf-8")
        code, told = check(folder / "POSAS_2025_it_Comuni.csv")
        assert code == CHECKS_FAILED
        assert "non ancora dichiarato" in told and "mancano 9 valori su 101" in told
        assert [path.name for path in folder.iterdir()] == ["POSAS_2025_it_Comuni.csv"]

    def test_that_is_declared_already_is_only_judged(self, folder):
        (folder / "uno.csv").write_text(layouts.posas(), "utf-8")
        check("--write-sidecar", folder)
        before = (folder / "fonte.yml").read_bytes()
        code, told = check("--write-sidecar", folder / "uno.csv")
        assert code == DONE and "Nulla di nuovo da dichiarare." in told
        assert (folder / "fonte.yml").read_bytes() == before


class TestWhatCannotBeDeclared:
    def test_is_named_and_nothing_is_written(self, folder):
        (folder / "foglio.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
        code, told = check("--write-sidecar", folder)
        assert code == BAD_INPUT
        assert "trovata una cartella di lavoro Excel vecchia (.xls)" in told
        assert not (folder / "fonte.yml").exists()

    def test_of_a_folder_that_is_not_there_is_said(self, tmp_path):
        with pytest.raises(CliError, match="non esiste"):
            write_sidecar(tmp_path / "manca")

    def test_beside_a_broken_sidecar_is_said_without_a_traceback(self, folder):
        (folder / "p.csv").write_text(layouts.posas(), "utf-8")
        (folder / "fonte.yml").write_text("titolo: [aperta\n", "utf-8")
        code, told = check("--write-sidecar", folder)
        assert code == BAD_INPUT and "YAML non valido" in told


def test_without_the_option_nothing_is_written_and_the_remedy_names_it(folder):
    (folder / "p.csv").write_text(layouts.posas(), "utf-8")
    code, told = check(folder)
    assert code == BAD_INPUT
    assert "leps check --write-sidecar istat_posas" in told
    assert sorted(p.name for p in folder.iterdir()) == ["p.csv"]
