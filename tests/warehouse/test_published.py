"""The checkout's own warehouse, built from data/raw: every table of the data contract is there to read."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.connection import open_readonly
from warehouse.paths import REPO_ROOT, WarehousePaths
from warehouse.pointer import read_current

CONTRACT = REPO_ROOT / "docs" / "data-contract.md"


def contract() -> dict[str, list[str]]:
    """Table → columns that docs/data-contract.md promises (words in brackets explain, and are no columns)."""
    tables: dict[str, list[str]] = {}
    schema = ""
    for line in CONTRACT.read_text("utf-8").splitlines():
        if heading := re.match(r"## Schema `(\w+)`", line):
            schema = heading[1]
        elif row := re.match(r"\| `(\w+)` \|(.+)\|$", line):
            promised = row[2].rpartition("|")[2]
            promised = re.sub(r"\([^)]*\)", "", promised)
            tables[f"{schema}.{row[1]}"] = re.findall(r"[a-z][a-z0-9_]*", promised)
    return tables


@pytest.fixture(scope="module")
def con(warehouse: Path):
    paths = WarehousePaths(warehouse)
    with open_readonly(read_current(paths).file(paths)) as connection:
        yield connection


def test_the_contract_names_tables_of_both_schemas():
    assert {name.partition(".")[0] for name in contract()} == {"marts", "qualita"} and len(contract()) > 20


@pytest.mark.parametrize("table", contract())
def test_a_table_of_the_contract_has_its_columns(con, table):
    schema, _, name = table.partition(".")
    query = "select column_name from information_schema.columns where table_schema = ? and table_name = ?"
    present = {row[0] for row in con.execute(query, [schema, name]).fetchall()}
    assert [column for column in contract()[table] if column not in present] == []


def test_the_stable_name_holds_the_current_version(warehouse: Path):
    paths = WarehousePaths(warehouse)
    # As an outside tool does it: in a process of its own, with no settings of ours.
    script = (
        "import duckdb, sys; con = duckdb.connect(sys.argv[1], read_only=True); "
        "print(con.execute('select versione from qualita.costruzione').fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(paths.stabile)], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == read_current(paths).versione


def test_the_command_line_answers_from_the_published_version(warehouse: Path):
    done = subprocess.run(
        [sys.executable, "-m", "warehouse.cli", "sql", "--json", "--warehouse", str(warehouse),
         "select count(*) as n from marts.leps_obiettivo"],
        cwd=REPO_ROOT, capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert json.loads(done.stdout) == [{"n": 60}]
