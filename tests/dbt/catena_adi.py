"""The models of the ADI cases on a small database in memory, by the text that dbt builds."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import duckdb

from warehouse.cli.modelli import PROJECT, create_functions, create_seed, render

SEEDS = (
    "adi_regole", "adi_dimensione", "adi_limite",
    "adi_modalita", "adi_esonero", "adi_esito_riga", "adi_comune_alias", "soglia_soppressione",
)  # fmt: skip
MODELS = (
    "stg_riservato__casi", "stg_riservato__pubblicati", "int_adi__nomi_comuni", "int_adi__consegne",
    "int_adi__righe", "int_adi__periodi",
    "int_adi__gruppi", "int_adi__mesi", "int_adi__conteggi", "int_adi__orologio", "int_adi__letture", "int_adi__celle",
    "int_adi__legami",
)  # fmt: skip
PUBLISHED = ("int_adi__da_casi", "int_controlli__casi", "adi_orologio", "adi_lettura")
MARTS = ("adi_nuclei", "adi_tasso")

COLUMNS = {
    "fonte_id": "text", "file": "text", "riga": "integer", "ambito_id": "text", "formato": "text", "misura": "text",
    "estratto_il": "date", "caso_chiave": "text", "nucleo_chiave": "text", "comune_stampato": "text",
    "comune_codice_tipo": "text", "data_domanda": "date", "data_sottoscrizione_pad": "date",
    "data_trasmissione": "date",
    "stato_domanda": "text", "data_primo_incontro": "date", "esito_analisi": "text", "percorso": "text",
    "data_pais": "date", "componenti": "integer", "minori": "boolean", "disabili": "boolean", "over60": "boolean",
    "svantaggio": "boolean", "carichi_cura": "boolean", "classe_isee": "text", "stato_beneficio": "text",
    "data_ultimo_monitoraggio": "date", "data_inizio": "date", "data_fine": "date",
    "importo_mensile_eur": "decimal(10,2)",
    "sesso": "text", "anno_nascita": "integer", "cittadinanza": "text", "operazione": "text", "motivo_esonero": "text",
}  # fmt: skip
PUBLISHED_CELL = {
    "territorio_id": "text", "mese": "date", "misura": "text", "conteggio": "text", "dimensione": "text",
    "modalita": "text", "quantita": "text", "valore": "bigint",
}  # fmt: skip
# Two ambiti; a name that two comuni have, one in the ambito and one elsewhere; a comune of no ambito.
COMUNI = {
    "017085": ("Iseo", "E333", "amb:sebino"),
    "017106": ("Marone", "E967", "amb:sebino"),
    "017156": ("Provaglio d'Iseo", "H078", "amb:sebino"),
    "017111": ("Monte Isola", "F532", "amb:sebino"),
    "016001": ("Dalmine", "D245", "amb:dalmine"),
    "017999": ("Nessun Ambito", "Z999", None),
    "099001": ("Marone", "Z001", None),
}
USUAL: dict[str, Any] = {
    "fonte_id": "casi_sebino", "file": "casi.csv", "ambito_id": "sebino", "formato": "gepi", "misura": "adi",
    "estratto_il": date(2025, 6, 30), "comune_stampato": "017085", "comune_codice_tipo": "istat",
    "data_domanda": date(2025, 1, 10), "stato_domanda": "accolta", "stato_beneficio": "attivo", "componenti": 1,
    "data_inizio": date(2025, 2, 1), "importo_mensile_eur": 500, "sesso": "F", "anno_nascita": 1960,
    "cittadinanza": "italiana", "operazione": "I",
}  # fmt: skip


def database() -> duckdb.DuckDBPyConnection:
    """Territories, seeds, and an empty table of received cases in the reserved catalog."""
    con = duckdb.connect()
    con.execute("attach ':memory:' as riservato")
    con.execute(f"create table riservato.main.casi_ricevuti ({', '.join(f'{n} {t}' for n, t in COLUMNS.items())})")
    con.execute(
        f"create table riservato.main.casi_pubblicati ({', '.join(f'{n} {t}' for n, t in PUBLISHED_CELL.items())})"
    )
    con.execute("create table stg_raw__file (fonte_id text, tabella text, file text)")
    con.execute("create table int_comuni__codici (codice text, territorio_id text)")
    con.execute("create table int_comuni__elenchi (codice text, nome text, codice_catastale text)")
    con.execute("create table int_territori__legami (territorio_id text, padre_id text)")
    for code, (name, cadastral, ambito) in COMUNI.items():
        con.execute("insert into int_comuni__codici values (?, ?)", [code, f"com:{code}"])
        con.execute("insert into int_comuni__elenchi values (?, ?, ?)", [code, name, cadastral])
        if ambito:
            con.execute("insert into int_territori__legami values (?, ?)", [f"com:{code}", ambito])
    create_functions(con)
    for seed in SEEDS:
        create_seed(con, seed)
    return con


def receive(con: duckdb.DuckDBPyConnection, *cases: dict[str, Any]) -> None:
    """Received rows: what a case does not say is as usual; row, domanda and applicant are numbered."""
    start = con.execute("select count(*) from riservato.main.casi_ricevuti").fetchall()[0][0]
    rows = []
    for number, case in enumerate(cases, start=start + 2):
        own = {"riga": number, "caso_chiave": f"caso{number}", "nucleo_chiave": f"nucleo{number}", **case}
        unknown = set(own) - set(COLUMNS)
        assert not unknown, f"not columns of a case: {unknown}"
        full = {**USUAL, **own}
        rows.append([full.get(column) for column in COLUMNS])
        con.execute(
            "insert into stg_raw__file select ?, 'tabella', ? where not exists (from stg_raw__file where file = ?)",
            [full["fonte_id"], full["file"], full["file"]],
        )
    con.executemany(f"insert into riservato.main.casi_ricevuti values ({', '.join('?' * len(COLUMNS))})", rows)


def count(con: duckdb.DuckDBPyConnection) -> None:
    """Make every model up to cells and equations, in the reserved catalog as the build does."""
    for model in MODELS:
        con.execute(f"create or replace table {model} as {_written(model)}")


def publish(con: duckdb.DuckDBPyConnection) -> None:
    """Protect with the room that the build uses, then make what is published."""
    from suppression import suppress

    states = suppress(con.sql("from int_adi__celle").pl(), con.sql("from int_adi__legami").pl())  # noqa: F841
    con.execute("create or replace table int_adi__protezione as from states")
    for model in PUBLISHED:
        con.execute(f"create or replace table {model} as {_written(model)}")


def show(con: duckdb.DuckDBPyConnection, marts: tuple[str, ...] = MARTS) -> None:
    """Make the marts that show cases, where INPS has published nothing, and what is looked at in the end."""
    if marts:
        con.execute("create or replace table int_adi__pubblicati as from int_adi__da_casi limit 0")
        con.execute(
            "create or replace table popolazione_territorio as select distinct territorio_id, 2025 as anno, 9000 as "
            "residenti, true as corrente, 'residenti_istat' as base_popolazione, 'totale' as cittadinanza, "
            "'istat/2025' as fonte_id from int_adi__da_casi"
        )
    for model in (*marts, "ver_adi__cifre"):
        con.execute(f"create or replace table {model} as {_written(model)}")


@cache
def _written(model: str) -> str:
    """To write a model out takes longer than to run it on a few rows."""
    (path,) = (PROJECT / "models").rglob(f"{model}.sql")
    return render(path.read_text("utf-8"))


def ask(con: duckdb.DuckDBPyConnection, query: str) -> list[tuple]:
    return con.execute(query).fetchall()
