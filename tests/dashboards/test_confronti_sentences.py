"""The sentences of the views that compare are right Italian for none, one, many and missing."""

import pytest

from dashboards.components import sentences_confronto as said


def outcome(esito, nome="Iseo"):
    return {"esito": esito, "nome": nome}


def point(anno, valore, tratto=1, **changes):
    return {
        "nome": "Iseo", "anno": anno, "valore": valore, "tratto": tratto, "territorio_id": "com:017085",
        "base_popolazione": "residenti_istat", "metodo_denominatore": "puntuale", "serie": "istat",
        "interruzione": None, "numeratore": 900, "denominatore": 500,
    } | changes  # fmt: skip


def dot(nome, x, y):
    return {"nome": nome, "x": x, "y": y}


def test_prepositions_follow_the_name():
    assert said.to("Lombardia") == "alla Lombardia"
    assert said.to("Ambito 5 Sebino") == "all'Ambito 5 Sebino"
    assert said.to("Distretto Garda") == "al Distretto Garda"
    assert said.to("Iseo") == "a Iseo"
    assert said.with_("Marche") == "con le Marche"
    assert said.of_the("ambito") == "degli ambiti"
    assert said.of_the("provincia") == "delle province"
    assert said.of_the("comune") == "dei comuni"


def test_a_heat_map_counts_the_outcomes_and_says_what_similar_means():
    rows = [outcome("sopra")] * 3 + [outcome("sotto")] * 2 + [outcome("simile")]
    words = said.heatmap(rows, "Lombardia", contained=True, kind="comune")
    assert words.startswith("Su 6 confronti con la Lombardia 3 sono sopra, 2 sotto e 1 simile. «Simile» vuol dire")
    assert words.endswith("Il riferimento, la Lombardia, comprende questi comuni.")


def test_a_heat_map_of_one_comparison_is_singular():
    words = said.heatmap([outcome("sopra"), outcome("non_valutabile")], "Italia", contained=False, kind="regione")
    assert words.startswith("Su 1 confronto con l'Italia 1 è sopra, 0 sotto e 0 simili. 1 confronto non è valutabile.")
    assert "comprende" not in words


def test_a_heat_map_without_a_single_judgement_says_so():
    rows = [outcome("non_valutabile"), outcome(None)]
    assert said.heatmap(rows, "Lombardia", contained=True, kind="comune").startswith(
        "Nessun confronto con la Lombardia"
    )


def test_these_agrees_with_provinces():
    assert said.contains("Lombardia", "provincia") == "Il riferimento, la Lombardia, comprende queste province."


def test_a_profile_names_only_the_outcomes_that_there_are():
    words = said.profile([outcome("sopra"), outcome("sopra"), outcome("simile")], "Iseo", "Lombardia", contained=True)
    assert words.startswith("Rispetto alla Lombardia Iseo è sopra per 2 indicatori e simile per 1 indicatore.")
    assert words.endswith("Il riferimento comprende Iseo.")


def test_a_profile_counts_what_cannot_be_judged_in_singular_and_plural():
    one = said.profile([outcome("sotto"), outcome(None)], "Ambito 5 Sebino", "Italia", contained=False)
    assert "Rispetto all'Italia l'Ambito 5 Sebino è sotto per 1 indicatore; 1 indicatore non è valutabile." in one
    two = said.profile([outcome("sotto"), outcome(None), outcome(None)], "Iseo", "Italia", contained=False)
    assert "2 indicatori non sono valutabili." in two


def test_a_profile_with_nothing_to_judge_says_so():
    assert said.profile([outcome(None)], "Iseo", "Lombardia", contained=True) == (
        "Nessun indicatore di Iseo si può confrontare con la Lombardia."
    )


def test_a_profile_says_once_why_there_is_no_trend():
    words = said.profile(
        [outcome("sopra")] * 2, "Iseo", "Italia", contained=False, trends=["manca un anno definitivo", "manca un anno"]
    )
    assert words.endswith("Nessuna tendenza è calcolabile: manca un anno definitivo.")


