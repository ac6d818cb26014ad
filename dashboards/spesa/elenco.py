"""A figure that is one table: title, sentence, source, CSV and the rows one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboards.components import figure
from dashboards.components.tables import Column, table
from dashboards.spesa.view import Row, sources_line


def draw_rows(
    key: str,
    title: str,
    sentence: str,
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    sources: Sequence[str | None],
    definition: str,
    download: str,
    caption: str,
    csv: pl.DataFrame | Sequence[Row] | None = None,
    why: str | None = None,
    why_label: str = "",
    **looks: Any,
) -> None:
    """Draw the figure ``key``.

    Args:
        sources: ids of the deliveries that the rows come from, named below the title.
        download: name of the CSV.
        csv: its rows, where they are not those shown.
        looks: of the table (``group``, ``tall``, ``classes``).
    """
    source, date = sources_line(sources)
    asked = {"why": why, "why_label": why_label} if why else {}
    rows_of_csv = rows if csv is None else csv
    with figure.figure(
        key, title, sentence, source=source, definition=definition,
        download=figure.Download(download, rows_of_csv, source, date), **asked,
    ):  # fmt: skip
        st.html(table(rows, columns, caption=caption, **looks))
