"""What bad input gets: a message that says where, what was found, what was expected and what to do.

Nothing is lost.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import tempfile
import zipfile
from pathlib import Path
from unittest import mock

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest import bulk, verify
from ingest import load as load_module
from ingest import sidecar as sidecar_module
from ingest.check import check_path
from ingest.load import load, read_sources
from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import read_sidecar
from tests.ingest.received import COLUMNS, GOOD, load_into_memory, rows, write_source

FILE = "prova/residenti.csv"
SIDECAR = "prova/fonte.yml"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def problems_of(raw: Path) -> list[Problem]:
    """Problems that stop the load; each must tell the whole story."""
    with pytest.raises(UnreadableInput) as stopped:
        load_into_memory(raw)
    for problem in stopped.value.problems:
        assert problem.file and problem.trovato and problem.atteso and problem.rimedio, problem
        assert str(problem) in str(stopped.value)
    return stopped.value.problems


def only(problems: list[Problem]) -> Problem:
    assert len(problems) == 1, problems
    return problems[0]


def misfits(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return rows(con, "select riga, colonna, valore_stampato from raw._celle_non_conformi order by riga, colonna")


def rejects(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    return rows(con, "select riga, contenuto, trovato from raw._scarti order by riga")


class TestTheSidecar:
    def test_a_folder_without_one_does_not_load(self, raw):
        (raw / "prova").mkdir()
        (raw / "prova" / "residenti.csv").write_text(GOOD)
        problem = only(problems_of(raw))
        assert (problem.file, problem.trovato) == (SIDECAR, "nessun sidecar")

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            ("fonte_id: prova\n  ente: [\n", 2),
            ("fonte_id: prova\nente: 'non chiuso\n", None),
            ("data_riferimento: 2024-13-45\n", None),
            ("2024-01-01: una data come chiave\n", None),
        ],
        ids=["bad indent", "open quote", "date that is none", "date as a key"],
    )
    def test_text_that_is_not_yaml_is_reported(self, raw, text, line):
        (raw / "prova").mkdir()
        (raw / "prova" / "fonte.yml").write_text(text)
        problem = only(problems_of(raw))
        assert problem.file == SIDECAR
        assert problem.trovato.startswith("YAML non valido")
        assert line is None or problem.riga == line

    def test_bytes_that_are_not_utf8_are_reported(self, raw):
        (raw / "prova").mkdir()
        (raw / "prova" / "fonte.yml").write_bytes(b"titolo: caff\xe8\n")
        assert only(problems_of(raw)).trovato.startswith("YAML non valido")

    def test_one_that_cannot_be_read_is_reported(self, raw, monkeypatch):
        write_source(raw)

        def refuse(path, *args, **kwargs):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_text", refuse)
        assert only(problems_of(raw)).trovato == "file non leggibile (Permission denied)"

    @pytest.mark.parametrize("content", ["", "- una\n- lista\n", "solo testo\n"])
    def test_one_that_declares_nothing_is_reported(self, raw, content):
        (raw / "prova").mkdir()
        (raw / "prova" / "fonte.yml").write_text(content)
        assert {p.file for p in problems_of(raw)} == {SIDECAR}

    @pytest.mark.parametrize(
        ("changes", "where"),
        [
            ({"sidecar": {"licenza": None}}, "(radice)"),
            ({"sidecar": {"titolo": "x"}}, "titolo"),
            ({"sidecar": {"autore": "nessuno"}}, "(radice)"),
            ({"sidecar": {"data_riferimento": "1 gennaio 2024"}}, "data_riferimento"),
            ({"sidecar": {"provvisorio": "forse"}}, "provvisorio"),
            ({"sidecar": {"tabelle": []}}, "tabelle"),
            ({"sha256": "abc"}, "tabelle/0/sha256"),
            ({"grana": []}, "tabelle/0/grana"),
            ({"codifica": "utf-16"}, "tabelle/0/codifica"),
            ({"colonne": [{"nome": "Comune", "tipo": "testo"}]}, "tabelle/0/colonne/0/nome"),
            ({"colonne": [{"nome": "comune", "tipo": "parola"}]}, "tabelle/0/colonne/0/tipo"),
            ({"colonne": [{"nome": "comune", "tipo": "per_riga"}]}, "tabelle/0/colonne/0"),
            ({"opzioni": {"separatore": ";;"}}, "tabelle/0/opzioni/separatore"),
            ({"opzioni": {"riga_intestazione": 0}}, "tabelle/0/opzioni/riga_intestazione"),
        ],
    )
    def test_every_violation_of_the_schema_says_where_it_is(self, raw, changes, where):
        write_source(raw, **changes)
        assert (SIDECAR, where) in {(p.file, p.colonna) for p in problems_of(raw)}

    def test_a_quoted_date_that_does_not_exist_is_reported(self, raw):
        write_source(raw, sidecar={"data_riferimento": "2024-02-30"})
        assert only(problems_of(raw)).trovato.startswith("una data che non esiste")

    @pytest.mark.parametrize(
        ("changes", "found"),
        [
            ({"sidecar": {"fonte_id": "altra"}}, "«altra»"),
            ({"grana": ["provincia"]}, "«provincia» non è fra le colonne"),
            (
                {"colonne": COLUMNS + [{"nome": "anno", "tipo": "anno"}]},
                "la colonna «anno» è dichiarata più volte",
            ),
            (
                {
                    "colonne": COLUMNS
                    + [
                        {"nome": "maschi", "tipo": "intero", "intestazione": "M"},
                        {"nome": "femmine", "tipo": "intero", "intestazione": "M"},
                    ]
                },
                "due colonne leggono l'intestazione «M»",
            ),
        ],
    )
    def test_a_declaration_that_contradicts_itself_is_reported(self, raw, changes, found):
        write_source(raw, **changes)
        assert found in {p.trovato for p in problems_of(raw)}

    def test_an_identity_on_a_column_that_does_not_exist_is_reported(self, raw):
        check = {
            "id": "somma",
            "tipo": "somma_riga",
            "tabella": "residenti",
            "addendi": ["residenti", "ospiti"],
            "totale": "residenti",
            "gravita": "errore",
            "motivo": "Perché torni.",
            "a_chi": "Ufficio",
        }
        write_source(raw, sidecar={"controlli": [check]})
        problem = only(problems_of(raw))
        assert (problem.colonna, problem.trovato) == (
            "controlli/somma",
            "«ospiti» non è una colonna di «residenti»",
        )

    def test_a_table_declared_twice_is_reported(self, raw):
        folder = write_source(raw)
        shutil.copytree(folder, raw / "seconda")
        text = (raw / "seconda" / "fonte.yml").read_text().replace("fonte_id: prova", "fonte_id: seconda")
        (raw / "seconda" / "fonte.yml").write_text(text)
        problem = only(problems_of(raw))
        assert problem.file == "seconda/fonte.yml"
        assert problem.trovato == f"la tabella raw.prova__residenti, già dichiarata per {FILE}"

    def test_problems_of_several_sources_are_told_together(self, raw):
        write_source(raw, None, fonte="prima")
        (raw / "seconda").mkdir()
        assert {p.file for p in problems_of(raw)} == {"prima/residenti.csv", "seconda/fonte.yml"}


class TestTheFile:
    def test_a_raw_directory_that_is_not_there_is_reported(self, tmp_path):
        with pytest.raises(UnreadableInput) as stopped:
            load(duckdb.connect(), [tmp_path / "manca"], tmp_path / "cache")
        assert stopped.value.problems[0].trovato == "nessuna cartella con questo nome"

    def test_a_declared_file_that_is_not_there_is_reported(self, raw):
        write_source(raw, None)
        problem = only(problems_of(raw))
        assert (problem.file, problem.trovato) == (FILE, "nessun file con questo nome")

    def test_a_directory_where_a_file_should_be_is_reported(self, raw):
        folder = write_source(raw, None)
        (folder / "residenti.csv").mkdir()
        problem = only(problems_of(raw))
        assert (problem.trovato, problem.atteso) == ("una cartella", "un file")

    def test_a_file_that_was_changed_is_reported_with_both_digests(self, raw):
        folder = write_source(raw)
        declared = read_sidecar(folder).tabelle[0].sha256
        (folder / "residenti.csv").write_text(GOOD + "Iseo,2023,1,1%\n")
        problem = only(problems_of(raw))
        assert (problem.colonna, problem.atteso) == ("sha256", declared)
        assert len(problem.trovato) == 64 and problem.trovato != declared

    def test_an_empty_file_is_reported(self, raw):
        write_source(raw, b"")
        assert only(problems_of(raw)).trovato == "un file vuoto (0 byte)"

    @pytest.mark.parametrize("content", ["\n\n\n", "\ufeff", "   \n"])
    def test_a_file_with_nothing_but_blanks_is_reported(self, raw, content):
        write_source(raw, content)
        assert only(problems_of(raw)).trovato in ("un file vuoto", "una sola colonna, «»")

    @pytest.mark.parametrize("content", ["comune,anno,residenti,quota\n", "comune,anno,residenti,quota\n\n\n"])
    def test_a_file_with_only_its_header_is_reported(self, raw, content):
        write_source(raw, content)
        assert only(problems_of(raw)).trovato == "solo l'intestazione"

    def test_a_file_that_cannot_be_read_is_reported(self, raw, monkeypatch):
        write_source(raw)

        def refuse(path):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(verify, "sha256_of", refuse)
        problem = only(problems_of(raw))
        assert (problem.file, problem.trovato) == (FILE, "file non leggibile (Permission denied)")

    def test_an_undeclared_file_in_the_folder_is_reported(self, raw):
        folder = write_source(raw)
        (folder / "appunti.csv").write_text("a,b\n1,2\n")
        problem = only(problems_of(raw))
        assert (problem.file, problem.trovato) == ("prova/appunti.csv", "un file che il sidecar non dichiara")

    def test_papers_about_the_source_may_lie_beside_it(self, raw):
        folder = write_source(raw)
        (folder / "README.md").write_text("Consegna del 3 marzo.")
        _, report = load_into_memory(raw)
        assert report.righe_caricate == 2

    def test_a_reader_that_does_not_exist_is_reported(self, raw):
        write_source(raw, formato="ods")
        problem = only(problems_of(raw))
        assert (problem.file, problem.colonna, problem.trovato) == (FILE, "formato", "«ods»")
        assert "csv" in problem.atteso and "xlsx" in problem.atteso

    @pytest.mark.parametrize(
        ("content", "line"),
        [
            ("comune,anno,residenti,quota\nIseo,2024,1,1%\nSulzano è qui,2024,1,1%\n".encode("cp1252"), 3),
            (GOOD.encode("utf-16"), 1),
        ],
        ids=["windows-1252", "utf-16"],
    )
    def test_another_encoding_is_reported_with_the_line_and_the_byte(self, raw, content, line):
        write_source(raw, content)
        problem = only(problems_of(raw))
        assert problem.riga == line
        assert problem.trovato.startswith("il byte 0x")

    def test_a_byte_outside_the_declared_encoding_is_reported(self, raw):
        write_source(raw, GOOD.encode() + b"Marone\x81,2024,1,1%\n", codifica="windows-1252")
        problem = only(problems_of(raw))
        assert (problem.riga, problem.trovato) == (4, "il byte 0x81, che non è windows-1252")


class TestTheHeader:
    def test_a_missing_column_is_named_with_the_nearest_one(self, raw):
        write_source(raw, "comune,anno,residneti,quota\nIseo,2024,1,1%\n")
        found = {(p.colonna, p.riga): p.trovato for p in problems_of(raw)}
        assert found[("residenti", 1)] == "la colonna manca; la più simile è «residneti»"
        assert found[("residneti", 1)] == "una colonna non dichiarata"

    def test_an_extra_column_is_named(self, raw):
        write_source(raw, "comune,anno,residenti,quota,nota\nIseo,2024,1,1%,x\n")
        problem = only(problems_of(raw))
        assert (problem.colonna, problem.trovato) == ("nota", "una colonna non dichiarata")

    def test_an_extra_column_without_a_name_is_named_so(self, raw):
        write_source(raw, "comune,anno,residenti,quota,\nIseo,2024,1,1%,\n")
        assert only(problems_of(raw)).colonna == "(senza nome)"

    def test_a_column_that_stands_twice_is_named(self, raw):
        write_source(raw, "comune,anno,residenti,residenti,quota\nIseo,2024,1,2,1%\n")
        problem = only(problems_of(raw))
        assert (problem.colonna, problem.trovato) == ("residenti", "la colonna compare più volte")

    def test_another_separator_is_recognised(self, raw):
        write_source(raw, GOOD.replace(",", ";"))
        problem = only(problems_of(raw))
        assert problem.trovato.startswith("una sola colonna")
        assert "separatore" in problem.rimedio

    def test_columns_in_another_order_are_read_by_name(self, raw):
        write_source(raw, 'quota,residenti,anno,comune\n"6,42%",8992,2024,Iseo\n')
        con, _ = load_into_memory(raw)
        assert rows(con, "select comune, anno, residenti, quota from raw.prova__residenti") == [
            ("Iseo", "2024", "8992", "6,42%")
        ]


class TestTheCells:
    """A cell that does not fit stays as printed and is reported with its place; the row is loaded."""

    @pytest.mark.parametrize(
        ("row", "column", "printed"),
        [
            ("Iseo,2024,molti,1%", "residenti", "molti"),
            ("Iseo,2024,12 circa,1%", "residenti", "12 circa"),
            ('Iseo,2024,"6,42%",1%', "residenti", "6,42%"),
            ('Iseo,2024,"23,432",1%', "residenti", "23,432"),
            ('Iseo,2024,"1600,78",1%', "residenti", "1600,78"),
            ("Iseo,2024,1.2345,1%", "residenti", "1.2345"),
            ("Iseo,2024,-5,1%", "residenti", "-5"),
            ("Iseo,2124,5,1%", "anno", "2124"),
            ("Iseo,24,5,1%", "anno", "24"),
            ("Iseo,2024,5,101%", "quota", "101%"),
            ("Iseo,2024,5,n.d.", "quota", "n.d."),
            (",2024,5,1%", "comune", None),
            ("   ,2024,5,1%", "comune", "   "),
        ],
    )
    def test_one_that_does_not_fit_is_kept_and_reported(self, raw, row, column, printed):
        write_source(raw, f"comune,anno,residenti,quota\nZone,2024,7,2%\n{row}\n")
        con, report = load_into_memory(raw)
        assert report.righe_caricate == 2
        assert misfits(con) == [(3, column, printed)]
        assert rows(con, f"select {column} from raw.prova__residenti where _riga = 3") == [(printed,)]

    def test_the_report_says_what_was_expected(self, raw):
        write_source(raw, "comune,anno,residenti,quota\nIseo,2024,-5,molta\n")
        con, _ = load_into_memory(raw)
        assert rows(con, "select colonna, atteso from raw._celle_non_conformi order by 1") == [
            ("quota", "una percentuale scritto come 1.234,5"),
            ("residenti", "un valore non inferiore a 0"),
        ]

    def test_an_empty_cell_that_is_not_required_is_no_mistake(self, raw):
        write_source(raw, "comune,anno,residenti,quota\nIseo,2024,,\n")
        con, _ = load_into_memory(raw)
        assert misfits(con) == []

    def test_a_mark_that_means_nothing_here_is_no_mistake(self, raw):
        columns = [*COLUMNS[:2], {**COLUMNS[2], "vuoti": ["-"]}, COLUMNS[3]]
        write_source(raw, "comune,anno,residenti,quota\nIseo,2024,-,1%\nZone,2024,--,1%\n", colonne=columns)
        con, _ = load_into_memory(raw)
        assert misfits(con) == [(3, "residenti", "--")]

    def test_a_row_type_that_does_not_exist_is_reported_on_the_cell(self, raw):
        columns = [
            {"nome": "voce", "tipo": "testo"},
            {"nome": "tipo", "tipo": "testo"},
            {"nome": "valore", "tipo": "per_riga", "tipo_da": "tipo"},
        ]
        write_source(raw, "voce,tipo,valore\na,intero,5\nb,interro,6\nc,,testo\n", colonne=columns, grana=["voce"])
        con, _ = load_into_memory(raw)
        assert misfits(con) == [(3, "valore", "6")]
        assert "«interro»" in rows(con, "select atteso from raw._celle_non_conformi")[0][0]


class TestTheRows:
    """A row that cannot be placed is kept verbatim, with its line and the reason; the others are loaded."""

    @pytest.mark.parametrize(
        ("row", "found"),
        [
            ("Iseo,2024,5", "riga troppo corta: 3 celle"),
            ("Iseo", "riga troppo corta: 1 celle"),
            ("Iseo,2024,5,1%,altro", "riga troppo lunga: 5 celle"),
            ("Iseo,2024,5,6,42%", "riga troppo lunga: 5 celle"),
            ("Iseo;2024;5;1%", "riga troppo corta: 1 celle"),
            ("Iseo,2024;5,1%", "riga troppo corta: 3 celle"),
            ("Zone,2024,9,9%", "chiave ripetuta (Zone, 2024), già alla riga 2"),
            (" Zone ,2024,9,9%", "chiave ripetuta (Zone, 2024), già alla riga 2"),
            ('"Iseo" e lago,2024,5,1%', "testo dopo le virgolette chiuse"),
        ],
    )
    def test_one_that_cannot_be_placed_is_kept_verbatim(self, raw, row, found):
        write_source(raw, f"comune,anno,residenti,quota\nZone,2024,7,2%\n{row}\nMarone,2024,8,3%\n")
        con, report = load_into_memory(raw)
        assert rejects(con) == [(3, row, found)]
        assert rows(con, "select comune, _riga from raw.prova__residenti order by _riga") == [
            ("Zone", 2),
            ("Marone", 4),
        ]
        assert (report.tables[0].righe_lette, report.righe_caricate, report.righe_scartate) == (3, 2, 1)

    def test_one_of_several_lines_is_kept_with_all_its_lines(self, raw):
        write_source(raw, 'comune,anno,residenti,quota\n"Zone\r\nalta",2024\r\nIseo,2024,5,1%\n')
        con, _ = load_into_memory(raw)
        assert rejects(con) == [(2, '"Zone\nalta",2024', "riga troppo corta: 2 celle")]
        assert rows(con, "select _riga from raw.prova__residenti") == [(4,)]

    def test_signs_that_python_takes_for_line_ends_do_not_shift_the_verbatim_text(self, raw):
        write_source(raw, "comune,anno,residenti,quota\nIseo\f,2024,5,1%\nZone\u2028alta,2024,6,1%\ncorta,1\n")
        con, _ = load_into_memory(raw)
        assert rejects(con) == [(4, "corta,1", "riga troppo corta: 2 celle")]

    def test_quotation_marks_that_swallow_the_following_rows_stop_the_load(self, raw):
        write_source(raw, 'comune,anno,residenti,quota\nZone,2024,7,2%\nIseo,2024,5,"1%\nMarone,2024,8,3%\n')
        problem = only(problems_of(raw))
        assert (problem.riga, problem.file) == (3, FILE)
        assert problem.trovato.startswith("virgolette non chiuse")

    def test_quotation_marks_open_in_the_header_stop_the_load(self, raw):
        write_source(raw, '"comune,anno,residenti,quota\nZone,2024,7,2%\n')
        assert only(problems_of(raw)).riga == 1

    def test_a_cell_as_long_as_a_boundary_is_loaded(self, raw):
        write_source(raw, f"comune,anno,residenti,quota\n{'x' * 300_000},2024,7,2%\n")
        con, _ = load_into_memory(raw)
        assert rows(con, "select length(comune) from raw.prova__residenti") == [(300_000,)]


class TestArchivesAndWorkbooks:
    def archive(self, **files: str) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name.replace("_", "."), content)
        return stream.getvalue()

    def test_a_file_that_is_no_zip_is_reported(self, raw):
        write_source(raw, GOOD, file="residenti.zip", formato="csv_zip")
        problem = only(problems_of(raw))
        assert problem.file == "prova/residenti.zip"
        assert problem.trovato.startswith("archivio zip illeggibile")

    @pytest.mark.parametrize("damage", ["cut", "content", "checksum"])
    def test_a_damaged_zip_is_reported(self, raw, damage):
        whole = self.archive(residenti_csv=GOOD * 50)
        data = whole.index(b"residenti.csv") + len(b"residenti.csv")
        checksum = whole.index(b"PK\x01\x02") + 16
        broken = {
            "cut": whole[: len(whole) // 2],
            "content": whole[:data] + b"\xff" * 20 + whole[data + 20 :],
            "checksum": whole[:checksum] + b"\0\0\0\0" + whole[checksum + 4 :],
        }[damage]
        write_source(raw, broken, file="residenti.zip", formato="csv_zip")
        assert only(problems_of(raw)).trovato.startswith("archivio zip illeggibile")

    @pytest.mark.parametrize(("files", "count"), [({"a_csv": GOOD, "b_csv": GOOD}, 2), ({}, 0)])
    def test_a_zip_with_another_number_of_files_is_reported(self, raw, files, count):
        write_source(raw, self.archive(**files), file="residenti.zip", formato="csv_zip")
        assert only(problems_of(raw)).trovato == f"{count} file nell'archivio"

    @pytest.mark.parametrize("content", [b"PK\x03\x04 non un xlsx", GOOD.encode(), b"\xd0\xcf\x11\xe0" * 200])
    def test_a_broken_xlsx_is_reported(self, raw, content):
        write_source(raw, content, file="residenti.xlsx", formato="xlsx")
        problem = only(problems_of(raw))
        assert problem.trovato.startswith("cartella di lavoro illeggibile")
        assert "\n" not in problem.trovato

    def test_a_broken_feather_file_is_reported(self, raw):
        write_source(raw, b"ARROW1 ma non troppo", file="residenti.feather", formato="feather")
        assert only(problems_of(raw)).trovato.startswith("file Arrow illeggibile")


class TestNothingHalfDone:
    def test_the_files_after_an_unreadable_one_are_judged_too(self, raw):
        write_source(raw, "comune;anno\n", fonte="prima", sidecar={"ente": "prima"})
        write_source(raw, "comune,anno,residenti\nIseo,2024,1\n", fonte="seconda", sidecar={"ente": "seconda"})
        assert {p.file for p in problems_of(raw)} == {"prima/residenti.csv", "seconda/residenti.csv"}

    def test_a_file_that_is_not_as_declared_is_not_even_parsed(self, raw, monkeypatch):
        write_source(raw, sha256="0" * 64)
        monkeypatch.setattr(load_module, "load_table", lambda *_: pytest.fail("parsed"))
        problems_of(raw)

    def test_the_sidecars_are_all_read_before_anything_is_written(self, raw):
        write_source(raw)
        (raw / "zeta").mkdir()
        con = duckdb.connect()
        with pytest.raises(UnreadableInput):
            load(con, [raw], raw.parent / "cache")
        assert rows(con, "select count(*) from information_schema.tables where table_schema = 'raw'") == [(0,)]

    def test_hidden_folders_are_no_sources(self, raw):
        write_source(raw)
        (raw / ".git").mkdir()
        (raw / "_bozze").mkdir()
        assert [s.fonte_id for s in read_sources([raw])] == ["prova"]


class TestTheDryRun:
    def test_tells_the_same_problems_without_loading(self, raw):
        write_source(raw, "comune,anno,residenti,quota\nIseo,2024,molti,1%\nZone,2024\n")
        report = check_path(duckdb.connect(), raw / "prova" / "residenti.csv")[0]
        assert report.leggibile
        assert (report.righe, report.righe_scartate) == (1, 1)
        assert [(p.riga, p.colonna, p.trovato) for p in report.problemi] == [
            (3, None, "riga troppo corta: 2 celle"),
            (2, "residenti", "«molti»"),
        ]

    @pytest.mark.parametrize(("name", "found"), [("manca.csv", "nessun file con questo nome")])
    def test_tells_when_there_is_no_such_file(self, raw, name, found):
        report = check_path(duckdb.connect(), raw / name)[0]
        assert not report.leggibile
        assert report.problemi[0].trovato == found

    def test_tells_when_the_folder_has_no_sidecar(self, raw):
        (raw / "residenti.csv").write_text(GOOD)
        report = check_path(duckdb.connect(), raw / "residenti.csv")[0]
        assert report.problemi[0].trovato == "nessun sidecar"

    def test_tells_when_the_file_is_not_declared(self, raw):
        folder = write_source(raw)
        (folder / "nuovo.csv").write_text(GOOD)
        reports = check_path(duckdb.connect(), folder / "nuovo.csv")
        assert [r.problemi[0].trovato for r in reports] == ["un file che il sidecar non dichiara"]

    def test_tells_when_the_digest_is_another(self, raw):
        folder = write_source(raw, sha256="0" * 64)
        report = check_path(duckdb.connect(), folder)[0]
        assert not report.leggibile
        assert report.problemi[0].colonna == "sha256"

    def test_judges_a_changed_file_all_the_same(self, raw):
        folder = write_source(raw)
        declared = read_sidecar(folder).tabelle[0]
        lines = declared.path.read_text("utf-8").splitlines()
        declared.path.write_text("\n".join([lines[0], lines[1] + ",una cella in più"]) + "\n", "utf-8")
        report = check_path(duckdb.connect(), declared.path)[0]
        assert not report.leggibile
        assert [p.colonna for p in report.problemi if p.colonna] == ["sha256"]
        assert [p.riga for p in report.problemi if p.riga] == [2], "the row that is too long is named too"

    def test_judges_every_source_of_a_folder(self, raw):
        folder = write_source(raw)
        reports = check_path(duckdb.connect(), raw)
        assert [r.file for r in reports] == [t.file for t in read_sidecar(folder).tabelle]


# --- whatever happens to a CSV file on its way

CELL = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
MUTATION = st.one_of(
    st.tuples(st.just("drop a cell"), st.integers(0, 40), st.integers(0, 5)),
    st.tuples(st.just("cut the row"), st.integers(0, 40), st.integers(0, 20)),
    st.tuples(st.just("change separators"), st.integers(0, 40), st.sampled_from(";\t| ")),
    st.tuples(st.just("add a quote"), st.integers(0, 40), st.integers(0, 20)),
    st.tuples(st.just("repeat the row"), st.integers(0, 40), st.just(0)),
    st.tuples(st.just("blank the row"), st.integers(0, 40), st.sampled_from(["", " ", ",,,", "\t"])),
    st.tuples(st.just("put text"), st.integers(0, 40), CELL),
)


def mutated(lines: list[str], mutations: list[tuple]) -> list[str]:
    lines = list(lines)
    for kind, at, how in mutations:
        at %= len(lines)
        line = lines[at]
        if kind == "drop a cell":
            cells = line.split(",")
            lines[at] = ",".join(c for i, c in enumerate(cells) if i != how)
        elif kind == "cut the row":
            lines[at] = line[:how]
        elif kind == "change separators":
            lines[at] = line.replace(",", how)
        elif kind == "add a quote":
            lines[at] = line[:how] + '"' + line[how:]
        elif kind == "repeat the row":
            lines.insert(at, line)
        elif kind == "blank the row":
            lines[at] = how
        else:
            lines[at] = line + how
    return lines


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    mutations=st.lists(MUTATION, min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
    header_too=st.booleans(),
    in_bulk=st.booleans(),
)
def test_whatever_happens_to_a_file_no_row_is_lost_and_nothing_but_unreadable_input_is_raised(
    mutations, end, header_too, in_bulk
):
    good = [f'Comune {i},2024,{i},"{i},5%"' for i in range(12)]
    header = "comune,anno,residenti,quota"
    lines = mutated([header, *good], mutations) if header_too else [header, *mutated(good, mutations)]
    with (
        tempfile.TemporaryDirectory() as folder,
        mock.patch.object(bulk, "BULK_FROM_BYTES", 0 if in_bulk else 1 << 30),
    ):
        raw = Path(folder) / "raw"
        text = end.join(lines) + end
        write_source(raw, text)
        try:
            con, report = load_into_memory(raw)
        except UnreadableInput as error:
            assert all(p.file and p.trovato and p.atteso and p.rimedio for p in error.problems)
            return
        (table,) = report.tables
        assert table.righe_lette == table.righe_caricate + table.righe_scartate
        # Every line of the file that is not blank is in a row or in a reject.
        placed = dict(
            rows(con, "select _riga, concat_ws('|', comune, anno, residenti, quota) from raw.prova__residenti")
        )
        kept = dict(rows(con, "select riga, contenuto from raw._scarti"))
        assert not placed.keys() & kept.keys()
        records = list(_records(text))
        assert sorted(placed.keys() | kept.keys()) == [line for line, _ in records[1:]]
        for line, verbatim in records[1:]:
            if line in kept:
                assert kept[line] == verbatim
        con.close()


def _records(text: str):
    """First line and verbatim text of every record that is not blank, told apart by quotation marks alone."""
    lines = re.split("\r\n|\r|\n", text)
    reader = csv.reader(io.StringIO(text, newline=""))
    start = 1
    for cells in reader:
        if cells:
            yield start, "\n".join(lines[start - 1 : reader.line_num])
        start = reader.line_num + 1


def test_the_same_problem_reads_as_one_sentence():
    problem = Problem("prova/a.csv", "«x»", "un numero", "correggere", riga=3, colonna="residenti")
    assert (
        str(problem) == "prova/a.csv, riga 3, colonna «residenti»: trovato «x»; atteso un numero. Rimedio: correggere."
    )
    assert sidecar_module.expand_lines(["3-5", "9"]) == (3, 4, 5, 9)
