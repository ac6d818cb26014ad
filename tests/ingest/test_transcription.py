"""Every cell that was transcribed stands on the line of the document that it declares, and no row is missing."""

import csv
import html
import os
import re
from functools import cache
from pathlib import Path

import pytest

from ingest.sidecar import Tabella, read_sidecar

ROOT = Path(__file__).resolve().parents[2]
RAW = ROOT / "data" / "raw"
DOCUMENTS = Path(os.environ.get("LEPS_DOCUMENTI", ROOT.parent / "shared" / "fonti"))
SOURCES = [read_sidecar(p.parent) for p in sorted(RAW.glob("*/fonte.yml"))]
TABLES = [(s.documento, t) for s in SOURCES if s.documento for t in s.tabelle]
IDS = [f"{t.fonte_id}-{t.tabella}" for _, t in TABLES]

pytestmark = [
    pytest.mark.documenti,
    pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"source documents absent: no folder {DOCUMENTS}"),
]


@cache
def document_lines(name: str) -> list[str]:
    return (DOCUMENTS / name).read_text("utf-8").split("\n")


def plain(text: str) -> str:
    """Text without markup, with one kind of space, apostrophe and quotation mark."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    text = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return re.sub(r"[\s*]+", " ", text).strip()


def rows_of(table: Tabella) -> list[dict[str, str]]:
    with table.path.open(encoding=table.codifica, newline="") as stream:
        return list(csv.DictReader(stream, delimiter=table.opzioni.get("separatore", ",")))


def lines_in(text: str) -> list[int]:
    """``"775"`` → [775]; ``"396-398"`` → [396, 397, 398]: a row that the page break split."""
    first, _, last = text.partition("-")
    return list(range(int(first), int(last or first) + 1))


@pytest.mark.parametrize(("document", "table"), TABLES, ids=IDS)
def test_every_printed_cell_stands_on_its_declared_line(document: str, table: Tabella):
    lines = document_lines(document)
    strays = []
    for number, row in enumerate(rows_of(table), start=2):
        for column in table.colonne:
            if column.origine != "stampato" or column.tipo == "riga_documento" or not row[column.nome]:
                continue
            where = lines_in(row[column.riga])
            printed = plain(" ".join(lines[line - 1] for line in where))
            if not _stands(plain(row[column.nome]), printed):
                strays.append(f"{table.file} riga {number}, {column.nome} = {row[column.nome]!r}, documento {where}")
            if column.riga == "riga_documento":
                assert set(where) <= set(table.righe_documento), f"riga {number}: {where} fuori da righe_documento"
    assert not strays, "\n".join(strays)


def _stands(cell: str, line: str) -> bool:
    """The cell is on the line and is not a piece of a longer number (digits) or of a longer word (letters)."""
    before = r"(?<!\d)(?<!\d[.,])" if cell[0].isdigit() else r"(?<![^\W\d_])"
    after = r"(?!\d|[.,]\d)" if cell[-1].isdigit() else r"(?![^\W\d_])"
    return re.search(before + re.escape(cell) + after, line) is not None


@pytest.mark.parametrize(("document", "table"), TABLES, ids=IDS)
def test_no_line_of_a_declared_table_is_missing(document: str, table: Tabella):
    assert table.righe_documento, f"{table.file}: righe_documento not declared"
    lines = document_lines(document)
    used = {
        line
        for row in rows_of(table)
        for column in table.colonne
        if column.tipo == "riga_documento" and row[column.nome]
        for line in lines_in(row[column.nome])
    }
    missing = [
        f"{line}: {lines[line - 1][:80]!r}"
        for line in table.righe_documento
        if line not in used and line not in table.righe_escluse and plain(lines[line - 1]).strip("- |")
    ]
    assert not missing, f"{table.file}: lines of the document without a row:\n" + "\n".join(missing)


@pytest.mark.parametrize(("document", "table"), TABLES, ids=IDS)
def test_every_number_on_the_line_of_a_numeric_table_is_in_the_row(document: str, table: Tabella):
    """Holds for tables whose rows are lines with cells parted by tabs, declared with opzioni.completa."""
    if not table.opzioni.get("completa"):
        pytest.skip("rows of this table are parts of longer lines")
    lines = document_lines(document)
    lost = []
    for number, row in enumerate(rows_of(table), start=2):
        cells = [plain(row[c.nome]) for c in table.colonne if c.origine == "stampato" and c.riga == "riga_documento"]
        for line in lines_in(row["riga_documento"]):
            for printed in map(plain, lines[line - 1].split("\t")):
                if re.fullmatch(r"[-€]?\s*[\d.,]+\s*[%€]?", printed):
                    if printed not in cells:
                        lost.append(f"riga {number}: {printed!r} della riga {line}")
                    else:
                        cells.remove(printed)
    assert not lost, f"{table.file}: numbers of the document that the row lacks:\n" + "\n".join(lost)
