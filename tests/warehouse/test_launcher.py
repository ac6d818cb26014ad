"""The launcher: makes the environment once, again when the pins change, and hands the command over as it is.

A pretended ``uv`` stands in for the real one: it notes what it was asked to install, and installs nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from warehouse.paths import REPO_ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the launcher of POSIX")

UV = """#!/bin/sh
[ "$1" = --version ] && exit {version_code}
echo "$*" >> "{log}"
exit {code}
"""
COMMAND = """
import json, os, sys
print(json.dumps({"args": sys.argv[1:], "cwd": os.getcwd(), "prefix": sys.prefix, "path": sys.path}))
sys.exit(int(os.environ.get("CODE", "0")))
"""


@dataclass
class Launcher:
    root: Path
    bin: Path
    log: Path

    def uv(self, code: int = 0, version_code: int = 0) -> None:
        """Put a pretended uv on the PATH that ends with ``code``."""
        path = self.bin / "uv"
        path.write_text(UV.format(log=self.log, code=code, version_code=version_code))
        path.chmod(0o755)

    def need(self, name: str) -> None:
        """Declare one dependency, besides pytest for the tests."""
        (self.root / "pyproject.toml").write_text(
            f'[project]\nname = "p"\nversion = "1"\ndependencies = ["{name}"]\n'
            '[project.optional-dependencies]\ntest = ["pytest"]\n'
        )

    @property
    def installs(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []

    def leps(self, *args: str, program: Path | None = None, **env: str) -> subprocess.CompletedProcess:
        cwd = self.root.parent / "altrove"
        cwd.mkdir(exist_ok=True)
        done = subprocess.run(
            [str(program or self.root / "leps"), *args],
            cwd=cwd, capture_output=True, text=True,
            env={**os.environ, "PATH": f"{self.bin}:/usr/bin:/bin", **env},
        )  # fmt: skip
        assert "Traceback" not in done.stderr, done.stderr
        return done


@pytest.fixture
def launcher(tmp_path: Path) -> Launcher:
    """A project with the real launcher and a command that tells how it was called, in a path with spaces."""
    root, fake = tmp_path / "il mio progetto", tmp_path / "bin"
    (root / "warehouse" / "cli").mkdir(parents=True)
    fake.mkdir()
    shutil.copy(REPO_ROOT / "leps", root)
    shutil.copy(REPO_ROOT / "warehouse" / "avvio.py", root / "warehouse")
    (root / "warehouse" / "__init__.py").write_text("")
    (root / "warehouse" / "cli" / "__init__.py").write_text("")
    (root / "warehouse" / "cli" / "__main__.py").write_text(COMMAND)
    (root / "constraints.txt").write_text("duckdb==2.0.0\n")
    for name in ("python3.13", "python3.12", "python3.11"):
        (fake / name).write_text("#!/bin/sh\nexit 1\n")
        (fake / name).chmod(0o755)
    (fake / "python3").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (fake / "python3").chmod(0o755)
    made = Launcher(root, fake, tmp_path / "uv.log")
    made.need("duckdb")
    made.uv()
    return made


def test_the_first_launch_installs_the_pins_and_runs_the_command_where_the_user_stands(launcher):
    done = launcher.leps("sql", "select 'due parole'", "--json")
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["args"] == ["sql", "select 'due parole'", "--json"]
    assert said["cwd"] == str(launcher.root.parent / "altrove")
    assert said["prefix"] == str(launcher.root / ".venv")
    assert said["path"][0] == str(launcher.root)
    (install,) = launcher.installs
    assert install.endswith("duckdb") and f"-c {launcher.root / 'constraints.txt'}" in install
    assert "Installo" in done.stderr


def test_later_launches_install_nothing_and_say_nothing(launcher):
    launcher.leps()
    done = launcher.leps("status")
    assert done.returncode == 0 and done.stderr == ""
    assert len(launcher.installs) == 1


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("constraints.txt", "2.0.0", "2.0.1"), ("pyproject.toml", '"duckdb"', '"duckdb", "rich"')],
)
def test_it_installs_again_when_the_pins_change(launcher, file, old, new):
    launcher.leps()
    path = launcher.root / file
    path.write_text(path.read_text().replace(old, new))
    assert launcher.leps().returncode == 0
    assert len(launcher.installs) == 2


def test_the_tests_need_more_and_the_other_commands_do_not_install_again_after_them(launcher):
    launcher.leps("status")
    launcher.leps("test", "-q")
    launcher.leps("test")
    launcher.leps("status")
    assert [line.rpartition("constraints.txt ")[2] for line in launcher.installs] == [
        "duckdb",
        "duckdb pytest",
    ]


def test_the_exit_code_of_the_command_is_that_of_the_launcher(launcher):
    assert launcher.leps(CODE="3").returncode == 3


def test_it_works_through_a_symbolic_link_with_a_relative_target(launcher):
    link = launcher.root.parent / "collegamento"
    link.symlink_to(Path(launcher.root.name) / "leps")
    done = launcher.leps("status", program=link)
    assert json.loads(done.stdout)["prefix"] == str(launcher.root / ".venv")


def test_a_folder_named_like_the_package_where_the_user_stands_is_not_taken_for_it(launcher):
    stray = launcher.root.parent / "altrove" / "warehouse"
    stray.mkdir(parents=True)
    (stray / "__init__.py").write_text("raise SystemExit('the wrong package')")
    assert launcher.leps().returncode == 0


def test_without_network_it_says_so_with_2_and_the_next_launch_starts_afresh(launcher):
    launcher.uv(code=1)
    launcher.need("pacchetto-che-non-esiste")
    done = launcher.leps("status", PIP_NO_INDEX="1")
    assert done.returncode == 2 and done.stdout == "" and "Rimedio" in done.stderr
    assert "pip" in done.stderr, "what uv cannot do, pip tries"
    launcher.uv()
    stray = launcher.root / ".venv" / "half-installed"
    stray.write_text("")
    assert launcher.leps("status").returncode == 0
    assert not stray.exists()


def test_a_uv_that_does_not_run_is_passed_over(launcher):
    launcher.uv(version_code=1)
    launcher.need("pacchetto-che-non-esiste")
    assert launcher.leps("status", PIP_NO_INDEX="1").returncode == 2, "pip tried, and there is no such package"
    assert launcher.installs == []


def test_an_environment_whose_interpreter_is_gone_is_made_again(launcher):
    launcher.leps()
    for path in (launcher.root / ".venv" / "bin").glob("python*"):
        path.unlink()
    assert launcher.leps().returncode == 0
    assert len(launcher.installs) == 2


def test_two_first_launches_at_once_install_once(launcher):
    both = [
        subprocess.Popen(
            [str(launcher.root / "leps")],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PATH": f"{launcher.bin}:/usr/bin:/bin"},
        )  # fmt: skip
        for _ in range(2)
    ]
    assert [process.communicate(timeout=60) and process.returncode for process in both] == [0, 0]
    assert len(launcher.installs) == 1


def test_without_a_python_new_enough_it_says_what_is_needed(launcher, tmp_path):
    tools = tmp_path / "strumenti"
    tools.mkdir()
    for name in ("dirname", "readlink"):
        (tools / name).symlink_to(shutil.which(name))
    (tools / "python3").write_text("#!/bin/sh\nexit 1\n")
    (tools / "python3").chmod(0o755)
    done = launcher.leps("status", PATH=str(tools))
    assert done.returncode == 2 and "3.11" in done.stderr and "Rimedio" in done.stderr


def test_both_launchers_and_the_ci_script_are_in_the_form_their_systems_need():
    assert os.access(REPO_ROOT / "leps", os.X_OK) and os.access(REPO_ROOT / ".ci" / "run", os.X_OK)
    batch = (REPO_ROOT / "leps.cmd").read_bytes()
    assert batch.count(b"\n") == batch.count(b"\r\n") > 5
    for script, shell in (("leps", "sh"), (".ci/run", "bash")):
        assert subprocess.run([shell, "-n", REPO_ROOT / script]).returncode == 0
