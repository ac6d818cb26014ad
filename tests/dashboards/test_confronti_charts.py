"""Charts that compare: nothing is joined across a break, every colour has a sign, words and room."""

import base64
import re

import pytest

from dashboards.components import palette
from dashboards.components.charts import heatmap, scatter, series, spine

IC = {"ic95_inf": 90.0, "ic95_sup": 110.0}


def cell(valore=100.0, esito="simile", giudizio=None, **changes):
    return {
        "valore": valore, "valore_riferimento": 80.0, "esito": esito, "giudizio": giudizio, "motivo": None,
        "motivo_assenza": None, "numeratore": 50, **IC,
    } | changes  # fmt: skip


def point(anno, valore, tratto=1, **changes):
    limits = (
        {"ic95_inf": None, "ic95_sup": None} if valore is None else {"ic95_inf": valore - 1, "ic95_sup": valore + 1}
    )
    return {"anno": anno, "valore": valore, "tratto": tratto, "provvisorio": False} | limits | changes


def joined(plot):
    """The years that each line joins."""
    return [list(t.x) for t in plot.data if t.mode == "lines" and t.fill is None]


HEADS = [heatmap.Head("i", "Indice <di> prova", "per 100", 1)]


def drawn(row, reference="la Lombardia"):
    lines = [heatmap.Line("ref", "Lombardia", "riferimento"), heatmap.Line("com:1", "Iseo")]
    return heatmap.heatmap(lines, HEADS, {("com:1", "i"): row} if row else {}, caption="Prova", reference=reference)


@pytest.mark.parametrize("esito, sign", [("sopra", "▲"), ("simile", "●"), ("sotto", "▼"), ("non_valutabile", "–")])
def test_a_cell_has_value_sign_and_word_besides_colour(esito, sign):
    html = drawn(cell(esito=esito))
    assert f">{sign}</span> 100,0" in html
    assert f'<span class="nascosto"> {heatmap.OUTCOMES[esito].word}' in html


def test_better_and_worse_are_said_only_where_the_polarity_judges():
    assert "meglio" not in drawn(cell(esito="sotto")) and "peggio" not in drawn(cell(esito="sotto"))
    judged = drawn(cell(esito="sotto", giudizio="meglio"))
    assert '<span class="piccolo">meglio</span>' in judged and palette.GREEN_PAIR[0] in judged


def test_a_missing_value_says_why_and_is_never_zero():
    assert "n.d." in drawn(cell(valore=None, motivo_assenza="denominatore_zero"))
    assert "Il denominatore è zero" in drawn(cell(valore=None, motivo_assenza="denominatore_zero"))
    assert "n.d." in drawn(None) and ">0" not in drawn(None)


def test_the_row_of_the_reference_has_its_value_and_no_outcome():
    row = re.search(r'<tr class="riferimento">.*?</tr>', drawn(cell())).group()
    assert "80,0" in row and "segno" not in row


def test_names_are_escaped():
    assert "Indice &lt;di&gt; prova" in drawn(cell())


@pytest.mark.parametrize("shown", [*heatmap.OUTCOMES.values(), *heatmap.JUDGEMENTS.values()], ids=lambda s: s.word)
def test_the_words_of_a_cell_are_readable_on_its_colour(shown):
    assert palette.contrast(shown.text, shown.background) >= 4.5


@pytest.mark.parametrize("colour", [*spine.DOTS.values(), *spine.JUDGED_DOTS.values(), *(s[0] for s in series.STYLES)])
def test_dots_and_lines_stand_out_on_white(colour):
    assert palette.contrast(colour, palette.WHITE) >= 3


def test_the_reference_is_in_the_middle_and_everything_drawn_is_inside():
    spread = {"territori": 100, "p05": 10.0, "p25": 50.0, "p75": 90.0, "p95": 300.0, "minimo": 1.0, "massimo": 900.0}
    row = spine.SpineRow("Indice", "Tema", None, 1, cell(), spread)
    half = spine.half_width(row)
    assert spine.position(80.0, 80.0, half) == 50
    places = [spine.position(v, 80.0, half) for v in (10.0, 90.0, 100.0, 110.0, 300.0)]
    assert places == sorted(places) and places[0] >= 0 and places[-1] == 100


def test_a_profile_has_no_distribution_of_a_handful_of_territories():
    spread = {"territori": 5, "p05": 1.0, "p25": 2.0, "p75": 3.0, "p95": 4.0, "minimo": 1.0, "massimo": 4.0}
    few = spine.spine([spine.SpineRow("a", "t", None, 1, cell(), spread)], caption="c", place="p", reference="r")
    many = spine.spine(
        [spine.SpineRow("a", "t", None, 1, cell(), spread | {"territori": 50})], caption="c", place="p", reference="r"
    )
    assert "centrale" not in few and "centrale" in many
    assert "metà" not in spine.legend(None, "r") and "metà" in spine.legend("dei 50 comuni", "r")


def test_the_column_of_trends_is_there_only_where_one_is_known():
    row = spine.SpineRow("a", "t", None, 1, cell(), None, {"esito": "in_aumento", "motivo": None})
    assert "↗" in spine.spine([row], caption="c", place="p", reference="r")
    why = {"esito": "non_calcolabile", "motivo": "manca un anno definitivo"}
    none = spine.SpineRow("a", "t", None, 1, cell(), None, why)
    assert "Tendenza" not in spine.spine([none], caption="c", place="p", reference="r")


