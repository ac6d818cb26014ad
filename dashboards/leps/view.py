"""What a view of Obiettivi LEPS is drawn for: an ambito, its targets, the day of judgement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, palette
from dashboards.components.text import e, of, pill, source_line, with_article
from dashboards.leps.menu import VIEWS

YEAR = "anno_leps"
# As the template that offices fill in calls it.
EVIDENCE = "Documento che lo prova"
# What every download of outcomes says of one, in this order.
OUTCOME = (
    "indicatore_id", "nome", "anno", "testo", "stato", "numeratore", "denominatore", "valore", "stato_traguardo",
    "mancano", "motivo", "rilevato_il", "evidenza", "revisione",
)  # fmt: skip


@dataclass(frozen=True)
class View:
    """The ambito chosen, None where no territory is published.

    Args:
        judged: ambiti that have targets.
    """

    ambito: dict[str, Any] | None
    judged: tuple[str, ...]

    @property
    def here(self) -> str | None:
        return self.ambito["territorio_id"] if self.ambito else None

    @property
    def name(self) -> str:
        return self.ambito["nome"] if self.ambito else ""

    @property
    def has_targets(self) -> bool:
        return self.here in self.judged

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """One row for each indicator and year."""
        return queries.leps_matrix(self.here).to_dicts() if self.has_targets else []

    @property
    def today(self) -> dt.date:
        """The day of judgement."""
        return self.cells[0]["riferito_al"]

    @cached_property
    def years(self) -> list[int]:
        """The years of the plan."""
        return sorted({cell["anno"] for cell in self.cells})

    def year(self) -> tuple[int, str | None]:
        """The year in the address, else that of the day of judgement or the nearest of the plan; what to say of it."""
        default = min(max(self.today.year, self.years[0]), self.years[-1])
        chosen, unknown = address.choose(
            YEAR,
            [str(year) for year in self.years],
            str(default),
            lambda asked: f"L'anno «{asked}» indicato nell'indirizzo non ha obiettivi: la pagina mostra il {default}.",
        )
        address.shown(**{YEAR: chosen})
        return int(chosen), unknown

    def year_picker(self, year: int) -> None:
        address.picker("Anno", YEAR, [str(each) for each in self.years], str(year))

    @property
    def borrowed(self) -> str | None:
        """Whose targets judge an ambito that has none of its own among the documents; None where it has."""
        if not self.cells or self.cells[0]["piano_proprio"]:
            return None
        document = (queries.sources().get(self.cells[0]["fonte_id"]) or {}).get("titolo") or "un altro piano"
        return (
            f"Per {with_article(self.name)} non è stato ricevuto un piano con obiettivi LEPS: ciò che ha rilevato è "
            f"giudicato con gli obiettivi di un altro documento, {document}."
        )


def not_received(view: View) -> None:
    """The targets of one plan are not those of another ambito: say whose they are, and where to see them."""
    here = with_article(view.name) if view.ambito else "questo territorio"
    owners = [place for key in view.judged if (place := queries.territory(key))]
    whose = ""
    if len(owners) == 1:
        whose = f" Gli obiettivi ricevuti sono quelli del Piano di Zona {of(owners[0]['nome'])}."
    elif owners:
        whose = f" Ne hanno: {formats.listed([owner['nome'] for owner in owners])}."
    figure.empty(f"Per {here} non è stato ricevuto un piano con obiettivi LEPS.{whose}")
    for owner in owners[:3]:
        st.page_link(
            VIEWS.page,
            label=f"Apri gli obiettivi {of(owner['nome'])}",
            query_params=VIEWS.query(VIEWS.entries[0].id, territorio=owner["territorio_id"]),
        )


def plan_line(cells: Sequence[dict[str, Any]]) -> tuple[str, dt.date | None]:
    """The document that sets the targets with its lines, and its reference date."""
    source = queries.sources().get(cells[0]["fonte_id"])
    numbers = sorted(
        int(n)
        for c in cells
        for n in str(c["riga_documento"] or "").replace("-", ",").split(",")
        if n.strip().isdigit()
    )
    lines = ""
    if numbers:
        lines = str(numbers[0]) if numbers[0] == numbers[-1] else f"{numbers[0]}-{numbers[-1]}"
    return source_line(source, lines=lines), (source or {}).get("data_riferimento")


def outcomes(rows: Sequence[dict[str, Any]], *before: str, after: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Rows for a download: the columns of an outcome, with others before and after."""
    return [{key: row[key] for key in (*before, *OUTCOME, *after)} for row in rows]


def states_legend() -> str:
    """What each state means."""
    items = "".join(f"<li>{pill(palette.LEPS_STATES[k])} {e(words)}</li>" for k, words in MEANINGS.items())
    return (
        f'<ul class="stati">{items}</ul><p>Nel conto «x su y raggiunti» entrano solo gli obiettivi raggiunti e non '
        "raggiunti; quanti non sono valutabili è sempre detto accanto.</p>"
    )


MEANINGS = {
    "raggiunto": "il valore rilevato soddisfa l'obiettivo dell'anno.",
    "non_raggiunto": "l'anno è chiuso e il valore non soddisfa l'obiettivo.",
    "in_corso": "il termine non è passato; accanto c'è quanto manca con i numeri di oggi.",
    "anno_base": "nessun obiettivo: il valore serve a giudicare l'anno dopo.",
    "anno_base_mancante": "il valore di base non è stato rilevato: l'anno dopo non si potrà giudicare.",
    "non_valutabile_baseline": "manca il valore dell'anno prima.",
    "non_valutabile_dato": "il dato non è stato rilevato entro il termine. Non vale come zero.",
    "inutilizzabile": "un dato è arrivato ma non si può usare: il motivo dice in quale file e cella, e che cosa fare.",
    "non_applicabile": "il denominatore è zero, con il motivo dichiarato.",
    "nessun_obiettivo": "per quell'anno il piano non fissa un obiettivo, o lascia la casella vuota.",
    "futuro": "l'anno non è ancora cominciato: si legge l'obiettivo, senza giudizio.",
    "soppresso": "i numeri sono troppo piccoli per essere pubblicati.",
}
