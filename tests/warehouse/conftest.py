"""Small warehouses made on the spot, and a small project to build one from."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from warehouse.connection import open_build
from warehouse.paths import REPO_ROOT, WarehousePaths

MINI = Path(__file__).parent / "mini"


@pytest.fixture
def paths(tmp_path: Path) -> WarehousePaths:
    """An empty warehouse in a folder with a space in its name."""
    root = tmp_path / "un warehouse"
    root.mkdir()
    return WarehousePaths(root)


@pytest.fixture
def finished(paths: WarehousePaths) -> Callable[[int], Path]:
    """Makes a finished build file whose only figure is the one given."""

    def make(figure: int) -> Path:
        path = paths.costruzione / "leps.duckdb"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        with open_build(path) as con:
            con.execute("create schema raw; create schema marts; create schema qualita")
            con.execute("create table marts.cifra as select ?::integer as valore", [figure])
            con.execute("create view marts.vista as select valore from leps.marts.cifra")
            con.execute("create table qualita.controllo as select 'errore' as gravita, 'fallito' as esito")
            con.execute(
                "create table raw._fonti as select 'prova' as fonte_id, 'Prova' as titolo, "
                "date '2024-01-01' as data_riferimento, true as provvisorio"
            )
            con.execute("create table raw._file as select 'prova' as fonte_id, 3::bigint as righe_caricate")
        return path

    return make


@dataclass
class Project:
    """A small project on its own disk folder, with the checkout's ``warehouse`` and ``ingest``."""

    root: Path

    @property
    def paths(self) -> WarehousePaths:
        return WarehousePaths(self.root / "data" / "warehouse")

    @property
    def table(self) -> Path:
        return self.root / "data" / "raw" / "prova" / "residenti.csv"

    def receive(self, content: str) -> None:
        """A new delivery of the table, declared in the sidecar."""
        import hashlib

        sidecar = self.table.with_name("fonte.yml")
        before = hashlib.sha256(self.table.read_bytes()).hexdigest()
        self.table.write_text(content, "utf-8")
        after = hashlib.sha256(self.table.read_bytes()).hexdigest()
        sidecar.write_text(sidecar.read_text("utf-8").replace(before, after), "utf-8")

    def start(self, *args: str, **options) -> subprocess.Popen:
        env = {**os.environ, "PYTHONPATH": str(self.root)} | options.pop("env", {})
        command = [sys.executable, "-P", "-m", "warehouse.cli", *args]
        return subprocess.Popen(
            command, cwd=self.root.parent, env=env, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
        )  # fmt: skip

    def leps(self, *args: str, **options) -> subprocess.CompletedProcess:
        """Run one command to its end; a traceback in what it prints is a failure of any test."""
        process = self.start(*args, **options)
        out, err = process.communicate(timeout=120)
        assert "Traceback" not in out + err, err
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def rows(self) -> list[dict]:
        return json.loads(self.leps("sql", "--json", "from marts.residenti order by comune").stdout)


@pytest.fixture(scope="session")
def built_project(made_once) -> Project:
    """The small project after its first build. Tests copy it: see ``project``."""
    return Project(made_once("un progetto", _build_project))


def _build_project(root: Path) -> None:
    shutil.copytree(MINI, root, dirs_exist_ok=True)
    ignore = shutil.ignore_patterns("__pycache__")
    for room in ("warehouse", "ingest"):
        shutil.copytree(REPO_ROOT / room, root / room, ignore=ignore)
    shutil.copy(REPO_ROOT / "constraints.txt", root)
    for shared in ("profiles.yml", "macros/generate_schema_name.sql", "macros/materializzazioni/in_posto.sql"):
        target = root / "dbt_project" / shared
        target.parent.mkdir(exist_ok=True)
        shutil.copy(REPO_ROOT / "dbt_project" / shared, target)
    for schema in (REPO_ROOT / "dbt_project" / "indicators").glob("*.schema.json"):
        shutil.copy(schema, root / "dbt_project" / "indicators")
    first = Project(root).leps("build")
    assert first.returncode == 0, first.stdout + first.stderr


@pytest.fixture
def project(built_project: Project, tmp_path: Path) -> Project:
    """A copy of the small project, one version published."""
    root = tmp_path / "un progetto"
    shutil.copytree(built_project.root, root)
    return Project(root)
