"""What a view of Contesto is drawn for: a territory, a year, what it is compared to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dashboards import queries
from dashboards.components.text import source_line


@dataclass(frozen=True)
class View:
    """The choices that all the views share, already checked against what is published.

    Args:
        years: years that the territory has, the newest first.
        against: the territory of reference, None where the reader wants none.
    """

    place: dict[str, Any]
    year: int
    years: tuple[int, ...]
    against: dict[str, Any] | None

    @property
    def here(self) -> str:
        return self.place["territorio_id"]

    @property
    def reference(self) -> str | None:
        return self.against["territorio_id"] if self.against else None

    @property
    def printed_only(self) -> bool:
        """Districts, ASST and ATS exist only in documents, which do not say their comuni."""
        return queries.population_source(self.here, self.year) is None

    @property
    def source(self) -> str:
        """Where the residents by age of the territory come from, in words."""
        return source_line(queries.sources().get(queries.population_source(self.here, self.year) or ""))
