"""A fingerprint of definitions and code: when it changes, what was published is no longer up to date."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

# What decides the content of a warehouse, besides the received files.
INPUTS = (
    "dbt_project",
    "expectations",
    "ingest",
    "spiegazioni",
    "suppression",
    "warehouse",
    "dbt_project.yml",
    "constraints.txt",
)

_SKIPPED_FOLDERS = {"__pycache__", "target", "logs", "dbt_packages"}


def fingerprint_of(root: Path, names: tuple[str, ...] = INPUTS) -> str:
    """Hex SHA-256 over the paths (relative to ``root``) and contents of the named files and folders.

    Hidden files and what tools leave behind do not count; a name that does not exist counts as empty.
    """
    digest = hashlib.sha256()
    for name in names:
        for path in _files(root / name):
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            digest.update(f"{path.relative_to(root).as_posix()}\0{content}\n".encode())
    return digest.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if not child.name.startswith(".") and child.name not in _SKIPPED_FOLDERS:
                yield from _files(child)
