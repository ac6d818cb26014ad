"""Assegno di inclusione: who receives it, month by month. Chooses territory and view."""

from __future__ import annotations

import entry

from dashboards import queries
from dashboards.adi.menu import VIEWS
from dashboards.adi.view import View
from dashboards.components import address, figure, frame
from dashboards.components.views import PARAMETER


def main() -> None:
    place, unknown = frame.chosen_territory()
    current, unknown_view = VIEWS.chosen()
    with frame.header("Assegno di inclusione", current.sentence):
        frame.territory_picker(place)
    address.confirm(PARAMETER, current.id)
    VIEWS.links(current)
    view = View(place, queries.adi_cells())
    frame.notices([unknown, unknown_view, view.moved])
    if view.cells.is_empty():
        figure.empty(
            "Nessuna cifra sull'assegno di inclusione è stata pubblicata: nessun documento ricevuto ne contiene."
        )
        return
    VIEWS.draw(current)(view)


entry.run(main)
