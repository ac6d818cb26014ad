"""One build at a time. The system frees the lock when its holder dies, however it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from warehouse.paths import WarehousePaths


class BuildRunning(Exception):
    """Somebody else is building or publishing in this warehouse."""

    def __init__(self, paths: WarehousePaths):
        super().__init__(
            f"un'altra costruzione è in corso in {paths.root}. Rimedio: attendere che finisca e riprovare."
        )


@contextmanager
def build_lock(paths: WarehousePaths) -> Iterator[None]:
    """Hold the lock of a warehouse, making its folder if needed.

    Raises:
        BuildRunning: at once, if another process (or thread) holds it.
        OSError: the folder cannot be written.
    """
    paths.root.mkdir(parents=True, exist_ok=True)
    lock = FileLock(paths.lock, blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise BuildRunning(paths) from None
    try:
        yield
    finally:
        lock.release()
