"""The pointer: a small JSON file, replaced atomically: which versions exist, and which one is current."""

from __future__ import annotations

import contextlib
import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from warehouse.paths import WarehousePaths


class NothingPublished(Exception):
    """No version has been published in this warehouse yet."""

    def __init__(self, paths: WarehousePaths):
        super().__init__(
            f"in {paths.root} non è ancora stato pubblicato nulla. Rimedio: costruire il warehouse con «leps build»."
        )


class NothingPublic(Exception):
    """The current version was published without its public part."""

    def __init__(self, version: Version):
        super().__init__(
            f"la versione {version.versione} è stata pubblicata senza la sua parte pubblica. "
            "Rimedio: ricostruire con «leps build --force»."
        )


class PointerDamaged(Exception):
    """The pointer is not what :func:`write_pointer` writes."""


@dataclass(frozen=True)
class Version:
    """One published version. ``pubblicata_il`` is ISO 8601 with offset; ``impronta`` that of its inputs."""

    versione: str
    pubblicata_il: str
    impronta: str
    info: dict[str, Any] = field(default_factory=dict)

    def file(self, paths: WarehousePaths) -> Path:
        return paths.versioni / f"{self.versione}.duckdb"

    def public_file(self, paths: WarehousePaths) -> Path:
        """What anybody may read of it; missing in versions that were published without it."""
        return paths.versioni / f"{self.versione}.pubblico.duckdb"


@dataclass(frozen=True)
class Pointer:
    """``versioni`` in order of publication, the last one last; ``corrente`` is the name of one of them."""

    corrente: str
    versioni: tuple[Version, ...]

    @property
    def current(self) -> Version:
        return self.versioni[self.position]

    @property
    def position(self) -> int:
        return [v.versione for v in self.versioni].index(self.corrente)


def read_pointer(paths: WarehousePaths) -> Pointer | None:
    """The pointer, or None where nothing was ever published.

    Raises:
        PointerDamaged: somebody edited it.
    """
    try:
        content = json.loads(paths.puntatore.read_text("utf-8"))
        pointer = Pointer(content["corrente"], tuple(Version(**v) for v in content["versioni"]))
        _ = pointer.current
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise PointerDamaged(
            f"il puntatore {paths.puntatore} è danneggiato ({error}). Rimedio: ricostruire con «leps build»."
        ) from None
    return pointer


def read_current(paths: WarehousePaths) -> Version:
    """The current version.

    Raises:
        NothingPublished: there is none.
        PointerDamaged: somebody edited the pointer.
    """
    pointer = read_pointer(paths)
    if pointer is None:
        raise NothingPublished(paths)
    return pointer.current


def read_current_public(paths: WarehousePaths) -> Path:
    """The public file of the current version.

    Raises:
        NothingPublished, PointerDamaged: see :func:`read_current`.
        NothingPublic: the current version has none.
    """
    version = read_current(paths)
    file = version.public_file(paths)
    if not file.is_file():
        raise NothingPublic(version)
    return file


def write_pointer(paths: WarehousePaths, pointer: Pointer) -> None:
    """Replace the pointer: a reader sees the old one or the new one, also after a power cut."""
    aside = paths.puntatore.with_suffix(".json.tmp")
    try:
        with aside.open("w", encoding="utf-8") as stream:
            json.dump(asdict(pointer), stream, ensure_ascii=False, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(paths.puntatore)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        raise
    sync_folder(paths.root)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (POSIX; Windows needs no such thing)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
