"""A load that is killed in the middle leaves no identifier in the files that it was writing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.ingest.casi.estratti import a_sample, found_in, generated, says
from warehouse.paths import REPO_ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="SIGKILL")

LOAD = """
import sys
from pathlib import Path
from ingest.casi import carico, lotti, siuss, tabellare
from ingest.load import load
from warehouse.connection import open_build
tabellare.BATCH = siuss.BATCH = 2_000
insert = carico._insert
def told(*arguments):
    insert(*arguments)
    print("lotto", flush=True)
carico._insert = told
raw, out = map(Path, sys.argv[1:])
load(open_build(out / "leps.duckdb", out / "riservato.duckdb"), [raw], out / "cache", demo=True)
print("finito", flush=True)
"""


@pytest.mark.parametrize("form", ["gepi", "siuss"])
@pytest.mark.parametrize("batches", [1, 4])
def test_no_identifier_is_left_by_a_load_killed_after_some_batches(tmp_path, form, batches):
    _, secrets = generated(tmp_path / "raw", form, number=20_000)
    secrets = a_sample(secrets)
    for name in ("fuori", "temporanei"):
        (tmp_path / name).mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", LOAD, str(tmp_path / "raw"), str(tmp_path / "fuori")],
        cwd=REPO_ROOT, env={**os.environ, "TMPDIR": str(tmp_path / "temporanei")}, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    said = [process.stdout.readline() for _ in range(batches)]
    time.sleep(0.05 * batches)  # into the next one
    process.send_signal(signal.SIGKILL)
    out, err = process.communicate()
    assert said == ["lotto\n"] * batches and "finito" not in out, err
    left = [tmp_path / "fuori", tmp_path / "temporanei"]
    assert [path for path in (tmp_path / "fuori").iterdir() if path.stat().st_size > 50_000]
    assert found_in(left, secrets) == []
    assert not says(out + err, secrets)
    assert not Path(tmp_path / "fuori" / "cache").exists()
