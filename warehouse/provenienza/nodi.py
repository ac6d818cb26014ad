"""The tree of an explanation: a row, the steps that made it, and for each step its inputs down to the cells."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Cella:
    """Received cells of one file. ``riga`` and ``riga_a`` are 1-based lines of the file; ``celle`` counts them."""

    fonte_id: str | None
    file: str
    sha256: str | None
    documento: str | None
    riga: int | None
    riga_a: int | None
    celle: int
    colonne: list[str]
    riga_documento: str | None
    valore_stampato: str | None


@dataclass
class Voce:
    """One input: what it adds, and either its cells or the published row that it is."""

    etichetta: str
    valore: Any = None
    cella: Cella | None = None
    figlio: Nodo | None = None


@dataclass
class Gruppo:
    """Inputs that play the same part. ``totale`` adds up all of them, ``altre`` counts those not listed."""

    nome: str | None
    voci: list[Voce] = field(default_factory=list)
    numero: int = 0
    totale: Any = None

    @property
    def altre(self) -> int:
        return self.numero - len(self.voci)


@dataclass
class Passo:
    """A transformation in words, with its inputs."""

    come: str
    origine: str
    gruppi: list[Gruppo] = field(default_factory=list)


@dataclass
class Nodo:
    """A published row. ``valori`` are its columns; ``troncato`` when its steps were left out for lack of depth."""

    tabella: str
    chiave: str
    colonna: str | None
    valori: dict[str, Any]
    passi: list[Passo] = field(default_factory=list)
    troncato: bool = False

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def cells(self) -> list[Cella]:
        """Every cell of the tree, in the order in which it is told."""
        found = []
        for voce in (v for p in self.passi for g in p.gruppi for v in g.voci):
            found += [voce.cella] if voce.cella else []
            found += voce.figlio.cells() if voce.figlio else []
        return found
