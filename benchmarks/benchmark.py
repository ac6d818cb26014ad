"""Measures what the project promises about speed and memory, and prints it beside the promise.

    ./.venv/bin/python benchmarks/benchmark.py                 # everything, a few minutes
    ./.venv/bin/python benchmarks/benchmark.py --part csv --runs 5
    ./.venv/bin/python benchmarks/benchmark.py --json

How to read the figures is in docs/benchmark.md. Nothing here is a test: a slow machine fails nobody.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("build", "pages", "csv")
ROWS = 8_000_000
PAGE_RERUNS = 5
MB = 1 << 20

# What the project promises on two cores: figure, unit.
TARGETS = {
    "cold_build_s": (40, "s"),
    "cold_build_peak_mb": (2048, "MB"),
    "unchanged_build_s": (2, "s"),
    "slowest_page_s": (0.7, "s"),
    "csv_ratio": (2, "x"),
    "csv_peak_mb": (1024, "MB"),
}

SIDECAR = """\
fonte_id: popolazione
ente: prova
titolo: Popolazione generata per la misura
editore: nessuno
licenza: nessuna
data_riferimento: 2023-01-01
acquisito_il: 2023-01-01
provvisorio: true
tabelle:
  - tabella: residenti
    titolo: Residenti per comune, anno, età e sesso
    file: residenti.csv
    sha256: {sha256}
    formato: csv
    grana: [codice_istat, anno, eta, sesso]
    colonne:
      - {{nome: codice_istat, tipo: codice}}
      - {{nome: anno, tipo: anno}}
      - {{nome: eta, tipo: intero, locale: c, minimo: 0, massimo: 120}}
      - {{nome: sesso, tipo: codice}}
      - {{nome: residenti, tipo: intero, locale: c, minimo: 0}}
"""


def main() -> None:
    options = read_options()
    if options.worker:
        print(json.dumps(WORKERS[options.worker](*options.arguments)))
        return
    results: dict[str, Any] = {"cores": os.cpu_count(), "python": platform.python_version()}
    with tempfile.TemporaryDirectory(prefix="leps-benchmark-", dir=options.dir) as folder:
        work = Path(folder)
        warehouse = options.warehouse
        if "build" in options.part:
            warehouse = work / "warehouse"
            results["build"] = measure_build(warehouse, options.runs)
        if "pages" in options.part:
            if warehouse is None:
                warehouse = work / "warehouse"
                note("Building a warehouse for the pages…")
                run(["-m", "warehouse.cli", "build", "--warehouse", str(warehouse)])
            results["pages"] = measure_pages(warehouse)
        if "csv" in options.part:
            results["csv"] = measure_csv(work, options.rows, options.runs)
    print(json.dumps(results, indent=1) if options.json else "\n".join(lines_of(results)))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part (repeatable)")
    parser.add_argument("--runs", type=int, default=3, help="repetitions; the median is reported (default 3)")
    parser.add_argument("--rows", type=int, default=ROWS, help="rows of the generated CSV")
    parser.add_argument("--warehouse", type=Path, help="published warehouse for the pages, instead of building one")
    parser.add_argument("--dir", type=Path, help="where to put the temporary files")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--worker", choices=WORKERS, help=argparse.SUPPRESS)
    parser.add_argument("arguments", nargs="*", help=argparse.SUPPRESS)
    options = parser.parse_args()
    options.part = tuple(options.part or PARTS)
    return options


# --- build ----------------------------------------------------------------------------------------


def measure_build(warehouse: Path, runs: int) -> dict[str, Any]:
    """Builds into an empty folder, and builds with nothing to do. The launcher's own start is not in it."""
    command = ["-m", "warehouse.cli", "build", "--json", "--warehouse", str(warehouse)]
    cold, unchanged = [], []
    for number in range(1, runs + 1):
        note(f"Cold build {number} of {runs}…")
        shutil.rmtree(warehouse, ignore_errors=True)
        cold.append(run(command))
    for _ in range(runs):
        unchanged.append(run(command))
    if any(json.loads(m["output"])["esito"] != "invariata" for m in unchanged):
        sys.exit("The second build was not recognised as unchanged.")
    steps = [json.loads(m["output"])["passi"] for m in cold]
    return {
        "runs": runs,
        "cold_s": median(m["seconds"] for m in cold),
        "cold_best_s": min(m["seconds"] for m in cold),
        "cold_cpu_s": median(m["cpu"] for m in cold),
        "cold_peak_tree_mb": max(m["peak_tree_mb"] for m in cold),
        "cold_peak_process_mb": max(m["peak_process_mb"] for m in cold),
        "steps_s": {name: median(s[name] for s in steps) for name in steps[0]},
        "unchanged_s": median(m["seconds"] for m in unchanged),
        "unchanged_best_s": min(m["seconds"] for m in unchanged),
    }


