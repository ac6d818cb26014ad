"""What becomes of a case file: typed values and keys in ``riservato``, counts in ``raw``, and nothing else."""

import hashlib
import hmac
import io
import zipfile
from datetime import date

import polars as pl
import pytest

from ingest.check import check_path
from ingest.load import fingerprint
from tests.ingest.casi.estratti import (
    HEADER,
    KEY,
    MAPPING,
    ROW,
    WRONG,
    codice_fiscale,
    found_in,
    generated,
    row,
    text_of,
    write_cases,
    write_flow,
)
from tests.ingest.received import load_into_memory, rows


def load(raw):
    con, report = load_into_memory(raw)
    return con, report


def keyed(role: str, value: str) -> str:
    return hmac.new(bytes.fromhex(KEY), f"{role}\0{value}".encode(), hashlib.sha256).hexdigest()


def test_a_case_is_typed_and_its_identifiers_are_keyed(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW]))
    con, report = load(tmp_path / "raw")
    query = (
        "select riga, ambito_id, formato, estratto_il, misura, caso_chiave, nucleo_chiave, comune_stampato, "
        "comune_codice_tipo, data_domanda, anno_nascita, componenti, minori, operazione "
        "from riservato.main.casi_ricevuti"
    )
    assert rows(con, query) == [
        (2, "amb:sebino", "gepi", date(2025, 12, 31), "adi", keyed("domanda", "DOM-1"), keyed("persona", WRONG), "Iseo",
         "nome", date(2024, 2, 1), 1980, 3, True, None)
    ]  # fmt: skip
    assert report.avvisi == ()


def test_raw_gets_counts_and_no_cell(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW, row(codice_domanda="DOM-2")]))
    con, _ = load(tmp_path / "raw")
    assert rows(con, "select righe_lette, righe_caricate, righe_scartate, celle_non_lette from raw._casi_letture") == [
        (2, 2, 0, 0)
    ]
    assert rows(con, "select righe_lette, righe_caricate, righe_scartate from raw._file") == [(2, 2, 0)]
    for table in ("_celle", "_celle_non_conformi", "_scarti", "_note", "_colonne"):
        assert rows(con, f"select count(*) from raw.{table}") == [(0,)]
    assert not (tmp_path / "cache").exists()


def test_the_mapping_is_recorded_with_what_is_ignored_and_why(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW]))
    con, _ = load(tmp_path / "raw")
    query = "select colonna_canonica, ignorata, motivo from riservato.main.casi_mappature where colonna_ricevuta = ?"
    assert rows(con, query, "Cognome") == [(None, True, "nomina una persona")]
    assert rows(con, query, "Comune") == [("comune", False, None)]


def test_equal_identifiers_have_equal_keys_however_they_are_written(tmp_path):
    again = row(codice_domanda=" dom-1 ", codice_fiscale=WRONG.lower())
    write_cases(tmp_path / "raw", text_of([ROW, again]))
    con, _ = load(tmp_path / "raw")
    query = "select count(distinct caso_chiave), count(distinct nucleo_chiave) from riservato.main.casi_ricevuti"
    assert rows(con, query) == [(1, 1)]


def test_another_key_gives_other_values_and_another_fingerprint(tmp_path, monkeypatch):
    write_cases(tmp_path / "raw", text_of([ROW]))
    query = "select caso_chiave from riservato.main.casi_ricevuti"
    first, before = rows(load(tmp_path / "raw")[0], query), fingerprint([tmp_path / "raw"])
    monkeypatch.setenv("LEPS_CHIAVE", KEY[::-1])
    assert rows(load(tmp_path / "raw")[0], query) != first
    assert fingerprint([tmp_path / "raw"]) != before


def test_another_mapping_gives_another_fingerprint(tmp_path):
    folder = write_cases(tmp_path / "raw", text_of([ROW]))
    before = fingerprint([tmp_path / "raw"])
    mapping = folder / "mappatura_prova.yml"
    mapping.write_text(mapping.read_text("utf-8").replace("Estratto di prova", "Un altro titolo"), "utf-8")
    assert fingerprint([tmp_path / "raw"]) != before


