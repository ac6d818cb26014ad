"""The frame of every figure: title, one sentence, the figure, then source, reference date and download."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboards.components import formats
from dashboards.components.text import e

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
CONFIG = {"displayModeBar": False, "responsive": True, "showTips": False, "scrollZoom": False}


@dataclass(frozen=True)
class Download:
    """What the CSV of a figure holds: the rows shown, then source and reference date in the last columns.

    Written for a spreadsheet set to Italian: fields parted by `;`, decimal comma, UTF-8 with its mark.

    Args:
        decimals: decimals of each indicator; a value is written with two more at most.
    """

    name: str
    rows: pl.DataFrame | Sequence[dict[str, Any]]
    source: str
    date: dt.date | str | None = None
    decimals: Mapping[str, int] = field(default_factory=dict)

    def file_name(self) -> str:
        plain = unicodedata.normalize("NFKD", self.name.lower()).encode("ascii", "ignore").decode()
        return re.sub(r"[^a-z0-9]+", "_", plain).strip("_") + ".csv"

    def content(self) -> bytes:
        frame = (
            self.rows
            if isinstance(self.rows, pl.DataFrame)
            else pl.DataFrame(list(self.rows), infer_schema_length=None)
        )
        frame = frame.with_columns(
            pl.lit(self.source).alias("fonte"), pl.lit(str(self.date or "")).alias("data_riferimento_fonte")
        )
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
        writer.writerow(frame.columns)
        for row in frame.iter_rows(named=True):
            of_row = self.decimals.get(str(row.get("indicatore_id")), row.get("decimali"))
            writer.writerow([_field(v, self.decimals.get(k, of_row)) for k, v in row.items()])
        return (BOM + text.getvalue()).encode("utf-8")


def _field(value: Any, decimals: int | None) -> Any:
    """A number with its decimal comma and no useless zeros; the rest as it is."""
    if not isinstance(value, float | Decimal):
        return value
    if not math.isfinite(value):
        return ""
    words = f"{formats.rounded(value, 2 + int(decimals or 0)):f}"
    words = words.rstrip("0").rstrip(".") if "." in words else words
    return "0" if words == "-0" else words.replace(".", ",")


@contextmanager
def figure(
    key: str,
    title: str,
    sentence: str = "",
    *,
    source: str = "",
    download: Download | None = None,
    why: str | None = None,
    why_label: str = "Perché?",
) -> Iterator[None]:
    """Everything drawn inside belongs to the figure.

    Args:
        why: HTML of an explanation that stays one click away.
    """
    with st.container(key=f"figura_{key}", gap=None):
        heading = f'<h2 class="titolo">{e(title)}</h2>' if title else ""
        text = f'<p class="frase">{e(sentence)}</p>' if sentence else ""
        if heading or text:
            st.html(heading + text)
        yield
        foot(key, source=source, download=download)
        if why:
            st.html(f'<details class="perche"><summary>{e(why_label)}</summary><div>{why}</div></details>')


def foot(key: str, *, source: str, download: Download | None) -> None:
    with st.container(key=f"piede_{key}", horizontal=True, gap="small", vertical_alignment="top"):
        st.html(f'<p class="fonte">{e(source)}</p>')
        if download is not None:
            st.download_button(
                "Scarica CSV",
                data=download.content,
                file_name=download.file_name(),
                mime="text/csv",
                key=f"csv_{key}",
                type="tertiary",
                on_click="ignore",
                help=None,
            )


def chart(plot: go.Figure, key: str, *, alt: str) -> None:
    """A Plotly figure with no chrome; `alt` says in words what it shows, for those who do not see it."""
    st.plotly_chart(plot, theme=None, config=CONFIG, key=f"grafico_{key}", alt=alt)


def empty(sentence: str) -> None:
    """An empty result explains itself."""
    st.html(f'<p class="vuoto">{e(sentence)}</p>')
