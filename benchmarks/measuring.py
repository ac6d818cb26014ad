"""Runs something in a process of its own, and says how long it took and in how much memory."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MB = 1 << 20


def run(arguments: list[str]) -> dict[str, Any]:
    """Run this Python with ``arguments``: seconds, output, peak memory of the largest process and of all.

    All of them are sampled twenty times a second from /proc; where there is none, it is the largest process.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    peak = PeakOfTree(process.pid)
    output, messages = [], []
    readers = [
        threading.Thread(target=lambda: output.append(process.stdout.read())),
        threading.Thread(target=lambda: messages.append(process.stderr.read())),
    ]
    for reader in readers:
        reader.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    peak.stop()
    for reader in readers:
        reader.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit code {process.returncode}\n{messages[0]}{output[0]}")
    largest = kilobytes(usage.ru_maxrss) / 1024
    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "output": output[0],
        "peak_process_mb": largest,
        "peak_tree_mb": max(peak.bytes / MB, largest),
    }


def in_process(worker: str, *arguments: Path) -> dict[str, Any]:
    """What a worker of benchmark.py measures, in a process of its own."""
    command = [str(Path(__file__).with_name("benchmark.py")), "--worker", worker]
    return json.loads(run([*command, *(str(argument.absolute()) for argument in arguments)])["output"])


class PeakOfTree:
    """The largest sum of resident memory of a process and its descendants, sampled until :meth:`stop`."""

    def __init__(self, pid: int):
        self.pid, self.bytes = pid, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        if Path("/proc/self/statm").exists():
            self._thread.start()

    def stop(self) -> None:
        self._over.set()

    def _sample(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._over.wait(0.05):
            self.bytes = max(self.bytes, sum(self._resident(self.pid)) * page)

    def _resident(self, pid: int) -> Iterator[int]:
        try:
            yield int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            threads = list(Path(f"/proc/{pid}/task").iterdir())
            children = [child for t in threads for child in (t / "children").read_text().split()]
        except OSError:
            return  # it ended meanwhile
        for child in children:
            yield from self._resident(int(child))


def measured(started: float, worked: float) -> dict[str, float]:
    """Seconds on the clock, seconds of all the cores, peak memory of this process."""
    return {
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - worked,
        "peak_mb": own_peak_mb(),
    }


def own_peak_mb() -> float:
    return kilobytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def kilobytes(maxrss: int) -> float:
    """Linux says kilobytes, macOS bytes."""
    return maxrss / 1024 if sys.platform == "darwin" else maxrss


def median(values: Any) -> float:
    return statistics.median(list(values))


def seconds_of(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def load_average() -> float:
    """How many processes wanted a core in the last minute: what else the machine did."""
    return os.getloadavg()[0]


def note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
