"""Fills in the workbook of ``leps template leps`` as an office would, and spoils it as some do.

The cells are written into the sheets of the xlsx (text in place, no library keeps the locks and lists of the original).
"""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape


def sheet_parts(path: Path) -> dict[str, str]:
    """Name of each sheet → its part inside the archive, in the order of the workbook."""
    with zipfile.ZipFile(path) as archive:
        workbook = archive.read("xl/workbook.xml").decode()
    names = re.findall(r'<sheet name="([^"]+)"', workbook)
    return {name: f"xl/worksheets/sheet{number}.xml" for number, name in enumerate(names, start=1)}


def edit(path: Path, part: str, change: Callable[[str], str]) -> None:
    """Rewrite one part of a workbook."""
    aside = path.with_suffix(".tmp")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(aside, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.namelist():
            content = old.read(item)
            new.writestr(item, change(content.decode()).encode() if item == part else content)
    shutil.move(aside, path)


def fill(path: Path, sheet: str, cells: dict[str, str | int | float]) -> None:
    """Write values into cells that are there: numbers as numbers, text as text."""

    def change(xml: str) -> str:
        for address, value in cells.items():
            pattern = re.compile(rf'<c r="{address}"( s="\d+")?(?:/>|[^>]*>.*?</c>)')
            assert pattern.search(xml), f"no cell {address} in {sheet}"
            text = isinstance(value, str)
            kind, inner = (' t="inlineStr"', f"<is><t>{escape(value)}</t></is>") if text else ("", f"<v>{value}</v>")
            xml = pattern.sub(lambda m, k=kind, i=inner, a=address: f'<c r="{a}"{m[1] or ""}{k}>{i}</c>', xml, count=1)
        return xml

    edit(path, sheet_parts(path)[sheet], change)
