"""The same file through DuckDB's own ``read_csv`` and through ``ingest``, in turns."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path
from typing import Any

from benchmarks.large_csv import write_source
from benchmarks.measuring import MB, load_average, measured, median, note, run
from benchmarks.posas import write_delivery

COMMAND = str(Path(__file__).with_name("benchmark.py"))
POSAS_YEAR = 2025


def measure_csv(work: Path, rows: int, runs: int) -> dict[str, Any]:
    """A CSV of millions of rows, each time in a process of its own."""
    note(f"Writing a CSV of {rows:,} rows…")
    raw = work / "raw"
    path = write_source(raw / "popolazione", rows)
    plain, ours, cached = [], [], []
    for number in range(1, runs + 1):
        note(f"CSV, run {number} of {runs}…")
        fresh = work / f"cache-{number}"
        plain.append(_in_process("csv_duckdb", work, path))
        ours.append(_in_process("csv_ingest", work, raw, fresh))
        cached.append(_in_process("csv_ingest", work, raw, fresh))
        shutil.rmtree(fresh, ignore_errors=True)
    typical = sorted(ours, key=lambda m: m["seconds"])[len(ours) // 2]
    return {
        "runs": runs,
        "rows": rows,
        "file_mb": path.stat().st_size / MB,
        **_compared(plain, ours),
        "ingest_peak_mb": max(m["peak_mb"] for m in ours),
        "duckdb_peak_mb": max(m["peak_mb"] for m in plain),
        "ingest_again_s": median(m["seconds"] for m in cached),
        "steps_s": typical["steps"],
    }


def measure_posas(work: Path, runs: int) -> dict[str, Any]:
    """All Italy in ISTAT's layout, plain and zipped, against ``read_csv`` of the plain file.

    A third of a second is less than Python takes to import what it needs: all are read once before the clock starts.
    """
    note("Writing all Italy in ISTAT's layout…")
    (plain,) = write_delivery(work / "posas" / "plain" / "misura_csv", [POSAS_YEAR], zipped=False)
    (packed,) = write_delivery(work / "posas" / "zipped" / "misura_zip", [POSAS_YEAR])
    taken: dict[str, list[dict[str, Any]]] = {"duckdb": [], "plain": [], "zipped": []}
    for number in range(1, runs + 1):
        note(f"POSAS, run {number} of {runs}…")
        taken["duckdb"].append(_in_process("posas_duckdb", work, plain))
        for name, path in (("plain", plain), ("zipped", packed)):
            taken[name].append(_in_process("posas_ingest", work, path.parent.parent, work / "cache-posas"))
    return {
        "runs": runs,
        "file_mb": plain.stat().st_size / MB,
        "load_average": load_average(),
        **{name: _compared(taken["duckdb"], taken[name]) for name in ("plain", "zipped")},
    }


def _compared(plain: list[dict[str, Any]], ours: list[dict[str, Any]]) -> dict[str, float]:
    """Each pair ran one right after the other: its ratio suffers less from what else the machine does."""
    pairs = list(zip(ours, plain, strict=True))
    return {
        "duckdb_s": median(m["seconds"] for m in plain),
        "ingest_s": median(m["seconds"] for m in ours),
        "ratio": median(o["seconds"] / p["seconds"] for o, p in pairs),
        "ratio_cpu": median(o["cpu"] / p["cpu"] for o, p in pairs),
    }


def _in_process(worker: str, work: Path, *arguments: Path) -> dict[str, Any]:
    database = work / "misura.duckdb"
    done = run([COMMAND, "--worker", worker, str(database), *map(str, arguments)])
    return json.loads(done["output"])


def duckdb_worker(database: str, path: str) -> dict[str, Any]:
    """DuckDB alone, with its own guess of the types, into a table of a new file."""
    import duckdb

    Path(database).unlink(missing_ok=True)
    con = duckdb.connect(database)
    started, worked = time.perf_counter(), time.process_time()
    con.execute("create table residenti as select * from read_csv(?)", [path])
    con.close()
    return measured(started, worked)


def ingest_worker(database: str, raw: str, cache: str) -> dict[str, Any]:
    """What a build does with the file: verify, read, keep every cell as printed, look for misfits."""
    from ingest.load import load
    from warehouse.connection import open_build

    Path(database).unlink(missing_ok=True)
    timed = TimedConnection(open_build(Path(database)))
    started, worked = time.perf_counter(), time.process_time()
    load(timed, [Path(raw)], Path(cache))
    timed.close()
    result = measured(started, worked)
    steps = dict(sorted(timed.seconds.items(), key=lambda item: -item[1]))
    steps["everything else (checksum, Python)"] = result["seconds"] - sum(steps.values())
    return {**result, "steps": {name: s for name, s in steps.items() if s >= 0.05}}


def second_time(worker: Any) -> Any:
    """A worker that does its work twice and tells of the second time."""

    def twice(*arguments: str) -> dict[str, Any]:
        worker(*arguments)
        return worker(*arguments)

    return twice


class TimedConnection:
    """A DuckDB connection that adds up the seconds of its statements by their first words."""

    def __init__(self, con: Any):
        self._con = con
        self.seconds: dict[str, float] = {}

    def execute(self, sql: str, *args: Any) -> TimedConnection:
        started = time.perf_counter()
        self._con.execute(sql, *args)
        name = " ".join(sql.split())[:60]
        self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - started
        return self

    def close(self) -> None:
        started = time.perf_counter()
        self._con.close()
        self.seconds["close (checkpoint)"] = time.perf_counter() - started

    def __getattr__(self, name: str) -> Any:
        return getattr(self._con, name)
