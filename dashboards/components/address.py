"""What is chosen lives in the address, so that a shared link reopens the same view."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

KEPT = ("territorio", "anno", "confronto", "indicatore", "ente")


def asked(name: str) -> str | None:
    value = st.query_params.get(name)
    return value.strip() if value and value.strip() else None


def carried(**changes: str | None) -> dict[str, str]:
    """The parameters that follow the reader to another page, with changes; None removes one."""
    kept = {name: asked(name) for name in KEPT} | changes
    return {name: str(value) for name, value in kept.items() if value is not None}


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
    key = key or f"scelta_{name}"
    st.session_state[key] = value
    st.selectbox(
        label,
        list(options),
        key=key,
        format_func=words,
        filter_mode="contains",
        on_change=_to_address,
        args=(name, key),
    )


def _to_address(name: str, key: str) -> None:
    value = st.session_state.get(key)
    if value is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(value)
