"""Every page in a real browser, wide and narrow: drawn, in Italian, by keyboard, calling nobody."""

import re

import pytest

from tests.dashboards.browsing import WIDTHS, drawn, photograph, settle

# Page, and how many charts it must draw.
PAGES = {
    "contesto": 2,
    "indicatori": 0,
    "obiettivi_leps": 0,
    "assegno_inclusione": 2,
    "spesa_sociale": 1,
    "programmazione": 1,
    "qualita_dati": 0,
    "fonti_metodi": 0,
}

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_whole_accessible_and_calls_nobody(visit, name, width):
    page = visit(name, width)
    assert page.evaluate("document.documentElement.lang") == "it"
    assert page.locator('[data-testid="stPlotlyChart"]').count() >= PAGES[name]
    drawn(page)
    photograph(page, name, width)


def test_the_type_is_bundled_and_served_here(visit):
    page = visit("contesto")
    assert page.evaluate("document.fonts.check('16px \"Titillium Web\"')")
    assert [u for u in page.called if u.endswith(".woff2") and "/static/fonts/titillium-web" in u]


def test_a_shared_link_reopens_the_same_view(visit):
    page = visit("contesto?territorio=com:017085&anno=2022&confronto=prov:017&indicatore=eta_media")
    assert page.locator(".st-key-scelta_territorio input").input_value() == "Iseo (comune)"
    assert page.locator(".st-key-scelta_anno input").input_value() == "2022"
    assert "Età media per comune" in page.inner_text("main")


def test_a_shared_link_to_an_inner_page_opens_that_page_with_its_frame(visit):
    page = visit("spesa_sociale?ente=amb:brescia_ovest")
    assert page.inner_text("h1") == "Spesa sociale"
    assert page.locator(".st-key-navigazione a").count() == 8


def test_the_menu_carries_the_territory_along(visit):
    page = visit("?territorio=prov:017")
    page.click("text=Assegno di inclusione")
    page.wait_for_url(re.compile("assegno_inclusione"))
    settle(page)
    assert "territorio=prov" in page.url
    assert page.locator('.st-key-navigazione a[aria-current="page"]').inner_text() == "Assegno di inclusione"


def test_choosing_in_a_menu_writes_the_address(visit):
    page = visit("?anno=2023")
    page.click(".st-key-scelta_territorio input")
    page.keyboard.type("provincia di brescia")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("territorio=prov"))
    settle(page)
    assert "1.253.993" in page.inner_text("main")


def test_on_a_phone_the_side_bar_is_a_menu_that_opens_and_closes(visit):
    page = visit("spesa_sociale", "stretto")
    assert page.locator('[data-testid="stExpandSidebarButton"]').get_attribute("aria-label") == "Apri il menu"
    page.click('[data-testid="stExpandSidebarButton"]')
    page.click(".st-key-navigazione >> text=Programmazione")
    page.wait_for_url(re.compile("programmazione"))
    settle(page)
    page.wait_for_selector('[data-testid="stExpandSidebarButton"]', timeout=10_000)
    assert page.inner_text("h1") == "Programmazione"


def test_the_keyboard_reaches_skip_link_menu_and_pickers_with_visible_focus(visit):
    page = visit("contesto")
    reached, outlined = [], True
    for _ in range(16):
        page.keyboard.press("Tab")
        words, outline = page.evaluate(
            "(() => { const n = document.activeElement; const box = "
            "n.closest('[data-testid=stSelectbox]') || n;"
            " const s = getComputedStyle(box);"
            " return [(n.innerText || n.getAttribute('aria-label') || '').trim(), s.outlineStyle + ' "
            "' + s.outlineWidth]; })()"
        )
        reached.append(words)
        if words in ("Contesto", "Spesa sociale", "Territorio"):
            outlined = outlined and outline.startswith("solid") and outline != "solid 0px"
    assert "Vai al contenuto" in reached[0]
    for words in (
        "Contesto",
        "Obiettivi LEPS",
        "Fonti e metodi",
        "Stato dei controlli",
        "Territorio",
        "Anno",
    ):
        assert words in reached
    assert outlined


def test_an_unknown_page_is_answered_in_italian(visit):
    page = visit("pagina_che_non_esiste")
    assert "Pagina non trovata" in page.inner_text("body")


def test_no_default_chrome_of_streamlit_is_shown(visit):
    page = visit("contesto")
    for name in ("stMainMenu", "stAppDeployButton", "stDecoration", "stStatusWidget", "stToolbarActions"):
        chrome = page.locator(f'[data-testid="{name}"]')
        assert chrome.count() == 0 or not chrome.first.is_visible()
