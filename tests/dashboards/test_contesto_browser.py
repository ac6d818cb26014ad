"""The views of Contesto in a real browser: each is drawn, linked, downloaded, printed."""

import re
import struct
from xml.etree import ElementTree

import fastexcel
import pytest

from dashboards.contesto import menu
from tests.dashboards.browsing import WIDTHS, drawn, photograph, settle

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"
# View, and how many charts it draws at least, also before ISTAT's balance and foreigners are received.
VIEWS = {"piramide": 1, "mappa": 1, "bilancio": 0, "stranieri": 0}


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_drawn_whole_accessible_and_calls_nobody(visit, view, width):
    page = visit(f"?vista={view}", width)
    assert page.locator('[data-testid="stPlotlyChart"]').count() >= VIEWS[view]
    drawn(page)
    photograph(page, f"contesto_{view}", width)


def test_the_map_draws_each_comune_with_its_name_and_fetches_no_base_map(visit):
    page = visit("contesto")
    maps = page.locator(".st-key-grafico_mappa")
    assert maps.locator("path.js-fill").count() == 12
    assert "Zone" in maps.inner_text() and "Iseo" in maps.inner_text()
    assert not [u for u in page.called if "topo" in u or "cdn" in u]


def test_the_map_of_a_region_draws_all_its_comuni_in_one_shape_for_each_class(visit):
    page = visit("?vista=mappa&territorio=reg:03&livello=comuni&classi=quantili&anno=2023")
    assert page.locator(".st-key-grafico_mappa path.js-fill").count() == 5
    counts = re.findall(r": ([\d.]+)", page.inner_text(".legenda"))
    assert 1_490 < sum(int(n.replace(".", "")) for n in counts) < 1_520


@pytest.mark.parametrize(("ages", "bars"), [("classi", 42), ("singola", 202)])
def test_the_pyramid_draws_both_sexes_and_the_reference(visit, ages, bars):
    chart = visit(f"?vista=piramide&eta={ages}").locator(".st-key-grafico_piramide")
    assert chart.locator(".bars .points path").count() == bars
    assert chart.locator(".scatterlayer path.js-line").count() == 2


def test_the_links_of_the_views_keep_the_choices_and_mark_the_one_that_is_open(visit):
    page = visit("?vista=mappa&anno=2022&territorio=prov:017")
    page.click(".st-key-viste >> text=Età e sesso")
    page.wait_for_url(re.compile("vista=piramide"))
    settle(page)
    assert "anno=2022" in page.url and "territorio=prov" in page.url
    assert page.locator('.st-key-viste a[aria-current="page"]').all_inner_texts() == ["Età e sesso"]
    assert page.locator('[role="navigation"][aria-label="Viste della pagina"]').count() == 1
    page.go_back()
    page.wait_for_selector(".st-key-grafico_mappa")
    assert "vista=mappa" in page.url


def test_a_choice_after_a_link_stays_on_the_same_view(visit):
    page = visit("?vista=mappa")
    page.click(".st-key-viste >> text=Età e sesso")
    page.wait_for_selector(".st-key-scelta_eta")
    page.click(".st-key-scelta_eta >> text=Età singole")
    page.wait_for_url(re.compile("eta=singola"))
    settle(page)
    assert "vista=piramide" in page.url and page.locator(".st-key-grafico_piramide").count() == 1


def test_a_comune_of_no_declared_ambito_is_found_by_typing_its_name(visit):
    page = visit("?vista=piramide")
    page.click(".st-key-scelta_territorio input")
    page.keyboard.type("abano terme")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("territorio=com(:|%3A)028001"))
    settle(page)
    assert "Padova" in page.inner_text(".st-key-lato") or "Abano Terme" in page.inner_text(".st-key-lato")


def test_the_year_slider_moves_by_keyboard_and_writes_the_address(visit):
    page = visit("?vista=piramide&anno=2023")
    page.focus('.st-key-cursore_anno [role="slider"], .st-key-cursore_anno input[type="range"]')
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("anno=2022"))
    settle(page)
    assert "Età e sesso dei residenti, 2022" in page.inner_text("main")


