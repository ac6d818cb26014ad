"""Large delimited files: DuckDB's own reader, which keeps memory low and speed high."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.cache import key_of
from ingest.problems import Problem, UnreadableInput
from ingest.readers import Reject
from ingest.readers.placing import match_header
from ingest.sidecar import Tabella

if TYPE_CHECKING:
    import duckdb

# Below this size the plain reader tells more about a bad row and takes no noticeable time.
BULK_FROM_BYTES = 16 << 20


def is_bulk(table: Tabella) -> bool:
    return table.formato == "csv" and table.path.stat().st_size >= BULK_FROM_BYTES


def load(con: duckdb.DuckDBPyConnection, table: Tabella, cache_dir: Path) -> tuple[list[Reject], int, bool]:
    """Load into ``raw.<name>`` as text: rejects, rows read, and whether the cache had it.

    Rows with too few or too many cells become rejects. Repeated keys are not looked for here: in a table of
    millions of rows that is the work of the key tests of dbt.

    Raises:
        UnreadableInput: wrong header or encoding.
    """
    path = cache_dir / f"{key_of(table)}.parquet"
    notes = path.with_suffix(".json")
    cached = path.is_file() and notes.is_file()
    if not cached:
        _parse(con, table, path, notes)
    rejects = [Reject(**r) for r in json.loads(notes.read_text("utf-8"))["rejects"]]
    con.execute(
        f'create table raw."{table.raw_name}" as select * exclude (_riga), ?::text as _fonte_id, ?::text as _file, _riga '
        "from read_parquet(?)",
        [table.fonte_id, table.file, str(path)],
    )
    loaded = con.execute(f'select count(*) from raw."{table.raw_name}"').fetchone()[0]
    return rejects, loaded + len(rejects), cached


def _parse(con: duckdb.DuckDBPyConnection, table: Tabella, path: Path, notes: Path) -> None:
    import duckdb

    separator = table.opzioni.get("separatore", ",")
    encoding = "utf-8" if table.codifica == "utf-8" else "CP1252"
    with table.path.open("rb") as stream:
        first = stream.readline().decode("utf-8-sig" if encoding == "utf-8" else "cp1252", "replace").rstrip("\r\n")
    header = [name.strip().strip('"') for name in first.split(separator)]
    order = match_header(table, header)
    names = ", ".join(
        f'column{position:02d} as "{column.nome}"' if len(header) > 10 else f'column{position} as "{column.nome}"'
        for position, column in zip(order, table.colonne, strict=True)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        con.execute(
            f"copy (select {names}, row_number() over () + 1 as _riga from read_csv(?, delim = ?, header = false, "
            "skip = 1, all_varchar = true, quote = '\"', escape = '\"', strict_mode = true, store_rejects = true, "
            "rejects_table = '_rigettate', rejects_scan = '_scansioni', rejects_limit = 0, encoding = ?, "
            f"columns = {_columns(len(header))}, auto_detect = false)) "
            f"to '{str(aside).replace(chr(39), chr(39) * 2)}' (format parquet)",
            [str(table.path), separator, encoding],
        )
        bad = con.execute(
            "select line, any_value(csv_line), any_value(error_message) from _rigettate group by line order by line"
        ).fetchall()
    except duckdb.Error as error:
        aside.unlink(missing_ok=True)
        raise UnreadableInput(
            Problem(
                file=table.file,
                trovato=str(error).splitlines()[0][:240],
                atteso=f"un file di testo {table.codifica} con {len(header)} celle per riga",
                rimedio="correggere il file o dichiarare la codifica giusta nel sidecar",
            )
        ) from None
    finally:
        con.execute("drop table if exists _rigettate; drop table if exists _scansioni")
    rejects = [
        {
            "riga": line, "contenuto": content or "", "trovato": str(message).splitlines()[0][:200],
            "atteso": f"{len(header)} celle", "rimedio": "controllare separatori e virgolette della riga",
        }
        for line, content, message in bad
    ]
    notes.write_text(json.dumps({"rejects": rejects}, ensure_ascii=False), "utf-8")
    aside.replace(path)


def _columns(count: int) -> str:
    width = "02d" if count > 10 else "d"
    return "{" + ", ".join(f"'column{i:{width}}': 'VARCHAR'" for i in range(count)) + "}"
