"""Nothing internal is in the public part, nor in what is made from it: file, exports, pages, logs."""

import duckdb
import pytest

from tests.dashboards.browsing import settle
from tests.riservatezza.pagine import listen, served, visit_all
from warehouse.cli.export import export
from warehouse.pointer import read_current_public

PAGES = [
    *("contesto", "indicatori", "obiettivi_leps", "assegno_inclusione", "spesa_sociale", "programmazione"),
    *("qualita_dati", "fonti_metodi", "obiettivi_leps?vista=matrice", "obiettivi_leps?vista=diario"),
    *("assegno_inclusione?vista=orologio", "contesto?vista=confronti", "contesto?vista=simili"),
]


def test_every_secret_stands_in_the_internal_file(planted):
    """Else the silence of the other tests would mean nothing."""
    found = {f.secret for f in planted.secrets.in_database(planted.paths.stabile)}
    assert [text for text in planted.secrets.texts if not any(text in secret for secret in found)] == []
    assert [count for count in planted.secrets.counts if not any(str(count) in secret for secret in found)] == []


def test_no_secret_stands_in_the_public_file(planted):
    assert planted.secrets.in_folder(read_current_public(planted.paths)) == []


def test_the_public_file_holds_base_tables_only_and_needs_no_other_file(planted):
    with duckdb.connect(str(planted.paths.pubblico), read_only=True) as con:
        assert con.execute("select count(*) from duckdb_views() where not internal").fetchone() == (0,)
        schemas = {s for (s,) in con.execute("select distinct schema_name from duckdb_tables()").fetchall()}
        assert schemas == {"marts", "qualita"}
        tables = {t for (t,) in con.execute("select table_name from duckdb_tables()").fetchall()}
        assert not tables & {
            "mai_dichiarata",
            "adi_orologio",
            "adi_lettura",
            "leps_rilevazione",
            "leps_esito",
            "scarto_riga",
            "aspettativa",
        }
        for function in ("indicatore_confronto", "territorio_distanza"):
            assert con.execute(
                f"select count(*) from (from marts.{function}() where territorio_id = 'amb:sebino' limit 3)"
            ).fetchone() == (3,)


def test_a_delivery_made_of_cases_is_named_but_not_described(planted):
    with duckdb.connect(str(planted.paths.pubblico), read_only=True) as con:
        named = con.execute(
            "select titolo is not null, licenza is not null, file, sha256, righe_caricate, nota from marts.dim_fonte "
            "where raccolta = 'casi_prova'"
        ).fetchall()
        assert named == [(True, True, None, None, None, None)]
        assert con.execute("from marts.dim_fonte where raccolta = 'rilevazione_leps'").fetchall() == []
        hidden = "select nuclei, stato_cella from marts.adi_nuclei where fonte_id = 'casi_prova/casi'"
        assert con.execute(hidden).fetchall() == [(None, "soppressa_primaria")]


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_secret_stands_in_an_export(planted, tmp_path, form):
    said = []
    assert export(planted.paths, tmp_path / "dati", form, False, said.append) > 20
    assert planted.secrets.in_folder(tmp_path / "dati") == []
    assert planted.secrets.in_bytes("detto", "\n".join(said).encode()) == []


@pytest.mark.browser
def test_no_secret_reaches_a_browser_or_the_log_of_the_public_pages(planted, browser, tmp_path):
    log = tmp_path / "pagine.log"
    with served(planted.folder, log, "--profilo", "pubblico") as server:
        got = visit_all(browser, server, PAGES)
    payload = got.all_bytes()
    assert b"54.239" in payload, "the pages did show their figures"
    assert any(where == "websocket in" for where, _ in got.pieces)
    assert b"errore-pagina" not in payload.replace(b".errore-pagina", b""), "no page broke"
    assert planted.secrets.in_bytes("pagine", payload) == []
    assert planted.secrets.in_folder(log) == []


@pytest.mark.browser
def test_the_internal_pages_do_show_what_is_internal(planted, browser, tmp_path):
    """The same search on the same addresses finds the secrets there: it can fail."""
    with served(planted.folder, tmp_path / "pagine.log") as server:
        context = browser.new_context()
        page = context.new_page()
        got = listen(page)
        page.goto(f"{server.address}/obiettivi_leps?vista=indicatore")
        settle(page)
        context.close()
    assert planted.secrets.in_bytes("pagine", got.all_bytes())
