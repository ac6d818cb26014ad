"""The Python model of dbt that hides, called as dbt calls it. The one that audits: tests/dbt/test_adi_verifica.py."""

import importlib.util

import duckdb
import polars as pl
import pytest

from tests.architecture.sources import ROOT
from tests.suppression.tables import frames, hidden

PATH = ROOT / "dbt_project" / "models" / "intermediate" / "adi" / "int_adi__protezione.py"
CELLS, LEGAMI = frames({"a": 3, "b": 40, "t": 43}, {"s": {"a": 1, "b": 1, "t": -1}}, ausiliaria=[])


class Dbt:
    """What dbt hands to a model: settings, and relations by the name of a model."""

    def __init__(self, cells: pl.DataFrame, legami: pl.DataFrame):
        self.con = duckdb.connect()
        self.con.register("int_adi__celle", cells)
        self.con.register("int_adi__legami", legami)
        self.settings: dict[str, str] = {}

    def config(self, **settings: str) -> None:
        self.settings = settings

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        return self.con.sql(f"from {name}")


@pytest.fixture
def model():
    spec = importlib.util.spec_from_file_location("int_adi__protezione", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.model


def test_every_cell_has_its_state_in_the_reserved_catalog(model):
    dbt = Dbt(CELLS, LEGAMI)
    states = model(dbt, None)
    assert states.columns == ["cella_id", "stato_cella"] and states.height == 3
    assert hidden(states) == {"a", "b"}
    assert dbt.settings["database"] == "riservato"


def test_columns_of_the_cells_that_the_room_does_not_know_are_left_out(model):
    described = CELLS.with_columns(territorio_id=pl.lit("com:017085"), quantita=pl.lit("nuclei"))
    assert hidden(model(Dbt(described, LEGAMI), None)) == {"a", "b"}


def test_without_cases_there_are_no_states(model):
    assert model(Dbt(CELLS.head(0), LEGAMI.head(0)), None).is_empty()
