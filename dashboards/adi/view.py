"""What a view of Assegno di inclusione is drawn for: a territory, those around it, the published figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.adi.words import CAUTIONS, IN_MONTH, Row
from dashboards.components import frame
from dashboards.components.text import e, with_article


@dataclass(frozen=True)
class View:
    """The territory of the address, None where none is published, and every figure to show."""

    place: dict[str, Any] | None
    cells: pl.DataFrame

    @cached_property
    def around(self) -> list[str]:
        """The territory and those that hold it, the nearest first."""
        if self.place is None:
            return []
        here = self.place["territorio_id"]
        return [here, *(h["territorio_id"] for h in queries.holders(here))]

    @cached_property
    def shown(self) -> list[str]:
        """Territories with figures: the one of the address and those around it first, then the others."""
        with_figures = list(dict.fromkeys(self.cells["territorio_id"]))
        near = [t for t in self.around if t in with_figures]
        return near + [t for t in with_figures if t not in near]

    @cached_property
    def near(self) -> list[str]:
        """Of these only the one of the address and those around it; all where there are none."""
        return [t for t in self.shown if t in self.around] or self.shown

    @cached_property
    def whole(self) -> pl.DataFrame:
        """Figures of all the households, without categories."""
        return self.cells.filter((pl.col("dimensione") == "totale") & (pl.col("modalita") == "totale"))

    def monthly(self, territorio_id: str, misura: str = "adi") -> list[Row]:
        """Figures of the households paid in each month, by month."""
        return (
            self.whole.filter(
                (pl.col("territorio_id") == territorio_id)
                & (pl.col("misura") == misura)
                & (pl.col("conteggio") == IN_MONTH)
            )
            .sort("mese")
            .to_dicts()
        )

    def name(self, territorio_id: str) -> str:
        return (queries.territory(territorio_id) or {}).get("nome", territorio_id)

    @property
    def moved(self) -> str | None:
        """A sentence when the figures are of another territory than the one of the address."""
        if self.place is None or not self.shown or self.place["territorio_id"] in self.shown:
            return None
        where = self.name(self.shown[0])
        reason = "INPS pubblica cifre per provincia, regione e Italia"
        if self.shown[0] not in self.around or self.shown[0] == "ita":
            reason += ", e di questa provincia non ne è stata ricevuta nessuna"
        here = with_article(self.place["nome"])
        return f"Per {here} non ci sono cifre: {reason}. La pagina mostra {with_article(where)}."


def cautions(view: View) -> None:
    """How all the figures are read, with the notes of their sources."""
    frame.heading("Come leggere queste cifre")
    notes = [(queries.sources().get(f) or {}).get("nota") for f in dict.fromkeys(view.cells["fonte_id"])]
    said = [n for n in notes if n]
    # The note of a table begins with that of its source: said once, the longest.
    longest = [n for n in said if not any(o != n and o.startswith(n) for o in said)]
    words = dict.fromkeys([*CAUTIONS, *longest])
    st.html('<ul class="punti">' + "".join(f"<li>{e(w)}</li>" for w in words) + "</ul>")