def test_a_profile_without_the_value_of_the_reference_draws_no_position():
    row = spine.SpineRow("a", "t", None, 1, cell(valore_riferimento=None, esito="non_valutabile"))
    assert "spina vuota" in spine.spine([row], caption="c", place="p", reference="r")


def test_a_line_is_never_drawn_across_a_break_or_a_missing_value():
    points = [point(2018, 1.0), point(2019, 2.0, 2), point(2020, 3.0, 2), point(2021, None, 2), point(2022, 5.0, 2)]
    plot = series.series([series.Line("Iseo", points)], unit=None, decimals=1, intervals=False)
    assert joined(plot) == [[2018], [2019, 2020], [2022]]


def test_bands_can_be_switched_off():
    points = [point(2021, 1.0), point(2022, 2.0)]
    bands = [
        sum(
            t.fill == "toself"
            for t in series.series([series.Line("a", points)], unit=None, decimals=0, intervals=on).data
        )
        for on in (True, False)
    ]
    assert bands == [1, 0]


def test_a_break_has_a_dashed_line_before_its_year_and_a_mark():
    plot = series.series([series.Line("a", [point(2018, 1.0), point(2019, 2.0, 2)])], unit=None, decimals=0,
                         breaks={2019: "(1)"})  # fmt: skip
    assert [(s.x0, s.line.dash) for s in plot.layout.shapes] == [(2018.5, "dash")]
    assert [a.text for a in plot.layout.annotations] == ["(1)"]


def test_lines_are_told_apart_without_colour():
    assert len({(dash, symbol) for _, dash, symbol in series.STYLES}) == series.MOST == 5


def test_a_provisional_point_is_hollow_and_says_so():
    plot = series.series([series.Line("a", [point(2023, 1.0, provvisorio=True)])], unit=None, decimals=0)
    marks = plot.data[-1]
    assert marks.marker.color == (palette.WHITE,) and "provvisorio" in marks.hovertext[0]


def test_small_charts_share_one_scale():
    low, high = [point(2022, 1.0), point(2023, 1.0)], [point(2022, 100.0), point(2023, 100.0)]
    html = series.small_multiples(
        [(series.Line("a", low), "?a"), (series.Line("b", high), "?b")], unit=None, decimals=0, intervals=False
    )
    images = [base64.b64decode(code).decode() for code in re.findall(r"base64,([^\"]+)", html)]
    heights = [float(re.search(r'polyline points="[\d.]+,([\d.]+)', image).group(1)) for image in images]
    assert heights[0] > 50 and heights[1] < 15
    assert 'alt="a: 2022: 1 (0–2); 2023: 1 (0–2)"' in html


def test_a_small_chart_without_values_says_so():
    html = series.small_multiples(
        [(series.Line("a", [point(2023, None)]), "?a")], unit=None, decimals=0, intervals=True
    )
    assert "n.d." in html and 'alt="a: nessun valore"' in html


def dot(key, x, y, residenti=1000):
    return {"territorio_id": key, "nome": f"Comune {key}", "x": x, "y": y, "residenti": residenti}


AXIS = scatter.Axis("Quota", "%", 1)


def test_dots_without_both_values_are_left_out():
    plot = scatter.scatter([dot("a", 1.0, 2.0), dot("b", None, 2.0)], AXIS, AXIS, chosen={"a"}, chosen_name="Noi",
                           others_name="Altri")  # fmt: skip
    assert [(t.name, len(t.x)) for t in plot.data] == [("Noi", 1)]


def test_areas_follow_the_residents():
    small, large = scatter.diameters([25_000, 100_000])
    assert large == scatter.LARGEST and small == pytest.approx(large / 2)
    assert scatter.diameters([None, 10]) == [scatter.SMALLEST, scatter.LARGEST]


def test_names_that_would_cover_one_another_are_not_both_written():
    near, far = [dot("a", 1.0, 1.0, 10), dot("b", 1.01, 1.0, 20)], dot("c", 9.0, 9.0)
    assert scatter.labelled([*near, far], [*near, far]) == {"a", "c"}


def test_few_dots_are_all_named_and_among_many_only_the_chosen():
    few = [dot("a", 1.0, 1.0), dot("b", 9.0, 9.0)]
    many = [dot(str(n), n, n) for n in range(40)]
    named = [
        {name for trace in scatter.scatter(
            rows, AXIS, AXIS, chosen={rows[0]["territorio_id"]}, chosen_name="Noi", others_name="Altri"
        ).data for name in trace.text or () if name}
        for rows in (few, many)
    ]  # fmt: skip
    assert named == [{"Comune a", "Comune b"}, {"Comune 0"}]


def test_the_values_of_the_reference_cross_the_chart():
    plot = scatter.scatter([dot("a", 1.0, 2.0)], AXIS, AXIS, chosen=set(), chosen_name="Noi", others_name="Altri",
                           reference=("Lombardia", 1.5, None))  # fmt: skip
    assert [s.x0 for s in plot.layout.shapes] == [1.5]
    assert [a.text for a in plot.layout.annotations] == ["Lombardia"]
