"""Every row of a document on which something does not add up, as it is printed, and the letter to who can mend it."""

from __future__ import annotations

import streamlit as st

from dashboards.components import demo, figure, formats, frame
from dashboards.components.text import e
from dashboards.qualita import estratto
from dashboards.qualita.view import ALL, View

SHOWN_GROUPS = 12
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw(view: View) -> None:
    groups = view.groups()
    if not groups:
        figure.empty("Con questi filtri nessuna riga di documento ha controlli falliti.")
        return
    _letters(view)
    frame.heading("Riga per riga")
    sentence = formats.plural(len(groups), "riga ha qualcosa che non torna", "righe hanno qualcosa che non torna")
    if len(groups) > SHOWN_GROUPS:
        narrower = "una fonte" if view.source == ALL else "una gravità o un tipo"
        sentence += f": la pagina mostra le {SHOWN_GROUPS} con più errori; scegliere {narrower} per vedere le altre"
    st.html(f'<p class="frase">{e(sentence)}.</p>')
    for number, group in enumerate(groups[:SHOWN_GROUPS]):
        estratto.draw_group(group, f"riga_{number}")


def _letters(view: View) -> None:
    """One button for each document: the file is made only when asked for."""
    frame.heading("Scrivere all'ufficio")
    st.html(
        '<p class="frase">Per ogni documento una lettera con le domande, riga per riga, da firmare e spedire a chi lo '
        "ha fatto.</p>"
    )
    asked = [d for d in view.documents if view.source in (ALL, d) and _questions(view, d)]
    with st.container(key="lettere", horizontal=True, gap="small"):
        for document in asked:
            st.download_button(
                f"Lettera: {view.documents[document]}",
                data=lambda d=document: _letter(view, d),
                file_name=f"{demo.file_name('lettera_' + document)}.docx",
                mime=DOCX,
                key=f"lettera_{document}",
                type="tertiary",
                on_click="ignore",
            )


def _questions(view: View, document: str) -> list[dict]:
    """The failed checks of a document that somebody can answer: what a source lacks is no question to its author."""
    return [
        row
        for row in view.shown.to_dicts()
        if row["documento_id"] == document and row["esito"] == "fallito" and row["riga"] is not None
    ]


def _letter(view: View, document: str) -> bytes:
    from dashboards.qualita.lettera import letter  # half a second, only for who wants the file

    return letter(view.documents[document], _questions(view, document))
