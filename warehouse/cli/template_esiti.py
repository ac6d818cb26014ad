"""``leps template esiti``: the sheet in which an office tells what became of each objective of a plan."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ingest.readers.esiti import FORM, LISTS_SHEET
from warehouse.cli import foglio
from warehouse.cli.esiti import ambito_of, define, objectives_of, scale
from warehouse.cli.spesa import known_names
from warehouse.connection import open_scratch

SHEET = "Esiti"
SCALES = ("giudizio_utenti", "cambiamento", "continuita", "riproposto")
ROWS = 60
_WIDTHS = {"obiettivo": 44, "area": 24, "grado": 14, "criticita": 44, "nota": 34}
_HEADER_LINE = 3  # 0-based: title, explanation, blank
_FIRST = _HEADER_LINE + 1

_HELP = (
    "Una riga per ogni obiettivo del piano che si valuta. Gli obiettivi che i documenti nominano sono già scritti; gli "
    "altri si aggiungono.",
    "Grado di raggiungimento: da 0 (non avviato) a 100 (raggiunto). Vuoto non vale zero: vuol dire che non si sa.",
    "Giudizio degli utenti: quello raccolto da chi ha usato il servizio. Se nessuno lo ha chiesto, «Non rilevato».",
    "Risorse previste e utilizzate: in euro, senza segno e con al massimo due decimali.",
    "Criticità: che cosa ha reso difficile raggiungere l'obiettivo, in poche parole.",
    "Cambiamento prodotto: quanto il servizio o il bisogno sono cambiati come l'obiettivo voleva.",
    "Continua un obiettivo precedente e Riproposto nel prossimo piano: tengono il filo da un piano all'altro.",
    "Nessun nome, codice fiscale o altro dato di una persona, in nessuna cella: la scheda si pubblica.",
    "Non rinominare fogli o colonne. Salvare in xlsx e consegnare il file a chi gestisce l'osservatorio.",
    "Chi riceve prova il file con «leps check FILE», lo mette in data/raw/esiti/ e lo dichiara con «leps check "
    "--write-sidecar data/raw/esiti». Per correggere basta una nuova consegna: la precedente resta conservata.",
)


def write_outcome_template(ambito: str, plan: str, out: Path, day: date) -> Path:
    """Write the workbook of one ambito and plan.

    Raises:
        CliError: no such ambito, the file is there already, or it cannot be written.
    """
    with open_scratch() as con:
        define(con)
        ambito_id, called = ambito_of(con, ambito)
        objectives = objectives_of(con, ambito_id, plan)
        lists = {"Aree": known_names(con, "area_utenza")} | {FORM.headers[s]: scale(con, s) for s in SCALES}
    with foglio.new_workbook(out) as book:
        styles = foglio.styles_of(book)
        foglio.help_sheet(book, styles, f"Esiti del {plan}: {called}", _HELP)
        _outcome_sheet(book, styles, f"{called}: esiti del {plan}", objectives, lists)
        foglio.lists_sheet(book, LISTS_SHEET, lists)
        foglio.keys_sheet(book, FORM, day, {"ambito_id": ambito_id, "ambito": called, "piano": plan}, {SHEET: "esiti"})
    return out


def _outcome_sheet(
    book: Any, styles: dict[str, Any], title: str, objectives: list[str], lists: dict[str, list[str]]
) -> None:
    from xlsxwriter.utility import xl_col_to_name as letter

    sheet = book.add_worksheet(SHEET)
    columns = list(FORM.headers)
    last = _FIRST + max(ROWS, len(objectives) + 20) - 1
    sheet.write(0, 0, title, styles["titolo"])
    sheet.write(1, 0, "Si scrive nelle celle bianche. Istruzioni nel foglio «Come si invia».")
    sheet.write_row(_HEADER_LINE, 0, FORM.headers.values(), styles["intestazione"])
    kinds = {"grado": "decimale"} | dict.fromkeys(FORM.amounts, "euro")
    foglio.open_cells(sheet, styles, range(_FIRST, last + 1), [kinds.get(column, "aperta") for column in columns])
    for line, objective in enumerate(objectives, start=_FIRST):
        sheet.write_string(line, 0, objective, styles["aperta"])
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column, 17))
        rule = _rule(column, f"{letter(at)}{_FIRST + 1}", lists)
        if rule:
            sheet.data_validation(_FIRST, at, last, at, rule)
    foglio.finish(sheet, _HEADER_LINE, last, len(columns), frozen=1)


def _rule(column: str, cell: str, lists: dict[str, list[str]]) -> dict[str, Any] | None:
    label = FORM.headers[column]
    if column == "area":
        return foglio.from_list(label, LISTS_SHEET, "A", lists["Aree"])
    if column in SCALES:
        letter = chr(ord("B") + SCALES.index(column))
        return foglio.from_list(label, LISTS_SHEET, letter, lists[label], strict=True)
    if column == "grado":
        return foglio.a_number(label, most=100)
    return foglio.an_amount(label, cell) if column in FORM.amounts else None
