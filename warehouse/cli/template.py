"""``leps template leps``: the workbook in which an office records its LEPS indicators."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from pathlib import Path
from textwrap import wrap
from typing import Any

from ingest.readers.modello import HELP_SHEET, KEYS_SHEET
from ingest.readers.rilevazione import HEADERS, VERSION
from warehouse.cli.errors import CliError
from warehouse.cli.leps import Ambito, define, find_ambito, targets
from warehouse.connection import open_scratch

# Definitions to the left, what is to be written to the right: column, width.
_SHOWN = {"Codice": 9, "Indicatore": 24, "Definizione": 36, "Che cosa si conta": 24, "Su quanti": 22, "Anno": 6}
_SHOWN |= {"Obiettivo al 31/12": 22}
_WRITTEN = {"numeratore": 12, "denominatore": 13, "valore": 9, "stato_traguardo": 15, "rilevato_il": 12}
_WRITTEN |= {"evidenza": 28, "nota": 28}
_LINE = 13.5  # points of a line of text in a cell
_A3 = 8
_A4 = 9
_HEADER_LINE = 3  # 0-based, below title, explanation and a blank row
_MEASURES = {
    "percentuale": ("numeratore", "denominatore"),
    "numero": ("numeratore",),
    "giorni": ("numeratore", "denominatore", "valore"),
    "traguardo": ("stato_traguardo",),
}
_ALWAYS = ("rilevato_il", "evidenza", "nota")

_HELP = (
    "Compilare i fogli LEPS: una riga per indicatore e anno. Si scrive solo nelle celle bianche.",
    "Numeratore e denominatore sono numeri interi, senza percentuali: la percentuale si calcola.",
    "Se il denominatore è zero, scrivere 0 e 0 e, nella nota, perché non c'è nulla da misurare.",
    "Un dato che non si conosce si lascia vuoto: vuoto non vale zero.",
    "Un numero troppo piccolo per essere pubblicato: scrivere «soppresso» nel numeratore e il motivo nella nota.",
    "Per i protocolli scegliere lo stato dall'elenco e indicare il documento che lo prova, con la data.",
    "Scrivere sempre la data di rilevazione: di due consegne vale quella rilevata per ultima.",
    "Nessun nome, codice fiscale o altro dato di una persona, in nessuna cella.",
    "Non rinominare fogli o colonne. Spostarle non fa danno.",
    "Per correggere un dato già inviato basta una nuova consegna, con la nuova data: la precedente resta conservata.",
)


_SENDING = (
    "Salvare in formato xlsx (Excel o LibreOffice), senza convertire il file, e consegnarlo a chi gestisce "
    "l'osservatorio.",
    "Chi riceve lo prova: leps check rilevazione.xlsx dice foglio e cella di ciò che non va. Si corregge e si riprova.",
    "Lo mette nella cartella data/raw/rilevazione_leps/ (se non c'è, la crea).",
    "Lo dichiara: leps check --write-sidecar data/raw/rilevazione_leps",
    "Costruisce: leps build. Poi la pagina «Obiettivi LEPS» mostra i dati; la vista Diario, quante righe sono usate.",
)
# What is written in each column, for who fills in.
_WHAT = {
    "numeratore": "un numero intero: quanti fra quelli della colonna «Che cosa si conta»",
    "denominatore": "un numero intero: quanti in tutto, come dice la colonna «Su quanti»",
    "valore": "solo per le attese medie di cui non si hanno numeratore e denominatore: la media in giorni",
    "stato_traguardo": "solo per i protocolli: uno stato dell'elenco che si apre nella cella",
    "rilevato_il": "sempre: il giorno in cui il dato è stato rilevato, per esempio 31/12/2025",
    "evidenza": "atto, verbale, registro o estrazione, con la data; per i protocolli è obbligatorio",
    "nota": "il motivo, dove il numero è 0 su 0 o soppresso; altrimenti ciò che aiuta a leggere il dato",
}


def refuse_target(out: Path) -> None:
    """Refuse to write a workbook under another extension, or over one that may be filled in."""
    if out.suffix.lower() != ".xlsx":
        raise CliError(f"Errore: «{out.name}» non finisce in .xlsx. Rimedio: dare al file l'estensione .xlsx.")
    if out.exists():
        raise CliError(f"Errore: {out} c'è già e potrebbe essere compilato. Rimedio: scegliere un altro nome.")


def write_template(ambito: str, out: Path, day: date) -> Path:
    """Write the workbook of one ambito, for every indicator and year of its plan.

    Raises:
        CliError: no such ambito, the file is there already, or it cannot be written.
    """
    refuse_target(out)
    with open_scratch() as con:
        define(con)
        whose = find_ambito(con, ambito)
        rows = targets(con, whose)
        (states,) = con.execute("select main.stati_traguardo()").fetchone()
    try:
        _write(out, whose, rows, states, day)
    except OSError as error:
        raise CliError(
            f"Errore: {out} non si può scrivere ({error.strerror}). Rimedio: controllare la cartella."
        ) from None
    return out


def _write(out: Path, ambito: Ambito, rows: list[dict[str, Any]], states: list[str], day: date) -> None:
    import xlsxwriter

    # Made in memory and written at once: where it cannot be written nothing is left half done.
    with out.open("xb") as stream, xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        styles = _styles(book)
        _help_sheet(book, styles, ambito)
        for number, of_leps in groupby(rows, key=lambda row: row["leps_numero"]):
            _leps_sheet(book, styles, f"LEPS {number}", list(of_leps), [s.replace("_", " ") for s in states])
        keys = book.add_worksheet(KEYS_SHEET)
        said = {"modello": "leps_rilevazione", "versione": VERSION, "ambito_id": ambito.ambito_id}
        said |= {"ambito": ambito.nome, "piano": ambito.piano, "creato_il": day.isoformat()}
        for line, pair in enumerate(said.items()):
            keys.write_row(line, 0, pair)
        keys.very_hidden()


def _styles(book: Any) -> dict[str, Any]:
    cell = {"text_wrap": True, "valign": "top", "border": 1, "border_color": "#9AA5B1", "font_size": 10}
    shut = {**cell, "bg_color": "#E9EDF1"}
    return {
        "titolo": book.add_format({"bold": True, "font_size": 14}),
        "capitolo": book.add_format({"bold": True}),
        "testo": book.add_format({"text_wrap": True, "valign": "top", "align": "left"}),
        "intestazione": book.add_format({**cell, "bold": True, "bg_color": "#17324D", "font_color": "#FFFFFF"}),
        "chiusa": book.add_format(shut),
        "aperta": book.add_format({**cell, "locked": False}),
        "numero": book.add_format({**cell, "locked": False, "num_format": "#,##0"}),
        "decimale": book.add_format({**cell, "locked": False, "num_format": "#,##0.0"}),
        "data": book.add_format({**cell, "locked": False, "num_format": "dd/mm/yyyy"}),
    }


def _help_sheet(book: Any, styles: dict[str, Any], ambito: Ambito) -> None:
    sheet = book.add_worksheet(HELP_SHEET)
    sheet.set_column(0, 0, 25)
    sheet.set_column(1, 1, 110)
    sheet.write(0, 0, f"Rilevazione degli indicatori LEPS: {ambito.nome}, {ambito.triennio}", styles["titolo"])
    line = 2
    for title, entries in (
        ("Che cosa si scrive, colonna per colonna", [(HEADERS[column], what) for column, what in _WHAT.items()]),
        ("Come si compila", list(enumerate(_HELP, start=1))),
        ("Come si invia", list(enumerate(_SENDING, start=1))),
    ):
        sheet.write(line, 0, title, styles["capitolo"])
        for at, pair in enumerate(entries, start=line + 1):
            sheet.write_row(at, 0, pair, styles["testo"])
        line += len(entries) + 2
    sheet.protect()
    sheet.hide_gridlines(2)
    _on_paper(sheet, _A4)


def _leps_sheet(book: Any, styles: dict[str, Any], name: str, rows: list[dict[str, Any]], states: list[str]) -> None:
    sheet = book.add_worksheet(name)
    headers = [*_SHOWN, *(HEADERS[column] for column in _WRITTEN)]
    for at, width in enumerate([*_SHOWN.values(), *_WRITTEN.values()]):
        sheet.set_column(at, at, width)
    sheet.write(0, 0, f"{name} · {rows[0]['leps_nome']}", styles["titolo"])
    sheet.write(1, 0, "Si scrive nelle celle bianche; le grigie sono bloccate. Istruzioni nel foglio «Come si invia».")
    sheet.write_row(_HEADER_LINE, 0, headers, styles["intestazione"])
    first_written = len(headers) - len(_WRITTEN)
    for line, row in enumerate(rows, start=_HEADER_LINE + 1):
        shown = [row["indicatore_id"], row["nome"], row["definizione"], row["numeratore"], row["denominatore"] or ""]
        shown += [row["anno"], _target(row)]
        sheet.write_row(line, 0, shown, styles["chiusa"])
        sheet.set_row(line, _height(shown))
        writable = _writable(row)
        for at, column in enumerate(_WRITTEN, start=first_written):
            if column in writable:
                sheet.write_blank(line, at, None, styles[_STYLE_OF.get(column, "aperta")])
                _validate(sheet, line, at, column, states)
            else:
                sheet.write_blank(line, at, None, styles["chiusa"])
    sheet.freeze_panes(_HEADER_LINE + 1, 2)
    sheet.protect(options={"format_columns": True, "format_rows": True})
    sheet.repeat_rows(_HEADER_LINE)
    _on_paper(sheet, _A3)


def _height(shown: list[Any]) -> float:
    """Points that the longest text of a row takes: office suites other than Excel do not grow a row by themselves."""
    lines = (len(wrap(str(words), width - 1)) for words, width in zip(shown, _SHOWN.values(), strict=True))
    return _LINE * max(2, *lines) + 3


def _on_paper(sheet: Any, paper: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(paper)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L&A&RPagina &P di &N")


_STYLE_OF = {"numeratore": "numero", "denominatore": "numero", "valore": "decimale", "rilevato_il": "data"}


def _writable(row: dict[str, Any]) -> tuple[str, ...]:
    """Columns to write in; none for a milestone in a year that asks for nothing."""
    if row["unita"] == "traguardo" and row["regola_anno"] == "nessun_obiettivo":
        return ()
    return (*_MEASURES[row["unita"]], *_ALWAYS)


def _target(row: dict[str, Any]) -> str:
    """The target in words; of a year without one, what its value is good for."""
    if row["regola_anno"] != "nessun_obiettivo":
        return row["testo"]
    if row["serve_da_base"]:
        return f"nessun obiettivo; valore di base: senza, il {row['anno'] + 1} non si potrà giudicare"
    return "nessun obiettivo" + ("" if row["unita"] == "traguardo" else "; facoltativo")


def _validate(sheet: Any, line: int, at: int, column: str, states: list[str]) -> None:
    from xlsxwriter.utility import xl_rowcol_to_cell

    cell = xl_rowcol_to_cell(line, at)
    whole = "Qui va scritto un numero intero, zero o più; oppure la parola soppresso."
    rules: dict[str, tuple[dict[str, Any], str]] = {
        "numeratore": ({"validate": "custom", "value": _number(cell, whole=True)}, whole),
        "denominatore": ({"validate": "custom", "value": _number(cell, whole=True)}, whole),
        "valore": (
            {"validate": "custom", "value": _number(cell, whole=False)},
            "Qui va scritto un numero, zero o più.",
        ),
        "stato_traguardo": ({"validate": "list", "source": states}, "Scegliere uno degli stati dell'elenco."),
        "rilevato_il": (
            {"validate": "date", "criteria": "between", "minimum": date(2020, 1, 1), "maximum": "=TODAY()"},
            "Qui va scritta una data passata, come 31/12/2025.",
        ),
    }
    rule, said = rules.get(column, ({"validate": "any"}, ""))
    # Whoever stands on the cell reads what is written there.
    what = _WHAT[column]
    told = {"error_title": HEADERS[column], "error_message": said} if said else {}
    shown = {"input_title": HEADERS[column], "input_message": f"{what[0].upper()}{what[1:]}."}
    sheet.data_validation(line, at, line, at, {**rule, **told, **shown})


def _number(cell: str, whole: bool) -> str:
    return (
        f'=OR(LOWER({cell}&"")="soppresso",AND(ISNUMBER({cell}),{cell}>=0'
        + (f",{cell}=INT({cell})" if whole else "")
        + "))"
    )
