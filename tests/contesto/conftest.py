"""One warehouse built from the repository's files, files dropped beside them, and an ambito added to the seed.

The files are those that a planner would drop: made small, in the publishers' layouts, each with one of the things that
go wrong; and the real samples beside the checkout, where they are.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.proposta import propose, write_sidecar
from tests.conftest import take_what_was_read
from tests.contesto import made

ROOT = Path(__file__).resolve().parents[2]
REAL = ROOT.parent / "shared" / "dati"
NEW_AMBITO = "valle_trompia_prova,Ambito di prova,017061,Concesio\nvalle_trompia_prova,Ambito di prova,017121,Odolo\n"


@pytest.fixture(scope="session")
def office(warehouse: Path, made_once) -> Path:
    """A copy of the repository as an office has it, with its own ambito and its own files; built once."""
    return made_once("osservatorio", lambda copy: _build_office(copy, warehouse))


def _build_office(copy: Path, warehouse: Path) -> None:
    rooms = ("dbt_project", "expectations", "ingest", "spiegazioni", "suppression", "warehouse", "dashboards")
    for name in (*rooms, "data/raw"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dbt_project.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, copy / name)
    with (copy / "dbt_project" / "seeds" / "ambito_comune.csv").open("a", encoding="utf-8") as seed:
        seed.write(NEW_AMBITO)
    received = copy / "ricevuti"
    made.write_all(received)
    _real_samples(received)
    for folder in sorted(p for p in received.iterdir() if not (p / "fonte.yml").exists()):
        write_sidecar(folder, propose(folder, acquisito_il=date(2026, 1, 31)))
    made.declare_releases(received)
    take_what_was_read(warehouse, copy / "warehouse_prova")
    done = subprocess.run(
        [sys.executable, "-m", "warehouse.cli", "build", "--raw", str(copy / "data" / "raw"), "--raw", str(received)],
        cwd=copy, capture_output=True, text=True, timeout=900,
        env={**os.environ, "PYTHONPATH": str(copy), "LEPS_WAREHOUSE": str(copy / "warehouse_prova")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def _real_samples(received: Path) -> None:
    for folder, files in {
        "bilancio_brescia": ["istat/bilancio_demografico_comuni.csv"],
        "popolazione_brescia": ["istat/popolazione_comuni.csv"],
        "anpr": ["anpr/popolazione_residente_export_20240110_excerpt_BS.csv"],
        "istat_elenco": ["istat/Elenco-comuni-italiani_lombardia.csv"],
        "istat_sdmx": ["istat/SPESESERSOC1_ambiti_2021_2023.csv"],
    }.items():
        for file in files:
            if (REAL / file).is_file():
                (received / folder).mkdir(parents=True, exist_ok=True)
                shutil.copy(REAL / file, received / folder)


@pytest.fixture(scope="session")
def rows(office: Path):
    """A function: SQL over the published version → list of tuples."""
    con = duckdb.connect(str(office / "warehouse_prova" / "warehouse.duckdb"), read_only=True)
    yield lambda sql, *params: con.execute(sql, list(params)).fetchall()
    con.close()


@pytest.fixture(scope="session")
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the real samples are not beside the checkout")
    return REAL
