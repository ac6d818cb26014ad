"""The runner: planted faults are found, with the right severity, on small and on large tables alike."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from expectations import views
from expectations.run import Esito, validate
from expectations.suites import FOLDER

ROOT = Path(__file__).resolve().parents[2]
SEBINO = ROOT / "data" / "raw" / "sebino_piano_zona_2025_2027"
NAMES = ("sebino__residenti_stranieri", "sebino__stato_civile")


def expect(kind: str, severity: str = "critical", **kwargs) -> dict:
    return {
        "type": f"expect_{kind}",
        "severity": severity,
        "kwargs": kwargs,
        "meta": {"motivo": "Perché la tabella è fatta così."},
    }


def write_suite(folder: Path, name: str, *expectations: dict, layer: str = "raw") -> Path:
    """A suite file; ``name`` is schema.table."""
    schema, table = name.split(".")
    path = folder / layer / (f"{table}.json" if layer == "raw" else f"{schema}__{table}.json")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"name": name, "expectations": list(expectations)}), "utf-8")
    return folder


@pytest.fixture
def con():
    con = duckdb.connect()
    con.execute("create schema raw")
    yield con
    con.close()


@pytest.fixture
def sebino(con, tmp_path):
    """Two real tables and their real suites."""
    for name in NAMES:
        file = SEBINO / f"{name.removeprefix('sebino__')}.csv"
        con.execute(
            f"create table raw.{name} as "
            "select *, 'f' as _fonte_id, 'f/a.csv' as _file, row_number() over () + 1 as _riga "
            f"from read_csv('{file}', all_varchar = true, header = true)"
        )
        suite = tmp_path / "raw" / f"{name}.json"
        suite.parent.mkdir(exist_ok=True)
        suite.write_bytes((FOLDER / "raw" / f"{name}.json").read_bytes())
    return tmp_path


def failed(outcomes: list[Esito]) -> list[tuple]:
    return [(o.tabella, o.colonna, o.gravita) for o in outcomes if o.esito == "fallito"]


class TestRealSuites:
    def test_hold_on_the_real_tables(self, con, sebino):
        outcomes = validate(con, "raw", folder=sebino)
        assert failed(outcomes) == []
        assert {o.gravita for o in outcomes} == {"errore", "avviso"}

    def test_a_lost_row_is_an_error(self, con, sebino):
        con.execute("delete from raw.sebino__stato_civile where comune = 'Zone'")
        outcomes = validate(con, "raw", folder=sebino)
        rows, names = [o for o in outcomes if o.esito == "fallito" and o.gravita == "errore"]
        assert (rows.tabella, rows.colonna, names.colonna) == ("raw.sebino__stato_civile", None, "comune")
        assert rows.osservato == "12"
        assert rows.messaggio == "trovato 12; atteso 13 righe. I dodici comuni dell'Ambito e la riga del totale."
        assert names.osservato == "mancano «Zone»"

    def test_a_comune_of_elsewhere_is_an_error(self, con, sebino):
        con.execute("update raw.sebino__stato_civile set comune = 'Brescia' where comune = 'Zone'")
        (outcome,) = [o for o in validate(con, "raw", folder=sebino) if o.esito == "fallito"]
        assert (outcome.colonna, outcome.gravita) == ("comune", "errore")
        assert outcome.osservato == "mancano «Zone»; in più «Brescia»"

    def test_a_column_that_moved_is_an_error_that_says_where(self, con, sebino):
        con.execute(
            "create or replace table raw.sebino__stato_civile as "
            "select riga_documento, celibi_nubili, comune, * exclude (riga_documento, celibi_nubili, comune) "
            "from raw.sebino__stato_civile"
        )
        (outcome,) = [o for o in validate(con, "raw", folder=sebino) if o.esito == "fallito"]
        assert outcome.gravita == "errore"
        assert outcome.osservato.startswith("al posto 1 «celibi_nubili» invece di «comune»")

    def test_a_column_that_went_fails_all_that_reads_it(self, con, sebino):
        con.execute("alter table raw.sebino__stato_civile drop column vedovi")
        outcomes = [o for o in validate(con, "raw", folder=sebino) if o.esito == "fallito"]
        assert {(o.colonna, o.gravita) for o in outcomes} == {(None, "errore"), ("vedovi", "avviso")}
        assert [o.osservato for o in outcomes if o.colonna == "vedovi"] == ["la colonna non c'è"]

    def test_more_misprints_than_the_known_ones_are_a_warning(self, con, sebino):
        con.execute("update raw.sebino__stato_civile set coniugati = 'circa ' || coniugati where comune = 'Iseo'")
        (outcome,) = [o for o in validate(con, "raw", folder=sebino) if o.esito == "fallito"]
        assert (outcome.colonna, outcome.gravita) == ("coniugati", "avviso")
        assert outcome.osservato == "2 valori non attesi su 13: «circa 4066», «24,784»"

    def test_the_outcomes_are_recorded_and_replaced_layer_by_layer(self, con, sebino):
        validate(con, "raw", folder=sebino)
        first = con.execute("select count(*) from qualita.aspettativa").fetchall()
        con.execute(
            "insert into qualita.aspettativa values ('pubblicato', 't', 'a', 'c', 'errore', 'superato', 'o', 'm')"
        )
        con.execute("delete from raw.sebino__stato_civile where comune = 'Zone'")
        outcomes = validate(con, "raw", folder=sebino)
        kept = con.execute("select * from qualita.aspettativa where strato = 'raw'").fetchall()
        assert len(kept) == len(outcomes) == first[0][0]
        assert {tuple(vars(o).values()) for o in outcomes} == set(kept)
        assert con.execute("select count(*) from qualita.aspettativa where strato = 'pubblicato'").fetchall() == [(1,)]


class TestTablesAndSuites:
    def test_a_table_without_a_suite_is_told(self, con, tmp_path):
        con.execute("create table raw.ente__a as select 1 as n; create table raw._fonti as select 1 as n")
        (tmp_path / "raw").mkdir()
        (outcome,) = validate(con, "raw", folder=tmp_path)
        assert (outcome.tabella, outcome.esito, outcome.gravita) == ("raw.ente__a", "fallito", "avviso")
        assert "non ha una suite" in outcome.messaggio

    def test_a_suite_without_a_table_is_told(self, con, tmp_path):
        write_suite(tmp_path, "raw.ente__a", expect("table_row_count_to_equal", value=1))
        (outcome,) = validate(con, "raw", folder=tmp_path)
        assert (outcome.tabella, outcome.esito) == ("raw.ente__a", "fallito")
        assert "manca la tabella" in outcome.messaggio

    def test_what_the_build_writes_after_the_checks_is_not_missed(self, con, tmp_path):
        once = expect("table_row_count_to_equal", value=1)
        write_suite(tmp_path, "qualita.costruzione", once, layer="pubblicato")
        write_suite(
            tmp_path,
            "qualita.aspettativa",
            expect("column_values_to_not_be_null", column="esito"),
            layer="pubblicato",
        )
        outcomes = validate(con, "pubblicato", folder=tmp_path)
        assert [(o.tabella, o.esito) for o in outcomes] == [("qualita.aspettativa", "superato")]
        con.execute("create table qualita.costruzione as select 1 as n from range(2)")
        outcomes = validate(con, "pubblicato", folder=tmp_path)
        assert ("qualita.costruzione", "fallito") in [(o.tabella, o.esito) for o in outcomes]

    def test_only_the_published_schemas_are_looked_at(self, con, tmp_path):
        con.execute("create schema staging; create table staging.a as select 1 as n")
        write_suite(
            tmp_path,
            "qualita.aspettativa",
            expect("table_row_count_to_be_between", min_value=0),
            layer="pubblicato",
        )
        assert len(validate(con, "pubblicato", folder=tmp_path)) == 1

    def test_progress_says_how_much_there_is_to_do(self, con, tmp_path):
        con.execute("create table raw.ente__a as select 1 as n")
        write_suite(tmp_path, "raw.ente__a", expect("table_row_count_to_equal", value=1))
        told: list[str] = []
        validate(con, "raw", told.append, folder=tmp_path)
        assert told == ["1 tabelle, 1 aspettative"]

    def test_the_caller_may_have_left_a_result_half_read(self, con, tmp_path):
        con.execute("create table raw.ente__a as select 1 as n")
        write_suite(tmp_path, "raw.ente__a", expect("table_row_count_to_equal", value=1))
        con.execute("select * from range(10)").fetchone()
        assert failed(validate(con, "raw", folder=tmp_path)) == []


@pytest.mark.parametrize(
    ("severity", "level"), [("critical", "errore"), ("warning", "avviso"), ("info", "informazione")]
)
def test_a_failure_has_the_level_of_its_severity(con, tmp_path, severity, level):
    con.execute("create table raw.ente__a as select 1 as n")
    write_suite(tmp_path, "raw.ente__a", expect("table_row_count_to_equal", severity, value=2))
    (outcome,) = validate(con, "raw", folder=tmp_path)
    assert (outcome.gravita, outcome.esito) == (level, "fallito")


def test_an_expectation_that_cannot_be_judged_fails_and_says_so(con, tmp_path):
    con.execute("create table raw.ente__a as select 'x' as n")
    write_suite(tmp_path, "raw.ente__a", expect("column_sum_to_be_between", column="n", min_value=1))
    (outcome,) = validate(con, "raw", folder=tmp_path)
    assert outcome.esito == "fallito"
    assert outcome.osservato.startswith("non valutabile")


# Each with a bound or set that holds on the table below and one that does not.
CASES = [
    ("table_row_count_to_equal", {"value": 3000}, {"value": 2999}),
    ("table_row_count_to_be_between", {"min_value": 1, "max_value": 3000}, {"min_value": 3001}),
    (
        "table_columns_to_match_ordered_list",
        {"column_list": ["id", "eta", "inf", "sup", "nota", "giorno"]},
        {"column_list": ["id", "eta", "sup", "inf", "nota", "giorno"]},
    ),
    (
        "table_columns_to_match_set",
        {"column_set": ["id", "eta"], "exact_match": False},
        {"column_set": ["id", "eta"]},
    ),
    ("column_values_to_not_be_null", {"column": "id"}, {"column": "nota"}),
    (
        "column_values_to_be_in_set",
        {"column": "nota", "value_set": ["a", "b"]},
        {"column": "nota", "value_set": ["a"]},
    ),
    (
        "column_values_to_not_be_in_set",
        {"column": "nota", "value_set": ["c"]},
        {"column": "nota", "value_set": ["b"]},
    ),
    (
        "column_values_to_match_regex",
        {"column": "id", "regex": r"^com:\d{6}$"},
        {"column": "id", "regex": r"^com:00[01]"},
    ),
    ("column_values_to_not_match_regex", {"column": "id", "regex": "x"}, {"column": "id", "regex": "2999$"}),
    (
        "column_value_lengths_to_be_between",
        {"column": "id", "min_value": 10, "max_value": 10},
        {"column": "id", "max_value": 9},
    ),
    (
        "column_values_to_be_between",
        {"column": "eta", "min_value": 0, "max_value": 100},
        {"column": "eta", "max_value": 99},
    ),
    (
        "column_values_to_be_between",
        {"column": "giorno", "min_value": "2024-01-01", "max_value": "2024-12-31"},
        {"column": "giorno", "max_value": "2024-06-30"},
    ),
    (
        "column_min_to_be_between",
        {"column": "eta", "min_value": 0, "max_value": 0},
        {"column": "eta", "min_value": 1},
    ),
    ("column_max_to_be_between", {"column": "eta", "min_value": 100}, {"column": "eta", "max_value": 99}),
    (
        "column_sum_to_be_between",
        {"column": "inf", "min_value": 4498500, "max_value": 4498500},
        {"column": "inf", "max_value": 4498499},
    ),
    (
        "column_mean_to_be_between",
        {"column": "inf", "min_value": 1499, "max_value": 1500},
        {"column": "inf", "max_value": 1499},
    ),
    (
        "column_unique_value_count_to_be_between",
        {"column": "eta", "min_value": 101, "max_value": 101},
        {"column": "eta", "min_value": 102},
    ),
    (
        "column_distinct_values_to_equal_set",
        {"column": "nota", "value_set": ["a", "b"]},
        {"column": "nota", "value_set": ["a", "b", "c"]},
    ),
    (
        "column_distinct_values_to_contain_set",
        {"column": "nota", "value_set": ["a"]},
        {"column": "nota", "value_set": ["NA"]},
    ),
    (
        "column_proportion_of_non_null_values_to_be_between",
        {"column": "nota", "min_value": 0.66, "max_value": 0.67},
        {"column": "nota", "min_value": 0.67},
    ),
    (
        "column_proportion_of_non_null_values_to_be_between",
        {"column": "sup", "max_value": 0.9999},
        {"column": "sup", "min_value": 1},
    ),
    (
        "column_pair_values_a_to_be_greater_than_b",
        {"column_A": "sup", "column_B": "inf", "or_equal": True, "ignore_row_if": "either_value_is_missing"},
        {"column_A": "sup", "column_B": "inf", "or_equal": False, "ignore_row_if": "either_value_is_missing"},
    ),
    (
        "column_values_to_be_in_set",
        {"column": "nota", "value_set": ["a"], "mostly": 0.3},
        {"column": "nota", "value_set": ["a"], "mostly": 0.7},
    ),
    (
        "column_values_to_be_between",
        {
            "column": "eta",
            "max_value": 50,
            "row_condition": {
                "type": "comparison",
                "column": {"name": "nota"},
                "operator": "IN",
                "parameter": ["b"],
            },
        },
        {
            "column": "eta",
            "max_value": 50,
            "row_condition": {
                "type": "comparison",
                "column": {"name": "nota"},
                "operator": "IN",
                "parameter": ["a", "b"],
            },
        },
    ),
]


@pytest.fixture(scope="module")
def people():
    """3,000 rows: ``nota`` is missing in a third, ``sup`` in one; in one row ``sup`` equals ``inf``."""
    con = duckdb.connect()
    con.execute("create schema raw")
    con.execute(
        "create table raw.ente__persone as select printf('com:%06d', i) as id, (i % 101)::bigint as eta, "
        "i::double as inf, case when i = 7 then null when i = 1500 then i else i + 0.5 end::double as sup, "
        "case when i % 3 = 0 then null when i % 101 <= 50 then 'b' else 'a' end as nota, "
        "date '2024-01-01' + (i % 366)::integer as giorno from range(3000) r(i)"
    )
    yield con
    con.close()


@pytest.mark.parametrize("size", ["small", "large"])
def test_a_large_table_is_judged_like_a_small_one(people, tmp_path, monkeypatch, size):
    """All cases at once: what holds holds, what does not fails, whichever rows are handed over."""
    if size == "large":
        monkeypatch.setattr(views, "LARGE_FROM_ROWS", 1)
        monkeypatch.setattr(views, "SAMPLE_ROWS", 1000)
    expectations = [expect(kind, **kwargs) for kind, *both in CASES for kwargs in both]
    write_suite(tmp_path, "raw.ente__persone", *expectations)
    outcomes = validate(people, "raw", folder=tmp_path)
    told = [(e["type"], e["kwargs"], o.esito, o.osservato) for e, o in zip(expectations, outcomes, strict=True)]
    assert [t for t in told[::2] if t[2] != "superato"] == []
    assert [t for t in told[1::2] if t[2] != "fallito"] == []


def test_of_a_large_table_only_few_rows_are_handed_over(people, tmp_path, monkeypatch):
    monkeypatch.setattr(views, "LARGE_FROM_ROWS", 1)
    monkeypatch.setattr(views, "SAMPLE_ROWS", 1000)
    monkeypatch.setattr(views, "WORST_PAIRS", 10)
    monkeypatch.setattr(views, "PRESENCE_ROWS", 100)
    suite = views.Suite("raw", "ente__persone", ())
    for kind, kwargs, _ in CASES:
        for frame, _ in views.views(people, suite, [expect(kind, **kwargs)]):
            by_identity = kwargs.get("column") == "id"  # as many values as rows
            assert frame.size <= 1500 or by_identity, kind


def test_the_sample_of_a_large_table_does_not_depend_on_the_order_of_its_rows(people, monkeypatch):
    monkeypatch.setattr(views, "LARGE_FROM_ROWS", 1)
    monkeypatch.setattr(views, "SAMPLE_ROWS", 100)
    people.execute("create or replace table raw.ente__girate as select * from raw.ente__persone order by id desc")
    wanted = expect("column_values_to_be_in_set", column="nota", value_set=["a"], mostly=0.5)
    samples = []
    for table in ("ente__persone", "ente__girate"):
        ((frame, _),) = views.views(people, views.Suite("raw", table, ()), [wanted])
        samples.append(sorted(frame["nota"].fillna("").tolist()))
    people.execute("drop table raw.ente__girate")
    assert samples[0] == samples[1]
    assert 20 < len(samples[0]) < 300


def test_nothing_is_written_outside_nothing_is_sent_and_nothing_is_printed(tmp_path):
    """In a process of its own, with an empty home and no way to the network."""
    home, work = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    work.mkdir()
    script = (
        "import socket, sys\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "def refuse(*args, **kwargs): raise AssertionError('network')\n"
        "socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse\n"
        "import duckdb\n"
        "from expectations.run import validate\n"
        "con = duckdb.connect()\n"
        "con.execute('create schema raw; create table raw.ente__a as select 1 as n')\n"
        "assert validate(con, 'raw')\n"
        "print('fatto')\n"
    )
    env = {
        **os.environ,
        "HOME": str(home),
        "USERPROFILE": str(home),
        "TMPDIR": str(work),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run([sys.executable, "-c", script], cwd=work, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "fatto\n"), done.stderr
    assert done.stderr == ""
    assert [p for p in (*home.rglob("*"), *work.rglob("*")) if p.is_file()] == []


def test_great_expectations_is_left_as_it_was_found():
    from great_expectations.expectations.expectation import Expectation

    from expectations.judging import great_expectations

    before = Expectation.configuration
    with great_expectations():
        assert Expectation.configuration is not before
    assert Expectation.configuration is before
