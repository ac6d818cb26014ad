"""What the views that compare share: links, sources, the territory around, the indicator of the address."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from dashboards import queries
from dashboards.components import address, formats
from dashboards.components.text import indicator_with_article, source_line
from dashboards.contesto.view import View

MOST_SOURCES = 2  # deliveries of one source that are listed one by one
FETCH = "I dati ISTAT che mancano si ricevono con «leps fetch istat» e una nuova costruzione."


def href(page: str, **changes: str | None) -> str:
    """A link inside a table, with what the reader has chosen."""
    return f"{page}?{urlencode(address.carried(**changes), safe=':')}"


def sources_line(fonti: Iterable[str | None]) -> str:
    """Every delivery that the figure rests on, each said once; many of one source become one, from day to day."""
    known = queries.sources()
    found: dict[str, list[str]] = {}
    for fonte in sorted({f for f in fonti if f in known}):
        found.setdefault(fonte.split("/")[0], []).append(fonte)
    lines = [
        line
        for document, deliveries in found.items()
        for line in (
            [_span(known[document], [known[f] for f in deliveries])]
            if len(deliveries) > MOST_SOURCES
            else [source_line(known[f]) for f in deliveries]
        )
    ]
    return " · ".join(dict.fromkeys(lines))


def _span(document: dict[str, Any], deliveries: Sequence[dict[str, Any]]) -> str:
    """`ISTAT, Popolazione residente · dati dal 1° gennaio 2019 al 1° gennaio 2026 (in parte provvisori)`."""
    name = ", ".join(filter(None, (document.get("ente"), document.get("titolo"))))
    days = sorted(d["data_riferimento"] for d in deliveries if d.get("data_riferimento"))
    if not days:
        return name
    partly = " (in parte provvisori)" if any(d.get("provvisorio") for d in deliveries) else ""
    return f"{name} · dati dal {formats.day(days[0])} al {formats.day(days[-1])}{partly}"


def whole(view: View) -> dict[str, Any]:
    """The territory that the parts make: for a comune, the ambito or province that it is seen in."""
    if view.place["livello"] != "comune":
        return view.place
    return next((h for h in queries.holders(view.here) if h["livello"] in ("ambito", "provincia")), view.place)


def contains(riferimento: str, territorio: str) -> bool:
    """Whether a reference counts the territory too: an ambito is where all its comuni are."""
    return any(h["territorio_id"] == riferimento for h in queries.holders(territorio))


def indicator_of_address(
    name: str, options: Sequence[str], preferred: Sequence[str], shows: str
) -> tuple[str, str | None]:
    """The indicator that a parameter of the address asks for, else the first of the preferred ones that is there.

    Args:
        shows: what uses it, for the sentence that says why another one is shown: `il grafico`.
    """
    known = queries.indicators()
    default = next((k for k in preferred if k in options), options[0])
    value, unknown = address.choose(
        name,
        options,
        default,
        lambda asked: (
            f"L'indicatore «{asked}» non è pubblicato per questi territori: {shows} usa "
            f"{indicator_with_article(known[default]['nome'])}."
        ),
    )
    return value or default, unknown


def same_fact(row: dict[str, Any]) -> tuple[Any, ...]:
    """Two values with the same key may stand side by side."""
    return row["indicatore_id"], row["base_popolazione"], row["metodo_denominatore"]


def is_ratio(what: dict[str, Any]) -> bool:
    """A count of persons or an amount of money follows the size of the territory: it is not compared."""
    return bool(what.get("denominatore")) or (what.get("unita") or "").startswith("per ")


def comparable(place: dict[str, Any], printed_in: int | None = None) -> list[dict[str, Any]]:
    """What holds a territory and is counted like it: ISTAT's with ISTAT's, the documents' with the documents'.

    Args:
        printed_in: a year, to have also the districts whose indicators a document prints for it.
    """
    printed = place["livello"] in queries.DOCUMENT_LEVELS
    around = [
        h for h in queries.holders(place["territorio_id"]) if (h["livello"] in queries.DOCUMENT_LEVELS) == printed
    ]
    if printed_in is not None and not printed:
        around += queries.printed_references(place["territorio_id"], printed_in)
    return around


def usual_reference(place: dict[str, Any]) -> dict[str, Any] | None:
    """The comparison of the address where it holds the territory, else its region, else the widest around it."""
    around = {h["territorio_id"]: h for h in comparable(place)}
    asked = address.asked("confronto")
    if asked in around:
        return around[asked]
    return next((h for h in around.values() if h["livello"] == "regione"), next(reversed(around.values()), None))
