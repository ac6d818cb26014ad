"""What people see: progress on stderr, results on stdout, figures written the Italian way."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


def say(message: str) -> None:
    """A message on stderr."""
    print(message, file=sys.stderr, flush=True)


def show_json(value: Any) -> None:
    """A result on stdout, for programs."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def integer(value: int) -> str:
    """``1234567`` → ``1.234.567``."""
    return f"{value:,}".replace(",", ".")


def seconds(value: float) -> str:
    """``3.14`` → ``3,1 s``."""
    return f"{value:.1f} s".replace(".", ",")


class Progress:
    """Steps of a long job on stderr: a live line on a terminal, plain lines elsewhere.

    Called with a text it shows where the step under way has got to; ``durations`` holds seconds per step.
    """

    def __init__(self) -> None:
        self.durations: dict[str, float] = {}
        self._status: Any = None
        self._title = ""

    def __call__(self, message: str) -> None:
        if self._status is not None:
            self._status.update(_plain(f"{self._title}: {message}"))
        else:
            say(f"  {message}")

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """Announce a step, and say how long it took when it ends well."""
        started = time.monotonic()
        self._title = title
        with self._live(title):
            yield
        self.durations[title] = time.monotonic() - started
        say(f"✓ {title} ({seconds(self.durations[title])})")

    @contextmanager
    def _live(self, title: str) -> Iterator[None]:
        if not sys.stderr.isatty():
            say(f"{title}…")
            yield
            return
        from rich.console import Console

        with Console(stderr=True, highlight=False).status(_plain(title)) as self._status:
            try:
                yield
            finally:
                self._status = None


def _plain(text: str) -> Any:
    """Text that rich must not read as markup."""
    from rich.text import Text

    return Text(text)
