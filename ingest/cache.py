"""Content-addressed cache: an unchanged file, declared the same way, is not parsed twice."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.readers import Note, Received, Reject, reader_for
from ingest.sidecar import Tabella
from ingest.tracciato import known

# Raised when what a reader returns for the same bytes changes.
READERS_VERSION = 3


def key_of(table: Tabella) -> str:
    """Hex key of the file's content and of all that a reader looks at in the declaration."""
    declaration = {
        "sha256": table.sha256,
        "formato": table.formato,
        "opzioni": table.opzioni,
        "codifica": table.codifica,
        "grana": table.grana,
        "tracciato": table.tracciato,
        "altre_colonne": table.altre_colonne,
        "tavola": asdict(known()[table.tracciato].tavola) if _is_crosstab(table) else None,
        "colonne": [(c.nome, c.headers, c.facoltativa, c.raccolta) for c in table.colonne],
        "versione": READERS_VERSION,
    }
    return hashlib.sha256(json.dumps(declaration, sort_keys=True).encode()).hexdigest()


def _is_crosstab(table: Tabella) -> bool:
    return table.tracciato in known() and known()[table.tracciato].tavola is not None


def read_cached(table: Tabella, cache_dir: Path) -> tuple[Received, bool]:
    """The table's rows and rejects, from the cache where it has them; and whether it had them."""
    path = cache_dir / f"{key_of(table)}.parquet"
    if path.is_file():
        try:
            return _from_cache(path), True
        except (pa.ArrowException, OSError, KeyError, ValueError, TypeError):
            path.unlink(missing_ok=True)  # a damaged entry is worth nothing: parse again
    received = reader_for(table)(table)
    _into_cache(path, received)
    return received, False


def _from_cache(path: Path) -> Received:
    rows = pq.read_table(path)
    notes = json.loads(rows.schema.metadata[b"ingest"])
    return Received(
        rows.replace_schema_metadata(None),
        notes["rows_read"],
        [Reject(**r) for r in notes["rejects"]],
        [Note(**n) for n in notes["notes"]],
    )


def _into_cache(path: Path, received: Received) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    notes = {
        "rows_read": received.rows_read,
        "rejects": [asdict(r) for r in received.rejects],
        "notes": [asdict(n) for n in received.notes],
    }
    rows = received.rows.replace_schema_metadata({b"ingest": json.dumps(notes).encode()})
    # Written aside and renamed, so that a killed build leaves no half entry.
    aside = path.with_suffix(f".{os.getpid()}.tmp")
    pq.write_table(rows, aside)
    aside.replace(path)
