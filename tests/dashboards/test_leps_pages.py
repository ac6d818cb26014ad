"""The views of «Obiettivi LEPS» on the demonstration recordings, and where nothing was recorded."""

import re
import time
from datetime import date
from html import unescape

import pytest

from dashboards import queries
from dashboards.components.demo import MARK
from dashboards.leps import menu, tabelle
from dashboards.leps.view import EVIDENCE, View
from ingest.readers.rilevazione import HEADERS
from tests.dashboards.reading import notices_of, opener, text_of
from tests.dashboards.recordings import publish_with_recordings

SEBINO, BASSA, DALMINE = "amb:sebino", "amb:bassa_bresciana_centrale", "amb:dalmine"
VIEWS = [entry.id for entry in menu.VIEWS.entries]
STATES = [
    "Raggiunto", "Non raggiunto", "In corso", "Anno base", "Base mancante", "Non valutabile",
    "Dato non ancora rilevato", "Non applicabile", "Non pubblicabile",
]  # fmt: skip


@pytest.fixture(scope="module")
def recorded(warehouse, tmp_path_factory):
    return publish_with_recordings(warehouse, tmp_path_factory.mktemp("con_rilevazioni"))


@pytest.fixture
def demo(recorded, monkeypatch):
    return opener(recorded, monkeypatch)


@pytest.fixture
def shown(demo):
    """The words of a view."""

    def words(view: str | None = None, **parameters: str) -> str:
        test = demo("obiettivi_leps", **({"vista": view} if view else {}), **parameters)
        assert not test.exception
        return text_of(test)

    return words


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_says_that_the_data_are_made_up(shown, view):
    assert "Dati dimostrativi: le rilevazioni dei LEPS e i casi dell'assegno di inclusione" in shown(view)


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("place", [SEBINO, "amb:cremona", "com:017085", "dis:sebino_monte_orfano"])
def test_every_view_opens_without_recordings_for_every_kind_of_territory(app, view, place):
    test = app("obiettivi_leps", vista=view, territorio=place)
    assert not test.exception
    assert "Dati dimostrativi" not in text_of(test)


def test_the_matrices_of_the_three_ambiti_show_all_nine_states(shown):
    said = " ".join(
        shown(territorio=place).split("Che cosa vuol dire ogni stato")[0] for place in (SEBINO, BASSA, DALMINE)
    )
    assert [state for state in STATES if state not in said] == []


def test_the_matrix_says_in_the_cell_what_is_missing_and_what_was_revised(shown):
    said = shown(territorio=SEBINO)
    assert "60 su 61 · 1 in più" in said and "il valore di oggi basta" in said
    assert "esito cambiato da revisione" in said
    assert "6 manca il 2025; obiettivo: più che nel 2025" in shown(territorio=BASSA)
    assert "? Dato non utilizzabile" in shown(territorio=BASSA)


def test_the_matrix_counts_as_the_states_of_the_warehouse_do(shown, recorded, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(recorded))
    for place in (SEBINO, BASSA, DALMINE):
        states = [row["stato"] for row in queries.leps_matrix(place).to_dicts() if row["anno"] == 2026]
        reached = states.count("raggiunto")
        judged = reached + states.count("non_raggiunto")
        unknown = sum(s in ("non_valutabile_dato", "non_valutabile_baseline", "soppresso") for s in states)
        said = shown(territorio=place, anno_leps="2026")
        assert f"2026 (chiuso): {reached} su {judged} raggiunti, {unknown} non valutabil" in said


def test_the_parts_of_every_year_make_all_its_indicators(recorded, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(recorded))
    parts = (
        "giudicati", "in_corso", "mai_mandati", "rifiutati", "senza_base", "soppressi", "zero_su_zero",
        "senza_obiettivo",
    )  # fmt: skip
    counted = queries.leps_counts()
    assert len(counted) == 9
    assert [
        row for row in counted if sum(row[part] for part in parts) != row["indicatori"] or row["indicatori"] != 20
    ] == []


