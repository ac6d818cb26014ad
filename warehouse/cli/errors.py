"""Every error becomes a message in Italian and an exit code; nobody ever sees a traceback."""

from __future__ import annotations

import errno
import re
import sys
import tempfile
import traceback
from datetime import datetime
from pathlib import Path

import typer

from warehouse.cli.console import say
from warehouse.lock import BuildRunning
from warehouse.pointer import NothingPublic, NothingPublished, PointerDamaged
from warehouse.pubblico import DeclarationError
from warehouse.publish import RollbackImpossible, StableNameNotRefreshed

DONE, CHECKS_FAILED, BAD_INPUT, BUSY, INTERRUPTED = 0, 1, 2, 3, 130

_log_folder: Path | None = None

_UNWRITABLE = {errno.EROFS, errno.EACCES, errno.EPERM}
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class CliError(Exception):
    """A message for the user, complete as it is, and the exit code that goes with it."""

    def __init__(self, message: str, code: int = BAD_INPUT):
        self.code = code
        super().__init__(message)


def set_log_folder(folder: Path) -> None:
    """Where the log of an unexpected error goes (the system's temporary folder if this cannot be written)."""
    global _log_folder
    _log_folder = folder


def explain(error: BaseException) -> int:
    """Say what went wrong on stderr.

    Returns:
        the exit code.
    """
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else BAD_INPUT
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        say("Interrotto: la versione pubblicata è rimasta com'era.")
        return INTERRUPTED
    message, code = _message(error)
    if message is None:
        message = _unexpected(error)
    say(message)
    return code


def _message(error: BaseException) -> tuple[str | None, int]:
    if isinstance(error, CliError):
        return str(error), error.code
    if isinstance(error, BuildRunning):
        return f"Errore: {error}", BUSY
    if isinstance(error, (DeclarationError, NothingPublic, NothingPublished, PointerDamaged, RollbackImpossible)):
        return f"Errore: {error}", BAD_INPUT
    if isinstance(error, StableNameNotRefreshed):
        return f"Avviso: {error}", DONE
    if isinstance(error, typer.Exit):
        return "", error.exit_code
    name = type(error).__name__
    if isinstance(error, getattr(typer, "TyperException", ())):
        return _usage(error), BAD_INPUT
    if name in ("UnreadableInput", "DefinitionError"):  # by name: their rooms are loaded only when needed
        problems = [f"  - {p}" for p in error.problems]
        return "\n".join(["Errore: questi dati non si possono caricare; non è stato pubblicato nulla.", *problems]), 2
    return _of_system(error), BAD_INPUT


def _of_system(error: BaseException) -> str | None:
    """Disks that are full or cannot be written, memory that is not enough; None for anything else."""
    text = str(error)
    number = error.errno if isinstance(error, OSError) else None
    where = f" ({error.filename})" if isinstance(error, OSError) and error.filename else ""
    if number in _FULL or says_disk_is_full(text):
        return (
            f"Errore: spazio su disco esaurito{where}. Non è stato pubblicato nulla. "
            "Rimedio: liberare spazio e ripetere il comando."
        )
    if number in _UNWRITABLE or re.search(r"Read-only file system|Permission denied", text):
        return (
            f"Errore: il sistema non permette di leggere o scrivere qui{where or f' ({_first_line(text)})'}. "
            "Non è stato pubblicato nulla. "
            "Rimedio: controllare i permessi o indicare un'altra cartella con --warehouse."
        )
    module = type(error).__module__
    if module.endswith("duckdb"):
        if type(error).__name__ == "IOException":
            return f"Errore: il file del warehouse non si può aprire o scrivere: {clean_sql_error(error)}"
        if type(error).__name__ == "OutOfMemoryException":
            return "Errore: memoria esaurita. Rimedio: chiudere altri programmi o chiedere meno dati per volta."
    if isinstance(error, MemoryError):
        return "Errore: memoria esaurita. Rimedio: chiudere altri programmi e ripetere il comando."
    return None


def says_disk_is_full(message: str) -> bool:
    """True for a message of the system, maybe inside one of a library, that there is no more space."""
    return re.search(r"No space left on device|Disk quota exceeded|File too large", message) is not None


def _usage(error: BaseException) -> str:
    """Wrong use of the command line, said in Italian (the library speaks English)."""
    name = type(error).__name__
    original = error.format_message()
    if name == "NoArgsIsHelpError":
        return original
    if name == "NoSuchOption":
        text = f"l'opzione {error.option_name} non esiste."
        if error.possibilities:
            text += f" Forse: {', '.join(sorted(error.possibilities))}."
    elif name == "MissingParameter":
        shown = getattr(error.param, "metavar", None) or original
        text = f"manca un valore obbligatorio: {shown}."
    elif found := re.match(r"No such command '?([^'.]*)'?", original):
        text = f"il comando «{found[1]}» non esiste."
    elif name == "BadParameter":
        shown = error.param.opts[-1] if error.param else "parametro"
        text = f"valore non valido per {shown}."
    elif name == "BadOptionUsage":
        text = f"l'opzione {error.option_name} vuole un valore."
    else:
        text = original
    command = error.ctx.command_path if getattr(error, "ctx", None) else "leps"
    return f"Errore: {text} Per l'aiuto: {command} --help"


def clean_sql_error(error: BaseException) -> str:
    """DuckDB's message without the blank lines and the class of the error repeated."""
    lines = [line.rstrip() for line in str(error).splitlines() if line.strip()]
    return "\n".join(lines)


def _first_line(text: str) -> str:
    return text.strip().splitlines()[0] if text.strip() else ""


def _unexpected(error: BaseException) -> str:
    path = _write_log(error)
    return (
        f"Errore imprevisto: {type(error).__name__}: {_first_line(str(error))[:300]}. "
        f"La versione pubblicata è rimasta com'era. Il resoconto completo è in {path}: "
        "allegarlo alla segnalazione."
    )


def _write_log(error: BaseException) -> Path:
    text = "".join(traceback.format_exception(error))
    name = f"errore-{datetime.now():%Y%m%d-%H%M%S}.log"
    command = " ".join(sys.argv)
    for folder in (_log_folder, Path(tempfile.gettempdir())):
        if folder is None:
            continue
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / name
            path.write_text(f"{command}\n\n{text}", encoding="utf-8")
            return path
        except OSError:
            continue
    return Path("(non scrivibile)")
