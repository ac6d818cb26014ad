"""Runs dbt on the file under construction, in a process of its own, and tells its outcome in Italian."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from warehouse.cli import leash
from warehouse.cli.errors import CliError, says_disk_is_full
from warehouse.connection import open_readonly
from warehouse.paths import REPO_ROOT

# The profile of dbt_project/profiles.yml opens the file that this variable names.
ENV_BUILD_FILE = "LEPS_FILE_COSTRUZIONE"
# And attaches this one as the catalog riservato.
ENV_RESERVED_FILE = "LEPS_FILE_RISERVATO"

_TOO_LITTLE_SPACE = 1_000_000  # bytes
SHOWN_ROWS = 3


@dataclass
class DbtOutcome:
    """``failures`` stop the build, ``warnings`` do not; one Italian sentence each."""

    passed: int = 0
    failures: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class DbtRun:
    """One ``dbt build`` of the project, in a process that starts at once and reads the project meanwhile.

    Use it as a context: on leaving it, whatever still runs is stopped.
    """

    def __init__(
        self,
        build_file: Path,
        riservato: Path,
        work: Path,
        logs: Path,
        judged_on: date,
        verbose: bool = False,
        variables: dict[str, Any] | None = None,
    ):
        """Start reading the project.

        Args:
            build_file: what will be published.
            riservato: the catalog of cases, which will not.
            work: folder of this build, for dbt's artifacts (``dbt_target``).
            logs: folder for ``dbt.log`` (what happened; every statement too, with ``verbose``) and ``dbt_output.log``
                (what it would print).
            judged_on: the day on which targets and exceptions are judged.
            verbose: let dbt print on stderr.
            variables: further variables of the project.
        """
        self.target, self.logs, self._build_file = work / "dbt_target", logs, build_file
        self._go, self._output = work / "dbt_via", logs / "dbt_output.log"
        logs.mkdir(parents=True, exist_ok=True)
        options = ["--project-dir", str(REPO_ROOT), "--profiles-dir", str(REPO_ROOT / "dbt_project")]
        options += ["--vars", json.dumps({"giorno_giudizio": judged_on.isoformat(), **(variables or {})})]
        env = {
            **os.environ,
            "DBT_TARGET_PATH": str(self.target),
            "DBT_LOG_PATH": str(logs),
            # The text of every statement is in the target folder already; to log it takes a tenth of dbt's time.
            "DBT_LOG_LEVEL_FILE": "debug" if verbose else "info",
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DBT_USE_COLORS": "false",
            ENV_BUILD_FILE: str(build_file),
            ENV_RESERVED_FILE: str(riservato),
        }
        with self._output.open("w", encoding="utf-8") as stream:
            self._process = leash.start(
                "warehouse.cli.dbt_process",
                str(self._go),
                *options,
                cwd=REPO_ROOT,
                env=env,
                stdout=sys.stderr if verbose else stream,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self) -> DbtRun:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def ended(self) -> bool:
        """True when dbt writes no more."""
        return self._process.poll() is not None

    def build(self) -> DbtOutcome:
        """Build every model and run every test on the build file, which nobody else may hold open.

        Raises:
            CliError: dbt could not even read the project, or start.
            OSError: the disk is full.
        """
        self._go.touch()
        code = leash.wait(self._process)
        results = _read(self.target / "run_results.json")
        if code not in (0, 1) or results is None:
            printed = self._output.read_text("utf-8", errors="replace")
            _raise_if_disk_is_full(printed, self.target)
            raise CliError(
                f"Errore: dbt non è riuscito a leggere il progetto (codice {code}). {_reason(printed)}\n"
                f"Resoconto completo: {self.logs / 'dbt.log'}"
            )
        outcome = _outcome(results, _read(self.target / "manifest.json") or {}, self._build_file)
        if code == 1 and not outcome.failures:
            outcome.failures.append("dbt si è fermato senza dire quale controllo.")
        return outcome


def _outcome(results: dict[str, Any], manifest: dict[str, Any], build_file: Path) -> DbtOutcome:
    nodes = {**manifest.get("nodes", {}), **manifest.get("unit_tests", {})}
    outcome = DbtOutcome()
    for result in results["results"]:
        node = nodes.get(result["unique_id"], {})
        if result["status"] in ("success", "pass"):
            outcome.passed += 1
        elif result["status"] == "warn":
            outcome.warnings.append(_sentence(result, node))
        elif result["status"] in ("error", "fail", "runtime error", "partial success"):
            outcome.failures.append(_sentence(result, node) + _first_rows(result, build_file))
    return outcome


def _first_rows(result: dict[str, Any], build_file: Path) -> str:
    """What a failed test found, so that nobody needs to open the database to see it."""
    if result["status"] != "fail" or not result.get("compiled_code"):
        return ""
    try:
        with open_readonly(build_file) as con:
            found = con.sql(f"select * from ({result['compiled_code']}) limit {SHOWN_ROWS}")
            rows = [
                ", ".join(f"{name}: {value}" for name, value in zip(found.columns, row, strict=True) if value)
                for row in found.fetchall()
            ]
    except duckdb.Error:
        return ""
    return "".join(f"\n      {row}" for row in rows)


def _sentence(result: dict[str, Any], node: dict[str, Any]) -> str:
    """What failed, by its description where it has one, and by how many rows."""
    name = node.get("name") or result["unique_id"]
    description = " ".join((node.get("description") or "").split())
    kind = result["unique_id"].partition(".")[0]
    message = " ".join((result.get("message") or "").split())
    _raise_if_disk_is_full(message)
    if kind == "test" and result["status"] in ("fail", "warn"):
        count = result.get("failures")
        rows = "una riga non conforme" if count == 1 else f"{count} righe non conformi"
        return f"{description} [{name}]: {rows}" if description else f"{name}: {rows}"
    what = {"model": "il modello", "test": "il controllo", "seed": "il seed", "unit_test": "la prova"}.get(kind, kind)
    return f"{what} {name} non funziona: {message[:500]}"


def _raise_if_disk_is_full(message: str, folder: Path | None = None) -> None:
    """dbt tells it as any other error, or cannot even tell it, because its log is on the same disk."""
    full = says_disk_is_full(message)
    if folder is not None and folder.exists():
        full = full or shutil.disk_usage(folder).free < _TOO_LITTLE_SPACE
    if full:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _read(path: Path) -> dict[str, Any] | None:
    try:
        return json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def _reason(printed: str) -> str:
    """Why dbt stopped, in its own words."""
    _, _, reason = printed.rpartition("Encountered an error:")
    return " ".join(reason.split())[:600]
