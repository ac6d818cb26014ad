"""The views of «Obiettivi LEPS» in a real browser: drawn, within the screen, readable by who does not see."""

import pytest

from dashboards.leps.menu import VIEWS
from tests.dashboards.browsing import drawn, photograph, settle

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", ["largo", "stretto"])
@pytest.mark.parametrize("view", [entry.id for entry in VIEWS.entries])
def test_a_view_is_drawn_whole_on_a_wide_and_on_a_narrow_screen(visit, view, width):
    page = visit(f"obiettivi_leps?vista={view}&fte=10", width)
    drawn(page)
    photograph(page, f"leps_{view}", width)


def test_the_workers_entered_stay_in_the_address(visit):
    page = visit("obiettivi_leps?vista=assistenti")
    field = page.get_by_label("Assistenti sociali a tempo indeterminato (tempi pieni equivalenti)")
    field.fill("9.5")
    field.press("Enter")
    settle(page)
    assert "fte=9.5" in page.url
    assert page.get_by_text("Contributo annuo").count() == 1


def test_an_indicator_of_the_matrix_opens_its_view(visit):
    page = visit("obiettivi_leps")
    page.get_by_role("link", name="Équipe multidisciplinari attivate").click()
    settle(page)
    assert "vista=indicatore" in page.url and "indicatore_leps=leps_1_2" in page.url
    assert page.get_by_role("heading", name="1.2 · Équipe multidisciplinari attivate").count() == 1


@pytest.mark.parametrize(("kind", "start"), [("DOCX", b"PK"), ("XLSX", b"PK")])
def test_the_tables_of_the_plan_are_downloaded(visit, tmp_path, kind, start):
    page = visit("obiettivi_leps")
    with page.expect_download() as coming:
        page.get_by_role("button", name=f"Tabelle del piano {kind}").click()
    target = tmp_path / coming.value.suggested_filename
    coming.value.save_as(target)
    assert target.name == f"tabelle_leps_sebino.{kind.lower()}"
    assert target.read_bytes().startswith(start)
