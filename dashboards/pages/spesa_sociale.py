"""Spesa sociale: how much, for which area, from which fund. Chooses body, budget and view."""

from __future__ import annotations

from typing import Any

import entry

from dashboards import queries
from dashboards.components import address, figure, frame
from dashboards.components.text import with_article
from dashboards.components.views import PARAMETER
from dashboards.spesa.menu import BUDGET, VIEWS
from dashboards.spesa.view import View, budget_key, budget_words

# Of these views the budget is chosen above; the others show all the years.
OF_BUDGET = ("matrice", "flussi", "abitanti", "scadenze", "ipotesi", "confronto", "capitoli")


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    current, unknown_view = VIEWS.chosen()
    bodies = queries.spending_bodies()
    if not bodies:
        with frame.header("Spesa sociale", current.sentence):
            pass
        figure.empty(
            "Nessun documento ricevuto contiene importi di spesa sociale. Un bilancio si invia con il modello di "
            "«./leps template spesa»."
        )
        return
    names = {b["ente_id"]: b["nome"] for b in bodies}
    body, unknown, moved = _body(place, names)
    budgets = tuple(queries.spending_budgets(body))
    default = next((b for b in budgets if b["verso"] == "spesa"), budgets[0])
    chosen, no_budget = address.choose(
        BUDGET,
        [budget_key(b) for b in budgets],
        budget_key(default),
        lambda asked: (
            f"Il bilancio «{asked}» indicato nell'indirizzo non c'è: la pagina mostra {budget_words(default)}."
        ),
    )
    view = View(body, names[body], budgets, next(b for b in budgets if budget_key(b) == chosen))
    with frame.header("Spesa sociale", current.sentence):
        address.picker("Ente", "ente", list(names), body, names.__getitem__)
        if current.id in OF_BUDGET and len(budgets) > 1:
            words = {budget_key(b): budget_words(b) for b in budgets}
            address.picker("Bilancio", BUDGET, list(words), chosen, words.__getitem__)
    address.confirm(PARAMETER, current.id)
    address.shown(ente=body, **{BUDGET: chosen})
    VIEWS.links(current)
    frame.notices([unknown_place, unknown_view, unknown, moved, no_budget])
    VIEWS.draw(current)(view)


def _body(place: dict[str, Any] | None, names: dict[str, str]) -> tuple[str, str | None, str | None]:
    asked = address.asked("ente")
    here = place["territorio_id"] if place else None
    default = here if here in names else "amb:cremona" if "amb:cremona" in names else next(iter(names))
    shown = with_article(names[default])
    if asked in names:
        return asked, None, None
    if asked is not None:
        known = queries.territory(asked)
        if known is not None:
            said = f"Per {with_article(known['nome'])} non ci sono importi: la pagina mostra {shown}."
            return default, None, said
        return default, f"L'ente «{asked}» indicato nell'indirizzo non esiste: la pagina mostra {shown}.", None
    if here in names or place is None:
        return default, None, None
    return (
        default,
        None,
        f"Per {with_article(place['nome'])} non è stato ricevuto nessun documento di spesa: la pagina mostra {shown}.",
    )


entry.run(main)
