"""The search finds what it must: in every form and inside every wrapping, or its silence would mean nothing."""

import base64
import gzip
import zipfile

import duckdb
import polars as pl
import pytest
import xlsxwriter

from tests.riservatezza.ricerca import Secrets

NAME, COUNT = "ZZQXWK80A01H501A", 48_271_934
SECRETS = Secrets([NAME], [COUNT])


@pytest.mark.parametrize(
    "data",
    [
        f"prima {NAME} dopo".encode(),
        NAME.lower().encode(),
        NAME.encode("utf-16-le"),
        NAME.encode().hex().encode(),
        base64.b64encode(b"x" + NAME.encode() + b"yz"),
        base64.b64encode(b"xy" + NAME.encode()),
        str(COUNT).encode(),
        b"48.271.934 nuclei",
        gzip.compress(NAME.encode(), mtime=0),  # the time of day would be in the name of the test
        b'{"dtype":"i4","bdata":"' + base64.b64encode((1).to_bytes(4, "little") + COUNT.to_bytes(4, "little")) + b'"}',
    ],
)
def test_a_secret_is_found_in_any_form(data):
    assert SECRETS.in_bytes("prova", data)


def test_what_is_no_secret_is_not_found():
    assert SECRETS.in_bytes("prova", b"ZZQXWK80A01H501B 48271935 " + bytes(range(256)) * 100) == []


def test_a_secret_is_found_inside_files_that_compress_it(tmp_path):
    rows = pl.DataFrame({"codice": ["altro"] * 5000 + [NAME], "nuclei": [*range(5000), COUNT]})
    rows.write_parquet(tmp_path / "tabella.parquet")
    with duckdb.connect(str(tmp_path / "base.duckdb")) as con:
        con.register("rows", rows)
        con.execute("create table t as from rows")
    with zipfile.ZipFile(tmp_path / "archivio.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("dentro.txt", NAME)
    with xlsxwriter.Workbook(tmp_path / "foglio.xlsx") as book:
        book.add_worksheet().write(0, 0, COUNT)
    (tmp_path / f"{NAME}.txt").write_text("vuoto")
    places = {found.where.partition("!")[0].partition(":")[0] for found in SECRETS.in_folder(tmp_path)}
    assert {"base.duckdb", "archivio.zip", "foglio.xlsx", f"{NAME}.txt (name)"} <= places
    assert any(place.startswith("tabella.parquet") for place in places)


def test_a_number_in_a_database_is_found_as_a_number_and_as_words(tmp_path):
    with duckdb.connect(str(tmp_path / "base.duckdb")) as con:
        con.execute(f"create table a as select {COUNT}::double as v; create table b as select 'sono {COUNT}' as v")
    cells = {found.where for found in SECRETS.in_database(tmp_path / "base.duckdb") if found.form == "cell"}
    assert cells == {"base.duckdb:main.a.v", "base.duckdb:main.b.v"}


def test_a_secret_that_would_be_found_by_chance_is_refused():
    with pytest.raises(ValueError, match="too short"):
        Secrets([], [12])
