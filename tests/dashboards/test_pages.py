"""Each page on the real published data, without a browser: it draws, says what it must, keeps the address."""

import csv
import io
import re
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from dashboards import queries
from dashboards.components import figure
from tests.dashboards.reading import APP, notices_of, text_of

PAGES = {
    "contesto": [
        "Contesto",
        "54.239",
        "Età e sesso dei residenti",
        "I dodici comuni",
        "54.346",
        "dati provvisori",
    ],
    "obiettivi_leps": ["20 indicatori", "Dato non ancora rilevato", "come mandarli", "Registro dei LEPS: 16"],
    "assegno_inclusione": [
        "4.248",
        "8.094",
        "606",
        "dal reddito di cittadinanza",
        "−2.094",
        "−34,7",
        "si sovrappongono",
        "n.d.",
    ],
    "spesa_sociale": ["5.725.887", "2.389.000", "Tornano tutti", "Non autonomia e disabilità"],
    "programmazione": ["Attuati in parte", "46", "Categoria di criticità", "Voucher Reddito Autonomia"],
    "qualita_dati": [
        "Controlli eseguiti",
        "Errori gravi",
        "controllo per controllo",
        "Chi può rimediare",
        "49,78",
    ],
    "fonti_metodi": [
        "CC BY 4.0",
        "Piano di Zona 2025-2027",
        "Dizionario degli indicatori",
        "Wilson",
        "SHA-256",
    ],
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_draws_and_says_what_it_must(app, page):
    test = app(page)
    assert not test.exception
    said = text_of(test).lower()
    assert [words for words in PAGES[page] if words.lower() not in said] == []


@pytest.mark.parametrize("page", PAGES)
def test_a_page_says_source_and_publication(app, page):
    said = text_of(app(page))
    assert "Dati pubblicati il" in said and "versione" in said
    assert re.search(r"dati al \d|dati provvisori|pubblicazione|pubblicata il", said)


@pytest.mark.parametrize("page", PAGES)
def test_the_address_is_kept_from_page_to_page(app, page):
    test = app(page, territorio="com:017085", anno="2022", confronto="prov:017")
    assert not test.exception
    kept = {k: v[0] if isinstance(v, list) else v for k, v in dict(test.query_params).items()}
    assert kept == {"territorio": "com:017085", "anno": "2022", "confronto": "prov:017"}
    links = [link.proto.query_string for link in test.get("page_link") if hasattr(link.proto, "query_string")]
    assert links and all("territorio=com%3A017085" in link and "anno=2022" in link for link in links)


def test_the_pickers_follow_the_address_and_the_address_the_pickers(app):
    test = app("contesto", territorio="com:017085", anno="2022")
    assert test.selectbox(key="scelta_territorio").value == "com:017085"
    assert test.selectbox(key="scelta_anno").value == "2022"
    test.selectbox(key="scelta_anno").set_value("2023").run()
    assert test.query_params["anno"] in ("2023", ["2023"])
    assert "1° gennaio 2023" in text_of(test)


def test_the_twelve_comuni_and_the_ambito_have_their_own_values(app):
    said = text_of(app("contesto"))
    for words in ("Zone", "347,8", "Paratico", "136,8", "Ambito 5 Sebino", "183,3", "6.821", "12.501"):
        assert words in said


@pytest.mark.parametrize(
    ("page", "parameters", "sentence"),
    [
        (
            "contesto",
            {"territorio": "com:999999"},
            "Il territorio «com:999999» indicato nell'indirizzo non esiste",
        ),
        ("contesto", {"anno": "1848"}, "non ci sono dati dell'anno «1848»"),
        ("contesto", {"anno": "duemila"}, "non ci sono dati dell'anno «duemila»"),
        ("contesto", {"confronto": "reg:99"}, "Il confronto «reg:99» indicato nell'indirizzo non esiste"),
        ("contesto", {"indicatore": "felicita"}, "L'indicatore «felicita» non è pubblicato"),
        ("contesto", {"territorio": "<script>x</script>"}, "Il territorio «<script>x</script>»"),
        ("obiettivi_leps", {"indicatore_leps": "leps_9_9"}, "L'indicatore LEPS «leps_9_9»"),
        ("spesa_sociale", {"ente": "amb:nessuno"}, "L'ente «amb:nessuno» indicato nell'indirizzo non esiste"),
        ("programmazione", {"ente": "amb:cremona"}, "non è stato ricevuto nessun elenco"),
        ("qualita_dati", {"fonte": "boh"}, "La fonte «boh»"),
        ("qualita_dati", {"gravita": "gravissimo"}, "ha gravità «gravissimo»"),
        ("fonti_metodi", {"tema": "boh"}, "Il tema «boh» non esiste"),
    ],
)
def test_an_unknown_value_in_the_address_gets_a_sentence_and_the_default(app, page, parameters, sentence):
    test = app(page, **parameters)
    assert not test.exception
    assert escape(sentence) in notices_of(test)


@pytest.mark.parametrize(
    "territorio",
    [
        "prov:017",
        "reg:03",
        "ita",
        "dis:garda",
        "asst:franciacorta",
        "ats:brescia",
        "amb:dalmine",
        "com:015146",
    ],
)
def test_every_kind_of_territory_has_a_context(app, territorio):
    test = app("contesto", territorio=territorio)
    assert not test.exception
    assert "Residenti" in text_of(test)


def test_a_district_shows_its_printed_indicators_beside_the_recomputed_ones(app):
    said = text_of(app("contesto", territorio="dis:sebino_monte_orfano"))
    assert "non si possono disegnare la piramide e la mappa" in said
    assert "Stampato" in said and "Ricalcolato" in said and "113.669" in said and "172,6" in said


def test_a_district_is_never_compared_with_istat_territories(app):
    test = app("contesto", territorio="dis:garda")
    assert test.selectbox(key="scelta_confronto").options == [
        "nessuno",
        "ASST del Garda",
        "ATS di Brescia",
    ] or all("Lombardia" not in option for option in test.selectbox(key="scelta_confronto").options)


def test_an_entity_with_no_population_says_so(app):
    test = app("contesto", territorio="amb:cremona")
    assert not test.exception
    assert "non sono pubblicati dati di popolazione" in text_of(test)


@pytest.mark.parametrize("ente", ["amb:cremona", "amb:bassa_bresciana_centrale", "amb:brescia_ovest"])
def test_every_body_shows_its_spending(app, ente):
    test = app("spesa_sociale", ente=ente)
    assert not test.exception
    assert "euro" in text_of(test)


def test_the_matrix_of_cremona_closes_with_its_total(app):
    said = text_of(app("spesa_sociale", ente="amb:cremona"))
    for words in (
        "272.389",
        "251.000",
        "2.389.000",
        "584.219",
        "1.529.279",
        "616.000",
        "84.000",
        "5.725.887",
    ):
        assert words in said
    assert "575.888" in said and "2.783.000" in said


def test_the_period_of_bassa_bresciana_is_not_guessed(app):
    ente = "amb:bassa_bresciana_centrale"
    assert "annuale o triennale: non dichiarato" in text_of(app("spesa_sociale", ente=ente))
    assert "annuale o triennale: non dichiarato" in text_of(app("spesa_sociale", ente=ente, vista="capitoli"))


def test_amounts_in_quota_parte_are_not_added_up(app):
    assert "non si sommano" in text_of(app("spesa_sociale", ente="amb:brescia_ovest", vista="capitoli"))


@pytest.mark.parametrize("ente", ["amb:dalmine", "amb:brescia_ovest"])
def test_every_plan_shows_what_it_has(app, ente):
    test = app("programmazione", ente=ente)
    assert not test.exception
    assert "Riga" in text_of(test)


def test_targets_of_one_ambito_are_not_shown_for_another(app):
    test = app("obiettivi_leps", territorio="amb:cremona")
    assert not test.exception
    said = text_of(test)
    assert "sono quelli del Piano di Zona dell'Ambito 5 Sebino" in said and "Registro dei LEPS" in said
    assert "Lombardia" not in said and "20 indicatori" not in said
    assert any("amb%3Asebino" in link.proto.query_string for link in test.get("page_link"))


def test_beneficiaries_are_people(app):
    said = text_of(app("assegno_inclusione", vista="confronto"))
    assert "10.772 persone" in said and "7.293 persone, −3.479 (−32,3" in said
    assert "565 euro in media per nucleo a dicembre 2024, 606 a dicembre 2025" in said


def test_a_total_that_the_document_prints_otherwise_is_said_under_the_figure(app):
    said = text_of(app("spesa_sociale", ente="amb:cremona"))
    assert "4.822.912" in said and "il documento stampa 4.822.911" in said
    assert "3.926.019" in said and "il documento stampa 3.926.018" in said


def test_provisional_data_say_so_where_they_change(app):
    said = text_of(app("contesto"))
    assert "(meno dello 0,1 %), dato provvisorio" in said and "−0,0" not in said


def test_filters_narrow_the_failed_checks(app):
    whole = text_of(app("qualita_dati"))
    only = text_of(app("qualita_dati", fonte="sebino_piano_zona_2025_2027", tipo="tipo_cella"))
    assert "con i filtri scelti" in only and "con i filtri scelti" not in whole
    assert "49,78" in only
    assert "non verificabile" in whole
    assert "Controlli di forma" in text_of(app("qualita_dati", vista="forma"))


@pytest.mark.parametrize("page", PAGES)
def test_every_download_opens_and_carries_source_and_date(app, monkeypatch, page):
    contents = []
    draw = figure.foot

    def remembered(key, *, source, download, about):
        if download is not None:
            contents.append(download.content().decode("utf-8-sig"))
        return draw(key, source=source, download=download, about=about)

    monkeypatch.setattr(figure, "foot", remembered)
    assert not app(page).exception
    assert contents
    for content in contents:
        header, *rows = csv.reader(io.StringIO(content, newline=""), delimiter=";")
        assert header[-2:] == ["fonte", "data_riferimento_fonte"] and rows
        assert all(len(row) == len(header) and row[-2] and row[-1] for row in rows)


def test_nothing_published_yet_is_said_in_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(tmp_path))
    test = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not test.exception
    assert "non è ancora stato pubblicato nulla" in text_of(test)


def test_an_error_becomes_a_sentence_and_never_a_traceback(warehouse, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(warehouse))
    monkeypatch.delenv("LEPS_PAGINE_DEBUG", raising=False)
    monkeypatch.setattr(queries, "years_of", lambda *_: 1 / 0)
    test = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not test.exception
    assert "Questa pagina non si è disegnata" in text_of(test) and "ZeroDivisionError" not in text_of(test)


def test_projects_declared_counted_and_listed_stand_side_by_side(app):
    said = text_of(app("programmazione", ente="amb:dalmine"))
    assert "Il documento ne dichiara 65; le aree ne contano 60" in said
    assert "69 nel riepilogo e 68 nelle aree" in said


def test_the_thread_from_the_plan_before_says_what_is_not_known(app):
    said = text_of(app("programmazione", ente="amb:sebino"))
    assert "4 fili. 3 obiettivi del piano precedente continuano nel nuovo" in said and "continuazione non detta" in said
    assert "Per 4 si conosce la spesa" in text_of(app("programmazione", ente="amb:brescia_ovest"))
