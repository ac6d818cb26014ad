"""The mark of demonstration data: on every page, and in every file that leaves a page."""

from __future__ import annotations

from dashboards import queries
from dashboards.components import formats

MARK = "DATI DIMOSTRATIVI: le rilevazioni dei LEPS e i casi dell'ADI sono inventati"
PREFIX = "dimostrativo "


def mark() -> str | None:
    """The sentence that every file carries; None where nothing shown is made up."""
    return MARK if queries.is_demonstrative() else None


def band() -> str | None:
    """What is made up, what is not, and the day that targets are judged on, for the top of a page."""
    if not queries.is_demonstrative():
        return None
    day = queries.leps_demonstration()
    if day is None:
        return (
            "Dati dimostrativi: i dati degli uffici sono inventati. Obiettivi, norme, popolazione e documenti sono "
            "quelli veri."
        )
    return (
        "Dati dimostrativi: le rilevazioni dei LEPS e i casi dell'assegno di inclusione sono inventati; gli obiettivi "
        f"sono giudicati a un giorno fisso, il {formats.day(day)}. Obiettivi, norme, popolazione e documenti sono "
        "quelli veri."
    )


def file_name(name: str) -> str:
    return f"{PREFIX.strip()}_{name}" if mark() else name


def html(page: bytes) -> bytes:
    """A whole HTML page with the mark above its heading."""
    words = mark()
    return page.replace(b"<h1>", f"<p><strong>{words}</strong></p><h1>".encode(), 1) if words else page
