"""Readers: bytes → the source's own cells. CSV, zipped CSV, workbooks, Arrow files, and large CSV in bulk."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.feather
import pytest
import xlsxwriter

from ingest import bulk
from ingest.load import load
from ingest.problems import UnreadableInput
from ingest.tracciato import known
from tests.ingest.received import COLUMNS, GOOD, load_into_memory, rows, write_source


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


def cells(con: duckdb.DuckDBPyConnection, columns: str = "*") -> list[tuple]:
    return rows(con, f"select {columns} from raw.prova__residenti order by _riga")


class TestPlainCsv:
    def test_every_cell_is_kept_as_printed(self, raw):
        write_source(raw, 'comune,anno,residenti,quota\n Iseo ,2024,"23,432",0% \nZone,2023,,\n')
        con, _ = load_into_memory(raw)
        assert cells(con) == [
            (" Iseo ", "2024", "23,432", "0% ", "prova", "prova/residenti.csv", 2),
            ("Zone", "2023", None, None, "prova", "prova/residenti.csv", 3),
        ]

    def test_a_declared_separator_and_encoding_are_used(self, raw):
        text = GOOD.replace(",", ";").replace("Iseo", "Cantù")
        write_source(raw, text.encode("cp1252"), codifica="windows-1252", opzioni={"separatore": ";"})
        con, _ = load_into_memory(raw)
        assert cells(con, "comune")[0] == ("Cantù",)

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self, raw):
        write_source(raw, "\ufeff" + GOOD)
        con, _ = load_into_memory(raw)
        assert len(cells(con)) == 2

    def test_the_header_of_the_file_may_differ_from_the_name(self, raw):
        columns = [{**COLUMNS[0], "intestazione": "Comune di, residenza"}, *COLUMNS[1:]]
        write_source(raw, GOOD.replace("comune", '"Comune di, residenza"', 1), colonne=columns)
        con, _ = load_into_memory(raw)
        assert cells(con, "comune") == [("Iseo",), ("Zone",)]

    def test_blank_lines_are_passed_over_and_still_counted(self, raw):
        write_source(raw, "comune,anno,residenti,quota\n\nIseo,2024,1,1%\n\n\nZone,2024,2,2%\n\n")
        con, report = load_into_memory(raw)
        assert cells(con, "comune, _riga") == [("Iseo", 3), ("Zone", 6)]
        assert report.tables[0].righe_lette == 2

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_line_ends_of_every_system_are_read(self, raw, end):
        write_source(raw, GOOD.replace("\n", end))
        con, _ = load_into_memory(raw)
        assert cells(con, "comune, _riga") == [("Iseo", 2), ("Zone", 3)]


class TestZippedCsv:
    def test_the_only_file_inside_is_read(self, raw):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.mkdir("dati")
            archive.writestr("dati/residenti.csv", GOOD)
        write_source(raw, stream.getvalue(), file="residenti.zip", formato="csv_zip")
        con, _ = load_into_memory(raw)
        assert cells(con, "comune, residenti, _file, _riga") == [
            ("Iseo", "8.992", "prova/residenti.zip", 2),
            ("Zone", "1021", "prova/residenti.zip", 3),
        ]

    def test_an_archive_with_a_password_is_reported(self, raw):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            archive.writestr("residenti.csv", GOOD)
        locked = bytearray(stream.getvalue())
        for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            locked[locked.index(signature) + at] |= 1  # the flag that says "encrypted"
        write_source(raw, bytes(locked), file="residenti.zip", formato="csv_zip")
        with pytest.raises(UnreadableInput, match="archivio zip illeggibile"):
            load_into_memory(raw)


class TestWorkbooks:
    def workbook(self, first_row: int = 0, first_column: int = 0, sheet: str = "Dati") -> bytes:
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        book.add_worksheet("Copertina") if sheet != "Dati" else None
        page = book.add_worksheet(sheet)
        for at, name in enumerate(("comune", "anno", "residenti", "quota")):
            page.write(first_row, first_column + at, name)
        page.write(first_row + 1, first_column, "Iseo")
        page.write(first_row + 1, first_column + 1, 2024)
        page.write(first_row + 1, first_column + 2, 8992)
        page.write(first_row + 1, first_column + 3, "6,42%")
        page.write(first_row + 3, first_column, "Zone")
        page.write(first_row + 3, first_column + 1, "2024")
        page.write(first_row + 3, first_column + 2, 1021.5)
        book.close()
        return stream.getvalue()

    def test_numbers_are_read_as_the_sheet_holds_them(self, raw):
        write_source(raw, self.workbook(), file="residenti.xlsx", formato="xlsx")
        con, _ = load_into_memory(raw)
        assert cells(con, "comune, anno, residenti, quota, _riga") == [
            ("Iseo", "2024", "8992", "6,42%", 2),
            ("Zone", "2024", "1021.5", None, 4),
        ]

    def test_blank_rows_at_the_top_keep_their_number(self, raw):
        write_source(
            raw,
            self.workbook(first_row=3),
            file="residenti.xlsx",
            formato="xlsx",
            opzioni={"riga_intestazione": 4},
        )
        con, _ = load_into_memory(raw)
        assert cells(con, "comune, _riga") == [("Iseo", 5), ("Zone", 7)]

    def test_a_named_sheet_is_read(self, raw):
        content = self.workbook(sheet="Tavola 2")
        write_source(raw, content, file="residenti.xlsx", formato="xlsx", opzioni={"foglio": "Tavola 2"})
        con, _ = load_into_memory(raw)
        assert len(cells(con)) == 2

    def test_a_sheet_that_is_not_there_is_reported_by_name(self, raw):
        write_source(raw, self.workbook(), file="residenti.xlsx", formato="xlsx", opzioni={"foglio": "Foglio9"})
        with pytest.raises(UnreadableInput) as stopped:
            load_into_memory(raw)
        assert "con il foglio «Foglio9»" in stopped.value.problems[0].atteso

    def test_a_date_is_read_as_a_date(self, raw):
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream)
        page = book.add_worksheet()
        page.write_row(0, 0, ["comune", "dal"])
        page.write(1, 0, "Iseo")
        page.write_datetime(1, 1, date(2024, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        book.close()
        columns = [{"nome": "comune", "tipo": "testo"}, {"nome": "dal", "tipo": "data"}]
        write_source(raw, stream.getvalue(), file="r.xlsx", formato="xlsx", colonne=columns, grana=["comune"])
        con, _ = load_into_memory(raw)
        assert cells(con, "dal") == [("2024-03-01",)]
        assert rows(con, "select count(*) from raw._celle_non_conformi") == [(0,)]

    @pytest.mark.parametrize("header_line", [4, 9])
    def test_a_sheet_without_rows_under_its_header_is_reported(self, raw, header_line):
        write_source(
            raw,
            self.workbook(),
            file="residenti.xlsx",
            formato="xlsx",
            opzioni={"riga_intestazione": header_line},
        )
        with pytest.raises(UnreadableInput, match="nessuna riga di dati"):
            load_into_memory(raw)


class TestArrow:
    def feather(self, table: dict) -> bytes:
        stream = io.BytesIO()
        pyarrow.feather.write_feather(pa.table(table), stream)
        return stream.getvalue()

    def test_numbers_stay_numbers_and_columns_are_matched_by_name(self, raw):
        content = self.feather({"M": [3, 4], "comune": ["Iseo", "Zone"]})
        columns = [
            {"nome": "comune", "tipo": "testo"},
            {"nome": "m", "intestazione": "M", "tipo": "intero", "massimo": 3},
        ]
        write_source(raw, content, file="r.feather", formato="feather", colonne=columns, grana=["comune"])
        con, _ = load_into_memory(raw)
        assert cells(con, "comune, m, typeof(m), _riga") == [
            ("Iseo", 3, "BIGINT", 1),
            ("Zone", 4, "BIGINT", 2),
        ]
        assert rows(con, "select riga, colonna, valore_stampato, atteso from raw._celle_non_conformi") == [
            (2, "m", "4", "un valore non superiore a 3")
        ]

    def test_boundaries_become_geojson(self, raw):
        import shapely

        square = shapely.to_wkb(shapely.box(10, 45, 10.5, 45.5))
        content = self.feather({"comune": ["Iseo"], "geometry": [square]})
        columns = [{"nome": "comune", "tipo": "testo"}, {"nome": "geometry", "tipo": "testo"}]
        write_source(
            raw,
            content,
            file="r.feather",
            formato="confini_feather",
            colonne=columns,
            grana=["comune"],
            opzioni={"geometria": "geometry", "tolleranza": 0.001},
        )
        con, _ = load_into_memory(raw)
        assert cells(con, "geometry")[0][0].startswith('{"type":"Polygon","coordinates":[[[')

    def test_boundaries_that_are_none_are_reported(self, raw):
        content = self.feather({"comune": ["Iseo"], "geometry": [b"nessun poligono"]})
        columns = [{"nome": "comune", "tipo": "testo"}, {"nome": "geometry", "tipo": "testo"}]
        write_source(
            raw,
            content,
            file="r.feather",
            formato="confini_feather",
            colonne=columns,
            grana=["comune"],
            opzioni={"geometria": "geometry", "tolleranza": 0.001},
        )
        with pytest.raises(UnreadableInput, match="confini illeggibili"):
            load_into_memory(raw)


MIXED = '''comune,anno,residenti,quota
Iseo,2024,8.992,"6,42%"
corta,1
"Monte
Isola",2024,1621,"1,60%"

lunga,2024,1,2,3

"Detto ""il borgo""",2024,"23,432",
"Zone" alta,2024,5,1%
Zone,2024,1021,"11,96%"
'''


class TestBulk:
    """The same file through DuckDB's reader and through the plain one."""

    @pytest.fixture
    def both(self, raw, monkeypatch):
        """Load the same source twice; the connections, plain first."""

        def load_twice(content, **table):
            write_source(raw, content, **table)
            plain, _ = load_into_memory(raw, raw.parent / "plain")
            monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
            in_bulk, report = load_into_memory(raw, raw.parent / "bulk")
            assert not report.tables[0].dalla_cache
            return plain, in_bulk

        return load_twice

    def same(self, plain, in_bulk, query: str) -> list[tuple]:
        first, second = rows(plain, query), rows(in_bulk, query)
        assert first == second
        return first

    TABLE = "select * from raw.prova__residenti order by _riga"
    REJECTS = "select riga, contenuto, trovato, atteso, rimedio from raw._scarti order by riga"
    MISFITS = "select riga, colonna, valore_stampato, atteso from raw._celle_non_conformi order by all"
    FILE = "select righe_lette, righe_caricate, righe_scartate from raw._file"

    def test_a_regular_file_gives_the_same_table(self, both):
        lines = [f'Comune {i},2024,{i},"{i % 100},5%"' for i in range(3000)]
        plain, in_bulk = both("comune,anno,residenti,quota\n" + "\n".join(lines))
        assert len(self.same(plain, in_bulk, self.TABLE)) == 3000
        assert self.same(plain, in_bulk, self.FILE) == [(3000, 3000, 0)]

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_a_file_with_everything_wrong_gives_the_same_rows_rejects_and_line_numbers(self, both, end):
        plain, in_bulk = both(MIXED.replace("\n", end))
        assert [row[-1] for row in self.same(plain, in_bulk, self.TABLE)] == [2, 4, 9, 11]
        assert [(line, text) for line, text, *_ in self.same(plain, in_bulk, self.REJECTS)] == [
            (3, "corta,1"),
            (7, "lunga,2024,1,2,3"),
            (10, '"Zone" alta,2024,5,1%'),
        ]
        assert self.same(plain, in_bulk, self.MISFITS) == [
            (9, "residenti", "23,432", "un numero intero scritto come 1.234,5")
        ]
        assert self.same(plain, in_bulk, self.FILE) == [(7, 4, 3)]

    def test_rejects_alone_do_not_shift_the_lines_after_them(self, both):
        lines = [f"Comune {i},2024,{i},1%" if i % 7 else f"corta {i}" for i in range(100)]
        plain, in_bulk = both("comune,anno,residenti,quota\n" + "\n".join(lines) + "\n")
        self.same(plain, in_bulk, self.TABLE)
        assert len(self.same(plain, in_bulk, self.REJECTS)) == 15

    def test_two_kinds_of_line_ends_in_one_file_are_read(self, both):
        text = "comune,anno,residenti,quota\r\nIseo,2024,1,1%\nZone,2024,2,2%\r\nMarone,2024,3,3%\n"
        plain, in_bulk = both(text)
        assert len(self.same(plain, in_bulk, self.TABLE)) == 3

    def test_another_encoding_gives_the_same_text(self, both):
        text = 'comune,anno,residenti,quota\n"Cantù – «€»",2024,1,1%\nZone,2024,2,2%\n'
        plain, in_bulk = both(text.encode("cp1252"), codifica="windows-1252")
        assert self.same(plain, in_bulk, self.TABLE)[0][0] == "Cantù – «€»"

    def test_a_separator_inside_quotation_marks_and_a_quoted_header_are_read(self, both):
        columns = [{**COLUMNS[0], "intestazione": "comune; di residenza"}, *COLUMNS[1:]]
        header = '"comune; di residenza";"anno";residenti;quota\n'
        text = header + '"Iseo; lago";2024;"8.992";"6,42%"\nZone;2024;1;1%\n'
        plain, in_bulk = both(text, colonne=columns, opzioni={"separatore": ";"})
        assert self.same(plain, in_bulk, self.TABLE)[0][0] == "Iseo; lago"

    def test_columns_are_matched_by_name_and_a_byte_order_mark_is_passed_over(self, both):
        plain, in_bulk = both("\ufeffquota,residenti,anno,comune\n1%,5,2024,Iseo\n2%,6,2024,Zone\n")
        assert self.same(plain, in_bulk, self.TABLE)[0][:4] == ("Iseo", "2024", "5", "1%")

    def test_more_than_ten_columns_keep_their_places(self, both):
        columns = [{"nome": f"c{i}", "tipo": "intero"} for i in range(13)]
        header = ",".join(f"c{i}" for i in range(13))
        text = "\n".join([header, *(",".join(str(r * 100 + i) for i in range(13)) for r in range(5))])
        plain, in_bulk = both(text, colonne=columns, grana=["c0"])
        assert self.same(plain, in_bulk, self.TABLE)[1][:13] == tuple(str(100 + i) for i in range(13))

    def test_misfit_cells_are_found_alike(self, both):
        columns = [
            *COLUMNS[:2],
            {**COLUMNS[2], "vuoti": ["-", "n.d."], "massimo": 100},
            {**COLUMNS[3], "obbligatoria": True},
        ]
        text = (
            "comune,anno,residenti,quota\n,2023,1,1%\n  ,2024,2,2%\nA,24,3,3%\nB,2024,-,4%\nC,2024,n.d.,\n"
            "D,2024,molti,101%\nE,2024,-5, \nF,2024,500,5%\nG,2024,\u00a07\u00a0,6%\nH,2024, ,7%\n"
        )
        plain, in_bulk = both(text, colonne=columns)
        assert len(self.same(plain, in_bulk, self.MISFITS)) == 9

    def test_a_wrong_header_is_reported_alike(self, raw, monkeypatch):
        write_source(raw, "comune,anno,residneti,quota\nIseo,2024,1,1%\n")
        told = []
        for threshold in (1 << 30, 0):
            monkeypatch.setattr(bulk, "BULK_FROM_BYTES", threshold)
            with pytest.raises(UnreadableInput) as stopped:
                load_into_memory(raw)
            told.append(stopped.value.problems)
        assert told[0] == told[1]

    @pytest.mark.parametrize("declared", ["utf-8", "windows-1252"])
    def test_a_wrong_byte_is_reported_with_its_line(self, raw, monkeypatch, declared):
        content = b"comune,anno,residenti,quota\nIseo,2024,1,1%\nCant\x81,2024,2,2%\n"
        write_source(raw, content, codifica=declared)
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        with pytest.raises(UnreadableInput) as stopped:
            load_into_memory(raw)
        problem = stopped.value.problems[0]
        assert (problem.riga, problem.trovato) == (3, f"il byte 0x81, che non è {declared}")

    def test_quotation_marks_that_swallow_the_following_rows_stop_the_load(self, raw, monkeypatch):
        write_source(raw, 'comune,anno,residenti,quota\nIseo,2024,5,"1%\nMarone,2024,8,3%\n')
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        with pytest.raises(UnreadableInput) as stopped:
            load_into_memory(raw)
        problem = stopped.value.problems[0]
        assert problem.riga == 2
        assert problem.trovato.startswith("virgolette non chiuse")

    def test_the_verbatim_text_of_a_long_reject_is_whole(self, raw, monkeypatch):
        long = "x" * 50_000
        write_source(raw, f"comune,anno,residenti,quota\n{long},2024\nZone,2024,1,1%\n")
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        con, _ = load_into_memory(raw)
        assert rows(con, "select contenuto from raw._scarti") == [(f"{long},2024",)]

    def test_it_is_read_again_at_every_load_and_leaves_nothing_in_the_cache(self, raw, monkeypatch):
        write_source(raw, MIXED.encode("cp1252"), codifica="windows-1252")
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        first, _ = load_into_memory(raw)
        second, report = load_into_memory(raw)
        assert not report.tables[0].dalla_cache
        assert rows(first, self.TABLE) == rows(second, self.TABLE)
        assert rows(first, self.REJECTS) == rows(second, self.REJECTS)
        assert not any((raw.parent / "cache").glob("*"))

    def test_of_its_tables_only_the_received_one_has_a_name_without_an_underscore(self, raw, monkeypatch):
        write_source(raw)
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        con, _ = load_into_memory(raw)
        names = rows(
            con,
            "select table_name from information_schema.tables where table_schema = 'raw' "
            "and not starts_with(table_name, '_')",
        )
        assert {name for (name,) in names} == {"prova__residenti", *known()}

    def test_its_name_is_readable_after_the_file_was_renamed(self, raw, tmp_path, monkeypatch):
        """``raw.<name>`` may be a view: a published file is opened under another name than it was built."""
        write_source(raw, "comune,anno,residenti,quota\nIseo,2024,1,1%\n")
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        with duckdb.connect(str(tmp_path / "leps.duckdb")) as con:
            load(con, [raw], tmp_path / "cache")
        (tmp_path / "leps.duckdb").rename(tmp_path / "2024.duckdb")
        with duckdb.connect(str(tmp_path / "2024.duckdb"), read_only=True) as con:
            assert rows(con, self.TABLE) == [("Iseo", "2024", "1", "1%", "prova", "prova/residenti.csv", 2)]
