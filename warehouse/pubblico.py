"""The public file: what anybody may read of a version, written anew as base tables, never a copy with pieces removed.

Which tables are public is declared beside the models of dbt (``meta``), table by table, with the reason of each no;
what is not declared stays out. A declaration may keep some rows only and put other values into columns. Its SQL may
read, besides the table itself:

- ``fonti_citate(raccolta)``: deliveries that a public table names, registers apart;
- ``fonti_riservate(raccolta)``: deliveries made of cases, of which not even the number of rows is told;
- ``tabelle_pubbliche(tabella)``: ``schema.name`` of each public table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from warehouse.connection import STORAGE_VERSION

SCHEMAS = ("marts", "qualita")

# Columns that hold the name of a delivery (`raccolta` or `raccolta/tabella`).
_NAMES_OF_SOURCES = ("fonte_id", "fonte_a", "fonte_b", "fonti")
_CATALOG = "pubblico"


class DeclarationError(Exception):
    """A declaration of what is public does not hold; the message says which and why."""


@dataclass(frozen=True)
class Declaration:
    """What ``meta`` says of one table.

    Args:
        pubblico: None where nothing is said, which keeps the table out.
        righe: SQL condition on the rows that are public; None keeps all.
        colonne: column → SQL expression that takes its place.
        e_funzione: a view over pairs, which becomes a function ``schema.name()`` over the public tables.
    """

    schema: str
    nome: str
    pubblico: bool | None = None
    motivo: str | None = None
    righe: str | None = None
    colonne: dict[str, str] = field(default_factory=dict)
    e_funzione: bool = False
    descrizione: str = ""
    descrizioni: dict[str, str] = field(default_factory=dict)

    @property
    def tabella(self) -> str:
        return f"{self.schema}.{self.nome}"


def declarations(models: Path) -> list[Declaration]:
    """What is declared of every table of the published schemas, in order of name.

    Args:
        models: folder of dbt's models, with one folder for each schema.
    """
    found = []
    for schema in SCHEMAS:
        for path in sorted((models / schema).glob("*.yml")):
            content = _read(path)
            tables = list(content.get("models") or [])
            tables += [t for source in content.get("sources") or [] for t in source["tables"]]
            found += [_declaration(schema, table) for table in tables]
    return sorted(found, key=lambda d: d.tabella)


def write_public(con: duckdb.DuckDBPyConnection, target: Path, models: Path) -> list[str]:
    """Write the public part of a finished build into a new file that DuckDB 1.x reads.

    Args:
        con: connection to the build file, and to nothing else.
        models: see :func:`declarations`.

    Returns:
        names of the public tables, ``schema.name``.

    Raises:
        DeclarationError: what is declared of a table does not fit it, or its SQL does not work.
        duckdb.IOException: the file cannot be written.
    """
    internal = con.execute("select current_database()").fetchone()[0]
    present = _relations(con)
    wanted = [d for d in declarations(models) if d.pubblico and d.tabella in present]
    target.unlink(missing_ok=True)
    con.execute(f"attach '{_quoted(str(target))}' as {_CATALOG} (storage_version '{STORAGE_VERSION}')")
    try:
        for schema in SCHEMAS:
            con.execute(f"create schema {_CATALOG}.{schema}")
        _registers(con, present, wanted)
        tables = [d for d in wanted if not d.e_funzione]
        for declared in sorted(tables, key=lambda d: d.righe is not None):
            if declared.righe is not None:
                _cite(con)
            _write_table(con, declared)
        _write_functions(con, internal, present, [d for d in wanted if d.e_funzione])
        # Waits for what the engine still writes of itself: a plain checkpoint refuses now and then.
        con.execute(f"force checkpoint {_CATALOG}")
    except (duckdb.IOException, duckdb.OutOfMemoryException):
        raise  # the disk or the memory, not what was declared
    except duckdb.Error as error:
        raise DeclarationError(f"la parte pubblica non si può scrivere: {error}") from error
    finally:
        con.execute(f"use {internal}")
        for name in ("fonti_citate", "fonti_riservate", "tabelle_pubbliche"):
            con.execute(f"drop table if exists temp.{name}")
        con.execute(f"detach database if exists {_CATALOG}")
    return [d.tabella for d in tables]


def _read(path: Path) -> dict[str, Any]:
    import yaml

    # The parser in C, where there is one: the descriptions of the models are long.
    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}


def _declaration(schema: str, table: dict[str, Any]) -> Declaration:
    said = {**(table.get("meta") or {}), **((table.get("config") or {}).get("meta") or {})}
    columns = table.get("columns") or []
    return Declaration(
        schema,
        table["name"],
        pubblico=said.get("pubblico"),
        motivo=said.get("motivo"),
        righe=said.get("righe"),
        colonne=said.get("colonne") or {},
        e_funzione=said.get("forma") == "funzione",
        descrizione=_line(table.get("description")),
        descrizioni={c["name"]: _line(c.get("description")) for c in columns if c.get("description")},
    )


def _relations(con: duckdb.DuckDBPyConnection) -> set[str]:
    """Tables and views of the build file, ``schema.name``."""
    rows = con.execute(
        "select schema_name || '.' || table_name from duckdb_tables() where database_name = current_database() "
        "union all select schema_name || '.' || view_name from duckdb_views() "
        "where database_name = current_database() and not internal"
    ).fetchall()
    return {name for (name,) in rows}


def _registers(con: duckdb.DuckDBPyConnection, present: set[str], wanted: list[Declaration]) -> None:
    """The tables that a declaration may read besides its own; the citations are not known yet."""
    cases = "raw._casi_letture" in present
    con.execute(
        "create temp table fonti_riservate as select distinct split_part(fonte_id, '/', 1) as raccolta from "
        + ("raw._casi_letture" if cases else "(select null::text as fonte_id where false)")
    )
    con.execute("create temp table tabelle_pubbliche (tabella text)")
    if wanted:
        con.executemany("insert into tabelle_pubbliche values (?)", [[d.tabella] for d in wanted])


def _cite(con: duckdb.DuckDBPyConnection) -> None:
    """Deliveries named by the public tables written so far: those that keep all of their rows."""
    exists = con.execute("select 1 from duckdb_tables() where temporary and table_name = 'fonti_citate'").fetchone()
    if exists:
        return
    columns = con.execute(
        "select schema_name || '.' || table_name, "
        "if(data_type like '%[]', 'unnest(' || column_name || ')', column_name) from duckdb_columns() "
        "where database_name = ? and list_contains(?, column_name) order by all",
        [_CATALOG, list(_NAMES_OF_SOURCES)],
    ).fetchall()
    named = [f"select split_part({column}, '/', 1) as raccolta from {_CATALOG}.{table}" for table, column in columns]
    every = " union all ".join(named) or "select null::text as raccolta where false"
    con.execute(f"create temp table fonti_citate as select distinct raccolta from ({every}) where raccolta is not null")


def _write_table(con: duckdb.DuckDBPyConnection, declared: Declaration) -> None:
    types = dict(
        con.execute(
            "select column_name, data_type from duckdb_columns() "
            "where database_name = current_database() and schema_name = ? and table_name = ?",
            [declared.schema, declared.nome],
        ).fetchall()
    )
    if unknown := set(declared.colonne) - set(types):
        raise DeclarationError(f"{declared.tabella}: «{sorted(unknown)[0]}» è dichiarata ma non è una sua colonna.")
    changed = [f'({sql})::{types[column]} as "{column}"' for column, sql in declared.colonne.items()]
    replaced = f" replace ({', '.join(changed)})" if changed else ""
    where = f" where {declared.righe}" if declared.righe else ""
    con.execute(f"create table {_CATALOG}.{declared.tabella} as select *{replaced} from {declared.tabella}{where}")
    comments = [(f"table {_CATALOG}.{declared.tabella}", declared.descrizione)]
    comments += [
        (f'column {_CATALOG}.{declared.tabella}."{column}"', text)
        for column, text in declared.descrizioni.items()
        if column in types
    ]
    for thing, text in comments:
        if text:
            con.execute(f"comment on {thing} is '{_quoted(text)}'")


def _write_functions(
    con: duckdb.DuckDBPyConnection, internal: str, present: set[str], views: list[Declaration]
) -> None:
    """The functions of the build file, then the views over pairs, as functions over the public tables."""
    texts = list(_texts_of_functions(con, present))
    for declared in views:
        (sql,) = con.execute(
            "select sql from duckdb_views() where database_name = ? and schema_name = ? and view_name = ?",
            [internal, declared.schema, declared.nome],
        ).fetchone()
        body = sql[sql.index(" AS ") + len(" AS ") :].rstrip().rstrip(";")
        texts.append(f"create or replace macro {declared.tabella}() as table {body}")
    con.execute(f"use {_CATALOG}")
    for text in texts:
        con.execute(text)
    for declared in views:  # a function is looked into only when called: it must find all that it reads here
        con.execute(f"explain from {declared.tabella}()")


def _texts_of_functions(con: duckdb.DuckDBPyConnection, present: set[str]) -> Iterator[str]:
    """DuckDB does not tell the default arguments of a function: dbt leaves the statements that made them."""
    if "definizioni.funzione" in present:
        yield from (text for (text,) in con.execute("select testo from definizioni.funzione").fetchall())


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


def _quoted(text: str) -> str:
    return text.replace("'", "''")
