"""A build: received files → a new DuckDB file beside the published one → checks → publication.

The steps are those of docs/architecture.md. The heavy libraries are imported by the steps that need them, so
that a build with nothing to do ends at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from warehouse.cli.checks import counts_of_checks, refused_cells
from warehouse.cli.console import Progress
from warehouse.cli.dbt import DbtRun
from warehouse.cli.variazioni import worst_changes
from warehouse.fingerprint import fingerprint_of
from warehouse.lock import build_lock
from warehouse.paths import REPO_ROOT, WarehousePaths
from warehouse.pointer import PointerDamaged, read_pointer

if TYPE_CHECKING:
    import duckdb

# The demonstration data tell three years: they are judged on a day of theirs, whatever day it is.
DEMO_VARIABLES = {"dimostrativo": True, "giorno_leps": "2027-06-30"}

# Outcomes of a build.
PUBBLICATA, INVARIATA, FALLITA = "pubblicata", "invariata", "fallita"


@dataclass
class BuildResult:
    """What a build did. ``passi`` are seconds per step; ``controlli`` counts by severity and outcome;
    ``variazioni`` are the largest yearly changes out of range, as sentences."""

    esito: str
    versione: str | None = None
    righe_caricate: int = 0
    righe_scartate: int = 0
    celle_non_usabili: int = 0
    controlli: dict[str, dict[str, int]] = field(default_factory=dict)
    variazioni: list[str] = field(default_factory=list)
    passi: dict[str, float] = field(default_factory=dict)
    errori: list[str] = field(default_factory=list)
    avvisi: list[str] = field(default_factory=list)
    rapporto: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class _ChecksFailed(Exception):
    """An error-level check failed: nothing is published."""

    def __init__(self, failures: list[str]):
        self.failures = failures
        super().__init__("; ".join(failures))


def build(
    paths: WarehousePaths,
    raw_dirs: list[Path],
    progress: Progress,
    force: bool = False,
    verbose: bool = False,
    demo: bool = False,
) -> BuildResult:
    """Build and publish, unless what is published is already up to date (``force`` builds anyway).

    With ``demo`` every judgement of a LEPS target is marked as demonstrative, and made-up cases are let in.

    Raises:
        BuildRunning: another build holds the lock.
        UnreadableInput, DefinitionError, CliError, OSError, duckdb.Error: nothing was published.
        StableNameNotRefreshed: published, but ``warehouse.duckdb`` is still the version before.
    """
    from warehouse.publish import refresh_stable_name

    with build_lock(paths):
        fingerprint = _fingerprint(raw_dirs, demo)
        if not force and _is_current(paths, fingerprint):
            refresh_stable_name(paths)
            return BuildResult(INVARIATA, versione=read_pointer(paths).corrente)
        with _work_folder(paths) as work:
            return _Build(paths, raw_dirs, progress, fingerprint, work, verbose, demo).run()


def _fingerprint(raw_dirs: list[Path], demo: bool) -> str:
    """Of received files, definitions and code, of what is let in, and of the month: targets are judged as of today."""
    from ingest.load import fingerprint

    everything = f"{fingerprint(raw_dirs)} {fingerprint_of(REPO_ROOT)} {date.today():%Y-%m} {demo}"
    return hashlib.sha256(everything.encode()).hexdigest()


def _is_current(paths: WarehousePaths, fingerprint: str) -> bool:
    try:
        pointer = read_pointer(paths)
    except PointerDamaged:
        return False  # a build mends it
    return pointer is not None and pointer.current.impronta == fingerprint and pointer.current.file(paths).is_file()


@contextlib.contextmanager
def _work_folder(paths: WarehousePaths) -> Iterator[Path]:
    """A new folder for one build, removed at its end, after removing what killed builds left.

    Its name is never used again: a dbt that outlives a killed build must not touch the next one's files.
    """
    paths.costruzione.mkdir(parents=True, exist_ok=True)
    for left in paths.costruzione.iterdir():
        if left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        elif left != paths.ultimo_fallito:
            left.unlink()
    work = paths.costruzione / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{os.getpid()}"
    work.mkdir(mode=0o700)  # cases, keyed, lie there for a while
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


class _Build:
    """One run of steps 4-7."""

    def __init__(
        self,
        paths: WarehousePaths,
        raw_dirs: list[Path],
        progress: Progress,
        fingerprint: str,
        work: Path,
        verbose: bool,
        demo: bool,
    ):
        self.paths, self.raw_dirs, self.progress = paths, raw_dirs, progress
        self.fingerprint, self.work, self.verbose = fingerprint, work, verbose
        self.demo, self.variables = demo, DEMO_VARIABLES if demo else {}
        self.file, self.public_file, self.riservato = (
            work / name for name in ("leps.duckdb", "pubblico.duckdb", "riservato.duckdb")
        )
        self.started = time.monotonic()
        self.result = BuildResult(PUBBLICATA)

    def run(self) -> BuildResult:
        result = self.result
        result.passi = self.progress.durations
        try:
            logs = self.paths.dbt / "logs"
            with DbtRun(self.file, self.riservato, self.work, logs, date.today(), self.verbose, self.variables) as dbt:
                self._load()
                self._transform(dbt)
            self._forget_cases()
            self._finish()
        except _ChecksFailed as failed:
            result.esito = FALLITA
            result.errori = failed.failures
            self._set_aside()
            return result
        self._publish()
        return result

    def _load(self) -> None:
        from ingest.load import load
        from warehouse.connection import open_build
        from warehouse.definizioni import compile_into
        from warehouse.precedente import remember_previous
        from warehouse.pubblicati import remember_published

        con = open_build(self.file, self.riservato)
        try:
            Thread(target=import_module, args=("great_expectations",), daemon=True).start()  # it takes seconds
            with self.progress.step("Lettura dei file ricevuti"):
                report = load(con, self.raw_dirs, self.paths.cache, self.progress, self.demo)
                self.result.righe_caricate = report.righe_caricate
                self.result.righe_scartate = report.righe_scartate
                self.result.avvisi += [*_rejected_rows(con), *report.avvisi]
                compile_into(con, REPO_ROOT / "dbt_project" / "indicators")
                remember_published(con, self.paths)
                remember_previous(con, self.paths)
            with self.progress.step("Controlli sui file ricevuti"):
                self._expect(con, "raw")
        finally:
            con.close()

    def _transform(self, dbt: DbtRun) -> None:
        from warehouse.lignaggio import write_lineage

        try:
            with self.progress.step("Calcolo e controlli (dbt)"):
                outcome = dbt.build()
        finally:
            if dbt.ended:  # what it is still writing, when the build is interrupted, is of no use to anybody
                self._keep_artifacts(dbt.target)
        write_lineage(self.paths.dbt / "target" / "manifest.json", self.paths.rapporti / "lignaggio.html")
        self.result.avvisi += outcome.warnings
        if outcome.failures:
            raise _ChecksFailed(outcome.failures)

    def _forget_cases(self) -> None:
        """From here on nothing needs the cases; nothing that is published may look for them."""
        from warehouse.connection import RISERVATO, open_build

        for left in self.work.glob(f"{self.riservato.name}*"):  # its write-ahead log too
            left.unlink()
        with open_build(self.file) as con:
            views = con.execute(
                "select schema_name || '.' || view_name from duckdb_views() "
                "where not internal and regexp_matches(sql, ?)",
                [rf'\b{RISERVATO}"?\.'],
            ).fetchall()
        if views:
            names = ", ".join(name for (name,) in views)
            raise _ChecksFailed([f"viste che leggono il catalogo {RISERVATO}, che non si pubblica: {names}"])

    def _finish(self) -> None:
        from warehouse.connection import open_build
        from warehouse.pubblico import write_public
        from warehouse.publish import new_version_name

        con = open_build(self.file)
        try:
            self.result.versione = new_version_name(self.paths, self.fingerprint)
            self._sign(con)
            # Checks are Python's work, the copy is DuckDB's: they wait for one another very little.
            with ThreadPoolExecutor(1) as beside:
                models = REPO_ROOT / "dbt_project" / "models"
                public = beside.submit(write_public, con.cursor(), self.public_file, models)
                with self.progress.step("Controlli sulle tabelle da pubblicare"):
                    self._expect(con, "pubblicato")
                self._write_report(con)
                self.result.controlli = counts_of_checks(con)
                self.result.celle_non_usabili = refused_cells(con)
                self.result.variazioni = worst_changes(con)
                with self.progress.step("Parte pubblica"):
                    public.result()
        finally:
            con.close()

    def _sign(self, con: duckdb.DuckDBPyConnection) -> None:
        """Write what version this is, and from what it was built."""
        con.execute(
            "create or replace table qualita.costruzione as select ?::text as versione, "
            "?::timestamptz as costruita_il, ?::text as impronta, ?::bigint as righe_caricate, "
            "?::double as durata_s, ?::boolean as dimostrativa",
            [
                self.result.versione,
                datetime.now(UTC),
                self.fingerprint,
                self.result.righe_caricate,
                round(time.monotonic() - self.started, 1),
                self.demo,
            ],
        )

    def _publish(self) -> None:
        from warehouse.publish import publish

        info = {
            "righe_caricate": self.result.righe_caricate,
            "righe_scartate": self.result.righe_scartate,
            "durata_s": round(time.monotonic() - self.started, 1),
        }
        with self.progress.step("Pubblicazione"):
            publish(self.file, self.paths, self.fingerprint, info, self.result.versione, self.public_file)

    def _expect(self, con: duckdb.DuckDBPyConnection, layer: str) -> None:
        """Run the expectations on one layer; the outcomes are in ``qualita.aspettativa``."""
        from expectations.run import validate

        validate(con, layer, self.progress)
        failed = con.execute(
            "select tabella, colonna, aspettativa, messaggio from qualita.aspettativa "
            "where strato = ? and gravita = 'errore' and esito = 'fallito' order by all",
            [layer],
        ).fetchall()
        if failed:
            self._write_report(con)
            raise _ChecksFailed(
                [
                    f"{table}{f', colonna «{column}»' if column else ''}: {message or name}"
                    for table, column, name, message in failed
                ]
            )

    def _write_report(self, con: duckdb.DuckDBPyConnection) -> None:
        from expectations.report import write

        path = self.paths.rapporti / "aspettative.html"
        path.parent.mkdir(parents=True, exist_ok=True)
        write(con, path)
        self.result.rapporto = str(path)

    def _keep_artifacts(self, target: Path) -> None:
        """Manifest and results of the last dbt that ran stay in ``dbt/target``, for whoever asks why."""
        if target.is_dir():
            kept = self.paths.dbt / "target"
            shutil.rmtree(kept, ignore_errors=True)
            target.replace(kept)

    def _set_aside(self) -> None:
        """Keep the file that failed, so that one can look into it."""
        if self.file.is_file():
            self.file.replace(self.paths.ultimo_fallito)


def _rejected_rows(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Every row that found no place, said so that it can be mended: file, row, what was found, expected, remedy."""
    from ingest.problems import found_and_expected

    rows = con.execute("select file, riga, trovato, atteso, rimedio from raw._scarti order by file, riga").fetchall()
    return [
        f"{file}, riga {line}: riga scartata; {found_and_expected(found, wanted)}. Rimedio: {remedy}."
        for file, line, found, wanted, remedy in rows
    ]
