"""Known layouts, loaded: every row accounted for, totals never added, both ways of reading alike."""

from __future__ import annotations

import pytest

from ingest import bulk
from ingest.tracciato import known
from tests.ingest import layouts
from tests.ingest.layouts import accounted_for, failures, load_raw, loaded
from tests.ingest.received import rows
from tests.ingest.test_recognition import ANPR, ELENCO, EVERY_LAYOUT, SDMX, TIDY

METADATA = {
    "_note": "riga, testo",
    "_scarti": "riga, contenuto, trovato, atteso, rimedio",
    "_celle_non_conformi": "riga, colonna, valore_stampato, atteso",
    "_quadrature": "controllo_id, tipo, colonna, riga, gruppo, atteso, trovato, messaggio, gruppi",
    "_file": "righe_lette, righe_caricate, righe_scartate",
}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw" / "prova"


@pytest.fixture
def both(folder, monkeypatch):
    """Load the same file with the plain reader and with DuckDB's; the two must tell the same."""

    def load_twice(text: str | bytes, name: str = "tabella.csv"):
        plain = loaded(folder, name, text)
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        in_bulk = load_raw(folder.parent)
        layout = rows(plain, "select any_value(tracciato) from raw._file")[0][0]
        for table, columns in METADATA.items():
            query = f"select {columns} from raw.{table} order by all"
            assert rows(plain, query) == rows(in_bulk, query), table
        query = f"select * from raw.{layout} order by _riga"
        assert rows(plain, query) == rows(in_bulk, query)
        return plain

    return load_twice


DIRTY = layouts.posas_rows()
DIRTY[3] = DIRTY[3].replace(";3;", ";150;")
DIRTY[4] = DIRTY[4].replace(";4;", ";x;")
DIRTY[5] = '"017085";"Iseo";5;-3;10;7'
DIRTY[6] = DIRTY[6].replace('"017085"', '""')
DIRTY[7] = '"017085";"Iseo";7;1.5;2;3'
DIRTY[8:8] = [DIRTY[2], '"017085";"Iseo"', '"017085";"Iseo";8;1;2;3;4', '"detto "Iseo"";"Iseo";8;1;2;3', ""]
DIRTY += ['"Nota: lo stato ""civile"" è in corso di validazione."', '"Seconda nota"']