def run(arguments: list[str]) -> dict[str, Any]:
    """Run this Python with ``arguments``: seconds, output, peak memory of the largest process and of all.

    All of them are sampled twenty times a second from /proc; where there is none, it is the largest process.
    """
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    peak = PeakOfTree(process.pid)
    output, messages = [], []
    readers = [
        threading.Thread(target=lambda: output.append(process.stdout.read())),
        threading.Thread(target=lambda: messages.append(process.stderr.read())),
    ]
    for reader in readers:
        reader.start()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    peak.stop()
    for reader in readers:
        reader.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(arguments)}: exit code {process.returncode}\n{messages[0]}{output[0]}")
    largest = kilobytes(usage.ru_maxrss) / 1024
    return {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "output": output[0],
        "peak_process_mb": largest,
        "peak_tree_mb": max(peak.bytes / MB, largest),
    }


class PeakOfTree:
    """The largest sum of resident memory of a process and its descendants, sampled until :meth:`stop`."""

    def __init__(self, pid: int):
        self.pid, self.bytes = pid, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        if Path("/proc/self/statm").exists():
            self._thread.start()

    def stop(self) -> None:
        self._over.set()

    def _sample(self) -> None:
        page = os.sysconf("SC_PAGE_SIZE")
        while not self._over.wait(0.05):
            self.bytes = max(self.bytes, sum(self._resident(self.pid)) * page)

    def _resident(self, pid: int) -> Iterator[int]:
        try:
            yield int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            threads = list(Path(f"/proc/{pid}/task").iterdir())
            children = [child for t in threads for child in (t / "children").read_text().split()]
        except OSError:
            return  # it ended meanwhile
        for child in children:
            yield from self._resident(int(child))


# --- pages ----------------------------------------------------------------------------------------


def measure_pages(warehouse: Path) -> dict[str, Any]:
    """Seconds of the script of each page, in one process that opened the first page before."""
    note("Pages…")
    os.environ["LEPS_WAREHOUSE"] = str(warehouse.absolute())
    return json.loads(run([__file__, "--worker", "pages"])["output"])


def pages_worker() -> dict[str, Any]:
    """First opening of the application, then each page: first visit and reruns.

    The script runs as in a server (streamlit.testing, AppTest): queries, figures, conversion to messages.
    Network and browser are not in it.
    """
    from streamlit.testing.v1 import AppTest

    os.environ["LEPS_PAGINE_DEBUG"] = "1"  # a page that fails must say so here, not draw its apology
    pages = sorted(p.stem for p in (ROOT / "dashboards" / "pages").glob("*.py") if not p.stem.startswith("_"))
    started = time.perf_counter()
    app = AppTest.from_file(str(ROOT / "dashboards" / "app.py"), default_timeout=120).run()
    first = time.perf_counter() - started
    visits = {}
    for page in pages:
        app.switch_page(f"pages/{page}.py")
        times = [seconds_of(app.run) for _ in range(1 + PAGE_RERUNS)]
        if app.exception:
            sys.exit(f"{page}: {app.exception[0].message}")
        visits[page] = {"first_visit_s": times[0], "rerun_s": median(times[1:])}
    return {"opening_s": first, "pages": visits}


