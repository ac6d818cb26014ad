"""The generated sentences are right Italian for none, one, many and missing."""

from dashboards.components import sentences
from dashboards.components.text import (
    counted,
    indicator_with_article,
    of,
    sentence_case,
    source_line,
    spaced,
    territory_label,
    with_article,
)


def comune(nome, valore, numeratore=900, denominatore=500):
    return {"nome": nome, "valore": valore, "numeratore": numeratore, "denominatore": denominatore}


def test_articles_follow_the_name():
    assert with_article("Ambito 5 Sebino") == "l'Ambito 5 Sebino"
    assert with_article("Provincia di Brescia") == "la Provincia di Brescia"
    assert with_article("Lombardia") == "la Lombardia"
    assert with_article("Iseo") == "Iseo"
    assert of("Ambito 5 Sebino") == "dell'Ambito 5 Sebino"
    assert of("Distretto del Garda") == "del Distretto del Garda"
    assert of("Marche") == "delle Marche"
    assert of("Iseo") == "di Iseo"


def test_an_indicator_has_its_article_inside_a_sentence():
    assert indicator_with_article("Indice di vecchiaia") == "l'indice di vecchiaia"
    assert indicator_with_article("Età media") == "l'età media"
    assert indicator_with_article("Quota di donne") == "la quota di donne"
    assert indicator_with_article("Residenti") == "i residenti"
    assert indicator_with_article("Tasso di natalità") == "il tasso di natalità"


def test_who_is_in_the_bda_is_looked_after_and_not_resident():
    assert counted("Residenti", "assistiti_bda") == "Assistiti"
    assert counted("Residenti", "residenti_istat") == "Residenti"
    assert spaced("almeno 50%") == "almeno 50\N{NO-BREAK SPACE}%"


def test_a_territory_says_what_it_is():
    assert territory_label({"nome": "Iseo", "livello": "comune"}) == "Iseo (comune)"
    assert territory_label({"nome": "Lombardia", "livello": "regione"}) == "Lombardia (regione)"
    assert territory_label({"nome": "Provincia di Brescia", "livello": "provincia"}) == "Provincia di Brescia"
    assert territory_label({"nome": "Ambito di Dalmine", "livello": "ambito"}) == "Ambito di Dalmine"


def test_the_pyramid_speaks_of_old_and_young():
    said = sentences.pyramid(23.05, 12.6, "50–54", "Lombardia", 54239)
    assert said == (
        "Su 100 residenti 23 hanno almeno 65 anni e 13 meno di 15. "
        "La linea è la Lombardia, portata alla stessa popolazione: qui la classe più numerosa è 50–54 anni."
    )
    assert sentences.pyramid(1.2, 13, "50–54", None, 10).startswith("Su 100 residenti 1 ha almeno 65 anni")
    assert sentences.pyramid(None, None, None, None, 0) == "Per questo territorio non ci sono residenti da contare."


def test_a_spread_names_the_ends_and_warns_of_small_numbers():
    rows = [comune("Paratico", 136.8), comune("Zone", 347.8, 306, 88), comune("Iseo", 227.6)]
    assert sentences.spread(rows, 0) == (
        "Da 137 (Paratico) a 348 (Zone). Dove si contano meno di 100 persone il valore è instabile: Zone."
    )


def test_a_spread_of_one_of_equals_and_of_none():
    assert sentences.spread([comune("Iseo", 227.6)], 1) == "Iseo: 227,6."
    assert sentences.spread([comune("Iseo", 2.0), comune("Zone", 2.0)], 0) == "Il valore è lo stesso ovunque: 2."
    assert sentences.spread([comune("Iseo", None)], 0).startswith("Nessun comune ha un valore")


def test_missing_values_agree_in_number():
    rows = [comune("a", 1.0), comune("b", 2.0), comune("c", None)]
    assert sentences.spread(rows, 0).endswith("1 comune è senza valore.")
    assert sentences.spread([*rows, comune("d", None)], 0).endswith("2 comuni sono senza valore.")


