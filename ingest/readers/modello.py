"""What the workbooks of ``leps template`` have in common: a hidden sheet that says which template they are."""

from __future__ import annotations

from pathlib import Path

from ingest.problems import UnreadableInput
from ingest.readers.workbook import read_sheets
from ingest.sidecar import Tabella

KEYS_SHEET, HELP_SHEET = "_leps", "Come si invia"


def template_of(path: Path) -> dict[str, str] | None:
    """What the hidden sheet of a file says of the template it was made from; None where it is no such workbook."""
    table = Tabella("", "", "", "", path, "", "xlsx", (), ())
    try:
        return template_keys(read_sheets(table))
    except UnreadableInput:
        return None


def template_keys(sheets: dict[str, list[list[str]]]) -> dict[str, str] | None:
    """The pairs of the hidden sheet."""
    if KEYS_SHEET not in sheets:
        return None
    return {row[0]: row[1] for row in sheets[KEYS_SHEET] if len(row) > 1 and row[0]}


def letters(position: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name
