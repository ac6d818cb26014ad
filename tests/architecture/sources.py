"""The Python files of the rooms, and what each one imports and calls, read without running them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("dashboards", "expectations", "ingest", "spiegazioni", "suppression", "warehouse")


@dataclass(frozen=True)
class Source:
    path: str
    room: str
    tree: ast.Module

    def imports(self) -> Iterator[str]:
        """Dotted names imported anywhere in the file, also for type checking only."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    def calls(self) -> Iterator[str]:
        """What is called, as written: ``duckdb.connect``, ``open``."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                yield ast.unparse(node.func)


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the rooms."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            found.append(Source(path.relative_to(ROOT).as_posix(), room, ast.parse(path.read_text("utf-8"))))
    return tuple(found)
