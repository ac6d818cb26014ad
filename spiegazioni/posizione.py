"""Causes by which printed figures are right and stand in the wrong place: swapped, shifted, of another row or table."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from spiegazioni.foglio import PERDUTA, Cella, Foglio, Identita, Posto
from spiegazioni.ipotesi import Ipotesi, from_changes
from spiegazioni.numeri import italian, same, significant_digits

_WIDEST = 4  # cells that shift together
_TALLEST = 4  # rows that shift together
_PAIRS = 4_000  # pairs of shifts that are tried in one table
_ENOUGH_DIGITS = 3
_NOT_FIGURES = ("testo", "per_riga", "codice")


def swaps(foglio: Foglio) -> Iterator[Ipotesi]:
    """Two cells of a row, or of a column, in each other's place."""
    tried: set[frozenset[Posto]] = set()
    for cella in _suspects(foglio):
        for line in (foglio.riga(cella.posto), foglio.colonna(cella.posto)):
            for other in line:
                pair = frozenset((cella.posto, other.posto))
                if pair in tried or other.valore is None or other.valore == cella.valore or other.tipo in _NOT_FIGURES:
                    continue
                tried.add(pair)
                found = from_changes(
                    foglio,
                    "scambio",
                    {cella.posto: other.valore, other.posto: cella.valore},
                    f"{cella.testo} ({cella.nome}) e {other.testo} ({other.nome}) sono scambiati",
                )
                if found:
                    yield found


def swapped_columns(foglio: Foglio) -> Iterator[Ipotesi]:
    """The headings of two columns in each other's place: their cells change places in every row."""
    for file in sorted({i.giudicata[0] for i in foglio.fallite()}):
        columns: dict[str, list[Cella]] = {}
        for row in foglio.righe(file):
            for cella in foglio.riga((file, row, "")):
                if cella.tipo not in _NOT_FIGURES:
                    columns.setdefault(cella.posto[2], []).append(cella)
        whole = [column for column in columns.values() if len(column) == len(foglio.righe(file))]
        for one, two in combinations(whole, 2):
            changes: dict[Posto, float | None] = {}
            for a, b in zip(one, two, strict=True):
                changes |= {a.posto: b.valore, b.posto: a.valore}
            told = f"le colonne «{one[0].nome_colonna}» e «{two[0].nome_colonna}» sono scambiate"
            # One row alone would be a swap of two cells.
            found = from_changes(foglio, "scambio", changes, told, least=2)
            if found:
                yield found


def _suspects(foglio: Foglio) -> list[Cella]:
    """Cells with a number that take part in a failed identity."""
    posti = {p for identity in foglio.fallite() for p in identity.posti()}
    return [foglio.celle[p] for p in sorted(posti) if foglio.celle[p].valore is not None]


def shifts(foglio: Foglio) -> Iterator[Ipotesi]:
    """Neighbouring cells one column to the left or right of their own: in one row, in rows one below another, or in two
    rows apart."""
    for file in sorted({i.giudicata[0] for i in foglio.fallite()}):
        moves = list(_moves(foglio, file))
        for changes, told in moves:
            # To suppose that a figure is lost explains less: it must account for more.
            least = 2 if PERDUTA in changes.values() else 1
            found = from_changes(foglio, "spostamento", changes, told, least=least)
            if found:
                yield found
        useful = [m for m in moves if PERDUTA not in m[0].values() and _helps(foglio, m[0])]
        for (one, told), (two, also) in list(combinations(useful, 2))[:_PAIRS]:
            if one.keys() & two.keys() or {p[1] for p in one} & {p[1] for p in two}:
                continue
            found = from_changes(foglio, "spostamento", {**one, **two}, f"{told}, e {also}", passi=2, least=2)
            if found:
                yield found


def _helps(foglio: Foglio, changes: dict[Posto, float | None]) -> bool:
    """Whether the change brings some failed identity nearer to holding."""
    for identity in {i for posto in changes for i in foglio.di(posto) if foglio.stato[i] is False}:
        if foglio.scarto(identity, changes) < foglio.scarto(identity, {}):
            return True
    return False


def _moves(foglio: Foglio, file: str) -> Iterator[tuple[dict[Posto, float | None], str]]:
    rows = foglio.righe(file)
    lines = {row: [c for c in foglio.riga((file, row, "")) if c.tipo not in _NOT_FIGURES] for row in rows}
    suspect = {i.giudicata[1] for i in foglio.fallite() if i.giudicata[0] == file}
    suspect |= {p[1] for i in foglio.fallite() for p in i.parti if p[0] == file}
    for height in range(1, _TALLEST + 1):
        for start in range(len(rows) - height + 1):
            block = rows[start : start + height]
            if not suspect & set(block):
                continue
            yield from _block_moves([lines[row] for row in block])


