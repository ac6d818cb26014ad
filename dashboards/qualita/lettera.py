"""The letter to the office that made a document: what does not add up, row by row, as questions (DOCX, Italian)."""

from __future__ import annotations

import datetime as dt
import io
from itertools import groupby
from typing import Any

import docx
from docx.shared import Cm, Pt

from dashboards import queries
from dashboards.components import demo, formats
from dashboards.qualita import words

HEADINGS = ("N.", "Riga", "Che cosa non torna", "Stampato", "Atteso", "Domanda")
WIDTHS = (Cm(1), Cm(1.8), Cm(6.2), Cm(2.4), Cm(2.4), Cm(3.6))


def letter(title: str, questions: list[dict[str, Any]]) -> bytes:
    """A DOCX in Italian: address, reason, one table of questions for each office, where to answer.

    Args:
        title: the document that the letter is about.
        questions: failed checks, rows of ``queries.checks_not_passed``.
    """
    paper = docx.Document()
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    paper.styles["Normal"].font.name = "Arial"
    paper.styles["Normal"].font.size = Pt(10)
    paper.core_properties.title = f"Richiesta di chiarimenti: {title}"
    paper.core_properties.author = "Osservatorio LEPS"
    paper.core_properties.comments = ""
    paper.core_properties.created = paper.core_properties.modified = dt.datetime.now(dt.UTC)
    paper.core_properties.language = "it-IT"
    if mark := demo.mark():
        paper.add_paragraph(f"{mark}.")
    offices = sorted({row["a_chi"] or "" for row in questions})
    paper.add_paragraph("A: " + "; ".join(filter(None, offices)))
    paper.add_paragraph(f"Data: {formats.day(dt.date.today())}")
    paper.add_paragraph().add_run(f"Oggetto: richiesta di chiarimenti su «{title}»").bold = True
    paper.add_paragraph(
        f"Leggendo il documento abbiamo trovato {formats.plural(len(questions), 'punto', 'punti')} in cui le cifre non "
        "tornano fra loro. Li abbiamo pubblicati come sono stampati, senza correggerli. Vi chiediamo di dirci, per "
        "ognuno, qual è la cifra giusta, o di mandarci il documento corretto."
    )
    number = 0
    ordered = sorted(questions, key=lambda r: (r["a_chi"] or "", r["tabella"] or "", r["riga"]))
    for (office, name), rows in groupby(ordered, key=lambda r: (r["a_chi"] or "", r["tabella"] or "")):
        shown = list(rows)
        source = queries.sources().get(shown[0]["fonte_id"]) or {}
        paper.add_heading(f"{source.get('titolo_tabella') or name}", level=2)
        if office:
            paper.add_paragraph(f"Per: {office}")
        number = _table(paper, shown, number)
    paper.add_paragraph()
    paper.add_paragraph(
        "La riga è quella del testo del documento; dove manca, quella del file che ci avete mandato. Per ogni punto è "
        "scritto il conto che abbiamo fatto, così che si possa rifare a mano."
    )
    paper.add_paragraph(f"{words.published_line()}.")
    paper.add_paragraph("Grazie,")
    paper.add_paragraph("____________________________")
    content = io.BytesIO()
    paper.save(content)
    return content.getvalue()


def _table(paper: Any, rows: list[dict[str, Any]], number: int) -> int:
    """Questions numbered on from ``number``; returns the last number."""
    grid = paper.add_table(rows=1, cols=len(HEADINGS), style="Table Grid")
    for cell, heading, width in zip(grid.rows[0].cells, HEADINGS, WIDTHS, strict=True):
        cell.width = width
        cell.paragraphs[0].add_run(heading).bold = True
    for row in rows:
        number += 1
        line = str(row["riga_documento"] or f"{row['riga']} del file")
        told = row["messaggio"] + (f" {row['spiegazione']}" if row.get("spiegazione") else "")
        printed = row["valore_stampato"] or "cella vuota"
        facts = (str(number), line, told, printed, row["valore_atteso"] or "–", question(row))
        for cell, text, width in zip(grid.add_row().cells, facts, WIDTHS, strict=True):
            cell.width = width
            cell.paragraphs[0].add_run(text).font.size = Pt(8.5)
    return number


def question(row: dict[str, Any]) -> str:
    """What to ask about one failed check."""
    match row["tipo"]:
        case "completezza":
            return "Che cosa va scritto in questa cella?"
        case "tipo_cella" | "formato":
            return "Che cosa doveva esserci scritto?"
        case "coerenza_tabelle":
            return "Quale delle due cifre è quella giusta?"
        case "variazione_annua":
            return "Il salto è vero? Che cosa è successo?"
        case "quota":
            return "Su quale totale è calcolata la quota?"
        case _:
            return "Quale cella è sbagliata, il totale o una delle parti?"
