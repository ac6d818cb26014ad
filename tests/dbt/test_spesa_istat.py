"""ISTAT's social spending by ambito, from the real sample of its SDMX-CSV."""

from __future__ import annotations

import shutil
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from ingest.load import load
from ingest.proposta import propose, write_sidecar
from warehouse.cli.modelli import create_functions, create_model, create_seed, render

SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "dati" / "istat" / "SPESESERSOC1_ambiti_2021_2023.csv"


@pytest.fixture(scope="module")
def istat(tmp_path_factory):
    """A connection with the mart made from the sample and from an ambito that the seed declares."""
    if not SAMPLE.is_file():
        pytest.skip(f"the real sample is not beside the checkout: {SAMPLE.name}")
    folder = tmp_path_factory.mktemp("raw") / "istat_sdmx"
    folder.mkdir()
    shutil.copy(SAMPLE, folder)
    write_sidecar(folder, propose(folder, acquisito_il=date(2026, 1, 31)))
    with duckdb.connect() as con, tempfile.TemporaryDirectory() as cache:
        load(con, [folder.parent], Path(cache))
        create_functions(con)
        for seed in ("area_utenza", "misura_spesa_istat", "territorio_istat"):
            create_seed(con, seed)
        con.execute("insert into territorio_istat values ('T03042', 'amb:merate_prova', 'ambito di prova')")
        con.execute("create table int_comuni__uniti (territorio_id text, codice_istat text)")
        create_model(con, "stg_raw__file")
        con.execute(
            "create view dim_fonte as select fonte_id || '/' || tabella as fonte_id, rilasciato_il from stg_raw__file"
        )
        create_model(con, "stg_istat__sdmx")
        create_model(con, "spesa_sociale_istat", "table")
        con.execute(
            "create table dim_territorio as from (values ('amb:isola', 'Ambito Isola Bergamasca', 'Isola Bergamasca', "
            "'ambito'), ('amb:merate_prova', 'Ambito di prova', 'Prova', 'ambito')) "
            "as t(territorio_id, nome, nome_breve, livello)"
        )
        yield con


def judge(con) -> None:
    """The ambiti of ISTAT against ours, as the table ``ambiti_giudicati``."""
    con.execute(f"create or replace table ambiti_giudicati as {render('{{ controlli_ambiti_istat() }}')}")


def rows(con, sql: str) -> list[tuple]:
    return con.execute(sql).fetchall()


def test_spending_and_the_amount_per_resident_stand_in_one_row(istat):
    assert rows(istat, "select spesa_eur, per_residente_eur, area_utenza, utenti from spesa_sociale_istat "
                "where ref_area = 'T03042' and anno = 2023 and e_totale") == [
        (Decimal(3953289), Decimal(209), "famiglia_minori", None)
    ]  # fmt: skip


def test_an_ambito_of_istat_is_ours_only_where_it_is_declared(istat):
    found = dict(rows(istat, "select distinct ref_area, territorio_id from spesa_sociale_istat"))
    assert found == {"ITC4": "reg:03", "T03042": "amb:merate_prova", "T03010": None, "T03040": None}
    missing = rows(istat, "select distinct motivo_assenza from spesa_sociale_istat where territorio_id is null")
    assert missing == [("territorio_non_dichiarato",)]


def test_the_row_of_all_services_is_told_from_the_services(istat):
    found = rows(istat, "select e_totale, servizio_codice from spesa_sociale_istat where ref_area = 'T03010' "
                 "and anno = 2021 order by all")  # fmt: skip
    assert found == [(False, "RICSOC"), (True, "ALL")]


def test_a_service_without_spending_is_zero_as_istat_prints_it(istat):
    assert rows(istat, "select spesa_eur from spesa_sociale_istat where servizio_codice = 'CONTEMP'") == [(0,)]


@pytest.fixture
def with_total(istat):
    """In all areas 5.000.000 euro, 100 for each resident: 50.000 of them."""
    istat.execute(
        "insert into spesa_sociale_istat by name select territorio_id, ref_area, territorio_nome, anno, "
        "'TOT' as utenza_codice, 'ALL' as servizio_codice, true as e_totale, 5000000 as spesa_eur, "
        "100 as per_residente_eur, corrente, fonte_id, file, riga from spesa_sociale_istat "
        "where ref_area = 'T03042' and anno = 2023 and e_totale"
    )
    yield istat
    istat.execute("delete from spesa_sociale_istat where utenza_codice = 'TOT'")


@pytest.mark.parametrize(("residents", "outcome"), [(50_500, "superato"), (60_000, "fallito")])
def test_a_declared_bridge_is_proven_by_the_residents_that_the_figures_imply(with_total, residents, outcome):
    with_total.execute(
        f"create or replace table indicatore_valore as select 'amb:merate_prova' as territorio_id, 2023 as anno, "
        f"{residents} as valore, 'residenti' as indicatore_id, true as corrente, "
        "'residenti_istat' as base_popolazione"
    )
    judge(with_total)
    (found,) = rows(with_total, "select esito, messaggio from ambiti_giudicati "
                    "where controllo_id = 'ambito_istat_residenti'")  # fmt: skip
    assert found[0] == outcome and "circa 50.000 residenti" in found[1]


def test_a_code_with_the_name_of_one_of_our_ambiti_is_offered_and_never_taken(istat):
    istat.execute("create table if not exists indicatore_valore as select 'x' as territorio_id, 2023 as anno, "
                  "1 as valore, 'residenti' as indicatore_id, true as corrente, '' as base_popolazione")  # fmt: skip
    judge(istat)
    offered = rows(istat, "select valore_stampato, territorio_id from ambiti_giudicati "
                   "where controllo_id = 'ambito_istat_non_dichiarato'")  # fmt: skip
    assert offered == [("T03010", "amb:isola")]