def _block_moves(block: list[list[Cella]]) -> Iterator[tuple[dict[Posto, float | None], str]]:
    columns = len(block[0])
    if any([c.posto[2] for c in line] != [c.posto[2] for c in block[0]] for line in block):
        return
    for width in range(1, _WIDEST + 1):
        for first in range(columns - width + 1):
            last = first + width - 1
            for step, side, end in ((1, "destra", last + 1), (-1, "sinistra", first - 1)):
                if not 0 <= end < columns:
                    continue
                # Nothing may stand where the cells go, and each row must have something to move.
                if any(line[end].testo for line in block) or not all(
                    any(c.valore is not None for c in line[first : last + 1]) for line in block
                ):
                    continue
                moved = {line[n + step].posto: line[n].valore for line in block for n in range(first, last + 1)}
                left = [line[first if step == 1 else last] for line in block]
                told = _told(block, first, last, side)
                yield {c.posto: None for c in left} | moved, told
                if len(block) == 1 and width > 1:  # the figure that stood there may be lost, rather than none
                    yield {c.posto: PERDUTA for c in left} | moved, f"{told}, e manca la cifra di {left[0].nome}"


def _told(block: list[list[Cella]], first: int, last: int, side: str) -> str:
    shown = [f"{c.testo} («{c.nome_riga}»)" for line in block for c in line[first : last + 1] if c.testo]
    verb = "sta" if len(shown) == 1 else "stanno"
    return f"{' e '.join(shown)} {verb} una colonna più a {side}"


def totals(foglio: Foglio, identity: Identita) -> Iterator[Ipotesi]:
    """A total that leaves out one of its rows, or counts it twice, or takes in one that is not its own."""
    cella, expected = foglio.celle[identity.giudicata], foglio.atteso(identity)
    if identity.tipo != "somma" or expected is None or cella.valore is None:
        return
    gap = cella.valore - expected
    parts = [foglio.celle[p] for p in identity.parti if foglio.celle[p].valore]
    rest = sum(c.valore for c in parts)
    for part in parts:
        if significant_digits(part.testo or "") < 2 or len(parts) < 2:
            continue
        if same(part.valore, -gap):
            why = "che è già la somma degli altri addendi" if same(2 * part.valore, rest) else "che manca dal totale"
            told = f"Se non si conta {part.testo} ({part.nome}), {why}"
            yield _of_total(identity, cella, part, told, expected - part.valore)
        elif same(part.valore, gap):
            told = f"Se {part.testo} ({part.nome}) è contato due volte"
            yield _of_total(identity, cella, part, told, expected + part.valore)
    down = all(p[2] == identity.giudicata[2] for p in identity.parti)
    for other in foglio.colonna(cella.posto) if down else ():
        own = other.posto in identity.posti()
        if not own and other.valore and same(other.valore, gap) and significant_digits(other.testo or "") > 1:
            told = f"Se nel totale entra anche {other.testo} ({other.nome}), che non è fra le sue righe"
            yield _of_total(identity, cella, other, told, expected + other.valore)


def _of_total(identity: Identita, cella: Cella, part: Cella, told: str, value: float) -> Ipotesi:
    return Ipotesi(
        "totale",
        f"{told}, allora torna: la somma fa {italian(value)}, ed è stampato {cella.testo}.",
        (cella.posto, part.posto),
        frozenset([identity]),
    )


def elsewhere(foglio: Foglio, identity: Identita) -> Iterator[Ipotesi]:
    """The printed figure is the one that another row should have, and has not."""
    cella = foglio.celle[identity.giudicata]
    if cella.valore is None or not cella.testo or significant_digits(cella.testo) < _ENOUGH_DIGITS:
        return
    for other in foglio.identita:
        lost = other.giudicata != identity.giudicata and foglio.stato[other] is False
        if lost and other.controllo_id == identity.controllo_id:
            expected, place = foglio.atteso(other), foglio.celle[other.giudicata]
            tolerance = 0.5 * 10**-cella.decimali if identity.tipo == "quota" else 0
            if expected is not None and other.tipo != "uguale" and same(expected, cella.valore, tolerance):
                told = (
                    f"Se {cella.testo} è la cifra di {place.nome}, allora torna: là ci si aspetta "
                    f"{italian(expected, cella.decimali if identity.tipo == 'quota' else None)}."
                )
                yield Ipotesi("altra_cella", told, (cella.posto, place.posto), frozenset([identity]))
