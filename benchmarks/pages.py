"""Each page opened and drawn again, and the views of Contesto and Indicatori at every change."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from benchmarks.measuring import ROOT, in_process, load_average, median, note, seconds_of

RERUNS = 5


def measure_pages(warehouse: Path) -> dict[str, Any]:
    """Seconds of the script of each page, in one process that opened the first page before."""
    note("Pages…")
    return in_process("pages", warehouse)


def measure_views(warehouse: Path) -> dict[str, Any]:
    """Seconds of the script of each view at a change of territory or of indicator."""
    note("Views…")
    steps = in_process("views", warehouse)
    return {"load_average": load_average(), "steps": steps}


def pages_worker(warehouse: str) -> dict[str, Any]:
    """First opening of the application, then each page: first visit and reruns.

    The script runs as in a server (streamlit.testing, AppTest): queries, figures, conversion to messages.
    Network and browser are not in it.
    """
    from streamlit.testing.v1 import AppTest

    os.environ["LEPS_WAREHOUSE"] = warehouse
    os.environ["LEPS_PAGINE_DEBUG"] = "1"  # a page that fails must say so here, not draw its apology
    pages = sorted(p.stem for p in (ROOT / "dashboards" / "pages").glob("*.py") if not p.stem.startswith("_"))
    app = AppTest.from_file(str(ROOT / "dashboards" / "app.py"), default_timeout=120)
    first = seconds_of(app.run)
    visits = {}
    for page in pages:
        app.switch_page(f"pages/{page}.py")
        times = [seconds_of(app.run) for _ in range(1 + RERUNS)]
        if app.exception:
            sys.exit(f"{page}: {app.exception[0].message}")
        visits[page] = {"first_visit_s": times[0], "rerun_s": median(times[1:])}
    return {"opening_s": first, "pages": visits}