def test_a_series_goes_from_the_first_to_the_last_year():
    trend = {"esito": "in_aumento", "dal": 2019, "al": 2023, "motivo": None}
    assert said.series("Iseo", [point(2019, 198.71), point(2023, 227.64)], 1, "per 100", trend) == (
        "Iseo: da 198,7 (2019) a 227,6 (2023); tendenza in aumento (2019–2023)."
    )


def test_a_value_beyond_a_break_is_not_joined_in_words_either():
    points = [point(2021, 10.0), point(2022, 11.0), point(2023, 15.0, tratto=2)]
    assert said.series("Lombardia", points, 1, "%", None).startswith(
        "La Lombardia: da 10,0\N{NO-BREAK SPACE}% (2021) a 11,0\N{NO-BREAK SPACE}% (2022), "
        "poi 15,0\N{NO-BREAK SPACE}% nel 2023, non del tutto confrontabile; tendenza non calcolabile"
    )


def test_a_series_of_one_year_of_two_apart_and_of_none():
    assert said.series("Iseo", [point(2023, 5.0)], 0, None, None).startswith("Iseo: 5 nel 2023; tendenza non calc")
    apart = said.series("Iseo", [point(2022, 4.0), point(2023, 5.0, tratto=2)], 0, None, None)
    assert apart.startswith("Iseo: 5 nel 2023, non del tutto confrontabile con gli anni prima;")
    assert said.series("Iseo", [point(2023, None)], 0, None, None) == "Iseo: nessun valore per questo indicatore."


def test_a_trend_that_is_not_one_says_why():
    assert said.trend_words({"esito": "non_calcolabile", "motivo": "manca un anno definitivo"}) == (
        "tendenza non calcolabile: manca un anno definitivo"
    )
    assert said.trend_words(None).endswith("servono almeno cinque anni di una stessa serie")


def test_few_persons_call_for_caution_once_for_each_place():
    rows = [point(2022, 1.0, nome="Zone", denominatore=88), point(2023, 1.0, nome="Zone", denominatore=90)]
    assert said.small_numbers(rows) == "Dove si contano meno di 100 persone il valore è instabile: Zone."
    assert said.small_numbers([point(2023, 1.0)]) == ""
    assert said.small_numbers([point(2023, 1.0, denominatore=None)]) == ""


def test_a_break_says_what_changes_and_each_year_once():
    rows = [
        point(2018, 1.0),
        point(2019, 1.0, interruzione="dal 2019 il censimento è permanente."),
        point(2019, 1.0, territorio_id="ita", interruzione="dal 2019 il censimento è permanente"),
        point(2020, 1.0, territorio_id="ita", base_popolazione="residenti_anagrafe"),
        point(2021, 1.0, territorio_id="ita", base_popolazione="residenti_anagrafe", metodo_denominatore="media_annua"),
    ]
    marks, words = said.breaks(rows)
    assert marks == {2019: "(1)", 2020: "(2)", 2021: "(3)"}
    assert words == [
        "(1) 2019: dal 2019 il censimento è permanente.",
        "(2) 2020: cambia chi si conta: prima residenti, poi residenti in anagrafe.",
        "(3) 2021: cambia il denominatore: prima popolazione di un giorno, poi popolazione media dell'anno.",
    ]


def test_a_break_before_the_first_year_is_not_told():
    assert said.breaks([point(2019, 1.0, interruzione="cambia il censimento"), point(2020, 1.0)]) == ({}, [])


def test_a_series_without_breaks_has_no_marks():
    assert said.breaks([point(2021, 1.0), point(2022, 1.0)]) == ({}, [])


def test_a_scatter_counts_its_dots_and_never_speaks_of_causes():
    rows = [dot("Iseo", 1, 2), dot("Zone", None, 2), dot("Marone", 2, 3)]
    words = said.scatter(rows, "comune", "Lombardia", "Età media", "Quota di donne", [rows[0]])
    assert words == (
        "Ogni punto è un comune della Lombardia (2 comuni), tanto più grande quanti più residenti ha: a destra cresce "
        "l'età media, in alto la quota di donne. 1 comune non ha uno dei due valori. "
        "Una vicinanza nel grafico non prova una causa."
    )


