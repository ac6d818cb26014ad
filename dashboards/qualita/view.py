"""What a view of Qualità dei dati is drawn for: the checks that did not pass, and those that the address asks for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from dashboards import queries

ALL = "tutte"
EVERY = "tutti"
SHOWN_ROWS = 250


@dataclass(frozen=True)
class Group:
    """The failed checks on one row of one received file."""

    fonte_id: str
    riga: int
    rows: list[dict[str, Any]]

    @property
    def source(self) -> dict[str, Any]:
        return queries.sources().get(self.fonte_id) or {}

    @property
    def table_name(self) -> str:
        return self.source.get("titolo_tabella") or self.rows[0]["tabella"] or ""

    @property
    def lines(self) -> str:
        """The line of the document, or of the file where there is none."""
        found = sorted({str(r["riga_documento"]) for r in self.rows if r["riga_documento"]})
        return ", ".join(found) if found else f"{self.riga} del file"


@dataclass(frozen=True)
class View:
    """Checks that did not pass, and the choice of source, severity and kind."""

    checks: pl.DataFrame
    documents: dict[str, str]
    source: str
    severity: str
    kind: str

    @cached_property
    def shown(self) -> pl.DataFrame:
        shown = self.checks
        if self.source != ALL:
            shown = shown.filter(pl.col("documento_id") == self.source)
        if self.severity != ALL:
            shown = shown.filter(pl.col("gravita") == self.severity)
        if self.kind != EVERY:
            shown = shown.filter(pl.col("tipo") == self.kind)
        return shown

    def groups(self) -> list[Group]:
        """Failed checks by row of their file: the rows with most errors first, then those with most warnings."""
        failed = self.shown.filter((pl.col("esito") == "fallito") & pl.col("riga").is_not_null())
        found: dict[tuple[str, int], list[dict[str, Any]]] = {}
        for row in failed.to_dicts():
            found.setdefault((row["fonte_id"], row["riga"]), []).append(row)
        groups = [Group(fonte_id, riga, rows) for (fonte_id, riga), rows in found.items()]
        return sorted(groups, key=lambda g: (-sum(r["gravita"] == "errore" for r in g.rows), -len(g.rows)))
