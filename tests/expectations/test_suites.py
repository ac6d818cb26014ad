"""The suite files: one for each table, loadable, with a reason and a severity for every expectation."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb
import pytest

from expectations.run import SEVERITIES
from expectations.suites import FOLDER, LAYERS, read_suites
from expectations.wording import PHRASES, phrase
from ingest.sidecar import read_sidecar
from ingest.tracciato import known

ROOT = Path(__file__).resolve().parents[2]
SUITES = [(layer, suite) for layer in LAYERS for suite in read_suites(layer)]
IDS = [suite.name for _, suite in SUITES]


def test_every_received_table_has_a_suite_and_every_suite_a_table():
    sources = [read_sidecar(path.parent) for path in sorted((ROOT / "data" / "raw").glob("*/fonte.yml"))]
    declared = {f"raw.{table.raw_name}" for source in sources for table in source.tabelle if not table.tracciato}
    declared |= {f"raw.{layout}" for layout in known()}
    assert {suite.name for suite in read_suites("raw")} == declared


def test_every_table_of_the_data_contract_has_a_suite():
    contract = (ROOT / "docs" / "data-contract.md").read_text("utf-8")
    promised = set()
    for schema, section in re.findall(r"## Schema `(\w+)`\n(.*?)(?=\n## |\Z)", contract, re.S):
        promised |= {f"{schema}.{table}" for table in re.findall(r"^\| `(\w+)` \|", section, re.M)}
    assert len(promised) > 20
    assert promised <= {suite.name for suite in read_suites("pubblicato")}


def test_the_published_version_has_a_suite_for_every_table_and_nothing_failed(warehouse: Path):
    with duckdb.connect(str(warehouse / "warehouse.duckdb"), read_only=True) as con:
        tables = {
            f"{schema}.{table}"
            for schema, table in con.execute(
                "select table_schema, table_name from information_schema.tables "
                "where table_schema in ('marts', 'qualita') and not starts_with(table_name, 'origine_')"
            ).fetchall()
        }
        failed = con.execute(
            "select tabella, colonna, messaggio from qualita.aspettativa where esito = 'fallito' order by all"
        ).fetchall()
        judged = con.execute("select distinct strato from qualita.aspettativa order by 1").fetchall()
    assert {suite.name for suite in read_suites("pubblicato")} == tables
    assert judged == [("pubblicato",), ("raw",)]
    assert failed == []


@pytest.mark.parametrize(("layer", "suite"), SUITES, ids=IDS)
def test_a_suite_is_one_that_great_expectations_loads(layer, suite):
    import great_expectations as gx

    path = FOLDER / layer / f"{suite.table if layer == 'raw' else suite.name.replace('.', '__')}.json"
    content = json.loads(path.read_text("utf-8"))
    loaded = gx.ExpectationSuite(**content)
    assert len(loaded.expectations) == len(content["expectations"]) > 0
    given = [(e["type"], e["severity"]) for e in content["expectations"]]
    assert [(e.expectation_type, e.severity.value) for e in loaded.expectations] == given


@pytest.mark.parametrize(("layer", "suite"), SUITES, ids=IDS)
def test_every_expectation_says_how_bad_and_why_and_can_be_told_in_italian(layer, suite):
    for expectation in suite.expectations:
        assert expectation["severity"] in SEVERITIES
        reason = expectation["meta"]["motivo"]
        assert not reason[0].islower(), reason
        assert reason.endswith("."), reason
        assert expectation["type"] in PHRASES
        assert "expect_" not in phrase(expectation)


@pytest.mark.parametrize(("layer", "suite"), SUITES, ids=IDS)
def test_no_expectation_stands_twice(layer, suite):
    seen = [json.dumps([e["type"], e["kwargs"]], sort_keys=True) for e in suite.expectations]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("suite", [s for layer, s in SUITES if layer == "raw"], ids=lambda s: s.name)
def test_a_suite_of_a_received_table_fixes_its_columns_and_its_number_of_rows(suite):
    critical = {e["type"] for e in suite.expectations if e["severity"] == "critical"}
    # A table of a known layout grows with each delivery; that its rows are all there its own totals say.
    of_layout = suite.table in known()
    rows = set() if of_layout else {"expect_table_row_count_to_equal"}
    assert {"expect_table_columns_to_match_ordered_list", *rows} <= critical


class TestAFileThatIsNoSuite:
    def write(self, folder: Path, name: str, content: str) -> Path:
        (folder / "raw").mkdir()
        (folder / "raw" / f"{name}.json").write_text(content, "utf-8")
        return folder

    def suite(self, name: str, **expectation) -> str:
        whole = {
            "type": "expect_table_row_count_to_equal",
            "severity": "critical",
            "kwargs": {"value": 1},
            "meta": {"motivo": "Una."},
            **expectation,
        }
        return json.dumps({"name": name, "expectations": [whole]})

    def test_of_another_table_is_refused(self, tmp_path):
        self.write(tmp_path, "ente__a", self.suite("raw.ente__b"))
        with pytest.raises(ValueError, match="ente__a.json: the suite says raw.ente__b"):
            read_suites("raw", tmp_path)

    @pytest.mark.parametrize("content", ["{", "[]", '{"name": "raw.ente__a"}'])
    def test_that_is_broken_is_refused_by_name(self, tmp_path, content):
        self.write(tmp_path, "ente__a", content)
        with pytest.raises(ValueError, match="ente__a.json: not a suite"):
            read_suites("raw", tmp_path)

    def test_without_a_reason_is_refused(self, tmp_path):
        self.write(tmp_path, "ente__a", self.suite("raw.ente__a", meta={}))
        with pytest.raises(ValueError, match="expectation 0 lacks"):
            read_suites("raw", tmp_path)

    def test_of_no_layer_is_refused(self):
        with pytest.raises(ValueError, match="strato «marts»"):
            read_suites("marts")