UNREADABLE = {
    "malformed code": ({"codice_fiscale": "SEGRETO123"}, "Codice fiscale"),
    "unknown comune": ({"comune": "Atlantide"}, "Comune"),
    "birth in the future": ({"data_di_nascita": "01/01/2026"}, "Data di nascita"),
    "day that does not exist": ({"data_domanda": "31/02/2024"}, "Data domanda"),
    "day after the extraction": ({"data_domanda": "01/01/2026"}, "Data domanda"),
    "text where a number belongs": ({"componenti": "Segreto"}, "Componenti"),
    "nobody in the household": ({"componenti": "0"}, "Componenti"),
    "word that is neither yes nor no": ({"minori": "Segreto"}, "Minori"),
}


@pytest.mark.parametrize("case", UNREADABLE, ids=str)
def test_a_cell_that_does_not_fit_is_dropped_and_told_by_row_and_column_only(tmp_path, case):
    changed, column = UNREADABLE[case]
    folder = write_cases(tmp_path / "raw", text_of([ROW, row(**changed)]))
    con, report = load(tmp_path / "raw")
    (told,) = report.avvisi
    assert f"riga 3, colonna «{column}»" in told
    assert not any(value.lower() in told.lower() for value in changed.values() if len(value) > 1)
    assert rows(con, "select celle_non_lette, righe_caricate from raw._casi_letture") == [(1, 2)]
    (checked,) = check_path(con, folder)
    assert [(p.riga, p.colonna) for p in checked.problemi] == [(3, column)]
    assert checked.leggibile and checked.righe == 2


def test_real_cases_want_the_right_check_character(tmp_path):
    right = codice_fiscale("FNTNVN80A01Z999", right=True)
    content = text_of([ROW, row(codice_domanda="DOM-2", codice_fiscale=right)])
    write_cases(tmp_path / "raw", content, sintetici=None)
    con, report = load(tmp_path / "raw")
    query = "select nucleo_chiave from riservato.main.casi_ricevuti order by riga"
    assert rows(con, query) == [(None,), (keyed("persona", right),)]
    assert "riga 2, colonna «Codice fiscale»" in report.avvisi[0]


def test_digits_may_be_letters_where_two_people_would_have_one_code(tmp_path):
    written = codice_fiscale("FNTNVNU0A01Z99V", right=True)
    write_cases(tmp_path / "raw", text_of([row(codice_fiscale=written)]), sintetici=None)
    assert load(tmp_path / "raw")[1].avvisi == ()


def test_a_provisional_code_of_eleven_digits_is_one(tmp_path):
    write_cases(tmp_path / "raw", text_of([row(codice_fiscale="00000000000")]), sintetici=None)
    assert load(tmp_path / "raw")[1].avvisi == ()


def test_a_row_without_the_code_of_its_application_is_rejected_by_its_number(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW, row(codice_domanda="")]))
    con, report = load(tmp_path / "raw")
    assert rows(con, "select righe_lette, righe_caricate, righe_scartate from raw._casi_letture") == [(2, 1, 1)]
    assert "riga 3" in report.avvisi[0]


def test_a_row_with_another_number_of_cells_is_rejected_by_its_number(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW]) + "SEGRETO;altro\n")
    con, report = load(tmp_path / "raw")
    assert rows(con, "select righe_scartate from raw._casi_letture") == [(1,)]
    assert "riga 3" in report.avvisi[0] and "SEGRETO" not in report.avvisi[0]


