"""Tables of a plan as office files: a DOCX to paste into the plan, an XLSX with one sheet for each table."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

import docx
import xlsxwriter
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import _Cell, _Row

from dashboards.components import palette

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
FACT_WIDTHS = (Cm(6), Cm(20))
# Characters that fit the columns of the workbook, and points of a line: not every suite grows a row by itself.
NAME_WIDTH, YEAR_WIDTH, LINE = 26, 40, 15
SHEET_NAME = 31  # characters that a workbook allows


@dataclass(frozen=True)
class Block:
    """What is printed of one indicator: its heading, then one row for each fact, one cell for each year."""

    heading: str
    note: str
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class PlanTable:
    """One table of the plan: title, facts about the whole, years, blocks."""

    title: str
    facts: Sequence[tuple[str, str]]
    years: Sequence[str]
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Document:
    """The tables of one ambito.

    Args:
        notes: sentences printed under the title: day of judgement, source, and that the data are made up.
    """

    title: str
    notes: Sequence[str]
    tables: Sequence[PlanTable]

    def docx(self) -> bytes:
        paper = docx.Document()
        section = paper.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(1.8)
        paper.styles["Normal"].font.name = "Arial"
        paper.styles["Normal"].font.size = Pt(9.5)
        paper.core_properties.title = self.title
        paper.core_properties.author = "Osservatorio LEPS"
        paper.core_properties.comments = ""
        paper.core_properties.created = paper.core_properties.modified = dt.datetime.now(dt.UTC)
        paper.core_properties.language = "it-IT"
        paper.add_heading(self.title, level=1)
        for note in self.notes:
            paper.add_paragraph(note)
        for table in self.tables:
            paper.add_heading(table.title, level=2)
            _facts(paper, table)
            paper.add_paragraph()
            _grid(paper, table)
        content = io.BytesIO()
        paper.save(content)
        return content.getvalue()

    def xlsx(self) -> bytes:
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
            for table in self.tables:
                _sheet(book, table, self)
        return content.getvalue()


def _facts(paper: docx.Document, table: PlanTable) -> None:
    if not table.facts:
        return
    grid = paper.add_table(rows=0, cols=2, style="Table Grid")
    grid.autofit = False
    grid.columns[0].width, grid.columns[1].width = FACT_WIDTHS
    for name, words in table.facts:
        cells = grid.add_row().cells
        _write(cells[0], name, bold=True)
        _write(cells[1], words)
        cells[0].width, cells[1].width = FACT_WIDTHS


def _grid(paper: docx.Document, table: PlanTable) -> None:
    """Years head every page that the table takes; a row is never split between two pages."""
    grid = paper.add_table(rows=1, cols=1 + len(table.years), style="Table Grid")
    for cell, words in zip(grid.rows[0].cells, ("Indicatore", *table.years), strict=True):
        _write(cell, words, bold=True, colour=palette.WHITE)
        _shade(cell, palette.INK)
    _mark(grid.rows[0], "w:tblHeader")
    for block in table.blocks:
        row = grid.add_row()
        _mark(row, "w:cantSplit")
        whole = row.cells[0].merge(row.cells[-1])
        _write(whole, block.heading, bold=True)
        if block.note:
            whole.add_paragraph(block.note)
        _shade(whole, palette.NOTE)
        for name, words in block.rows:
            _keep_with_next(row)  # an indicator is never split between two pages
            row = grid.add_row()
            _mark(row, "w:cantSplit")
            for at, (cell, text) in enumerate(zip(row.cells, (name, *words), strict=True)):
                _write(cell, text, bold=at == 0)


def _keep_with_next(row: _Row) -> None:
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _write(cell: _Cell, words: str, *, bold: bool = False, colour: str = palette.INK) -> None:
    run = cell.paragraphs[0].add_run(words)
    run.bold = bold
    run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))


def _shade(cell: _Cell, colour: str) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour.lstrip("#"))
    cell._tc.get_or_add_tcPr().append(shade)


def _mark(row: object, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _sheet(book: xlsxwriter.Workbook, table: PlanTable, document: Document) -> None:
    wrapped = {"text_wrap": True, "valign": "top", "border": 1}
    plain = book.add_format(wrapped)
    bold = book.add_format({**wrapped, "bold": True})
    head = book.add_format({**wrapped, "bold": True, "font_color": palette.WHITE, "bg_color": palette.INK})
    band = book.add_format({**wrapped, "bold": True, "bg_color": palette.NOTE})
    title = book.add_format({"bold": True, "font_size": 14})
    sheet = book.add_worksheet(table.title.translate(FORBIDDEN)[:SHEET_NAME].strip())
    last = len(table.years)
    sheet.set_column(0, 0, NAME_WIDTH)
    sheet.set_column(1, last, YEAR_WIDTH)
    sheet.write_string(0, 0, table.title, title)
    line = 1
    for note in (document.title, *document.notes):
        sheet.write_string(line, 0, note)
        line += 1
    for name, words in table.facts:
        sheet.write_string(line, 0, name, bold)
        sheet.merge_range(line, 1, line, last, words, plain)
        sheet.set_row(line, _height((words, YEAR_WIDTH * last)))
        line += 1
    line += 1
    for at, words in enumerate(("Indicatore", *table.years)):
        sheet.write_string(line, at, words, head)
    for block in table.blocks:
        line += 1
        words = f"{block.heading}\n{block.note}" if block.note else block.heading
        sheet.merge_range(line, 0, line, last, words, band)
        whole = NAME_WIDTH + YEAR_WIDTH * last
        sheet.set_row(line, _height((block.heading, whole)) + (_height((block.note, whole)) if block.note else 0))
        for name, cells in block.rows:
            line += 1
            sheet.write_string(line, 0, name, bold)
            sheet.set_row(line, _height((name, NAME_WIDTH), *((text, YEAR_WIDTH) for text in cells)))
            for at, text in enumerate(cells, start=1):
                sheet.write_string(line, at, text, plain)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _height(*cells: tuple[str, int]) -> float:
    """Points of a row: the lines that the longest of its cells takes in a column so many characters wide."""
    return LINE * max(1, *(len(wrap(words, width - 2)) for words, width in cells))
