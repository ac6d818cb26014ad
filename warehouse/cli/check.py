"""``leps check``: what the project would make of one received file, without loading it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.cli.console import integer
from warehouse.cli.errors import BAD_INPUT, CHECKS_FAILED, DONE
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    from ingest.check import FileReport


def check_path(path: Path) -> tuple[list[FileReport], int]:
    """Reports on a file, or on every file of a source's folder; and the exit code.

    0 clean, 1 problems found, 2 something cannot be loaded at all.
    """
    from ingest.check import check_path as judge

    with open_scratch() as con:
        reports = judge(con, path)
    if not all(report.leggibile for report in reports):
        return reports, BAD_INPUT
    return reports, CHECKS_FAILED if any(report.problemi for report in reports) else DONE


def report_lines(report: FileReport) -> list[str]:
    """One report, for people."""
    lines = [report.file]
    if report.riconosciuto_come:
        lines.append(f"  riconosciuto come: {report.riconosciuto_come}")
    if report.leggibile:
        lines.append(f"  righe: {integer(report.righe)}; righe scartate: {integer(report.righe_scartate)}")
    else:
        lines.append("  non si può caricare")
    lines += [f"  ✗ {problem}" for problem in report.problemi]
    if not report.problemi:
        lines.append("  nessun problema")
    return lines
