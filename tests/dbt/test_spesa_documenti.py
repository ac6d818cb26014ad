"""What the documents print about money is all there, at its line; and what they get wrong is told."""

from __future__ import annotations

import csv
import os
import re
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT / "dbt_project" / "seeds"
DOCUMENTS = Path(os.environ.get("LEPS_DOCUMENTI", ROOT.parent / "shared" / "fonti"))
TEXT_OF = {
    "bbc_piano_programma_2020_2022": "000_0c63f89f3dc892c3.txt",
    "cremona_piano_operativo_2015": "004_30f3b5d5de91af8e.txt",
    "dalmine_verso_piano_zona_2021_2023": "001_2b29bd162933aee4.txt",
    "ovest_solidale_performance_2025": "003_4a46b3601b41ba82.txt",
    "sebino_piano_zona_2025_2027": "002_1c19e498158622b2.txt",
}
documents = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason=f"source documents absent: no folder {DOCUMENTS}")


def rows(con, sql: str) -> list[tuple]:
    return con.execute(sql).fetchall()


def failed(con, check: str, like: str = "%") -> list[str]:
    query = "select messaggio from qualita.controllo where controllo_id = ? and esito = 'fallito' and fonte_id like ?"
    return [m for (m,) in con.execute(query, [check, like]).fetchall()]


def lines(source: str) -> list[str]:
    return (DOCUMENTS / TEXT_OF[source]).read_text("utf-8").split("\n")


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


# Cremona


def test_every_line_from_a1_to_f5_is_there_also_those_without_funds(con):
    found = rows(con, "select distinct split_part(servizio, ' ', 1) from marts.spesa where ente_id = 'amb:cremona' "
                 "and anno = 2015 and verso = 'spesa' and area <> 'G'")  # fmt: skip
    expected = {f"{a}.{n}" for a, many in zip("ABCDEF", (4, 4, 7, 6, 4, 5), strict=True) for n in range(1, many + 1)}
    assert {code for (code,) in found} == expected


def test_the_corrected_matrix_closes_by_rows_columns_and_total(con):
    open_cells = rows(con, "select livello, area, fondo, scarto_eur from marts.spesa_matrice "
                           "where ente_id = 'amb:cremona' "
                      "and anno = 2015 and verso = 'spesa' and versione = 'corretta' and scarto_eur <> 0")  # fmt: skip
    assert open_cells == []
    total = rows(con, "select importo_eur, totale_stampato_eur from marts.spesa_matrice where ente_id = 'amb:cremona' "
                 "and anno = 2015 and verso = 'spesa' and versione = 'corretta' and livello = 'totale'")  # fmt: skip
    assert total == [(5_725_887, 5_725_887)]


def test_the_printed_matrix_stays_visible_beside_the_corrected_one(con):
    found = dict(rows(con, "select fondo, scarto_eur from marts.spesa_matrice "
                           "where ente_id = 'amb:cremona' and anno = 2015 "
                      "and versione = 'stampata' and livello = 'fondo' and scarto_eur <> 0"))  # fmt: skip
    assert found == {
        "fnps": Decimal(365_000 + 43_501), "fsr_altri_regionali": Decimal(-250_000 + 188_129),
        "fna": Decimal(-115_000 - 231_630), "altro": Decimal(-84_000),
    }  # fmt: skip


def test_arithmetic_alone_finds_the_very_corrections_that_were_declared(con):
    for area, cells in (("C", 5), ("D", 3)):
        (message,) = failed(con, "spesa_matrice", f"%budget_area_{area.lower()}")
        assert f"Chiude spostando {cells} celle di una colonna, in un solo modo" in message
        for correction in seed("correzione_fondo"):
            if correction["tabella"].endswith(area.lower()):
                amount = f"{int(float(correction['importo_atteso'])):,}".replace(",", ".")
                assert f"{amount} euro della riga «{correction['codice']}»" in message