def test_the_headline_opens_on_the_year_of_judgement(app):
    year = min(max(date.today().year, 2025), 2027)
    assert f"{year} (" in text_of(app("obiettivi_leps")).split(" indicatori")[0]


def test_the_year_of_the_headline_is_chosen_and_stays_in_the_address(demo):
    test = demo("obiettivi_leps")
    assert "2027 (in corso, 184 giorni): " in text_of(test)
    test.selectbox(key="scelta_anno_leps").set_value("2026").run()
    assert test.query_params["anno_leps"] == "2026" and "2026 (chiuso): " in text_of(test)
    assert "2025 (chiuso): " in text_of(demo("obiettivi_leps", anno_leps="2025"))


def test_the_indicator_speaks_of_the_year_of_the_address(shown):
    said = shown("indicatore", territorio=SEBINO, indicatore_leps="leps_4_2", anno_leps="2026")
    assert "2026: 92 su 122" in said


def test_an_indicator_whose_recording_was_refused_says_so_once_with_place_and_remedy(shown):
    said = shown("indicatore", territorio=BASSA, indicatore_leps="leps_4_2", anno_leps="2025")
    assert "2025: è arrivata una rilevazione che non si può usare." in said
    reason = (
        "nel file «rilevazione_2025.csv», riga 45, colonna «numeratore»: trovato «trenta», atteso un numero intero; "
        "correggere la cella e consegnare di nuovo il file."
    )
    assert said.count(reason) == 1
    assert "nessuna rilevazione" not in said.lower() or "ricevuta si è potuta usare" in said


def test_what_proves_a_value_has_on_the_pages_the_name_that_the_template_gives_it(shown):
    assert HEADERS["evidenza"] == EVIDENCE
    for view in ("indicatore", "diario"):
        assert EVIDENCE in shown(view, territorio=SEBINO)


def test_the_base_values_that_are_missing_are_as_many_in_the_matrix_as_in_their_own_view(app):
    (missing,) = re.findall(
        r"(\d+ valori di base) su 10: senza, il 2026", text_of(app("obiettivi_leps", territorio=SEBINO))
    )
    assert f"{missing} del 2025 su 10 mancano" in text_of(app("obiettivi_leps", vista="basi", territorio=SEBINO))


def test_the_gate_names_what_is_missing_and_what_cannot_be_judged(app):
    said = text_of(app("obiettivi_leps", vista="basi", territorio=SEBINO))
    assert "valori di base del 2025 su 10 mancano: senza, il 2026 di quegli indicatori non si p" in said
    assert "da contare: enti coinvolti nei Gruppi territoriali" in said


def test_a_base_value_that_may_not_be_shown_is_not_called_missing(shown):
    said = shown("basi", territorio=BASSA)
    assert "Rilevato senza valore" in said and "Valore non pubblicabile" in said


def test_an_indicator_shows_both_values_and_dates_of_a_revision(shown):
    said = shown("indicatore", territorio=SEBINO, indicatore_leps="leps_4_2")
    assert "Esito cambiato da revisione: da «non raggiunto» a «raggiunto»" in said
    assert "91 su 122" in said and "92 su 122" in said
    assert "18/01/2027" in said and "15/03/2027" in said
    assert "intervallo al 95 %: 67,1–82,2" in said and "manca 1 valutazione" in said


def test_the_indicator_of_a_milestone_names_the_document_that_proves_it(shown):
    said = shown("indicatore", territorio=SEBINO, indicatore_leps="leps_2_1")
    assert "Stato «attivato», richiesto «attivato»" in said and "atto dimostrativo n. 4 del 15/12/2026" in said
    assert "è un conteggio" not in said


def test_the_diary_tells_deliveries_with_the_rows_that_could_not_be_used(shown):
    said = shown("diario", territorio=BASSA)
    assert "4 consegne: 23 righe usate su 25" in said
    assert "9 su 18 ✗ Incompleta" in said
    assert "Celle che non si possono usare 2 celle rifiutate" in said
    assert "rilevazione_2025.csv riga 45, colonna «numeratore» 4.2 Valutazioni" in said
    assert "✗ Non si usa «trenta» un numero intero" in said


