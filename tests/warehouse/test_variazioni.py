"""What a build says of the yearly changes out of range, and the bounds that the history of a series suggests."""

import duckdb
import pytest

from warehouse.cli.variazioni import worst_changes
from warehouse.soglie import NoProposal, propose, propose_spending


@pytest.fixture
def con():
    with duckdb.connect() as connection:
        connection.execute("create schema qualita; create schema marts")
        yield connection


def checks(con, *rows):
    """(tipo, gravita, esito, valore_stampato, scarto, messaggio, motivo) each."""
    con.execute(
        "create table qualita.controllo (tipo text, gravita text, esito text, valore_stampato text, scarto double, "
        "messaggio text, motivo text)"
    )
    con.executemany("insert into qualita.controllo values (?, ?, ?, ?, ?, ?, ?)", rows)


def test_the_largest_changes_are_told_first_whatever_their_unit(con):
    checks(
        con,
        ("variazione_annua", "avviso", "fallito", "1.100", 100, "Poco.", "m"),
        ("variazione_annua", "avviso", "fallito", "2,0", 1.0, "Molto.", "m"),
        ("variazione_annua", "avviso", "superato", "9", 8, "Dentro.", "m"),
        ("somma", "errore", "fallito", "9", 8, "Somma.", "m"),
    )
    assert worst_changes(con) == ["Molto. Perché l'intervallo: m", "Poco. Perché l'intervallo: m"]


def test_an_error_comes_before_a_larger_warning(con):
    checks(
        con,
        ("variazione_annua", "avviso", "fallito", "300", 200, "Avviso.", None),
        ("variazione_annua", "errore", "fallito", "110", 10, "Errore.", None),
    )
    assert worst_changes(con) == ["Errore.", "Avviso."]


def test_no_more_than_ten_are_told(con):
    checks(con, *[("variazione_annua", "avviso", "fallito", str(n), 1, f"N {n}.", None) for n in range(2, 30)])
    assert len(worst_changes(con)) == 10


def test_a_warehouse_without_checks_tells_none(con):
    assert worst_changes(con) == []


def history(con, changes, bounds=(-3.0, 3.0)):
    """A series of one indicator: {(territory, year): (change in percent, break of the series or None)}."""
    con.execute(
        "create table marts.dim_indicatore as select 'nati' as indicatore_id, 'Nati' as nome, "
        f"{bounds[0]}::double as variazione_min_pct, {bounds[1]}::double as variazione_max_pct"
    )
    con.execute(
        "create table marts.indicatore_valore (indicatore_id text, territorio_id text, anno integer, "
        "variazione_pct double, corrente boolean, interruzione text)"
    )
    con.execute("create table marts.dim_territorio (territorio_id text, livello text)")
    con.executemany(
        "insert into marts.indicatore_valore values ('nati', ?, ?, ?, true, ?)",
        [
            (place, year, *(change if isinstance(change, tuple) else (change, None)))
            for (place, year), change in changes.items()
        ],
    )
    con.execute("insert into marts.dim_territorio select distinct territorio_id, 'comune' from marts.indicatore_valore")


def test_bounds_stand_around_the_median_and_one_wild_value_does_not_move_them(con):
    changes = {(f"c{n}", 2023): (n % 5) - 2.0 for n in range(100)}
    history(con, {**changes, ("pazzo", 2023): 900.0})
    found = propose(con, "nati", k=3)
    assert found.mediana_pct == 0 and found.mad_pct == 1
    assert (found.min_pct, found.max_pct) == (-4.5, 4.5)
    assert (found.fuori, found.fuori_attuale, found.anni) == (1, 1, [2023])


def test_a_change_over_a_break_of_the_series_is_left_out(con):
    history(con, {(f"c{n}", 2019): (float(n % 5), None) for n in range(40)} | {("x", 2020): (500.0, "censimento")})
    assert propose(con, "nati").anni == [2019]


def test_too_few_changes_give_no_bounds(con):
    history(con, {("c", 2023): 1.0})
    with pytest.raises(NoProposal, match="1 variazioni da un anno all'altro, ne servono almeno 30"):
        propose(con, "nati")


def test_an_unknown_indicator_is_answered_with_the_nearest(con):
    history(con, {("c", 2023): 1.0})
    with pytest.raises(NoProposal, match="i nomi più simili: nati"):
        propose(con, "natti")


def spending(con, changes):
    con.execute(
        "create table marts.spesa_serie (ente_id text, stato_spesa text, verso text, genere text, codice text, "
        "nome text, anno integer, variazione_pct double, variazione_min_pct double, variazione_max_pct double)"
    )
    con.executemany(
        "insert into marts.spesa_serie values (?, 'consuntivo', 'spesa', ?, ?, 'Fondo sociale', 2023, ?, -25, 50)",
        changes,
    )


def test_a_spending_series_has_its_bounds_from_all_the_bodies_that_have_it(con):
    spending(con, [(f"e{n}", "fondo", "fnps", (n % 5) * 10.0 - 20) for n in range(40)] + [("e", "fondo", "fna", 900.0)])
    found = propose_spending(con, "fondo", "fnps", k=3)
    assert (found.territori, found.mediana_pct, found.mad_pct) == (40, 0, 10)
    assert (found.min_pct, found.max_pct) == (-44.5, 44.5)
    assert (found.min_attuale_pct, found.max_attuale_pct, found.fuori_attuale) == (-25, 50, 0)


def test_a_spending_series_that_does_not_exist_is_answered_with_those_that_do(con):
    spending(con, [("e", "fondo", "fnps", 1.0)])
    with pytest.raises(NoProposal, match="i nomi più simili: fnps"):
        propose_spending(con, "fondo", "fnpss")
    with pytest.raises(NoProposal, match="attesi: totale, fondo, area"):
        propose_spending(con, "capitolo", "1")
    with pytest.raises(NoProposal, match="1 variazioni da un anno all'altro, ne servono almeno 30"):
        propose_spending(con, "fondo", "fnps")
