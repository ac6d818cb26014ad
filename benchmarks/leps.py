"""The judgement of the LEPS targets of all Italy, and the views of Obiettivi LEPS.

Six hundred ambiti, twenty indicators, ten years, each recorded three times: as many as Italy has. The rows go through
the models of a build, from what was received to the outcome.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.measuring import ROOT, in_process, load_average, median, note, seconds_of

if TYPE_CHECKING:
    import duckdb

AMBITI, YEARS, REVISIONS = 600, range(2018, 2028), 3
DAY = "2028-06-01"
RERUNS = 5
# What is received is read and checked, then judged.
CHECKING = ("stg_leps__rilevazioni", "int_leps__piani", "int_leps__attesi", "int_leps__rilevazioni")
CHECKING += ("int_leps__versioni", "int_leps__inutilizzabili")
JUDGING = ("int_leps__revisioni", "leps_esito")

_TARGETS = """
create or replace table leps_obiettivo_dichiarato as
select 'p' as piano, indicatore_id, anno,
    if(anno = ? and regola in ('aumento', 'diminuzione'), 'nessun_obiettivo', regola) as regola,
    if(regola = 'soglia', 75, null) as soglia_pct, if(regola = 'minimo_poi_aumento' and anno = ?, 1, null) as minimo,
    if(regola = 'traguardo', 'attivato', null) as stato_richiesto, 'obiettivo' as testo, 1 as riga_documento
from leps_indicatore_definizione, range(?, ?) as y(anno)
"""
_RECORDINGS = """
create table raw.leps_rilevazione as
select 'amb:' || a as ambito_id, indicatore_id, y::text as anno,
    if(unita <> 'traguardo', (hash(a, indicatore_id, y, v) % 90 + 5)::text, null) as numeratore,
    if(unita in ('percentuale', 'giorni'), '100', null) as denominatore, null::text as valore,
    if(unita = 'traguardo', main.stati_traguardo()[1 + (hash(a, v) % 5)::integer], null) as stato_traguardo,
    (make_date(y::integer + 1, v::integer, 10))::text as rilevato_il, 'atto' as evidenza, null::text as nota,
    null::text as posizioni, null::text as problema, 'f' as _fonte_id, 'v' || v as _tabella, 'f/v' || v as _file,
    row_number() over () as _riga
from range(?) as t(a), leps_indicatore_definizione, range(?, ?) as w(y), range(1, ?) as r(v)
"""


def make_recordings(con: duckdb.DuckDBPyConnection) -> int:
    """Ambiti, targets and received rows, in an empty database.

    Returns:
        how many rows were received.
    """
    from ingest.load import prepare
    from warehouse.cli.modelli import create_functions, create_model, create_seed

    prepare(con)
    create_functions(con)
    create_seed(con, "leps_indicatore_definizione")
    first, last = YEARS[0], YEARS[-1] + 1
    con.execute(_TARGETS, [first, first, first, last])
    con.execute(
        "create table int_leps__ambiti as select 'amb:' || a as ambito_id, 'Ambito ' || a as nome "
        "from range(?) as t(a)",
        [AMBITI],
    )
    con.execute(
        "create table leps_piano as select 'p' as piano, ambito_id, '' as triennio, 'f' as fonte_id, "
        "false as per_chi_non_ha_piano from int_leps__ambiti"
    )
    for model in ("int_leps__indicatori", "int_leps__obiettivi"):
        create_model(con, model, "table")
    con.execute(_RECORDINGS, [AMBITI, first, last, REVISIONS + 1])
    con.execute(
        "create table stg_raw__file as select 'f' as fonte_id, 'v' || v as tabella, make_date(2028, v::integer, 11) as "
        "rilasciato_il from range(1, ?) as r(v)",
        [REVISIONS + 1],
    )
    return con.execute("select count(*) from raw.leps_rilevazione").fetchone()[0]


def run_models(con: duckdb.DuckDBPyConnection, models: tuple[str, ...]) -> dict[str, float]:
    """Seconds on the clock and of all the cores."""
    from warehouse.cli.modelli import create_model

    started, worked = time.perf_counter(), time.process_time()
    for model in models:
        create_model(con, model, "view" if model.startswith("stg_") else "table", giorno_giudizio=DAY)
    return {"seconds": time.perf_counter() - started, "cpu": time.process_time() - worked}


def measure_leps(warehouse: Path, runs: int) -> dict[str, Any]:
    """The judgement, each time in a process of its own, and the views of Obiettivi LEPS."""
    note("LEPS…")
    taken = [in_process("leps_judgement") for _ in range(runs)]
    return {
        "runs": runs,
        "rows": taken[0]["rows"],
        "outcomes": taken[0]["outcomes"],
        "load_average": load_average(),
        **{f"{name}_s": median(t[name]["seconds"] for t in taken) for name in ("checking", "judging")},
        "judging_best_s": min(t["judging"]["seconds"] for t in taken),
        "judging_cpu_s": median(t["judging"]["cpu"] for t in taken),
        "views": in_process("leps_views", warehouse),
    }


def judgement_worker() -> dict[str, Any]:
    from warehouse.connection import open_scratch

    with open_scratch() as con:
        rows = make_recordings(con)
        checking, judging = run_models(con, CHECKING), run_models(con, JUDGING)
        (outcomes,) = con.execute("select count(*) from leps_esito").fetchone()
    return {"rows": rows, "outcomes": outcomes, "checking": checking, "judging": judging}


def views_worker(warehouse: str) -> dict[str, Any]:
    """Each view of Obiettivi LEPS: first visit and reruns, after the application was opened once."""
    from streamlit.testing.v1 import AppTest

    os.environ["LEPS_WAREHOUSE"] = warehouse
    os.environ["LEPS_PAGINE_DEBUG"] = "1"  # a view that fails must say so here, not draw its apology
    from dashboards.leps.menu import VIEWS

    app = AppTest.from_file(str(ROOT / "dashboards" / "app.py"), default_timeout=120).run()
    app.switch_page("pages/obiettivi_leps.py")
    visits = {}
    for entry in VIEWS.entries:
        app.query_params["vista"] = entry.id
        times = [seconds_of(app.run) for _ in range(1 + RERUNS)]
        if app.exception:
            sys.exit(f"{entry.id}: {app.exception[0].message}")
        visits[entry.id] = {"first_visit_s": times[0], "rerun_s": median(times[1:])}
    return visits