def test_a_scatter_says_when_the_chosen_ones_are_missing():
    rows = [dot("Iseo", None, 2), dot("Zone", None, 2), dot("Marone", 2, 3)]
    words = said.scatter(rows, "comune", "Lombardia", "Età media", "Quota di donne", rows[:2])
    assert "2 comuni non hanno uno dei due valori. Fra questi Iseo e Zone." in words


@pytest.mark.parametrize("kind, words", [("comune", "Nessun comune ha"), ("provincia", "Nessuna provincia ha")])
def test_a_scatter_without_dots_says_so(kind, words):
    assert said.scatter([dot("a", None, 1)], kind, "Italia", "Età media", "Età media", []).startswith(words)


def test_the_nearest_and_the_farthest_of_the_similar_are_named():
    found = [{"nome": f"T{n}", "distanza": n / 10} for n in range(1, 8)]
    assert said.similar("Iseo", found, "comune") == (
        "Il comune più simile a Iseo è T1 (distanza 0,10); il settimo è T7 (0,70). Zero vorrebbe dire valori identici."
    )
    assert said.similar("Brescia", found[:2], "provincia").startswith(
        "La provincia più simile a Brescia è T1 (distanza 0,10); la seconda è T2 (0,20)."
    )
    assert said.similar("Ambito 5 Sebino", found[:1], "ambito").startswith(
        "L'ambito più simile all'Ambito 5 Sebino è T1 (distanza 0,10). Zero"
    )
    assert said.similar("Iseo", [], "comune").startswith("Per Iseo non si può calcolare una somiglianza")


def test_the_value_of_an_indicator_says_interval_change_and_outcome():
    row = point(
        2023, 227.64, ic95_inf=211.7, ic95_sup=244.7, valore_anno_precedente=222.8, differenza=4.84,
        variazione_pct=2.17, esito_variazione="entro",
    )  # fmt: skip
    assert said.indicator("Iseo", row, {"decimali": 1, "unita": "per 100"}) == (
        "Iseo, 2023: 227,6 (intervallo al 95\N{NO-BREAK SPACE}%: 211,7–244,7); "
        "+4,8 sul 2022 (+2,2\N{NO-BREAK SPACE}%), entro l'intervallo atteso."
    )


def test_the_value_of_an_indicator_says_whom_it_counts_and_when_it_is_missing():
    row = point(2024, 10.0, base_popolazione="residenti_anagrafe")
    assert said.indicator("Iseo", row, {"decimali": 0, "unita": None}) == "Iseo, 2024: 10, residenti in anagrafe."
    assert said.indicator("Ambito 5 Sebino", None, {}) == (
        "L'Ambito 5 Sebino: nessun valore pubblicato per questo indicatore in questo anno."
    )


def test_small_charts_say_their_common_scale():
    assert said.same_scale([point(2022, 1.0), point(2023, 3.0)], 1, None) == (
        "Tutti i grafici hanno la stessa scala; i valori vanno da 1,0 a 3,0."
    )
    assert said.same_scale([point(2023, 3.0)], 0, None).endswith("il valore è sempre 3.")
    assert said.same_scale([point(2023, None)], 0, None) == "Nessun valore da disegnare."


@pytest.mark.parametrize(
    "esito, giudizio, words",
    [
        ("sopra", None, "È sopra la Lombardia (182,3)."),
        ("simile", "simile", "È simile alla Lombardia (182,3)."),
        ("sotto", "meglio", "È sotto la Lombardia (182,3), cioè meglio."),
        ("non_valutabile", None, "Il confronto con la Lombardia non è valutabile: manca l'intervallo."),
    ],
)
def test_one_comparison_is_said_in_words(esito, giudizio, words):
    row = {"esito": esito, "giudizio": giudizio, "valore": 1, "valore_riferimento": 182.31, "motivo": None}
    row["motivo"] = "manca l'intervallo" if esito == "non_valutabile" else None
    assert said.against(row, "Lombardia", {"decimali": 1, "unita": "per 100"}) == words


def test_a_comparison_that_is_not_there_says_nothing():
    assert said.against(None, "Lombardia", {}) == ""
    assert said.against({"valore": None, "esito": "non_valutabile"}, "Lombardia", {}) == ""
