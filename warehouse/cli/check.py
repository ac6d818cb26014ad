"""``leps check``: what the project would make of one received file, without loading it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from warehouse.cli.console import integer
from warehouse.cli.errors import BAD_INPUT, CHECKS_FAILED, DONE, CliError
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    from ingest.check import FileReport


def check_path(path: Path) -> tuple[list[FileReport], int]:
    """Reports on a file, or on every file of a source's folder; and the exit code.

    0 clean, 1 problems found, 2 something cannot be loaded at all.
    """
    from ingest.check import check_path as judge
    from warehouse.cli.leps import recording_problems

    with open_scratch() as con:
        reports = judge(con, path)
    recordings = recording_problems(path, date.today())
    for report in reports:
        report.problemi += recordings.get(report.file, [])
    if not all(report.leggibile for report in reports):
        return reports, BAD_INPUT
    return reports, CHECKS_FAILED if any(report.problemi for report in reports) else DONE


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


def report_lines(report: FileReport) -> list[str]:
    """One report, for people."""
    lines = [report.file]
    if report.riconosciuto_come:
        lines.append(f"  riconosciuto come: {report.riconosciuto_come}")
    if report.righe or report.leggibile:
        lines.append(f"  righe: {integer(report.righe)}; righe scartate: {integer(report.righe_scartate)}")
    if not report.leggibile:
        lines.append("  così com'è non si può caricare")
    lines += [f"  ✗ {problem}" for problem in report.problemi]
    if not report.problemi:
        lines.append("  nessun problema")
    return lines
