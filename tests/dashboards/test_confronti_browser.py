"""The comparing views in a real browser: drawn, linked, readable on a phone, saved as images."""

import re
from xml.etree import ElementTree

import pytest

from tests.dashboards.browsing import ROOT, WIDTHS, drawn, photograph

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
# Address, and how many charts it draws.
VIEWS = {
    "?vista=confronti": 0,
    "?vista=profilo&territorio=com:017085": 0,
    "?vista=serie": 1,
    "?vista=relazioni": 1,
    "?vista=simili&territorio=com:017085": 0,
    "indicatori": 0,
    "indicatori?indicatore=indice_vecchiaia": 1,
}
PAGE = """
<div class="st-key-figura_prova"><div class="tabella" style="width:200px;height:60px;overflow:auto"><table>
<tr><th style="background:#fff">Territorio</th><td style="background:rgb(1, 2, 3)">▲ 182,3</td></tr>
<tr style="height:200px"><th>Corte Franca</th><td>fuori vista<span style="display:none">mai</span></td></tr>
</table></div><details open><div class="tabella"><table><tr><td>altrove</td></tr></table></div></details></div>
"""
DRAW = """() => {
  const make = (name, attributes, words) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    if (words !== undefined) node.textContent = words;
    return node;
  };
  return window.leps_disegna(document.querySelector(".st-key-figura_prova"), make).map(({ group, width, height }) => ({
    words: [...group.querySelectorAll("text")].map((t) => t.textContent),
    fills: [...group.querySelectorAll("rect")].map((r) => r.getAttribute("fill")),
    inside: [...group.querySelectorAll("text")].every(
      (t) => t.getAttribute("x") <= width && t.getAttribute("y") <= height),
  }));
}"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", VIEWS)
def test_a_comparing_view_is_drawn_whole_accessible_and_calls_nobody(visit, address, width):
    page = visit(address, width)
    assert page.locator('[data-testid="stPlotlyChart"]').count() == VIEWS[address]
    drawn(page)
    photograph(page, re.sub(r"[^a-z]+", "_", address.strip("?")), width)


def test_the_first_column_and_the_header_stay_in_sight_on_a_phone(visit):
    table = visit("?vista=confronti", "stretto").locator(".termica")
    before = table.locator("tbody th").nth(4).bounding_box()["x"]
    table.evaluate("node => node.scrollTo(300, 200)")
    assert table.locator("tbody th").nth(4).bounding_box()["x"] == pytest.approx(before, abs=1)
    top = table.bounding_box()["y"]
    assert table.locator("thead th").nth(3).bounding_box()["y"] == pytest.approx(top, abs=2)


def test_a_name_in_the_heat_map_opens_its_profile(visit):
    page = visit("?vista=confronti&anno=2022")
    page.click(".termica >> text=Zone")
    page.wait_for_selector(".spine", timeout=60_000)
    assert "vista=profilo" in page.url and "anno=2022" in page.url and "territorio=com" in page.url


def test_the_heat_map_is_saved_as_an_image_with_every_comune(visit):
    page = visit("?vista=confronti")
    page.click(".st-key-scarica_confronti button")
    with page.expect_download() as waiting:
        page.click('button.immagine[data-formato="svg"]')
    words = [t.text for t in ElementTree.parse(waiting.value.path()).iter(f"{SVG}text")]
    assert {"Zone", "Iseo", "347,8", "Lombardia (riferimento)"} <= set(words)


def test_every_word_and_colour_of_a_table_is_drawn_once(browser):
    page = browser.new_page()
    page.set_content(PAGE)
    page.evaluate((ROOT / "dashboards" / "components" / "drawn.js").read_text("utf-8"))
    (image,) = page.evaluate(DRAW)
    page.close()
    assert image["words"] == ["Territorio", "▲ 182,3", "Corte Franca", "fuori vista"]
    assert "rgb(1, 2, 3)" in image["fills"]
    assert image["inside"]
