"""The rooms know of one another only what docs/architecture.md says."""

import os
import re
import subprocess
import sys

import pytest

from tests.architecture.sources import ROOMS, ROOT, Source, sources

# Modules that can reach the network. urllib.parse cannot.
NETWORK = ("aiohttp", "ftplib", "http.client", "httpx", "pooch", "requests", "urllib.request", "urllib3")
DOWNLOADER = "ingest/download.py"


def importers(*names: str) -> list[Source]:
    """Files that import one of the modules (or something inside it)."""
    return [
        source
        for source in sources()
        if any(f"{found}.".startswith(f"{name}.") for found in source.imports() for name in names)
    ]


def test_every_room_has_files_to_look_at():
    assert {source.room for source in sources()} == set(ROOMS)


def test_the_import_contracts_are_kept():
    """Also for imports through other modules: see .importlinter."""
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as go; go()", "--no-cache"],
        cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("room", ["dashboards", "expectations", "ingest", "suppression"])
def test_a_room_imports_no_other_room_but_warehouse(room):
    others = [other for other in ROOMS if other not in (room, "warehouse")]
    assert [source.path for source in importers(*others) if source.room == room] == []


def test_only_the_command_line_of_warehouse_imports_the_other_rooms():
    found = [s.path for s in importers("dashboards", "expectations", "ingest") if s.room == "warehouse"]
    assert [path for path in found if not path.startswith("warehouse/cli/")] == []


def test_suppression_knows_cells_and_equations_and_nothing_of_the_other_rooms():
    others = importers(*(room for room in ROOMS if room != "suppression"), "duckdb", "dbt")
    assert [source.path for source in others if source.room == "suppression"] == []


def test_no_room_imports_suppression_but_the_python_models_of_dbt():
    assert [source.path for source in importers("suppression") if source.room != "suppression"] == []
    users = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "dbt_project").rglob("*.py"))
        if re.search(r"^\s*(?:from|import) suppression\b", path.read_text("utf-8"), re.M)
    ]
    assert users == [
        "dbt_project/models/intermediate/adi/int_adi__protezione.py",
        "dbt_project/models/verifica/ver_adi__audit.py",
    ]


def test_only_the_downloader_reaches_the_network():
    assert [source.path for source in importers(*NETWORK) if source.path != DOWNLOADER] == []


def test_pages_do_not_import_duckdb():
    assert [source.path for source in importers("duckdb") if source.room == "dashboards"] == []


def test_only_warehouse_opens_duckdb():
    def opens(source: Source) -> bool:
        named = any(call in ("duckdb.connect", "duckdb.sql", "duckdb.execute") for call in source.calls())
        return named or any(name in ("duckdb.connect", "duckdb.sql") for name in source.imports())

    assert [source.path for source in sources() if opens(source) and source.room != "warehouse"] == []


def test_the_launcher_imports_the_standard_library_only():
    (launcher,) = [source for source in sources() if source.path == "warehouse/avvio.py"]
    assert {name.partition(".")[0] for name in launcher.imports()} <= sys.stdlib_module_names
