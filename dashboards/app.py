"""Entry point of the pages: `streamlit run dashboards/app.py`."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
if str(HERE.parent) not in sys.path:  # Streamlit puts this folder on the path, not the checkout
    sys.path.insert(0, str(HERE.parent))

import streamlit as st  # noqa: E402

from dashboards import queries  # noqa: E402
from dashboards.components import access, frame  # noqa: E402
from dashboards.components.text import e  # noqa: E402
from warehouse.pointer import NothingPublic, NothingPublished, PointerDamaged  # noqa: E402

NAME = "Osservatorio LEPS"
LOG = logging.getLogger("dashboards")


def page(file: str, title: str, address: str | None = None, **options: object) -> st.Page:
    return st.Page(HERE / "pages" / f"{file}.py", title=title, url_path=address or file, **options)


CONTEXT = page("contesto", "Contesto", "inizio", default=True)
# The first page answers at `/`; its own name in the address reaches it too.
CONTEXT_BY_NAME = page("contesto", "Contesto", visibility="hidden")
# Reached from the figures, not from the menu.
PROVENANCE = page("provenienza", "Da dove viene", visibility="hidden")
QUALITY = page("qualita_dati", "Qualità dei dati")
# Each page and the tables without which it is not offered: the public file lacks some.
GROUPS = {
    "": [
        (CONTEXT, ()),
        (page("indicatori", "Indicatori"), ("marts.indicatore_valore",)),
        (page("obiettivi_leps", "Obiettivi LEPS"), ("marts.leps_obiettivo", "marts.leps_registro")),
        (page("assegno_inclusione", "Assegno di inclusione"), ("marts.adi_nuclei", "marts.adi_affermazione")),
        (page("spesa_sociale", "Spesa sociale"), ("marts.spesa",)),
        (page("programmazione", "Programmazione"), ("marts.programmazione_esito", "marts.programmazione_obiettivo")),
    ],
    "Affidabilità": [
        (QUALITY, ("qualita.controllo",)),
        (page("fonti_metodi", "Fonti e metodi"), ("marts.dim_fonte",)),
    ],
}


def offered(groups: dict[str, list]) -> dict[str, list[st.Page]]:
    """The pages whose tables are published; all of them where nothing can be read, which each page then says."""
    try:
        return {name: [page for page, needs in pages if queries.has(*needs)] for name, pages in groups.items()}
    except (NothingPublished, NothingPublic, PointerDamaged):
        return {name: [page for page, _ in pages] for name, pages in groups.items()}


def say(title: str, sentence: str) -> None:
    st.html(f'<div class="errore-pagina" role="alert"><h1>{e(title)}</h1><p>{e(sentence)}</p></div>')


shown = offered(GROUPS)
current = st.navigation(
    [*(p for group in shown.values() for p in group), CONTEXT_BY_NAME, PROVENANCE], position="hidden"
)
st.set_page_config(
    page_title=f"{current.title} · {NAME}", page_icon=str(HERE / "static" / "favicon.png"), layout="wide"
)
frame.dress()
admission = access.admission()
if admission is not access.Admission.OPEN:
    access.refuse(admission)
    st.stop()
try:
    frame.sidebar(shown, current, checks=QUALITY)
    frame.demo_band()
    current.run()
except NothingPublished as nothing:
    say("Nessun dato pubblicato", str(nothing))
except NothingPublic as nothing:
    say("Nessuna parte pubblica", str(nothing))
except PointerDamaged as damage:
    say("I dati non si aprono", str(damage))
except Exception:
    if os.environ.get("LEPS_PAGINE_DEBUG"):
        raise
    LOG.exception("La pagina %s non si è disegnata", current.title)
    say(
        "Questa pagina non si è disegnata",
        "I dati pubblicati non hanno la forma che la pagina si aspetta. Le altre pagine funzionano. "
        "Chi gestisce il programma trova il motivo nel terminale da cui è partito.",
    )
