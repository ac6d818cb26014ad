"""Ways in which a received file gets damaged on its way, each a function of its lines of cells."""

from __future__ import annotations

import csv
import io

from hypothesis import strategies as st

Grid = list[list[str]]


def to_grid(text: str, separator: str = ",") -> Grid:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


def to_text(grid: Grid, separator: str = ",") -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=separator, lineterminator="\n").writerows(grid)
    return stream.getvalue()


@st.composite
def damages(draw, grid: Grid, first: int = 1, columns: list[int] | None = None, separator: str = ",") -> bytes:
    """The bytes of the file after one damage. ``first`` is the first line of data; ``columns`` may be damaged."""
    lines = [list(line) for line in grid]
    columns = columns or list(range(len(grid[first])))
    row = draw(st.integers(first, len(grid) - 1), label="riga")
    column = draw(st.sampled_from(columns), label="colonna")
    kind = draw(st.sampled_from(sorted(_OF_CELLS) + sorted(_OF_BYTES)), label="guasto")
    if kind in _OF_CELLS:
        other = draw(st.integers(first, len(grid) - 1), label="altra riga")
        _OF_CELLS[kind](lines, row, column, other)
        return to_text(lines, separator).encode()
    return _OF_BYTES[kind](to_text(lines, separator), separator)


def _drop_cell(lines: Grid, row: int, column: int, _other: int) -> None:
    del lines[row][column]


def _empty_cell(lines: Grid, row: int, column: int, _other: int) -> None:
    lines[row][column] = ""


def _swap_cells_of_a_row(lines: Grid, row: int, column: int, _other: int) -> None:
    beside = column - 1 if column > 1 else column + 1
    lines[row][column], lines[row][beside] = lines[row][beside], lines[row][column]


def _swap_cells_of_a_column(lines: Grid, row: int, column: int, other: int) -> None:
    lines[row][column], lines[other][column] = lines[other][column], lines[row][column]


def _shift_left(lines: Grid, row: int, column: int, _other: int) -> None:
    lines[row][column:] = [*lines[row][column + 1 :], ""]


def _shift_right(lines: Grid, row: int, column: int, _other: int) -> None:
    lines[row][column:] = ["", *lines[row][column:-1]]


def _change_digit(lines: Grid, row: int, column: int, _other: int) -> None:
    cell = lines[row][column]
    at = next((k for k, sign in enumerate(cell) if sign.isdigit()), None)
    lines[row][column] = f"{cell}x" if at is None else f"{cell[:at]}{(int(cell[at]) + 1) % 10}{cell[at + 1 :]}"


def _comma_for_thousands(lines: Grid, row: int, column: int, _other: int) -> None:
    cell = lines[row][column]
    lines[row][column] = f"{cell[:-3]},{cell[-3:]}" if cell.isdigit() and len(cell) > 3 else cell.replace(".", ",")


def _cut_row(lines: Grid, row: int, _column: int, _other: int) -> None:
    del lines[row]


def _cut_rows_after(lines: Grid, row: int, _column: int, _other: int) -> None:
    del lines[row:]


def _double_row(lines: Grid, row: int, _column: int, other: int) -> None:
    lines.insert(other, list(lines[row]))


_OF_CELLS = {
    function.__name__.strip("_"): function
    for function in (
        _drop_cell,
        _empty_cell,
        _swap_cells_of_a_row,
        _swap_cells_of_a_column,
        _shift_left,
        _shift_right,
        _change_digit,
        _comma_for_thousands,
        _cut_row,
        _cut_rows_after,
        _double_row,
    )
}
_OF_BYTES = {
    "mark_of_order": lambda text, _separator: b"\xef\xbb\xbf" + text.encode(),
    "line_ends_of_windows": lambda text, _separator: text.replace("\n", "\r\n").encode(),
    "sixteen_bits": lambda text, _separator: text.encode("utf-16"),
    "one_byte_letters": lambda text, _separator: text.encode("windows-1252", "replace"),
    "other_separator": lambda text, separator: text.replace(separator, ";" if separator == "," else ",").encode(),
    "cut_in_the_middle": lambda text, _separator: text.encode()[: len(text.encode()) * 2 // 3],
    "spaces_around": lambda text, separator: text.replace(separator, f" {separator} ").encode(),
}
