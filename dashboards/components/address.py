"""What is chosen lives in the address, so that a shared link reopens the same view."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import streamlit as st

KEPT = ("territorio", "anno", "confronto", "indicatore", "ente")


def asked(name: str) -> str | None:
    value = st.query_params.get(name)
    return value.strip() if value and value.strip() else None


def carried(**changes: str | None) -> dict[str, str]:
    """The parameters that follow the reader to another page, with changes; None removes one."""
    kept = {name: asked(name) for name in KEPT} | changes
    return {name: str(value) for name, value in kept.items() if value is not None}


def shown(**values: str | None) -> None:
    """What the page chose where the address did not ask: a link to it must reopen the same, also next year."""
    st.session_state["mostrato"] = (st.context.url, {k: v for k, v in values.items() if v is not None})


def link() -> str:
    """The whole address of what is shown; nothing where no browser asked."""
    place = st.context.url
    if not place:
        return ""
    of_page, values = st.session_state.get("mostrato", (None, {}))
    chosen = urlencode((values if of_page == place else {}) | st.query_params.to_dict(), safe=":")
    return f"{place}?{chosen}" if chosen else place


def confirm(name: str, value: str) -> None:
    """Write the address in the browser again when `name` changed through a link to the page that is shown already.

    Streamlit draws such a link's target but leaves the address of the browser as it was.
    """
    key = f"mostrato_{name}"
    if st.session_state.get(key, value) != value:
        st.query_params.from_dict(st.query_params.to_dict())
    st.session_state[key] = value


def choose(
    name: str,
    options: Sequence[str],
    default: str | None,
    unknown: Callable[[str], str],
) -> tuple[str | None, str | None]:
    """The value asked for in the address if it is one of the options, else the default and a sentence why."""
    value = asked(name)
    if value is None or value == default:
        return default, None
    if value in options:
        return value, None
    return default, unknown(value)


def picker(
    label: str,
    name: str,
    options: Sequence[str],
    value: str | None,
    words: Callable[[str], str] = str,
    *,
    key: str | None = None,
) -> None:
    """A menu bound to one parameter of the address. The address is the only truth: the menu follows it."""
    st.selectbox(label, list(options), filter_mode="contains", **_bound(name, value, words, key or f"scelta_{name}"))


def segments(label: str, name: str, options: Sequence[str], value: str, words: Callable[[str], str] = str) -> None:
    """A few choices side by side, one always taken, bound to one parameter of the address."""
    st.segmented_control(label, list(options), required=True, **_bound(name, value, words, f"scelta_{name}"))


def slider(label: str, name: str, options: Sequence[str], value: str, words: Callable[[str], str] = str) -> None:
    """Ordered choices along a line, bound to one parameter of the address."""
    st.select_slider(label, list(options), **_bound(name, value, words, f"cursore_{name}"))


def _bound(name: str, value: str | None, words: Callable[[str], str], key: str) -> dict[str, Any]:
    st.session_state[key] = value
    return {"key": key, "format_func": words, "on_change": _to_address, "args": (name, key)}


def _to_address(name: str, key: str) -> None:
    value = st.session_state.get(key)
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)
