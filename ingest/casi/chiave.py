"""The secret key of the ambito: where it comes from, and what makes it unfit.

Without it no case file is read. It is never written by the project, but for ``leps chiave nuova``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.problems import Problem, UnreadableInput
from warehouse.paths import REPO_ROOT

ENV_KEY, ENV_FILE = "LEPS_CHIAVE", "LEPS_CHIAVE_FILE"
BYTES = 32
# Of 32 random bytes about 30 differ, and in a billion draws none has fewer than this.
DIFFERENT_BYTES = 16
# A file longer than this holds no key.
LONGEST = 4096
NEW = "crearne una con «leps chiave nuova FILE» e indicarla con LEPS_CHIAVE_FILE (docs/casi.md)"


@dataclass(frozen=True)
class Chiave:
    """A fit key; its text form says nothing of it."""

    segreto: bytes = field(repr=False)

    @property
    def impronta(self) -> str:
        """First eight hex digits of its SHA-256: tells two keys apart, and gives neither away."""
        return hashlib.sha256(self.segreto).hexdigest()[:8]

    def keyed(self, role: str, values: Iterable[str]) -> list[str]:
        """Hex HMAC-SHA-256 of each value; ``role`` keeps equal strings of two kinds apart."""
        key, prefix, digest = self.segreto, role.encode() + b"\0", hmac.digest
        return [digest(key, prefix + value.encode(), "sha256").hex() for value in values]


class NessunaChiave(UnreadableInput):
    """Nobody has set a key."""


def default_file() -> Path:
    return Path.home() / ".config" / "leps" / "chiave"


def read_key(forbidden: Iterable[Path] = ()) -> Chiave:
    """The key: ``LEPS_CHIAVE``, else the file ``LEPS_CHIAVE_FILE``, else ``~/.config/leps/chiave``.

    Args:
        forbidden: folders of data, where no key may lie (nor in the repository).

    Raises:
        NessunaChiave: none is set.
        UnreadableInput: unfit, in a forbidden folder, or readable by others.
    """
    if os.environ.get(ENV_KEY):
        return Chiave(_decoded(os.environ[ENV_KEY], f"variabile {ENV_KEY}"))
    given = os.environ.get(ENV_FILE)
    path = Path(given) if given else default_file()
    if not path.is_file():
        if given:
            raise _unfit("chiave", f"nessun file {path.name} dove dice {ENV_FILE}", "la chiave segreta", NEW)
        wanted = "la chiave segreta con cui si sostituiscono gli identificativi"
        raise NessunaChiave(Problem(file="chiave", trovato="nessuna chiave", atteso=wanted, rimedio=NEW))
    refuse_place(path, forbidden)
    return Chiave(_decoded(_read_private(path), f"file della chiave {path.name}"))


def throwaway_key() -> Chiave:
    """A random key for one load: good enough for made-up cases, of which nobody keeps the keyed values."""
    return Chiave(secrets.token_bytes(BYTES))


def new_key_file(path: Path) -> Chiave:
    """Write a new random key that only its owner can read.

    Raises:
        UnreadableInput: the file is there already, or its place is inside the repository.
        OSError: it cannot be written.
    """
    refuse_place(path, ())
    secret = secrets.token_bytes(BYTES)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise _unfit(
            path.name, "un file che c'è già", "un nome nuovo", "scegliere un altro nome: una chiave non si sovrascrive"
        ) from None
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secret.hex() + "\n")
    return Chiave(secret)


def refuse_place(path: Path, forbidden: Iterable[Path]) -> None:
    """A key must lie neither among the data nor in the repository.

    Raises:
        UnreadableInput: it does.
    """
    for folder in (REPO_ROOT, *forbidden):
        if path.resolve().is_relative_to(Path(folder).resolve()):
            raise _unfit(
                path.name,
                "una chiave dentro la cartella del progetto o dei dati",
                "una chiave fuori dal progetto e dai dati",
                "spostarla, per esempio in ~/.config/leps/chiave",
            )


def _read_private(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            if os.name != "nt":  # Windows has no such modes: docs/casi.md says how to close the file there
                _refuse_open_file(path.name, os.fstat(stream.fileno()))
            return stream.read(LONGEST).decode("ascii", errors="replace")
    except OSError as error:
        raise _unfit(
            path.name, f"un file non leggibile ({error.strerror})", "la chiave", "controllare i permessi"
        ) from None


def _refuse_open_file(name: str, facts: os.stat_result) -> None:
    mode = stat.S_IMODE(facts.st_mode)
    if mode & 0o077:
        found = f"un file che altri possono leggere o scrivere (permessi {mode:03o})"
        raise _unfit(name, found, "permessi 600", "chmod 600 sul file; se altri l'hanno letta, cambiare chiave")
    if facts.st_uid != os.geteuid():
        raise _unfit(name, "un file di un altro utente", "un file di chi costruisce", "farne una copia propria")


def _decoded(text: str, what: str) -> bytes:
    """The bytes of a key in hex or base64.

    Raises:
        UnreadableInput: neither, shorter than 32 bytes, or plainly not random. The text is never shown.
    """
    text = text.strip()
    secret = b""
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        try:
            secret = base64.b64decode(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4), validate=True)
        except (binascii.Error, ValueError):
            secret = b""
    if len(secret) < BYTES or len(set(secret)) < DIFFERENT_BYTES:
        raise _unfit(
            what,
            "una chiave troppo corta, troppo semplice o scritta male",
            f"almeno {BYTES} byte casuali, in esadecimale o base64",
            NEW,
        )
    return secret


def _unfit(what: str, found: str, expected: str, remedy: str) -> UnreadableInput:
    return UnreadableInput(Problem(file=what, trovato=found, atteso=expected, rimedio=remedy))