# --- a large CSV ----------------------------------------------------------------------------------


def measure_csv(work: Path, rows: int, runs: int) -> dict[str, Any]:
    """The same file through DuckDB's read_csv and through ingest, each in a process of its own, in turns."""
    note(f"Writing a CSV of {rows:,} rows…")
    raw = work / "raw"
    path = write_source(raw / "popolazione", rows)
    plain, ours, cached = [], [], []
    for number in range(1, runs + 1):
        note(f"CSV, run {number} of {runs}…")
        fresh = work / f"cache-{number}"
        plain.append(csv_run("csv_duckdb", work, path))
        ours.append(csv_run("csv_ingest", work, raw, fresh))
        cached.append(csv_run("csv_ingest", work, raw, fresh))
        shutil.rmtree(fresh, ignore_errors=True)
    typical = sorted(ours, key=lambda m: m["seconds"])[len(ours) // 2]
    result = {
        "runs": runs,
        "rows": rows,
        "file_mb": path.stat().st_size / MB,
        "duckdb_s": median(m["seconds"] for m in plain),
        "duckdb_peak_mb": max(m["peak_mb"] for m in plain),
        "ingest_s": median(m["seconds"] for m in ours),
        "ingest_peak_mb": max(m["peak_mb"] for m in ours),
        "ingest_again_s": median(m["seconds"] for m in cached),
        "steps_s": typical["steps"],
    }
    # Each pair ran one right after the other: its ratio suffers less from what else the machine does.
    pairs = list(zip(ours, plain, strict=True))
    result["ratio"] = median(o["seconds"] / p["seconds"] for o, p in pairs)
    result["ratio_cpu"] = median(o["cpu"] / p["cpu"] for o, p in pairs)
    return result


def csv_run(worker: str, work: Path, *arguments: Path) -> dict[str, Any]:
    database = work / "misura.duckdb"
    database.unlink(missing_ok=True)
    done = run([__file__, "--worker", worker, str(database), *map(str, arguments)])
    return json.loads(done["output"])


def write_source(folder: Path, rows: int) -> Path:
    """A population by comune, year, age and sex: always the same bytes for the same number of rows."""
    folder.mkdir(parents=True)
    path = folder / "residenti.csv"
    digest = hashlib.sha256()
    with path.open("wb", buffering=MB) as stream:

        def write(text: str) -> None:
            content = text.encode("ascii")
            digest.update(content)
            stream.write(content)

        write("codice_istat,anno,eta,sesso,residenti\n")
        written = comune = 0
        while written < rows:
            comune += 1
            block = list(rows_of(comune))[: rows - written]
            written += len(block)
            write("".join(block))
    (folder / "fonte.yml").write_text(SIDECAR.format(sha256=digest.hexdigest()), "utf-8")
    return path


def rows_of(comune: int) -> Iterator[str]:
    for anno in range(2019, 2024):
        for eta in range(101):
            for sesso in "MF":
                residenti = (comune * 7919 + anno * 31 + eta * 97 + (13 if sesso == "F" else 0)) % 997
                yield f"{comune:06d},{anno},{eta},{sesso},{residenti}\n"


def csv_duckdb_worker(database: str, path: str) -> dict[str, Any]:
    """DuckDB alone, with its own guess of the types, into a table of a new file."""
    import duckdb

    con = duckdb.connect(database)
    started, worked = time.perf_counter(), time.process_time()
    con.execute("create table residenti as select * from read_csv(?)", [path])
    con.close()
    return measured(started, worked)


def csv_ingest_worker(database: str, raw: str, cache: str) -> dict[str, Any]:
    """What a build does with the file: verify, read, keep every cell as printed, look for misfits."""
    sys.path.insert(0, str(ROOT))
    from ingest.load import load
    from warehouse.connection import open_build

    timed = TimedConnection(open_build(Path(database)))
    started, worked = time.perf_counter(), time.process_time()
    load(timed, [Path(raw)], Path(cache))
    timed.close()
    result = measured(started, worked)
    steps = dict(sorted(timed.seconds.items(), key=lambda item: -item[1]))
    steps["everything else (checksum, Python)"] = result["seconds"] - sum(steps.values())
    return {**result, "steps": {name: s for name, s in steps.items() if s >= 0.05}}


def measured(started: float, worked: float) -> dict[str, float]:
    """Seconds on the clock, seconds of all the cores, peak memory of this process."""
    return {
        "seconds": time.perf_counter() - started,
        "cpu": time.process_time() - worked,
        "peak_mb": own_peak_mb(),
    }


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


# --- small things ---------------------------------------------------------------------------------


def lines_of(results: dict[str, Any]) -> Iterator[str]:
    """The report for people: one figure a line, with the promise beside it."""
    yield f"{results['cores']} cores, Python {results['python']}"
    if build := results.get("build"):
        yield ""
        yield f"Build from the default data (median of {build['runs']})"
        yield promised("cold, seconds", build["cold_s"], "cold_build_s")
        yield f"  {'  best run':<44}{build['cold_best_s']:>9.2f} s"
        yield f"  {'  seconds of all cores':<44}{build['cold_cpu_s']:>9.2f} s"
        for name, seconds in build["steps_s"].items():
            yield f"    {name:<44}{seconds:>9.1f} s"
        yield promised("cold, peak memory of all its processes", build["cold_peak_tree_mb"], "cold_build_peak_mb")
        yield f"  {'  of the largest process':<44}{build['cold_peak_process_mb']:>9.0f} MB"
        yield promised("nothing changed, seconds", build["unchanged_s"], "unchanged_build_s")
        yield f"  {'  best run':<44}{build['unchanged_best_s']:>9.2f} s"
    if pages := results.get("pages"):
        yield ""
        yield f"Pages: seconds of script (opening the application: {pages['opening_s']:.2f} s)"
        for name, times in pages["pages"].items():
            yield f"  {name:<26}first visit {times['first_visit_s']:.2f} s, again {times['rerun_s']:.2f} s"
        slowest = max(max(t.values()) for t in pages["pages"].values())
        yield promised("slowest", slowest, "slowest_page_s")
    if csv := results.get("csv"):
        yield ""
        yield f"CSV of {csv['rows']:,} rows, {csv['file_mb']:.0f} MB (median of {csv['runs']})"
        yield f"  {'DuckDB, read_csv into a table':<44}{csv['duckdb_s']:>9.2f} s"
        yield f"  {'  its peak memory':<44}{csv['duckdb_peak_mb']:>9.0f} MB"
        yield f"  {'ingest, into the warehouse':<44}{csv['ingest_s']:>9.2f} s"
        for name, seconds in csv["steps_s"].items():
            yield f"    {name:<60}{seconds:>7.2f} s"
        yield f"  {'ingest, a second time':<44}{csv['ingest_again_s']:>9.2f} s"
        yield promised("ratio ingest / DuckDB", csv["ratio"], "csv_ratio")
        yield f"  {'  of the seconds of all cores':<44}{csv['ratio_cpu']:>9.2f} x"
        yield promised("peak memory of ingest", csv["ingest_peak_mb"], "csv_peak_mb")


def promised(name: str, value: float, target: str) -> str:
    limit, unit = TARGETS[target]
    digits = 0 if unit == "MB" else 2
    above = "" if value <= limit else "   ABOVE"
    return f"  {name:<44}{value:>9.{digits}f} {unit}   at most {limit} {unit}{above}"


def median(values: Any) -> float:
    return statistics.median(list(values))


def seconds_of(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def own_peak_mb() -> float:
    return kilobytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


def kilobytes(maxrss: int) -> float:
    """Linux says kilobytes, macOS bytes."""
    return maxrss / 1024 if sys.platform == "darwin" else maxrss


def note(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


WORKERS: dict[str, Callable[..., dict[str, Any]]] = {
    "pages": pages_worker,
    "csv_duckdb": csv_duckdb_worker,
    "csv_ingest": csv_ingest_worker,
}

if __name__ == "__main__":
    main()
