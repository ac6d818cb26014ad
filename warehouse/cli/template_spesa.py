"""``leps template spesa``: the workbook in which an office writes budget, variations and final account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.readers.spesa import FORM, LISTS_SHEET, SUMMARY_SHEET, TOTALS
from warehouse.cli.foglio import (
    an_amount,
    finish,
    from_list,
    help_sheet,
    keys_sheet,
    lists_sheet,
    new_workbook,
    open_cells,
    styles_of,
)  # fmt: skip
from warehouse.cli.spesa import Ente, bodies_around, define, find_body, known_names
from warehouse.cli.template import refuse_target
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    import duckdb

HEADERS = FORM.headers
# A sheet for each state of spending, with what it is in the words of a budget.
STATES = {
    "previsione": "bilancio di previsione, come approvato",
    "stanziato": "stanziamenti assestati, dopo le variazioni",
    "impegnato": "impegni assunti e, per le entrate, accertamenti",
    "liquidato": "liquidazioni e, per le entrate, riscossioni",
    "consuntivo": "rendiconto o consuntivo dell'anno",
}
ROWS = 200
_WIDTHS = {"area": 24, "servizio": 34, "fondo": 34, "verso": 9, "importo": 15, "annualita_fondo": 10, "capitolo": 11}
_WIDTHS |= {"capitolo_nome": 26, "quota_parte": 9, "gestione": 11, "trasferimento_a": 28}
_HEADER_LINE = 6  # 0-based: title, explanation, blank, two totals, blank
_TOTAL_LINE = 3
_FIRST = _HEADER_LINE + 1
_SIGNS = {"spesa": "Spesa", "entrata": "Entrata"}

_HELP = (
    "Un foglio per ogni stato della spesa: si compilano solo quelli che si hanno, gli altri restano vuoti.",
    "Una riga per area, servizio e fondo: un servizio pagato da tre fondi ha tre righe.",
    "Area, fondo, verso, gestione ed ente si scelgono dagli elenchi. Un fondo che non c'è si può scrivere: sarà "
    "segnalato, con i nomi più simili, e la sua somma resterà sotto «Fondo non riconosciuto».",
    "Gli importi sono in euro, senza segno e con al massimo due decimali. Vuoto non vale zero: una riga con un "
    "servizio e senza importo è segnalata.",
    "Le entrate (quote dei comuni, fondi, compartecipazioni) hanno verso «entrata».",
    "«In quota parte»: l'importo è già compreso in quello dello stesso capitolo, in un'altra riga. Non si somma.",
    "«Trasferito a»: l'importo è passato a un altro ente, che lo spenderà. Si conta una volta sola.",
    "Sopra ogni foglio si scrive il totale approvato: il foglio dice quanto manca perché le righe lo facciano.",
    "Il foglio «Riepilogo» somma da sé aree, fondi e variazioni (stanziato meno previsione).",
    "Nessun nome, codice fiscale o altro dato di una persona, in nessuna cella.",
    "Non rinominare fogli o colonne. Salvare in xlsx e consegnare il file a chi gestisce l'osservatorio.",
    "Chi riceve prova il file con «leps check FILE», lo mette in data/raw/bilanci/ e lo dichiara con «leps check "
    "--write-sidecar data/raw/bilanci». Per correggere basta una nuova consegna: la precedente resta conservata.",
)


@dataclass(frozen=True)
class Lists:
    """What may be chosen: names of areas and funds, bodies with their code."""

    areas: list[str]
    funds: list[str]
    bodies: list[str]


def write_budget_template(ente: str, year: int, out: Path, day: date) -> Path:
    """Write the workbook of one body and year.

    Raises:
        CliError: no such body, the file is there already, or it cannot be written.
    """
    refuse_target(out)
    with open_scratch() as con:
        define(con)
        whose = find_body(con, ente)
        lists = _lists(con, whose)
    _write(out, whose, year, lists, day)
    return out


def _lists(con: duckdb.DuckDBPyConnection, whose: Ente) -> Lists:
    return Lists(
        known_names(con, "area_utenza"),
        known_names(con, "fondo"),
        [f"{body.nome} ({body.ente_id})" for body in bodies_around(con, whose)],
    )


def _write(out: Path, whose: Ente, year: int, lists: Lists, day: date) -> None:
    with new_workbook(out) as book:
        styles = styles_of(book)
        help_sheet(book, styles, f"Spesa sociale {year}: {whose.nome}", _HELP)
        for state, words in STATES.items():
            _state_sheet(book, styles, state, f"{whose.nome}, {year}: {words}", lists)
        _summary_sheet(book, styles, f"{whose.nome}, {year}: riepilogo in euro", lists)
        lists_sheet(book, LISTS_SHEET, {"Aree": lists.areas, "Fondi": lists.funds, "Enti": lists.bodies})
        said = {"ente_id": whose.ente_id, "ente": whose.nome, "anno": str(year)}
        keys_sheet(book, FORM, day, said, {_name(state): state for state in STATES})


def _name(state: str) -> str:
    return state.capitalize()


def _state_sheet(book: Any, styles: dict[str, Any], state: str, title: str, lists: Lists) -> None:
    sheet = book.add_worksheet(_name(state))
    columns = list(HEADERS)
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS[column])
    sheet.write(0, 0, title, styles["titolo"])
    sheet.write(1, 0, "Si scrive nelle celle bianche. Istruzioni nel foglio «Come si invia».")
    for line, (direction, label) in enumerate(TOTALS.items(), start=_TOTAL_LINE):
        _approved(sheet, styles, line, direction, label)
    sheet.write_row(_HEADER_LINE, 0, HEADERS.values(), styles["intestazione"])
    kinds = {"importo": "euro", "annualita_fondo": "anno"}
    lines = range(_FIRST, _FIRST + ROWS)
    open_cells(sheet, styles, lines, [kinds.get(column, "aperta") for column in columns])
    for line in lines:
        sheet.write_string(line, columns.index("verso"), "spesa", styles["aperta"])
    for at, column in enumerate(columns):
        rule = _rule(column, f"{_letter('importo')}{_FIRST + 1}", lists)
        if rule:
            sheet.data_validation(_FIRST, at, _FIRST + ROWS - 1, at, rule)
    finish(sheet, _HEADER_LINE, _FIRST + ROWS - 1, len(columns))


def _approved(sheet: Any, styles: dict[str, Any], line: int, direction: str, label: str) -> None:
    """The approved total, the sum of the rows, and what is missing between them."""
    money = {"validate": "decimal", "criteria": ">=", "value": 0, "error_title": label}
    money |= {"error_message": "Qui va scritto un importo in euro, senza segno."}
    sheet.write(line, 0, label, styles["chiusa"])
    sheet.write_blank(line, 1, None, styles["euro"])
    sheet.data_validation(
        line, 1, line, 1, money | {"error_message": "Qui va scritto un importo in euro, senza segno."}
    )
    sheet.write(line, 2, f"{_SIGNS[direction]}: somma delle righe", styles["chiusa"])
    part, verso, amount = (_column(name) for name in ("quota_parte", "verso", "importo"))
    sheet.merge_range(line, 3, line, 4, "", styles["somma"])
    sheet.write_formula(line, 3, f'=SUMIFS({amount},{verso},"{direction}",{part},"<>si")', styles["somma"])
    sheet.merge_range(line, 5, line, 6, "Differenza", styles["chiusa"])
    sheet.write_formula(line, 7, f'=IF(B{line + 1}="","",ROUND(D{line + 1}-B{line + 1},2))', styles["totale"])
    unequal = {"type": "formula", "criteria": f'=AND($B{line + 1}<>"",$H{line + 1}<>0)', "format": styles["diverso"]}
    sheet.conditional_format(line, 7, line, 7, unequal)


def _rule(column: str, amount: str, lists: Lists) -> dict[str, Any] | None:
    """What a cell of the column may hold; lists of names warn only, so that a new fund can be written."""
    choices = {"area": ("A", lists.areas), "fondo": ("B", lists.funds), "trasferimento_a": ("C", lists.bodies)}
    words = {"verso": ["spesa", "entrata"], "quota_parte": ["si"], "gestione": ["singola", "associata"]}
    told = {"error_title": HEADERS[column]}
    if column in choices:
        letter, names = choices[column]
        return from_list(HEADERS[column], LISTS_SHEET, letter, names) if names else None
    if column in words:
        return told | {"validate": "list", "source": words[column], "error_message": f"{' o '.join(words[column])}."}
    if column == "importo":
        return an_amount(HEADERS[column], amount)
    if column == "annualita_fondo":
        return told | {
            "validate": "integer", "criteria": "between", "minimum": 2000, "maximum": 2100,
            "error_message": "Qui va scritto un anno, come 2025.",
        }  # fmt: skip
    return None


def _summary_sheet(book: Any, styles: dict[str, Any], title: str, lists: Lists) -> None:
    """Areas and funds by state, all formulas; the variation is what was added to the budget or taken from it."""
    sheet = book.add_worksheet(SUMMARY_SHEET)
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, len(STATES) + 1, 16)
    sheet.write(0, 0, title, styles["titolo"])
    line = 2
    for heading, column, names in (("Area", "area", lists.areas), ("Fondo", "fondo", lists.funds)):
        for direction, called in _SIGNS.items():
            heads = [f"{called} per {heading.lower()}", *map(_name, STATES), "Variazione"]
            sheet.write_row(line, 0, heads, styles["intestazione"])
            for at, name in enumerate(names, start=line + 1):
                sheet.write(at, 0, name, styles["chiusa"])
                for position, state in enumerate(STATES, start=1):
                    sheet.write_formula(at, position, _sum_of(state, column, direction, f"$A{at + 1}"), styles["somma"])
                sheet.write_formula(at, len(STATES) + 1, f"=C{at + 1}-B{at + 1}", styles["somma"])
            foot = line + len(names) + 1
            sheet.write(foot, 0, "Totale", styles["totale"])
            for position in range(1, len(STATES) + 2):
                letter = chr(ord("A") + position)
                sheet.write_formula(foot, position, f"=SUM({letter}{line + 2}:{letter}{foot})", styles["totale"])
            line = foot + 2
    sheet.freeze_panes(1, 1)
    sheet.protect()
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _sum_of(state: str, column: str, direction: str, name: str) -> str:
    """The formula of what the sheet of a state holds for an area or a fund, parts of a chapter left out."""
    amount, names, verso, part = (_column(c, _name(state)) for c in ("importo", column, "verso", "quota_parte"))
    return f'=SUMIFS({amount},{names},{name},{verso},"{direction}",{part},"<>si")'


def _letter(column: str) -> str:
    return chr(ord("A") + list(HEADERS).index(column))


def _column(column: str, sheet: str = "") -> str:
    """The cells of a column below its header."""
    letter = _letter(column)
    return f"{f'{sheet}!' if sheet else ''}${letter}${_FIRST + 1}:${letter}${_FIRST + ROWS}"
