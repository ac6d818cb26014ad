"""One build at a time, and no lock that outlives its holder."""

import os
import signal
import subprocess
import sys

import pytest

from warehouse.lock import BuildRunning, build_lock
from warehouse.paths import REPO_ROOT

HOLDER = """
import sys, time
from pathlib import Path
from warehouse.lock import build_lock
from warehouse.paths import WarehousePaths
with build_lock(WarehousePaths(Path(sys.argv[1]))):
    print("preso", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(paths):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(paths.root)],
        env={**os.environ, "PYTHONPATH": str(REPO_ROOT)}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "preso\n"
    yield process
    process.kill()
    process.communicate()


def test_the_lock_is_refused_at_once_while_another_process_holds_it(paths, holder):
    with pytest.raises(BuildRunning, match="in corso"), build_lock(paths):
        pass


@pytest.mark.parametrize("way", ["terminate", "kill"])
def test_the_lock_is_free_once_its_holder_is_gone(paths, holder, way):
    getattr(holder, way)()
    assert holder.wait() in (-signal.SIGTERM, -signal.SIGKILL)
    with build_lock(paths):
        pass


def test_the_lock_makes_the_folder_of_a_new_warehouse(paths):
    paths.root.rmdir()
    with build_lock(paths):
        assert paths.root.is_dir()
