"""Imported first and called last by every page, so that a page never runs alone.

A server that has not yet run `st.navigation` once takes the folder `pages/` for
Streamlit's older way of making pages,
and answers an address such as `/obiettivi_leps` by running that file without `app.py`: no side bar,
    no import path.
Importing this module gives the path; `run` turns that way off and starts again, through `app.py`.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

_CHECKOUT = str(Path(__file__).resolve().parents[1])
if _CHECKOUT not in sys.path:
    sys.path.insert(0, _CHECKOUT)

from dashboards.components.access import Admission, admission  # noqa: E402


def run(page: Callable[[], None]) -> None:
    """Draw a page inside the frame of the application, for those who may see it."""
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()
    if admission() is Admission.OPEN:
        page()
