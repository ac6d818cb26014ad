"""Loading whole directories: what stands in schema raw, the cache, the fingerprint, the real data."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest import cache as cache_module
from ingest import sidecar
from ingest.load import fingerprint, load, read_sources
from tests.ingest.received import GOOD, load_into_memory, rows, write_source

DATA = Path(__file__).resolve().parents[2] / "data" / "raw"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    return folder


class TestWhatIsWritten:
    def test_the_source_the_file_and_the_columns_are_described(self, raw):
        write_source(raw, sidecar={"nota": "Una nota."}, data_riferimento="2023-12-31", righe_documento=None)
        con, _ = load_into_memory(raw)
        assert rows(con, "select fonte_id, ente, data_riferimento, provvisorio, nota from raw._fonti") == [
            ("prova", "prova", date(2024, 1, 1), False, "Una nota.")
        ]
        assert rows(con, "select tabella, file, formato, grana, data_riferimento, byte from raw._file") == [
            (
                "residenti",
                "prova/residenti.csv",
                "csv",
                ["comune", "anno"],
                date(2023, 12, 31),
                len(GOOD.encode()),
            )
        ]
        assert rows(con, "select colonna, tipo, locale, minimo from raw._colonne order by posizione")[2] == (
            "residenti",
            "intero",
            "it",
            0.0,
        )

    def test_every_cell_of_a_small_table_has_its_place_empty_ones_too(self, raw):
        write_source(raw, "comune,anno,residenti,quota\nIseo,2024,,1%\n")
        con, _ = load_into_memory(raw)
        assert rows(con, "select riga, colonna, posizione, valore_stampato from raw._celle order by posizione") == [
            (2, "comune", 1, "Iseo"),
            (2, "anno", 2, "2024"),
            (2, "residenti", 3, None),
            (2, "quota", 4, "1%"),
        ]

    def test_a_cell_points_at_the_line_of_its_document(self, raw):
        columns = [
            {"nome": "riga_documento", "tipo": "riga_documento"},
            {"nome": "riga_quote", "tipo": "riga_documento"},
            {"nome": "voce", "tipo": "testo"},
            {"nome": "quota", "tipo": "percentuale", "riga": "riga_quote"},
        ]
        text = "riga_documento,riga_quote,voce,quota\n12,20-21,a,molta\n"
        write_source(raw, text, colonne=columns, grana=["voce"], righe_documento=["12", "20-21"])
        con, _ = load_into_memory(raw)
        assert rows(con, "select riga_documento from raw._celle where colonna = 'quota'") == [("20-21",)]
        assert rows(con, "select riga_documento from raw._celle_non_conformi") == [("20-21",)]

    def test_the_declared_identities_are_kept_whole(self, raw):
        check = {
            "id": "somma",
            "tipo": "somma_riga",
            "tabella": "residenti",
            "addendi": ["residenti"],
            "totale": "residenti",
            "gravita": "avviso",
            "motivo": "Perché torni.",
            "a_chi": "Ufficio",
        }
        write_source(raw, sidecar={"controlli": [check]})
        con, _ = load_into_memory(raw)
        assert rows(con, "select controllo_id, dichiarazione->>'$.motivo' from raw._controlli") == [
            ("somma", "Perché torni.")
        ]

    def test_a_table_of_many_rows_is_checked_in_sql_and_not_kept_cell_by_cell(self, raw):
        lines = "".join(f"Comune {i},2024,{i},1%\n" for i in range(6000))
        write_source(raw, "comune,anno,residenti,quota\n" + lines + "Ultimo,2024,molti,1%\n")
        con, _ = load_into_memory(raw)
        assert rows(con, "select count(*) from raw._celle") == [(0,)]
        assert rows(con, "select riga, valore_stampato from raw._celle_non_conformi") == [(6002, "molti")]

    def test_the_macros_are_there_for_staging(self, raw):
        write_source(raw)
        con, _ = load_into_memory(raw)
        assert rows(con, "select raw.leggi_intero(residenti, 'it') from raw.prova__residenti order by 1") == [
            (1021,),
            (8992,),
        ]

    def test_progress_names_every_source(self, raw, tmp_path):
        write_source(raw)
        told: list[str] = []
        load(duckdb.connect(), [raw], tmp_path / "cache", told.append)
        assert told == ["Fonte di prova: 1 tabelle"]

    def test_several_directories_are_loaded_together(self, tmp_path):
        write_source(tmp_path / "a", fonte="prima", sidecar={"ente": "prima"})
        write_source(tmp_path / "b", fonte="seconda", sidecar={"ente": "seconda"})
        con = duckdb.connect()
        report = load(con, [tmp_path / "a", tmp_path / "b"], tmp_path / "cache")
        assert report.righe_caricate == 4
        assert rows(con, "select count(*) from raw.prima__residenti, raw.seconda__residenti") == [(4,)]


class TestTheCache:
    def test_an_unchanged_file_is_not_parsed_twice(self, raw, monkeypatch):
        write_source(raw)
        first, _ = load_into_memory(raw)
        monkeypatch.setattr(cache_module, "reader_for", lambda _: pytest.fail("parsed again"))
        second, report = load_into_memory(raw)
        assert report.tables[0].dalla_cache
        table = "select * from raw.prova__residenti order by _riga"
        assert rows(first, table) == rows(second, table)

    def test_rejects_come_out_of_it_too(self, raw):
        write_source(raw, GOOD + "corta,1\n")
        first, _ = load_into_memory(raw)
        second, report = load_into_memory(raw)
        assert report.tables[0].dalla_cache
        assert rows(first, "select * from raw._scarti") == rows(second, "select * from raw._scarti") != []

    @pytest.mark.parametrize(
        "change",
        [
            {"grana": ["comune"]},
            {"opzioni": {"separatore": ","}},
            {"content": GOOD + "Marone,2024,3,3%\n"},
        ],
        ids=["grain", "options", "content"],
    )
    def test_another_content_or_declaration_is_parsed_again(self, raw, change):
        write_source(raw)
        load_into_memory(raw)
        write_source(raw, **change)
        _, report = load_into_memory(raw)
        assert not report.tables[0].dalla_cache

    def test_another_label_is_no_reason_to_parse_again(self, raw):
        write_source(raw)
        load_into_memory(raw)
        write_source(raw, titolo="Un altro titolo")
        _, report = load_into_memory(raw)
        assert report.tables[0].dalla_cache

    def damage(self, entry: Path, how: str) -> None:
        if how == "cut":
            entry.write_bytes(entry.read_bytes()[:200])
        elif how == "replaced":
            entry.write_text("niente")
        else:  # a Parquet file, but not one of ours
            con = duckdb.connect()
            con.execute(f"copy (select 1 as a) to '{entry}' (format parquet)")

    @pytest.mark.parametrize("how", ["cut", "replaced", "foreign"])
    def test_a_damaged_entry_is_read_again_and_mended(self, raw, how):
        write_source(raw)
        load_into_memory(raw)
        (entry,) = (raw.parent / "cache").glob("*.parquet")
        self.damage(entry, how)
        con, report = load_into_memory(raw)
        assert not report.tables[0].dalla_cache
        assert rows(con, "select count(*) from raw.prova__residenti") == [(2,)]
        assert load_into_memory(raw)[1].tables[0].dalla_cache

    def test_no_half_written_entry_is_left(self, raw):
        write_source(raw)
        load_into_memory(raw)
        assert [p.suffix for p in (raw.parent / "cache").iterdir()] == [".parquet"]


class TestTheFingerprint:
    def test_stays_the_same_when_nothing_changes(self, raw):
        write_source(raw)
        assert fingerprint([raw]) == fingerprint([raw])

    @pytest.mark.parametrize("what", ["file", "sidecar", "new file", "new source", "file gone"])
    def test_changes_when_anything_received_does(self, raw, what):
        folder = write_source(raw)
        before = fingerprint([raw])
        if what == "file":
            (folder / "residenti.csv").write_text(GOOD + "\n")
        elif what == "sidecar":
            (folder / "fonte.yml").write_text((folder / "fonte.yml").read_text() + "# nota\n")
        elif what == "new file":
            (folder / "altro.csv").write_text("x")
        elif what == "new source":
            write_source(raw, fonte="nuova")
        else:
            (folder / "residenti.csv").unlink()
        assert fingerprint([raw]) != before

    def test_changes_when_a_file_of_an_installed_package_does(self, raw, tmp_path, monkeypatch):
        packaged = tmp_path / "site-packages" / "dati.csv"
        packaged.parent.mkdir()
        packaged.write_text(GOOD)

        class Distribution:
            def locate_file(self, name):
                return packaged

        monkeypatch.setattr(sidecar, "distribution", lambda name: Distribution())
        write_source(raw, None, opzioni={"pacchetto": "un-pacchetto"})
        before = fingerprint([raw])
        packaged.write_text(GOOD + "Marone,2024,3,3%\n")
        assert fingerprint([raw]) != before

    def test_is_told_for_a_broken_sidecar_too(self, raw):
        folder = write_source(raw)
        before = fingerprint([raw])
        (folder / "fonte.yml").write_text("rotto: [")
        assert fingerprint([raw]) != before

    def test_says_so_when_the_package_is_not_installed(self, raw):
        write_source(raw, None, opzioni={"pacchetto": "un-pacchetto-che-non-esiste"})
        (table,) = sidecar.read_sidecar(raw / "prova").tabelle
        assert table.path == raw / "prova" / "residenti.csv"
        fingerprint([raw])


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    con = duckdb.connect()
    return con, load(con, [DATA], tmp_path_factory.mktemp("cache"))


class TestTheRealData:
    def test_every_declared_table_is_loaded_and_every_row_accounted_for(self, real):
        con, report = real
        assert len(report.tables) == sum(len(s.tabelle) for s in read_sources([DATA])) == 69
        for table in report.tables:
            assert table.righe_lette == table.righe_caricate + table.righe_scartate > 0
        assert rows(con, "select * from raw._scarti") == []

    def test_istat_is_whole(self, real):
        con, _ = real
        assert rows(con, "select count(*), sum(tot)::bigint from raw.istat__popolazione_2023") == [
            (798_001, 58_840_177)
        ]

    def test_the_printed_cells_that_do_not_fit_are_exactly_the_known_ones(self, real):
        con, _ = real
        printed = rows(
            con,
            "select tabella, riga_documento, colonna, valore_stampato from raw._celle_non_conformi "
            "where valore_stampato is not null order by tabella, colonna, riga",
        )
        assert printed == [
            ("budget_area_b", "182", "altre_privato_sociale", "x"),
            ("budget_area_b", "182", "altre_totale", "0 possibile sinergia AUSE"),
            ("capitoli", "314", "importo", "13.7000"),
            ("residenti_stranieri", "956", "stranieri_femmine", "50,22"),
            ("residenti_stranieri", "957", "stranieri_femmine", "1881,22"),
            ("residenti_stranieri", "956", "stranieri_maschi", "49,78"),
            ("residenti_stranieri", "957", "stranieri_maschi", "1600,78"),
            ("stato_civile", "974", "celibi_nubili", "23,432"),
            ("stato_civile", "974", "coniugati", "24,784"),
            ("stato_civile", "974", "totale", "54,346"),
            ("stranieri_minori", "1001", "fino18_stranieri_totale", "0,00%"),
        ]

    def test_the_required_cells_that_the_documents_leave_empty_are_exactly_the_known_ones(self, real):
        con, _ = real
        empty = rows(
            con,
            "select tabella, colonna, count(*) from raw._celle_non_conformi where valore_stampato is null "
            "group by all order by all",
        )
        assert empty == [
            ("cifre_testo", "valore", 1),
            ("debiti_informativi", "destinatario", 1),
            ("esito_progetti", "scheda", 2),
            ("fasce_eta", "fascia_3_totale", 1),
            ("servizi", "copertura", 2),
            ("stranieri_minori", "fino14_stranieri_pct", 1),
            ("stranieri_minori", "fino18_stranieri_pct", 1),
        ]

    def test_it_loads_wherever_it_lies(self, tmp_path):
        copy = tmp_path / "una cartella con spazi" / "raw"
        shutil.copytree(DATA / "inps_adi", copy / "inps_adi")
        con, report = load_into_memory(copy)
        assert report.righe_caricate == 6 + 15
        assert rows(con, "select max(_file) from raw.inps__adi_pubblicati") == [("inps_adi/pubblicati.csv",)]
