"""Nothing is lost: whatever happens to a received file, every row is loaded or rejected, and what changed is told.

A damage is harmless where the same figures stand under the same names as before; otherwise the reading says it, or a
cell that does not fit, a rejected row, an identity of the layout or one of the sidecar.
"""

from __future__ import annotations

import hashlib
import itertools
import shutil
from functools import cache
from pathlib import Path

import duckdb
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.load import load
from ingest.problems import UnreadableInput
from ingest.proposta import write_sidecar
from tests.ingest.layouts import dropped, posas
from tests.ingest.mutazioni import damages, to_grid
from warehouse.cli.modelli import PROJECT, render

SEBINO = Path(__file__).resolve().parents[2] / "data" / "raw" / "sebino_piano_zona_2025_2027"
TABLES = ("residenti_stranieri", "stato_civile", "fasce_eta")
CHECKS = ("somma_riga", "somma_colonna", "quota", "uguale")
MODELS = ("stg_raw__controlli", "stg_raw__file", "stg_raw__celle", "int_controlli__celle", "int_controlli__dichiarati")
BOUNDED = settings(
    max_examples=14,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NUMBER = itertools.count()


@pytest.fixture(scope="module")
def declared() -> dict:
    """The sidecar of the plan, with three of its tables and the identities among them."""
    whole = yaml.safe_load((SEBINO / "fonte.yml").read_text("utf-8"))
    tables = [t for t in whole["tabelle"] if t["tabella"] in TABLES]
    checks = [
        c
        for c in whole["controlli"]
        if c["tabella"] in TABLES and c.get("altra_tabella", c["tabella"]) in TABLES and c["tipo"] in CHECKS
    ]
    return {**whole, "tabelle": tables, "controlli": checks}


@cache
def functions() -> str:
    return render("{{ crea_funzioni() }}")


@cache
def models() -> dict[str, str]:
    """The models of the build that judge the identities of the sidecars, as SQL, in the order of their needs."""
    paths = {path.stem: path for path in (PROJECT / "models").rglob("*.sql")}
    names = [*MODELS, *(f"int_controlli__{kind}" for kind in (*CHECKS, "righe_attese"))]
    return {name: render(paths[name].read_text("utf-8")) for name in names}


def state_of(con: duckdb.DuckDBPyConnection) -> set[tuple]:
    """Everything that the load and the identities of the sidecars say is wrong."""
    cells = "select 'cella', file, tabella, colonna, valore_stampato from raw._celle_non_conformi"
    told = set(con.execute(cells).fetchall())
    told |= set(con.execute("select 'scarto', file, tabella, contenuto, trovato from raw._scarti").fetchall())
    told |= set(
        con.execute(
            "select 'quadratura', file, controllo_id, gruppo, trovato from raw._quadrature where messaggio is not null"
        ).fetchall()
    )
    return told


def failed_identities(con: duckdb.DuckDBPyConnection) -> set[tuple]:
    """The failures of the sidecar's identities, judged by the very models of the build."""
    con.execute(functions())
    for name, text in models().items():
        con.execute(f"create view {name} as {text}")
    parts = [
        "select controllo_id, riga, colonna, valore_stampato, atteso from int_controlli__somma_riga "
        "where e_illeggibile or abs(trovato - atteso) > tolleranza + 1e-9",
        "select controllo_id, riga, colonna, valore_stampato, atteso from int_controlli__somma_colonna "
        "where e_illeggibile or abs(trovato - atteso) > tolleranza + 1e-9",
        "select controllo_id, riga, colonna, valore_stampato, atteso from int_controlli__quota "
        "where abs(trovato - atteso) > tolleranza + 1e-9",
        "select controllo_id, riga, colonna, valore_stampato, altro_valore::double from ("
        "select *, altro_stampato as altro_valore_testo, atteso as altro_valore from int_controlli__uguale) "
        "where not e_uguale",
        "select controllo_id, null, colonna, valore_atteso, null from int_controlli__righe_attese",
    ]
    return set(con.execute(" union all ".join(parts)).fetchall())


def figures(con: duckdb.DuckDBPyConnection, table: str) -> list[tuple]:
    """What the table says, whatever the order of its rows."""
    columns = [c for (c,) in con.execute("select colonna from raw._colonne where tabella = ?", [table]).fetchall()]
    kept = ", ".join(f'"{c}"' for c in columns)
    return sorted(con.execute(f"select {kept} from raw.sebino__{table}").fetchall(), key=str)


def judged(folder: Path, cache_folder: Path | None = None) -> tuple[duckdb.DuckDBPyConnection, set[tuple], bool]:
    con = duckdb.connect()
    report = load(con, [folder], cache_folder or folder.parent / "cache")
    whole = all(t.righe_lette == t.righe_caricate + t.righe_scartate for t in report.tables)
    return con, state_of(con), whole


def write_plan(raw: Path, declared: dict, table: str | None = None, content: bytes = b"") -> Path:
    folder = raw / declared["fonte_id"]
    folder.mkdir(parents=True)
    entries = []
    for entry in declared["tabelle"]:
        data = content if entry["tabella"] == table else (SEBINO / entry["file"]).read_bytes()
        (folder / entry["file"]).write_bytes(data)
        entries.append({**entry, "sha256": hashlib.sha256(data).hexdigest()})
    (folder / "fonte.yml").write_text(yaml.safe_dump({**declared, "tabelle": entries}, allow_unicode=True), "utf-8")
    return raw


@pytest.fixture(scope="module")
def plan_as_received(declared, tmp_path_factory):
    con, told, whole = judged(write_plan(tmp_path_factory.mktemp("intero") / "raw", declared))
    assert whole
    return {t: figures(con, t) for t in TABLES}, told, failed_identities(con)


@pytest.mark.parametrize("table", TABLES)
def test_a_damaged_table_of_a_plan_is_read_as_before_or_says_what_is_wrong(table, declared, plan_as_received, tmp_path):
    grid = to_grid((SEBINO / f"{table}.csv").read_text("utf-8"))

    @BOUNDED
    @given(st.data())
    def check(data):
        # The line of the document and the name of the comune have checks of their own, against the document and the
        # list of comuni.
        content = data.draw(damages(grid, columns=list(range(2, len(grid[0])))))
        raw = tmp_path / f"{next(NUMBER)}" / "raw"
        try:
            con, told, whole = judged(write_plan(raw, declared, table, content), tmp_path / "cache")
        except UnreadableInput as error:
            assert all(p.trovato and p.atteso and p.rimedio for p in error.problems)
            return
        finally:
            shutil.rmtree(raw.parent)
        assert whole
        before, told_before, identities_before = plan_as_received
        if figures(con, table) != before[table]:
            assert told - told_before or failed_identities(con) - identities_before

    check()


def residents(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    """The figures that are used, without the spaces that staging takes away: the total of a row may be left out."""
    columns = ", ".join(f"trim({c})" for c in ("codice_comune", "eta", "maschi", "femmine"))
    return sorted(con.execute(f"select {columns} from raw.istat_posas").fetchall(), key=str)


@pytest.fixture(scope="module")
def posas_as_received(tmp_path_factory):
    raw = tmp_path_factory.mktemp("posas") / "raw"
    write_sidecar(raw / "istat_posas", dropped(raw / "istat_posas", "POSAS_2025.csv", posas()))
    con, told, whole = judged(raw)
    assert whole and not told
    return residents(con)


def test_a_damaged_file_of_istat_is_read_as_before_or_says_what_is_wrong(posas_as_received, tmp_path):
    grid = to_grid(posas(), ";")

    @BOUNDED
    @given(st.data())
    def check(data):
        content = data.draw(damages(grid, first=2, separator=";"))
        raw = tmp_path / f"{next(NUMBER)}" / "raw"
        try:
            proposal = dropped(raw / "istat_posas", "POSAS_2025.csv", content)
            write_sidecar(raw / "istat_posas", proposal)
            con, told, whole = judged(raw)
        except UnreadableInput as error:
            assert all(p.trovato and p.atteso and p.rimedio for p in error.problems)
            return
        finally:
            shutil.rmtree(raw.parent)
        assert whole
        now = residents(con)
        assert now == posas_as_received or told

    check()
