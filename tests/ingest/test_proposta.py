"""A sidecar proposed for files that have none."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from ingest.problems import UnreadableInput
from ingest.proposta import propose, write_sidecar
from ingest.sidecar import read_sidecar
from tests.ingest import layouts
from tests.ingest.layouts import DAY, dropped, load_raw
from tests.ingest.received import rows


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw" / "prova"


def workbook() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet().write_row(0, 0, ["comune", "residenti"])
    book.close()
    return stream.getvalue()


class TestAKnownLayout:
    def test_is_declared_with_what_its_content_tells(self, folder):
        (table,) = dropped(folder, "POSAS_2025_it_017_Brescia.csv", layouts.posas()).tabelle
        assert table["tracciato"] == "istat_posas"
        assert table["tabella"] == "posas_2025_it_017_brescia"
        assert (table["data_riferimento"], table["rilasciato_il"]) == ("2025-01-01", "2026-01-15")
        assert table["opzioni"] == {"separatore": ";", "riga_intestazione": 2}
        assert table["titolo"].endswith("al 1° gennaio 2025")
        assert table["provvisorio"] is False

    def test_takes_publisher_and_licence_from_the_layout(self, folder):
        whole = dropped(folder, "p.csv", layouts.posas()).contenuto
        assert (whole["ente"], whole["editore"], whole["licenza"]) == ("istat", "ISTAT", "CC BY 4.0")

    def test_says_which_columns_are_not_read(self, folder):
        (table,) = dropped(folder, "p2.csv", layouts.p2(old=False)).tabelle
        assert table["nota"].endswith("Numero di famiglie; Popolazione in convivenza.")

    def test_of_observations_gets_the_meaning_of_the_labels_seen_before(self, folder):
        text = "codice_istat,comune,anno,indicatore,valore\n017085,Iseo,2022,nati,5\n017085,Iseo,2022,gatti,3\n"
        (table,) = dropped(folder, "t.csv", text).tabelle
        assert table["mappa"]["nati"] == {"quantita": "nati", "momento": "anno"}
        assert table["mappa"]["gatti"]["ignorata"].startswith("etichetta mai vista")


class TestAnUnknownTable:
    def test_is_declared_with_guessed_types_to_confirm(self, folder):
        proposal = dropped(folder, "u.csv", "Comune;Codice;Anno;Quota\nIseo;017085;2024;6,42%\nZone;017205;2024;1,5%\n")
        (table,) = proposal.tabelle
        assert [(c["nome"], c["tipo"]) for c in table["colonne"]] == [
            ("comune", "testo"),
            ("codice", "codice"),
            ("anno", "anno"),
            ("quota", "percentuale"),
        ]
        assert "da confermare" in table["nota"]

    def test_that_resembles_a_known_layout_is_told_what_it_lacks(self, folder):
        text = layouts.posas(title=None).replace("Totale femmine", "Donne")
        told = dropped(folder, "u.csv", text).riconosciuti["u.csv"]
        assert "mancano: Totale femmine" in told and told.startswith("tabella non nota (somiglia a «")

    def test_without_a_header_is_a_problem(self, folder):
        proposal = dropped(folder, "u.csv", "una frase soltanto\n")
        assert proposal.tabelle == []
        assert proposal.problemi[0].riga == 1


class TestWhatIsNoTable:
    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"", "un file vuoto"),
            (b"\xef\xbb\xbf \n", "un file vuoto"),
            (layouts.zipped(""), "un file vuoto"),
            (workbook(), "una cartella di lavoro Excel (.xlsx)"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1", "una cartella di lavoro Excel vecchia (.xls)"),
            (b"%PDF-1.7", "un documento PDF"),
            (b"<!DOCTYPE html><html>", "una pagina web (HTML), forse il messaggio d'errore del sito"),
            (b"<?xml version='1.0'?><a/>", "un file XML"),
            (b"<SIUSS><Ente/></SIUSS>", "un file XML"),
            ("comune;anno".encode("utf-16"), "un testo in UTF-16"),
            (b"\x01\x00\x02", "un file binario"),
            (layouts.zipped("a;b")[:40], "un archivio zip rotto o incompleto"),
        ],
        # Ids from the words alone: an archive holds the time it was made at, and parallel workers
        # must collect the same names.
        ids=lambda value: value if isinstance(value, str) else "contenuto",
    )
    def test_is_named_for_what_it_is(self, folder, content, what):
        (problem,) = dropped(folder, "ricevuto.dat", content).problemi
        assert (problem.file, problem.trovato) == ("prova/ricevuto.dat", what)
        assert problem.rimedio

    def test_a_damaged_archive_is_a_problem_and_no_traceback(self, folder):
        content = bytearray(layouts.zipped(layouts.posas()))
        content[60:80] = b"x" * 20
        (problem,) = dropped(folder, "p.zip", bytes(content)).problemi
        assert "archivio danneggiato" in problem.trovato

    def test_does_not_keep_the_good_files_from_being_declared(self, folder):
        dropped(folder, "a.pdf", b"%PDF")
        proposal = dropped(folder, "p.csv", layouts.posas())
        assert [t["file"] for t in proposal.tabelle] == ["p.csv"]
        assert [p.file for p in proposal.problemi] == ["prova/a.pdf"]


class TestAFolderThatHasASidecar:
    @pytest.fixture
    def declared(self, folder):
        write_sidecar(folder, dropped(folder, "uno.csv", layouts.posas()))
        sidecar = folder / "fonte.yml"
        text = sidecar.read_text("utf-8").replace("titolo:", "# scelto con l'ufficio\ntitolo:", 1)
        sidecar.write_text(text, "utf-8")
        return folder

    def test_keeps_its_words_remarks_and_order_and_gains_the_new_table(self, declared):
        before = (declared / "fonte.yml").read_text("utf-8")
        write_sidecar(declared, dropped(declared, "due.csv", layouts.posas()))
        after = (declared / "fonte.yml").read_text("utf-8")
        assert after.startswith(before)
        assert [t.tabella for t in read_sidecar(declared).tabelle] == ["uno", "due"]

    def test_is_not_asked_again_for_what_it_declares(self, declared):
        assert propose(declared, acquisito_il=DAY).tabelle == []
        assert propose(declared, ["uno.csv", "fonte.yml"], acquisito_il=DAY).tabelle == []

    def test_gives_another_name_to_a_table_whose_name_is_taken(self, declared):
        (table,) = dropped(declared, "uno.txt", layouts.posas()).tabelle
        assert table["tabella"] == "uno_2"

    def test_stays_as_it_was_when_the_result_would_not_be_valid(self, declared):
        before = (declared / "fonte.yml").read_bytes()
        proposal = dropped(declared, "due.csv", layouts.posas())
        proposal.tabelle[0]["sha256"] = "nessuna"
        with pytest.raises(UnreadableInput):
            write_sidecar(declared, proposal)
        assert (declared / "fonte.yml").read_bytes() == before
        assert sorted(p.name for p in declared.iterdir()) == ["due.csv", "fonte.yml", "uno.csv"]

    def test_that_is_empty_gets_a_whole_one(self, folder):
        proposal = dropped(folder, "p.csv", layouts.posas())
        (folder / "fonte.yml").write_text("\n")
        write_sidecar(folder, propose(folder, acquisito_il=DAY))
        assert read_sidecar(folder).tabelle[0].sha256 == proposal.tabelle[0]["sha256"]

    def test_that_is_broken_is_told_with_its_line(self, folder):
        dropped(folder, "p.csv", layouts.posas())
        (folder / "fonte.yml").write_text("titolo: [aperta\naltro: 1\n")
        with pytest.raises(UnreadableInput, match="YAML non valido"):
            propose(folder, acquisito_il=DAY)


def test_what_is_proposed_for_every_kind_of_file_loads_at_once(folder):
    dropped(folder, "POSAS_2025.zip", layouts.zipped(layouts.posas()))
    dropped(folder, "vecchio.csv", layouts.p2().encode("cp1252"))
    write_sidecar(folder, dropped(folder, "altro.csv", "comune;anno;valore\nIseo;2024;1,5\n"))
    con = load_raw(folder.parent)
    assert rows(con, "select formato, righe_caricate from raw._file order by file") == [
        ("csv_zip", 204),
        ("csv", 1),
        ("csv", 1),
    ]


def test_nothing_to_declare_is_said(folder):
    folder.mkdir(parents=True)
    with pytest.raises(UnreadableInput, match="nessun file da dichiarare"):
        write_sidecar(folder, propose(folder, acquisito_il=DAY))
