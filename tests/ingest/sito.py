"""A site on this machine that publishes files as ISTAT does, and misbehaves when told to."""

from __future__ import annotations

import io
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

HTML = b"<!DOCTYPE html><html><body>Sito in manutenzione</body></html>"


@dataclass
class Pubblicato:
    """A file, and what goes wrong with the next requests for it: one entry of ``guasti`` each.

    ``tronca``: bytes after which the connection drops; ``codice`` (with ``intestazioni``): an error status.
    """

    contenuto: bytes
    etag: str | None = '"v1"'
    modificato: str | None = "Mon, 02 Mar 2026 08:00:00 GMT"
    tipo: str = "application/zip"
    riprende: bool = True
    condizionale: bool = True
    lento: float = 0.0
    guasti: list[dict] = field(default_factory=list)


class Sito:
    """Files by path, and the requests that came."""

    def __init__(self, indirizzo: str):
        self.indirizzo = indirizzo
        self.file: dict[str, Pubblicato] = {}
        self.richieste: list[tuple[str, Message]] = []

    def publish(self, path: str, content: bytes, **how) -> Pubblicato:
        self.file[path] = Pubblicato(content, **how)
        return self.file[path]

    def asked(self, path: str) -> list[Message]:
        """Headers of the requests for a path."""
        return [headers for asked, headers in self.richieste if asked == path]


class _Handler(BaseHTTPRequestHandler):
    sito: Sito

    def do_GET(self) -> None:
        self.sito.richieste.append((self.path, self.headers))
        file = self.sito.file.get(self.path)
        if file is None:
            self._answer(404, HTML, {"Content-Type": "text/html"})
            return
        fault = file.guasti.pop(0) if file.guasti else {}
        if "codice" in fault:
            self._answer(fault["codice"], HTML, {"Content-Type": "text/html", **fault.get("intestazioni", {})})
            return
        headers = {"ETag": file.etag, "Last-Modified": file.modificato, "Content-Type": file.tipo}
        headers = {name: value for name, value in headers.items() if value}
        if file.condizionale and file.etag and self.headers.get("If-None-Match") == file.etag:
            self._answer(304, b"", headers)
            return
        start, code, total = 0, 200, len(file.contenuto)
        asked = self.headers.get("Range")
        if asked and file.riprende and self.headers.get("If-Range") in (file.etag, file.modificato):
            start, code = int(asked.removeprefix("bytes=").rstrip("-")), 206
            headers["Content-Range"] = f"bytes {start}-{total - 1}/{total}"
        self._answer(code, file.contenuto[start:], headers, cut=fault.get("tronca"), slow=file.lento)

    def _answer(self, code: int, body: bytes, headers: dict, cut: int | None = None, slow: float = 0) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        if code != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        sent = body if cut is None else body[:cut]
        step = 4096 if slow else max(1, len(sent))
        try:
            for begin in range(0, len(sent), step):
                self.wfile.write(sent[begin : begin + step])
                self.wfile.flush()
                time.sleep(slow)
        except OSError:
            pass  # whoever asked has gone

    def log_message(self, *_args) -> None:
        pass


def without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that the machine may have must not stand between us and ourselves."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@contextmanager
def open_site() -> Iterator[Sito]:
    """A site that answers for as long as the block lasts."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    handler.sito = Sito(f"http://127.0.0.1:{server.server_address[1]}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield handler.sito
    finally:
        server.shutdown()
        server.server_close()


def posas(year: int, males: int = 5) -> bytes:
    """A zip in the layout of POSAS: title, header, two comuni with ages 0 and 1 and the total row 999."""
    lines = [f'"Popolazione residente per età e sesso al 1° gennaio {year}"']
    lines += ['"Codice comune";"Comune";"Età";"Totale maschi";"Totale femmine";"Totale"']
    for code, name in (("017085", "Iseo"), ("017205", "Zone")):
        lines += [f'"{code}";"{name}";{age};{males};4;{males + 4}' for age in range(101)]
        lines += [f'"{code}";"{name}";999;{males * 101};404;{(males + 4) * 101}']
    return archive(f"POSAS_{year}_it_Comuni.csv", ("\ufeff" + "\r\n".join(lines) + "\r\n").encode())


def archive(name: str, content: bytes, stored: bool = True) -> bytes:
    """A zip with one file, uncompressed unless asked, so that its size follows the content's."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr(zipfile.ZipInfo(name, (2026, 3, 2, 8, 0, 0)), content)
    return out.getvalue()
