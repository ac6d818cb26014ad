"""The report for people: one figure a line, with the promise beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# What the project promises on two cores: figure, unit.
PROMISES = {
    "default_build_s": (40, "s"),
    "default_build_peak_mb": (2048, "MB"),
    "unchanged_build_s": (2, "s"),
    "national_build_s": (60, "s"),
    "national_build_peak_mb": (3072, "MB"),
    "slowest_page_s": (0.7, "s"),
    "view_s": (0.5, "s"),
    "leps_judging_s": (2, "s"),
    "leps_matrix_s": (0.4, "s"),
    "view_ratio": (1.5, "x"),
    "csv_ratio": (2, "x"),
    "csv_peak_mb": (1024, "MB"),
    "posas_ratio": (1.5, "x"),
    "suppression_s": (30, "s"),
    "suppression_peak_mb": (2048, "MB"),
    "cases_s": (60, "s"),
    "cases_peak_mb": (2048, "MB"),
    "spending_added_s": (40, "s"),
    "spending_build_peak_mb": (3072, "MB"),
    "spending_build_s": (80, "s"),
}


def lines_of(results: dict[str, Any]) -> Iterator[str]:
    yield f"{results['cores']} cores, Python {results['python']}"
    for name, lines in (("build", _default), ("national", _national), ("pages", _pages), ("leps", _leps),
                        ("views", _views), ("csv", _csv), ("posas", _posas), ("suppression", _suppression),
                        ("casi", _cases), ("spesa", _spending)):  # fmt: skip
        if part := results.get(name):
            yield ""
            yield from lines(part)


def _default(build: dict[str, Any]) -> Iterator[str]:
    yield f"Build from the default data (median of {build['runs']})"
    yield from _cold(build, "default_build")
    yield _promised("nothing changed, seconds", build["unchanged_s"], "unchanged_build_s")
    yield _plain("  best run", build["unchanged_best_s"], "s")


def _national(build: dict[str, Any]) -> Iterator[str]:
    yield f"Build with ten years of all Italy, {build['rows']:,} rows read (median of {build['runs']})"
    yield from _cold(build, "national_build")


def _spending(build: dict[str, Any]) -> Iterator[str]:
    yield f"Build with the budgets of 600 bodies, {build['rows']:,} rows (median of {build['runs']})"
    yield _promised("seconds that the budgets add", build["added_s"], "spending_added_s")
    yield _plain("  seconds of all cores that they add", build["added_cpu_s"], "s")
    yield from _cold(build, "spending_build")


def _cold(build: dict[str, Any], promise: str) -> Iterator[str]:
    yield _promised("cold, seconds", build["cold_s"], f"{promise}_s")
    yield _plain("  best run", build["cold_best_s"], "s")
    yield _plain("  seconds of all cores", build["cold_cpu_s"], "s")
    yield _plain("  load average", build["load_average"], "")
    for name, seconds in build["steps_s"].items():
        yield f"    {name:<44}{seconds:>9.1f} s"
    yield _promised("cold, peak memory of all its processes", build["cold_peak_tree_mb"], f"{promise}_peak_mb")
    yield _plain("  of the largest process", build["cold_peak_process_mb"], "MB")
    yield _plain("published file", build["published_mb"], "MB")


def _pages(pages: dict[str, Any]) -> Iterator[str]:
    yield f"Pages: seconds of script (opening the application: {pages['opening_s']:.2f} s)"
    for name, times in pages["pages"].items():
        yield f"  {name:<26}first visit {times['first_visit_s']:.2f} s, again {times['rerun_s']:.2f} s"
    yield _promised("slowest", max(max(t.values()) for t in pages["pages"].values()), "slowest_page_s")


def _leps(leps: dict[str, Any]) -> Iterator[str]:
    yield f"LEPS: {leps['rows']:,} recordings, {leps['outcomes']:,} outcomes (median of {leps['runs']})"
    yield _plain("load average", leps["load_average"], "")
    yield _plain("read and checked", leps["checking_s"], "s")
    yield _promised("judged, revisions too", leps["judging_s"], "leps_judging_s")
    yield _plain("  best run", leps["judging_best_s"], "s")
    yield _plain("  seconds of all cores", leps["judging_cpu_s"], "s")
    for name, times in leps["views"].items():
        yield f"  {name:<26}first visit {times['first_visit_s']:.2f} s, again {times['rerun_s']:.2f} s"
    yield _promised("the matrix", max(leps["views"]["matrice"].values()), "leps_matrix_s")


def _views(views: dict[str, Any]) -> Iterator[str]:
    """Ratios with the promise only where there is something bare to divide by."""
    steps = views["steps"]
    yield f"Views, a change of territory or of indicator (load average {views['load_average']:.1f})"
    heads = "".join(f"{head:>9}" for head in ("typical", "of cores", "queries", "charts", "rest"))
    yield f"  {'seconds of script':<26}{heads}{'ratio':>7}{'slowest':>9}"
    for name, s in steps.items():
        numbers = "".join(f"{s[key]:>9.3f}" for key in ("seconds", "cpu_s", "queries_s", "charts_s", "rest_s"))
        ratio = f"{s['ratio']:>7.1f}" if s["ratio"] else f"{'–':>7}"
        yield f"  {name:<26}{numbers}{ratio}{s['slowest_s']:>9.3f} {s['slowest_address'].get('territorio', '')}"
    yield _promised("slowest of the typical", max(s["seconds"] for s in steps.values()), "view_s")
    yield _promised("slowest of all", max(s["slowest_s"] for s in steps.values()), "view_s")
    bare = sum(s["bare_s"] for s in steps.values())
    yield _promised(
        "all steps, ratio to queries and charts", sum(s["sum_s"] for s in steps.values()) / bare, "view_ratio"
    )


def _csv(csv: dict[str, Any]) -> Iterator[str]:
    yield f"CSV of {csv['rows']:,} rows, {csv['file_mb']:.0f} MB (median of {csv['runs']})"
    yield _plain("DuckDB, read_csv into a table", csv["duckdb_s"], "s")
    yield _plain("  its peak memory", csv["duckdb_peak_mb"], "MB")
    yield _plain("ingest, into the warehouse", csv["ingest_s"], "s")
    for name, seconds in csv["steps_s"].items():
        yield f"    {name:<60}{seconds:>7.2f} s"
    yield _plain("ingest, a second time", csv["ingest_again_s"], "s")
    yield _promised("ratio ingest / DuckDB", csv["ratio"], "csv_ratio")
    yield _plain("  of the seconds of all cores", csv["ratio_cpu"], "x")
    yield _promised("peak memory of ingest", csv["ingest_peak_mb"], "csv_peak_mb")


def _posas(posas: dict[str, Any]) -> Iterator[str]:
    yield f"All Italy in ISTAT's layout, {posas['file_mb']:.0f} MB (median of {posas['runs']})"
    yield _plain("DuckDB, read_csv of the plain file", posas["plain"]["duckdb_s"], "s")
    for name, taken in (("plain", posas["plain"]), ("zipped", posas["zipped"])):
        yield _plain(f"ingest, {name}", taken["ingest_s"], "s")
        yield _promised("  ratio ingest / DuckDB", taken["ratio"], "posas_ratio")
        yield _plain("  of the seconds of all cores", taken["ratio_cpu"], "x")
    yield _plain("  load average", posas["load_average"], "")


def _plain(name: str, value: float, unit: str) -> str:
    return f"  {name:<44}{value:>9.{0 if unit == 'MB' else 2}f} {unit}".rstrip()


def _promised(name: str, value: float, promise: str) -> str:
    limit, unit = PROMISES[promise]
    return f"{_plain(name, value, unit)}   at most {limit} {unit}{'' if value <= limit else '   ABOVE'}"


def _suppression(part: dict[str, Any]) -> Iterator[str]:
    yield f"Suppression of {part['cells']:,} cells in {part['equations']:,} equations, {part['hidden']:,} hidden"
    yield _promised("hidden and audited, seconds", part["seconds"], "suppression_s")
    yield _plain("  of them to hide", part["suppress_s"], "s")
    yield _plain("  seconds of all cores", part["cpu"], "s")
    yield _plain("  load average", part["load_average"], "")
    yield _promised("peak memory", part["peak_mb"], "suppression_peak_mb")
    yield f"  {'recovered by the audit':<44}{part['recovered']:>9} cells"


def _cases(part: dict[str, Any]) -> Iterator[str]:
    yield f"{part['rows']:,} cases in {part['cells']:,} counts, {part['hidden']:,} hidden (median of {part['runs']})"
    yield _promised("read, keyed, counted, hidden, audited", part["seconds"], "cases_s")
    for name, seconds in part["steps"].items():
        yield f"    {name:<44}{seconds:>9.1f} s"
    yield _plain("  seconds of all cores", part["cpu"], "s")
    yield _plain("  load average", part["load_average"], "")
    yield _promised("peak memory", part["peak_mb"], "cases_peak_mb")
    yield f"  {'recovered by the audit':<44}{part['recovered']:>9} cells"
