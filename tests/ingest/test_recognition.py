"""What a received file is, told by its content."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.recognition import Recognition, recognise
from ingest.tracciato import known
from tests.ingest import layouts


@pytest.fixture
def told(tmp_path):
    """What a file with this name and content is recognised as."""

    def tell(content: str | bytes, name: str = "tabella.csv") -> Recognition | None:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return recognise(path)

    return tell


ELENCO = (
    'Codice Regione;"Codice dell\'Unità territoriale sovracomunale \n(valida a fini statistici)";'
    "Codice Comune formato alfanumerico;Denominazione in italiano;Denominazione altra lingua;Denominazione Regione;"
    '"Denominazione dell\'Unità territoriale sovracomunale \n(valida a fini statistici)";Sigla automobilistica;'
    "Codice Catastale del comune\n03;017;017085;Iseo;;Lombardia;Brescia;BS;E333\n"
)
SDMX = (
    "FREQ,REF_AREA,Territorio,DATA_TYPE,Indicatore,SEX,Sesso,TIME_PERIOD,Osservazione\n"
    "A,017085,Iseo,JAN,Residenti,9,totale,2024,9000\nA,017085,Iseo,JAN,Residenti,9,totale,2023,8992\n"
)
TIDY = "codice_istat,comune,anno,indicatore,valore\n017085,Iseo,2022,nati,50\n"
ANPR = "DATA ELABORAZIONE,REGIONE,PROVINCIA,COD_ISTAT_COMUNE,COMUNE,RESIDENTI\n10-01-2024,L,B,017085,ISEO,9046\n"
RDC = "codice_istat;comune;anno;nuclei;persone\nE333;iseo;2022;120;260\nm188;zone;2022;9;15\n"
BUDGET = (
    "ente_id,anno,area,servizio,fondo,stato_spesa,verso,importo\n"
    'com:017085,2024,anziani,Assistenza domiciliare,fna,consuntivo,spesa,"1.234,50"\n'
)
EVERY_LAYOUT = [
    ("istat_posas", layouts.posas(), date(2025, 1, 1)),
    ("istat_posas", layouts.posas_20(), date(2025, 1, 1)),
    ("istat_strasa", layouts.posas(title=layouts.STRASA_TITLE), date(2025, 1, 1)),
    ("istat_p2", layouts.p2(old=True), date(2023, 12, 31)),
    ("istat_p2", layouts.p2(old=False), date(2023, 12, 31)),
    ("istat_d7b", layouts.d7b(), date(2024, 12, 31)),
    ("istat_rcs", layouts.RCS, date(2024, 1, 1)),
    ("istat_sdmx", SDMX, date(2024, 12, 31)),
    ("istat_comuni", ELENCO, None),
    ("osservazioni", TIDY, date(2022, 12, 31)),
    ("anpr_residenti", ANPR, date(2024, 1, 10)),
    ("inps_rdc_comuni", RDC, date(2022, 12, 31)),
    ("spesa_ente", BUDGET, date(2024, 12, 31)),
]


@pytest.mark.parametrize(("layout", "text", "reference"), EVERY_LAYOUT)
class TestEveryLayout:
    def test_is_told_by_its_content_with_the_date_it_speaks_of(self, told, layout, text, reference):
        found = told(text)
        assert (found.tracciato.tracciato, found.data_riferimento) == (layout, reference)

    def test_is_told_inside_a_zip(self, told, layout, text, reference):
        found = told(layouts.zipped(text), "tabella.zip")
        assert (found.tracciato.tracciato, found.formato, found.data_riferimento) == (layout, "csv_zip", reference)

    def test_is_told_with_a_byte_order_mark_and_windows_line_ends(self, told, layout, text, reference):
        found = told(("\ufeff" + text.replace("\n", "\r\n")).encode())
        assert (found.tracciato.tracciato, found.codifica, found.data_riferimento) == (layout, "utf-8", reference)

    def test_is_told_in_the_old_encoding(self, told, layout, text, reference):
        found = told((text + "è").encode("cp1252"))
        assert (found.tracciato.tracciato, found.codifica) == (layout, "windows-1252")


def test_every_layout_of_a_publisher_is_tried_here():
    # Tried together with their templates.
    own = {"leps_rilevazione", "personale", "debiti_informativi", "consuntivo_regionale", "esiti_obiettivi"}
    own |= {name for name, layout in known().items() if layout.tavola}  # tried in test_tavole
    assert {layout for layout, *_ in EVERY_LAYOUT} == set(known()) - own


class TestTheHeader:
    def test_is_found_below_the_title(self, told):
        assert told(layouts.posas()).riga_intestazione == 2

    def test_is_found_on_the_first_line_where_there_is_no_title(self, told):
        found = told(layouts.posas(title=None), "POSAS_2024_it_017_Brescia.csv")
        assert (found.riga_intestazione, found.data_riferimento) == (1, date(2024, 1, 1))

    def test_is_found_below_a_title_and_blank_lines(self, told):
        assert told(layouts.posas(title=layouts.POSAS_TITLE + "\n\n")).riga_intestazione == 4

    def test_may_have_line_ends_inside_its_cells_and_commas_for_separators(self, told):
        found = told("\ufeff" + ELENCO.replace(";", ","))
        assert (found.tracciato.tracciato, found.separatore, found.riga_intestazione) == ("istat_comuni", ",", 1)

    def test_with_columns_that_are_not_read_tells_their_names(self, told):
        assert told(layouts.p2(old=False)).colonne_ignorate == ("Numero di famiglie", "Popolazione in convivenza")

    def test_of_no_known_layout_is_not_forced_into_one(self, told):
        assert told("comune;anno;residenti\nIseo;2024;9000\n") is None


class TestTwoLayoutsWithOneHeader:
    def test_the_title_decides(self, told):
        assert told(layouts.posas(title=layouts.STRASA_TITLE), "dati.csv").tracciato.tracciato == "istat_strasa"
        assert told(layouts.posas(), "dati.csv").tracciato.tracciato == "istat_posas"

    def test_without_a_title_the_name_of_the_file_decides(self, told):
        assert told(layouts.posas(title=None), "STRASA_2024_it_Comuni.csv").tracciato.tracciato == "istat_strasa"
        assert told(layouts.posas(title=None), "POSAS_2024_it_Comuni.csv").tracciato.tracciato == "istat_posas"

    def test_a_title_is_believed_more_than_a_name(self, told):
        found = told(layouts.posas(), "STRASA_2025_it_Comuni.csv")
        assert found is None or found.tracciato.tracciato == "istat_posas"


def test_a_title_that_says_estimate_makes_the_table_provisional(told):
    assert told(layouts.posas(title=layouts.POSAS_TITLE[:-1] + ' (stima)"')).provvisorio
    assert not told(layouts.posas()).provvisorio


@pytest.mark.parametrize("content", [b"", b"\0\1\2", b"PK\x03\x04rotto", b"\x81\x8d", b"<?xml version='1.0'?><a/>"])
def test_what_holds_no_table_is_not_recognised(told, content):
    assert told(content) is None


@pytest.mark.parametrize(
    ("name", "layout", "reference"),
    [
        ("istat/POSAS_2025_it_Comuni.csv", "istat_posas", date(2025, 1, 1)),
        ("istat/SPESESERSOC1_ambiti_2021_2023.csv", "istat_sdmx", date(2023, 12, 31)),
        ("istat/Elenco-comuni-italiani_lombardia.csv", "istat_comuni", None),
        ("istat/bilancio_demografico_comuni.csv", "osservazioni", date(2022, 12, 31)),
        ("anpr/popolazione_residente_export_20240110_excerpt_BS.csv", "anpr_residenti", date(2024, 1, 10)),
    ],
)
def test_real_files_are_recognised(told, name, layout, reference):
    found = told(layouts.sample(name), name.rpartition("/")[2])
    assert (found.tracciato.tracciato, found.data_riferimento) == (layout, reference)
