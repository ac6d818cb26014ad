"""The frame of every figure: title, one sentence, the figure, then source, reference date and downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import plotly.graph_objects as go
import streamlit as st

from dashboards import queries
from dashboards.components import address, demo, formats
from dashboards.components.download import Download
from dashboards.components.text import e

__all__ = ["Download", "chart", "empty", "figure", "foot"]

CONFIG = {"displayModeBar": False, "responsive": True, "showTips": False, "scrollZoom": False}
WIDE = 900  # pixels: a shape wider than this is harder to read, and too small on paper
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Made in the browser from the chart on the screen: image.js.
IMAGES = {"png": "Immagine PNG", "svg": "Immagine SVG"}


@contextmanager
def figure(
    key: str,
    title: str,
    sentence: str = "",
    *,
    source: str = "",
    download: Download | None = None,
    definition: str = "",
    why: str | None = None,
    why_label: str = "Perché?",
) -> Iterator[None]:
    """Everything drawn inside belongs to the figure.

    Args:
        definition: what the numbers are, for the sheet `Fonte` of the workbook.
        why: HTML of an explanation that stays one click away.
    """
    with st.container(key=f"figura_{key}", gap=None):
        heading = f'<h2 class="titolo">{e(title)}</h2>' if title else ""
        text = f'<p class="frase">{e(sentence)}</p>' if sentence else ""
        if heading or text:
            st.html(heading + text)
        yield
        about = {"Titolo": title, "Che cosa mostra": sentence, "Definizione": definition}
        foot(key, source=source, download=download, about=about)
        if why:
            st.html(f'<details class="perche"><summary>{e(why_label)}</summary><div>{why}</div></details>')


def foot(key: str, *, source: str, download: Download | None, about: Mapping[str, str]) -> None:
    with st.container(key=f"piede_{key}", horizontal=True, gap="small", vertical_alignment="top"):
        st.html(f'<p class="fonte">{e(source)}</p>')
        if download is not None:
            with st.popover("Scarica", type="tertiary", key=f"scarica_{key}"):
                _downloads(key, download, about)


def _downloads(key: str, download: Download, about: Mapping[str, str]) -> None:
    """The four files; each is made only when asked for, and says where its data are made up."""
    mark = demo.mark()
    if mark:
        download = download.marked(mark, demo.PREFIX)
    published = formats.day(queries.publication().pubblicata_il)
    told = {**about, "Indirizzo della vista": address.link(), "Dati pubblicati il": published}
    for label, content, extension, mime in (
        ("Dati CSV", download.content, "csv", "text/csv"),
        ("Dati XLSX", lambda: download.workbook(told), "xlsx", XLSX),
    ):
        st.download_button(
            label,
            data=content,
            file_name=download.file_name(extension),
            mime=mime,
            key=f"{extension}_{key}",
            type="tertiary",
            on_click="ignore",
        )
    date = f"Data di riferimento: {formats.day(download.date)}" if formats.as_date(download.date) else ""
    buttons = "".join(
        f'<button type="button" class="immagine" data-figura="{e(key)}" data-formato="{kind}" '
        f'data-nome="{e(download.file_name(kind))}" data-riferimento="{e(date)}" data-avvertenza="{e(mark or "")}">'
        f"{label}</button>"
        for kind, label in IMAGES.items()
    )
    st.html(f'<div class="immagini">{buttons}</div>')


def chart(plot: go.Figure, key: str, *, alt: str, width: int | None = None) -> None:
    """A Plotly figure with no chrome; `alt` says in words what it shows, for those who do not see it.

    Args:
        width: pixels that it never exceeds; as wide as its place where none is given.
    """
    limits = {"width": width} if width else {}
    st.plotly_chart(plot, theme=None, config=CONFIG, key=f"grafico_{key}", alt=alt, **limits)


def empty(sentence: str) -> None:
    """An empty result explains itself."""
    st.html(f'<p class="vuoto">{e(sentence)}</p>')