def test_a_change_is_signed_and_a_percentage_changes_by_points():
    row = {"anno": 2023, "valore_anno_precedente": 54250, "differenza": -11, "variazione_pct": -0.02}
    assert sentences.change(row) == "−11 sul 2022 (meno dello 0,1\N{NO-BREAK SPACE}%)"
    assert sentences.change(row | {"provvisorio": True}).endswith("), dato provvisorio")
    share = {"anno": 2023, "valore_anno_precedente": 13.0, "differenza": -0.4, "variazione_pct": -2.9}
    assert sentences.change(share, 1, "%") == "−0,4\N{NO-BREAK SPACE}punti sul 2022"
    assert sentences.change({"anno": 2022, "valore_anno_precedente": None, "differenza": None}) == ""
    assert sentences.change(None) == ""


def test_titles_count_the_comuni_in_words():
    assert sentences.comuni_title(12, "Ambito 5 Sebino", "comune") == "I dodici comuni dell'Ambito 5 Sebino"
    assert sentences.comuni_title(1, "Ambito 5 Sebino", "comune") == "Il comune"
    assert sentences.comuni_title(12, "Lombardia", "provincia") == "Le province della Lombardia"
    assert sentences.comuni_title(20, "Italia", "regione") == "Le regioni"


def test_a_printed_value_is_told_apart_from_istats():
    row = {
        "nome": "Residenti",
        "decimali": 0,
        "valore_stampato": 54346.0,
        "valore_istat": 54239.0,
        "scarto_istat": 107.0,
        "anno_istat": 2023,
        "istat_provvisorio": True,
        "data_riferimento": "2024-01-01",
    }
    said = sentences.printed_against_istat(row)
    assert "stampa 54.346 (residenti, 1° gennaio 2024)" in said
    assert "ISTAT dà 54.239 al 1° gennaio 2023, provvisorio: +107." in said
    assert "vedi «Perché?»" in said
    reason = sentences.printed_against_istat(row | {"nota_tabella": "Sono i totali definitivi del 2023."})
    assert reason.endswith("+107. Sono i totali definitivi del 2023.") and "date dichiarate" not in reason
    assert "coincidono" in sentences.printed_against_istat(row | {"scarto_istat": 0.0})
    assert "non ha un valore" in sentences.printed_against_istat(row | {"valore_istat": None})


def test_the_band_of_the_checks_agrees_in_number():
    said = sentences.checks_band({"eseguiti": 2818, "errori": 1, "avvisi": 0})
    assert said == "1 errore grave e nessun avviso su 2.818 controlli."
    assert sentences.checks_band({"eseguiti": 5, "errori": 0, "avvisi": 0}) == "Tutti i controlli sono superati."
    assert sentences.checks_band({}) == "Nessun controllo è stato registrato in questa versione."


def test_the_source_line_says_source_date_and_that_data_are_provisional():
    source = {
        "ente": "ISTAT (tramite un pacchetto)",
        "titolo": "Popolazione",
        "titolo_tabella": "Residenti per età",
        "documento": None,
        "data_riferimento": "2023-01-01",
        "provvisorio": True,
        "righe_documento": None,
    }
    assert (
        source_line(source) == "ISTAT (tramite un pacchetto), Residenti per età · dati al 1° gennaio 2023 (provvisori)"
    )
    paper = source | {"documento": "002.txt", "righe_documento": "944-957", "provvisorio": False}
    assert source_line(paper) == "Popolazione · «Residenti per età» · righe 944-957 · dati al 1° gennaio 2023"
    assert "riga 777" in source_line(paper | {"righe_documento": "777"})
    assert source_line(None) == ""


def test_shouted_titles_are_made_readable():
    assert sentence_case("REDAZIONE REGOLAMENTI") == "Redazione regolamenti"
    assert sentence_case("Progetto PIPPI") == "Progetto PIPPI"
    assert sentence_case(None) == "senza titolo"