def test_the_two_totals_one_euro_off_are_told_as_rounding(con):
    found = failed(con, "cremona_triennio_totali")
    assert len(found) == 2 and all("arrotondamento" in message for message in found)


def test_a_wrong_sum_of_a_shifted_column_is_no_rounding(con):
    assert all("arrotondamento" not in message for message in failed(con, "cremona_c_colonne"))


def test_funds_of_2015_spend_what_they_assigned(con):
    found = rows(
        con, "select esito, count(*) from qualita.controllo where controllo_id = 'fondo_assegnato' group by all"
    )
    assert found == [("superato", 6)]


def test_the_state_and_regional_funds_of_2014_are_out_of_range(con):
    found = rows(con, "select variazione_pct, esito_variazione from marts.spesa_serie where ente_id = 'amb:cremona' "
                 "and genere = 'fondo' and codice = 'misto' and anno = 2014")  # fmt: skip
    assert [(round(v, 1), e) for v, e in found] == [(78.1, "fuori")]
    assert any("+78,1 %" in m for m in failed(con, "variazione_risorse_fondi_statali_regionali"))


def test_real_euro_follow_the_declared_prices_and_say_where_they_end(con):
    found = dict(rows(con, "select anno, importo_reale_eur / importo_eur from marts.spesa_serie "
                      "where ente_id = 'amb:cremona' and genere = 'totale' and verso = 'entrata'"))  # fmt: skip
    assert float(found[2013] / found[2014]) == pytest.approx(1.002, abs=1e-6)
    missing = rows(
        con, "select distinct importo_reale_eur, motivo_assenza_reale from marts.spesa_serie where anno = 2025"
    )
    assert missing == [(None, "deflatore_non_dichiarato")]


# Bassa Bresciana Centrale


def test_budgets_of_three_years_are_not_divided_by_three(con):
    found = rows(con, "select importo_eur, periodo_dichiarato from marts.spesa "
                 "where ente_id = 'amb:bassa_bresciana_centrale' and servizio like 'Tutela Minori%'")  # fmt: skip
    assert found == [(180_000, "non dichiarato se annuale o triennale (2020-21-22)")]


# Ovest Solidale


@documents
def test_every_chapter_that_the_text_names_is_a_row_with_its_line(con):
    """«Cap. n. 32», «Cap n48», «Cap. 4»: counted in the text by its own expression."""
    chapter = re.compile(r"\b[Cc]ap\.?\s*(?:n\.?)?\s*(\d+)")
    printed = sorted(
        (number, int(found)) for number, line in enumerate(lines("ovest_solidale_performance_2025"), 1)
        for found in chapter.findall(line)
    )  # fmt: skip
    loaded = rows(con, "select riga_documento, capitolo::integer from marts.spesa where ente_id = 'amb:brescia_ovest'")
    assert len(printed) == 52
    assert sorted((int(line.split("-")[0]), chapter) for line, chapter in loaded) == printed


def test_spending_and_income_that_differ_are_told_by_objective(con):
    found = failed(con, "spesa_ricavo_obiettivo")
    assert {re.match(r"Obiettivo (\w+)", m)[1] for m in found} == {"os_26", "os_30"}
    assert any("(-25.000 euro)" in m for m in found)


def test_a_chapter_with_two_amounts_is_told_with_the_lines_of_both(con):
    (message,) = [m for m in failed(con, "capitolo_due_importi") if m.startswith("Capitolo 59 di spesa")]
    assert "490.000 euro (riga 321)" in message and "710.000 euro (riga 323)" in message


def test_sums_leave_out_parts_of_chapters_and_amounts_cited_again(con):
    left_out = rows(con, "select capitolo, importo_eur from marts.spesa where ente_id = 'amb:brescia_ovest' "
                    "and verso = 'spesa' and not sommabile and importo_eur is not null")  # fmt: skip
    assert ("37", Decimal("715000.00")) in left_out and ("59", Decimal("490000.00")) in left_out
    assert rows(con, "select count(*) from marts.spesa where not sommabile and motivo_non_sommabile is null") == [(0,)]


