"""First use: makes ``.venv`` with the pinned versions, then hands over to the command line in it.

Run by the launchers ``leps`` and ``leps.cmd`` with any Python 3.11 or newer: standard library only, nothing
of the project. Messages go to stderr: a command's result may be read by a program.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WINDOWS = os.name == "nt"
MINIMUM = (3, 11)


class LaunchError(Exception):
    """The environment cannot be made; the message is for the user, in Italian."""


def main(args: list[str]) -> int:
    """Make the environment if needed, then run the command.

    Returns:
        the exit code (on POSIX only if something went wrong: otherwise the process becomes the command).
    """
    try:
        python = ready(ROOT, extra="test" if args[:1] == ["test"] else None)
        return hand_over(python, ROOT, args)
    except LaunchError as error:
        say(f"Errore: {error}")
    except KeyboardInterrupt:
        say("Interrotto.")
        return 130
    except OSError as error:
        place = error.filename or ROOT / ".venv"
        say(f"Errore: non si può preparare l'ambiente Python: {error.strerror} ({place}).")
    return 2


def ready(root: Path, extra: str | None = None) -> Path:
    """The interpreter of an environment that has the pinned versions, made or completed if needed.

    Args:
        extra: name of a group of optional dependencies wanted too.

    Raises:
        LaunchError: no network, or no working venv in this Python.
        OSError: ``.venv`` cannot be written.
    """
    venv, python = root / ".venv", python_of(root / ".venv")
    wanted = pins(root, extra)
    if is_ready(venv, wanted, extra):
        return python
    with install_lock(root):
        if is_ready(venv, wanted, extra):  # another launch did it meanwhile
            return python
        marker = venv / "leps-installazione-interrotta"
        if marker.exists() or not works(python):
            make_venv(venv)
        for stamp in venv.glob("leps-*.sha256"):
            stamp.unlink()
        marker.touch()
        install(root, venv, dependencies(root, extra))
        for name in {None, extra}:  # with an extra, the plain dependencies are there as well
            stamp_of(venv, name).write_text(pins(root, name), encoding="ascii")
        marker.unlink()
    return python


def is_ready(venv: Path, wanted: str, extra: str | None) -> bool:
    """True if the last install for ``extra`` ended, with the same pins, and the interpreter is there."""
    try:
        installed = stamp_of(venv, extra).read_text(encoding="ascii")
    except FileNotFoundError:
        return False
    return installed == wanted and os.access(python_of(venv), os.X_OK)


def dependencies(root: Path, extra: str | None) -> list[str]:
    """Names that ``pyproject.toml`` asks for, with those of the group ``extra``."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project["dependencies"] + (project["optional-dependencies"][extra] if extra else [])


def pins(root: Path, extra: str | None) -> str:
    """Hex SHA-256 of the versions in ``constraints.txt`` and of the names asked for."""
    digest = hashlib.sha256((root / "constraints.txt").read_bytes())
    digest.update("\n".join(dependencies(root, extra)).encode())
    return digest.hexdigest()


def stamp_of(venv: Path, extra: str | None) -> Path:
    """File that says with which pins the environment was completed."""
    return venv / f"leps-{extra or 'run'}.sha256"


def python_of(venv: Path) -> Path:
    return venv / "Scripts" / "python.exe" if WINDOWS else venv / "bin" / "python"


def works(python: Path) -> bool:
    """True if the interpreter starts and is new enough."""
    test = f"import sys; sys.exit(sys.version_info < {MINIMUM})"
    try:
        return subprocess.run([python, "-I", "-c", test], capture_output=True).returncode == 0
    except OSError:
        return False


def make_venv(venv: Path) -> None:
    """A new, empty environment in place of whatever is there."""
    say("Preparo l'ambiente Python in .venv…")
    made = subprocess.run(
        [sys.executable, "-I", "-m", "venv", "--clear", "--without-pip", str(venv)],
        capture_output=True, text=True,
    )  # fmt: skip
    if made.returncode != 0:
        raise LaunchError(
            f"questo Python ({sys.executable}) non riesce a creare un ambiente: {last_line(made.stderr)}. "
            "Rimedio: installare il modulo venv (su Debian e Ubuntu il pacchetto python3-venv)."
        )


def install(root: Path, venv: Path, names: list[str]) -> None:
    """Install the pinned versions with uv where it works, else with pip; their messages go to a log.

    Raises:
        LaunchError: neither managed it.
    """
    say("Installo le versioni fissate in constraints.txt (la prima volta serve la rete; circa un minuto)…")
    log = venv / "leps-installazione.log"
    log.write_text("", encoding="utf-8")
    request = ["-c", str(root / "constraints.txt"), *names]
    python = str(python_of(venv))
    if uv := working_uv():
        if logged([uv, "pip", "install", "--python", python, *request], root, log):
            return
        say("uv non ci è riuscito: provo con pip…")
    if not logged([python, "-I", "-m", "pip", "--version"], root, log) and not logged(
        [python, "-I", "-m", "ensurepip"], root, log
    ):
        raise LaunchError(
            f"manca pip: {last_line(log.read_text('utf-8'))}. Rimedio: installare pip "
            "(su Debian e Ubuntu il pacchetto python3-venv) oppure uv."
        )
    pip = [python, "-I", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *request]
    # pip's own settings (index, proxy) come from the environment, which -I does not hide from it.
    if not logged(pip, root, log):
        raise LaunchError(
            f"le dipendenze non sono state installate: {last_line(log.read_text('utf-8'))}. "
            f"Rimedio: controllare la connessione alla rete e ripetere il comando. Resoconto: {log}"
        )


def working_uv() -> str | None:
    """Path of uv, if there is one that runs (a shim of another tool may be there and not run)."""
    uv = shutil.which("uv")
    try:
        if uv and subprocess.run([uv, "--version"], capture_output=True).returncode == 0:
            return uv
    except OSError:
        pass
    return None


def logged(command: list[str], root: Path, log: Path) -> bool:
    """Run a command with its messages added to ``log``; True if it succeeded."""
    with log.open("a", encoding="utf-8") as stream:
        stream.write(f"$ {' '.join(command)}\n")
        stream.flush()
        done = subprocess.run(command, cwd=root, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT)
    return done.returncode == 0


@contextlib.contextmanager
def install_lock(root: Path) -> Iterator[None]:
    """Let two first launches wait for one another. The file is outside ``.venv``, which may be remade."""
    name = hashlib.sha256(str(root).encode()).hexdigest()[:16]
    with (Path(tempfile.gettempdir()) / f"leps-{name}.lock").open("a") as stream:
        if WINDOWS:
            import msvcrt

            stream.seek(0)
            msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK, 1)
            try:
                yield
            finally:
                stream.seek(0)
                msvcrt.locking(stream.fileno(), msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX)  # freed when the file is closed
            yield


def hand_over(python: Path, root: Path, args: list[str]) -> int:
    """Become the command line of the environment; the current folder stays what it is."""
    # -P: a folder «warehouse» where the user stands must not be imported instead of ours.
    command = [str(python), "-P", "-m", "warehouse.cli", *args]
    env = {key: value for key, value in os.environ.items() if key != "PYTHONHOME"} | {"PYTHONPATH": str(root)}
    if not WINDOWS:
        sys.stderr.flush()
        os.execve(python, command, env)
    process = subprocess.Popen(command, env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the command got it too, and decides


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1].rstrip(".") if lines else "nessun messaggio"


def say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
