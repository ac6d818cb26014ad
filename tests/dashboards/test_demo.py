"""Demonstration data are marked on every page, and in every file that leaves it; real data are not."""

import io
import zipfile
from html import escape, unescape

import pytest
import streamlit as st

from dashboards.components.demo import MARK
from dashboards.contesto.menu import ENTRIES
from dashboards.leps.menu import VIEWS
from tests.dashboards.reading import opener, text_of
from tests.dashboards.recordings import publish_with_recordings

PAGES = [
    *(("contesto", entry.id) for entry in ENTRIES),
    *(("obiettivi_leps", entry.id) for entry in VIEWS.entries),
    *((page, None) for page in (
        "indicatori", "assegno_inclusione", "spesa_sociale", "programmazione", "qualita_dati", "fonti_metodi",
    )),
]  # fmt: skip


@pytest.fixture(scope="module")
def recorded(warehouse, tmp_path_factory):
    return publish_with_recordings(warehouse, tmp_path_factory.mktemp("dimostrativo"))


def words_of(content: bytes) -> str:
    """The text of a file; of an office file, that of its parts."""
    if not content.startswith(b"PK"):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return unescape("".join(archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")))


def opened(folder, monkeypatch, page: str, view: str | None):
    """The page, and the files that it offers."""
    files = []
    monkeypatch.setattr(st, "download_button", lambda _label, **given: files.append(given))
    test = opener(folder, monkeypatch)(page, **({"vista": view} if view else {}), fte="10")
    assert not test.exception
    return test, files


@pytest.mark.parametrize(("page", "view"), PAGES)
def test_every_page_and_every_file_of_it_says_that_data_are_made_up(recorded, monkeypatch, page, view):
    test, files = opened(recorded, monkeypatch, page, view)
    assert "Dati dimostrativi: le rilevazioni dei LEPS e i casi dell'assegno di inclusione" in text_of(test)
    for given in files:
        assert given["file_name"].startswith("dimostrativo_")
        assert MARK in words_of(given["data"]()), given["file_name"]
    images = [el.proto.body for el in test.get("html") if "data-formato=" in el.proto.body]
    assert all(body.count(f'data-avvertenza="{escape(MARK)}"') == body.count("<button") for body in images)
    assert len(images) * 2 <= len(files)  # each figure offers its data and its images


@pytest.mark.parametrize(("page", "view"), [("contesto", "panoramica"), ("obiettivi_leps", "matrice")])
def test_nothing_says_so_where_nothing_is_made_up(warehouse, monkeypatch, page, view):
    test, files = opened(warehouse, monkeypatch, page, view)
    assert "imostrativ" not in text_of(test)
    assert files and not any("imostrativ" in given["file_name"] for given in files)
    assert not any("DIMOSTRATIVI" in words_of(given["data"]()) for given in files)
