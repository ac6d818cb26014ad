"""The views that compare, on the real published data: they draw, keep their address, say what is missing."""

import re
from html import unescape

import pytest

from dashboards import queries
from tests.dashboards.reading import text_of

ISEO, SEBINO, LOMBARDIA = "com:017085", "amb:sebino", "reg:03"


@pytest.fixture
def view(app):
    """Opens a view of Contesto with the parameters of an address."""
    return lambda vista, **parameters: app(vista=vista, **parameters)


@pytest.fixture
def indicators(app):
    """Opens the page Indicatori."""
    return lambda **parameters: app("indicatori", **parameters)


def html_of(test) -> str:
    return " ".join(element.proto.body for element in test.get("html"))


def address_of(test) -> dict[str, str]:
    return {k: v[0] if isinstance(v, list) else v for k, v in dict(test.query_params).items()}


@pytest.mark.parametrize(
    "vista, words",
    {
        "confronti": ["I comuni dell'Ambito 5 Sebino e la Lombardia, 2023", "Lombardia (riferimento)", "Zone", "347,8"],
        "profilo": ["Profilo dell'Ambito 5 Sebino, 2023", "183,3", "Rispetto alla Lombardia", "182,3"],
        "serie": ["Indice di vecchiaia negli anni", "L'Ambito 5 Sebino: ", "uno per uno", "Paratico"],
        "relazioni": ["Ogni punto è un comune della Lombardia", "non prova una causa"],
        "simili": ["più simili all'Ambito 5 Sebino", "Distanza"],
    }.items(),
)
def test_a_view_draws_and_says_what_it_must(view, vista, words):
    test = view(vista)
    assert not test.exception
    said = text_of(test)
    assert [w for w in words if w not in said] == []


@pytest.mark.parametrize("vista", ["confronti", "profilo", "serie", "relazioni", "simili"])
def test_a_view_says_its_source(view, vista):
    assert re.search(r"ISTAT.*dati", text_of(view(vista, territorio=ISEO)))


@pytest.mark.parametrize("place", [ISEO, SEBINO, "prov:017", LOMBARDIA, "ita", "dis:garda"])
@pytest.mark.parametrize("vista", ["confronti", "profilo", "serie", "relazioni", "simili"])
def test_every_view_opens_for_every_kind_of_territory(view, vista, place):
    assert not view(vista, territorio=place).exception


def test_the_heat_map_has_a_cell_for_each_comune_and_each_indicator(view):
    html = html_of(view("confronti"))
    table = re.search(r'<div class="tabella alta termica".*?</table>', html, re.S).group()
    names = [unescape(n) for n in re.findall(r'<tr class="parte[^"]*"><th scope="row">(?:<a[^>]*>)?([^<]+)', table)]
    assert len(names) == 12 and names == sorted(names)
    columns = len(re.findall(r'<th scope="col"', table)) - 1
    assert columns >= 5 and table.count("<td") == columns * (12 + 2)


def test_a_theme_of_the_address_chooses_the_columns(view):
    short, whole = (html_of(view("confronti", **p)) for p in ({}, {"tema": "Struttura della popolazione"}))
    assert "Età media" not in short and "Età media" in whole
    assert "Il tema «niente»" in text_of(view("confronti", tema="niente"))


def test_the_comuni_of_italy_are_not_one_table_but_its_regions_are(view):
    said = text_of(view("confronti", territorio="ita"))
    assert "Italia (riferimento)" in said and "Lombardia" in said and "Le regioni" in said


def test_without_a_reference_the_comparing_views_say_how_to_choose_one(view):
    for vista in ("confronti", "profilo"):
        assert "scegliere un territorio in «Confronta con»" in text_of(view(vista, confronto="nessuno"))


def test_what_the_reference_contains_is_said(view):
    assert "comprende questi comuni" in text_of(view("confronti"))
    assert "Il riferimento comprende Iseo" in text_of(view("profilo", territorio=ISEO))
    assert "Il riferimento comprende l'Ambito 5 Sebino" in text_of(view("profilo"))


def test_the_series_of_the_address_are_drawn_and_the_menu_follows(view):
    test = view("serie", serie=f"{ISEO},{SEBINO},ita", indicatore="quota_65_piu")
    assert list(test.multiselect(key="scelta_serie").value) == [ISEO, SEBINO, "ita"]
    said = text_of(test)
    assert "Iseo: " in said and "L'Italia: " in said and "Quota di residenti di 65 anni e più negli anni" in said


def test_choosing_territories_changes_the_address(view):
    test = view("serie")
    test.multiselect(key="scelta_serie").set_value([ISEO, LOMBARDIA]).run()
    assert address_of(test)["serie"] == f"{ISEO},{LOMBARDIA}"


