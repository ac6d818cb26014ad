"""Bad input: refused, told so that it can be mended, and silent about people."""

import hashlib
import io
import traceback
import zipfile

import pytest

from ingest.check import check_path
from ingest.problems import UnreadableInput
from tests.ingest.casi.estratti import (
    HEADER,
    MAPPING,
    ROW,
    WRONG,
    codice_fiscale,
    row,
    text_of,
    write_cases,
    write_flow,
)
from tests.ingest.received import load_into_memory, write_source

SECRETS = (WRONG, "Inventatini", "DOM-1", "SEGRETO")
FLOW = '<Flusso xmlns="http://inps.it/Casellario">{}</Flusso>'
DECLARATION = '<?xml version="1.0"?>'
LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'{DECLARATION}<!DOCTYPE Flusso [<!ENTITY a0 "SEGRETO">{LAUGHS}]>' + FLOW.format("&a11;")


def refused(raw) -> str:
    """Everything that the error says, its traceback too; what it must not say is looked for here."""
    with pytest.raises(UnreadableInput) as caught:
        load_into_memory(raw)
    said = str(caught.value)
    whole = said + "".join(traceback.format_exception(caught.value))
    assert [secret for secret in SECRETS if secret.lower() in whole.lower()] == []
    return said


def columns(*changes: dict) -> dict:
    """The mapping of the tests, with entries added at the end."""
    return {**MAPPING, "colonne": [*MAPPING["colonne"], *changes]}


def without(*names: str) -> dict:
    return {**MAPPING, "colonne": [c for c in MAPPING["colonne"] if c["colonna"] not in names]}


def replaced(name: str, **entry) -> dict:
    return {**MAPPING, "colonne": [{**c, **entry} if c["colonna"] == name else c for c in MAPPING["colonne"]]}


MAPPINGS = {
    "no mapping": (None, "nessun file con questo nome"),
    "not YAML": ("a: [", "YAML non valido"),
    "two entries for one column": (columns({"colonna": "CODICE  DOMANDA", "ignorata": "doppia"}), "nominata 2 volte"),
    "two columns for one meaning": (
        columns({"colonna": "Altro codice", "canonica": "caso_chiave"}),
        "«caso_chiave» data da 2 voci",
    ),
    "a column and a constant": (columns({"colonna": "Misura", "canonica": "misura"}), "«misura» data da 2 voci"),
    "unknown canonical name": (columns({"colonna": "X", "canonica": "nome_del_cane"}), "non è una colonna di un caso"),
    "a name read as anything but a key": (
        {**without("Cognome", "Minori"), "colonne": [*without("Cognome", "Minori")["colonne"],
         {"colonna": "Cognome", "canonica": "minori"}, {"colonna": "Minori", "ignorata": "prova"}]},
        "nomina una persona",
    ),
    "no key of the application": (without("Codice domanda"), "nessuna colonna per «caso_chiave»"),
    "neither read nor ignored": (columns({"colonna": "X"}), "mappatura.schema.json"),
    "ignored without a reason": (columns({"colonna": "X", "ignorata": ""}), "mappatura.schema.json"),
    "both read and ignored": (
        columns({"colonna": "X", "canonica": "sesso", "ignorata": "sì"}), "mappatura.schema.json",
    ),
    "a word that is no word": (
        columns({"colonna": "X", "canonica": "sesso", "valori": {"maschio": "uomo"}}), "«uomo», che non è una parola",
    ),
    "a constant that is no word": ({**MAPPING, "costanti": {"misura": "bonus"}}, "«bonus»"),
    "what its type does not have": (
        replaced("Componenti", formato="gg/mm/aaaa"), "che una colonna di tipo intero non ha",
    ),
    "a comune of unknown form": ({**MAPPING, "colonne": [
        {k: v for k, v in c.items() if k != "codice"} for c in MAPPING["colonne"]]}, "nessun «codice»"),
    "a spelling without code": (replaced("Comune", valori={"Iseo (BS)": "Iseo"}), "sei cifre"),
    "true and false at once": (replaced("Minori", vero=["x"], falso=["X"]), "sia vero sia falso"),
    "another name than the file's": ({**MAPPING, "mappatura": "un_altra"}, "il nome del file"),
}  # fmt: skip


