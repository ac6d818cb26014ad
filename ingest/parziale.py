"""What has come of a file that is being downloaded, kept so that the next attempt goes on from there."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

_FULL_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class DownloadFailed(Exception):
    """Why a file could not be had, and the remedy: Italian, complete."""


@dataclass(frozen=True)
class Versione:
    """What a server says of a file, by which a change is noticed."""

    etag: str | None = None
    last_modified: str | None = None
    byte: int | None = None

    @property
    def validator(self) -> str | None:
        """What to resume by: a strong tag, or else the date."""
        strong = self.etag if self.etag and not self.etag.startswith("W/") else None
        return strong or self.last_modified


class Parziale:
    """The bytes that have come from an address, and of which version: only that version is ever continued."""

    def __init__(self, folder: Path, url: str):
        name = urlsplit(url).path.rpartition("/")[2] or "file"
        self._whole = folder / f"{hashlib.sha256(url.encode()).hexdigest()[:8]}_{name}"
        self.path = Path(f"{self._whole}.parziale")
        self._note = Path(f"{self.path}.json")
        self.version = self._read_note()
        self.size = self.path.stat().st_size if self.path.is_file() else 0

    def _read_note(self) -> Versione:
        try:
            return Versione(**json.loads(self._note.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return Versione()

    def resume_headers(self) -> dict[str, str]:
        """What to ask the server for; empty where there is nothing that can safely be continued."""
        whole_or_wrong = self.version.byte is not None and self.size >= self.version.byte
        if not self.size or not self.version.validator or whole_or_wrong:
            return {}
        return {"Range": f"bytes={self.size}-", "If-Range": self.version.validator}

    def is_continued_by(self, content_range: str, etag: str | None) -> bool:
        """True if the server goes on exactly where we stopped, in the file that we began."""
        span, _, total = content_range.partition("/")
        same_size = self.version.byte is None or total == str(self.version.byte)
        return span.startswith(f"bytes {self.size}-") and same_size and etag in (None, self.version.etag)

    def begin(self, version: Versione) -> None:
        """Start anew, with this version."""
        self.drop()
        self.version = version
        with _room_on_disk(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._note.write_text(json.dumps(asdict(version)), "utf-8")

    @contextlib.contextmanager
    def appending(self) -> Iterator[Callable[[bytes], None]]:
        """Gives the function that writes; afterwards the bytes are on the disk, not in a buffer."""

        def write(block: bytes) -> None:
            left = memoryview(block)
            with _room_on_disk(self.path):
                while left:  # without a buffer a write may take only a part, and an error belongs to its block
                    written = out.write(left)
                    self.size += written
                    left = left[written:]

        with self.path.open("ab", buffering=0) as out:
            yield write
            os.fsync(out.fileno())

    def finish(self) -> Path:
        """Nothing more is to come: the file under its own name."""
        self.path.replace(self._whole)
        self.drop()
        return self._whole

    def drop(self) -> None:
        """Forget what has come."""
        self.path.unlink(missing_ok=True)
        self._note.unlink(missing_ok=True)
        self.size, self.version = 0, Versione()


@contextlib.contextmanager
def _room_on_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL_DISK:
            raise
        raise DownloadFailed(
            f"spazio su disco esaurito in {path.parent}. Fra i file ricevuti non è entrato nulla. "
            "Rimedio: liberare spazio e ripetere il comando, che riprende da dove si è fermato."
        ) from None
