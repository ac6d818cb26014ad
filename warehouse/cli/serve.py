"""``leps serve``: the pages until Ctrl+C, on this machine only unless they are public or ask who is there."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import subprocess
import threading
import time
import webbrowser
from dataclasses import dataclass
from pathlib import Path

from warehouse.cli import leash
from warehouse.cli.accesso import LOCAL, is_local, sign_in_file
from warehouse.cli.console import say
from warehouse.cli.errors import BAD_INPUT, DONE, CliError
from warehouse.paths import ENV_PROFILE, ENV_SIGN_IN, ENV_WAREHOUSE, INTERNO, PUBBLICO, REPO_ROOT, WarehousePaths
from warehouse.pointer import read_current, read_current_public

ADDRESS = "127.0.0.1"
_APP = REPO_ROOT / "dashboards" / "app.py"
_EVERY_ADDRESS = {"0.0.0.0": ADDRESS, "::": "::1"}  # and where this machine reaches it
_SECONDS_TO_START = 30
_SECONDS_TO_STOP = 5


@dataclass(frozen=True)
class Audience:
    """Whom the pages are for and where they answer; ``accesso`` is the file that asks for sign-in."""

    profilo: str = INTERNO
    indirizzo: str = ADDRESS
    accesso: Path | None = None


def audience(profilo: str, indirizzo: str | None, accesso: Path | None) -> Audience:
    """What was asked for, if it shows nothing internal to people unknown.

    Raises:
        CliError: no such profile, or internal pages on an open address without sign-in, or sign-in set up wrongly.
    """
    if profilo not in (INTERNO, PUBBLICO):
        raise CliError(f"Errore: il profilo «{profilo}» non esiste. Rimedio: --profilo {INTERNO} o {PUBBLICO}.")
    if profilo == PUBBLICO:
        if accesso is not None:
            raise CliError("Errore: le pagine pubbliche non chiedono l'accesso. Rimedio: togliere --accesso.")
        return Audience(profilo, indirizzo or ADDRESS)
    sign_in = sign_in_file(accesso)
    if sign_in is None and not is_local(indirizzo or ADDRESS):
        raise CliError(
            f"Errore: le pagine interne senza accesso rispondono solo su questo computer, non su {indirizzo}. "
            "Rimedio: configurare l'accesso (docs/profili.md), oppure servire le pagine pubbliche con "
            f"--profilo {PUBBLICO}."
        )
    return Audience(profilo, indirizzo or ADDRESS, sign_in)


def serve(paths: WarehousePaths, port: int, browser: bool, to: Audience | None = None) -> int:
    """Serve the pages of the current version until interrupted.

    Returns:
        the exit code: 0 after an interruption, 2 if Streamlit stopped by itself.

    Raises:
        NothingPublished, NothingPublic: there is nothing to show.
        CliError: the port is taken, or the address is not this machine's.
    """
    to = to or audience(INTERNO, None, None)
    (read_current if to.profilo == INTERNO else read_current_public)(paths)
    check_port_is_free(port, to.indirizzo)
    local = to.indirizzo if not is_local(to.indirizzo) and to.indirizzo not in _EVERY_ADDRESS else "localhost"
    pages = leash.start(*_command(port, to), cwd=REPO_ROOT, env=_environment(paths, to), stdout=subprocess.DEVNULL)
    said = f"http://{local}:{port}"
    threading.Thread(target=_announce, args=(pages, to, port, said, browser), daemon=True).start()
    try:
        code = leash.wait(pages)
    except KeyboardInterrupt:
        _stop(pages)
        say("Pagine chiuse.")
        return DONE
    say(f"Errore: le pagine si sono fermate da sole (codice {code}). Il motivo è nei messaggi qui sopra.")
    return BAD_INPUT


def _command(port: int, to: Audience) -> list[str]:
    command = ["streamlit", "run", str(_APP)]
    command += ["--server.port", str(port), "--server.address", to.indirizzo]
    # Streamlit would ask for an e-mail address if it opened the browser by itself: we open it.
    command += ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
    if to.indirizzo in _EVERY_ADDRESS:
        # Otherwise it would ask a site abroad which address this machine has.
        command += ["--browser.serverAddress", "localhost"]
    if to.accesso:
        command += ["--secrets.files", str(to.accesso)]
    elif to.profilo == INTERNO:
        # A site that a browser of this machine visits must not reach these pages under a name of its own.
        command += [part for host in LOCAL for part in ("--server.allowedHosts", host)]
    return command


def _environment(paths: WarehousePaths, to: Audience) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name != ENV_SIGN_IN}
    env |= {ENV_WAREHOUSE: str(paths.root), ENV_PROFILE: to.profilo, "PYTHONPATH": str(REPO_ROOT)}
    return env | ({ENV_SIGN_IN: "1"} if to.accesso else {})


def check_port_is_free(port: int, address: str = ADDRESS) -> None:
    """Raises CliError where another program listens on the port, or the system does not let us."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        if os.name != "nt":  # there the option would let two programs share the port
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                raise CliError(
                    f"Errore: {address} non è un indirizzo di questo computer. "
                    "Rimedio: --indirizzo 0.0.0.0 risponde su tutti i suoi."
                ) from None
            raise CliError(
                f"Errore: la porta {port} è occupata da un altro programma o riservata. "
                f"Rimedio: usarne un'altra, per esempio --port {port + 1 if port < 65535 else 8501}."
            ) from None


def _announce(pages: subprocess.Popen, to: Audience, port: int, url: str, browser: bool) -> None:
    """Say where the pages are once they answer, and open the browser if wanted."""
    deadline = time.monotonic() + _SECONDS_TO_START
    while pages.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection((_reached_at(to), port), timeout=1):
            kind = "Pagine pubbliche" if to.profilo == PUBBLICO else "Pagine"
            say(f"{kind} su {url}{', con accesso' if to.accesso else ''} (Ctrl+C per chiudere)")
            if browser:
                webbrowser.open(url)
            return
        time.sleep(0.2)


def _reached_at(to: Audience) -> str:
    return _EVERY_ADDRESS.get(to.indirizzo, to.indirizzo)


def _stop(pages: subprocess.Popen) -> None:
    pages.terminate()
    try:
        pages.wait(_SECONDS_TO_STOP)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        pages.kill()
        pages.wait()
