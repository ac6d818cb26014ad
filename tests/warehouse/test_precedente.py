"""What a build remembers of the version published before."""

import duckdb

from warehouse.precedente import remember_previous
from warehouse.publish import publish


def version(path, with_tables=True):
    with duckdb.connect(str(path)) as con:
        con.execute("create schema marts; create schema qualita")
        if with_tables:
            con.execute(
                "create table marts.indicatore_valore as from (values ('nati', 'com:1', 3.0), ('nati', 'com:2', null), "
                "('nati', 'prov:1', 4.0)) as v(indicatore_id, territorio_id, valore)"
            )
            con.execute(
                "create table qualita.controllo as select 'somma' as controllo_id, 'somma' as tipo, "
                "'errore' as gravita, unnest(['fallito', 'superato']) as esito, "
                "'f/t' as fonte_id, 'f/t.csv' as file, 2::bigint as riga, "
                "'a' as colonna, null::text as territorio_id, null::integer as anno, null::text as indicatore_id, "
                "'7' as valore_stampato, 'Fa 8.' as messaggio"
            )


def remembered(paths):
    with duckdb.connect() as con:
        remember_previous(con, paths)
        return (
            con.execute("select indicatore_id, livello, territori from raw._prima_indicatori order by all").fetchall(),
            con.execute("select controllo_id, riga, valore_stampato from raw._prima_controlli").fetchall(),
        )


def test_the_first_build_has_nothing_to_compare_with(paths):
    assert remembered(paths) == ([], [])


def test_territories_with_a_value_and_failed_checks_are_remembered(paths):
    paths.costruzione.mkdir(parents=True, exist_ok=True)
    build = paths.costruzione / "v.duckdb"
    version(build)
    publish(build, paths, "abcdef0123456789", {})
    assert remembered(paths) == ([("nati", "com", 1), ("nati", "prov", 1)], [("somma", 2, "7")])


def test_a_version_without_those_tables_counts_as_none(paths):
    paths.costruzione.mkdir(parents=True, exist_ok=True)
    build = paths.costruzione / "v.duckdb"
    version(build, with_tables=False)
    publish(build, paths, "abcdef0123456789", {})
    assert remembered(paths) == ([], [])
