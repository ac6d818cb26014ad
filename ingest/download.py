"""Files from public addresses: one at a time, at a polite pace, resumed where they stopped.

The only module that reaches the network. It uses the standard library, so that the proxy and the certificates of the
office's own system count; ``certifi`` adds the public ones where the system has none.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import certifi

from ingest.parziale import DownloadFailed, Parziale, Versione

USER_AGENT = "osservatorio-leps (leps fetch)"
RETRIES = 3
TIMEOUT = 30  # seconds without a byte
LONGEST_WAIT = 120  # seconds that a server may ask for before we rather stop
_BLOCK = 1 << 16
_REFUSED = {401, 403, 429}


class NotPublished(DownloadFailed):
    """There is no such file at the address."""


class _Transient(Exception):
    """Worth another attempt, after ``wait`` seconds where the server says so."""

    def __init__(self, reason: str, wait: float | None = None):
        self.wait = wait
        super().__init__(reason)


@dataclass(frozen=True)
class Scaricato:
    """A whole file in the folder of downloads, not yet delivered anywhere."""

    path: Path
    versione: Versione


class Downloader:
    """Fetches files into ``folder``, with ``pause`` seconds between requests and longer ones before a new attempt.

    ``progress(done, total)`` is called with bytes as they come; ``total`` is None where the server does not say.
    """

    def __init__(
        self, folder: Path, pause: float, progress: Callable[[int, int | None], None], timeout: float = TIMEOUT
    ):
        self.folder, self.pause, self.progress, self.timeout = folder, pause, progress, timeout
        self._asked = False
        context = ssl.create_default_context()
        context.load_verify_locations(certifi.where())
        self._opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context))

    def fetch(self, url: str, known: Versione | None = None) -> Scaricato | None:
        """The file at an address, or None if it is still the version that we know.

        Raises:
            NotPublished: the server has no such file.
            DownloadFailed: anything else; what has come so far stays, to be resumed.
        """
        partial = Parziale(self.folder, url)
        self._keep_pace()
        for attempt in range(RETRIES + 1):
            try:
                return self._receive(url, partial, known)
            except _Transient as error:
                reason = str(error)
                if error.wait is not None and error.wait > LONGEST_WAIT:
                    break
                if attempt < RETRIES:
                    time.sleep(self.pause * 2**attempt if error.wait is None else max(self.pause, error.wait))
        raise DownloadFailed(
            f"{url}: {reason}. Rimedio: ripetere il comando più tardi; ciò che è già arrivato non va perso."
        )

    def _keep_pace(self) -> None:
        if self._asked:
            time.sleep(self.pause)
        self._asked = True

    def _receive(self, url: str, partial: Parziale, known: Versione | None) -> Scaricato | None:
        response = self._open(url, partial.resume_headers() or _if_changed(known), partial)
        if response is None:
            return None
        with response:
            if response.headers.get_content_type() == "text/html":
                raise web_page(url)
            version = _version_of(response)
            if response.status == http.client.PARTIAL_CONTENT:
                if not partial.is_continued_by(response.headers.get("Content-Range", ""), version.etag):
                    partial.drop()
                    raise _Transient("il sito riprende il file da un punto diverso da quello chiesto", wait=0)
                version = partial.version
            elif known == version and version.validator:
                return None  # a server that does not know conditional requests
            else:
                partial.begin(version)
            self._copy(response, partial, version.byte)
        return Scaricato(partial.finish(), version)

    def _open(self, url: str, headers: dict[str, str], partial: Parziale) -> http.client.HTTPResponse | None:
        """The server's answer; None for «not modified»."""
        usual = {"User-Agent": USER_AGENT, "Accept-Encoding": "identity"}
        request = urllib.request.Request(url, headers=usual | headers)
        try:
            return self._opener.open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            error.close()
            if error.code == http.client.NOT_MODIFIED:
                return None
            if error.code == http.client.REQUESTED_RANGE_NOT_SATISFIABLE:
                partial.drop()
                raise _Transient("il sito non può riprendere il file da dove si era fermato", wait=0) from None
            raise _of_status(url, error.code, error.headers.get("Retry-After")) from None
        except (OSError, http.client.HTTPException) as error:
            raise _of_network(url, error) from None

    def _copy(self, response: http.client.HTTPResponse, partial: Parziale, total: int | None) -> None:
        with partial.appending() as write:
            self.progress(partial.size, total)
            while True:
                try:
                    block = response.read(_BLOCK)
                except (OSError, http.client.HTTPException) as error:
                    raise _Transient(f"collegamento interrotto ({_reason(error)})") from None
                if not block:
                    break
                write(block)
                self.progress(partial.size, total)
        if total is not None and partial.size < total:
            raise _Transient(f"collegamento interrotto dopo {partial.size} byte su {total}")
        if total is not None and partial.size > total:
            partial.drop()
            raise _Transient(f"sono arrivati più byte dei {total} annunciati", wait=0)


