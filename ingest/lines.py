"""On which line of a delimited file its header ends and each record stands."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.readers import Note


@dataclass(frozen=True)
class Head:
    """The header of a file and what stands above it."""

    header: list[str]
    notes: list[Note]
    records: int  # the header's included; a blank line is one
    last_line: int


def note_above(line: int, cells: list[str]) -> list[Note]:
    """What the publisher wrote in a line above the header; nothing where it is blank."""
    text = " ".join(cell.strip() for cell in cells if cell.strip())
    return [Note(line, text)] if text else []


def head_of(path: Path, separator: str, header_line: int) -> Head | None:
    """The first record that starts at ``header_line`` or below; None when the file ends before."""
    notes: list[Note] = []
    with path.open(encoding="utf-8-sig", newline="") as stream:
        parsed = csv.reader(stream, delimiter=separator)
        start = 1
        for records, cells in enumerate(parsed, start=1):
            if start >= header_line:
                return Head(cells, notes, records, parsed.line_num)
            notes += note_above(start, cells)
            start = parsed.line_num + 1
    return None


def count_lines(path: Path) -> int:
    """Lines of a file, the last also where no line end follows it."""
    import numpy as np

    count, last = 0, b"\n"
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            count += int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
            last = block[-1:]
    return count + (last != b"\n")


def records_of(path: Path, separator: str) -> Iterator[tuple[int, list[str], str]]:
    """First line, cells and verbatim text of each record, header included; a blank line is one without cells."""
    taken: list[str] = []

    def remembered(stream) -> Iterator[str]:
        for line in stream:
            taken.append(line.rstrip("\r\n"))
            yield line

    with path.open(encoding="utf-8-sig", newline="") as stream:
        parsed = csv.reader(remembered(stream), delimiter=separator)
        start = 1
        for cells in parsed:
            yield start, cells, "\n".join(taken)
            taken.clear()
            start = parsed.line_num + 1
