"""The views of one page: a parameter of the address, a row of links, one module for each."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboards.components import address
from dashboards.queries import has

PARAMETER = "vista"


@dataclass(frozen=True)
class Entry:
    """One view.

    Args:
        sentence: what it answers, under the title of the page.
        needs: tables, `schema.name`, without which it is not offered; the public file lacks some.
    """

    id: str
    label: str
    sentence: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Views:
    """The views of a page in their order, the first shown by default.

    Args:
        page: file of the page, as `st.page_link` wants it.
        package: where the module of each view is, named as its id.
        kept: parameters of the address that the links carry besides the usual ones.
    """

    page: str
    package: str
    entries: tuple[Entry, ...]
    kept: tuple[str, ...] = ()

    def offered(self) -> list[Entry]:
        """The views whose tables are there."""
        return [entry for entry in self.entries if has(*entry.needs)]

    def chosen(self) -> tuple[Entry, str | None]:
        """The view in the address, or the first and a sentence that says why."""
        first = self.offered()[0]
        asked = address.asked(PARAMETER)
        for entry in self.offered():
            if entry.id == (asked or first.id):
                return entry, None
        return first, (
            f"La vista «{asked}» indicata nell'indirizzo non esiste: la pagina mostra la vista «{first.label}»."
        )

    def query(self, entry_id: str, **changes: str | None) -> dict[str, str]:
        """The parameters of the address that open a view and keep what is chosen."""
        shown = None if entry_id == self.offered()[0].id else entry_id
        kept = {name: address.asked(name) for name in self.kept}
        return address.carried(**{**kept, PARAMETER: shown, **changes})

    def links(self, current: Entry) -> None:
        """A row of links; page.js marks the current one."""
        with st.container(key="viste", horizontal=True, gap=None):
            for entry in self.offered():
                with st.container(key=f"vista{'_attuale' if entry is current else ''}_{entry.id}", gap=None):
                    st.page_link(self.page, label=entry.label, query_params=self.query(entry.id))

    def draw(self, entry: Entry) -> Callable[[Any], None]:
        """Imported when first shown: a reader of one view does not wait for the others."""
        return importlib.import_module(f"{self.package}.{entry.id}").draw