def test_the_diary_lists_the_duties_of_the_documents_with_recipient_and_state(app):
    said = text_of(app("obiettivi_leps", vista="diario"))
    assert "Spesa sociale del MEF annuale Ministero" in said
    assert "Fondo Non Autosufficienze trimestrale trimestrale secondo il nome; stampato «annuale»" in said
    assert said.count("? Non registrato") == 8
    assert "leps template debiti --ambito sebino" in said


def test_the_diary_says_beside_the_duties_whose_document_lists_them(app):
    words = "l'elenco viene dal documento di un altro ambito (Ambito 2 Brescia Ovest), Piano della performance 2025"
    assert words in text_of(app("obiettivi_leps", vista="diario", territorio=SEBINO))
    assert words not in text_of(app("obiettivi_leps", vista="diario", territorio="amb:brescia_ovest"))


def test_the_diary_says_what_was_sent_what_is_late_and_how_many_days_are_left(shown):
    said = shown("diario", territorio=SEBINO)
    counted = "in ritardo 1, in scadenza 2, da trasmettere 1, senza scadenza indicata 1, trasmessi 3"
    assert f"al 30 giugno 2027: {counted}" in said
    assert "✗ In ritardo entro il 31/05/2027 30 giorni di ritardo" in said
    assert "! In scadenza entro il 15/07/2027 15 giorni" in said
    assert "inviato il 06/05/2027, 6 giorni dopo la scadenza" in said
    assert "protocollo dimostrativo n. 101" in said


def test_the_diary_tells_what_is_wrong_with_a_duty_that_was_recorded(shown):
    said = shown("diario", territorio=BASSA)
    assert (
        "colonna «evidenza» – 2027 ✗ Non si usa una cella vuota la ricevuta o il protocollo che prova l'invio" in said
    )
    assert "✓ Trasmesso" not in said


def test_an_ambito_without_a_plan_of_its_own_is_said_to_be_judged_by_anothers(shown):
    words = "è giudicato con gli obiettivi di un altro documento, Piano di Zona 2025-2027, Ambito 5 Sebino"
    for view in ("matrice", "basi", "indicatore", "ambiti"):
        assert words in shown(view, territorio=DALMINE)
        assert words not in shown(view, territorio=SEBINO)
    assert "senza un piano suo: obiettivi di un altro documento" in shown("ambiti")


def test_the_day_of_the_judgement_is_said_to_be_fixed(shown):
    assert "giudicati a un giorno fisso, il 30 giugno 2027" in shown()


def test_ambiti_stand_side_by_side_and_those_in_the_address_only(shown):
    assert "Dalmine, 2027" in shown("ambiti")
    two = shown("ambiti", ambiti_leps=f"{SEBINO},{BASSA}", anno_leps="2025")
    assert "Sebino, 2025" in two and "Bassa Bresciana Centrale, 2025" in two and "Dalmine, 2025" not in two


def test_one_ambito_alone_says_what_a_comparison_needs(app):
    assert "Un solo ambito ha obiettivi LEPS pubblicati" in text_of(app("obiettivi_leps", vista="ambiti"))


def test_the_register_keeps_the_contradiction_of_the_document_with_its_lines(app):
    said = text_of(app("obiettivi_leps", vista="registro"))
    assert "Registro dei LEPS: 16 livelli" in said
    assert "PNRR: 3 su 3 (righe 523, 618, 791) Fondo Povertà: 2 su 3 (righe 523, 618) FNPS: 1 su 3 (riga 791)" in said
    assert said.count("! Discorde") == 1


def test_the_calculator_gives_what_the_law_gives(app):
    """Residents of Ambito 5 on 1 January 2023: 54,239. By hand: 40,000 × (10 − 54,239 / 6,500)."""
    said = text_of(app("obiettivi_leps", vista="assistenti", territorio=SEBINO, anno="2023", fte="10"))
    by_hand = round(40_000 * (10 - 54_239 / 6_500))
    assert f"Contributo annuo {by_hand:,} euro".replace(",", ".") in said
    assert "1 ogni 6.500" in said and "1 ogni 5.000" in said and "1 ogni 4.000" in said
    assert "si pagano 40.000 euro all'anno, fra la seconda e la terza 20.000 euro" in said
    assert "a tempo indeterminato" in said


