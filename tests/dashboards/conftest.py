"""Pages opened without a browser, and a real server with a real browser started once for all the tests."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.dashboards.browsing import ROOT, WIDTHS, settle
from tests.dashboards.reading import opener
from warehouse.connection import open_build
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.publish import publish

MOVEMENT = ROOT / "tests" / "dashboards" / "movement.sql"


@pytest.fixture
def app(warehouse, monkeypatch):
    return opener(warehouse, monkeypatch)


@pytest.fixture(scope="session")
def server(warehouse, tmp_path_factory):
    """The address of the real server, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("server") / "streamlit.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboards/app.py", "--server.port", str(port)],
        cwd=ROOT, env={**os.environ, "LEPS_WAREHOUSE": str(warehouse)}, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    break
            except OSError:
                if process.poll() is not None:
                    break
                time.sleep(0.2)
        else:
            pytest.fail("il server non risponde")
        if process.poll() is not None:
            log.seek(0)
            pytest.fail(f"il server si è fermato: {log.read()}")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=15)
        log.close()


@pytest.fixture
def visit(server, browser):
    """Opens an address and waits until it is drawn; remembers who was called."""
    contexts = []

    def go(path: str, width: str = "largo"):
        wide, high = WIDTHS[width]
        context = browser.new_context(viewport={"width": wide, "height": high}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.called = []
        page.on("request", lambda request: page.called.append(request.url))
        page.goto(f"{server}/{path}")
        settle(page)
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def with_movement(warehouse, tmp_path_factory):
    """A copy of the warehouse as it is when balance, foreigners and citizenships were received (made-up numbers)."""
    folder = tmp_path_factory.mktemp("con_bilancio")
    build = folder / "nuovo.duckdb"
    published = WarehousePaths(warehouse)
    shutil.copyfile(read_current(published).file(published), build)
    con = open_build(build)
    con.execute(MOVEMENT.read_text("utf-8"))
    con.close()
    publish(build, WarehousePaths(folder), fingerprint="con_bilancio", info={})
    return folder
