"""Builds in a process of their own: the repository's data, and the same with ten years of all Italy."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT, load_average, median, note, run
from benchmarks.posas import write_delivery
from benchmarks.spesa import write_budgets

YEARS = list(range(2016, 2026))


def measure_default(warehouse: Path, runs: int) -> dict[str, Any]:
    """Builds the repository's data into an empty folder, and then with nothing to do."""
    results = cold_builds(warehouse, runs, [])
    unchanged = [run(_command(warehouse, [])) for _ in range(runs)]
    if any(json.loads(m["output"])["esito"] != "invariata" for m in unchanged):
        sys.exit("The second build was not recognised as unchanged.")
    return {
        **results,
        "unchanged_s": median(m["seconds"] for m in unchanged),
        "unchanged_best_s": min(m["seconds"] for m in unchanged),
    }


def measure_national(work: Path, warehouse: Path, runs: int) -> dict[str, Any]:
    """Builds the repository's data together with the residents of all Italy in ten years, zipped as ISTAT does."""
    received = work / "national"
    note(f"Writing {len(YEARS)} years of all Italy…")
    write_delivery(received / "misura_posas", YEARS)
    return cold_builds(warehouse, runs, [ROOT / "data" / "raw", received])


def measure_spending(work: Path, warehouse: Path, runs: int) -> dict[str, Any]:
    """Builds the repository's data alone and with the budgets of 600 bodies: what the budgets add is the difference."""
    received = work / "spesa"
    note("Writing the budgets of 600 bodies…")
    rows = write_budgets(received / "misura_spesa")
    alone = cold_builds(warehouse, runs, [])
    shutil.rmtree(warehouse, ignore_errors=True)
    together = cold_builds(warehouse, runs, [ROOT / "data" / "raw", received])
    added = {f"added{part}_s": together[f"cold{part}_s"] - alone[f"cold{part}_s"] for part in ("", "_cpu")}
    return {**together, "rows": rows, **added}


def cold_builds(warehouse: Path, runs: int, raw: list[Path]) -> dict[str, Any]:
    """Builds into an empty folder. The launcher's own start is not in it."""
    cold, loads = [], []
    for number in range(1, runs + 1):
        note(f"Cold build {number} of {runs}…")
        shutil.rmtree(warehouse, ignore_errors=True)
        cold.append(run(_command(warehouse, raw)))
        loads.append(load_average())
    results = [json.loads(m["output"]) for m in cold]
    return {
        "runs": runs,
        "rows": results[0]["righe_caricate"],
        "cold_s": median(m["seconds"] for m in cold),
        "cold_best_s": min(m["seconds"] for m in cold),
        "cold_cpu_s": median(m["cpu"] for m in cold),
        "cold_peak_tree_mb": max(m["peak_tree_mb"] for m in cold),
        "cold_peak_process_mb": max(m["peak_process_mb"] for m in cold),
        "steps_s": {name: median(r["passi"][name] for r in results) for name in results[0]["passi"]},
        "published_mb": (warehouse / "warehouse.duckdb").stat().st_size / (1 << 20),
        "load_average": median(loads),
    }


def _command(warehouse: Path, raw: list[Path]) -> list[str]:
    folders = [part for folder in raw for part in ("--raw", str(folder))]
    return ["-m", "warehouse.cli", "build", "--json", "--warehouse", str(warehouse), *folders]
