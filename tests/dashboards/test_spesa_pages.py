"""The views of «Spesa sociale», on the documents and on a budget workbook filled by hand."""

from decimal import Decimal

import pytest

from dashboards import queries
from dashboards.spesa import menu
from tests.dashboards.bilanci import publish_with_budget
from tests.dashboards.reading import notices_of, opener, text_of

CREMONA, OVEST, BASSA, SEBINO = "amb:cremona", "amb:brescia_ovest", "amb:bassa_bresciana_centrale", "amb:sebino"
VIEWS = [entry.id for entry in menu.VIEWS.entries]
BUDGET = (CREMONA, 2015, "previsione")


@pytest.fixture
def words(app):
    """The words of a view."""

    def shown(view: str, **parameters: str) -> str:
        test = app("spesa_sociale", vista=view, **parameters)
        assert not test.exception
        return text_of(test)

    return shown


@pytest.fixture(scope="module")
def with_budget(warehouse, tmp_path_factory):
    return publish_with_budget(warehouse, tmp_path_factory.mktemp("con_bilancio"))


@pytest.fixture
def sent(with_budget, monkeypatch):
    """The words of a view, where the workbook of Sebino was received too."""

    def shown(view: str, **parameters: str) -> str:
        test = opener(with_budget, monkeypatch)("spesa_sociale", vista=view, **{"ente": SEBINO, **parameters})
        assert not test.exception
        return text_of(test)

    return shown


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("body", [OVEST, BASSA, "amb:dalmine"])
def test_every_view_opens_for_every_body(words, view, body):
    assert "Spesa sociale" in words(view, ente=body)


class TestTheMatrix:
    def test_closes_with_every_printed_total(self, words):
        said = words("matrice", ente=CREMONA)
        assert "Tornano tutti i 14 totali che il documento stampa" in said and "spostata" in said
        assert "non torna" not in said

    def test_as_printed_says_by_how_much_it_does_not_close(self, words):
        said = words("matrice", ente=CREMONA, versione="stampata")
        assert "4 totali non tornano con quelli stampati" in said
        assert "1.008.090 stampato 599.589" in said and "Sotto un'intestazione che non è di un fondo" in said

    def test_gives_the_reason_of_each_corrected_cell(self, words):
        said = words("matrice", ente=CREMONA)
        assert "con correzioni dichiarate" in said


class TestAHypothesis:
    def moves(self, warehouse, monkeypatch, fund: str, amount: str, in_euro: bool = False) -> dict:
        monkeypatch.setenv("LEPS_WAREHOUSE", str(warehouse))
        rows = queries.what_if(*BUDGET, fund, amount, in_euro)
        return {row["area"]: row for row in rows if row["livello"] != "servizio"}

    def test_of_ten_per_cent_less_fnps_moves_exactly_what_the_matrix_says(self, warehouse, monkeypatch):
        moved = self.moves(warehouse, monkeypatch, "fnps", "-10")
        matrix = queries.spending_matrix(*BUDGET, "spesa", "corretta")
        cells = {r["area"]: r["importo_eur"] for r in matrix if r["fondo"] == "fnps" and r["importo_eur"]}
        assert {area: row["variazione_eur"] for area, row in moved.items()} == {
            area: -amount / 10 for area, amount in cells.items()
        }
        assert moved[None]["variazione_eur"] == Decimal("-59958.90")
        sums = {r["area"]: r["importo_eur"] for r in matrix if r["fondo"] is None}
        assert all(row["dopo_eur"] == sums[area] + row["variazione_eur"] for area, row in moved.items())

    def test_in_euro_is_divided_as_the_fund_is_and_adds_up(self, warehouse, monkeypatch):
        moved = self.moves(warehouse, monkeypatch, "fnps", "-1000.01", in_euro=True)
        total = moved.pop(None)
        assert round(total["variazione_eur"], 2) == Decimal("-1000.01")
        assert round(sum(r["variazione_eur"] for r in moved.values()), 2) == Decimal("-1000.01")

    def test_leaves_the_comuni_what_is_missing(self, warehouse, monkeypatch):
        monkeypatch.setenv("LEPS_WAREHOUSE", str(warehouse))
        share = queries.what_if_comuni(*BUDGET, "fnps", "-10", False)
        assert share["comuni_se_coprono_eur"] - share["comuni_prima_eur"] == Decimal("59958.90")
        own = queries.what_if_comuni(*BUDGET, "comuni_conferiti", "-10", False)
        assert own["comuni_dopo_eur"] - own["comuni_prima_eur"] == Decimal(-278300)

    def test_is_said_in_words_with_the_leps_that_the_fund_pays(self, words):
        said = words("ipotesi", ente=CREMONA, fondo="fna", variazione="-50")
        assert "Incremento SAD: −38.315 euro" in said and "(−250.815 euro)" in said

    @pytest.mark.parametrize("amount", ["-101", "molto", "1,234", "nan"])
    def test_that_cannot_be_is_refused_with_what_was_expected(self, app, amount):
        test = app("spesa_sociale", vista="ipotesi", ente=CREMONA, variazione=amount)
        assert not test.exception
        assert "atteso una percentuale da −100 in su" in notices_of(test)

    def test_of_more_than_the_fund_has_is_refused(self, app):
        test = app("spesa_sociale", vista="ipotesi", ente=CREMONA, misura="euro", variazione="-600000")
        assert "Il fondo è di 599.589" in notices_of(test)


