"""A received source written on the spot: one file and its sidecar, right unless a test makes it wrong."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import yaml

from ingest.load import LoadReport, load

COLUMNS = [
    {"nome": "comune", "tipo": "testo", "obbligatoria": True},
    {"nome": "anno", "tipo": "anno"},
    {"nome": "residenti", "tipo": "intero", "minimo": 0},
    {"nome": "quota", "tipo": "percentuale", "minimo": 0, "massimo": 100},
]
GOOD = 'comune,anno,residenti,quota\nIseo,2024,8.992,"6,42%"\nZone,2024,1021,"11,96%"\n'


def write_source(
    raw: Path,
    content: str | bytes | None = GOOD,
    *,
    fonte: str = "prova",
    file: str = "residenti.csv",
    sidecar: dict | None = None,
    **table,
) -> Path:
    """Write ``raw/<fonte>/`` and return the folder. ``content`` None leaves the file out; ``table`` and
    ``sidecar`` replace entries of the declaration (None takes one away)."""
    folder = raw / fonte
    folder.mkdir(parents=True, exist_ok=True)
    digest = "0" * 64
    if content is not None:
        data = content.encode() if isinstance(content, str) else content
        (folder / file).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
    declared = {
        "tabella": "residenti",
        "titolo": "Residenti per comune",
        "file": file,
        "sha256": digest,
        "formato": "csv",
        "grana": ["comune", "anno"],
        "colonne": COLUMNS,
        **table,
    }
    whole = {
        "fonte_id": fonte,
        "ente": "prova",
        "titolo": "Fonte di prova",
        "editore": "Ufficio di prova",
        "licenza": "CC BY 4.0",
        "data_riferimento": "2024-01-01",
        "acquisito_il": "2026-01-01",
        "provvisorio": False,
        "tabelle": [_without_none(declared)],
        **(sidecar or {}),
    }
    (folder / "fonte.yml").write_text(yaml.safe_dump(_without_none(whole), allow_unicode=True), "utf-8")
    return folder


def _without_none(entries: dict) -> dict:
    return {key: value for key, value in entries.items() if value is not None}


def load_into_memory(
    raw: Path, cache: Path | None = None, demo: bool = True
) -> tuple[duckdb.DuckDBPyConnection, LoadReport]:
    """Load a raw directory into a new database in memory."""
    con = duckdb.connect()
    return con, load(con, [raw], cache or raw.parent / "cache", demo=demo)


def rows(con: duckdb.DuckDBPyConnection, query: str, *parameters) -> list[tuple]:
    return con.execute(query, list(parameters)).fetchall()
