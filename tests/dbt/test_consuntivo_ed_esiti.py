"""The regional final account and the outcome sheet of a plan, from the delivered file to the published rows."""

from __future__ import annotations

import shutil
from decimal import Decimal

import duckdb
import pytest

from ingest.proposta import propose, write_sidecar
from tests.dbt.catena_spesa import build, document_shapes
from tests.ingest.bilancio import DAY, PLAN, filled_account, filled_outcomes
from warehouse.cli.modelli import create_model, create_seed

MODELS = (
    "int_deflatore", "spesa_serie", "spesa_stati", "spesa_consuntivo", "int_leps__ambiti", "stg_programmazione__esiti",
    "int_programmazione__risposte", "int_programmazione__esiti", "int_controlli__esiti", "programmazione_scheda",
)  # fmt: skip
HEADER = (
    "ente_id,anno,gestione,area,servizio,utenti,costo,copertura_comuni,copertura_utenti,copertura_fnps,"
    "copertura_fsr,copertura_fna,copertura_altro\n"
)
ACCOUNT = f"""{HEADER}com:017085,2024,singola,Anziani,SAD,10,"1.000,00",800,200,,,,
com:017085,2024,singola,Disabili,,3,500,480,,,,,
com:017085,2024,singola,Famiglia e minori,Nido,,300,,,,,,
com:017085,2024,singola,totale,,,1800,,,,,,
"""


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    """A connection with every model made from one workbook of each template and one final account as CSV."""
    folder = tmp_path_factory.mktemp("consuntivo")
    raw = folder / "raw"
    for name in ("consuntivi", "consuntivi_csv", "esiti"):
        (raw / name).mkdir(parents=True)
    filled_account(raw / "consuntivi")
    filled_outcomes(raw / "esiti")
    (raw / "consuntivi_csv" / "iseo.csv").write_text(ACCOUNT, "utf-8")
    for source in raw.iterdir():
        write_sidecar(source, propose(source, acquisito_il=DAY))
    document_shapes(folder / "documenti", folder / "forme.duckdb")
    with duckdb.connect() as con:
        build(con, raw, folder / "forme.duckdb")
        con.execute(
            "create table indicatore_valore as select 'com:017085' as territorio_id, 2023 as anno, 9000 as valore, "
            "'residenti' as indicatore_id, true as corrente, 'residenti_istat' as base_popolazione"
        )
        for seed in ("deflatore", "esito_scala", "programmazione_filo_dichiarato"):
            create_seed(con, seed)
        for model in MODELS:
            create_model(con, model, "table")
        yield con
    shutil.rmtree(raw)


def rows(con, sql: str) -> list[tuple]:
    return con.execute(sql).fetchall()


def test_who_paid_the_cost_of_an_area_is_spending_by_fund(con):
    assert rows(con, "select area, fondo, gestione, importo_eur, colonna, corrente from spesa "
                "where ente_id = 'amb:sebino' and stato_spesa = 'consuntivo' order by riga, colonna") == [
        ("famiglia_minori", "comuni", "associata", Decimal("700.00"), "copertura_comuni", True),
        ("famiglia_minori", "fnps", "associata", Decimal("200.00"), "copertura_fnps", True),
        ("famiglia_minori", "utenti", "associata", Decimal("100.00"), "copertura_utenti", True),
        ("disabili", "comuni", "associata", Decimal("500.50"), "copertura_comuni", True),
    ]  # fmt: skip


def test_a_cost_that_nothing_covers_is_a_line_of_no_declared_fund(con):
    assert rows(con, "select fondo, importo_eur, servizio from spesa where ente_id = 'com:017085' "
                "and area = 'famiglia_minori'") == [("non_dichiarato", 300, "Nido")]  # fmt: skip


def test_cost_users_and_their_ratios_stand_in_one_row(con):
    query = """select costo_eur, coperto_eur, scarto_eur, comuni_pct, utenti, per_utente_eur, per_residente_eur,
        utenti_per_1000, ic95_inf < utenti_per_1000 and utenti_per_1000 < ic95_sup, anno_residenti
        from spesa_consuntivo where ente_id = 'com:017085' and area = 'anziani'"""
    assert rows(con, query) == [
        (1000, 1000, 0, 80.0, 10, 100, Decimal("0.11"), pytest.approx(10 / 9), True, 2023)
    ]  # fmt: skip


def test_users_are_never_added_over_areas_and_missing_ones_say_why(con):
    assert rows(con, "select livello, utenti, motivo_assenza_utenti from spesa_consuntivo "
                "where ente_id = 'com:017085' order by livello, riga") == [
        ("riga", 10, None), ("riga", 3, None), ("riga", None, "utenti_non_scritti"),
        ("totale", None, "utenti_non_sommabili"),
    ]  # fmt: skip


def test_coverages_that_do_not_make_the_cost_are_told_by_row_with_the_difference(con):
    (message,) = [m for (m,) in rows(con, "select messaggio from int_controlli__spesa_matrici where esito = 'fallito' "
                                     "and fonte_id like 'consuntivi%'")]  # fmt: skip
    assert "Iseo" in message and "«Disabili | Tutta l'area» -20 euro" in message
    assert "una sola cella: una della riga «Disabili | Tutta l'area», che deve crescere di 20 euro" in message
    (closed,) = rows(con, "select messaggio from int_controlli__spesa_matrici where fonte_id like 'consuntivi/%'")
    assert "tornano tutti i 3 totali" in closed[0]


def test_the_outcome_of_an_objective_goes_from_the_workbook_to_the_published_row(con):
    query = f"""select piano, grado_pct, stato, giudizio_utenti, utilizzo_pct, criticita, cambiamento_nome, continuita,
        riproposto, corrente from programmazione_scheda where obiettivo = 'Potenziamento della governance'
        and piano = '{PLAN}'"""
    assert rows(con, query) == [
        (PLAN, 100.0, "attuato", "positivo", 80.0, "Poco personale", "Medio", "no", "modificato", True)
    ]  # fmt: skip


def test_the_degree_says_the_state_and_one_out_of_range_is_missing(con):
    assert rows(con, "select grado_pct, stato, motivo_assenza_grado from programmazione_scheda order by riga") == [
        (100, "attuato", None), (40, "parziale", None), (0, "non_attuato", None), (None, None, "cella_non_leggibile"),
    ]  # fmt: skip


def test_the_objective_that_continues_it_is_the_declared_one(con):
    assert rows(con, "select obiettivo_nuovo from programmazione_scheda where obiettivo like 'Lo sviluppo%'") == [
        ("LEPS prioritario: Incremento SAD",)
    ]


def test_answers_that_are_not_on_the_scale_are_told_with_the_nearest_ones(con):
    told = dict(rows(con, "select controllo_id, messaggio from int_controlli__esiti"))
    assert "Foglio «Esiti», riga 6, colonna «area»: «Anzziani»" in told["esito_area_non_ammesso"]
    assert "Anziani" in told["esito_area_non_ammesso"] and "Positivo" in told["esito_giudizio_utenti_non_ammesso"]
    assert rows(con, "select giudizio_utenti, area_utenza, area_nome from programmazione_scheda where ordine = 2") == [
        (None, None, "Anzziani")
    ]
