"""The printed cells of a document, and the identities that they must satisfy."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spiegazioni.numeri import italian, same

Posto = tuple[str, int, str]  # file, line of the file, column
Cambi = Mapping[Posto, float | None]
# The figure of a cell that is lost: no identity with it can be judged.
PERDUTA = math.nan


@dataclass(frozen=True)
class Cella:
    """A printed cell. ``valore`` is None where it is empty or cannot be read; ``posizione`` orders the columns."""

    posto: Posto
    posizione: int
    testo: str | None
    valore: float | None
    tipo: str = "intero"
    locale: str = "it"
    decimali: int = 0
    nome_riga: str = ""
    nome_colonna: str = ""
    conforme: bool = True

    @property
    def nome(self) -> str:
        return f"«{self.nome_riga}», colonna «{self.nome_colonna}»"

    def scritto(self, valore: float | None) -> str:
        """A number as this cell would print it."""
        if self.tipo == "anno" and valore is not None:
            return str(int(valore))
        return italian(valore, self.decimali if self.tipo == "percentuale" else None)


# Compared as objects: sets of identities are built hundreds of thousands of times.
@dataclass(frozen=True, eq=False)
class Identita:
    """One instance of a check.

    ``tipo``: ``somma`` (parti add up to giudicata), ``quota`` (parti are numerator and denominator) or ``uguale``
    (the only part must be the same number).
    """

    controllo_id: str
    tipo: str
    giudicata: Posto
    parti: tuple[Posto, ...]
    tolleranza: float = 0
    moltiplicatore: float = 100

    def posti(self) -> tuple[Posto, ...]:
        return (self.giudicata, *self.parti)


class Foglio:
    """Cells and identities of one document; knows which identities hold, and what a change of cells would do."""

    def __init__(self, celle: Iterable[Cella], identita: Iterable[Identita]):
        self.celle = {cella.posto: cella for cella in celle}
        self.identita = [i for i in identita if all(p in self.celle for p in i.posti())]
        self._di: dict[Posto, list[Identita]] = defaultdict(list)
        for identity in self.identita:
            for posto in set(identity.posti()):
                self._di[posto].append(identity)
        self._illeggibili = {posto for posto, cella in self.celle.items() if cella.testo and cella.valore is None}
        self.stato = {identity: self.tiene(identity, {}) for identity in self.identita}
        self._righe: dict[tuple[str, int], list[Cella]] = defaultdict(list)
        self._colonne: dict[tuple[str, str], list[Cella]] = defaultdict(list)
        for cella in sorted(self.celle.values(), key=lambda c: (c.posto[0], c.posto[1], c.posizione)):
            self._righe[cella.posto[:2]].append(cella)
            self._colonne[cella.posto[0], cella.posto[2]].append(cella)

    def fallite(self) -> list[Identita]:
        return [identity for identity in self.identita if self.stato[identity] is False]

    def di(self, posto: Posto) -> list[Identita]:
        """The identities that a cell takes part in."""
        return self._di[posto]

    def riga(self, posto: Posto) -> list[Cella]:
        """The cells of the same row, from left to right."""
        return self._righe[posto[:2]]

    def colonna(self, posto: Posto) -> list[Cella]:
        """The cells of the same column, from top to bottom."""
        return self._colonne[posto[0], posto[2]]

    def righe(self, file: str) -> list[int]:
        return sorted(riga for nome, riga in self._righe if nome == file)

    def valore(self, posto: Posto, cambi: Cambi) -> float | None:
        return cambi[posto] if posto in cambi else self.celle[posto].valore

    def atteso(self, identity: Identita, cambi: Cambi | None = None) -> float | None:
        """What the judged cell should be by its parts; None where they do not say."""
        cambi = cambi or {}
        values = [self.valore(p, cambi) for p in identity.parti]
        if identity.tipo == "somma":
            # An empty addend adds nothing; one that cannot be read leaves the sum unknown.
            known = [v for v in values if v is not None]
            return None if self._unread(identity, cambi) or not known else sum(known)
        if identity.tipo == "quota":
            numerator, denominator = values
            if numerator is None or not denominator:
                return None
            return numerator / denominator * identity.moltiplicatore
        return values[0]

    def tiene(self, identity: Identita, cambi: Cambi) -> bool | None:
        """Whether an identity holds with the cells in ``cambi`` replaced; None where it cannot be judged."""
        found, expected = self.valore(identity.giudicata, cambi), self.atteso(identity, cambi)
        if found is None or math.isnan(found) or (expected is not None and math.isnan(expected)):
            return None
        if expected is None:
            return False if identity.tipo == "somma" and self._unread(identity, cambi) else None
        tolerance = identity.tolleranza
        if identity.tipo == "quota":
            tolerance += 0.5 * 10 ** -self.celle[identity.giudicata].decimali
        return same(found, expected, tolerance)

    def _unread(self, identity: Identita, cambi: Cambi) -> bool:
        return not self._illeggibili.isdisjoint(identity.parti) and any(
            p in self._illeggibili and p not in cambi for p in identity.parti
        )

    def scarto(self, identity: Identita, cambi: Cambi) -> float:
        """How far the judged cell is from its parts; infinite where they say nothing."""
        found, expected = self.valore(identity.giudicata, cambi), self.atteso(identity, cambi)
        return math.inf if found is None or expected is None else abs(found - expected)

    def toccate(self, cambi: Cambi) -> set[Identita]:
        """The identities that take in any of the changed cells."""
        return {identity for posto in cambi for identity in self._di[posto]}

    def effetto(self, cambi: Cambi) -> tuple[frozenset[Identita], frozenset[Identita]]:
        """Identities that the change mends, and those that it breaks."""
        mended, broken = set(), set()
        for identity in self.toccate(cambi):
            before, after = self.stato[identity], self.tiene(identity, cambi)
            if before is False and after is True:
                mended.add(identity)
            elif before is not False and after is False:
                broken.add(identity)
        return frozenset(mended), frozenset(broken)
