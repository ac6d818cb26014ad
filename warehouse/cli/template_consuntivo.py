"""``leps template consuntivo``: the final account in the regional shape, areas by cost, coverage and users."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ingest.readers.consuntivo import COVERAGE, FORM, LISTS_SHEET, TOTAL
from warehouse.cli import foglio
from warehouse.cli.spesa import Ente, define, find_body, known_names
from warehouse.connection import open_scratch

# A sheet for each form of management, with what it is in the words of a final account.
SHEETS = {
    "Gestione singola": ("singola", "servizi che l'ente gestisce da solo"),
    "Gestione associata": ("associata", "servizi gestiti insieme ad altri comuni, per conto dell'ambito"),
}
ROWS = 60
_DIFFERENCE = "Costo meno coperture"
_WIDTHS = {"area": 30, "servizio": 30, "utenti": 10, "costo": 14, "nota": 34}
_TOTAL_LINE = 3  # 0-based: title, explanation, blank, total, blank
_HEADER_LINE = 5
_FIRST = _HEADER_LINE + 1

_HELP = (
    "Un foglio per la gestione singola e uno per la gestione associata: si compila ciò che l'ente gestisce, l'altro "
    "resta vuoto.",
    "Una riga per area di utenza. Chi ha il dettaglio aggiunge una riga per servizio, e lascia vuota quella dell'area.",
    "Utenti in carico: le persone seguite nell'anno, ognuna contata una volta. Una stessa persona può stare in più "
    "aree: per questo gli utenti delle aree non si sommano.",
    "Costo: quanto il servizio è costato, da rendiconto. Le coperture dicono chi lo ha pagato e insieme fanno il "
    "costo: l'ultima colonna mostra quanto manca.",
    "Gli importi sono in euro, senza segno e con al massimo due decimali. Vuoto non vale zero: un costo o un numero di "
    "utenti che non si conosce si lascia vuoto.",
    "La quota che un comune versa all'ambito si scrive nel consuntivo dell'ambito, sotto «Comuni»: scriverla anche "
    "fra i costi del comune la conterebbe due volte.",
    "Sopra ogni foglio si scrive il costo totale approvato: il foglio dice quanto manca perché le righe lo facciano.",
    "Nessun nome, codice fiscale o altro dato di una persona, in nessuna cella.",
    "Non rinominare fogli o colonne. Salvare in xlsx e consegnare il file a chi gestisce l'osservatorio.",
    "Chi riceve prova il file con «leps check FILE», lo mette in data/raw/consuntivi/ e lo dichiara con «leps check "
    "--write-sidecar data/raw/consuntivi». Per correggere basta una nuova consegna: la precedente resta conservata.",
)


def write_account_template(ente: str, year: int, out: Path, day: date) -> Path:
    """Write the workbook of one body and year.

    Raises:
        CliError: no such body, the file is there already, or it cannot be written.
    """
    with open_scratch() as con:
        define(con)
        whose = find_body(con, ente)
        areas = known_names(con, "area_utenza")
    _write(out, whose, year, areas, day)
    return out


def _write(out: Path, whose: Ente, year: int, areas: list[str], day: date) -> None:
    with foglio.new_workbook(out) as book:
        styles = foglio.styles_of(book)
        foglio.help_sheet(book, styles, f"Consuntivo della spesa sociale {year}: {whose.nome}", _HELP)
        for name, (_, words) in SHEETS.items():
            _account_sheet(book, styles, name, f"{whose.nome}, {year}, {name.lower()}: {words}", areas)
        foglio.lists_sheet(book, LISTS_SHEET, {"Aree": areas})
        said = {"ente_id": whose.ente_id, "ente": whose.nome, "anno": str(year)}
        foglio.keys_sheet(book, FORM, day, said, {name: managed for name, (managed, _) in SHEETS.items()})


def _account_sheet(book: Any, styles: dict[str, Any], name: str, title: str, areas: list[str]) -> None:
    from xlsxwriter.utility import xl_col_to_name as letter

    sheet = book.add_worksheet(name)
    columns = list(FORM.headers)
    at = {column: position for position, column in enumerate(columns)}
    difference, last = len(columns), _FIRST + ROWS - 1
    for column, position in at.items():
        sheet.set_column(position, position, _WIDTHS.get(column, 13))
    sheet.set_column(difference, difference, 13)
    sheet.write(0, 0, title, styles["titolo"])
    sheet.write(1, 0, "Si scrive nelle celle bianche. Istruzioni nel foglio «Come si invia».")
    _approved(sheet, styles, f"{letter(at['costo'])}{_FIRST + 1}:{letter(at['costo'])}{last + 1}")
    sheet.write_row(_HEADER_LINE, 0, [*FORM.headers.values(), _DIFFERENCE], styles["intestazione"])
    kinds = {"utenti": "intero"} | dict.fromkeys(FORM.amounts, "euro")
    foglio.open_cells(sheet, styles, range(_FIRST, last + 1), [kinds.get(column, "aperta") for column in columns])
    first, end = letter(at[next(iter(COVERAGE))]), letter(at[list(COVERAGE)[-1]])
    cost = letter(at["costo"])
    for line in range(_FIRST, last + 1):
        formula = f'=IF({cost}{line + 1}="","",ROUND({cost}{line + 1}-SUM({first}{line + 1}:{end}{line + 1}),2))'
        sheet.write_formula(line, difference, formula, styles["somma"], "")
    for line, area in enumerate(areas, start=_FIRST):
        sheet.write_string(line, at["area"], area, styles["aperta"])
    for column, position in at.items():
        rule = _rule(column, f"{letter(position)}{_FIRST + 1}", areas)
        if rule:
            sheet.data_validation(_FIRST, position, last, position, rule)
    missing = letter(difference)
    unequal = {"type": "formula", "criteria": f"=AND(ISNUMBER(${missing}{_FIRST + 1}),${missing}{_FIRST + 1}<>0)"}
    sheet.conditional_format(_FIRST, difference, last, difference, unequal | {"format": styles["diverso"]})
    foglio.finish(sheet, _HEADER_LINE, last, len(columns) + 1)


def _approved(sheet: Any, styles: dict[str, Any], costs: str) -> None:
    """The approved cost, the sum of the rows, and what is missing between them."""
    sheet.write(_TOTAL_LINE, 0, TOTAL, styles["chiusa"])
    sheet.write_blank(_TOTAL_LINE, 1, None, styles["euro"])
    cell = f"B{_TOTAL_LINE + 1}"
    sheet.data_validation(_TOTAL_LINE, 1, _TOTAL_LINE, 1, foglio.an_amount(TOTAL, cell))
    sheet.write(_TOTAL_LINE, 2, "Somma", styles["chiusa"])
    sheet.write_formula(_TOTAL_LINE, 3, f"=SUM({costs})", styles["somma"], "")
    sheet.write(_TOTAL_LINE, 4, "Differenza", styles["chiusa"])
    formula = f'=IF({cell}="","",ROUND(D{_TOTAL_LINE + 1}-{cell},2))'
    sheet.write_formula(_TOTAL_LINE, 5, formula, styles["totale"], "")


def _rule(column: str, cell: str, areas: list[str]) -> dict[str, Any] | None:
    label = FORM.headers[column]
    if column == "area":
        return foglio.from_list(label, LISTS_SHEET, "A", areas)
    if column == "utenti":
        return foglio.a_number(label, whole=True)
    return foglio.an_amount(label, cell) if column in FORM.amounts else None
