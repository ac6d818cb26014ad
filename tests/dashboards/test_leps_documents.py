"""The plan's tables as office files, read back by other libraries."""

import io
import zipfile

import docx
import fastexcel
import pytest

from dashboards.components.documents import Block, Document, PlanTable

DOCUMENT = Document(
    "Obiettivi LEPS dell'Ambito di prova",
    ["DATI DIMOSTRATIVI, non reali.", "Giudizio al 30 giugno 2027."],
    [
        PlanTable(
            "1 Valutazione: équipe/progetto",
            [("Norma di riferimento", "D. Lgs. n.147/2017")],
            ["2025", "2026"],
            [
                Block(
                    "1.1 Incontri <svolti>",
                    "Incontri svolti / Incontri previsti",
                    [
                        ("Range di raggiungimento", ["almeno 50 %", "almeno 75 %"]),
                        ("Stato", ["✓ Raggiunto", "◷ In corso"]),
                    ],
                )
            ],
        )
    ],
)


@pytest.fixture
def paper():
    return docx.Document(io.BytesIO(DOCUMENT.docx()))


def test_the_docx_has_a_heading_and_a_table_of_facts_and_one_of_targets_for_each_leps(paper):
    headings = [p.text for p in paper.paragraphs if p.style.name.startswith("Heading")]
    assert headings == ["Obiettivi LEPS dell'Ambito di prova", "1 Valutazione: équipe/progetto"]
    facts, targets = paper.tables
    assert [cell.text for cell in facts.rows[0].cells] == ["Norma di riferimento", "D. Lgs. n.147/2017"]
    assert [[cell.text for cell in row.cells] for row in targets.rows][2:] == [
        ["Range di raggiungimento", "almeno 50 %", "almeno 75 %"],
        ["Stato", "✓ Raggiunto", "◷ In corso"],
    ]
    assert [cell.text for cell in targets.rows[0].cells] == ["Indicatore", "2025", "2026"]
    assert targets.rows[1].cells[0].text == "1.1 Incontri <svolti>\nIncontri svolti / Incontri previsti"


def test_the_notes_stand_before_the_tables_in_both_files(paper):
    assert "DATI DIMOSTRATIVI, non reali." in [p.text for p in paper.paragraphs][:2]
    cells = fastexcel.read_excel(DOCUMENT.xlsx()).load_sheet(0, header_row=None).to_polars()
    assert "DATI DIMOSTRATIVI, non reali." in cells.to_series(0).to_list()[:4]


def test_the_docx_names_no_template_author_and_repeats_the_years_on_each_page(paper):
    assert paper.core_properties.author == "Osservatorio LEPS"
    assert paper.core_properties.comments == "" and paper.core_properties.created.year > 2013
    assert paper.tables[1].rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_the_xlsx_has_one_sheet_for_each_leps_with_a_name_that_excel_takes():
    book = fastexcel.read_excel(DOCUMENT.xlsx())
    assert book.sheet_names == ["1 Valutazione  équipe progetto"]
    cells = book.load_sheet(0, header_row=None).to_polars().rows()
    assert ("Stato", "✓ Raggiunto", "◷ In corso") in cells


def test_the_docx_asks_for_nothing_outside_itself():
    with zipfile.ZipFile(io.BytesIO(DOCUMENT.docx())) as packed:
        assert [n for n in packed.namelist() if b'TargetMode="External"' in packed.read(n)] == []
