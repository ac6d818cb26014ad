"""Single dbt models as SQL, without dbt: a trial of a received file judges by the very text that a build runs."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.paths import REPO_ROOT

if TYPE_CHECKING:
    import duckdb
    import jinja2

PROJECT = REPO_ROOT / "dbt_project"


@cache
def _paths() -> dict[str, Path]:
    return {path.stem: path for path in (PROJECT / "models").rglob("*.sql")}


@cache
def _macros() -> str:
    return "".join(path.read_text("utf-8") for path in sorted((PROJECT / "macros").glob("*.sql")))


def render(text: str, **variables: Any) -> str:
    """The SQL of a dbt file: macros written out, models and sources by their bare names."""
    import jinja2

    environment: jinja2.Environment = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])
    environment.globals.update(
        ref=lambda name: f'"{name}"',
        source=lambda schema, name: f'{schema}."{name}"',
        var=lambda name, default=None: variables.get(name, default),
        config=lambda **_options: "",
        execute=False,
    )
    return environment.from_string(_macros() + text).render()


def create_functions(con: duckdb.DuckDBPyConnection) -> None:
    """The SQL functions of the project (``crea_funzioni``)."""
    con.execute(render("{{ crea_funzioni() }}"))


def create_model(con: duckdb.DuckDBPyConnection, name: str, as_a: str = "view", **variables: Any) -> None:
    """Make one model by its name; what it refers to must be there, each under its own bare name."""
    con.execute(f'create or replace {as_a} "{name}" as {render(_paths()[name].read_text("utf-8"), **variables)}')


def create_seed(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make the table of one seed."""
    path = str(PROJECT / "seeds" / f"{name}.csv")
    con.execute(f"create or replace table {name} as from read_csv(?, header = true, delim = ',')", [path])
