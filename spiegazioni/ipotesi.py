"""A hypothesis: what may have happened, which cells it concerns, and which failed identities it accounts for."""

from __future__ import annotations

import math
from dataclasses import dataclass

from spiegazioni.foglio import Cambi, Foglio, Identita, Posto
from spiegazioni.numeri import TINY, italian

# How much a cause supposes: 1 the printed cell is read or rounded another way, 2 printed figures stand elsewhere,
# 3 a digit was another one.
COSTO = {
    "separatore": 1,
    "percentuale": 1,
    "arrotondamento": 1,
    "scambio": 2,
    "spostamento": 2,
    "totale": 2,
    "altra_cella": 2,
    "cifra": 3,
}


@dataclass(frozen=True)
class Ipotesi:
    """``posti`` are the cells concerned, ``spiega`` the identities that hold under it.

    ``frase`` is a whole sentence, or, with ``cambi``, what follows «Se».
    """

    causa: str
    frase: str
    posti: tuple[Posto, ...]
    spiega: frozenset[Identita]
    passi: int = 1
    cambi: tuple[tuple[Posto, float | None], ...] = ()

    def told(self, foglio: Foglio, identity: Identita | None = None) -> str:
        """The sentence, with the numbers of ``identity`` if it is one of those that hold again."""
        if not self.cambi:
            return self.frase
        cambi = dict(self.cambi)
        mended = foglio.effetto(cambi)[0]
        first = identity if identity in mended else min(mended, key=lambda i: (i.giudicata, i.controllo_id))
        return f"Se {self.frase}, allora {_what_holds(foglio, cambi, first, len(mended) - 1)}."

    @property
    def rango(self) -> tuple[int, float, int, int]:
        """Smaller is better: the kind of supposition, how many of them for each failure, failures, cells."""
        return COSTO[self.causa], self.passi / len(self.spiega), -len(self.spiega), len(self.posti)


def from_changes(
    foglio: Foglio, causa: str, cambi: Cambi, se: str, *, passi: int = 1, least: int = 1
) -> Ipotesi | None:
    """The hypothesis that cells hold other values, if it mends ``least`` identities, breaks none, brings none further
    from holding, and every figure that changes stands in some identity that then holds: else nothing would prove that
    it belongs there.

    Args:
        se: the supposition, in Italian, as it follows «Se».
    """
    changed = {p: v for p, v in cambi.items() if (v or 0) != (foglio.celle[p].valore or 0)}
    touched = foglio.toccate(changed)
    failed = [i for i in touched if foglio.stato[i] is False]
    # Most suppositions mend nothing, or break something: these two questions come first, and each ends at once.
    after = {i: foglio.tiene(i, changed) for i in failed}
    mended = frozenset(i for i in failed if after[i] is True)
    if not mended:
        return None
    for identity in touched - after.keys():
        after[identity] = foglio.tiene(identity, changed)
        if after[identity] is False:
            return None
    # What could not be judged before, and now holds, is a proof too.
    proofs = len(mended) + sum(foglio.stato[i] is None and now is True for i, now in after.items())
    if proofs < least:
        return None
    placed = [p for p, v in changed.items() if v is not None and not math.isnan(v)]
    if not all(any(after[i] for i in foglio.di(p)) for p in placed):
        return None
    still = [i for i in failed if after[i] is False]
    if any(foglio.scarto(i, changed) > foglio.scarto(i, {}) + TINY for i in still):
        return None
    unjudged = frozenset(i for i in failed if after[i] is None)
    explained = mended | (unjudged if proofs > 1 else frozenset())
    return Ipotesi(causa, se, tuple(sorted(changed)), explained, passi, tuple(changed.items()))


def _what_holds(foglio: Foglio, cambi: Cambi, first: Identita, more: int) -> str:
    cella = foglio.celle[first.giudicata]
    value, expected = foglio.valore(first.giudicata, cambi), foglio.atteso(first, cambi)
    told = f"{cella.nome} torna: {cella.scritto(value)}"
    parts = [v for p in first.parti if (v := foglio.valore(p, cambi)) is not None]
    if first.tipo == "uguale":
        told += " in tutti e due i posti"
    elif first.tipo == "quota":
        told += f" = {italian(parts[0])} / {italian(parts[1])} × {italian(first.moltiplicatore)}"
    elif len(parts) <= 6:
        told += " = " + " + ".join(italian(v) for v in parts)
    else:
        told += f" è la somma delle {len(parts)} righe ({italian(expected)})"
    return told + (f"; e con questo {more} altr{'o controllo' if more == 1 else 'i controlli'}" if more else "")
