"""Workbooks in the shape of an appendix of the INPS observatory: titles, merged headers, totals, notes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

Cell = Any
# A merged cell: first row, first column, last row, last column, text.
Merge = tuple[int, int, int, int, str]

MONTHS_TITLE = "Tavola 1 - Assegno di inclusione. Nuclei pagati nel mese per regione e provincia"
NOTE = "(1) Dati provvisori. Dati aggiornati al 15 gennaio 2025"


def workbook(sheets: dict[str, tuple[Sequence[Sequence[Cell]], Sequence[Merge]]]) -> bytes:
    """A workbook from rows of cells (None is blank) and merged cells of each sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    for name, (rows, merges) in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    sheet.write(at, column, cell)
        for first_row, first, last_row, last, text in merges:
            sheet.merge_range(first_row, first, last_row, last, text)
    book.close()
    return stream.getvalue()


def months() -> tuple[list[list[Cell]], list[Merge]]:
    """Two months side by side under merged headers; provinces under a merged region; totals of region and Italy."""
    rows = [
        [MONTHS_TITLE],
        [],
        [],
        [None, None, "Numero nuclei", "Numero persone coinvolte", "Importo medio mensile (1)",
         "Numero nuclei", "Numero persone coinvolte", "Importo medio mensile (1)"],
        [None, "Bergamo", 3000, 6000, 550.5, 3100, 6150, 551],
        [None, "Brescia", 3900, 7200, 565, 3938, 7293, 565.25],
        ["Totale Lombardia", None, 6900, 13200, 558.7, 7038, 13443, 559],
        ["ITALIA", None, 6900, 13200, 558.7, 7038, 13443, 559],
        [],
        ["Fonte: INPS"],
        [NOTE],
    ]  # fmt: skip
    merges = [
        (2, 0, 3, 0, "Regione"),
        (2, 1, 3, 1, "Provincia"),
        (2, 2, 2, 4, "Novembre 2024"),
        (2, 5, 2, 7, "Dicembre 2024"),
        (4, 0, 5, 0, "Lombardia"),
    ]
    return rows, merges


def components(total: int = 7038) -> tuple[list[list[Cell]], list[Merge]]:
    """Measures above, sizes of the household below, with a column of totals."""
    rows = [
        ["Tavola 2 - ADI. Nuclei pagati nel mese di dicembre 2024 per numero di componenti"],
        [],
        [],
        [None, "1", "2", "3 o più", "Totale", "Totale"],
        ["Lombardia", 4000, 2000, 1038, total, 559],
    ]
    merges = [(2, 0, 3, 0, "Regione"), (2, 1, 2, 4, "Numero nuclei")]
    rows[2] = [None, None, None, None, None, "Importo medio mensile"]
    return rows, merges


def presence() -> tuple[list[list[Cell]], list[Merge]]:
    """Overlapping categories in rows, two tables one below the other."""
    head = ["Regione", "Tipologia di nucleo", "Nuclei", "Persone coinvolte", "Importo medio"]
    rows = [
        ["Tavola 3a - ADI. Nuclei con almeno un pagamento, anno 2024"],
        head,
        ["Lombardia", "con minori", 20000, 60000, 700],
        [None, "con disabili", 18000, 35000, 600],
        [None, "con persone over 60", 25000, 34000, 450],
        [None, "con carichi di cura", 9000, 27000, 720],
        [],
        ["Tavola 3b - SFL. Persone pagate nel mese di dicembre 2024"],
        ["Regione", "Persone"],
        ["Lombardia", 2500],
    ]
    return rows, []


def appendix(**changed: tuple[list[list[Cell]], list[Merge]]) -> bytes:
    """The whole workbook, with an index that is no table."""
    sheets = {
        "Indice": ([["Appendice statistica"], ["Tavola 1", "Nuclei per mese"], [NOTE]], []),
        "Tavola 1": months(),
        "Tavola 2": components(),
        "Tavola 3": presence(),
    }
    return workbook(sheets | {name.replace("_", " "): sheet for name, sheet in changed.items()})


TIDY = (
    "Regione;Provincia;Anno;Mese;Numero nuclei;Numero persone;Importo medio\n"
    "Lombardia;Brescia;2024;dicembre;3.938;7.293;565,25\n"
    "Lombardia;Bergamo;2024;dicembre;3.100;6.150;551,00\n"
)
