"""The progress of a download on stderr: a bar on a terminal, one line for each file elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from warehouse.cli.console import say


class Bar:
    """Shows the bytes that it is called with, done and in all (None: not known), under the name given to ``of``."""

    def __init__(self) -> None:
        self._progress: Any = None
        self._task: Any = None

    def __call__(self, done: int, total: int | None) -> None:
        if self._progress is not None:
            self._progress.update(self._task, completed=done, total=total)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Show one file for as long as the block lasts; on a terminal nothing of it remains."""
        if not sys.stderr.isatty():
            say(f"{name}…")
            yield
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=Console(stderr=True), transient=True) as self._progress:
            self._task = self._progress.add_task(name, total=None)
            try:
                yield
            finally:
                self._progress = None