def test_a_comune_may_be_a_code_or_a_declared_spelling(tmp_path):
    columns = [dict(c) for c in MAPPING["colonne"]]
    columns[3] |= {"codice": "catastale", "valori": {"Iseo (BS)": "017085"}}
    content = text_of([row(comune="e333"), row(comune="ISEO (BS)"), row(comune="M.188")])
    write_cases(tmp_path / "raw", content, mapping={**MAPPING, "colonne": columns})
    con, report = load(tmp_path / "raw")
    query = "select comune_stampato, comune_codice_tipo from riservato.main.casi_ricevuti order by riga"
    assert rows(con, query) == [("E333", "catastale"), ("017085", "istat"), (None, None)]
    assert len(report.avvisi) == 1


def test_times_of_the_day_are_passed_over_and_iso_days_always_read(tmp_path):
    content = text_of([row(data_domanda="01/02/2024 10:31:07"), row(data_domanda="2024-02-01T00:00:00")])
    write_cases(tmp_path / "raw", content)
    con, _ = load(tmp_path / "raw")
    assert rows(con, "select distinct data_domanda from riservato.main.casi_ricevuti") == [(date(2024, 2, 1),)]


def test_a_birth_day_leaves_only_its_year(tmp_path):
    write_cases(tmp_path / "raw", text_of([row(data_di_nascita="1980")]))
    con, report = load(tmp_path / "raw")
    assert report.avvisi == ()
    assert rows(con, "select anno_nascita from riservato.main.casi_ricevuti") == [(1980,)]


@pytest.mark.parametrize(("form", "suffix"), [("gepi", ".csv"), ("gepi", ".xlsx"), ("siuss", ".xml")])
def test_the_three_kinds_of_files_say_the_same_of_generated_cases(tmp_path, form, suffix):
    folder, _ = generated(tmp_path / "raw", form, suffix=suffix)
    con, report = load(tmp_path / "raw")
    assert report.avvisi == ()
    filled = "count(*), count(caso_chiave), count(nucleo_chiave), count(data_domanda)"
    query = f"select {filled} from riservato.main.casi_ricevuti"
    assert rows(con, query) == [(60, 60, 60, 60)]
    taken_back = {"gepi": "stato_domanda = 'annullata'", "siuss": "operazione = 'C'"}[form]
    assert rows(con, f"select count(*) > 0 from riservato.main.casi_ricevuti where {taken_back}") == [(True,)]
    (checked,) = check_path(con, folder)
    assert checked.problemi == []


def test_a_workbook_and_a_csv_of_the_same_cases_are_the_same(tmp_path):
    generated(tmp_path / "a", suffix=".csv")
    generated(tmp_path / "b", suffix=".xlsx")
    query = "select * exclude (file, riga) from riservato.main.casi_ricevuti order by all"
    assert rows(load(tmp_path / "a")[0], query) == rows(load(tmp_path / "b")[0], query)