@pytest.mark.parametrize("case", MAPPINGS, ids=str)
def test_a_wrong_mapping_is_refused(tmp_path, case):
    mapping, said = MAPPINGS[case]
    write_cases(tmp_path / "raw", text_of([ROW]), mapping=mapping)
    assert said in refused(tmp_path / "raw")


def test_a_column_that_the_mapping_does_not_name_is_told_by_its_place(tmp_path):
    write_cases(tmp_path / "raw", text_of([(*ROW, "SEGRETO")], (*HEADER, "SEGRETO DI NOME")))
    assert "nella colonna I (9) un'intestazione che la mappatura" in refused(tmp_path / "raw")


def test_a_file_without_a_header_does_not_have_its_first_row_repeated(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW], ROW))
    assert "potrebbe essere un dato" in refused(tmp_path / "raw")


def test_a_column_that_is_missing_is_named(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW[:-1]], HEADER[:-1]))
    assert "colonna «Minori»: trovata nessuna colonna" in refused(tmp_path / "raw")


def test_an_optional_column_may_be_missing(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW[:-1]], HEADER[:-1]), mapping=replaced("Minori", facoltativa=True))
    assert load_into_memory(tmp_path / "raw")[1].righe_caricate == 1


def test_a_header_that_stands_twice_is_refused(tmp_path):
    write_cases(tmp_path / "raw", text_of([(*ROW, "No")], (*HEADER, "Minori")))
    assert "la stessa intestazione nelle colonne H (8), I (9)" in refused(tmp_path / "raw")


FILES = {
    "only a header": (text_of([]), "nessun caso"),
    "empty": ("\n", "nessun"),
    "open quotation marks": (text_of([ROW]) + f'"{WRONG};SEGRETO\n' + text_of([ROW] * 3), "virgolette aperte"),
    "marks that close too late": (text_of([ROW]) + f'"{WRONG};\n{WRONG}";SEGRETO\n', "virgolette aperte"),
    "text after closing marks": (text_of([ROW]) + f'"{WRONG}"SEGRETO;\n', "virgolette aperte"),
    "another encoding": (text_of([ROW]).encode() + "Sì;SEGRETO\n".encode("cp1252"), "riga 3: trovato caratteri"),
    "a byte that is no text": (text_of([ROW]).encode() + b"\0SEGRETO\n", "riga 3: trovato un byte"),
    "a line without end": (text_of([ROW]).encode() + b"SEGRETO" * 200_000, "una riga senza fine"),
}


@pytest.mark.parametrize("case", FILES, ids=str)
def test_a_file_that_cannot_be_read_is_told_by_row_only(tmp_path, case):
    content, said = FILES[case]
    write_cases(tmp_path / "raw", content)
    assert said in refused(tmp_path / "raw")


def test_a_broken_workbook_is_refused_without_its_words(tmp_path):
    write_cases(tmp_path / "raw", b"PK\3\4SEGRETO", file="casi.xlsx", opzioni=None)
    assert "un archivio rotto" in refused(tmp_path / "raw")