class TestBothReaders:
    @pytest.mark.parametrize("text", [text for _, text, _ in EVERY_LAYOUT], ids=[name for name, *_ in EVERY_LAYOUT])
    def test_give_the_same_table_of_every_layout(self, both, text):
        assert accounted_for(both(text))

    @pytest.mark.parametrize("text", [text for _, text, _ in EVERY_LAYOUT], ids=[name for name, *_ in EVERY_LAYOUT])
    def test_give_the_same_of_a_zip_in_the_old_encoding(self, both, text):
        assert accounted_for(both(layouts.zipped(text.encode("cp1252")), "tabella.zip"))

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    def test_tell_the_same_of_a_file_with_everything_wrong(self, both, end):
        con = both(layouts.posas(DIRTY, title=layouts.POSAS_TITLE + "\n", end=end))
        assert accounted_for(con)
        assert rows(con, "select riga, trovato from raw._scarti order by riga") == [
            (12, "chiave ripetuta (017085, 2), già alla riga 6"),
            (13, "riga troppo corta: 2 celle"),
            (14, "riga troppo lunga: 7 celle"),
            (15, "testo dopo le virgolette chiuse"),
        ]
        assert rows(con, "select riga, colonna, valore_stampato from raw._celle_non_conformi order by all") == [
            (7, "eta", "150"),
            (8, "eta", "x"),
            (9, "maschi", "-3"),
            (10, "codice_comune", None),
            (11, "maschi", "1.5"),
        ]
        notes = [text for (text,) in rows(con, "select testo from raw._note order by riga")]
        assert notes == [layouts.POSAS_TITLE.strip('"'), 'Nota: lo stato "civile" è in corso di validazione.'] + [
            "Seconda nota"
        ]

    def test_tell_the_same_of_a_whole_comune_twice(self, both):
        whole = layouts.posas_rows()
        con = both(layouts.posas([*whole, *whole[:102]]))
        found = rows(con, "select riga, contenuto, trovato from raw._scarti order by riga")
        assert len(found) == 102
        assert found[0] == (207, whole[0], "chiave ripetuta (017085, 0), già alla riga 3")
        assert failures(con) == []

    def test_see_a_key_repeated_with_blanks_around_it(self, both):
        whole = layouts.posas_rows()
        con = both(layouts.posas([*whole, whole[0].replace('"017085"', '" 017085 "')]))
        assert rows(con, "select count(*) from raw._scarti") == [(1,)]

    def test_see_repeated_keys_of_one_column(self, both):
        text = ELENCO + "03;017;017085;Iseo;;Lombardia;Brescia;BS;E333\n"
        con = both(text)
        assert rows(con, "select riga, trovato from raw._scarti") == [(5, "chiave ripetuta (017085), già alla riga 4")]

    def test_keep_codes_as_a_spreadsheet_prints_them(self, both):
        text = layouts.posas(layouts.posas_rows(layouts.COMUNI[:1], code='="{}"'))
        con = both(text)
        assert rows(con, "select distinct codice_comune from raw.istat_posas") == [('="017085"',)]
        assert failures(con) == []

    @pytest.mark.parametrize("printed", ["007", "+7", " 7", "7 ", "-0", "1e1", "7.0", "1_0", "0x7", "99999999999", ""])
    def test_keep_a_number_as_it_was_printed(self, both, printed):
        lines = layouts.posas_rows()
        lines[7] = f'"017085";"Iseo";7;{printed};2;3'
        con = both(layouts.posas(lines))
        assert rows(con, "select maschi from raw.istat_posas where _riga = 10") == [(printed or None,)]

    def test_a_key_that_only_looks_alike_is_not_repeated(self, both):
        con = both(layouts.posas([*layouts.posas_rows(), '"017085";"Iseo";07;1;2;3']))
        assert rows(con, "select count(*) from raw._scarti") == [(0,)]

    def test_whole_numbers_take_the_place_of_numbers(self, folder, monkeypatch):
        monkeypatch.setattr(bulk, "BULK_FROM_BYTES", 0)
        con = loaded(folder, "p.csv", layouts.posas())
        kinds = "select data_type from duckdb_columns() where table_name like '_righe_%' and column_name = 'maschi'"
        assert rows(con, kinds) == [("INTEGER",)]


class TestPosas:
    def test_the_row_of_the_total_is_kept_and_told_from_its_parts(self, folder):
        con = loaded(folder, "p.csv", layouts.posas())
        assert rows(con, "select count(*), count(*) filter (eta = '999') from raw.istat_posas") == [(204, 2)]
        assert rows(con, "select count(*) from raw._celle_non_conformi") == [(0,)]
        assert failures(con) == []

    def test_civil_unions_that_are_all_empty_are_no_misfits(self, folder):
        con = loaded(folder, "p.csv", layouts.posas_20())
        assert rows(con, "select count(*), count(uniti_civilmente), count(celibi) from raw.istat_posas") == [
            (204, 0, 204)
        ]
        assert rows(con, "select count(*) from raw._celle_non_conformi") == [(0,)]

    def test_columns_that_a_delivery_lacks_are_empty(self, folder):
        con = loaded(folder, "p.csv", layouts.posas())
        assert rows(con, "select count(celibi), count(vedove), count(maschi) from raw.istat_posas") == [(0, 0, 204)]


class TestP2:
    @pytest.mark.parametrize("old", [True, False])
    def test_old_and_new_headers_fill_the_same_columns(self, folder, old):
        con = loaded(folder, "p2.csv", layouts.p2(old))
        columns = "codice_comune, popolazione_inizio_t, nati_m, nati_t, iscritti_altri_comuni_f, popolazione_fine_t"
        assert rows(con, f"select {columns} from raw.istat_p2") == [("017085", "210", "3", "7", "9", "210")]
        assert failures(con) == []


