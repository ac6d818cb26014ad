"""Obiettivi LEPS: what is reached, what is missing, by when. Chooses ambito and view."""

from __future__ import annotations

from typing import Any

import entry

from dashboards import queries
from dashboards.components import address, figure, frame
from dashboards.components.text import with_article
from dashboards.components.views import PARAMETER
from dashboards.leps import registro
from dashboards.leps.menu import INDICATOR, VIEWS
from dashboards.leps.view import View, not_received

OF_TARGETS = ("matrice", "basi", "indicatore", "ambiti")


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    judged = tuple(queries.leps_ambiti())
    ambito, moved = _ambito(place, judged)
    view = View(ambito, judged)
    current, unknown_view = VIEWS.chosen()
    with frame.header("Obiettivi LEPS", current.sentence):
        _picker(view)
    address.confirm(PARAMETER, current.id)
    VIEWS.links(current)
    borrowed = view.borrowed if current.id in OF_TARGETS else None
    frame.notices([unknown_place, moved, unknown_view, _unknown_indicator(view, current.id), borrowed])
    if not judged and current.id in OF_TARGETS:
        figure.empty("Nessun obiettivo LEPS è pubblicato: nessun documento ricevuto ne stampa.")
    elif current.id in OF_TARGETS and not view.has_targets:
        not_received(view)
        registro.draw(view)
    else:
        VIEWS.draw(current)(view)


def _ambito(place: dict[str, Any] | None, judged: tuple[str, ...]) -> tuple[dict[str, Any] | None, str | None]:
    """The ambito chosen, or the one that holds the comune chosen; else the first, and a sentence that says so."""
    if place is None or place["livello"] == "ambito":
        return place, None
    holder = next((h for h in queries.holders(place["territorio_id"]) if h["livello"] == "ambito"), None)
    if holder is not None or not judged:
        return holder, None
    first = queries.territory(judged[0])
    return first, (
        f"Gli obiettivi LEPS sono degli ambiti: per {with_article(place['nome'])} la pagina mostra "
        f"{with_article(first['nome'])}."
    )


def _picker(view: View) -> None:
    known = queries.territories()
    options = list(dict.fromkeys([*view.judged, *queries.social_worker_ambiti(), *([view.here] if view.here else [])]))
    if options:
        address.picker(
            "Ambito",
            "territorio",
            options,
            view.here or options[0],
            lambda key: (known.get(key) or {}).get("nome", key),
        )


def _unknown_indicator(view: View, shown: str) -> str | None:
    """An address with an indicator that does not exist says so in every view but its own, which says it itself."""
    asked = address.asked(INDICATOR)
    if asked is None or shown == "indicatore" or not view.cells or any(c["indicatore_id"] == asked for c in view.cells):
        return None
    return f"L'indicatore LEPS «{asked}» indicato nell'indirizzo non esiste."


entry.run(main)
