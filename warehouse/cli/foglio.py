"""What the workbooks of ``leps template`` are made of: looks, the page of instructions, lists, the hidden sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.readers.modello import HELP_SHEET, KEYS_SHEET
from ingest.readers.schede import SHEET_KEY, Form
from warehouse.cli.errors import CliError
from warehouse.cli.template import refuse_target

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

Styles = dict[str, Any]
A3 = 8


@contextmanager
def new_workbook(out: Path) -> Iterator[Workbook]:
    """A workbook made in memory and written at once: where it cannot be written nothing is left half done.

    Raises:
        CliError: the file is there already, is no xlsx, or cannot be written.
    """
    import xlsxwriter

    refuse_target(out)
    try:
        with out.open("xb") as stream, xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
            yield book
    except OSError as error:
        raise CliError(
            f"Errore: {out} non si può scrivere ({error.strerror}). Rimedio: controllare la cartella."
        ) from None


def styles_of(book: Workbook) -> Styles:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#9AA5B1", "font_size": 10}
    money = {"num_format": "#,##0.00"}
    shut = {**cell, "bg_color": "#E9EDF1"}
    return {
        "titolo": book.add_format({"bold": True, "font_size": 14}),
        "testo": book.add_format({"text_wrap": True, "valign": "top"}),
        "intestazione": book.add_format({**cell, "bold": True, "bg_color": "#17324D", "font_color": "#FFFFFF"}),
        "chiusa": book.add_format(shut),
        "somma": book.add_format({**shut, **money}),
        "totale": book.add_format({**shut, **money, "bold": True}),
        "aperta": book.add_format({**cell, "locked": False}),
        "euro": book.add_format({**cell, **money, "locked": False}),
        "intero": book.add_format({**cell, "num_format": "#,##0", "locked": False}),
        "decimale": book.add_format({**cell, "num_format": "0.0", "locked": False}),
        "anno": book.add_format({**cell, "locked": False, "num_format": "0"}),
        "diverso": book.add_format({"font_color": "#8F1326", "bold": True}),
    }


def help_sheet(book: Workbook, styles: Styles, title: str, texts: Sequence[str]) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 110)
    sheet.write(0, 0, title, styles["titolo"])
    for number, text in enumerate(texts, start=1):
        sheet.write(number + 1, 0, number, styles["testo"])
        sheet.write(number + 1, 1, text, styles["testo"])
        if len(text) > 105:
            sheet.set_row(number + 1, 30)
    sheet.protect()
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def keys_sheet(book: Workbook, form: Form, day: date, said: dict[str, str], sheets: dict[str, str]) -> None:
    """The hidden sheet that the reader looks for: whose workbook it is, and what each of its sheets is of."""
    keys = book.add_worksheet(KEYS_SHEET)
    pairs = {"modello": form.layout, "versione": form.version, **said, "creato_il": day.isoformat()}
    pairs |= {f"{SHEET_KEY}{name}": told for name, told in sheets.items()}
    for line, pair in enumerate(pairs.items()):
        keys.write_row(line, 0, pair)
    keys.very_hidden()


def lists_sheet(book: Workbook, name: str, lists: dict[str, Sequence[str]]) -> None:
    """The hidden lists that cells are chosen from, a column each."""
    sheet = book.add_worksheet(name)
    for at, (heading, names) in enumerate(lists.items()):
        sheet.set_column(at, at, 48)
        sheet.write_column(0, at, [heading, *names])
    sheet.hide()


def open_cells(sheet: Worksheet, styles: Styles, lines: Iterable[int], kinds: Sequence[str]) -> None:
    """Blank cells to write in, each column in its style."""
    for line in lines:
        for at, kind in enumerate(kinds):
            sheet.write_blank(line, at, None, styles[kind])


def finish(sheet: Worksheet, header_line: int, last_line: int, columns: int, frozen: int = 2) -> None:
    """Freeze the header, protect what is not to be written, and set the sheet for paper."""
    sheet.freeze_panes(header_line + 1, frozen)
    sheet.protect(options={"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.repeat_rows(header_line)
    sheet.set_landscape()
    sheet.set_paper(A3)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, last_line, columns - 1)


def from_list(label: str, sheet: str, letter: str, names: Sequence[str], strict: bool = False) -> dict[str, Any]:
    """A choice from the lists; not ``strict``: another name may be written after a warning."""
    rule: dict[str, Any] = {"validate": "list", "source": f"={sheet}!${letter}$2:${letter}${len(names) + 1}"}
    message = "Non è nell'elenco: sarà segnalato come sconosciuto. Continuare?"
    if strict:
        return rule | {"error_title": label[:32], "error_message": "Scegliere una voce dell'elenco."}
    return rule | {"error_type": "warning", "error_title": label[:32], "error_message": message}


def an_amount(label: str, cell: str) -> dict[str, Any]:
    return {
        "validate": "custom",
        "value": f"=AND(ISNUMBER({cell}),{cell}>=0,ROUND({cell},2)={cell})",
        "error_title": label[:32],
        "error_message": "Qui va scritto un importo in euro, senza segno, con al massimo due decimali.",
    }


def a_number(label: str, whole: bool = False, most: float | None = None) -> dict[str, Any]:
    between = {"criteria": ">=", "value": 0} if most is None else {"criteria": "between", "minimum": 0, "maximum": most}
    kind, words = ("integer", "un numero intero") if whole else ("decimal", "un numero")
    top = "" if most is None else f" e al massimo {most:g}"
    return {
        "validate": kind, **between, "error_title": label[:32],
        "error_message": f"Qui va scritto {words}, zero o più{top}.",
    }  # fmt: skip
