"""Small counts of 205 comuni, 12 months and six overlapping splits: hidden, and then looked for."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from benchmarks.measuring import load_average, measured, note, run
from benchmarks.suppression_tables import make_tables

COMMAND = str(Path(__file__).with_name("benchmark.py"))
SIZE = {"comuni": 205, "months": 12, "ambiti": 12}


def measure_suppression() -> dict[str, Any]:
    """Seconds and memory of ``suppress`` and ``audit``, in a process of their own."""
    note("Suppression…")
    return {**json.loads(run([COMMAND, "--worker", "suppression"])["output"]), "load_average": load_average()}


def suppression_worker() -> dict[str, Any]:
    from suppression import PUBLISHABLE, audit, suppress

    cells, equations = make_tables(**SIZE)
    started, worked = time.perf_counter(), time.process_time()
    states = suppress(cells, equations)
    suppressed = time.perf_counter() - started
    found = audit(cells, equations, states)
    return {
        **measured(started, worked),
        "suppress_s": suppressed,
        "cells": cells.height,
        "equations": equations["legame_id"].n_unique(),
        "hidden": states.filter(states["stato_cella"] != PUBLISHABLE).height,
        "recovered": found.height,
    }
