"""Shared by all tests: a warehouse built once per run, from data/raw, by the real command line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]

# A warehouse folder that is already built, to be used instead of building one (handy while writing tests).
ENV_READY = "LEPS_TEST_WAREHOUSE"


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """Folder of a warehouse published from ``data/raw``, shared by all workers: never write to it."""
    if os.environ.get(ENV_READY):
        return Path(os.environ[ENV_READY])
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base
    folder, failure = shared / "warehouse", shared / "warehouse-fallito.txt"
    with FileLock(shared / "warehouse.lock"):
        if failure.exists():
            pytest.fail(failure.read_text("utf-8"), pytrace=False)
        if not (folder / "corrente.json").exists():
            done = subprocess.run(
                [sys.executable, "-m", "warehouse.cli", "build", "--warehouse", str(folder)],
                cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
            )  # fmt: skip
            if done.returncode != 0:
                text = f"leps build: codice {done.returncode}\n{done.stdout}\n{done.stderr}"
                failure.write_text(text, "utf-8")
                pytest.fail(text, pytrace=False)
    return folder


@pytest.fixture(scope="session")
def browser():
    """A real browser, one for each worker: a second one beside it would not start."""
    from tests.dashboards.browsing import CHROMIUM, FLAGS

    if CHROMIUM is None:
        pytest.skip("chromium non c'è: le pagine non si possono aprire in un browser vero")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
