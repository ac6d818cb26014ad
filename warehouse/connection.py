"""The ways of opening DuckDB: sealed for readers, writable for the one build, in memory for a trial."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

# Files written so are read by DuckDB 1.5 and later, not only by 2.x.
STORAGE_VERSION = "v1.5.0"
# A build writes a file that nobody reads before it is published, and publishing waits for the disk (publish._settle):
# to wait at each of a thousand small commits takes longer than most of them.
BUILD_SETTINGS: dict[str, Any] = {"storage_compatibility_version": STORAGE_VERSION, "fsync_mode": "none"}
# The catalog of cases and of counts that are not protected yet: a second file, beside the build's.
RISERVATO = "riservato"

# A reader can neither write, nor reach a file or the network, nor undo these settings.
LOCKDOWN: dict[str, Any] = {
    "enable_external_access": False,
    "autoload_known_extensions": False,
    "autoinstall_known_extensions": False,
    "lock_configuration": True,
}

# What one reader may take. max_execution_time is in milliseconds, for each statement.
DEFAULT_LIMITS: dict[str, Any] = {
    "memory_limit": "1GB",
    "threads": 2,
    "max_temp_directory_size": "1GB",
    "max_execution_time": 30_000,
}


def open_readonly(path: Path, **limits: Any) -> duckdb.DuckDBPyConnection:
    """Open a published version for reading, locked down.

    Args:
        limits: override :data:`DEFAULT_LIMITS`; None takes a limit away. All the connections of one process
            to one file must give the same limits (DuckDB refuses otherwise).

    Raises:
        duckdb.IOException: the file is missing, damaged, or open for writing in another process.
    """
    config = {**DEFAULT_LIMITS, **limits, **LOCKDOWN}
    return duckdb.connect(str(path), read_only=True, config={k: v for k, v in config.items() if v is not None})


def open_build(path: Path, riservato: Path | None = None) -> duckdb.DuckDBPyConnection:
    """Open the file under construction for writing, creating it so that outside tools can read it.

    Nobody else can open it meanwhile, in this or any other process: close it before dbt runs.

    Args:
        riservato: file of the catalog ``riservato``, which lives as long as the build and is never published.
    """
    con = duckdb.connect(str(path), config=BUILD_SETTINGS)
    if riservato is not None:
        literal = str(riservato).replace("'", "''")
        con.execute(f"attach '{literal}' as {RISERVATO}")
    return con


def open_scratch() -> duckdb.DuckDBPyConnection:
    """An empty database in memory, gone when it is closed."""
    return duckdb.connect()
