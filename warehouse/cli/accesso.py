"""Who may see the internal pages: this machine alone, or persons that an OpenID Connect provider knows.

The settings of the provider are Streamlit's own (``[auth]`` of a ``secrets.toml``); ``[accesso]`` adds who is let in.
The file stays outside the checkout and is readable by its owner only: it holds the secret that signs the sessions.
"""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from warehouse.cli.errors import CliError
from warehouse.paths import REPO_ROOT

# Where Streamlit itself looks.
DEFAULT_FILE = Path(".streamlit") / "secrets.toml"
CALLBACK = "/oauth2callback"
LOCAL = ("127.0.0.1", "localhost", "::1")

_ASKED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_SHORTEST_SECRET = 32  # characters


def is_local(address: str) -> bool:
    """True for an address that only this machine reaches."""
    return address in LOCAL


def sign_in_file(given: Path | None) -> Path | None:
    """The file that asks for sign-in, checked; None where nobody asked for it.

    Args:
        given: the file named on the command line; else ``~/.streamlit/secrets.toml``, if it speaks of sign-in.

    Raises:
        CliError: the file is missing, incomplete, inside the checkout, or readable by others.
    """
    path = (given or Path.home() / DEFAULT_FILE).absolute()
    if not path.is_file():
        if given is None:
            return None
        raise _refused(path, "il file non c'è", "controllare il percorso dopo --accesso")
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (ValueError, OSError) as error:
        if given is None:
            return None  # a file of another program's, in the home folder
        reason = "non è TOML valido in UTF-8" if isinstance(error, ValueError) else f"non si legge ({error.strerror})"
        raise _refused(path, reason, "correggerlo secondo docs/profili.md") from None
    if given is None and "auth" not in content:
        return None
    _check(path, content)
    return path


def _check(path: Path, content: dict[str, Any]) -> None:
    if path.resolve().is_relative_to(REPO_ROOT):
        raise _refused(path, "sta dentro la cartella del programma", "spostarlo fuori, per esempio in ~/.streamlit")
    if os.name != "nt" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise _refused(path, "lo possono leggere altri", f"chmod 600 {path}")
    auth = content.get("auth")
    auth = auth if isinstance(auth, dict) else {}
    for key in _ASKED:
        if not isinstance(auth.get(key), str) or not auth[key].strip():
            raise _refused(path, f"nella sezione [auth] manca {key}", "completarla secondo docs/profili.md")
    if len(auth["cookie_secret"]) < _SHORTEST_SECRET:
        remedy = 'python -c "import secrets; print(secrets.token_urlsafe(48))" ne fa uno'
        raise _refused(path, f"cookie_secret ha meno di {_SHORTEST_SECRET} caratteri", remedy)
    if not auth["redirect_uri"].endswith(CALLBACK):
        raise _refused(
            path, f"redirect_uri non finisce in {CALLBACK}", "scriverlo come l'indirizzo delle pagine più quello"
        )
    for key in ("redirect_uri", "server_metadata_url"):
        address = urlparse(auth[key])
        if address.scheme != "https" and not is_local(address.hostname or ""):
            raise _refused(path, f"{key} non è un indirizzo https", "senza https la sessione si può rubare")
    admitted = content.get("accesso", {}).get("ammessi") if isinstance(content.get("accesso"), dict) else None
    if not isinstance(admitted, list) or not admitted or not all(isinstance(a, str) and "@" in a for a in admitted):
        raise _refused(
            path, "nella sezione [accesso] manca ammessi, con gli indirizzi di posta di chi può entrare",
            'scrivere per esempio ammessi = ["@comune.esempio.it"], che vale per tutto il dominio',
        )  # fmt: skip


def _refused(path: Path, reason: str, remedy: str) -> CliError:
    return CliError(f"Errore: l'accesso con {path} non si può usare: {reason}. Rimedio: {remedy}.")
