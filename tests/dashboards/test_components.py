"""Tables, key figures and charts: from rows to what is shown."""

import datetime as dt

from dashboards.components import palette
from dashboards.components.cards import Card, cards_html
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.charts.lines import series
from dashboards.components.charts.matrix import cell_html, leps_matrix, year_heading
from dashboards.components.tables import Column, table

TODAY = dt.date(2026, 11, 22)


def test_a_table_escapes_what_documents_print():
    html = table([{"a": "<script>alert(1)</script> & 'x'"}], [Column("a", "A <b>")], caption="C")
    assert "<script>" not in html and "&lt;script&gt;" in html and "A &lt;b&gt;" in html


def test_a_table_says_its_caption_its_headers_and_scrolls_by_keyboard():
    html = table(
        [{"a": "Iseo", "n": 8973}],
        [Column("a", "Comune"), Column("n", "Residenti", "intero")],
        caption="Comuni",
    )
    assert 'role="region" tabindex="0" aria-label="Comuni"' in html
    assert '<th scope="row">Iseo</th>' in html and '<td class="num">8.973</td>' in html


def test_a_missing_number_is_never_a_zero_and_tells_why():
    column = Column("v", "V", "decimale", 1, reason="motivo")
    html = table([{"v": None, "motivo": "denominatore_zero"}], [Column("x", "X"), column], caption="C")
    assert "n.d." in html and "Il denominatore è zero" in html and ">0<" not in html


def test_an_empty_table_explains_itself():
    assert table([], [Column("a", "A")], caption="C", empty="Niente da dire.") == '<p class="vuoto">Niente da dire.</p>'


def test_groups_and_total_frame_the_rows():
    rows = [{"g": "A", "n": 1}, {"g": "A", "n": 2}, {"g": "B", "n": 3}]
    html = table(rows, [Column("n", "N", "intero")], caption="C", group="g", total={"n": 6})
    assert html.count('class="gruppo"') == 2 and "<tfoot><tr><th" in html


def test_a_key_figure_holds_value_and_lines():
    html = cards_html([Card("Residenti", "54.239", ["−11 sul 2022", ""])])
    assert "54.239" in html and html.count("<li>") == 1 and "<a " not in html


def test_a_key_figure_leads_to_the_page_of_its_indicator():
    html = cards_html([Card("Residenti", "1", href="indicatori?indicatore=residenti&anno=2023")])
    assert '<h2><a href="indicatori?indicatore=residenti&amp;anno=2023" target="_self">Residenti</a></h2>' in html


def test_stacked_bars_keep_order_and_write_italian_numbers():
    plot = stacked_bars(["A", "B"], {"x": [1000, None], "y": [2, 3]}, unit="euro", totals=["1.002", "3"])
    assert [t.name for t in plot.data] == ["x", "y"]
    assert plot.data[0].hovertext[0] == "A, x: 1.000 euro"
    assert [a.text for a in plot.layout.annotations] == ["1.002", "3", "A", "B"]


def test_long_names_stand_above_their_bars_and_do_not_meet():
    long = "Servizi generali di programmazione, coordinamento e gestione della rete dei servizi"
    plot = stacked_bars([long, long + " bis"], {"x": [1, 2]})
    names = [a for a in plot.layout.annotations if a.name == "gruppo"]
    assert [n.xanchor for n in names] == ["left", "left"] and all(n.text.count("<br>") >= 1 for n in names)
    assert plot.layout.height >= 70 + 2 * (26 + 2 * 16)


def test_a_series_marks_what_was_not_expected_with_a_sign_and_words():
    plot = series([2012, 2013, 2014, 2015], [1, 2, 5, 6], flagged={2014: "+150 %, fuori"}, forecast_from=2015)
    points = plot.data[-1]
    assert list(points.marker.symbol) == ["circle", "circle", "diamond", "circle"]
    assert points.marker.color[3] == palette.WHITE  # a forecast is hollow
    assert plot.layout.annotations[0].text == "<b>+150 %, fuori</b>"


def target(**changes):
    return {
        "indicatore_id": "leps_1_1",
        "leps_numero": 1,
        "leps_nome": "Valutazione",
        "nome": "Incontri",
        "anno": 2025,
        "regola": "soglia",
        "regola_anno": "soglia",
        "testo": "almeno 50%",
        "stato": None,
        "valore": None,
        "numeratore": None,
        "denominatore": None,
        "mancano": None,
        "stato_traguardo": None,
        "rilevato_il": None,
    } | changes


def test_a_target_reached_says_word_sign_and_numbers():
    html = cell_html(target(stato="raggiunto", valore=60.0, numeratore=6.0, denominatore=10.0), TODAY)
    assert (
        "✓" in html and "Raggiunto" in html and "6 su 10" in html and "obiettivo: almeno 50\N{NO-BREAK SPACE}%" in html
    )


def test_a_target_in_course_says_how_much_is_missing():
    html = cell_html(
        target(anno=2026, stato="in_corso", valore=58.3, numeratore=7.0, denominatore=12.0, mancano=2.0),
        TODAY,
    )
    assert "In corso" in html and "7 su 12" in html and "<strong>2 in più</strong>" in html
    less = cell_html(target(anno=2026, stato="in_corso", regola="diminuzione", valore=9.5, mancano=1.5), TODAY)
    assert "1,5 in meno" in less


def test_a_value_never_recorded_says_so_and_a_future_year_shows_its_target():
    assert "Dato non ancora rilevato" in cell_html(target(stato="non_valutabile_dato"), TODAY)
    assert "dato non ancora rilevato" in cell_html(target(anno=2026, stato="in_corso"), TODAY)
    future = cell_html(target(anno=2027, stato="in_corso", testo="100%"), TODAY)
    assert "Obiettivo: 100\N{NO-BREAK SPACE}%" in future and "In corso" not in future
    assert "Nessun obiettivo" in cell_html(
        target(anno=2027, stato="non_applicabile", regola_anno="nessun_obiettivo"), TODAY
    )


def test_a_year_for_which_the_plan_says_no_target_is_not_a_missing_base():
    html = cell_html(target(stato="non_applicabile", regola_anno="nessun_obiettivo", testo="nessun obiettivo"), TODAY)
    assert "Nessun obiettivo" in html and "obiettivo: nessun" not in html and "da rilevare" not in html


def test_the_matrix_groups_indicators_by_leps_and_heads_the_open_year():
    html = leps_matrix([target(anno=y) for y in (2025, 2026, 2027)], TODAY, caption="Obiettivi")
    assert "1 · Valutazione" in html and html.count('scope="col"') == 5
    assert year_heading(2026, TODAY) == "2026 (in corso, 39 giorni)"
    assert year_heading(2025, TODAY) == "2025 (chiuso)"
    assert year_heading(2027, TODAY) == "2027"
