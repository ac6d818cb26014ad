"""A declared column, and the headers under which a received file may carry it."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Colonna:
    nome: str
    tipo: str
    locale: str = "it"
    etichetta: str | None = None
    intestazione: str | None = None
    intestazioni: tuple[str, ...] = ()
    facoltativa: bool = False
    raccolta: bool = False
    totali: tuple[str, ...] = ()
    tipo_da: str | None = None
    minimo: float | None = None
    massimo: float | None = None
    unita: str | None = None
    obbligatoria: bool = False
    vuoti: tuple[str, ...] = ()
    origine: str = "stampato"
    riga: str = "riga_documento"
    descrizione: str | None = None

    @property
    def header(self) -> str:
        """The header that the received file carries for this column (the first, where it has had several)."""
        return self.intestazioni[0] if self.intestazioni else self.intestazione or self.nome

    @property
    def headers(self) -> tuple[str, ...]:
        """All the headers that it has had."""
        return self.intestazioni or (self.header,)


def folded(header: str) -> str:
    """A header without what changes from one release to the next: blanks, line ends, capitals, apostrophes."""
    return re.sub(r"\s+", " ", header.replace("’", "'").replace("\ufeff", "")).strip().casefold()
