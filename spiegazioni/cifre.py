"""A digit that was another one, in one cell, and maybe carried into the totals that were made from it."""

from __future__ import annotations

from collections.abc import Iterator

from spiegazioni.foglio import Foglio, Identita, Posto
from spiegazioni.ipotesi import Ipotesi, from_changes
from spiegazioni.numeri import differs_by_one_digit

_FURTHEST = 8  # cells that a change is carried into


def digits(foglio: Foglio, identity: Identita) -> Iterator[Ipotesi]:
    """Each cell of a failed sum or equality in which one digit, or two that change places, would make it hold."""
    cella, expected = foglio.celle[identity.giudicata], foglio.atteso(identity)
    if identity.tipo == "quota" or expected is None or cella.valore is None:
        return
    gap = cella.valore - expected
    # The judged cell falls by what it has too much; a part rises by it.
    cells = [(identity.giudicata, -gap), *((p, gap) for p in identity.parti)]
    # A total that holds was made from its parts: one of them may be the wrong one.
    cells += [(p, change) for posto, change in cells for p in _parts_of_total(foglio, posto)]
    for posto, change in cells:
        place = foglio.celle[posto]
        if place.valore is None or not differs_by_one_digit(place.valore, place.valore + change):
            continue
        new = place.valore + change
        told = f"in {place.nome} al posto di {place.testo} ci fosse {place.scritto(new)} (una cifra diversa)"
        alone = from_changes(foglio, "cifra", {posto: new}, told)
        if alone:
            yield alone
            continue
        carried = _carried(foglio, posto, change)
        if len(carried) > 1:
            also = f"{told}, e lo stesso scarto nei totali che la contengono"
            found = from_changes(foglio, "cifra", carried, also, least=2)
            if found:
                yield found


def _parts_of_total(foglio: Foglio, posto: Posto) -> Iterator[Posto]:
    for identity in foglio.di(posto):
        if identity.tipo == "somma" and identity.giudicata == posto and foglio.stato[identity]:
            yield from identity.parti


def _carried(foglio: Foglio, posto: Posto, change: float) -> dict[Posto, float | None]:
    """The change of a cell, and of the totals that held and would not hold without it."""
    changes: dict[Posto, float | None] = {posto: foglio.celle[posto].valore + change}
    for _ in range(_FURTHEST):
        broken = [i for i in foglio.effetto(changes)[1] if i.tipo == "somma" and i.giudicata not in changes]
        if not broken:
            return changes
        total = min(broken, key=lambda i: i.giudicata).giudicata
        changes[total] = foglio.celle[total].valore + change
    return changes
