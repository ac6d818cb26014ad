"""Publication: a finished file becomes current in one atomic step; going back is moving the pointer."""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from warehouse.paths import WarehousePaths
from warehouse.pointer import (
    NothingPublished,
    Pointer,
    PointerDamaged,
    Version,
    read_pointer,
    sync_folder,
    write_pointer,
)

KEPT_VERSIONS = 5


class RollbackImpossible(Exception):
    """There is no such version to go back to."""


class StableNameNotRefreshed(Exception):
    """The version is current, but ``warehouse.duckdb`` is not yet it; the next build tries again."""

    def __init__(self, version: Version, cause: OSError):
        self.version = version
        super().__init__(
            f"la versione {version.versione} è quella corrente, ma warehouse.duckdb non è stato aggiornato "
            f"({cause.strerror or cause}). "
            "Rimedio: chiudere i programmi che lo tengono aperto e ripetere «leps build»."
        )


def new_version_name(paths: WarehousePaths, fingerprint: str) -> str:
    """``<UTC timestamp>-<first eight characters of the fingerprint>``, not yet taken."""
    stem = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{fingerprint[:8]}"
    name, number = stem, 1
    while (paths.versioni / f"{name}.duckdb").exists():
        number += 1
        name = f"{stem}-{number}"
    return name


def publish(
    build_file: Path,
    paths: WarehousePaths,
    fingerprint: str,
    info: dict[str, Any] | None = None,
    versione: str | None = None,
) -> Version:
    """Make a finished DuckDB file the current version. The caller holds the build lock.

    Until the pointer is replaced the former version is current; from then on, the new one. A process killed
    in between leaves at most a file that no pointer names, which the next publication removes.

    Args:
        build_file: closed DuckDB file, on the same disk as the warehouse; it is moved, not copied.
        fingerprint: of everything that the version was built from.
        info: JSON-able facts about the build, kept with the version.
        versione: its name, if already decided with :func:`new_version_name`.

    Raises:
        OSError: nothing was published.
        StableNameNotRefreshed: published, but ``warehouse.duckdb`` could not be replaced.
    """
    paths.versioni.mkdir(parents=True, exist_ok=True)
    _settle(build_file)
    version = Version(
        versione=versione or new_version_name(paths, fingerprint),
        pubblicata_il=datetime.now(UTC).isoformat(timespec="seconds"),
        impronta=fingerprint,
        info=info or {},
    )
    target = version.file(paths)
    build_file.replace(target)
    try:
        sync_folder(paths.versioni)
        earlier = _kept(_pointer_or_none(paths), KEPT_VERSIONS - 1, paths)
        write_pointer(paths, Pointer(version.versione, (*earlier, version)))
    except Exception:
        _remove(target)
        raise
    _tidy(paths)
    return version


def rollback(paths: WarehousePaths, versione: str | None = None) -> Version:
    """Make an earlier version current again: the one named, else the one published before the current one.

    Raises:
        NothingPublished: there is nothing to go back from.
        RollbackImpossible: no such version, or none before the current one.
        StableNameNotRefreshed: done, but ``warehouse.duckdb`` could not be replaced.
    """
    pointer = read_pointer(paths)
    if pointer is None:
        raise NothingPublished(paths)
    names = [v.versione for v in pointer.versioni if v.file(paths).is_file()]
    if versione is None:
        before = [v.versione for v in pointer.versioni[: pointer.position] if v.versione in names]
        if not before:
            raise RollbackImpossible(f"non c'è una versione precedente a {pointer.corrente}.")
        versione = before[-1]
    elif versione not in names:
        raise RollbackImpossible(f"la versione «{versione}» non esiste. Versioni conservate: {', '.join(names)}.")
    pointer = Pointer(versione, pointer.versioni)
    write_pointer(paths, pointer)
    _tidy(paths)
    return pointer.current


def forget_earlier(paths: WarehousePaths) -> None:
    """Keep the current version only: no way back to what was published before."""
    pointer = read_pointer(paths)
    if pointer is not None:
        write_pointer(paths, Pointer(pointer.corrente, (pointer.current,)))
        _tidy(paths)


def list_versions(paths: WarehousePaths) -> list[Version]:
    """Versions that one can go back to, in order of publication, the last one last."""
    pointer = read_pointer(paths)
    return [v for v in pointer.versioni if v.file(paths).is_file()] if pointer else []


def refresh_stable_name(paths: WarehousePaths) -> None:
    """Let ``warehouse.duckdb`` be the current version: a hard link, or a copy where links do not exist.

    Does nothing where it already is.

    Raises:
        StableNameNotRefreshed: the file could not be replaced.
    """
    pointer = read_pointer(paths)
    if pointer is None or _same_content(pointer.current.file(paths), paths.stabile):
        return
    aside = paths.stabile.with_suffix(".duckdb.tmp")
    try:
        aside.unlink(missing_ok=True)
        try:
            aside.hardlink_to(pointer.current.file(paths))
        except OSError:
            shutil.copy2(pointer.current.file(paths), aside)
        aside.replace(paths.stabile)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise StableNameNotRefreshed(pointer.current, error) from error


def _settle(build_file: Path) -> None:
    """Everything in one file, on the disk, and (where the system allows it) closed to writing for good."""
    con = duckdb.connect(str(build_file))
    try:
        con.execute("checkpoint")
    finally:
        con.close()
    with build_file.open("rb+") as stream:
        os.fsync(stream.fileno())
    if os.name != "nt":
        # warehouse.duckdb is a second name of this file: an outside tool must not change it by mistake.
        build_file.chmod(0o444)


def _tidy(paths: WarehousePaths) -> None:
    try:
        refresh_stable_name(paths)
    finally:
        _prune(paths)


def _prune(paths: WarehousePaths) -> None:
    """Remove the versions that the pointer does not name, and what a killed publication left."""
    pointer = read_pointer(paths)
    if pointer is None:
        return
    named = tuple(v.file(paths).name for v in pointer.versioni)
    for path in paths.versioni.iterdir():
        if not path.name.startswith(named):  # a reader that runs out of memory has a folder <version>.duckdb.tmp
            _remove(path)


def _pointer_or_none(paths: WarehousePaths) -> Pointer | None:
    """A damaged pointer must not stop a publication, which mends it."""
    try:
        return read_pointer(paths)
    except PointerDamaged:
        return None


def _kept(pointer: Pointer | None, number: int, paths: WarehousePaths) -> tuple[Version, ...]:
    versions = pointer.versioni if pointer else ()
    return tuple(v for v in versions if v.file(paths).is_file())[-number:]


def _remove(path: Path) -> None:
    """Remove a file or folder; one that a reader holds open (Windows) is removed by a later publication."""
    with contextlib.suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _same_content(version_file: Path, stable: Path) -> bool:
    """True for two names of one file, or for a copy that still has the size and time of its original."""
    try:
        first, second = version_file.stat(), stable.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(first, second) or (first.st_size, first.st_mtime_ns) == (
        second.st_size,
        second.st_mtime_ns,
    )
