"""``leps export``: the public tables as files that any office can open, with what they mean and where they come from.

Reads the public file and nothing else. The folder appears whole or not at all.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from warehouse.cli.console import integer
from warehouse.cli.errors import CliError
from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current, read_current_public

if TYPE_CHECKING:
    import pyarrow as pa

CSV, PARQUET, XLSX = "csv", "parquet", "xlsx"
PACKAGE = "datapackage.json"
NAME = "osservatorio-leps"

# Beyond this a spreadsheet is slow to open, and past a million rows it cannot hold them: the table is then a CSV.
MOST_ROWS_OF_A_SHEET = 100_000
_BATCH = 100_000
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}".encode()  # Excel reads UTF-8 only after it

# Types of DuckDB → those of the Table Schema (Frictionless).
_TYPES = {
    "BIGINT": "integer",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DOUBLE": "number",
    "HUGEINT": "integer",
    "INTEGER": "integer",
    "SMALLINT": "integer",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "VARCHAR": "string",
}


@dataclass(frozen=True)
class Table:
    """One public table: columns as name → (type of DuckDB, description)."""

    schema: str
    nome: str
    righe: int
    descrizione: str
    colonne: dict[str, tuple[str, str]]

    @property
    def titolo(self) -> str:
        return f"{self.schema}.{self.nome}"

    def file(self, form: str) -> str:
        """``spesa.csv``; a table of the quality register says so in its name."""
        stem = self.nome if self.schema == "marts" else f"{self.schema}_{self.nome}"
        return f"{stem}.{CSV if form == XLSX and self.righe > MOST_ROWS_OF_A_SHEET else form}"


def export(paths: WarehousePaths, folder: Path, form: str, overwrite: bool, progress: Callable[[str], None]) -> int:
    """Write every public table, the dictionary and the description of the whole into a new folder.

    Args:
        form: ``csv``, ``parquet`` or ``xlsx``.
        overwrite: an earlier export may be replaced; nothing else ever is.

    Returns:
        how many tables were written.

    Raises:
        NothingPublished, NothingPublic: there is nothing to export.
        CliError: no such form, or the folder is taken.
        OSError: it cannot be written; what was there before is still there.
    """
    if form not in (CSV, PARQUET, XLSX):
        raise CliError(f"Errore: il formato «{form}» non esiste. Rimedio: --formato csv, parquet o xlsx.")
    _check_free(folder, overwrite)
    version = read_current(paths)
    file = read_current_public(paths)
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.tmp")
    con = open_readonly(file, memory_limit="2GB", max_execution_time=None)
    try:
        aside.mkdir()
        tables = _tables(con)
        for table in tables:
            progress(f"{table.file(form)}: {integer(table.righe)} righe")
            _WRITERS[table.file(form).rpartition(".")[2]](con, table, aside / table.file(form))
        sources = _sources(con)
        _write_dictionary(tables, form, aside / "dizionario.csv")
        package = _package(version.versione, version.pubblicata_il, tables, sources, form)
        (aside / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", "utf-8")
        (aside / "LEGGIMI.txt").write_text(
            _read_me(version.versione, version.pubblicata_il, tables, sources, form), "utf-8"
        )
        _take_place(aside, folder)
    finally:
        con.close()
        shutil.rmtree(aside, ignore_errors=True)
    return len(tables)


def _check_free(folder: Path, overwrite: bool) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not _is_export(folder):
        raise CliError(f"Errore: {folder} c'è già e non è un'esportazione. Rimedio: indicare una cartella nuova.")
    if not overwrite:
        raise CliError(
            f"Errore: {folder} contiene già un'esportazione. Rimedio: --sovrascrivi la sostituisce per intero."
        )


def _is_export(folder: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return json.loads((folder / PACKAGE).read_text("utf-8")).get("name") == NAME
    return False


def _take_place(aside: Path, folder: Path) -> None:
    """Let the finished folder have its name; an earlier one goes only once the new one stands."""
    if not folder.exists():
        aside.replace(folder)
        return
    former = aside.with_suffix(".prima")
    folder.replace(former)
    try:
        aside.replace(folder)
    except OSError:
        former.replace(folder)
        raise
    shutil.rmtree(former)


def _tables(con: duckdb.DuckDBPyConnection) -> list[Table]:
    found = con.execute(
        "select schema_name, table_name, coalesce(comment, '') from duckdb_tables() "
        "where not internal and not temporary order by all"
    ).fetchall()
    tables = []
    for schema, name, comment in found:
        columns = con.execute(
            "select column_name, data_type, coalesce(comment, '') from duckdb_columns() "
            "where schema_name = ? and table_name = ? order by column_index",
            [schema, name],
        ).fetchall()
        [(rows,)] = con.execute(f'select count(*) from "{schema}"."{name}"').fetchall()
        tables.append(Table(schema, name, rows, comment, {column: (kind, text) for column, kind, text in columns}))
    return tables


def _sources(con: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    """Each delivery once: who published it, under which licence, up to which day it reaches."""
    rows = con.execute(
        "select titolo, ente, licenza, max(data_riferimento), any_value(indirizzo) from marts.dim_fonte "
        "group by titolo, ente, licenza order by ente, titolo"
    ).fetchall()
    return [dict(zip(("titolo", "ente", "licenza", "data", "indirizzo"), row, strict=True)) for row in rows]


def _batches(con: duckdb.DuckDBPyConnection, table: Table) -> Iterator[pa.RecordBatch]:
    yield from con.sql(f'from "{table.schema}"."{table.nome}"').to_arrow_reader(_BATCH)


def _write_csv(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """Fields parted by `;`, decimal comma, UTF-8 with its mark, lines ended as Windows does; missing is empty."""
    import polars as pl

    with path.open("wb") as stream:
        stream.write(_MARK + (";".join(table.colonne) + "\r\n").encode())
        for batch in _batches(con, table):
            frame = pl.from_arrow(batch)
            lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
            frame = frame.with_columns(pl.col(lists).cast(pl.List(pl.String)).list.join(", ")) if lists else frame
            frame.write_csv(stream, include_header=False, separator=";", decimal_comma=True, line_terminator="\r\n")


def _write_parquet(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    import pyarrow.parquet

    reader = con.sql(f'from "{table.schema}"."{table.nome}"').to_arrow_reader(_BATCH)
    with pyarrow.parquet.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def _write_xlsx(con: duckdb.DuckDBPyConnection, table: Table, path: Path) -> None:
    """One sheet with the rows, one with what the columns mean."""
    import xlsxwriter

    options = {"constant_memory": True, "default_date_format": "dd/mm/yyyy", "remove_timezone": True}
    with xlsxwriter.Workbook(path, options) as book:
        bold = book.add_format({"bold": True})
        rows = book.add_worksheet("Dati")
        rows.freeze_panes(1, 0)
        rows.write_row(0, 0, list(table.colonne), bold)
        line = 0
        for batch in _batches(con, table):
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                line += 1
                for at, value in enumerate(row):
                    _write_cell(rows, line, at, value)
        meaning = book.add_worksheet("Colonne")
        meaning.write_row(0, 0, ["colonna", "tipo", "descrizione"], bold)
        for line, (name, (kind, text)) in enumerate(table.colonne.items(), start=1):
            meaning.write_row(line, 0, [name, kind, text])


def _write_cell(sheet: Any, line: int, at: int, value: Any) -> None:
    if value is None:
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, at, value)
    elif isinstance(value, (int, float, Decimal)):
        sheet.write_number(line, at, value)
    elif hasattr(value, "isoformat"):
        sheet.write_datetime(line, at, value)
    else:
        sheet.write_string(line, at, ", ".join(map(str, value)) if isinstance(value, list) else str(value))


_WRITERS = {CSV: _write_csv, PARQUET: _write_parquet, XLSX: _write_xlsx}


def _write_dictionary(tables: list[Table], form: str, path: Path) -> None:
    import polars as pl

    rows = [
        {"file": table.file(form), "tabella": table.titolo, "colonna": name, "tipo": kind, "descrizione": text}
        for table in tables
        for name, (kind, text) in table.colonne.items()
    ]
    with path.open("wb") as stream:
        stream.write(_MARK)
        pl.DataFrame(rows).write_csv(stream, separator=";", line_terminator="\r\n")


def _package(
    versione: str, published: str, tables: list[Table], sources: list[dict[str, Any]], form: str
) -> dict[str, Any]:
    """The description that programs read: Tabular Data Package, Frictionless standards."""
    return {
        "name": NAME,
        "title": "Osservatorio LEPS: dati pubblici",
        "version": versione,
        "created": datetime.fromisoformat(published).astimezone(UTC).isoformat(timespec="seconds"),
        "description": "Ogni fonte conserva la sua licenza: vedi sources.",
        "sources": [
            {"title": f"{s['ente']}: {s['titolo']}"}
            | ({"path": s["indirizzo"]} if s["indirizzo"] else {})
            | {"licenza": s["licenza"], "data_riferimento": str(s["data"] or "")}
            for s in sources
        ],
        "resources": [_resource(table, form) for table in tables],
    }


def _resource(table: Table, form: str) -> dict[str, Any]:
    file = table.file(form)
    kind = file.rpartition(".")[2]
    fields = [
        {"name": name, "type": _type(of)} | ({"description": text} if text else {}) | _written(of, kind)
        for name, (of, text) in table.colonne.items()
    ]
    described: dict[str, Any] = {"name": file.rpartition(".")[0], "path": file, "format": kind}
    described |= {"title": table.titolo, "description": table.descrizione, "rows": table.righe}
    if kind == CSV:
        described |= {"profile": "tabular-data-resource", "encoding": "utf-8", "mediatype": "text/csv"}
        described["dialect"] = {"delimiter": ";", "lineTerminator": "\r\n", "header": True}
    return described | {"schema": {"fields": fields, "missingValues": [""]}}


def _type(kind: str) -> str:
    return "number" if kind.startswith("DECIMAL") else _TYPES.get(kind, "string")


def _written(kind: str, form: str) -> dict[str, str]:
    return {"decimalChar": ","} if form == CSV and _type(kind) == "number" else {}


def _read_me(versione: str, published: str, tables: list[Table], sources: list[dict[str, Any]], form: str) -> str:
    day = f"{datetime.fromisoformat(published).astimezone():%d/%m/%Y}"
    lines = [
        "OSSERVATORIO LEPS: DATI PUBBLICI",
        f"Versione {versione}, pubblicata il {day}.",
        "",
        "CHE COSA C'È",
        *(f"  {table.file(form)}: {integer(table.righe)} righe. {table.descrizione}" for table in tables),
        "  dizionario.csv: ogni colonna di ogni file, con il tipo e il significato.",
        f"  {PACKAGE}: la stessa descrizione per i programmi (Frictionless Data Package).",
        "",
        "COME SI LEGGE",
        "  CSV: campi separati da punto e virgola, virgola decimale, date AAAA-MM-GG, UTF-8: si apre con un clic.",
        "  Una cella vuota vuol dire che il dato manca: non vale zero.",
        "  Dove stato_cella è «soppressa_primaria» o «soppressa_secondaria», il numero è nascosto perché piccolo,",
        "  o perché farebbe ricavare un numero piccolo: non si può ricostruire da questi file.",
    ]
    if form == XLSX:
        big = integer(MOST_ROWS_OF_A_SHEET)
        lines.append(f"  Le tabelle oltre {big} righe sono in CSV: un foglio di calcolo non le reggerebbe.")
    lines += ["", "FONTI, LICENZE, DATE DI RIFERIMENTO"]
    for source in sources:
        day = f"{source['data']:%d/%m/%Y}" if source["data"] else "non dichiarata"
        lines.append(f"  {source['ente']}: {source['titolo']}. Licenza: {source['licenza']}. Dati al: {day}.")
    return "\n".join([*lines, ""])