def test_the_flows_name_the_largest_fund_area_and_service(words):
    said = words("flussi", ente=CREMONA)
    assert "«Comuni per servizi conferiti» (2.783.000" in said and "(1.015.000" in said
    assert "47 importi: ogni fondo con i servizi che paga" in said


def test_the_years_show_real_euro_and_the_change_out_of_range(words):
    said = words("serie", ente=CREMONA)
    assert "In euro del 2024: 4.813.777" in said and "più fondi insieme 2014 (+78,1 %)" in said
    assert "NIC" in said
    assert "Gli euro di oggi mancano per il 2025" in words("serie", ente=OVEST)


def test_spending_per_resident_says_its_denominator_or_why_there_is_none(words):
    assert "100.436 residenti al 1° gennaio 2023" in words("abitanti", ente=OVEST)
    assert "non sono stati ricevuti i residenti di quell'anno" in words("abitanti", ente=CREMONA)


def test_what_loses_its_fund_is_told_with_leps_and_euro(words):
    said = words("scadenze", ente=OVEST)
    assert "Dopo il 30 giugno 2026: 1.801.800" in said and "Servizi sociali per le dimissioni protette" in said
    assert "nessuno è pagato da PNRR" in words("scadenze", ente=CREMONA)


def test_what_does_not_compare_says_why(words):
    said = words("confronto", ente=OVEST)
    assert "Non confrontabile il documento non dice se l'importo è di un anno" in said
    assert "è del 2015" in said and "Si confronta" in said


def test_chapters_come_with_their_contradictions(words):
    said = words("capitoli", ente=OVEST)
    assert "7 capitoli con più importi e 2 obiettivi" in said and "Nessun importo è stato scelto come vero" in said
    assert "13.7000" in said and "52 importi con un capitolo" in said


def test_where_no_state_is_known_the_page_says_how_to_send_them(words):
    assert "./leps template spesa --ente cremona" in words("stati", ente=CREMONA)


@pytest.mark.parametrize("view", VIEWS)
def test_a_budget_filled_by_hand_reaches_every_view(sent, view):
    assert "Ambito 5 Sebino" in sent(view)


def test_a_budget_filled_by_hand_closes_with_the_approved_total(sent):
    said = sent("matrice", bilancio="2025.previsione.spesa")
    assert "Tornano tutti i 1 totali" in said or "✓ 4.500,50" in said


def test_the_funnel_of_a_budget_filled_by_hand(sent):
    said = sent("stati")
    assert "Stanziati 6.000 euro; impegnati 4.500 euro (75,0 %); liquidati 3.000 euro (50,0 %)" in said


def test_money_handed_over_is_not_counted_twice(with_budget, monkeypatch):
    monkeypatch.setenv("LEPS_WAREHOUSE", str(with_budget))
    rows = queries.spending_consolidated(SEBINO)
    assert [(r["stato_spesa"], r["trasferimenti_esterni_eur"] + r["trasferimenti_eur"]) for r in rows] == [
        ("previsione", 1000)
    ]


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"bilancio": "1848.previsione.spesa"}, "Il bilancio «1848.previsione.spesa»"),
        ({"vista": "boh"}, "La vista «boh»"),
        ({"vista": "ipotesi", "fondo": "boh"}, "Il fondo «boh» non paga nulla"),
    ],
)
def test_an_unknown_value_in_the_address_gets_a_sentence(app, parameters, sentence):
    test = app("spesa_sociale", ente=CREMONA, **parameters)
    assert not test.exception
    assert sentence in notices_of(test)


def test_the_final_account_shows_cost_who_paid_and_users_of_each_area(sent):
    said = sent("consuntivo")
    assert "2 voci per 1.500,50 euro, come il totale approvato" in said and "le coperture fanno il costo" in said
    assert "Famiglia e minori" in said and "Del costo, 80,0" in said


def test_without_a_final_account_the_view_says_how_to_send_one(words):
    assert "leps template consuntivo --ente cremona" in words("consuntivo", ente=CREMONA)


def test_the_outcome_sheet_is_shown_where_the_plan_is(with_budget, monkeypatch):
    said = text_of(opener(with_budget, monkeypatch)("programmazione", ente=SEBINO))
    assert "4 obiettivi: 1 attuato, 1 in parte e 1 non attuato" in said and "Poco personale" in said
    assert "Nel prossimo piano: Con modifiche" in said
