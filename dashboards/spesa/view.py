"""What a view of Spesa sociale is drawn for: a body, and one of its budgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dashboards import queries
from dashboards.components import formats
from dashboards.components.text import absence, e, source_line

Row = dict[str, Any]
NO_AREA = "Area non dichiarata"
DEFINITION = (
    "Importi come i documenti e i bilanci li stampano, con le correzioni dichiarate. Non si sommano le parti di un "
    "capitolo («in quota parte») e gli importi citati due volte."
)
STATES = {
    "programmato": "Programmato: lo scrive un piano, non un bilancio.",
    "previsione": "Previsione: il bilancio approvato all'inizio dell'anno.",
    "stanziato": "Stanziato: quanto il bilancio mette a disposizione, dopo le variazioni.",
    "impegnato": "Impegnato: quanto si è deciso di spendere per un servizio e un creditore.",
    "liquidato": "Liquidato: quanto è stato riconosciuto da pagare.",
    "consuntivo": "Consuntivo: il rendiconto dell'anno.",
}


@dataclass(frozen=True)
class View:
    """The body chosen, and which of its budgets.

    Args:
        budgets: its years, states and directions, the latest first.
        budget: the one chosen; always of spending where the body has one.
    """

    ente_id: str
    name: str
    budgets: tuple[Row, ...]
    budget: Row

    @property
    def key(self) -> tuple[str, int, str]:
        """Body, year and state, as the queries ask for them."""
        return self.ente_id, self.budget["anno"], self.budget["stato_spesa"]

    @property
    def label(self) -> str:
        return budget_words(self.budget)

    @property
    def has_spending(self) -> bool:
        return self.budget["verso"] == "spesa"

    @property
    def undeclared_period(self) -> bool:
        """Does the document leave open which period its amounts are of?"""
        return undeclared(self.budget["periodo"])

    @property
    def no_spending(self) -> str:
        return f"{self.name} non ha una spesa pubblicata: i documenti ricevuti ne dicono solo le entrate."


def budget_key(budget: Row) -> str:
    """How the address calls a budget: `2015.previsione.spesa`."""
    return f"{budget['anno']}.{budget['stato_spesa']}.{budget['verso']}"


def budget_words(budget: Row) -> str:
    """`2015, previsione`; of income says so."""
    return f"{budget['anno']}, {budget['stato_spesa']}" + (", entrate" if budget["verso"] == "entrata" else "")


def undeclared(period: str | None) -> bool:
    return bool(period) and "non dichiarato" in period


def money(value: Any, reason: str | None = None, *, sign: bool = False) -> str:
    """Safe HTML of an amount: cents only where there are any."""
    if formats.is_missing(value):
        return absence(reason or "importo_non_stampato")
    return e(euro(value, sign=sign))


def euro(value: Any, *, sign: bool = False) -> str:
    """`1.234,50`, `272.389`: without the unit, which the header of the column says."""
    cents = round(float(value) * 100) % 100
    return formats.number(value, 2 if cents else 0, sign=sign)


def whole(value: Any, *, sign: bool = False) -> str:
    """With the unit, for sentences."""
    return f"{euro(value, sign=sign)}{formats.NBSP}euro"


def sources_line(fonte_ids: Sequence[str | None]) -> tuple[str, dt.date | None]:
    """One table names itself; several tables of one document name the document; several documents each its own."""
    ids = list(dict.fromkeys(i for i in fonte_ids if i))
    known = queries.sources()
    if len(ids) > 1:
        ids = list(dict.fromkeys(i.split("/")[0] for i in ids))
    found = [known[i] for i in ids if i in known]
    dates = [s["data_riferimento"] for s in found if s.get("data_riferimento")]
    lines = list(dict.fromkeys(source_line(s) for s in found))
    if len(lines) > 3:
        return f"{lines[0]}; {lines[1]}; e altre {len(lines) - 2} fonti", max(dates, default=None)
    return "; ".join(lines), max(dates, default=None)
