"""The data of a figure as files: CSV for an Italian spreadsheet, XLSX with a sheet that says where they come from."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import polars as pl
import xlsxwriter

from dashboards.components import formats, palette

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
WIDEST = 60  # characters of a column of a workbook


@dataclass(frozen=True)
class Download:
    """The rows that a figure shows; each file carries their source and reference date.

    Args:
        decimals: decimals of each indicator; a value is written with two more at most.
    """

    name: str
    rows: pl.DataFrame | Sequence[dict[str, Any]]
    source: str
    date: dt.date | str | None = None
    decimals: Mapping[str, int] = field(default_factory=dict)

    def stem(self) -> str:
        plain = unicodedata.normalize("NFKD", self.name.lower()).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")

    def file_name(self, extension: str = "csv") -> str:
        return f"{self.stem()}.{extension}"

    def frame(self) -> pl.DataFrame:
        if isinstance(self.rows, pl.DataFrame):
            return self.rows
        return pl.DataFrame(list(self.rows), infer_schema_length=None)

    def marked(self, mark: str, prefix: str) -> Download:
        """The same with a mark in its name, in every row and in its source."""
        rows = self.frame().with_columns(pl.lit(mark).alias("avvertenza_dimostrativa"))
        return replace(self, name=prefix + self.name, rows=rows, source=f"{mark} · {self.source}")

    def content(self) -> bytes:
        """Fields parted by `;`, decimal comma, UTF-8 with its mark; source and date in the last two columns."""
        frame = self.frame().with_columns(
            pl.lit(self.source).alias("fonte"), pl.lit(str(self.date or "")).alias("data_riferimento_fonte")
        )
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(frame.columns)
        for row in frame.iter_rows(named=True):
            of_row = self.decimals.get(str(row.get("indicatore_id")), row.get("decimali"))
            writer.writerow([_field(v, self.decimals.get(k, of_row)) for k, v in row.items()])
        return (BOM + text.getvalue()).encode("utf-8")

    def workbook(self, about: Mapping[str, str]) -> bytes:
        """Sheet `Dati` with typed cells, sheet `Fonte` with what is said about them.

        Args:
            about: heading → words; source and reference date are added.
        """
        target = io.BytesIO()
        with xlsxwriter.Workbook(target, {"in_memory": True, "nan_inf_to_errors": False}) as book:
            self._data_sheet(book)
            notes = {**about, "Fonte": self.source, "Data di riferimento": formats.day(self.date)}
            _notes_sheet(book, {k: v for k, v in notes.items() if v and v != formats.MISSING})
        return target.getvalue()

    def _data_sheet(self, book: xlsxwriter.Workbook) -> None:
        frame = self.frame()
        sheet = book.add_worksheet("Dati")
        head = book.add_format(
            {"bold": True, "font_color": palette.WHITE, "bg_color": palette.INK, "text_wrap": True, "valign": "top"}
        )
        styles: dict[str, Any] = {}
        sheet.freeze_panes(1, 0)
        for column, name in enumerate(frame.columns):
            sheet.write_string(0, column, name, head)
            widest = max([len(name), *(len(str(v)) for v in frame[name].head(500).to_list() if v is not None)])
            sheet.set_column(column, column, min(widest, WIDEST) + 2)
        for line, row in enumerate(frame.iter_rows(named=True), start=1):
            of_row = self.decimals.get(str(row.get("indicatore_id")), row.get("decimali"))
            for column, (name, value) in enumerate(row.items()):
                pattern = _pattern(value, self.decimals.get(name, of_row), name)
                if pattern and pattern not in styles:
                    styles[pattern] = book.add_format({"num_format": pattern})
                _write(sheet, line, column, value, styles.get(pattern))
        if frame.height:
            sheet.autofilter(0, 0, frame.height, len(frame.columns) - 1)


def _field(value: Any, decimals: int | None) -> Any:
    """A number with its decimal comma and no useless zeros; a list as words; the rest as it is."""
    if isinstance(value, list):
        return _joined(value)
    if not isinstance(value, float | Decimal):
        return value
    if not math.isfinite(value):
        return ""
    words = f"{formats.rounded(value, 2 + int(decimals or 0)):f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if words == "-0" else words.replace(".", ",")


def _pattern(value: Any, decimals: int | None, name: str) -> str | None:
    """The format of a cell in a workbook: years have no dot of the thousands."""
    if isinstance(value, bool) or formats.is_missing(value):
        return None
    if isinstance(value, dt.date):
        return "dd/mm/yyyy"
    if isinstance(value, float | Decimal):
        places = int(decimals) if decimals is not None else 2
        return "#,##0" + ("." + "0" * places if places and value != int(value) else "")
    if isinstance(value, int):
        return "0" if "anno" in name else "#,##0"
    return None


def _write(sheet: Any, line: int, column: int, value: Any, style: Any) -> None:
    if formats.is_missing(value):
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, column, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, column, float(value), style)
    elif isinstance(value, dt.date):
        sheet.write_datetime(
            line, column, value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value, style
        )
    else:
        sheet.write_string(line, column, _joined(value) if isinstance(value, list) else str(value))


def _joined(values: list[Any]) -> str:
    return ", ".join(str(v) for v in values)


def _notes_sheet(book: xlsxwriter.Workbook, notes: Mapping[str, str]) -> None:
    sheet = book.add_worksheet("Fonte")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)
    for line, (heading, words) in enumerate(notes.items()):
        sheet.write_string(line, 0, heading, bold)
        sheet.write_string(line, 1, str(words), wrapped)
