"""The page Qualità dei dati on the real published data: documents, letters, sources, changes."""

import io

import docx
import polars as pl
import pytest

from dashboards import queries
from dashboards.qualita.lettera import letter, question
from dashboards.qualita.view import ALL, EVERY, View
from tests.dashboards.reading import notices_of, text_of

SEBINO = "sebino_piano_zona_2025_2027"


def test_a_failed_cell_stands_marked_among_the_rows_of_its_document(app):
    test = app("qualita_dati", vista="documenti", fonte=SEBINO, tipo="tipo_cella")
    said = text_of(test)
    assert not test.exception
    for printed in ("Sulzano", "Zone", "49,78", "1600,78", "50,22"):
        assert printed in said
    marked = [html.value for html in test.get("html") if "<mark" in str(html.proto.body)] or [
        html for html in test.get("html") if "<mark" in str(html.proto)
    ]
    assert marked


def test_a_document_has_a_letter_and_one_without_failures_has_none(app):
    test = app("qualita_dati", vista="documenti", fonte=SEBINO)
    labels = [button.proto.label for button in test.get("download_button")]
    assert [label for label in labels if label.startswith("Lettera: ")] == [
        "Lettera: Piano di Zona 2025-2027, Ambito 5 Sebino"
    ]


def test_the_state_of_every_source_says_what_came_and_what_is_awaited(app):
    said = text_of(app("qualita_dati", vista="fonti"))
    assert "Vecchia" in said and "Aggiornata" in said
    assert "Il Piano di Zona vale per il triennio 2025-2027" in said


@pytest.mark.parametrize("view", ["cambiamenti", "forma"])
def test_the_other_views_draw(app, view):
    test = app("qualita_dati", vista=view)
    assert not test.exception
    assert notices_of(test) == ""


def test_an_unknown_view_says_so_and_shows_the_first(app):
    test = app("qualita_dati", vista="boh")
    assert "La vista «boh»" in notices_of(test) and "Controlli eseguiti" in text_of(test)


def test_the_rows_with_most_errors_come_first(app):
    app("qualita_dati")
    checks = queries.checks_not_passed().with_columns(pl.col("fonte_id").fill_null("").alias("documento_id"))
    groups = View(checks, {}, ALL, ALL, EVERY).groups()
    errors = [sum(r["gravita"] == "errore" for r in g.rows) for g in groups]
    assert errors == sorted(errors, reverse=True) and errors[0] > 1


CHECK = {
    "a_chi": "Ufficio anagrafe", "tabella": "residenti", "riga": 13, "fonte_id": "f/residenti", "riga_documento": "956",
    "messaggio": "519 + 502 fa 1.021, è stampato 1.022.", "spiegazione": "Se 502 fosse 503, allora torna.",
    "valore_stampato": "1.022", "valore_atteso": "1.021", "tipo": "somma",
}  # fmt: skip


def test_the_letter_says_line_printed_expected_and_asks(app):
    app("qualita_dati")
    paper = docx.Document(io.BytesIO(letter("Piano di prova", [CHECK, {**CHECK, "a_chi": "Ufficio di Piano"}])))
    words = "\n".join(p.text for p in paper.paragraphs)
    assert "A: Ufficio anagrafe; Ufficio di Piano" in words
    assert "richiesta di chiarimenti su «Piano di prova»" in words and "2 punti" in words
    first = [cell.text for cell in paper.tables[0].rows[1].cells]
    assert first[:2] == ["1", "956"] and first[3:5] == ["1.022", "1.021"]
    assert "Se 502 fosse 503, allora torna." in first[2] and first[5] == question(CHECK)
    assert paper.tables[1].rows[1].cells[0].text == "2"


@pytest.mark.parametrize(
    "kind", ["somma", "quota", "coerenza_tabelle", "tipo_cella", "formato", "variazione_annua", "completezza"]
)
def test_every_kind_of_check_has_its_question(kind):
    assert question({"tipo": kind}).endswith("?")
