"""Run the suites of one layer on an open database and record every outcome in ``qualita.aspettativa``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from expectations.judging import great_expectations
from expectations.suites import FOLDER, PUBLISHED, Suite, read_suites
from expectations.views import columns_judged, columns_read, views
from expectations.wording import message, observed, phrase

if TYPE_CHECKING:
    import duckdb

SEVERITIES = {"critical": "errore", "warning": "avviso", "info": "informazione"}
PASSED, FAILED = "superato", "fallito"
# Written by the build after these checks: its suite runs only where the table is already there.
WRITTEN_LATER = {"qualita.costruzione"}


@dataclass(frozen=True)
class Esito:
    """Outcome of one expectation on one table; a row of ``qualita.aspettativa``."""

    strato: str
    tabella: str
    aspettativa: str
    colonna: str | None
    gravita: str
    esito: str
    osservato: str | None
    messaggio: str


def validate(
    con: duckdb.DuckDBPyConnection,
    strato: str,
    progress: Callable[[str], None] = lambda message: None,
    folder: Path = FOLDER,
) -> list[Esito]:
    """Judge every table of a layer (``raw`` or ``pubblicato``) by its suite.

    A table without a suite, or a suite without a table, is an outcome of its own, of level ``avviso``: an
    office that adds a source of its own is told, not stopped. The outcomes replace those of the same layer in
    ``qualita.aspettativa``.

    Raises:
        ValueError: no such layer, or a suite file that is not one.
    """
    suites = read_suites(strato, folder)
    present = _tables(con, strato)
    outcomes = [_missing(strato, *pair) for pair in _unmatched(suites, present)]
    judged = [suite for suite in suites if suite.name in present]
    progress(f"{len(judged)} tabelle, {sum(len(suite.expectations) for suite in judged)} aspettative")
    with great_expectations() as judge:
        for suite in judged:
            outcomes += _judge_table(con, strato, suite, judge)
    _record(con, strato, outcomes)
    return outcomes


def _tables(con: duckdb.DuckDBPyConnection, layer: str) -> set[str]:
    """Tables of a layer; in ``raw`` those whose name starts with an underscore describe the others.

    The views ``qualita.origine_…`` show received cells again, for whoever follows a figure back: judged once is enough.
    """
    schemas = ["raw"] if layer == "raw" else list(PUBLISHED)
    found = con.execute(
        "select table_schema, table_name from information_schema.tables "
        "where table_catalog = current_database() and list_contains(?::text[], table_schema) "
        "and not (table_schema = 'raw' and starts_with(table_name, '_')) "
        "and not (table_schema = 'qualita' and starts_with(table_name, 'origine_'))",
        [schemas],
    ).fetchall()
    tables = {f"{schema}.{table}" for schema, table in found}
    # The runner's own table is published too; before the first record it is not there yet.
    return tables | {"qualita.aspettativa"} if layer == "pubblicato" else tables


def _unmatched(suites: list[Suite], present: set[str]) -> Iterator[tuple[str, str, str]]:
    named = {suite.name for suite in suites}
    for name in sorted(present - named):
        yield name, "nessuna", f"la tabella non ha una suite: scriverla in expectations/suites ({name})"
    for name in sorted(named - present - WRITTEN_LATER):
        yield name, "nessuna tabella", "c'è la suite e manca la tabella: è stato tolto un file o un modello"


def _missing(layer: str, name: str, found: str, text: str) -> Esito:
    return Esito(layer, name, "una suite per ogni tabella", None, "avviso", FAILED, found, text)


def _judge_table(con: duckdb.DuckDBPyConnection, layer: str, suite: Suite, judge: Callable) -> list[Esito]:
    _create(con)
    columns = {row[0] for row in con.execute(f'describe "{suite.schema}"."{suite.table}"').fetchall()}
    # The position carries each result, which comes back in another order, to its expectation.
    numbered = [{**e, "meta": {**e["meta"], "posizione": n}} for n, e in enumerate(suite.expectations)]
    possible = [e for e in numbered if columns.issuperset(columns_read(e))]
    results: dict[int, dict] = {}
    for frame, expectations in views(con, suite, possible):
        for result in judge(frame, suite.name, expectations):
            results[result.expectation_config.meta["posizione"]] = result
    outcomes = []
    for number, expectation in enumerate(suite.expectations):
        result = results.get(number)
        passed = result is not None and result.success
        found = observed(result) if result is not None else "la colonna non c'è"
        outcomes.append(
            Esito(
                strato=layer,
                tabella=suite.name,
                aspettativa=phrase(expectation),
                colonna=" e ".join(columns_judged(expectation)) or None,
                gravita=SEVERITIES[expectation["severity"]],
                esito=PASSED if passed else FAILED,
                osservato=found,
                messaggio=message(expectation, None if passed else found),
            )
        )
    return outcomes


def _create(con: duckdb.DuckDBPyConnection) -> None:
    columns = ", ".join(f"{field.name} text" for field in fields(Esito))
    con.execute("create schema if not exists qualita")
    con.execute(f"create table if not exists qualita.aspettativa ({columns})")


def _record(con: duckdb.DuckDBPyConnection, layer: str, outcomes: list[Esito]) -> None:
    _create(con)
    con.execute("delete from qualita.aspettativa where strato = ?", [layer])
    if outcomes:
        values = [list(column) for column in zip(*map(astuple, outcomes), strict=True)]
        unnested = ", ".join("unnest(?::text[])" for _ in values)
        con.execute(f"insert into qualita.aspettativa select {unnested}", values)
