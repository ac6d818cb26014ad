"""What the commands print, and the codes they end with."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from warehouse.cli import status as status_module
from warehouse.cli.main import main
from warehouse.paths import REPO_ROOT
from warehouse.publish import publish, rollback


@pytest.fixture
def leps(paths, capsys):
    """Runs a command on the small warehouse, in this process: (exit code, stdout, stderr)."""

    def run(command: str, *args: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main([command, *args, "--warehouse", str(paths.root)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


@pytest.fixture
def published(paths, finished):
    return publish(finished(1), paths, "abcdef0123456789", {"righe_caricate": 3, "righe_scartate": 0})


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["inesistente"], "inesistente"),
        (["sql"], "QUERY"),
        (["build", "--forza"], "--forza"),
        (["serve", "--port", "abc"], "--port"),
        (["serve", "--port", "70000"], "--port"),
        (["build", "--raw"], "--raw"),
        (["check"], "FILE"),
        (["sql", "select 1", "--json", "--csv"], "--csv"),
    ],
)
def test_wrong_use_is_said_in_italian_and_ends_with_2(args, said, capsys):
    assert main(args) == 2
    out, err = capsys.readouterr()
    assert out == "" and said in err and err.startswith("Errore")


def test_help_lists_the_commands_and_ends_with_0(capsys):
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    commands = ("run", "build", "serve", "check", "status", "sql", "rollback", "test")
    assert [name for name in commands if f"  {name} " not in out] == []


@pytest.mark.parametrize("command", [["status"], ["sql", "select 1"], ["rollback"], ["serve", "--no-browser"]])
def test_with_nothing_published_every_reader_says_how_to_build_and_ends_with_2(leps, command):
    code, out, err = leps(*command)
    assert code == 2 and out == "" and "leps build" in err


def test_a_file_in_place_of_the_warehouse_folder_is_wrong_use(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["status", "--warehouse", str(tmp_path / "file")]) == 2
    assert "non è una cartella" in capsys.readouterr().err


def test_sql_prints_an_aligned_table_with_the_figures_as_they_are(leps, published):
    code, out, _ = leps("sql", "select 'Iseo' as comune, 1234567 as n, 1.50::decimal(14,2) as eur, null as manca")
    assert code == 0
    assert out.splitlines() == [
        "comune        n   eur  manca",
        "------  -------  ----  -----",
        "Iseo    1234567  1.50   NULL",
    ]


def test_sql_json_is_a_list_of_objects_with_dates_and_decimals_as_text(leps, published):
    query = (
        "select date '2024-01-31' as giorno, 0.00000001::decimal(18,8) as piccolo, 3 as n, 2.5::double as x, "
        "true as si, null as manca, ['à', 'b'] as lista, {'k': 1.10::decimal(4,2)} as s, "
        "'inf'::double as infinito"
    )
    code, out, _ = leps("sql", "--json", query)
    assert code == 0
    assert json.loads(out) == [
        {
            "giorno": "2024-01-31",
            "piccolo": "0.00000001",
            "n": 3,
            "x": 2.5,
            "si": True,
            "manca": None,
            "lista": ["à", "b"],
            "s": {"k": "1.10"},
            "infinito": "inf",
        }
    ]


@pytest.mark.parametrize(("query", "expected"), [("select 1 as a where false", []), ("select 1 as a, 2 as a", [1, 2])])
def test_sql_json_is_right_for_no_rows_and_for_columns_of_one_name(leps, published, query, expected):
    _, out, _ = leps("sql", "--json", query)
    assert [value for row in json.loads(out) for value in row.values()] == expected


def test_sql_csv_quotes_what_needs_it_and_leaves_missing_empty(leps, published):
    code, out, _ = leps("sql", "--csv", "select 'a,\"b\"' as testo, null as manca, 1 as n")
    assert code == 0
    assert list(csv.reader(io.StringIO(out))) == [["testo", "manca", "n"], ['a,"b"', "", "1"]]


@pytest.mark.parametrize(
    "query",
    [
        "select",
        "from marts.inesistente",
        "drop table marts.cifra",
        "select * from read_text('/etc/hostname')",
        "",
    ],
)
def test_sql_that_duckdb_refuses_ends_with_2_and_duckdbs_reason(leps, published, query):
    code, out, err = leps("sql", query)
    assert (code, out) == (2, "") and err.startswith("Errore SQL")


def test_status_says_version_sources_rows_and_failed_checks(leps, published):
    code, out, _ = leps("status", "--json")
    facts = json.loads(out)
    assert code == 0
    assert facts["versione"] == published.versione
    assert facts["impronta"] == "abcdef0123456789"
    # A view is not counted: it may stand for billions of rows.
    assert facts["tabelle"] == {"marts.cifra": 1, "qualita.controllo": 1}
    assert facts["controlli"] == {"errore": {"fallito": 1}}
    assert facts["fonti"][0]["fonte_id"] == "prova" and facts["fonti"][0]["righe_caricate"] == 3
    _, out, _ = leps("status")
    assert published.versione in out and "marts.cifra" in out and "1 da rileggere" in out


def test_rollback_says_which_version_is_current_now(leps, paths, finished, published):
    second = publish(finished(2), paths, "two")
    code, out, _ = leps("rollback")
    assert code == 0 and published.versione in out
    assert json.loads(leps("sql", "--json", "from marts.cifra")[1]) == [{"valore": 1}]
    assert leps("rollback", second.versione)[0] == 0
    assert leps("rollback", "mai-esistita")[0] == 2
    rollback(paths)
    assert leps("rollback")[0] == 2


def test_a_damaged_version_is_a_message_not_a_traceback(leps, paths, published):
    file = published.file(paths)
    file.chmod(0o644)
    file.write_bytes(b"this is no database, but it is long enough to be read as one" * 1000)
    code, _, err = leps("sql", "select 1")
    assert code == 2 and "Errore" in err


def test_an_unexpected_error_is_one_paragraph_and_its_log_is_kept(leps, paths, published, monkeypatch):
    def broken(_paths):
        raise ZeroDivisionError("something nobody thought of")

    monkeypatch.setattr(status_module, "read_status", broken)
    code, out, err = leps("status")
    assert code == 2 and out == "" and len(err.strip().splitlines()) == 1
    (log,) = paths.rapporti.glob("errore-*.log")
    assert str(log) in err
    assert "ZeroDivisionError" in log.read_text("utf-8") and "Traceback" in log.read_text("utf-8")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(28, "No space left on device", "/dati/x"), "spazio su disco"),
        (OSError(30, "Read-only file system", "/dati/x"), "/dati/x"),
        (PermissionError(13, "Permission denied", "/dati/x"), "permessi"),
        (MemoryError(), "memoria"),
    ],
)
def test_what_the_system_refuses_is_said_with_a_remedy(leps, published, monkeypatch, error, said):
    def refused(_paths):
        raise error

    monkeypatch.setattr(status_module, "read_status", refused)
    code, _, err = leps("status")
    assert code == 2 and said in err and "Rimedio" in err


def test_interrupting_a_command_ends_with_130_and_a_message(leps, published, monkeypatch):
    def interrupted(_paths):
        raise KeyboardInterrupt

    monkeypatch.setattr(status_module, "read_status", interrupted)
    code, _, err = leps("status")
    assert code == 130 and "Interrotto" in err


def wait_until_it_has_worked(pid: int, seconds: float, at_most: float = 60) -> None:
    """Until a process has used some seconds of the processor: more than it takes to start."""
    ends, each = time.monotonic() + at_most, os.sysconf("SC_CLK_TCK")
    while time.monotonic() < ends:
        if not Path(f"/proc/{pid}/stat").exists():  # another system than Linux, or a process that is gone
            time.sleep(2)
            return
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        if (int(fields[11]) + int(fields[12])) / each >= seconds:
            return
        time.sleep(0.1)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_endless_query_is_stopped_by_an_interruption(paths, published, number):
    endless = "select sum(a.range * b.range) from range(100000000) a, range(1000000) b"
    process = subprocess.Popen(
        [sys.executable, "-m", "warehouse.cli", "sql", endless, "--warehouse", str(paths.root)],
        cwd=REPO_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        # The command answers signals in its own way once the query runs; on a busy machine it takes seconds to start.
        wait_until_it_has_worked(process.pid, seconds=3)
        process.send_signal(number)
        _, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130 and err.startswith("Interrotto")


def test_the_command_line_runs_as_a_module_from_any_folder(paths, published, tmp_path):
    (tmp_path / "warehouse.py").write_text("raise SystemExit('the wrong module')")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "warehouse.cli", "sql", "--json", "select 'è' as testo"],
        cwd=tmp_path, capture_output=True, encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(REPO_ROOT), "LEPS_WAREHOUSE": str(paths.root)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [{"testo": "è"}]
    assert done.stderr == ""
