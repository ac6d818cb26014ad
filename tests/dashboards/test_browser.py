"""Every page in a real browser, wide and narrow: drawn, in Italian, by keyboard, calling nobody."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "tests" / "output"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
WIDTHS = {"largo": (1440, 900), "stretto": (390, 844)}
# Page, and how many charts it must draw.
PAGES = {
    "contesto": 2,
    "obiettivi_leps": 0,
    "assegno_inclusione": 1,
    "spesa_sociale": 2,
    "programmazione": 1,
    "qualita_dati": 0,
    "fonti_metodi": 0,
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium non c'è: le pagine non si possono aprire in un browser vero"),
]


@pytest.fixture(scope="module")
def server(warehouse, tmp_path_factory):
    """The address of the real server, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = (tmp_path_factory.mktemp("server") / "streamlit.log").open("w+", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", "dashboards/app.py", "--server.port", str(port)],
        cwd=ROOT, env={**os.environ, "LEPS_WAREHOUSE": str(warehouse)}, stdout=log, stderr=subprocess.STDOUT,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(150):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    break
            except OSError:
                if process.poll() is not None:
                    break
                time.sleep(0.2)
        else:
            pytest.fail("il server non risponde")
        if process.poll() is not None:
            log.seek(0)
            pytest.fail(f"il server si è fermato: {log.read()}")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=15)
        log.close()


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def visit(server, browser):
    """Opens an address and waits until it is drawn; remembers who was called."""
    contexts = []

    def go(path: str, width: str = "largo"):
        wide, high = WIDTHS[width]
        context = browser.new_context(viewport={"width": wide, "height": high})
        contexts.append(context)
        page = context.new_page()
        page.called = []
        page.on("request", lambda request: page.called.append(request.url))
        page.goto(f"{server}/{path}")
        settle(page)
        return page

    yield go
    for context in contexts:
        context.close()


def settle(page) -> None:
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_timeout(700)
    page.wait_for_selector(READY, timeout=60_000)


def foreign(page) -> list[str]:
    return [
        u
        for u in page.called
        if urlparse(u).scheme in ("http", "https", "ws", "wss") and urlparse(u).hostname != "127.0.0.1"
    ]


def serious_violations(page) -> list[tuple[str, list[str]]]:
    """What axe finds against WCAG that keeps somebody out, with the first places where it is."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(page).response["violations"]
    return [
        (v["id"], [node["html"][:160] for node in v["nodes"][:3]])
        for v in found
        if v["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_drawn_whole_accessible_and_calls_nobody(visit, name, width):
    page = visit(name, width)
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator(".errore-pagina").count() == 0
    assert page.evaluate("document.documentElement.lang") == "it"
    charts = page.locator('[data-testid="stPlotlyChart"]')
    assert charts.count() >= PAGES[name]
    for index in range(charts.count()):
        shapes = charts.nth(index).locator("svg .trace path, svg .points path, svg .fills path, svg path.js-fill")
        assert shapes.count() > 0
    assert foreign(page) == []
    widths = page.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth,"
        " document.querySelector('[data-testid=stMain]').clientWidth]"
    )
    assert widths[0] <= widths[1] and widths[2] <= widths[3]
    assert serious_violations(page) == []
    OUTPUT.mkdir(parents=True, exist_ok=True)
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": WIDTHS[width][0], "height": min(int(tall) + 4, 6000)})
    page.wait_for_timeout(500)
    page.screenshot(path=OUTPUT / f"{name}_{width}.png")


def test_the_map_draws_each_comune_with_its_name_and_fetches_no_base_map(visit):
    page = visit("contesto")
    maps = page.locator(".st-key-grafico_mappa")
    assert maps.locator("path.js-fill").count() == 12
    assert "Zone" in maps.inner_text() and "Iseo" in maps.inner_text()
    assert not [u for u in page.called if "topo" in u or "cdn" in u]


def test_the_pyramid_draws_both_sexes_and_the_reference(visit):
    page = visit("contesto")
    chart = page.locator(".st-key-grafico_piramide")
    assert chart.locator(".bars .points path").count() == 42
    assert chart.locator(".scatterlayer path.js-line").count() == 2


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
    assert page.locator(".st-key-navigazione a").count() == 7


def test_the_menu_carries_the_territory_along(visit):
    page = visit("?territorio=prov:017")
    page.click("text=Assegno di inclusione")
    page.wait_for_url(re.compile("assegno_inclusione"))
    settle(page)
    assert "territorio=prov" in page.url
    assert page.locator('.st-key-navigazione a[aria-current="page"]').inner_text() == "Assegno di inclusione"


def test_choosing_in_a_menu_writes_the_address(visit):
    page = visit("")
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
