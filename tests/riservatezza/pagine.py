"""The pages as the world sees them: a real server of a profile, and everything that a browser receives from it."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.dashboards.browsing import ROOT, settle


@dataclass
class Served:
    """A running server; ``log`` is all that it prints."""

    address: str
    log: Path


@dataclass
class Received:
    """All that one browser got: bodies of answers, frames of the websocket both ways, text and source of the page."""

    pieces: list[tuple[str, bytes]] = field(default_factory=list)

    def all_bytes(self) -> bytes:
        return b"\n".join(data for _, data in self.pieces)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def served(warehouse: Path, log: Path, *options: str, port: int | None = None, **env: str) -> Iterator[Served]:
    """``leps serve`` with the options given, until the block ends."""
    port = port or free_port()
    command = [sys.executable, "-m", "warehouse.cli", "serve", "--no-browser", "--port", str(port)]
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [*command, "--warehouse", str(warehouse), *options],
            cwd=ROOT, env={**os.environ, **env}, stdout=stream, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            _wait(process, port, log)
            yield Served(f"http://localhost:{port}", log)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(process: subprocess.Popen, port: int, log: Path) -> None:
    deadline = time.monotonic() + 90
    while True:
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=2):
            return
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"le pagine non rispondono: {log.read_text('utf-8', errors='replace')}")
        time.sleep(0.1)


def listen(page) -> Received:
    """Remember all that a page of Playwright receives from now on."""
    got = Received()

    def answered(response) -> None:
        with contextlib.suppress(Exception):  # a redirect has no body
            got.pieces.append((response.url, response.body()))

    def framed(way: str):
        def keep(payload) -> None:
            got.pieces.append((way, payload if isinstance(payload, bytes) else payload.encode()))

        return keep

    def connected(socket) -> None:
        socket.on("framereceived", framed("websocket in"))
        socket.on("framesent", framed("websocket out"))

    page.on("response", answered)
    page.on("websocket", connected)
    return got


def visit_all(browser, server: Served, addresses: list[str]) -> Received:
    """Open each address in a new browser session and gather what came."""
    context = browser.new_context()
    try:
        page = context.new_page()
        got = listen(page)
        for address in addresses:
            page.goto(f"{server.address}/{address}")
            settle(page)
            got.pieces.append((f"{address} (source)", page.content().encode()))
        return got
    finally:
        context.close()
