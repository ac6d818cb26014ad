"""What the marts print is looked at as a whole: a figure that would open a hidden count stops the build."""

import importlib.util
from datetime import date

import pytest

from tests.architecture.sources import ROOT
from tests.dbt.catena_adi import ask, count, database, publish, receive, show

PATH = ROOT / "dbt_project" / "models" / "verifica" / "ver_adi__audit.py"
HIDDEN = "stato_cella <> 'pubblicabile' and fonte_id = 'casi_sebino/tabella'"
JUNE = "mese = '2025-06-01' and dimensione = 'totale'"
# Hidden comuni of a month are two or more: what is said of one of them tells of the other.
A_COMUNE = f"""(select min(territorio_id) from adi_nuclei where {JUNE} and {HIDDEN})"""
A_RATE = f"""insert into adi_tasso by name
    select k.territorio_id, k.mese as periodo_dal, k.mese, k.misura, 'in_pagamento_nel_mese' as conteggio,
        'nuclei' as quantita, k.fonte_id, p.residenti, {{}}
    from int_adi__conteggi as k join popolazione_territorio as p using (territorio_id)
    where {JUNE} and k.territorio_id = {A_COMUNE}"""
LEAKS = {
    "a count": f"""update adi_nuclei set nuclei = (select any_value(k.nuclei) from int_adi__conteggi as k
        where k.territorio_id = adi_nuclei.territorio_id and k.mese = adi_nuclei.mese and k.dimensione = 'totale')
        where {JUNE} and territorio_id = {A_COMUNE}""",
    "a rate per 1,000 residents": A_RATE.format("1000.0 * k.nuclei / p.residenti as tasso_per_1000"),
    "the interval of a rate": A_RATE.format("1000 * main.byar_sup(k.nuclei) / p.residenti as ic95_sup"),
    "the change from a year before": f"""update adi_nuclei set nuclei_precedenti = 10, variazione_nuclei_pct = (
        select any_value(10.0 * k.nuclei - 100) from int_adi__conteggi as k
        where k.territorio_id = adi_nuclei.territorio_id and k.mese = adi_nuclei.mese and k.dimensione = 'totale')
        where {JUNE} and territorio_id = {A_COMUNE}""",
    "mean amounts, times counts": f"""update adi_nuclei set importo_medio_eur = (
        select round(any_value(k.importo_eur / k.con_importo), 2) from int_adi__conteggi as k
        where k.territorio_id = adi_nuclei.territorio_id and k.mese = adi_nuclei.mese and k.dimensione = 'totale')
        where {JUNE} and {HIDDEN}""",
    "a class of the clock": """update adi_orologio set casi = (select any_value(c.valore) from int_adi__celle as c
        where c.conteggio = 'alla_estrazione' and c.territorio_id = adi_orologio.territorio_id
        and c.dimensione = adi_orologio.fase and c.modalita = adi_orologio.classe)
        where stato_cella <> 'pubblicabile' and classe <> 'totale'""",
    "an outcome of the reading": """update adi_lettura set righe = (select any_value(c.valore) from int_adi__celle as c
        where c.conteggio = 'righe_lette' and c.dimensione = adi_lettura.gruppo and c.modalita = adi_lettura.esito)
        where stato_cella <> 'pubblicabile'""",
}


def a_month() -> list[dict]:
    """Cases of one month in four comuni, two of which have few."""
    cases = []
    for comune, number in (("017085", 20), ("017106", 4), ("017156", 14), ("017111", 3)):
        for i in range(number):
            cases.append({
                "comune_stampato": comune, "data_inizio": date(2025, 6, 1), "data_domanda": date(2025, 5, 10),
                "data_sottoscrizione_pad": date(2025, 1, 10 + i % 3), "minori": i % 3 == 0,
                "importo_mensile_eur": 300 + 37 * i + number,
                "stato_domanda": "respinta" if i == 2 else "accolta",
            })  # fmt: skip
    return cases


@pytest.fixture(scope="module")
def published():
    with database() as con:
        receive(con, *a_month())
        count(con)
        publish(con)
        show(con)
        yield con


@pytest.fixture
def con(published):
    """The marts as they are published; what a test changes is taken back."""
    published.execute("begin")
    yield published
    published.execute("rollback")


@pytest.fixture(scope="module")
def audit():
    """The Python model of dbt, called as dbt calls it."""
    spec = importlib.util.spec_from_file_location("ver_adi__audit", PATH)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    class Dbt:
        def __init__(self, con):
            self.ref = lambda name: con.sql(f"from {name}")

        def config(self, **settings):
            assert settings["database"] == "riservato"

    return lambda con: module.model(Dbt(con), None)


def test_nothing_that_the_marts_print_tells_of_a_hidden_count(con, audit):
    show(con)
    assert ask(con, f"select count(*) > 3 from adi_nuclei where {HIDDEN}") == [(True,)]
    assert ask(con, "select count(*) > 3 from adi_tasso where tasso_per_1000 is not null") == [(True,)]
    assert ask(con, "select count(*) > 3 from adi_nuclei where importo_medio_eur is not null") == [(True,)]
    assert ask(con, "from ver_adi__cifre") == []
    assert audit(con).is_empty()


@pytest.mark.parametrize("leak", LEAKS)
def test_the_build_stops_where_a_mart_prints(con, audit, leak):
    changed = con.execute(LEAKS[leak]).fetchall()[0][0]
    assert changed > 0
    show(con, marts=())
    assert ask(con, "select count(*) > 0 from ver_adi__cifre") == [(True,)]
    with pytest.raises(ValueError, match="Soppressione non sicura") as stopped:
        audit(con)
    assert "com:" in str(stopped.value) or "amb:" in str(stopped.value)


def test_the_message_tells_which_cells_and_no_number_of_theirs(con, audit):
    con.execute(LEAKS["a count"])
    show(con, marts=())
    with pytest.raises(ValueError) as stopped:
        audit(con)
    named = str(stopped.value).partition("per esempio ")[2].partition(")")[0].split(", ")
    known = {cell for (cell,) in ask(con, "select cella_id from int_adi__celle")}
    assert named and set(named) <= known


def test_what_was_published_before_opens_what_is_hidden_now(con, audit):
    """The same counts, one of them known from an earlier version, and states chosen as if it were not."""
    con.execute(f"""update int_adi__celle set nota = true where {JUNE} and quantita = 'nuclei'
        and conteggio = 'in_pagamento_nel_mese' and territorio_id <> {A_COMUNE}""")
    with pytest.raises(ValueError, match="Soppressione non sicura"):
        audit(con)
