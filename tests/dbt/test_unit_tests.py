"""The unit tests of the dbt project, run by dbt itself on a copy of the published file."""

import json
import os
import shutil
import subprocess
import sys

from tests.conftest import ROOT
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current


def test_every_unit_test_of_the_dbt_project_passes(warehouse, tmp_path):
    paths = WarehousePaths(warehouse)
    copy = tmp_path / "copia.duckdb"
    shutil.copy(read_current(paths).file(paths), copy)
    environment = {
        **os.environ,
        "LEPS_FILE_COSTRUZIONE": str(copy),
        "DBT_TARGET_PATH": str(tmp_path / "target"),
        "DBT_LOG_PATH": str(tmp_path / "logs"),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
    }
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", "test", "--select", "test_type:unit",
         "--project-dir", str(ROOT), "--profiles-dir", str(ROOT / "dbt_project")],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:]
    results = [
        r
        for r in json.loads((tmp_path / "target" / "run_results.json").read_text("utf-8"))["results"]
        if r["unique_id"].startswith("unit_test.")
    ]
    assert len(results) >= 7
    assert {r["status"] for r in results} == {"pass"}
