"""``leps serve``: the pages, on this machine only, until Ctrl+C."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import threading
import time
import webbrowser

from warehouse.cli import leash
from warehouse.cli.console import say
from warehouse.cli.errors import BAD_INPUT, DONE, CliError
from warehouse.paths import ENV_WAREHOUSE, REPO_ROOT, WarehousePaths
from warehouse.pointer import read_current

ADDRESS = "127.0.0.1"
_APP = REPO_ROOT / "dashboards" / "app.py"
_SECONDS_TO_START = 30
_SECONDS_TO_STOP = 5


def serve(paths: WarehousePaths, port: int, browser: bool) -> int:
    """Serve the pages of the current version until interrupted.

    Returns:
        the exit code: 0 after an interruption, 2 if Streamlit stopped by itself.

    Raises:
        NothingPublished: there is nothing to show.
        CliError: the port is taken.
    """
    read_current(paths)
    check_port_is_free(port)
    url = f"http://localhost:{port}"
    command = ["streamlit", "run", str(_APP)]
    command += ["--server.port", str(port), "--server.address", ADDRESS]
    # Streamlit would ask for an e-mail address if it opened the browser by itself: we open it.
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    env = {**os.environ, ENV_WAREHOUSE: str(paths.root), "PYTHONPATH": str(REPO_ROOT)}
    pages = leash.start(*command, cwd=REPO_ROOT, env=env, stdout=subprocess.DEVNULL)
    threading.Thread(target=_announce, args=(pages, port, url, browser), daemon=True).start()
    try:
        code = leash.wait(pages)
    except KeyboardInterrupt:
        _stop(pages)
        say("Pagine chiuse.")
        return DONE
    say(f"Errore: le pagine si sono fermate da sole (codice {code}). Il motivo è nei messaggi qui sopra.")
    return BAD_INPUT


def check_port_is_free(port: int) -> None:
    """Raises CliError where another program listens on the port, or the system does not let us."""
    with socket.socket() as probe:
        if os.name != "nt":  # there the option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            raise CliError(
                f"Errore: la porta {port} è occupata da un altro programma o riservata. "
                f"Rimedio: usarne un'altra, per esempio --port {port + 1 if port < 65535 else 8501}."
            ) from None


def _announce(pages: subprocess.Popen, port: int, url: str, browser: bool) -> None:
    """Say where the pages are once they answer, and open the browser if wanted."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while pages.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((ADDRESS, port), timeout=1):
            say(f"Pagine su {url} (Ctrl+C per chiudere)")
            if browser:
                webbrowser.open(url)
            return
        time.sleep(0.2)


def _stop(pages: subprocess.Popen) -> None:
    pages.terminate()
    try:
        pages.wait(_SECONDS_TO_STOP)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        pages.kill()
        pages.wait()
