"""Causes by which a printed cell is right, and was read or written another way: separator, percentage, rounding."""

from __future__ import annotations

from collections.abc import Iterator

from spiegazioni.foglio import Cella, Foglio, Identita
from spiegazioni.ipotesi import Ipotesi, from_changes
from spiegazioni.numeri import cut, italian, other_reading, raised, same

_COUNTS = ("intero",)


def separators(foglio: Foglio) -> Iterator[Ipotesi]:
    """Comma and dot taken for one another, in one cell or in all those of a row that do not fit their type."""
    for row in _rows_of_misread(foglio):
        readings = {c.posto: other_reading(c.testo, c.locale) for c in row}
        for chosen in [row, *([c] for c in row if len(row) > 1)]:
            changes = {c.posto: readings[c.posto] for c in chosen}
            told = " e ".join(f"{c.testo} si legge {italian(readings[c.posto])}" for c in chosen)
            found = from_changes(foglio, "separatore", changes, told, passi=len(chosen))
            if found:
                yield found


def _rows_of_misread(foglio: Foglio) -> Iterator[list[Cella]]:
    rows: dict[tuple, list[Cella]] = {}
    for cella in foglio.celle.values():
        suspect = not cella.conforme or any(foglio.stato[i] is False for i in foglio.di(cella.posto))
        if suspect and cella.testo and other_reading(cella.testo, cella.locale) is not None:
            rows.setdefault(cella.posto[:2], []).append(cella)
    yield from rows.values()


def percentages(foglio: Foglio) -> Iterator[Ipotesi]:
    """A cell with a percent sign in a column of counts, where a sum says which count belongs there."""
    for cella in foglio.celle.values():
        if not _is_misfit_count(cella) or "%" not in cella.testo:
            continue
        for identity in foglio.di(cella.posto):
            expected = foglio.atteso(identity)
            if identity.tipo == "somma" and identity.giudicata == cella.posto and expected is not None:
                told = f"al posto di {cella.testo}, che è una percentuale fra i conteggi, ci fosse {italian(expected)}"
                found = from_changes(foglio, "percentuale", {cella.posto: expected}, told)
                if found:
                    yield found


def share_among_counts(foglio: Foglio, cella: Cella) -> str | None:
    """Why a cell of a column of counts is no count: it is a share, or a total that adds one up. An Italian sentence."""
    if not _is_misfit_count(cella) or cella.valore is None or cella.valore == int(cella.valore):
        return None
    for identity in foglio.di(cella.posto):
        if identity.tipo != "somma" or foglio.stato[identity] is False:
            continue
        if cella.posto in identity.parti and same(foglio.celle[identity.giudicata].valore or 0, 100):
            parts = " + ".join(italian(v) for p in identity.parti if (v := foglio.celle[p].valore) is not None)
            return f"Se {cella.testo} è una percentuale, allora torna: {parts} = 100, non un numero di persone."
        shares = [foglio.celle[p] for p in identity.parti if not foglio.celle[p].conforme]
        if cella.posto == identity.giudicata and len(shares) == 1 and shares[0].valore is not None:
            rest = cella.valore - shares[0].valore
            if same(rest, round(rest)):
                share = f"{shares[0].testo} ({shares[0].nome})"
                return (
                    f"Se dal totale si toglie {share}, che non è un conteggio, allora torna un numero intero: "
                    f"{cella.testo} − {shares[0].testo} = {italian(rest)}."
                )
    return None


def _is_misfit_count(cella: Cella) -> bool:
    return cella.tipo in _COUNTS and not cella.conforme and bool(cella.testo)


def rounding(foglio: Foglio, identity: Identita) -> Iterator[Ipotesi]:
    """The addends were rounded one by one, or a share was cut or raised instead of rounded."""
    cella, expected = foglio.celle[identity.giudicata], foglio.atteso(identity)
    if expected is None or cella.valore is None:
        return
    if identity.tipo == "quota":
        ways = {"troncata": cut(expected, cella.decimali), "arrotondata per eccesso": raised(expected, cella.decimali)}
        for how, value in ways.items():
            if same(value, cella.valore):
                told = (
                    f"Se la quota è {how} e non arrotondata, allora torna: "
                    f"{italian(expected, cella.decimali + 2)} diventa {italian(value, cella.decimali)}."
                )
                yield Ipotesi("arrotondamento", told, (cella.posto,), frozenset([identity]))
    elif identity.tipo == "somma" and cella.tipo not in _COUNTS:
        parts = [foglio.celle[p] for p in identity.parti if foglio.celle[p].valore is not None]
        unit = 10.0**-cella.decimali
        gap = abs(cella.valore - expected)
        # Each of n addends and the total is off by half a unit at most.
        if len(parts) > 1 and gap <= 0.5 * unit * (len(parts) + 1) + 1e-6:
            most = italian(0.5 * unit * (len(parts) + 1), cella.decimali + 1)
            told = (
                f"Se le {len(parts)} voci e il totale sono arrotondati ognuno per conto suo, allora torna: "
                f"lo scarto di {italian(gap, cella.decimali)} non supera {most}."
            )
            yield Ipotesi("arrotondamento", told, (cella.posto,), frozenset([identity]))
