"""``leps template spesa``: the workbook in which an office writes budget, variations and final account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.readers.modello import HELP_SHEET, KEYS_SHEET
from ingest.readers.spesa import HEADERS, LISTS_SHEET, STATE_KEY, SUMMARY_SHEET, TOTALS, VERSION
from warehouse.cli.errors import CliError
from warehouse.cli.spesa import LAYOUT, Ente, bodies_around, define, find_body
from warehouse.cli.template import refuse_target
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    import duckdb

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
    try:
        _write(out, whose, year, lists, day)
    except OSError as error:
        raise CliError(
            f"Errore: {out} non si può scrivere ({error.strerror}). Rimedio: controllare la cartella."
        ) from None
    return out


def _lists(con: duckdb.DuckDBPyConnection, whose: Ente) -> Lists:
    def names(sql: str) -> list[str]:
        return [name for (name,) in con.execute(sql).fetchall()]

    return Lists(
        names("select nome from area_utenza order by ordine"),
        names("select nome from fondo where fondo <> 'sconosciuto' order by ordine"),
        [f"{body.nome} ({body.ente_id})" for body in bodies_around(con, whose)],
    )


def _write(out: Path, whose: Ente, year: int, lists: Lists, day: date) -> None:
    import xlsxwriter

    # Made in memory and written at once: where it cannot be written nothing is left half done.
    with out.open("xb") as stream, xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        styles = _styles(book)
        _help_sheet(book, styles, f"Spesa sociale {year}: {whose.nome}")
        for state, words in STATES.items():
            _state_sheet(book, styles, state, f"{whose.nome}, {year}: {words}", lists)
        _summary_sheet(book, styles, f"{whose.nome}, {year}: riepilogo in euro", lists)
        _lists_sheet(book, lists)
        said = {"modello": LAYOUT, "versione": VERSION, "ente_id": whose.ente_id, "ente": whose.nome}
        said |= {"anno": str(year), "creato_il": day.isoformat()}
        said |= {f"{STATE_KEY}{_name(state)}": state for state in STATES}
        keys = book.add_worksheet(KEYS_SHEET)
        for line, pair in enumerate(said.items()):
            keys.write_row(line, 0, pair)
        keys.very_hidden()


def _name(state: str) -> str:
    return state.capitalize()


def _styles(book: Any) -> dict[str, Any]:
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
        "anno": book.add_format({**cell, "locked": False, "num_format": "0"}),
        "diverso": book.add_format({"font_color": "#8F1326", "bold": True}),
    }


def _help_sheet(book: Any, styles: dict[str, Any], title: str) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 4)
    sheet.set_column(1, 1, 110)
    sheet.write(0, 0, title, styles["titolo"])
    for number, text in enumerate(_HELP, start=1):
        sheet.write(number + 1, 0, number, styles["testo"])
        sheet.write(number + 1, 1, text, styles["testo"])
        if len(text) > 105:
            sheet.set_row(number + 1, 30)
    sheet.protect()
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


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
    for line in range(_FIRST, _FIRST + ROWS):
        for at, column in enumerate(columns):
            style = styles[kinds.get(column, "aperta")]
            if column == "verso":
                sheet.write_string(line, at, "spesa", style)
            else:
                sheet.write_blank(line, at, None, style)
    for at, column in enumerate(columns):
        rule = _rule(column, f"{_letter('importo')}{_FIRST + 1}", lists)
        if rule:
            sheet.data_validation(_FIRST, at, _FIRST + ROWS - 1, at, rule)
    sheet.freeze_panes(_FIRST, 2)
    sheet.protect(options={"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    sheet.repeat_rows(_HEADER_LINE)
    sheet.set_landscape()
    sheet.set_paper(8)  # A3
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, _FIRST + ROWS - 1, len(columns) - 1)


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
        if not names:
            return None
        source = f"={LISTS_SHEET}!${letter}$2:${letter}${len(names) + 1}"
        message = "Non è nell'elenco: sarà segnalato come sconosciuto. Continuare?"
        return told | {"validate": "list", "source": source, "error_type": "warning", "error_message": message}
    if column in words:
        return told | {"validate": "list", "source": words[column], "error_message": f"{' o '.join(words[column])}."}
    if column == "importo":
        formula = f"=AND(ISNUMBER({amount}),{amount}>=0,ROUND({amount},2)={amount})"
        message = "Qui va scritto un importo in euro, senza segno, con al massimo due decimali."
        return told | {"validate": "custom", "value": formula, "error_message": message}
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


def _lists_sheet(book: Any, lists: Lists) -> None:
    sheet = book.add_worksheet(LISTS_SHEET)
    for at, (heading, names) in enumerate((("Aree", lists.areas), ("Fondi", lists.funds), ("Enti", lists.bodies))):
        sheet.set_column(at, at, 48)
        sheet.write_column(0, at, [heading, *names])
    sheet.hide()