class TestD7b:
    def test_adjustment_census_and_rows_of_the_province_are_neither_lost_nor_misfits(self, folder):
        con = loaded(folder, "d7b.csv", layouts.d7b())
        by_month = "select mese, count(*), count(codice_comune) from raw.istat_d7b group by mese order by mese::int"
        assert rows(con, by_month) == [("1", 9, 6), ("13", 9, 6), ("15", 9, 6)]
        assert rows(con, "select count(*) from raw._celle_non_conformi") == [(0,)]
        assert failures(con) == []

    def test_a_month_that_is_none_is_reported(self, folder):
        con = loaded(folder, "d7b.csv", layouts.d7b().replace("2024;13;", "2024;14;", 1))
        assert rows(con, "select colonna, valore_stampato from raw._celle_non_conformi") == [("mese", "14")]


class TestRcs:
    def test_codes_of_sums_are_not_padded(self, folder):
        con = loaded(folder, "rcs.csv", layouts.RCS)
        assert rows(con, "select codice_istat from raw.istat_rcs order by _riga") == [
            ("017085",),
            ("017085",),
            ("017",),
            ("3",),
        ]

    def test_without_a_column_of_the_year_the_name_of_the_file_tells_it(self, folder):
        text = "\n".join(line.split(";", 1)[1] for line in layouts.RCS.splitlines()) + "\n"
        con = loaded(folder, "Dati_RCS_cittadinanza_2023.csv", text)
        assert rows(con, "select distinct _data_riferimento::text, anno from raw.istat_rcs") == [("2023-01-01", None)]


class TestOtherLayouts:
    def test_the_dimensions_of_an_sdmx_table_are_kept_with_their_labels(self, folder):
        con = loaded(folder, "s.csv", SDMX)
        assert rows(con, "select distinct dimensioni from raw.istat_sdmx") == [('{"SEX":"9","Sesso":"totale"}',)]

    def test_labels_of_observations_get_their_meaning_from_the_sidecar(self, folder):
        con = loaded(folder, "t.csv", TIDY + "017085,Iseo,2022,gatti,3\n")
        assert rows(con, "select etichetta, quantita, momento, ignorata is null from raw._mappe order by all") == [
            ("gatti", None, "anno", False),
            ("nati", "nati", "anno", True),
        ]

    def test_a_register_is_loaded_with_its_day(self, folder):
        con = loaded(folder, "a.csv", ANPR)
        assert rows(con, "select residenti, _data_riferimento::text from raw.anpr_residenti") == [
            ("9046", "2024-01-10")
        ]


class TestSeveralDeliveries:
    def test_all_stand_below_one_another_in_the_table_of_the_layout(self, folder):
        loaded(folder, "uno.csv", layouts.posas())
        con = loaded(folder, "due.csv", layouts.posas(title=layouts.POSAS_TITLE.replace("2025", "2024")))
        query = "select _data_riferimento::text, count(*) from raw.istat_posas group by all order by all"
        assert rows(con, query) == [("2024-01-01", 204), ("2025-01-01", 204)]

    def test_a_layout_without_deliveries_is_an_empty_table(self, folder):
        con = loaded(folder, "uno.csv", layouts.posas())
        for name in set(known()) - {"istat_posas"}:
            assert rows(con, f"select count(*) from raw.{name}") == [(0,)]


@pytest.mark.parametrize(
    ("name", "layout", "count", "rejected"),
    [
        ("istat/POSAS_2025_it_Comuni.csv", "istat_posas", 194, 0),
        ("istat/SPESESERSOC1_ambiti_2021_2023.csv", "istat_sdmx", 20, 0),
        ("istat/Elenco-comuni-italiani_lombardia.csv", "istat_comuni", 1502, 0),
        ("istat/bilancio_demografico_comuni.csv", "osservazioni", 9020, 0),
        ("istat/popolazione_comuni.csv", "osservazioni", 3800, 0),
        ("anpr/popolazione_residente_export_20240110_excerpt_BS.csv", "anpr_residenti", 22, 0),
    ],
)
def test_real_files_are_loaded_whole_by_both_readers(both, name, layout, count, rejected):
    con = both(layouts.sample(name), name.rpartition("/")[2])
    assert accounted_for(con)
    assert rows(con, f"select count(*) from raw.{layout}") == [(count,)]
    assert rows(con, "select count(*) from raw._scarti") == [(rejected,)]
