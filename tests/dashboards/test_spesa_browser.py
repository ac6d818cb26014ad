"""The views of «Spesa sociale» in a real browser: drawn, within the screen, readable by who does not see."""

import pytest

from dashboards.spesa.menu import VIEWS
from tests.dashboards.browsing import drawn, photograph, settle

pytestmark = pytest.mark.browser
DRAWN = {"matrice": "amb:cremona", "flussi": "amb:cremona", "ipotesi": "amb:cremona"}


# The page tests open the matrix. On a phone those with a wide chart, controls, a long table; the frame is of all.
SHOTS = [(entry.id, "largo") for entry in VIEWS.entries if entry.id != "matrice"]
SHOTS += [(view, "stretto") for view in ("flussi", "ipotesi", "capitoli")]


@pytest.mark.parametrize(("view", "width"), SHOTS)
def test_a_view_is_drawn_whole_on_a_wide_and_on_a_narrow_screen(visit, view, width):
    page = visit(f"spesa_sociale?vista={view}&ente={DRAWN.get(view, 'amb:brescia_ovest')}", width)
    drawn(page)
    photograph(page, f"spesa_{view}", width)


def test_a_hypothesis_is_written_in_the_address_and_nowhere_else(visit):
    page = visit("spesa_sociale?vista=ipotesi&ente=amb:cremona")
    field = page.get_by_label("Di quanto (meno se cala), %")
    field.fill("-20")
    field.press("Enter")
    settle(page)
    assert "variazione=-20" in page.url
    assert "−119.917,80" in page.inner_text("main")


def test_the_printed_matrix_is_one_click_away(visit):
    page = visit("spesa_sociale?ente=amb:cremona")
    page.get_by_role("radio", name="Come stampata").click()
    settle(page)
    assert "versione=stampata" in page.url and "4 totali non tornano" in page.inner_text("main")
