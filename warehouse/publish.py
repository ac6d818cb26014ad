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
    """The version is current, but the file of its stable name is not yet it; the next build tries again."""

    def __init__(self, version: Version, stable: Path, cause: OSError):
        self.version = version
        super().__init__(
            f"la versione {version.versione} è quella corrente, ma {stable.name} non è stato aggiornato "
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
    public_file: Path | None = None,
) -> Version:
    """Make a finished DuckDB file the current version. The caller holds the build lock.

    Until the pointer is replaced the former version is current; from then on, the new one. A process killed
    in between leaves at most a file that no pointer names, which the next publication removes.

    Args:
        build_file: closed DuckDB file, on the same disk as the warehouse; it is moved, not copied.
        fingerprint: of everything that the version was built from.
        info: JSON-able facts about the build, kept with the version.
        versione: its name, if already decided with :func:`new_version_name`.
        public_file: what anybody may read of it, see :mod:`warehouse.pubblico`; moved with it.

    Raises:
        OSError: nothing was published.
        StableNameNotRefreshed: published, but ``warehouse.duckdb`` or ``pubblico.duckdb`` could not be replaced.
    """
    paths.versioni.mkdir(parents=True, exist_ok=True)
    _settle(build_file)
    if public_file:
        _settle(public_file)
    version = Version(
        versione=versione or new_version_name(paths, fingerprint),
        pubblicata_il=datetime.now(UTC).isoformat(timespec="seconds"),
        impronta=fingerprint,
        info=info or {},
    )
    target, public_target = version.file(paths), version.public_file(paths)
    try:
        if public_file:
            public_file.replace(public_target)
        build_file.replace(target)
        sync_folder(paths.versioni)
        earlier = _kept(_pointer_or_none(paths), KEPT_VERSIONS - 1, paths)
        write_pointer(paths, Pointer(version.versione, (*earlier, version)))
    except Exception:
        _remove(target)
        _remove(public_target)
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
    """Let ``warehouse.duckdb`` and ``pubblico.duckdb`` be the two files of the current version.

    Hard links, or copies where links do not exist. Does nothing where they already are; a version without a public
    part leaves no ``pubblico.duckdb`` of another.

    Raises:
        StableNameNotRefreshed: a file could not be replaced.
    """
    pointer = read_pointer(paths)
    if pointer is None:
        return
    current = pointer.current
    for file, stable in ((current.file(paths), paths.stabile), (current.public_file(paths), paths.pubblico)):
        try:
            if stable == paths.pubblico and not file.is_file():
                stable.unlink(missing_ok=True)
            else:
                _give_name(file, stable)
        except OSError as error:
            raise StableNameNotRefreshed(current, stable, error) from error


def _give_name(file: Path, stable: Path) -> None:
    """Let ``stable`` be a second name of ``file``."""
    if _same_content(file, stable):
        return
    aside = stable.with_suffix(".duckdb.tmp")
    try:
        aside.unlink(missing_ok=True)
        try:
            aside.hardlink_to(file)
        except OSError:
            shutil.copy2(file, aside)
        aside.replace(stable)
    except OSError:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise


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
    named = tuple(file(paths).name for v in pointer.versioni for file in (v.file, v.public_file))
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