def test_the_calculator_takes_the_workers_from_the_list_and_says_who_does_not_count(shown):
    said = shown("assistenti", territorio=SEBINO, anno="2023")
    by_hand = round(40_000 * (9.5 - 54_239 / 6_500))
    assert "Dall'elenco del personale 2027 (personale_2027.csv, rilevato il 15/06/2027): 9,50 tempi pieni" in said
    assert "Altri 2,00, con altri contratti, non contano" in said
    assert f"Contributo annuo {by_hand:,} euro".replace(",", ".") in said
    assert "1 riga non si è potuta usare: il totale può essere più basso" in shown("assistenti", territorio=DALMINE)


@pytest.mark.parametrize("parameters", [{"fte": "10"}, {"fte": "10", "operatori": "mano"}])
def test_a_number_written_by_hand_goes_before_the_list(shown, parameters):
    said = shown("assistenti", territorio=SEBINO, anno="2023", **parameters)
    assert f"Contributo annuo {round(40_000 * (10 - 54_239 / 6_500)):,} euro".replace(",", ".") in said
    assert "Dall'elenco del personale" not in said


def test_a_year_without_a_list_is_answered(demo):
    test = demo("obiettivi_leps", vista="assistenti", operatori="1999")
    assert "Del 1999 non è stato consegnato l'elenco del personale." in unescape(notices_of(test))


@pytest.mark.parametrize(("fte", "words"), [("5", "non basta per arrivare"), ("14", "il massimo è già raggiunto")])
def test_the_calculator_says_why_the_next_hire_brings_nothing(app, fte, words):
    assert words in text_of(app("obiettivi_leps", vista="assistenti", territorio=SEBINO, fte=fte))


@pytest.mark.parametrize("fte", ["molti", "-3", "99999", "nan"])
def test_the_calculator_refuses_what_is_no_number_of_workers(app, fte):
    test = app("obiettivi_leps", vista="assistenti", fte=fte)
    assert not test.exception
    assert f"«{fte}» non è un numero di tempi pieni equivalenti" in notices_of(test)


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"vista": "torta"}, "La vista «torta»"),
        ({"indicatore_leps": "leps_9_9"}, "L'indicatore LEPS «leps_9_9»"),
        ({"vista": "indicatore", "indicatore_leps": "leps_9_9"}, "L'indicatore LEPS «leps_9_9»"),
        ({"vista": "ambiti", "anno_leps": "1999"}, "L'anno «1999»"),
    ],
)
def test_an_address_that_asks_for_what_does_not_exist_is_answered(app, parameters, words):
    assert words in unescape(notices_of(app("obiettivi_leps", **parameters)))


def test_the_tables_of_the_plan_say_that_the_data_are_made_up(recorded, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(recorded))
    assert tabelle.document(View(queries.territory(SEBINO), (SEBINO,))).notes[0] == f"{MARK}."


def test_the_tables_of_the_plan_have_every_indicator_and_year_once(recorded, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(recorded))
    view = View(queries.territory(SEBINO), (SEBINO,))
    tables = tabelle.document(view).tables
    assert [len(table.blocks) for table in tables] == [3, 4, 6, 4, 3]
    assert [table.years for table in tables] == [["2025", "2026", "2027"]] * 5
    first = dict(tables[0].blocks[0].rows)
    assert list(first["Valore rilevato"]) == ["6 su 10", "9 su 12", "5 su 12"]
    assert first["Stato"][2] == "◷ In corso (7 in più)"
    assert dict(tables[1].facts)["Fonti di finanziamento"] == "PNRR, FNPS"


def test_the_matrix_takes_less_than_four_tenths_of_a_second(demo):
    demo("obiettivi_leps", territorio=SEBINO)
    test = demo("obiettivi_leps", territorio=DALMINE)
    started = time.perf_counter()
    test.run()
    assert time.perf_counter() - started < 0.4
