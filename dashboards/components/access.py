"""Who is let in: anybody where the pages are public or answer on this machine only, else those who have signed in."""

from __future__ import annotations

import os
from enum import Enum

import streamlit as st

from dashboards.components.text import e
from warehouse.paths import ENV_SIGN_IN, INTERNO, current_profile

_LOCAL = ("127.0.0.1", "localhost", "::1")


class Admission(Enum):
    OPEN = "open"
    SIGN_IN = "sign_in"
    NOT_ADMITTED = "not_admitted"  # signed in, but not among those named
    CLOSED = "closed"  # internal pages on an open address, and nobody is asked who he is


_SAID = {
    Admission.SIGN_IN: (
        "Serve l'accesso",
        "Queste pagine sono dell'ufficio. Si entra con la stessa utenza della posta.",
    ),
    Admission.NOT_ADMITTED: (
        "Questa utenza non può entrare",
        "L'accesso è riuscito, ma l'indirizzo di posta non è fra quelli ammessi: lo aggiunge chi gestisce le pagine.",
    ),
    Admission.CLOSED: (
        "Pagine interne su un indirizzo aperto",
        "Le pagine interne rispondono solo su questo computer, finché l'accesso non è configurato (docs/profili.md).",
    ),
}


def admission() -> Admission:
    """What this session may see. Decided on the server: the browser gets no figure before."""
    if current_profile() != INTERNO:
        return Admission.OPEN
    if not os.environ.get(ENV_SIGN_IN):
        return Admission.OPEN if st.get_option("server.address") in _LOCAL else Admission.CLOSED
    if not st.user.get("is_logged_in"):
        return Admission.SIGN_IN
    verified = st.user.get("email_verified", True) in (True, "true")
    return Admission.OPEN if verified and _is_named(str(st.user.get("email") or "")) else Admission.NOT_ADMITTED


def _is_named(email: str) -> bool:
    """True for an address among those admitted, or of a domain among them (`@comune.esempio.it`)."""
    known = [str(name).casefold() for name in st.secrets["accesso"]["ammessi"]]
    address = email.casefold()
    return any(address.endswith(name) if name.startswith("@") else address == name for name in known)


def refuse(found: Admission) -> None:
    """Say why nothing is shown, and offer what can be done about it."""
    title, sentence = _SAID[found]
    kind = "invito" if found is Admission.SIGN_IN else "errore-pagina"
    st.html(f'<div class="{kind}" role="alert"><h1>{e(title)}</h1><p>{e(sentence)}</p></div>')
    if found is Admission.SIGN_IN:
        st.button("Accedi", on_click=st.login, type="primary", key="accedi")
    elif found is Admission.NOT_ADMITTED:
        st.button("Esci", on_click=st.logout, key="esci")


def who() -> None:
    """Where sign-in is asked, who is in, and the way out."""
    if current_profile() == INTERNO and os.environ.get(ENV_SIGN_IN):
        st.html(f'<p class="pubblicati">{e(str(st.user.get("email")))}</p>')
        st.button("Esci", on_click=st.logout, key="esci", type="tertiary")
