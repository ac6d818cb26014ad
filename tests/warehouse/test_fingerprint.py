"""The fingerprint changes with what decides the content, and with nothing else."""

import pytest

from warehouse.fingerprint import INPUTS, fingerprint_of
from warehouse.paths import REPO_ROOT


@pytest.fixture
def tree(tmp_path):
    (tmp_path / "dbt_project" / "models").mkdir(parents=True)
    (tmp_path / "dbt_project" / "models" / "uno.sql").write_text("select 1")
    (tmp_path / "ingest").mkdir()
    (tmp_path / "ingest" / "load.py").write_text("pass")
    (tmp_path / "constraints.txt").write_text("duckdb==2.0.0")
    return tmp_path


def test_the_same_content_has_the_same_fingerprint(tree):
    assert fingerprint_of(tree) == fingerprint_of(tree)


@pytest.mark.parametrize(
    "path", ["dbt_project/models/uno.sql", "ingest/load.py", "constraints.txt", "dbt_project/models/due.sql"]
)
def test_a_file_changed_or_added_changes_it(tree, path):
    before = fingerprint_of(tree)
    (tree / path).write_text("something else")
    assert fingerprint_of(tree) != before


def test_a_file_renamed_changes_it(tree):
    before = fingerprint_of(tree)
    (tree / "dbt_project/models/uno.sql").rename(tree / "dbt_project/models/tre.sql")
    assert fingerprint_of(tree) != before


@pytest.mark.parametrize(
    "path",
    ["dbt_project/target/manifest.json", "ingest/__pycache__/load.pyc", "dbt_project/.user.yml", "README.md"],
)
def test_what_tools_leave_behind_does_not_change_it(tree, path):
    before = fingerprint_of(tree)
    (tree / path).parent.mkdir(parents=True, exist_ok=True)
    (tree / path).write_text("noise")
    assert fingerprint_of(tree) == before


def test_every_input_named_exists_in_the_checkout():
    assert [name for name in INPUTS if not (REPO_ROOT / name).exists()] == []
