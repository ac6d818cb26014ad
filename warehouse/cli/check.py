"""``leps check``: what the project would make of one received file, without loading it."""

from __future__ import annotations

import dataclasses
import os
import shutil
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.cli.console import integer
from warehouse.cli.errors import BAD_INPUT, CHECKS_FAILED, DONE, CliError
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    from ingest.check import FileReport
    from ingest.problems import Problem


def check_path(path: Path) -> tuple[list[FileReport], int]:
    """Reports on a file, or on every file of a source's folder; and the exit code.

    0 clean, 1 problems found, 2 something cannot be loaded at all.
    """
    reports = _judge_undeclared(path) if _is_undeclared(path) else _judge(path)
    if not all(report.leggibile for report in reports):
        return reports, BAD_INPUT
    return reports, CHECKS_FAILED if any(report.problemi for report in reports) else DONE


def _judge(path: Path) -> list[FileReport]:
    from ingest.check import check_path as judge
    from warehouse.cli.esiti import outcome_problems
    from warehouse.cli.leps import judged_recordings
    from warehouse.cli.spesa import budget_problems

    with open_scratch() as con:
        reports = judge(con, path)
    recordings = judged_recordings(path, _day_of_judgement(path))
    budgets, outcomes = budget_problems(path), outcome_problems(path)
    for report in reports:
        if recording := recordings.get(report.file):
            report.problemi += recording.problemi
            report.celle_non_usabili += recording.celle_rifiutate
        report.problemi += budgets.get(report.file, []) + outcomes.get(report.file, [])
    return reports


def _day_of_judgement(path: Path) -> date:
    """Today; for the demonstration data, which tell of days to come, the day on which they are judged."""
    from warehouse.cli.build import DEMO_VARIABLES
    from warehouse.cli.options import DEMO_DIR

    if path.resolve().is_relative_to(DEMO_DIR):
        return date.fromisoformat(DEMO_VARIABLES["giorno_leps"])
    return date.today()


def _is_undeclared(path: Path) -> bool:
    """Is it a file that no readable sidecar of its folder names?"""
    from ingest.problems import UnreadableInput
    from ingest.sidecar import SIDECAR, read_sidecar

    path = path.resolve()
    if not path.is_file() or path.name == SIDECAR:
        return False
    if not (path.parent / SIDECAR).is_file():
        return True
    try:
        return path.name not in {table.path.name for table in read_sidecar(path.parent).tabelle}
    except UnreadableInput:
        return False


def _judge_undeclared(path: Path) -> list[FileReport]:
    """Judge a file by the declaration that would be proposed for it, made aside: before it goes into ``data/raw``."""
    from ingest.check import FileReport
    from ingest.proposta import propose
    from ingest.proposta import write_sidecar as write

    path = path.resolve()
    with tempfile.TemporaryDirectory(prefix="leps-prova-") as scratch:
        folder = Path(scratch) / "prova"
        folder.mkdir()
        _lend(path, folder / path.name)
        proposal = propose(folder, [path.name], acquisito_il=date.today())
        if not proposal.tabelle:
            problems = [dataclasses.replace(problem, file=path.name) for problem in proposal.problemi]
            return [FileReport(path.name, leggibile=False, problemi=problems)]
        if not any("tracciato" in table or "mappatura" in table for table in proposal.tabelle):
            # Of a table that nobody knows not a cell is shown: it may hold persons.
            return [FileReport(path.name, proposal.riconosciuti[path.name], leggibile=False, problemi=[_unknown(path)])]
        write(folder, proposal)
        (report,) = _judge(folder / path.name)
    report.file, report.da_dichiarare = path.name, True
    report.problemi = [dataclasses.replace(problem, file=path.name) for problem in report.problemi]
    return [report]


def _unknown(path: Path) -> Problem:
    from ingest.problems import Problem

    return Problem(
        path.name,
        "una tabella che non è di un tracciato noto",
        "un tracciato noto, o la sua dichiarazione",
        "metterlo in una cartella di data/raw, dichiararlo con «leps check --write-sidecar», rileggere la "
        "dichiarazione e provarlo di nuovo",
    )


def _lend(file: Path, place: Path) -> None:
    """The same bytes at another place: a hard link, or a copy where one cannot be (another disk)."""
    try:
        os.link(file, place)
    except OSError:
        shutil.copyfile(file, place)


def write_sidecar(path: Path) -> tuple[list[str], int]:
    """Propose and write the declaration of a file, or of every undeclared file of a folder.

    Returns:
        what was understood of each file and where it was written, for people; and the exit code.
    """
    from ingest.problems import UnreadableInput
    from ingest.proposta import NOT_SAID, propose
    from ingest.proposta import write_sidecar as write

    path = path.resolve()
    if not path.exists():
        raise CliError(f"Errore: {path} non esiste. Rimedio: controllare il percorso.", BAD_INPUT)
    folder = path if path.is_dir() else path.parent
    try:
        proposal = propose(folder, None if path.is_dir() else [path.name], acquisito_il=date.today())
        target = write(folder, proposal) if proposal.tabelle else None
    except UnreadableInput as error:
        return [f"✗ {problem}" for problem in error.problems], BAD_INPUT
    lines = [f"{name}: riconosciuto come {what}" for name, what in proposal.riconosciuti.items()]
    lines += [f"✗ {problem}" for problem in proposal.problemi]
    if target is None:
        return [*lines, "Nulla di nuovo da dichiarare."], BAD_INPUT if proposal.problemi else DONE
    if proposal.contenuto.get("editore") == NOT_SAID:
        remedy = "scrivere nel sidecar chi ha pubblicato i dati"
        lines.append(f"✗ {folder.name}/fonte.yml, voce «editore»: non dichiarato. Rimedio: {remedy}.")
    lines += [
        f"Scritto {target}: {len(proposal.tabelle)} "
        + ("tabella dichiarata." if len(proposal.tabelle) == 1 else "tabelle dichiarate."),
        "Rileggerlo: titolo, editore, licenza e date valgono per chi guarda i dati.",
    ]
    return lines, CHECKS_FAILED if proposal.problemi else DONE


def _where_refused(report: FileReport) -> str:
    return ", dette qui sotto una per una" if report.celle_non_usabili else ""


def report_lines(report: FileReport) -> list[str]:
    """One report, for people."""
    lines = [report.file]
    if report.riconosciuto_come:
        lines.append(f"  riconosciuto come: {report.riconosciuto_come}")
    if report.da_dichiarare:
        lines.append(
            "  non ancora dichiarato: va in una cartella di data/raw, poi «leps check --write-sidecar» e «leps build»"
        )
    if report.righe or report.leggibile:
        lines.append(
            f"  righe: {integer(report.righe)}; righe scartate: {integer(report.righe_scartate)}; "
            f"celle non usabili: {integer(report.celle_non_usabili)}{_where_refused(report)}"
        )
    if not report.leggibile:
        lines.append("  così com'è non si può caricare")
    lines += [f"  ✗ {problem}" for problem in report.problemi]
    if not report.problemi:
        lines.append("  nessun problema")
    return lines