def web_page(url: str) -> DownloadFailed:
    """A page came where a file was expected."""
    return DownloadFailed(
        f"{url}: è arrivata una pagina web al posto del file (manutenzione del sito, o pagina di accesso della rete "
        "dell'ufficio). Rimedio: aprire l'indirizzo nel browser per vedere che cosa dice, poi ripetere il comando."
    )


def _version_of(response: http.client.HTTPResponse) -> Versione:
    length = response.headers.get("Content-Length", "")
    return Versione(
        response.headers.get("ETag"), response.headers.get("Last-Modified"), int(length) if length.isdigit() else None
    )


def _if_changed(known: Versione | None) -> dict[str, str]:
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def _of_status(url: str, code: int, retry_after: str | None) -> Exception:
    wait = _seconds(retry_after)
    if code in (404, 410):
        return NotPublished(f"{url}: a questo indirizzo non c'è nessun file (codice {code})")
    if code in _REFUSED:
        when = f"tra {_minutes(wait)}" if wait else "domani o dopodomani"
        return DownloadFailed(
            f"{url}: il sito rifiuta la richiesta (codice {code}). ISTAT blocca per un giorno o due chi chiede troppo "
            f"spesso, e insistere allunga il blocco. Rimedio: ripetere il comando {when}, oppure scaricare il file con "
            "il browser e metterlo nella cartella della fonte."
        )
    if code >= 500 or code == 408:
        asked = f", e chiede di aspettare {_minutes(wait)}" if wait and wait > LONGEST_WAIT else ""
        return _Transient(f"il sito non è in grado di rispondere (codice {code}{asked})", wait)
    return DownloadFailed(
        f"{url}: il sito risponde in modo imprevisto (codice {code}). "
        "Rimedio: aprire l'indirizzo nel browser e controllare che il file ci sia."
    )


def _seconds(retry_after: str | None) -> float | None:
    """``Retry-After``: seconds, or a date."""
    if not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return None


def _minutes(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return "un minuto" if minutes == 1 else f"{minutes} minuti"


def _of_network(url: str, error: Exception) -> Exception:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    host = urlsplit(url).netloc
    if isinstance(cause, ssl.SSLCertVerificationError):
        return DownloadFailed(
            f"il certificato di {host} non è riconosciuto ({cause.verify_message}). Rimedio: se la rete dell'ufficio "
            "controlla il traffico, chiedere al servizio informatico di installarne il certificato in questo computer."
        )
    if isinstance(cause, (TimeoutError, ConnectionResetError, http.client.HTTPException)):
        return _Transient(f"{host} non risponde ({_reason(cause)})")
    if isinstance(cause, socket.gaierror):
        found = f"il nome {host} non si trova: la rete manca, o il nome è sbagliato"
    else:
        found = f"{host} non è raggiungibile ({_reason(cause)})"
    return DownloadFailed(
        f"{found}. Rimedio: controllare il collegamento (e il proxy dell'ufficio), poi ripetere il comando; "
        "si può anche scaricare il file con il browser e metterlo nella cartella della fonte."
    )


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return "tempo scaduto"
    if isinstance(error, ConnectionRefusedError):
        return "collegamento rifiutato"
    if isinstance(error, ConnectionError):
        return "collegamento chiuso dall'altra parte"
    if isinstance(error, http.client.IncompleteRead):
        return "il file finisce prima"
    return str(error) or type(error).__name__
