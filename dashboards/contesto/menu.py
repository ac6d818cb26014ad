"""The views of Contesto in their order, and the row of links that leads to them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec

import streamlit as st

from dashboards.components import address
from dashboards.contesto.view import View

PARAMETER = "vista"
PAGE = "pages/contesto.py"


@dataclass(frozen=True)
class Entry:
    """One view.

    Args:
        sentence: what the view answers, under the title of the page.
        printed: has something to say of a territory that only documents know.
    """

    id: str
    label: str
    sentence: str
    printed: bool = False

    @property
    def module(self) -> str:
        return f"dashboards.contesto.{self.id}"

    @cached_property
    def draw(self) -> Callable[[View], None]:
        """Imported when first shown: a reader of one view does not wait for the others."""
        return importlib.import_module(self.module).draw


OVERVIEW = Entry("panoramica", "Panoramica", "Chi vive nel territorio, e come cambia", printed=True)
ENTRIES = (
    OVERVIEW,
    Entry("piramide", "Età e sesso", "Quanti residenti ha ogni età, anno per anno"),
    Entry("mappa", "Mappa", "Come cambia un indicatore da un territorio all'altro"),
    Entry("confronti", "Confronti", "Ogni comune e ogni indicatore, rispetto al riferimento"),
    Entry("profilo", "Profilo", "Tutti gli indicatori di un comune accanto a quelli degli altri", printed=True),
    Entry("serie", "Andamento", "Un indicatore negli anni", printed=True),
    Entry("relazioni", "Relazioni", "Due indicatori insieme, un punto per territorio"),
    Entry("bilancio", "Bilancio demografico", "Nascite, decessi, arrivi e partenze dell'anno"),
    Entry("stranieri", "Stranieri", "Quanti residenti hanno cittadinanza straniera, dove, di che età", printed=True),
    Entry("simili", "Territori simili", "Con chi confrontarsi: i sette territori più vicini per composizione"),
)


def entries(view: View) -> list[Entry]:
    """The views that exist and have something to say of the territory."""
    present = [entry for entry in ENTRIES if find_spec(entry.module)]
    return [entry for entry in present if entry.printed] if view.printed_only else present


def chosen(offered: Sequence[Entry]) -> tuple[Entry, str | None]:
    """The view in the address, or the overview and a sentence that says why."""
    asked = address.asked(PARAMETER)
    for entry in offered:
        if entry.id == (asked or OVERVIEW.id):
            return entry, None
    known = next((entry for entry in ENTRIES if entry.id == asked), None)
    if known is None:
        return OVERVIEW, f"La vista «{asked}» indicata nell'indirizzo non esiste: la pagina mostra la panoramica."
    return OVERVIEW, (
        f"La vista «{known.label}» non è disponibile per questo territorio: la pagina mostra la panoramica."
    )


def links(offered: Sequence[Entry], current: Entry) -> None:
    """A row of links that keeps territory, year, comparison and indicator; page.js marks the current one."""
    if len(offered) < 2:
        return
    with st.container(key="viste", horizontal=True, gap=None):
        for entry in offered:
            with st.container(key=f"vista{'_attuale' if entry is current else ''}_{entry.id}", gap=None):
                asked = {PARAMETER: None if entry is OVERVIEW else entry.id}
                st.page_link(PAGE, label=entry.label, query_params=address.carried(**asked))
