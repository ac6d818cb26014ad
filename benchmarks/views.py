"""What a reader waits for: a change of territory, or of indicator, in each view of Contesto and in Indicatori.

Each step asks for what the process has not shown yet, so that nothing remembered helps it. Beside its seconds stand
those that no page could do without: its queries, its charts, and the text of the charts that the browser is sent.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import sys
import time
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType
from typing import Any

from benchmarks.measuring import ROOT, median

FIRST = "amb:sebino"
# Of which level the territories are, in order. Italy is one: it is asked for by every view.
LEVELS = ("comune", "provincia", "comune", "regione", "provincia", "comune", "italia")
INDICATORS = 6
# The parameter of the address that says the indicator, of the views that have one.
INDICATOR = {"mappa": "indicatore", "serie": "indicatore", "relazioni": "x"}


class Bare:
    """Adds up the seconds of queries and of charts; what one does inside another counts once."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self.seconds = {"queries": 0.0, "charts": 0.0}
        self.queries = 0
        self._inside = False

    def counted(self, function: Callable[..., Any], kind: str) -> Callable[..., Any]:
        @wraps(function)
        def timed(*args: Any, **kwargs: Any) -> Any:
            if self._inside:
                return function(*args, **kwargs)
            self._inside, started = True, time.perf_counter()
            try:
                return function(*args, **kwargs)
            finally:
                self._inside = False
                self.seconds[kind] += time.perf_counter() - started
                self.queries += kind == "queries"

        return timed


class Server:
    """The application, and what each of its answers takes: the run of its script, neither network nor browser."""

    def __init__(self, bare: Bare):
        from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
        from streamlit.testing.v1 import AppTest

        self._bare, self._seconds, self._cpu = bare, 0.0, 0.0
        run_script = ScriptRunner._run_script

        def timed(*args: Any) -> None:
            started, worked = time.perf_counter(), time.process_time()
            run_script(*args)
            self._seconds, self._cpu = time.perf_counter() - started, time.process_time() - worked

        ScriptRunner._run_script = timed
        self._app = AppTest.from_file(str(ROOT / "dashboards" / "app.py"), default_timeout=120).run()

    def shown(self, page: str, before: dict[str, str], steps: list[dict[str, str]]) -> list[dict[str, Any]]:
        """Each step by its address; the one before is not counted: it imports what the view needs."""
        self._app.switch_page(f"pages/{page}.py")
        self._answer(before)
        return [self._answer(step) for step in steps]

    def _answer(self, address: dict[str, str]) -> dict[str, Any]:
        self._app.query_params.clear()
        self._app.query_params.update(address)
        self._bare.reset()
        self._app.run()
        if self._app.exception:
            sys.exit(f"{address}: {self._app.exception[0].message}")
        spent = self._bare.seconds
        taken = {"seconds": self._seconds, "cpu": self._cpu, **spent}
        return {"address": address, "count_queries": self._bare.queries, **taken}


def views_worker(warehouse: str) -> dict[str, Any]:
    """Every step of every view. In a process of its own: it puts a clock into the modules of the pages."""
    os.environ["LEPS_WAREHOUSE"] = warehouse
    os.environ["LEPS_PAGINE_DEBUG"] = "1"  # a page that fails must say so here, not draw its apology
    bare = Bare()
    _watch(bare)
    server = Server(bare)
    from dashboards.contesto import menu

    places, known = _places(), _indicators()
    steps: dict[str, list[dict[str, Any]]] = {}
    for entry in menu.ENTRIES:
        view = {"vista": entry.id}
        addresses = [{**view, "territorio": next(places[level])} for level in LEVELS]
        steps[f"{entry.id}, territory"] = server.shown("contesto", {**view, "territorio": FIRST}, addresses)
        if name := INDICATOR.get(entry.id):
            view["territorio"] = next(places["provincia"])
            first, *others = [{**view, name: indicator} for indicator in known]
            steps[f"{entry.id}, indicator"] = server.shown("contesto", first, others)
    page = {"indicatore": known[0]}
    addresses = [{**page, "territorio": next(places[level])} for level in LEVELS]
    steps["indicatori, territory"] = server.shown("indicatori", {**page, "territorio": FIRST}, addresses)
    place = next(places["provincia"])
    first, *others = [{"territorio": place, "indicatore": indicator} for indicator in known]
    steps["indicatori, indicator"] = server.shown("indicatori", first, others)
    return {name: _summary(taken) for name, taken in steps.items()}


def _watch(bare: Bare) -> None:
    """Put a clock on every query, every function that makes a chart, and every chart made text."""
    import plotly.io

    from dashboards.components import charts
    from dashboards.queries import core

    plotly.io.to_json = bare.counted(plotly.io.to_json, "charts")
    clocked = {core.frame: bare.counted(core.frame, "queries")}
    for found in pkgutil.iter_modules(charts.__path__):
        module = importlib.import_module(f"{charts.__name__}.{found.name}")
        for name, value in vars(module).items():
            if isinstance(value, FunctionType) and value.__module__ == module.__name__ and not name.startswith("_"):
                clocked[value] = bare.counted(value, "charts")
    for module in [module for name, module in sys.modules.items() if name.startswith("dashboards.")]:
        for name, value in list(vars(module).items()):
            if isinstance(value, FunctionType) and value in clocked:
                setattr(module, name, clocked[value])


def _places() -> dict[str, Iterator[str]]:
    """Territories with residents, by level, in no order that a reader would follow: each is taken once, but Italy."""
    from warehouse.current import current_connection

    found = current_connection().sql(
        "select t.livello, list(t.territorio_id order by md5(t.territorio_id)) from marts.dim_territorio as t "
        "semi join marts.indicatore_valore as v on v.territorio_id = t.territorio_id and v.corrente "
        "and v.indicatore_id = 'residenti' and v.valore is not null where list_contains(?, t.livello) group by all",
        params=[list(LEVELS)],
    )
    return {level: _endless(names) if level == "italia" else iter(names) for level, names in found.fetchall()}


def _endless(names: list[str]) -> Iterator[str]:
    while True:
        yield from names


def _indicators() -> list[str]:
    """Some of the indicators computed for every territory."""
    from warehouse.current import current_connection

    found = current_connection().sql(
        "select indicatore_id from marts.indicatore_valore where territorio_id = 'ita' and corrente "
        "and base_popolazione = 'residenti_istat' and valore is not null group by all order by 1 limit ?",
        params=[INDICATORS],
    )
    return [name for (name,) in found.fetchall()]


def _summary(taken: list[dict[str, Any]]) -> dict[str, Any]:
    """Of the steps of a view: the typical and the slowest, the bare part, how many times it the whole is."""
    slowest = max(taken, key=lambda step: step["seconds"])
    bare = sum(step["queries"] + step["charts"] for step in taken)
    whole = sum(step["seconds"] for step in taken)
    return {
        "seconds": median(step["seconds"] for step in taken),
        "queries_s": median(step["queries"] for step in taken),
        "charts_s": median(step["charts"] for step in taken),
        "count_queries": median(step["count_queries"] for step in taken),
        "sum_s": whole,
        "bare_s": bare,
        "ratio": whole / bare if bare else None,
        "rest_s": median(step["seconds"] - step["queries"] - step["charts"] for step in taken),
        "cpu_s": median(step["cpu"] for step in taken),
        "slowest_s": slowest["seconds"],
        "slowest_cpu_s": slowest["cpu"],
        "slowest_queries_s": slowest["queries"],
        "slowest_charts_s": slowest["charts"],
        "slowest_address": slowest["address"],
    }
