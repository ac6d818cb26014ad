"""Measures what the project promises about speed and memory, and prints it beside the promise.

    ./.venv/bin/python benchmarks/benchmark.py                 # everything
    ./.venv/bin/python benchmarks/benchmark.py --part csv --runs 5
    ./.venv/bin/python benchmarks/benchmark.py --json

How to read the figures is in docs/benchmark.md. Nothing here is a test: a slow machine fails nobody.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

if str(Path(__file__).resolve().parents[1]) not in sys.path:  # Python puts this folder on the path, not the checkout
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.builds import measure_default, measure_national, measure_spending  # noqa: E402
from benchmarks.casi import cases_worker, measure_cases  # noqa: E402
from benchmarks.casi import write_worker as cases_write_worker  # noqa: E402
from benchmarks.leps import judgement_worker, measure_leps  # noqa: E402
from benchmarks.leps import views_worker as leps_views_worker  # noqa: E402
from benchmarks.measuring import note, run  # noqa: E402
from benchmarks.pages import measure_pages, measure_views, pages_worker  # noqa: E402
from benchmarks.protecting import measure_suppression, suppression_worker  # noqa: E402
from benchmarks.reading import duckdb_worker, ingest_worker, measure_csv, measure_posas, second_time  # noqa: E402
from benchmarks.report import lines_of  # noqa: E402
from benchmarks.views import views_worker  # noqa: E402

PARTS = ("build", "pages", "leps", "csv", "posas", "national", "views", "suppression", "casi", "spesa")
ROWS = 8_000_000

# What runs in a process of its own, called by this same file.
WORKERS: dict[str, Callable[..., dict[str, Any]]] = {
    "pages": pages_worker,
    "suppression": suppression_worker,
    "views": views_worker,
    "cases": cases_worker,
    "cases_write": cases_write_worker,
    "leps_judgement": judgement_worker,
    "leps_views": leps_views_worker,
    "csv_duckdb": duckdb_worker,
    "csv_ingest": ingest_worker,
    "posas_duckdb": second_time(duckdb_worker),
    "posas_ingest": second_time(ingest_worker),
}


def main() -> None:
    options = read_options()
    if options.worker:
        print(json.dumps(WORKERS[options.worker](*options.arguments)))
        return
    results: dict[str, Any] = {"cores": os.cpu_count(), "python": platform.python_version()}
    with tempfile.TemporaryDirectory(prefix="leps-benchmark-", dir=options.dir) as folder:
        results |= measure(options, Path(folder))
    print(json.dumps(results, indent=1) if options.json else "\n".join(lines_of(results)))


def measure(options: argparse.Namespace, work: Path) -> dict[str, Any]:
    """The parts asked for, in the order in which one uses what another built."""
    results: dict[str, Any] = {}
    small, national = work / "warehouse", work / "warehouse-national"
    if "build" in options.part:
        results["build"] = measure_default(small, options.runs)
    if "pages" in options.part:
        results["pages"] = measure_pages(options.warehouse or _built(small))
    if "leps" in options.part:
        results["leps"] = measure_leps(options.warehouse or _built(small), options.runs)
    if "csv" in options.part:
        results["csv"] = measure_csv(work, options.rows, options.runs)
    if "posas" in options.part:
        results["posas"] = measure_posas(work, options.runs)
    if "national" in options.part:
        results["national"] = measure_national(work, national, options.runs)
    if "views" in options.part:
        if not (national.is_dir() or options.warehouse):
            measure_national(work, national, runs=1)
        results["views"] = measure_views(national if national.is_dir() else options.warehouse)
    if "suppression" in options.part:
        results["suppression"] = measure_suppression()
    if "casi" in options.part:
        results["casi"] = measure_cases(work, options.runs)
    if "spesa" in options.part:
        results["spesa"] = measure_spending(work, work / "warehouse-spesa", options.runs)
    return results


def _built(warehouse: Path) -> Path:
    """A warehouse of the repository's data, built now unless another part did."""
    if not warehouse.is_dir():
        note("Building a warehouse for the pages…")
        run(["-m", "warehouse.cli", "build", "--warehouse", str(warehouse)])
    return warehouse


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part (repeatable)")
    parser.add_argument("--runs", type=int, default=3, help="repetitions; the median is reported (default 3)")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the generated CSV")
    parser.add_argument(
        "--warehouse", type=Path, help="published warehouse for pages and views, instead of building one"
    )
    parser.add_argument("--dir", type=Path, help="where to put the temporary files")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--worker", choices=WORKERS, help=argparse.SUPPRESS)
    parser.add_argument("arguments", nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.part = tuple(options.part or PARTS)
    return options


if __name__ == "__main__":
    main()
