"""Tables under merged headers: the appendix of the INPS observatory, as a workbook and as text."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from ingest.check import check_path
from ingest.problems import UnreadableInput
from ingest.sidecar import read_sidecar
from tests.ingest import layouts, tavole
from tests.ingest.layouts import accounted_for, dropped, failures, loaded
from tests.ingest.received import rows


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw" / "inps_prova"


@pytest.fixture
def read(folder):
    """Drop a file, accept the proposed declaration, load it."""

    def load(content: str | bytes, name: str = "appendice_adi.xlsx") -> duckdb.DuckDBPyConnection:
        return loaded(folder, name, content)

    return load


def figures(con: duckdb.DuckDBPyConnection, where: str) -> list[tuple]:
    return rows(con, f"select nuclei, persone, importo_medio_eur from raw.inps_adi where {where} order by _riga")


class TestTheDeclaration:
    def test_tells_layout_last_month_release_and_that_figures_are_provisional(self, folder):
        (table,) = dropped(folder, "appendice_adi.xlsx", tavole.appendix()).tabelle
        assert (table["tracciato"], table["formato"]) == ("inps_adi", "tavole_xlsx")
        assert (table["data_riferimento"], table["rilasciato_il"]) == ("2024-12-31", "2025-01-15")
        assert table["provvisorio"] is True

    def test_is_a_valid_sidecar(self, folder, read):
        read(tavole.appendix())
        (table,) = read_sidecar(folder).tabelle
        assert (table.formato, table.rilasciato_il) == ("tavole_xlsx", date(2025, 1, 15))

    def test_of_a_text_tells_how_it_writes_its_numbers(self, folder):
        (table,) = dropped(folder, "adi.csv", tavole.TIDY).tabelle
        assert table["opzioni"] == {"locale": "it", "separatore": ";"}

    def test_is_not_made_of_a_workbook_that_speaks_of_something_else(self, folder):
        cells = [["Pensioni per regione"], ["Regione", "Numero nuclei"], ["Lombardia", 7]]
        proposal = dropped(folder, "pensioni.xlsx", tavole.workbook({"Foglio1": (cells, [])}))
        assert proposal.tabelle == []
        assert proposal.problemi[0].trovato == "una cartella di lavoro Excel (.xlsx)"


class TestMergedHeaders:
    def test_of_months_hold_for_the_columns_below_them(self, read):
        con = read(tavole.appendix())
        assert figures(con, "provincia = 'Brescia'") == [("3900", "7200", "565"), ("3938", "7293", "565.25")]
        months = "select distinct periodo from raw.inps_adi where provincia = 'Brescia' order by 1"
        assert rows(con, months) == [("Dicembre 2024",), ("Novembre 2024",)]

    def test_of_measures_hold_for_the_categories_below_them(self, read):
        con = read(tavole.appendix())
        found = rows(con, "select categoria, nuclei, importo_medio_eur from raw.inps_adi where foglio = 'Tavola 2'")
        assert found == [("1", "4000", None), ("2", "2000", None), ("3 o più", "1038", None), ("Totale", "7038", "559")]

    def test_of_regions_hold_for_the_rows_that_they_span(self, read):
        con = read(tavole.appendix())
        assert rows(con, "select distinct regione from raw.inps_adi where provincia is not null") == [("Lombardia",)]

    def test_that_two_columns_share_refuse_the_file(self, folder, read):
        cells, merges = tavole.components()
        cells[3][2] = "1"
        with pytest.raises(UnreadableInput) as refused:
            read(tavole.appendix(Tavola_2=(cells, merges)))
        (problem,) = refused.value.problems
        assert (problem.riga, problem.colonna) == (3, "1")
        assert "foglio «Tavola 2»" in problem.trovato

    def test_are_read_in_a_text_saved_from_the_workbook(self, read):
        text = (
            "Assegno di inclusione, nuclei pagati nel mese;;;;\n\n"
            "Regione;dicembre 2023;;dicembre 2024;\n;Numero nuclei;Importo medio;Numero nuclei;Importo medio\n"
            "Lombardia;7.038;559,10;7.100;560,00\n;;;;\nFonte: INPS;;;;\n"
        )
        con = read(text, "adi.csv")
        assert figures(con, "true") == [("7.038", None, "559,10"), ("7.100", None, "560,00")]
        assert rows(con, "select count(*) from raw._celle_non_conformi") == [(0,)]


class TestSeveralTables:
    def test_of_a_sheet_each_have_their_title(self, read):
        con = read(tavole.appendix())
        titles = rows(con, "select distinct titolo from raw.inps_adi where foglio = 'Tavola 3' order by 1")
        assert [title[:9] for (title,) in titles] == ["Tavola 3a", "Tavola 3b"]

    def test_keep_headers_of_categories_with_their_cells(self, read):
        con = read(tavole.appendix())
        found = rows(con, "select categoria from raw.inps_adi where categoria like '%over%'")
        assert found == [("Tipologia di nucleo: con persone over 60",)]

    def test_of_one_row_say_sheet_and_line(self, read):
        con = read(tavole.appendix())
        assert rows(con, "select posizione from raw.inps_adi where persone = '2500'") == [
            ("foglio «Tavola 3», riga 10",)
        ]

    def test_sheets_without_figures_and_lines_of_one_cell_are_notes(self, read):
        con = read(tavole.appendix())
        notes = [text for (text,) in rows(con, "select testo from raw._note")]
        assert {"Appendice statistica", "Fonte: INPS", tavole.MONTHS_TITLE} <= set(notes)
        assert accounted_for(con)


class TestAMeasureToldByTheTitle:
    TEXT = "ADI. Numero di nuclei pagati nel mese\nRegione;gennaio 2024;febbraio 2024\nLombardia;7038;7100\n"

    def test_holds_for_all_the_columns(self, read):
        con = read(self.TEXT, "adi.csv")
        assert rows(con, "select periodo, nuclei from raw.inps_adi") == [
            ("gennaio 2024", "7038"),
            ("febbraio 2024", "7100"),
        ]

    def test_is_not_guessed_where_the_title_tells_none(self, folder):
        text = self.TEXT.replace("Numero di nuclei pagati nel mese", "Dati")
        assert dropped(folder, "adi.csv", text).tabelle == []


class TestTotals:
    def test_that_meet_their_parts_are_counted(self, read):
        con = read(tavole.appendix())
        assert failures(con) == []
        held = rows(con, "select controllo_id, sum(gruppi) from raw._quadrature group by all order by 1")
        assert held == [("adi_totale_categorie", 1), ("adi_totale_italia", 4), ("adi_totale_regione", 4)]

    def test_of_the_categories_that_do_not_are_told(self, read):
        con = read(tavole.appendix(Tavola_2=tavole.components(total=7039)))
        ((check, _, message),) = failures(con)
        assert check == "adi_totale_categorie"
        assert message.endswith("le parti fanno 7.038, la riga del totale dice 7.039.")

    def test_of_a_region_that_do_not_are_told_once(self, read):
        cells, merges = tavole.months()
        cells[6][2] = 6901
        con = read(tavole.appendix(Tavola_1=(cells, merges)))
        assert [check for check, *_ in failures(con)] == ["adi_totale_regione"]

    def test_of_overlapping_categories_are_not_looked_for(self, read):
        con = read(tavole.appendix())
        assert rows(con, "select count(*) from raw._quadrature where gruppo like '%Tavola 3%'") == [(0,)]


class TestBadInput:
    def test_text_in_a_number_is_kept_and_told_with_sheet_line_and_column(self, folder, read):
        cells, merges = tavole.months()
        cells[5][2] = "3900 circa"
        read(tavole.appendix(Tavola_1=(cells, merges)))
        (report,) = check_path(duckdb.connect(), folder)
        told = next(str(p) for p in report.problemi if "3900 circa" in p.trovato)
        assert told.startswith("inps_prova/appendice_adi.xlsx, foglio «Tavola 1», riga 6, colonna «nuclei»: trovato")

    def test_figures_of_a_sheet_without_a_known_header_are_rejected_rows(self, read):
        headless = [["Tavola 9 - ADI"], ["Lombardia", 1, 2, 3], ["Veneto", 4, 5, 6]]
        con = read(tavole.appendix(Tavola_9=(headless, [])))
        found = rows(con, "select riga, trovato from raw._scarti order by riga")
        assert [line for line, _ in found] == [2, 3]
        assert found[0][1] == "cifre senza un'intestazione nota (foglio «Tavola 9», riga 2)"
        assert accounted_for(con)

    def test_a_workbook_without_any_known_header_says_what_was_expected(self, folder, read):
        read(tavole.appendix())
        declared = (folder / "fonte.yml").read_text("utf-8")
        broken = tavole.workbook({"Tavola 1": ([["ADI"], ["Zona", "Quanti"], ["Lombardia", 7]], [])})
        (folder / "appendice_adi.xlsx").write_bytes(broken)
        (folder / "fonte.yml").write_text(declared, "utf-8")
        (report,) = check_path(duckdb.connect(), folder)
        problem = report.problemi[-1]
        assert problem.trovato == "nessuna tavola con un'intestazione nota"
        assert "«Regione»" in problem.atteso and "«Numero nuclei»" in problem.atteso

    def test_a_row_given_twice_is_rejected_with_both_places(self, read):
        cells, merges = tavole.components()
        con = read(tavole.appendix(Tavola_2=([*cells, cells[4]], merges)))
        found = rows(con, "select trovato from raw._scarti where trovato like 'chiave ripetuta%Tavola 2%'")
        assert len(found) == 4
        assert found[0][0].endswith("in foglio «Tavola 2», riga 6, già in foglio «Tavola 2», riga 5")

    def test_a_text_in_another_encoding_than_declared_is_refused(self, folder, read):
        read(tavole.TIDY, "adi.csv")
        (folder / "adi.csv").write_bytes(tavole.TIDY.replace("Bergamo", "Forlì").encode("windows-1252"))
        (report,) = check_path(duckdb.connect(), folder)
        assert report.problemi[-1].trovato == "un testo che non è in utf-8"


def test_two_releases_stand_one_below_the_other_with_their_day(folder, read):
    read(tavole.appendix(), "adi_gennaio.xlsx")
    cells, merges = tavole.months()
    cells[10] = ["(1) Dati provvisori. Dati aggiornati al 20 luglio 2025"]
    con = read(tavole.workbook({"Tavola 1": (cells, merges)}), "adi_luglio.xlsx")
    released = rows(con, "select rilasciato_il::text from raw._file order by 1")
    assert released == [("2025-01-15",), ("2025-07-20",)]
    assert rows(con, "select count(distinct _tabella) from raw.inps_adi where provincia = 'Brescia'") == [(2,)]


def test_codes_of_the_land_register_are_kept_as_printed(tmp_path):
    text = "codice_istat;comune;anno;nuclei;persone\nE333;iseo;2022;120;260\nm188;zone;2022;9;15\n"
    con = layouts.loaded(tmp_path / "raw" / "rdc", "rdc.csv", text)
    assert rows(con, "select codice_istat, comune from raw.inps_rdc_comuni order by _riga") == [
        ("E333", "iseo"),
        ("m188", "zone"),
    ]
