"""Which of the hypotheses is told: the simplest one, if it is alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spiegazioni.cifre import digits
from spiegazioni.foglio import Cella, Foglio, Identita, Posto
from spiegazioni.ipotesi import Ipotesi
from spiegazioni.lettura import percentages, rounding, separators, share_among_counts
from spiegazioni.posizione import elsewhere, shifts, swapped_columns, swaps, totals

PIU_D_UNA = "piu_d_una"
_TOLD = 3


@dataclass(frozen=True)
class Spiegazione:
    """Of one failed check: ``causa`` is that of the hypothesis, or ``piu_d_una`` where several are equally simple."""

    controllo_id: str
    posto: Posto
    causa: str
    frase: str
    celle: tuple[Posto, ...]
    spiegati: int


def explain(foglio: Foglio) -> Iterator[Spiegazione]:
    """An explanation for every failed check that has one; nothing is said of the others."""
    failed = foglio.fallite()
    whole = [*separators(foglio), *percentages(foglio), *swaps(foglio), *swapped_columns(foglio), *shifts(foglio)]
    whole += (h for identity in failed for h in digits(foglio, identity))
    for identity in failed:
        found = [h for h in whole if identity in h.spiega]
        found += [*rounding(foglio, identity), *totals(foglio, identity), *elsewhere(foglio, identity)]
        chosen = _choose(found)
        if chosen:
            yield _told(foglio, identity.controllo_id, identity.giudicata, chosen, identity)
    for cella in foglio.celle.values():
        if not cella.conforme and cella.testo:
            yield from _of_misfit(foglio, cella, whole)


def _of_misfit(foglio: Foglio, cella: Cella, whole: list[Ipotesi]) -> Iterator[Spiegazione]:
    check = f"cella_{cella.tipo}"
    reading = [h for h in whole if h.causa in ("separatore", "percentuale") and cella.posto in h.posti]
    if reading:
        yield _told(foglio, check, cella.posto, _choose(reading))
    elif why := share_among_counts(foglio, cella):
        yield Spiegazione(check, cella.posto, "percentuale", why, (cella.posto,), 1)


def _choose(found: list[Ipotesi]) -> list[Ipotesi]:
    """The best hypotheses: one for each set of cells, as many as rank the same."""
    best: dict[tuple[Posto, ...], Ipotesi] = {}
    lowest = min((h.rango for h in found), default=None)
    for hypothesis in found:
        if hypothesis.rango == lowest:
            best.setdefault(hypothesis.posti, hypothesis)
    return list(best.values())


def _told(
    foglio: Foglio, check: str, posto: Posto, chosen: list[Ipotesi], identity: Identita | None = None
) -> Spiegazione:
    first = chosen[0]
    if len(chosen) == 1:
        return Spiegazione(check, posto, first.causa, first.told(foglio, identity), first.posti, len(first.spiega))
    shown = " Oppure: ".join(h.told(foglio, identity) for h in chosen[:_TOLD])
    more = f" E altre {len(chosen) - _TOLD}." if len(chosen) > _TOLD else ""
    frase = f"Più d'una spiegazione torna, e i numeri non dicono quale. {shown}{more}"
    places = tuple(dict.fromkeys(p for h in chosen for p in h.posti))
    return Spiegazione(check, posto, PIU_D_UNA, frase, places, len(first.spiega))
