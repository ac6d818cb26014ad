"""The title that a publisher prints above a table, against what the sidecar declares of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.sidecar import Tabella
from ingest.tracciato import Tracciato

YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
FIRST_OF_JANUARY = re.compile(r"1\s*[°º]?\s*gennaio\s+((?:19|20)\d{2})", re.I)
PROVISIONAL = re.compile(r"stima|provvisor", re.I)


@dataclass(frozen=True)
class Esito:
    """A row of ``raw._quadrature``: one failure, or with ``gruppi`` how many groups held."""

    controllo_id: str
    tipo: str
    colonna: str
    motivo: str
    riga: int | None = None
    gruppo: str | None = None
    atteso: float | None = None
    trovato: float | None = None
    messaggio: str | None = None
    gruppi: int | None = None


def date_in(title: str | None, layout: Tracciato) -> date | None:
    """The reference date that a title tells, None where it tells none."""
    day = layout.riferimento.giorno
    exact = FIRST_OF_JANUARY.search(title or "") if day == "01-01" else None
    found = exact or YEAR.search(title or "")
    return date.fromisoformat(f"{found[1]}-{day}") if found else None


def is_provisional(title: str | None) -> bool:
    """Does the title call the figures an estimate?"""
    return bool(title and PROVISIONAL.search(title))


def date_told(table: Tabella, layout: Tracciato, title: str) -> Iterator[Esito]:
    """Does the sidecar declare the date, and the provisional state, that the title tells?"""
    name = layout.tracciato.removeprefix("istat_")
    told = date_in(title, layout) if layout.riferimento.da == "titolo" else None
    if told:
        rule = "La data di riferimento del sidecar è quella del titolo."
        message = f"Il titolo porta la data {_it(told)}, il sidecar dichiara {_it(table.data_riferimento)}."
        yield _outcome(f"{name}_data_nel_titolo", "data_riferimento", rule, told == table.data_riferimento, message)
    if is_provisional(title):
        rule = "Una tabella che il titolo dice stimata è dichiarata provvisoria."
        message = "Il titolo dice che i dati sono una stima, il sidecar li dichiara definitivi."
        yield _outcome(f"{name}_stima_nel_titolo", "provvisorio", rule, table.provvisorio, message)


def _outcome(check: str, column: str, rule: str, holds: bool, message: str) -> Esito:
    if holds:
        return Esito(check, "formato", column, rule, gruppi=1)
    return Esito(check, "formato", column, rule, riga=1, messaggio=message)


def _it(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "nessuna data"