def downloaded(page, key: str, label: str):
    """The file that one entry of the menu `Scarica` gives."""
    if page.locator('[data-testid="stPopoverBody"]').count() == 0:
        page.click(f".st-key-scarica_{key} button")
    with page.expect_download(timeout=20_000) as waiting:
        page.click(f'[data-testid="stPopoverBody"] >> text={label}')
    return waiting.value


@pytest.mark.parametrize(("view", "key", "name"), [
    ("piramide", "piramide", "piramide_amb_sebino_2023"),
    ("mappa", "mappa", "mappa_indice_vecchiaia_amb_sebino_2023"),
])  # fmt: skip
def test_the_image_of_a_chart_says_title_sentence_source_and_date(visit, view, key, name):
    page = visit(f"?vista={view}&anno=2023")
    file = downloaded(page, key, "Immagine SVG")
    assert file.suggested_filename == f"{name}.svg"
    root = ElementTree.parse(file.path()).getroot()
    words = " ".join(node.text or "" for node in root.iter(f"{SVG}text"))
    assert page.inner_text(f".st-key-figura_{key} .titolo") in words
    assert "ISTAT" in words and "dati provvisori" in words and "Data di riferimento: 1° gennaio 2023" in words
    assert len(list(root.iter(f"{SVG}path"))) > 12
    assert "font/woff2;base64" in root.find(f"{SVG}style").text
    assert root.find(f"{SVG}title").text and "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", words)


def test_a_table_that_stands_for_a_chart_becomes_an_image_too(visit):
    page = visit("?vista=panoramica&anno=2023")
    root = ElementTree.parse(downloaded(page, "comuni", "Immagine SVG").path()).getroot()
    words = " ".join(node.text or "" for node in root.iter(f"{SVG}text"))
    assert "Corte Franca" in words and "347,8" in words and "Data di riferimento" in words


def test_the_image_in_points_is_twice_as_wide_as_on_the_screen(visit):
    page = visit("?vista=piramide&anno=2023")
    vector = ElementTree.parse(downloaded(page, "piramide", "Immagine SVG").path()).getroot()
    content = downloaded(page, "piramide", "Immagine PNG").path().read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", content[16:24])
    assert (wide, high) == (2 * int(vector.get("width")), 2 * int(vector.get("height")))
    assert len(content) > 30_000


def test_the_workbook_has_typed_numbers_and_says_where_they_come_from(visit):
    page = visit("?vista=piramide&territorio=prov:017&anno=2023")
    book = fastexcel.read_excel(downloaded(page, "piramide", "Dati XLSX").path())
    assert book.sheet_names == ["Dati", "Fonte"]
    data = book.load_sheet("Dati").to_polars()
    assert data["maschi"].dtype.is_numeric() and data["maschi"].sum() + data["femmine"].sum() == 1_253_993
    notes = dict(book.load_sheet("Fonte", header_row=None).to_polars().iter_rows())
    assert "ISTAT" in notes["Fonte"] and notes["Data di riferimento"] == "1° gennaio 2023"
    assert (
        "territorio=prov:017" in notes["Indirizzo della vista"] and "vista=piramide" in notes["Indirizzo della vista"]
    )
    assert notes["Dati pubblicati il"]


@pytest.mark.parametrize("view", [entry.id for entry in menu.ENTRIES])
def test_a_view_prints_clean_on_a4(visit, view):
    page = visit(f"?vista={view}")
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.set_viewport_size({"width": 696, "height": 1000})  # what A4 leaves between the margins
    page.wait_for_timeout(600)
    current = page.locator('.st-key-viste a[aria-current="page"]').text_content()
    assert current == next(entry.label for entry in menu.ENTRIES if entry.id == view)
    hidden = ["stSidebar", "stHeader", "stPopover", "stSlider"]
    assert not [n for n in hidden if any(x.is_visible() for x in page.locator(f'[data-testid="{n}"]').all())]
    assert not page.locator(".st-key-viste").is_visible()
    line = page.locator("body > .stampa")
    assert line.is_visible() and "stampato il" in line.inner_text() and "127.0.0.1" in line.inner_text()
    assert all(x.is_visible() for x in page.locator("p.fonte").all())
    for chart in page.locator(".svg-container").all():
        box = chart.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 697
        below = chart.evaluate(
            "n => n.closest('[class*=st-key-figura_]').querySelector('.fonte').getBoundingClientRect().top"
        )
        assert below >= box["y"] + box["height"] - 1
