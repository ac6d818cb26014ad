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
def _environment(variables: tuple[tuple[str, Any], ...]) -> jinja2.Environment:
    """dbt's functions, as far as the models use them, and the macros of the project, compiled once."""
    import jinja2

    values = dict(variables)
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, extensions=["jinja2.ext.do"])  # as dbt
    environment.globals.update(
        ref=lambda name: f'"{name}"',
        source=lambda schema, name: f'{schema}."{name}"',
        var=lambda name, default=None: values.get(name, default),
        config=lambda **_options: "",
        execute=False,
    )
    # Not those of the folder materializzazioni: they are dbt's own language, about how a table is made.
    macros = "".join(path.read_text("utf-8") for path in sorted((PROJECT / "macros").glob("*.sql")))
    module = environment.from_string(macros).module
    environment.globals.update({name: macro for name, macro in vars(module).items() if not name.startswith("_")})
    return environment


@cache
def _sql_of_model(name: str, variables: tuple[tuple[str, Any], ...]) -> str:
    return _environment(variables).from_string(_paths()[name].read_text("utf-8")).render()


def render(text: str, **variables: Any) -> str:
    """The SQL of a dbt text: macros written out, models and sources by their bare names."""
    return _environment(tuple(sorted(variables.items()))).from_string(text).render()


def create_functions(con: duckdb.DuckDBPyConnection) -> None:
    """The SQL functions of the project (``crea_funzioni``)."""
    con.execute(render("{{ crea_funzioni() }}"))


def create_model(con: duckdb.DuckDBPyConnection, name: str, as_a: str = "view", **variables: Any) -> None:
    """Make one model by its name; what it refers to must be there, each under its own bare name."""
    con.execute(f'create or replace {as_a} "{name}" as {_sql_of_model(name, tuple(sorted(variables.items())))}')


def create_seed(con: duckdb.DuckDBPyConnection, name: str) -> None:
    """Make the table of one seed."""
    path = str(PROJECT / "seeds" / f"{name}.csv")
    con.execute(f"create or replace table {name} as from read_csv(?, header = true, delim = ',')", [path])