def test_an_archive_is_read_without_being_unpacked(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("casi.csv", text_of([ROW]))
    write_cases(tmp_path / "raw", packed.getvalue(), file="casi.zip", formato="csv_zip")
    assert load(tmp_path / "raw")[1].righe_caricate == 1


def test_cells_over_several_lines_keep_the_rows_in_place(tmp_path):
    content = text_of([row(cognome="su\ndue righe"), row(codice_domanda="DOM-2")])
    write_cases(tmp_path / "raw", content)
    con, _ = load(tmp_path / "raw")
    assert rows(con, "select riga from riservato.main.casi_ricevuti order by riga") == [(2,), (4,)]


def test_rows_of_other_services_are_left_out_and_counted(tmp_path):
    folder, _ = generated(tmp_path / "raw", "siuss")
    path = folder / "casi.xml"
    content = path.read_text("utf-8").replace('CodicePrestazione="A1.16"', 'CodicePrestazione="A1.05"', 10)
    write_flow(tmp_path / "altro", content)
    con, _ = load(tmp_path / "altro")
    query = "select righe_lette, righe_caricate, righe_scartate, righe_escluse from raw._casi_letture"
    assert rows(con, query) == [(60, 50, 0, 10)]
    assert rows(con, "select righe_lette, righe_caricate from raw._file") == [(50, 50)]


def test_a_person_with_two_services_has_two_rows_and_the_first_address(tmp_path):
    service = 'CodicePrestazione="A1.16" DenominazionePrestazione="Assegno" PresaCarico="1" PresenzaProvaMezzi="1"'
    xml = f"""<?xml version="1.0"?><Flusso xmlns="http://inps.it/Casellario"><IdentificazioneFlusso Nome="x">
    <Ente Codice="1" Indirizzo="E333" CFOperatore="1"/></IdentificazioneFlusso><Beneficiario CodiceFiscale="{WRONG}">
    <Anagrafica Cognome="A" Nome="B" AnnoNascita="1980" LuogoNascita="Z999" Genere="2" CodiceCittadinanza="040"/>
    <Indirizzo CodiceComune="017085" CodiceNazione="380"/><Indirizzo CodiceComune="017206" CodiceNazione="380"/>
    <PrestazioniSociali {service} ProtocolloDomanda="1" ImportoMensile="500.50" TipoOperazione="I"/>
    <PrestazioniSociali {service} ProtocolloDomanda="2" TipoOperazione="C"><SINA Mobilita="1"><InvaliditaCivile>
    <InvCiv>2</InvCiv></InvaliditaCivile></SINA></PrestazioniSociali></Beneficiario></Flusso>"""
    write_flow(tmp_path / "raw", xml)
    con, _ = load(tmp_path / "raw")
    query = (
        "select riga, comune_stampato, sesso, cittadinanza, importo_mensile_eur::text, operazione "
        "from riservato.main.casi_ricevuti order by riga"
    )
    assert rows(con, query) == [
        (1, "017085", "F", "ue", "500.50", "I"),
        (2, "017085", "F", "ue", None, "C"),
    ]


def test_nothing_that_reaches_a_person_is_in_what_was_loaded(tmp_path):
    _, secrets = generated(tmp_path / "raw", number=200)
    import duckdb

    from ingest.load import load as load_raw

    (tmp_path / "fuori").mkdir()
    with duckdb.connect(str(tmp_path / "fuori" / "leps.duckdb")) as con:
        con.execute(f"attach '{tmp_path / 'fuori' / 'riservato.duckdb'}' as riservato")
        load_raw(con, [tmp_path / "raw"], tmp_path / "fuori" / "cache")
    assert len(secrets) > 1000
    assert found_in([tmp_path / "fuori"], secrets) == []
    assert found_in([tmp_path / "raw"], secrets) != []  # the search itself finds


def test_without_cases_the_tables_are_there_and_empty(tmp_path):
    (tmp_path / "raw").mkdir()
    con, _ = load(tmp_path / "raw")
    for table in ("riservato.main.casi_ricevuti", "riservato.main.casi_mappature", "raw._casi_letture"):
        assert rows(con, f"select count(*) from {table}") == [(0,)]


def test_generated_cases_are_the_same_for_the_same_seed_and_look_like_the_published_ones(tmp_path):
    from ingest.casi.codice_fiscale import has_check_character, has_shape
    from ingest.casi.sintesi.storie import cases
    from tests.ingest.casi.estratti import COMUNI, EXTRACTED

    made = cases(5000, 3, COMUNI, EXTRACTED)
    assert made.equals(cases(5000, 3, COMUNI, EXTRACTED))
    first = made.filter(pl.col("riga_di") == "primo")
    assert first["componenti"].mean() == pytest.approx(1.85, abs=0.06)
    assert (first["componenti"] == 1).mean() == pytest.approx(0.55, abs=0.03)
    assert made["importo_mensile_eur"].mean() == pytest.approx(585, abs=21)
    assert has_shape(made["codice_fiscale"]).all()
    assert not has_check_character(made["codice_fiscale"]).any()
    kinds = dict(made["riga_di"].value_counts().rows())
    assert set(kinds) == {"primo", "rinnovo", "doppione", "cambiato", "cancellazione"}
    assert len(HEADER) == len(ROW)
