"""Which version of each address we have, so that a file that has not changed is not asked for twice.

Only a memory: without it a file is downloaded again and recognised by its content.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

from ingest.parziale import Versione
from ingest.sidecar import sha256_of


@dataclass(frozen=True)
class Ricevuto:
    """A received file, and the version that it was at its address."""

    path: Path
    sha256: str
    versione: Versione


class Ricevuti:
    """The memory, in a JSON file; one entry for each address and folder of received files."""

    def __init__(self, path: Path):
        self.path = path
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            content = {}
        self._entries: dict[str, dict] = content if isinstance(content, dict) else {}

    def find(self, url: str, folder: Path) -> Ricevuto | None:
        """What came from an address, if it is still there and unchanged."""
        try:
            entry = self._entries[_key(url, folder)]
            found = Ricevuto(folder / entry["file"], entry["sha256"], Versione(**entry["versione"]))
        except (KeyError, TypeError):
            return None
        return found if found.path.is_file() and sha256_of(found.path) == found.sha256 else None

    def remember(self, url: str, path: Path, sha256: str, version: Versione) -> None:
        """Note what came, on disk at once."""
        entry = {"file": path.name, "sha256": sha256, "versione": asdict(version)}
        self._entries[_key(url, path.parent)] = entry
        self.path.parent.mkdir(parents=True, exist_ok=True)
        aside = self.path.with_suffix(f".{os.getpid()}.tmp")
        aside.write_text(json.dumps(self._entries, indent=1, ensure_ascii=False), "utf-8")
        aside.replace(self.path)


def _key(url: str, folder: Path) -> str:
    return f"{url} → {folder.resolve()}"
