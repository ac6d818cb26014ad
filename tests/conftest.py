"""Shared by all tests: a warehouse built once per run, from data/raw, by the real command line."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

ROOT = Path(__file__).resolve().parents[1]

# A warehouse folder that is already built, to be used instead of building one (handy while writing tests).
ENV_READY = "LEPS_TEST_WAREHOUSE"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest):
    """A function: the folder of a name, filled by the first worker that asks for it, shared by all: never write to it.

    Where it cannot be made, all that ask for it fail with the reason.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if hasattr(request.config, "workerinput") else base

    def folder_of(name: str, fill: Callable[[Path], None]) -> Path:
        folder, done, failure = shared / name, shared / f"{name}-fatto", shared / f"{name}-fallito.txt"
        with FileLock(shared / f"{name}.lock"):
            if failure.exists():
                pytest.fail(failure.read_text("utf-8"), pytrace=False)
            if not done.exists():
                folder.mkdir()
                try:
                    fill(folder)
                except BaseException as error:
                    failure.write_text(f"{name}: {error}", "utf-8")
                    raise
                done.touch()
        return folder

    return folder_of


@pytest.fixture(scope="session")
def warehouse(made_once) -> Path:
    """Folder of a warehouse published from ``data/raw``, shared by all workers: never write to it."""
    ready = os.environ.get(ENV_READY)
    return Path(ready) if ready else made_once("warehouse", _build_warehouse)


def take_what_was_read(warehouse: Path, folder: Path) -> None:
    """Give another build what the shared one has read: an unchanged file is not parsed twice."""
    shutil.copytree(warehouse / "cache", folder / "cache")


def _build_warehouse(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "warehouse.cli", "build", "--warehouse", str(folder)],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, f"leps build: codice {done.returncode}\n{done.stdout}\n{done.stderr}"


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
