"""The views of Contesto on the real published data, without a browser."""

import pytest

from dashboards import queries
from dashboards.components import figure
from dashboards.contesto import menu
from tests.dashboards.reading import notices_of, opener, text_of

OLD = ("panoramica", "piramide", "mappa")


@pytest.mark.parametrize("territorio", ["amb:sebino", "com:017085", "com:015146", "prov:017", "reg:03", "ita"])
@pytest.mark.parametrize("vista", OLD)
def test_every_view_is_drawn_for_every_kind_of_territory(app, vista, territorio):
    test = app(vista=vista, territorio=territorio)
    assert not test.exception and notices_of(test) == ""


def test_every_view_that_exists_has_a_link_and_the_first_has_none_in_the_address(app):
    test = app(anno="2022")
    links = {link.proto.label: link.proto.query_string for link in test.get("page_link")}
    assert links["Panoramica"] == "anno=2022" and links["Mappa"] == "anno=2022&vista=mappa"


@pytest.mark.parametrize(("asked", "said"), [
    ({"vista": "boh"}, "La vista «boh» indicata nell'indirizzo non esiste"),
    ({"vista": "mappa", "territorio": "dis:garda"}, "La vista «Mappa» non è disponibile per questo territorio"),
    ({"vista": "piramide", "eta": "mesi"}, "«mesi» non è un modo di raggruppare le età"),
    ({"vista": "piramide", "anno_confronto": "1861"}, "non ci sono dati dell'anno «1861» da mettere a confronto"),
    ({"vista": "mappa", "livello": "quartieri"}, "«quartieri» non è un livello"),
    ({"vista": "mappa", "classi": "a_caso"}, "Le classi «a_caso» non sono disponibili"),
    ({"vista": "mappa", "indicatore": "felicita"}, "L'indicatore «felicita» non è pubblicato"),
])  # fmt: skip
def test_an_unknown_choice_gets_a_sentence_and_the_default(app, asked, said):
    test = app(**asked)
    assert not test.exception
    assert said.replace("'", "&#x27;") in notices_of(test)


def test_the_year_of_comparison_that_is_shown_already_is_no_mistake(app):
    assert notices_of(app(vista="piramide", anno="2023", anno_confronto="2023")) == ""


def test_the_outline_of_another_year_says_what_changed(app):
    said = text_of(app(vista="piramide", anno="2023", anno_confronto="2022"))
    assert "La linea è il 2022. I residenti del 2022 sono 54.250, quelli del 2023 54.239 (−11)." in said


def test_the_large_classes_stand_beside_the_reference(app):
    said = text_of(app(vista="piramide", anno="2023"))
    assert "6.821" in said and "12,6 % dei residenti" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert "Lombardia 12,8 %" in said.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("territorio", "livello", "parts"), [
    ("amb:sebino", "comuni", 12), ("prov:017", "comuni", 205), ("reg:03", "province", 12), ("ita", "province", 107),
])  # fmt: skip
def test_the_map_shows_the_parts_of_the_level_that_is_asked_for(app, monkeypatch, territorio, livello, parts):
    seen = {}
    draw = figure.foot

    def remembered(key, *, source, download, about):
        seen[key] = download
        return draw(key, source=source, download=download, about=about)

    monkeypatch.setattr(figure, "foot", remembered)
    test = app(vista="mappa", territorio=territorio, livello=livello, anno="2023")
    assert not test.exception
    assert len(seen["mappa"].rows) == parts


def test_a_district_offers_only_the_views_that_its_document_feeds(app):
    labels = [link.proto.label for link in app(territorio="dis:garda").get("page_link")]
    assert "Mappa" not in labels and "Età e sesso" not in labels


def test_every_comune_of_italy_can_be_chosen(app):
    options = app(vista="piramide").selectbox(key="scelta_territorio").options
    assert "Abano Terme (comune, Padova)" in options and "Iseo (comune)" in options
    assert len(options) == len(set(options)) > 8_000


def test_the_ids_of_the_views_are_the_names_of_their_modules():
    assert len({entry.id for entry in menu.ENTRIES}) == len(menu.ENTRIES)
    assert all(entry.module.endswith(entry.id) for entry in menu.ENTRIES)


def test_levels_below_begin_with_the_nearest(warehouse, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(warehouse))
    assert queries.levels_below("reg:03") == ["provincia", "comune"]
    assert queries.levels_below("ita") == ["regione", "provincia"]
    assert queries.levels_below("dis:garda") == []
    assert len(queries.parts_of_level("ita", "provincia")) == 107
    assert len(queries.parts_of_level("com:017085", "comune")) == 12


@pytest.fixture
def compared(with_movement, monkeypatch):
    return opener(with_movement, monkeypatch)


def test_the_map_against_a_reference_says_who_is_below_and_above(compared):
    test = compared(vista="mappa", classi="riferimento", anno="2023")
    assert not test.exception and notices_of(test) == ""
    said = text_of(test).replace("\N{NO-BREAK SPACE}", " ")
    assert "▼ sotto Lombardia: 5" in said and "● simile a Lombardia: 3" in said and "▲ sopra Lombardia: 4" in said
    assert "quando tutto l'intervallo al 95 % sta da una parte del riferimento" in said


def test_without_a_reference_the_map_compares_with_the_whole(compared):
    said = text_of(compared(vista="mappa", classi="riferimento", anno="2023", confronto="nessuno"))
    assert "▲ sopra Sebino" in said


def test_what_cannot_be_compared_says_why(compared):
    said = text_of(compared(vista="mappa", classi="riferimento", anno="2023", indicatore="residenti"))
    assert "non valutabile: 12" in said and "Perché non si valuta" in said


def test_when_nobody_can_be_compared_the_reason_is_said_once(compared):
    said = notices_of(compared(vista="mappa", classi="riferimento", anno="2023", indicatore="residenti"))
    assert said.count("Nessun territorio si può confrontare con la Lombardia") == 1


def test_a_year_that_covers_only_some_comuni_says_how_many(compared, monkeypatch):
    monkeypatch.setattr(queries, "comuni_covered", lambda *_: (1501, 7896))
    test = compared(territorio="ita", anno="2026")
    assert "i dati del 2026 coprono 1.501 comuni su 7.896: la pagina mostra il 2023" in notices_of(test)