def packed(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


def test_an_archive_that_would_fill_the_memory_is_refused_before_it_is_opened(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.casi.tabellare.LARGEST", 1 << 20)
    write_cases(tmp_path / "raw", packed("c.csv", b"0" * (2 << 20)), file="casi.zip", formato="csv_zip")
    assert "occupa 2 MB" in refused(tmp_path / "raw")


def test_a_damaged_archive_is_refused(tmp_path):
    content = bytearray(packed("c.csv", text_of([ROW] * 500).encode()))
    content[60] ^= 0xFF
    write_cases(tmp_path / "raw", bytes(content), file="casi.zip", formato="csv_zip")
    assert "archivio rotto" in refused(tmp_path / "raw")


FLOWS = {
    "bomb of entities": (BOMB, "DOCTYPE"),
    "external entity": (
        f'{DECLARATION}<!DOCTYPE Flusso [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + FLOW.format("&x;"), "DOCTYPE",
    ),
    "DOCTYPE alone": (f'{DECLARATION}<!DOCTYPE Flusso SYSTEM "http://example.org/x.dtd">' + FLOW.format(""), "DOCTYPE"),
    "entity without declaration": (FLOW.format("&segreto;"), "XML mal formato"),
    "not well-formed": (FLOW.format(f'<Beneficiario CodiceFiscale="{WRONG}">'), "XML mal formato"),
    "cut in the middle": (FLOW.format("")[:-4], "XML mal formato"),
    "another root": (f"<Altro>{WRONG}</Altro>", "un elemento che in «radice» non è previsto"),
    "another namespace": ('<Flusso xmlns="http://example.org/SEGRETO"/>', "non è previsto"),
    "an unknown element": (FLOW.format("<Beneficiario><SEGRETO/></Beneficiario>"), "in «Beneficiario» non è previsto"),
    "an unknown attribute": (
        FLOW.format(f'<Beneficiario CodiceFiscale="{WRONG}" SEGRETO="x"/>'), "un attributo che la mappatura",
    ),
    "no service": (FLOW.format(""), "nessun caso"),
    "nothing of what the mapping names": (
        FLOW.format("<Beneficiario><PrestazioniSociali CodicePrestazione='A1.16'/></Beneficiario>"),
        "nessun attributo con questo nome",
    ),
    "not XML": (text_of([ROW]), "XML mal formato"),
    "a tag without end": (FLOW.format('<Beneficiario CodiceFiscale="' + "SEGRETO" * 1_000_000), "troppo lungo"),
}  # fmt: skip


@pytest.mark.parametrize("case", FLOWS, ids=str)
def test_xml_that_does_not_match_or_attacks_is_refused(tmp_path, case):
    xml, said = FLOWS[case]
    write_flow(tmp_path / "raw", xml)
    assert said in refused(tmp_path / "raw")


def test_a_real_code_among_made_up_ones_stops_everything(tmp_path):
    right = codice_fiscale("FNTNVN80A01Z999", right=True)
    write_cases(tmp_path / "raw", text_of([ROW, row(codice_fiscale=right)]))
    said = refused(tmp_path / "raw")
    assert "riga 3" in said and "dichiarato sintetico" in said and right not in said


def test_a_folder_of_cases_has_a_name_that_version_control_passes_over(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW]), fonte="estratti")
    assert "un nome che comincia con casi_" in refused(tmp_path / "raw")


def test_a_file_that_was_changed_is_refused(tmp_path):
    write_cases(tmp_path / "raw", text_of([ROW]), sha256=hashlib.sha256(b"").hexdigest())
    assert "sha256" in refused(tmp_path / "raw")


@pytest.mark.parametrize("name", ["csv", "zip", "xlsx"])
def test_an_export_declared_as_an_ordinary_table_is_refused_before_it_is_read(tmp_path, name):
    content = text_of([ROW] * 3)
    kinds = {"csv": content.encode(), "zip": packed("c.csv", content.encode())}
    kinds["xlsx"] = packed("xl/sharedStrings.xml", f"<t>{WRONG}</t>".encode())
    formats = {"csv": "csv", "zip": "csv_zip", "xlsx": "xlsx"}
    columns = [{"nome": "a", "tipo": "testo"}]
    write_source(
        tmp_path / "raw", kinds[name], file=f"casi.{name}", formato=formats[name], colonne=columns, grana=["a"]
    )
    assert "la forma di un codice fiscale" in refused(tmp_path / "raw")
    assert not list((tmp_path / "cache").glob("*") if (tmp_path / "cache").exists() else [])


def test_whatever_fails_inside_is_told_without_words(tmp_path, monkeypatch):
    def failing(*_):
        raise ValueError(f"could not parse {WRONG} of Inventatini")

    monkeypatch.setattr("ingest.casi.lettura.typed", failing)
    folder = write_cases(tmp_path / "raw", text_of([ROW]))
    assert "un errore imprevisto durante la lettura (ValueError in" in refused(tmp_path / "raw")
    con, _ = load_into_memory(_empty(tmp_path))
    (report,) = check_path(con, folder)
    assert not report.leggibile and WRONG not in str(report.as_dict())


def _empty(tmp_path):
    (tmp_path / "vuota").mkdir()
    return tmp_path / "vuota"
