"""Readers: locked down, undisturbed by a publication, and aware of it."""

import gc
import threading
from pathlib import Path

import duckdb
import pytest

from warehouse import current
from warehouse.connection import open_readonly
from warehouse.current import CurrentWarehouse, current_connection
from warehouse.paths import ENV_WAREHOUSE
from warehouse.pointer import NothingPublished
from warehouse.publish import publish, rollback

QUERY = "select valore from marts.cifra"

FORBIDDEN = {
    "writing": "create table marts.nuova (a integer)",
    "changing rows": "delete from marts.cifra",
    "dropping": "drop table marts.cifra",
    "attaching a file": "attach '{folder}/altro.duckdb'",
    "attaching a memory": "attach ':memory:' as memoria",
    "reading a file": "select * from read_text('{folder}/segreto.txt')",
    "reading a table file": "select * from '{folder}/segreto.csv'",
    "listing files": "select * from glob('{folder}/*')",
    "copying to a file": "copy (select 1) to '{folder}/uscita.csv'",
    "exporting": "export database '{folder}/uscita'",
    "changing a limit": "set threads = 8",
    "lifting the memory limit": "set memory_limit = '100GB'",
    "unlocking": "set lock_configuration = false",
    "opening to the outside": "set enable_external_access = true",
    "installing an extension": "install httpfs",
    "loading an extension": "load httpfs",
}


@pytest.fixture
def published(paths, finished):
    (paths.root / "segreto.txt").write_text("segreto")
    (paths.root / "segreto.csv").write_text("a\nsegreto\n")
    return publish(finished(1), paths, "one")


@pytest.mark.parametrize("statement", FORBIDDEN.values(), ids=FORBIDDEN)
def test_a_reader_cannot_do_anything_but_read(paths, published, statement):
    with open_readonly(published.file(paths)) as con:
        with pytest.raises(duckdb.Error):
            con.execute(statement.format(folder=paths.root))
        with pytest.raises(duckdb.Error):
            con.cursor().execute(statement.format(folder=paths.root))
        assert con.execute(QUERY).fetchone() == (1,)
    assert not (paths.root / "uscita.csv").exists()


def test_a_query_that_takes_too_long_is_stopped_also_on_a_cursor(paths, published):
    endless = "select sum(a.range * b.range) from range(100000000) a, range(1000000) b"
    with open_readonly(published.file(paths), max_execution_time=200) as con:
        for reader in (con, con.cursor()):
            with pytest.raises(duckdb.InterruptException):
                reader.execute(endless)


def test_a_query_that_takes_too_much_memory_is_stopped(paths, published):
    with (
        open_readonly(published.file(paths), memory_limit="50MB", max_temp_directory_size="0B") as con,
        pytest.raises(duckdb.OutOfMemoryException),
    ):
        con.execute("select list(range) from range(50000000)")


def test_a_reader_open_across_a_publication_goes_on_and_the_next_one_sees_the_new_version(paths, finished):
    publish(finished(1), paths, "one")
    pages = CurrentWarehouse(paths)
    reader = pages.connection()
    assert reader.execute(QUERY).fetchone() == (1,)
    publish(finished(2), paths, "two")
    assert reader.execute(QUERY).fetchone() == (1,)
    assert pages.connection().execute(QUERY).fetchone() == (2,)
    assert reader.execute(QUERY).fetchone() == (1,)
    pages.close()


def test_a_reader_of_a_version_that_was_removed_can_finish(paths, finished):
    publish(finished(0), paths, "0")
    pages = CurrentWarehouse(paths)
    reader = pages.connection()
    for number in range(1, 7):
        publish(finished(number), paths, str(number))
    assert reader.execute(QUERY).fetchone() == (0,)
    assert pages.connection().execute(QUERY).fetchone() == (6,)
    pages.close()


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs the list of open files of Linux")
def test_a_version_nobody_reads_any_more_is_let_go(paths, finished):
    first = publish(finished(1), paths, "one")
    pages = CurrentWarehouse(paths)
    reader = pages.connection()
    publish(finished(2), paths, "two")
    pages.connection()
    del reader
    gc.collect()
    opened = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    assert not [name for name in opened if first.versione in name]
    pages.close()


def test_pages_follow_a_rollback_too(paths, finished):
    first = publish(finished(1), paths, "one")
    publish(finished(2), paths, "two")
    pages = CurrentWarehouse(paths)
    assert pages.connection().execute(QUERY).fetchone() == (2,)
    rollback(paths)
    assert pages.connection().execute(QUERY).fetchone() == (1,)
    assert pages.version == first
    pages.close()


def test_pages_go_on_with_what_they_have_if_the_pointer_is_damaged(paths, finished):
    publish(finished(1), paths, "one")
    pages = CurrentWarehouse(paths)
    pages.connection()
    paths.puntatore.write_text("{")
    assert pages.connection().execute(QUERY).fetchone() == (1,)
    pages.close()


def test_many_threads_read_while_versions_change(paths, finished):
    publish(finished(0), paths, "0")
    pages = CurrentWarehouse(paths)
    stop, wrong, seen = threading.Event(), [], set()

    def read():
        while not stop.is_set():
            try:
                seen.add(pages.connection().execute(QUERY).fetchone()[0])
            except Exception as error:
                wrong.append(error)
                return

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(1, 5):
        publish(finished(number), paths, str(number))
    while 4 not in seen and not wrong:
        pass
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong and 4 in seen
    pages.close()


def test_the_connection_of_the_pages_is_that_of_the_folder_in_the_environment(paths, finished, monkeypatch):
    monkeypatch.setattr(current, "_warehouses", {})
    monkeypatch.setenv(ENV_WAREHOUSE, str(paths.root))
    with pytest.raises(NothingPublished):
        current_connection()
    publish(finished(1), paths, "one")
    assert current_connection().execute(QUERY).fetchone() == (1,)
    current.current_warehouse().close()
