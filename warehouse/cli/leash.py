"""Runs a Python program in a child process that does not outlive this one, however this one ends.

The child's standard input is a pipe that nobody writes to: when the parent is gone, the system closes it, and
the child ends. So a killed build leaves no dbt at work on its file, and killed pages leave no port taken.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
from typing import Any

# Variables that hold a secret (ingest.casi.chiave).
SECRETS = ("LEPS_CHIAVE",)


def start(module: str, *args: str, **options: Any) -> subprocess.Popen:
    """``python -m module args``, on a leash. ``options`` are those of :class:`subprocess.Popen`.

    The child never gets the key of the cases: it has no use for it, and could log its environment.
    """
    command = [sys.executable, "-m", __name__, module, *args]
    env = {name: value for name, value in (options.pop("env", None) or os.environ).items() if name not in SECRETS}
    return subprocess.Popen(command, stdin=subprocess.PIPE, env=env, **options)


def wait(process: subprocess.Popen) -> int:
    """The exit code of a child, when it ends; Ctrl+C interrupts the wait.

    Polars, once imported, handles SIGINT so that the wait goes on: Python's own handling is put back.
    """
    signal.signal(signal.SIGINT, signal.getsignal(signal.SIGINT))
    return process.wait()


def _end_with_parent() -> None:
    # os.read and not sys.stdin: a thread blocked in the latter's lock crashes the interpreter as it closes.
    while os.read(0, 1):
        pass
    os._exit(1)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