def test_intervals_are_switched_off_by_the_address(view):
    assert view("serie").toggle(key="scelta_intervalli").value is True
    test = view("serie", intervalli="no")
    assert test.toggle(key="scelta_intervalli").value is False
    test.toggle(key="scelta_intervalli").set_value(True).run()
    assert "intervalli" not in address_of(test)


def test_unknown_and_too_many_territories_of_a_series_are_said(view):
    said = text_of(view("serie", serie=f"com:999999,{SEBINO}"))
    assert "territori che non esistono: com:999999" in said and "L'Ambito 5 Sebino: " in said
    six = ",".join(["ita", LOMBARDIA, "prov:017", SEBINO, ISEO, "com:017206"])
    assert "al più cinque territori" in text_of(view("serie", serie=six))


def test_a_scatter_of_italy_draws_a_region_and_says_why(view):
    assert "I punti sono i comuni della Lombardia" in text_of(view("relazioni", territorio=ISEO, confronto="ita"))
    assert "Ogni punto è una provincia" in text_of(view("relazioni", territorio="prov:017"))
    assert "Ogni punto è una regione" in text_of(view("relazioni", territorio="ita"))


def test_the_axes_of_the_address_are_drawn(view):
    assert "Età media e indice di vecchiaia" in text_of(view("relazioni", x="eta_media", y="indice_vecchiaia"))
    assert "L'indicatore «nulla» non è pubblicato" in text_of(view("relazioni", x="nulla"))


def test_seven_comuni_are_similar_and_each_can_be_compared(view):
    html = html_of(view("simili", territorio=ISEO))
    assert len(re.findall(r">Confronta</a>", html)) == 7
    assert f"serie={ISEO}%2Ccom:" in html


def test_a_province_with_two_hundred_comuni_has_no_small_charts(view):
    assert "troppi per stare uno accanto all'altro" in text_of(view("serie", territorio="prov:017"))


def test_the_dictionary_lists_every_indicator_by_theme(indicators):
    said = text_of(indicators())
    known = queries.indicators()
    assert f"{len(known)} indicatori" in said
    assert [r["nome"] for r in known.values() if re.sub(r"\s+", " ", r["nome"]) not in said] == []


def test_the_search_keeps_what_has_all_the_words(indicators):
    said = text_of(indicators(cerca="anziani dipendenza"))
    assert "Indice di dipendenza degli anziani" in said and "Tasso di natalità" not in said
    assert "Nessun indicatore contiene «zzz»" in text_of(indicators(cerca="zzz"))


def test_searching_changes_the_address(indicators):
    test = indicators()
    test.text_input(key="cerca_indicatore").set_value("stranieri").run()
    assert address_of(test)["cerca"] == "stranieri"


def test_the_page_of_an_indicator_says_all_that_defines_it(indicators):
    said = text_of(indicators(indicatore="indice_vecchiaia", territorio=ISEO))
    for words in (
        "100 · P65+ / P0-14", "residenti 65+", "residenti 0-14", "per 100", "Wilson", "da −10", "instabile",
        "nessuno dei due versi", "Iseo, 2023: 227,6", "211,7–244,7", "entro l'intervallo atteso",
        "È sopra la Lombardia (182,3)", "Paratico", "136,8",
        "Dove e quando c'è", "Italia",
    ):  # fmt: skip
        assert words in said, words


def test_the_page_of_an_indicator_compares_with_the_reference_of_the_address(indicators):
    said = text_of(indicators(indicatore="indice_vecchiaia", territorio=ISEO, confronto="ita"))
    assert "È sopra l'Italia (" in said


def test_an_indicator_that_a_territory_lacks_says_how_to_get_it(indicators):
    said = text_of(indicators(indicatore="irr_mortalita_m", territorio=ISEO))
    assert "nessun valore pubblicato" in said and "leps fetch istat" in said


def test_one_year_alone_is_not_a_trend(indicators):
    said = text_of(indicators(indicatore="stranieri", territorio=SEBINO))
    assert "C'è un solo anno, il 2024: un andamento non si può disegnare" in said


def test_an_unknown_indicator_opens_the_list_and_says_so(indicators):
    said = text_of(indicators(indicatore="inventato"))
    assert "L'indicatore «inventato» indicato nell'indirizzo non esiste" in said and "Indice di vecchiaia" in said


def test_every_indicator_has_a_page(indicators):
    broken = [i for i in list(queries.indicators())[::5] if indicators(indicatore=i).exception]
    assert broken == []