# Dalmine


def test_rewards_are_twenty_thousand_for_each_of_two_goals_and_fifty_thousand_more(con):
    found = rows(
        con, "select importo_eur, acconto_eur, saldo_eur from marts.programmazione_premialita order by quota desc"
    )
    assert found == [(20_000, 4_000, 16_000), (20_000, 4_000, 16_000), (50_000, 10_000, 40_000)]
    assert failed(con, "premialita_acconto_saldo") == []


def test_projects_counted_by_area_are_set_against_those_listed(con):
    found = {a: (counted, listed) for a, counted, listed in rows(
        con, "select area_codice, contati, elencati_area from marts.programmazione_riscontro")}  # fmt: skip
    assert found["ambito"] == (65, 65) and found["somma_aree"] == (60, 68) and found["generali"] == (26, 27)


# Links


def test_a_line_serves_leps_for_no_more_than_it_spends(con):
    over = rows(con, "select fonte_id, riga, colonna from marts.spesa_leps as l inner join marts.spesa as s "
                "using (fonte_id, riga, colonna) "
                "group by all having sum(l.importo_eur) > any_value(s.importo_eur)")  # fmt: skip
    assert over == []


def test_every_link_to_a_leps_names_one_that_the_plan_has(con):
    for table in ("spesa_leps", "programmazione_filo"):
        assert rows(con, f"select leps_nome from marts.{table} where leps_nome is not null and leps_nome not in "
                    "(select leps_nome from marts.leps_registro)") == []  # fmt: skip


def test_every_thread_that_names_an_objective_finds_it(con):
    assert rows(con, "select filo_id from marts.programmazione_filo "
                     "where obiettivo_id is not null and obiettivo_id not in "
                "(select obiettivo_id from marts.programmazione_obiettivo)") == []  # fmt: skip


def test_a_thread_shows_what_its_objective_spends_for_its_leps(con):
    found = rows(
        con, "select spesa_eur, spesa_leps_eur from marts.programmazione_filo where filo_id = 'ovest_dimissioni_pnrr'"
    )
    assert found == [(483_800, 62_800)]


@documents
@pytest.mark.parametrize("alias", [a for a in seed("fondo_alias") if a["raccolta"]],
                         ids=lambda a: f"{a['raccolta'].split('_')[0]}-{a['nome_stampato'][:40]}")  # fmt: skip
def test_every_alias_of_a_fund_stands_on_its_declared_line(alias):
    line = re.sub(r"[“”]", '"', lines(alias["raccolta"])[int(alias["riga_documento"]) - 1])
    name = re.escape(alias["nome_stampato"])
    assert re.search(rf"(?<![^\W\d_]){name}(?!\w)", line)  # «Cap. n.37Disabilità» stands without a space


@documents
def test_every_declared_line_of_links_and_threads_exists_and_speaks_of_them():
    words = {
        "Incremento SAD": "SAD", "Prevenzione dell'allontanamento familiare": "PIPPI",
        "Servizi sociali per le dimissioni protette": "imissioni", "Pronto intervento sociale": "ronto intervento",
        "Supervisione del personale dei servizi sociali": "supervisione",
        "Servizio sociale professionale": "ervizio sociale professionale",
        "Reddito di cittadinanza ora Assegno di Inclusione (ADI)": "INCLUSIONE",
    }  # fmt: skip
    for link in seed("spesa_leps_dichiarato"):
        line = lines(link["fonte_id"].split("/")[0])[int(link["riga_documento"]) - 1]
        assert words[link["leps_nome"]].lower() in line.lower(), link
    for thread in seed("programmazione_filo_dichiarato"):
        for column in ("riga_precedente", "riga_esito", "riga_nuovo", "riga_leps"):
            if thread[column]:
                assert lines(thread["raccolta"])[int(thread[column]) - 1].strip(), (thread["filo_id"], column)
