"""What the tests that open pages in a browser share."""

import shutil
from pathlib import Path
from urllib.parse import urlparse

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
READY = '[data-testid="stApp"][data-test-script-state="notRunning"]'
# What a chart is drawn with: bars, points, fills, maps, flows.
SHAPES = "svg .trace path, svg .points path, svg .fills path, svg path.js-fill, svg .sankey-link"
WIDTHS = {"largo": (1440, 900), "stretto": (390, 844)}


def settle(page) -> None:
    """The script has run, and what the browser loads when first needed is there."""
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_selector("h1", timeout=60_000)
    page.wait_for_timeout(700)
    page.wait_for_selector(READY, timeout=60_000)
    page.wait_for_function(
        "() => !document.querySelector('[data-testid=stSkeleton]') &&"
        " [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every((n) => n.querySelector('svg.main-svg'))",
        timeout=60_000,
    )


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


def drawn(page) -> None:
    """The page has no error, every chart has shapes, nothing runs out of the screen, nobody outside was called."""
    assert page.locator('[data-testid="stException"]').count() == 0
    assert page.locator(".errore-pagina").count() == 0
    charts = page.locator('[data-testid="stPlotlyChart"]')
    for index in range(charts.count()):
        assert charts.nth(index).locator(SHAPES).count() > 0
    assert foreign(page) == []
    widths = page.evaluate(
        "[document.documentElement.scrollWidth, window.innerWidth,"
        " document.querySelector('[data-testid=stMain]').scrollWidth,"
        " document.querySelector('[data-testid=stMain]').clientWidth]"
    )
    assert widths[0] <= widths[1] and widths[2] <= widths[3]
    assert serious_violations(page) == []


def photograph(page, name: str, width: str) -> None:
    """The whole page, for those who want to look at it."""
    output = ROOT / "tests" / "output"
    output.mkdir(parents=True, exist_ok=True)
    tall = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": WIDTHS[width][0], "height": min(int(tall) + 4, 6000)})
    page.wait_for_timeout(500)
    page.screenshot(path=output / f"{name}_{width}.png")
