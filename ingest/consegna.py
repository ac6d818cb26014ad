"""A downloaded file becomes a received one: verified, put into its folder of ``data/raw`` and declared, or not at all.

The folder is append-only: what is there stays, another content under the same name takes a new name.
"""

from __future__ import annotations

import errno
import os
import shutil
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ingest.sidecar import SIDECAR, read_sidecar, sha256_of

SCARICATO, GIA_PRESENTE, NUOVO_RILASCIO = "scaricato", "gia_presente", "nuovo_rilascio"

# Writes or extends the sidecar of a folder for one file that lies in it.
Declare = Callable[[Path, str], None]


@dataclass(frozen=True)
class Consegna:
    """Where a file lies now, and whether it is new."""

    path: Path
    esito: str
    sha256: str


def is_web_page(path: Path) -> bool:
    """True for HTML, which a portal or a site under maintenance sends in place of any file."""
    with path.open("rb") as stream:
        start = stream.read(512).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype", b"<html", b"<head"))


def damage(path: Path, name: str) -> str | None:
    """What is wrong with a file that came whole, as a clause in Italian; None if it is sound.

    Archives are read to their end, so that every checksum inside is compared.
    """
    if path.stat().st_size == 0:
        return "è vuoto"
    if not name.lower().endswith(".zip"):
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        return f"non è un archivio zip leggibile ({error})"
    return f"il contenuto «{broken}» non corrisponde alla sua somma di controllo" if broken else None


def deliver(file: Path, name: str, folder: Path, day: date, declare: Declare) -> Consegna:
    """Move a sound file into the folder of its source, declared; or find that its content is there already.

    The file and its declaration are made ready beside, and enter together: a new folder in one step, an existing one
    by two renames. ``file`` is gone afterwards; if ``declare`` raises, the folder is as it was. Nobody else may be
    delivering from the folder of ``file`` meanwhile.
    """
    content = sha256_of(file)
    same, others = _deliveries(folder, name, content)
    if same:
        file.unlink()
        ensure_declared(same, declare)
        return Consegna(same, GIA_PRESENTE, content)
    target = folder / (_free_name(folder, name, day) if others else name)
    beside = file.parent / "pronto" / folder.name  # what a killed run left there is removed first
    shutil.rmtree(beside.parent, ignore_errors=True)
    beside.mkdir(parents=True)
    try:
        if (folder / SIDECAR).is_file():
            shutil.copy(folder / SIDECAR, beside)
        file.replace(beside / target.name)
        declare(beside, target.name)
        _enter(beside, target)
    finally:
        shutil.rmtree(beside.parent, ignore_errors=True)
    return Consegna(target, NUOVO_RILASCIO if others else SCARICATO, content)


def ensure_declared(path: Path, declare: Declare) -> None:
    """Declare a received file that its folder's sidecar does not name: what an interruption may leave."""
    sidecar = path.parent / SIDECAR
    if not sidecar.is_file() or path not in [table.path for table in read_sidecar(path.parent).tabelle]:
        declare(path.parent, path.name)


def _deliveries(folder: Path, name: str, content: str) -> tuple[Path | None, bool]:
    """The earlier delivery with the same content, and whether there are deliveries at all under this name."""
    stem, dot, suffix = name.partition(".")
    earlier = [folder / name, *sorted(folder.glob(f"{stem}_rilascio_*{dot}{suffix}"))]
    earlier = [path for path in earlier if path.is_file()]
    return next((path for path in earlier if sha256_of(path) == content), None), bool(earlier)


def _free_name(folder: Path, name: str, day: date) -> str:
    stem, dot, suffix = name.partition(".")
    number, free = 1, f"{stem}_rilascio_{day}{dot}{suffix}"
    while (folder / free).exists():
        number += 1
        free = f"{stem}_rilascio_{day}_{number}{dot}{suffix}"
    return free


def _enter(beside: Path, target: Path) -> None:
    folder = target.parent
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        _move(beside, folder)
        return
    _move(beside / target.name, target)
    _move(beside / SIDECAR, folder / SIDECAR)


def _move(source: Path, target: Path) -> None:
    """Rename; from another disk, copy under a hidden name (which a build passes over) and rename that."""
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        aside = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            (shutil.copytree if source.is_dir() else shutil.copy2)(source, aside)
            aside.replace(target)
        except BaseException:
            if aside.is_dir():
                shutil.rmtree(aside, ignore_errors=True)
            else:
                aside.unlink(missing_ok=True)
            raise
