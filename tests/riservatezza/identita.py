"""A tiny OpenID Connect provider on this machine: lets in whom the test says, at once."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlparse

import pytest


@contextlib.contextmanager
def provider(email: str, client: str = "osservatorio") -> Iterator[str]:
    """Address of a provider that signs everybody in as ``email``."""
    jwk = pytest.importorskip("joserfc.jwk")
    jwt = pytest.importorskip("joserfc.jwt")
    key = jwk.RSAKey.generate_key(2048, {"kid": "prova", "use": "sig", "alg": "RS256"})
    asked: dict[str, str] = {}

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            place = urlparse(self.path)
            if place.path == "/.well-known/openid-configuration":
                self._json(
                    {
                        "issuer": here,
                        "authorization_endpoint": f"{here}/autorizza",
                        "token_endpoint": f"{here}/gettone",
                        "jwks_uri": f"{here}/chiavi",
                        "response_types_supported": ["code"],
                        "id_token_signing_alg_values_supported": ["RS256"],
                    }
                )
            elif place.path == "/chiavi":
                self._json({"keys": [key.as_dict(private=False)]})
            else:  # the person signs in: nothing to type here
                query = {name: values[0] for name, values in parse_qs(place.query).items()}
                asked["nonce"] = query.get("nonce", "")
                self.send_response(302)
                back = urlencode({"code": "un-codice", "state": query["state"]})
                self.send_header("Location", f"{query['redirect_uri']}?{back}")
                self.end_headers()

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            now = int(time.time())
            claims = {"iss": here, "aud": client, "sub": "1", "iat": now, "exp": now + 600, "nonce": asked["nonce"]}
            token = jwt.encode({"alg": "RS256", "kid": "prova"}, claims | {"email": email}, key)
            self._json({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": token})

        def _json(self, content: dict) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    here = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield here
    finally:
        server.shutdown()
        server.server_close()
