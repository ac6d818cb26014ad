"""Budgets that offices send: what is wrong is told, what is right is summed once."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from tests.dbt.catena_spesa import build, deliver, document_shapes

SAD = "amb:sebino;2024;anziani;SAD;fna;stanziato;spesa"


@pytest.fixture(scope="module")
def shapes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documenti")
    document_shapes(folder / "raw", folder / "forme.duckdb")
    return folder / "forme.duckdb"


@pytest.fixture
def sent(tmp_path, shapes):
    """A function: lines of one delivery → a connection with all the models."""
    opened = []

    def make(*lines: str, also: dict[str, list[str]] | None = None) -> duckdb.DuckDBPyConnection:
        raw = tmp_path / f"raw{len(opened)}"
        deliver(raw, "2025-01-31", *lines)
        for day, more in (also or {}).items():
            deliver(raw, day, *more)
        opened.append(duckdb.connect())
        build(opened[-1], raw, shapes)
        return opened[-1]

    yield make
    for con in opened:
        con.close()


def rows(con, sql: str) -> list[tuple]:
    return con.execute(sql).fetchall()


def told(con, check: str) -> list[str]:
    """Messages of a failed check on what was sent."""
    return [m for (m,) in rows(con, f"select messaggio from int_controlli__spesa where controllo_id = '{check}' "
            "and esito = 'fallito' and fonte_id like 'bilanci_ambito/%' order by riga")]  # fmt: skip


def published(con, columns: str) -> list[tuple]:
    return rows(con, f"select {columns} from spesa where fonte_id like 'bilanci_ambito/%' order by riga")


def test_a_budget_goes_from_the_file_to_the_published_spending(sent):
    con = sent(f"{SAD};1.234,50", "com:017085;2024;Minori e famiglia;Nido;Quote dei comuni;impegnato;spesa;1000")
    assert published(con, "ente_id, area, area_utenza, fondo, fondo_stampato, importo_eur, riga") == [
        ("amb:sebino", "anziani", "anziani", "fna", "fna", Decimal("1234.50"), 2),
        ("com:017085", "famiglia_minori", "famiglia_minori", "comuni", "Quote dei comuni", Decimal("1000.00"), 3),
    ]


def test_an_unknown_fund_is_kept_apart_and_the_nearest_names_are_offered(sent):
    con = sent("amb:sebino;2024;anziani;SAD;Fondo non autosuficienze;stanziato;spesa;100")
    assert published(con, "fondo, fondo_stampato, importo_eur") == [("sconosciuto", "Fondo non autosuficienze", 100)]
    (message,) = told(con, "fondo_sconosciuto")
    assert "Riga 2" in message and "Fondo Non Autosufficienza" in message and "non riconosciuto" in message


def test_an_unknown_area_stays_as_printed_and_compares_with_nothing(sent):
    con = sent("amb:sebino;2024;Anzzziani;SAD;fna;stanziato;spesa;100")
    assert published(con, "area, area_utenza") == [("Anzzziani", None)]
    assert "Anziani" in told(con, "area_sconosciuta")[0]


def test_rows_of_a_body_that_nobody_knows_are_left_out_and_told_once(sent):
    con = sent(*[f"amb:sebbino;2024;anziani;SAD {n};fna;stanziato;spesa;100" for n in range(5)])
    assert published(con, "ente_id") == []
    (message,) = told(con, "ente_sconosciuto")
    assert "Riga 2 e altre 4" in message and "amb:sebino" in message


@pytest.mark.parametrize("printed", ["€13.7000", "1.234.50", "1,234.50", "circa 100"])
def test_a_malformed_amount_is_missing_never_another_amount(sent, printed):
    con = sent(f"{SAD};{printed}")
    assert published(con, "importo_eur, valore_stampato, motivo_assenza") == [(None, printed, "cella_non_leggibile")]
    assert rows(con, "select colonna, valore_stampato, riga from raw._celle_non_conformi "
                     "where tabella like 'consegna%'") == [
        ("importo", printed, 2)
    ]  # fmt: skip


def test_a_negative_amount_is_told_and_not_summed(sent):
    con = sent(f"{SAD};-500", "amb:sebino;2024;anziani;Telesoccorso;fna;stanziato;spesa;200")
    assert published(con, "importo_eur, motivo_assenza") == [(None, "importo_negativo"), (Decimal("200.00"), None)]
    assert "storno" in told(con, "importo_negativo")[0]


def test_a_missing_amount_is_not_zero(sent):
    con = sent(f"{SAD};")
    assert published(con, "importo_eur, motivo_assenza") == [(None, "importo_non_stampato")]


def test_two_amounts_for_one_key_are_a_rejected_row(sent):
    con = sent(f"{SAD};100", f"{SAD};200")
    assert published(con, "importo_eur") == [(100,)]
    assert len(rows(con, "select * from raw._scarti where tabella like 'consegna%'")) == 1


MATRIX = [
    "amb:sebino;2024;anziani;SAD;fnps;stanziato;spesa;100",
    "amb:sebino;2024;anziani;SAD;fna;stanziato;spesa;200",
    "amb:sebino;2024;anziani;Telesoccorso;fnps;stanziato;spesa;30",
    "amb:sebino;2024;anziani;SAD;totale;stanziato;spesa;300",
]


def totals(fnps: int, fna: int, poverta: int, telesoccorso: int = 30) -> list[str]:
    line = "amb:sebino;2024;totale;totale;{};stanziato;spesa;{}"
    return [
        f"amb:sebino;2024;anziani;Telesoccorso;totale;stanziato;spesa;{telesoccorso}",
        line.format("fnps", fnps), line.format("fna", fna), line.format("poverta", poverta),
        line.format("totale", fnps + fna + poverta),
    ]  # fmt: skip


def test_totals_are_compared_and_never_added(sent):
    con = sent(*MATRIX, *totals(130, 200, 0))
    assert rows(con, "select sum(importo_eur) from spesa where fonte_id like 'bilanci_ambito/%'") == [(330,)]
    assert told(con, "spesa_matrice") == []
    assert rows(con, "select livello, totale_stampato_eur, scarto_eur from spesa_matrice where ente_id = 'amb:sebino' "
                "and livello in ('fondo', 'totale') order by all") == [
        ("fondo", 130, 0), ("fondo", 200, 0), ("totale", 330, 0),
    ]  # fmt: skip


def test_the_one_cell_whose_move_closes_a_matrix_is_named(sent):
    con = sent(*MATRIX, *totals(100, 230, 0))
    (message,) = told(con, "spesa_matrice")
    assert "una sola cella" in message
    assert "30 euro della riga «anziani | Telesoccorso» da «Fondo nazionale politiche sociali (FNPS)»" in message
    assert "+30 euro" in message and "-30 euro" in message


def test_the_one_cell_whose_amount_is_wrong_is_named(sent):
    con = sent(*MATRIX, *totals(150, 200, 0, telesoccorso=50))
    (message,) = told(con, "spesa_matrice")
    assert "«anziani | Telesoccorso»" in message and "da 30 euro a 50 euro" in message


def test_cells_that_stand_one_column_beside_their_own_are_found_together(sent):
    """fnps, fna, poverta: both SAD cells belong one column to the right."""
    con = sent(*MATRIX, "amb:sebino;2024;anziani;Voucher;poverta;stanziato;spesa;0", *totals(30, 100, 200))
    (message,) = told(con, "spesa_matrice")
    assert "Chiude spostando 2 celle di una colonna, in un solo modo" in message


def test_money_handed_to_a_body_of_the_same_ambito_is_counted_once(sent):
    con = sent(
        "com:017085;2024;anziani;SAD;comuni;consuntivo;spesa;300;;;;;singola;",
        "com:017085;2024;anziani;Quota al capofila;comuni;consuntivo;spesa;100;;;;;associata;amb:sebino",
        "amb:sebino;2024;anziani;SAD associato;comuni;consuntivo;spesa;100;;;;;associata;",
    )
    query = """select lorda_eur, trasferimenti_eur, consolidata_eur, singola_eur, associata_eur, doppio_conteggio_pct
        from spesa_consolidata where ambito_id = 'amb:sebino' and anno = 2024"""
    assert rows(con, query) == [(500, 100, 400, 300, 100, 25.0)]


def test_money_handed_outside_the_ambito_is_not_taken_away(sent):
    con = sent("com:017085;2024;anziani;Quota;comuni;consuntivo;spesa;100;;;;;;amb:dalmine")
    assert rows(con, "select consolidata_eur, trasferimenti_esterni_eur from spesa_consolidata "
                "where ambito_id = 'amb:sebino'") == [(100, 100)]  # fmt: skip


def test_a_part_of_a_chapter_is_not_added_to_its_chapter(sent):
    con = sent(f"{SAD};1000;;40;SAD;;;", "amb:sebino;2024;anziani;SAD notturno;fna;stanziato;spesa;100;;40;SAD;si;;")
    assert rows(con, "select importo_eur, non_sommate from spesa_matrice where ente_id = 'amb:sebino' "
                "and livello = 'totale'") == [(1000, 1)]  # fmt: skip


def test_of_two_deliveries_about_one_year_the_later_counts_and_both_stay(sent):
    con = sent(f"{SAD};100", also={"2025-03-31": [f"{SAD};150"]})
    assert sorted(published(con, "importo_eur, corrente")) == [(100, False), (150, True)]


def test_less_than_half_of_the_fnps_for_minors_is_told_where_the_region_asks_it(sent):
    con = sent(
        "amb:sebino;2024;famiglia_minori;Tutela;fnps;stanziato;spesa;40",
        "amb:sebino;2024;anziani;SAD;fnps;stanziato;spesa;60",
    )
    (message,) = told(con, "quota_fnps_minori_lombardia")
    assert "il 40,0 %" in message and "mancano 10 euro" in message


def test_exactly_half_of_the_fnps_is_enough(sent):
    con = sent(
        "amb:sebino;2024;famiglia_minori;Tutela;fnps;stanziato;spesa;50",
        "amb:sebino;2024;anziani;SAD;fnps;stanziato;spesa;50",
    )
    assert told(con, "quota_fnps_minori_lombardia") == []


def test_a_share_is_not_judged_while_unknown_areas_could_decide_it(sent):
    con = sent(
        "amb:sebino;2024;famiglia_minori;Tutela;fnps;stanziato;spesa;40",
        "amb:sebino;2024;Area misteriosa;Altro;fnps;stanziato;spesa;60",
    )
    assert told(con, "quota_fnps_minori_lombardia") == []


def test_a_fund_spent_beyond_what_it_assigned_is_told(sent):
    con = sent(
        "amb:sebino;2024;tutte;Assegnazione;fnps;stanziato;entrata;100",
        "amb:sebino;2024;anziani;SAD;fnps;stanziato;spesa;120",
    )
    (message,) = told(con, "fondo_assegnato")
    assert "assegnati 100 euro, destinati 120 euro (+20 euro)" in message


def test_a_jump_of_a_fund_from_one_year_to_the_next_is_out_of_range(sent):
    con = sent(
        "amb:sebino;2023;anziani;SAD;fna;consuntivo;spesa;100",
        "amb:sebino;2024;anziani;SAD;fna;consuntivo;spesa;141",
    )
    (message,) = told(con, "variazione_spesa_fondo")
    assert "da 100 euro a 141 euro (+41,0 %)" in message and "da -25 % a 40 %" in message


def test_a_state_that_does_not_exist_is_told_and_its_rows_left_out(sent):
    con = sent("amb:sebino;2024;anziani;SAD;fna;speso;spesa;100")
    assert published(con, "riga") == []
    assert "atteso programmato, previsione" in told(con, "stato_spesa_non_ammesso")[0]
