"""``leps casi cancella``: the case data of a period go: files, earlier versions, cache, reports. A line stays."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from warehouse.cli.errors import CHECKS_FAILED, DONE, CliError
from warehouse.lock import build_lock
from warehouse.paths import WarehousePaths
from warehouse.publish import forget_earlier

REGISTER = "registro_cancellazioni.csv"
COLUMNS = ("cancellato_il", "dal", "al", "fonti", "file_cancellati", "esito")
REBUILT, NOT_REBUILT = "cancellati e ricostruito", "cancellati ma da ricostruire"


@dataclass(frozen=True)
class Cancellazione:
    """What is to be deleted: files shown as ``<fonte>/<file>``."""

    dal: date
    al: date
    fonti: tuple[str, ...]
    file: tuple[str, ...]


def find(raw_dirs: list[Path], first: date, last: date) -> Cancellazione:
    """The case files extracted between two days, both included.

    Raises:
        CliError: the days are the wrong way round.
        UnreadableInput: a folder of cases without a readable sidecar.
    """
    from ingest.casi.cancella import files_of_period

    if last < first:
        raise CliError("Errore: --al viene prima di --dal. Rimedio: scambiare le due date.")
    found = files_of_period(raw_dirs, first, last)
    files = tuple(table.file for _, tables in found for table in tables)
    return Cancellazione(first, last, tuple(source.fonte_id for source, _ in found), files)


def delete(paths: WarehousePaths, raw_dirs: list[Path], wanted: Cancellazione, rebuild: Callable[[], int]) -> int:
    """Delete the files, rebuild without them, then remove all that was made with them; note it in the register.

    Where the building fails the files are gone, the pages go on with the version of before, and the same command
    completes the work later.

    Returns:
        the exit code of the building.
    """
    from ingest.casi.cancella import delete_files, files_of_period

    code = CHECKS_FAILED
    with build_lock(paths):
        for source, tables in files_of_period(raw_dirs, wanted.dal, wanted.al):
            delete_files(source, tables)
    try:
        code = rebuild()
        if code == DONE:
            with build_lock(paths):
                _forget(paths)
    finally:
        _note(paths, wanted, REBUILT if code == DONE else NOT_REBUILT)
    return code


def _forget(paths: WarehousePaths) -> None:
    """Earlier versions, and all that a build leaves beside them."""
    forget_earlier(paths)
    for folder in (paths.cache, paths.costruzione, paths.dbt, paths.rapporti):
        shutil.rmtree(folder, ignore_errors=True)


def _note(paths: WarehousePaths, wanted: Cancellazione, outcome: str) -> None:
    """A line of the register, which says what was done and nothing of whom."""
    register = paths.root / REGISTER
    is_new = not register.exists()
    with register.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        if is_new:
            writer.writerow(COLUMNS)
        now = datetime.now(UTC).isoformat(timespec="seconds")
        writer.writerow([now, wanted.dal, wanted.al, " ".join(wanted.fonti), len(wanted.file), outcome])
