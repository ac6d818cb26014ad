"""Cases through the whole build: of nobody is there a trace, and no hidden count is anywhere it could be read.

One build, of the repository's data, the demonstration and forty thousand made-up cases, for all of these tests.
``LEPS_TEST_WAREHOUSE_CASI`` names a folder where it is kept, and found the next time.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from ingest.casi.chiave import new_key_file
from tests.conftest import ROOT, take_what_was_read
from tests.ingest.casi.estratti import found_in
from tests.riservatezza.casi import AMBITO, FEW, SOURCE, Extract, write_extract
from tests.riservatezza.pagine import served, visit_all
from warehouse.cli.export import export
from warehouse.connection import open_build
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current, read_current_public
from warehouse.pubblico import write_public
from warehouse.publish import publish

ENV_READY = "LEPS_TEST_WAREHOUSE_CASI"
VIEWS = ("panoramica", "serie", "categorie", "confronto", "cifre", "orologio")
PAGES = [
    *(f"assegno_inclusione?vista={view}&territorio={AMBITO}" for view in VIEWS),
    *(f"{page}?territorio={AMBITO}" for page in ("contesto", "indicatori", "fonti_metodi", "qualita_dati")),
]
BY_SEX = f"""
    select t.mese, t.nuclei as totale, f.nuclei as donne, m.nuclei as uomini
    from marts.adi_nuclei as t
    join marts.adi_nuclei as f using (fonte_id, territorio_id, mese, misura, conteggio)
    join marts.adi_nuclei as m using (fonte_id, territorio_id, mese, misura, conteggio)
    where t.territorio_id = '{AMBITO}' and t.origine = 'casi' and t.dimensione = 'totale'
        and f.dimensione = 'sesso' and f.modalita = 'F' and m.dimensione = 'sesso' and m.modalita = 'M'
    order by mese"""
# Comuni of other provinces go from the copy that is exported and opened: the searches then take seconds.
ELSEWHERE = """
delete from marts.popolazione where territorio_id like 'com:%' and not starts_with(territorio_id, 'com:016');
delete from marts.indicatore_valore where territorio_id like 'com:%' and not starts_with(territorio_id, 'com:016');
delete from marts.indicatore_tendenza where territorio_id like 'com:%' and not starts_with(territorio_id, 'com:016');
"""


@dataclass(frozen=True)
class Built:
    """A warehouse of cases; ``small``: the same with fewer comuni; what the command said; what is looked for."""

    folder: Path
    small: Path
    said: bytes
    extract: Extract
    hidden: frozenset[int]
    shown: frozenset[int]

    @property
    def paths(self) -> WarehousePaths:
        return WarehousePaths(self.folder)


@pytest.fixture(scope="module")
def built(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Built:
    base = tmp_path_factory.mktemp("casi_interi")
    extract = write_extract(base / "ricevuti")
    folder = Path(os.environ.get(ENV_READY) or base / "warehouse")
    said = base / "detto.log"
    if not (folder / "corrente.json").exists():
        new_key_file(base / "segreta" / "chiave")
        take_what_was_read(warehouse, folder)
        environment = {k: v for k, v in os.environ.items() if k != "LEPS_CHIAVE"}
        with said.open("wb") as stream:
            done = subprocess.run(
                [sys.executable, "-m", "warehouse.cli", "build", "--demo", "--verbose", "--warehouse", str(folder),
                 "--raw", "data/raw", "--raw", str(base / "ricevuti")],
                cwd=ROOT, env={**environment, "LEPS_CHIAVE_FILE": str(base / "segreta" / "chiave")},
                stdout=stream, stderr=subprocess.STDOUT,
            )  # fmt: skip
        assert done.returncode == 0, said.read_text("utf-8", errors="replace")[-3000:]
    with duckdb.connect(str(read_current(WarehousePaths(folder)).file(WarehousePaths(folder))), read_only=True) as con:
        months = con.execute(BY_SEX).fetchall()
    totals = {total for _, total, _, _ in months if total and total >= 10_000}
    small = _without_the_rest_of_italy(folder, base)
    # Round numbers stand everywhere.
    hidden = {total - FEW for total in totals if (total - FEW) % 100} - _published(small)
    return Built(
        folder, small, said.read_bytes() if said.exists() else b"", extract, frozenset(hidden), frozenset(totals)
    )


def _published(small: Path) -> set[int]:
    """Whole numbers that are published of something else: residents, other categories. The rows by sex have none."""
    found: set[int] = set()
    with duckdb.connect(str(WarehousePaths(small).pubblico), read_only=True) as con:
        columns = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns() where not internal "
            r"and regexp_full_match(data_type, '(U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DOUBLE|DECIMAL\(.*\))')"
        ).fetchall()
        for schema, table, column in columns:
            rows = con.execute(
                f'select distinct "{column}"::hugeint from "{schema}"."{table}" '
                f'where "{column}" between 10000 and 100000 and "{column}" = round("{column}")'
            )
            found |= {number for (number,) in rows.fetchall()}
    return found


def numbers_in(data: bytes, wanted: frozenset[int]) -> set[int]:
    """Which of the numbers stand in some bytes, by themselves and not as digits of another, plain or as in Italian."""
    return {
        n for n in wanted
        if re.search(rb"(?<![\w.,])(?:%d|%s)(?![\w]|[.,]\d)" % (n, f"{n:,}".replace(",", r"\.").encode()), data)
    }  # fmt: skip


def bytes_of(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def _without_the_rest_of_italy(folder: Path, base: Path) -> Path:
    small = base / "piccolo"
    build, public = small / "costruzione" / "leps.duckdb", small / "costruzione" / "pubblico.duckdb"
    build.parent.mkdir(parents=True)
    shutil.copyfile(read_current(WarehousePaths(folder)).file(WarehousePaths(folder)), build)
    with open_build(build) as con:
        con.execute(ELSEWHERE)
        write_public(con, public, ROOT / "dbt_project" / "models")
    publish(build, WarehousePaths(small), "piccolo", public_file=public)
    return small


def test_thousands_are_hidden_to_protect_three_and_can_be_looked_for(built):
    """Else the silence of the other tests would mean nothing."""
    with duckdb.connect(str(built.paths.stabile), read_only=True) as con:
        months = con.execute(BY_SEX).fetchall()
        loaded = con.execute("select righe_caricate from raw._casi_letture where fonte_id = ?", [SOURCE]).fetchall()
        small = con.execute("select count(*) from marts.adi_nuclei where nuclei between 1 and 4 and origine = 'casi'")
        assert small.fetchall() == [(0,)]
    assert loaded and loaded[0][0] > 35_000
    assert len(months) == 12 and {(women, men) for _, _, women, men in months} == {(None, None)}
    assert len(built.hidden) >= 4 and len(built.extract.people.texts) > 100
    assert built.shown <= _published(built.small), "the totals are published"
    assert built.extract.people.in_folder(built.extract.folder)


def test_no_identifier_is_in_any_byte_that_the_build_left(built):
    assert found_in([built.folder], set(built.extract.people.texts)) == []
    assert built.extract.people.in_bytes("detto", built.said) == []


def test_no_case_and_no_catalog_of_cases_is_left(built):
    assert not (built.paths.costruzione.exists() and list(built.paths.costruzione.iterdir()))
    assert [path for path in built.folder.rglob("*riservato*") if path.suffix == ".duckdb"] == []


def test_no_identifier_stands_in_the_public_file(built):
    assert built.extract.people.in_folder(read_current_public(WarehousePaths(built.small))) == []


@pytest.mark.parametrize("mart", ["adi_nuclei", "adi_tasso", "adi_orologio", "adi_lettura"])
def test_no_hidden_count_is_published_of_the_cases_inside_either(built, mart):
    """The internal pages do not know it: it is gone with the catalog of cases."""
    with duckdb.connect(str(built.paths.stabile), read_only=True) as con:
        rows = con.execute(f"select * from marts.{mart} where fonte_id like '{SOURCE}%'").fetchall()
    assert rows
    assert not {cell for row in rows for cell in row if isinstance(cell, int | float)} & built.hidden


def test_no_identifier_and_no_hidden_count_is_in_a_log_or_report(built):
    for folder in (built.paths.rapporti, built.paths.dbt / "logs"):
        assert built.extract.people.in_folder(folder) == []
        assert numbers_in(bytes_of(folder), built.hidden) == set()
    assert numbers_in(built.said, built.hidden) == set()


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_identifier_and_no_hidden_count_is_in_an_export(built, tmp_path, form):
    said: list[str] = []
    assert export(WarehousePaths(built.small), tmp_path / "dati", form, False, said.append) > 20
    assert built.extract.people.in_folder(tmp_path / "dati") == []
    if form == "csv":
        data = bytes_of(tmp_path / "dati")
        assert numbers_in(data, built.shown) == built.shown, "the totals are there"
        assert numbers_in(data, built.hidden) == set()


@pytest.mark.browser
@pytest.mark.parametrize("profile", ["pubblico", "interno"])
def test_no_identifier_and_no_hidden_count_reaches_a_browser_or_the_log(built, browser, tmp_path, profile):
    log = tmp_path / "pagine.log"
    with served(built.small, log, "--profilo", profile) as server:
        payload = visit_all(browser, server, PAGES).all_bytes()
    assert numbers_in(payload, built.shown), "the pages did show the figures of the ambito"
    assert b"errore-pagina" not in payload.replace(b".errore-pagina", b""), "no page broke"
    for data in (payload, log.read_bytes()):
        assert built.extract.people.in_bytes("pagine", data) == []
        assert numbers_in(data, built.hidden) == set()
