"""Publication is one atomic step; what it leaves behind, and going back."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml

from warehouse.connection import open_build, open_readonly
from warehouse.paths import REPO_ROOT, WarehousePaths
from warehouse.pointer import (
    NothingPublic,
    NothingPublished,
    PointerDamaged,
    read_current,
    read_current_public,
    read_pointer,
)
from warehouse.publish import (
    KEPT_VERSIONS,
    RollbackImpossible,
    StableNameNotRefreshed,
    list_versions,
    publish,
    refresh_stable_name,
    rollback,
)

Make = Callable[[int], Path]


def figure(path: Path) -> int:
    with open_readonly(path) as con:
        return con.execute("select valore from marts.cifra").fetchone()[0]


def current_figure(paths: WarehousePaths) -> int:
    return figure(read_current(paths).file(paths))


def test_a_finished_file_becomes_the_current_version_and_leaves_its_place(paths: WarehousePaths, finished: Make):
    version = publish(finished(1), paths, "abcdef0123456789", {"righe_caricate": 3})
    assert read_current(paths) == version
    assert version.impronta == "abcdef0123456789" and version.info == {"righe_caricate": 3}
    assert version.versione.endswith("-abcdef01")
    assert current_figure(paths) == figure(paths.stabile) == 1
    assert list(paths.costruzione.iterdir()) == []


def test_views_made_under_the_build_name_are_readable_under_the_published_names(paths, finished):
    version = publish(finished(7), paths, "f")
    for path in (version.file(paths), paths.stabile):
        with open_readonly(path) as con:
            assert con.execute("select valore from marts.vista").fetchone() == (7,)


def test_published_files_have_a_storage_version_that_duckdb_1_5_reads(paths, finished):
    version = publish(finished(1), paths, "f")
    with open_readonly(version.file(paths)) as con:
        tags = con.execute("select tags from duckdb_databases() where not internal").fetchone()[0]
    assert tags["storage_version"] == "v1.5.0+"


@pytest.mark.skipif(os.name == "nt", reason="file modes are a POSIX matter")
def test_a_published_file_is_closed_to_writing(paths, finished):
    version = publish(finished(1), paths, "f")
    assert version.file(paths).stat().st_mode & 0o222 == 0


def test_the_stable_name_is_the_same_file_without_a_second_copy(paths, finished):
    version = publish(finished(1), paths, "f")
    assert paths.stabile.samefile(version.file(paths))


def test_the_stable_name_is_a_copy_where_links_do_not_exist(paths, finished, monkeypatch):
    def no_links(*_args, **_options):
        raise OSError("links not supported")

    monkeypatch.setattr(os, "link", no_links)
    publish(finished(1), paths, "f")
    assert figure(paths.stabile) == 1
    inode = paths.stabile.stat().st_ino
    refresh_stable_name(paths)
    assert paths.stabile.stat().st_ino == inode, "an up-to-date copy is not copied again"
    publish(finished(2), paths, "f")
    assert figure(paths.stabile) == 2


@pytest.mark.parametrize("step", [1, 2, 3])
def test_a_publication_killed_between_its_steps_leaves_one_whole_version_current(
    paths: WarehousePaths, finished: Make, monkeypatch: pytest.MonkeyPatch, step: int
):
    """Three names are replaced, in this order: the version's file, the pointer, the stable name."""
    before = publish(finished(1), paths, "one")
    calls = 0
    real = os.replace

    class Killed(BaseException):
        """Like a kill: no handler of the publication may rely on being told."""

    def replace(*args, **options):
        nonlocal calls
        calls += 1
        if calls == step:
            raise Killed
        return real(*args, **options)

    build_file = finished(2)
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(Killed):
        publish(build_file, paths, "two")
    monkeypatch.undo()

    assert current_figure(paths) == (2 if step == 3 else 1)
    assert figure(paths.stabile) == 1
    assert before.file(paths).is_file()

    after = publish(finished(3), paths, "three")
    assert current_figure(paths) == figure(paths.stabile) == 3
    named = {v.file(paths).name for v in list_versions(paths)}
    assert {p.name for p in paths.versioni.iterdir()} == named, "nothing is left of the killed publication"
    assert after.file(paths).name in named and not list(paths.root.glob("*.tmp"))


def test_a_publication_that_fails_on_the_pointer_takes_its_file_back(paths, finished, monkeypatch):
    publish(finished(1), paths, "one")
    real = os.replace

    def full_disk(source, target, **options):
        if str(target).endswith("corrente.json"):
            raise OSError(28, "No space left on device")
        return real(source, target, **options)

    build_file = finished(2)
    monkeypatch.setattr(os, "replace", full_disk)
    with pytest.raises(OSError, match="No space left"):
        publish(build_file, paths, "two")
    assert len(list(paths.versioni.iterdir())) == 1
    assert current_figure(paths) == 1


def test_a_stable_name_that_cannot_be_replaced_does_not_undo_the_publication(paths, finished, monkeypatch):
    publish(finished(1), paths, "one")
    real = os.replace

    def held_open(source, target, **options):
        if str(target).endswith("warehouse.duckdb"):
            raise PermissionError(13, "held open by another program")
        return real(source, target, **options)

    build_file = finished(2)
    monkeypatch.setattr(os, "replace", held_open)
    with pytest.raises(StableNameNotRefreshed, match="held open"):
        publish(build_file, paths, "two")
    assert current_figure(paths) == 2
    monkeypatch.undo()
    refresh_stable_name(paths)
    assert figure(paths.stabile) == 2


def test_the_last_five_versions_are_kept_and_the_others_removed(paths, finished):
    for number in range(KEPT_VERSIONS + 2):
        publish(finished(number), paths, f"{number:08d}")
    kept = [figure(v.file(paths)) for v in list_versions(paths)]
    assert kept == [2, 3, 4, 5, 6]
    assert len(list(paths.versioni.iterdir())) == KEPT_VERSIONS


def test_going_back_never_makes_the_current_version_one_of_those_removed(paths, finished):
    versions = [publish(finished(number), paths, f"{number:08d}") for number in range(KEPT_VERSIONS)]
    rollback(paths, versions[0].versione)
    assert current_figure(paths) == 0
    publish(finished(99), paths, "99999999")
    assert current_figure(paths) == 99
    rollback(paths)
    assert current_figure(paths) == 4


def test_going_back_moves_the_pointer_and_the_stable_name(paths, finished):
    first = publish(finished(1), paths, "one")
    publish(finished(2), paths, "two")
    assert rollback(paths) == first
    assert current_figure(paths) == figure(paths.stabile) == 1
    assert read_current(paths).impronta == "one"
    with pytest.raises(RollbackImpossible, match="precedente"):
        rollback(paths)


def test_going_back_to_a_version_by_name_works_in_both_directions(paths, finished):
    first, second = publish(finished(1), paths, "one"), publish(finished(2), paths, "two")
    rollback(paths, first.versione)
    rollback(paths, second.versione)
    assert current_figure(paths) == 2


def test_going_back_to_a_version_that_does_not_exist_names_those_that_do(paths, finished):
    version = publish(finished(1), paths, "one")
    with pytest.raises(RollbackImpossible, match=version.versione):
        rollback(paths, "20000101T000000Z-00000000")


def test_two_publications_in_one_second_have_different_names(paths, finished):
    first, second = publish(finished(1), paths, "same"), publish(finished(2), paths, "same")
    assert first.versione != second.versione
    assert [figure(v.file(paths)) for v in list_versions(paths)] == [1, 2]


def test_where_nothing_was_published_there_is_no_pointer_and_reading_it_says_so(paths):
    assert read_pointer(paths) is None
    assert list_versions(paths) == []
    with pytest.raises(NothingPublished, match="leps build"):
        read_current(paths)
    with pytest.raises(NothingPublished):
        rollback(paths)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"corrente": "x", "versioni": []}', '{"corrente": "x"}'])
def test_a_damaged_pointer_is_reported_and_the_next_publication_mends_it(paths, finished, content):
    publish(finished(1), paths, "one")
    paths.puntatore.write_text(content)
    with pytest.raises(PointerDamaged, match="corrente.json"):
        read_pointer(paths)
    publish(finished(2), paths, "two")
    assert current_figure(paths) == 2


def test_the_pointer_is_plain_json_that_other_programs_can_read(paths, finished):
    version = publish(finished(1), paths, "one")
    content = json.loads(paths.puntatore.read_text("utf-8"))
    assert content["corrente"] == version.versione
    assert [v["versione"] for v in content["versioni"]] == [version.versione]


def test_a_build_file_with_an_unfinished_journal_is_published_whole(paths, finished):
    build_file = finished(1)
    con = duckdb.connect(str(build_file))
    con.execute("pragma disable_checkpoint_on_shutdown")
    con.execute("update marts.cifra set valore = 5")
    con.close()
    assert build_file.with_suffix(".duckdb.wal").exists()
    publish(build_file, paths, "one")
    assert current_figure(paths) == 5


def public_figure(path: Path) -> int:
    with open_readonly(path) as con:
        return con.execute("select valore from marts.cifra").fetchone()[0]


@pytest.fixture
def with_public(paths: WarehousePaths, finished: Make) -> Callable[[int], tuple[Path, Path]]:
    """A finished build file and its public part, whose figure is a thousand more."""

    def make(number: int) -> tuple[Path, Path]:
        build = finished(number)
        public = build.with_name("pubblico.duckdb")
        public.unlink(missing_ok=True)
        with open_build(public) as con:
            con.execute("create schema marts")
            con.execute("create table marts.cifra as select ?::integer as valore", [1000 + number])
        return build, public

    return make


def publish_both(pair: tuple[Path, Path], paths: WarehousePaths) -> None:
    publish(pair[0], paths, "f", public_file=pair[1])


def test_a_version_and_its_public_part_are_published_and_rolled_back_together(paths, with_public):
    publish_both(with_public(1), paths)
    publish_both(with_public(2), paths)
    assert (figure(paths.stabile), public_figure(paths.pubblico)) == (2, 1002)
    rollback(paths)
    assert (figure(paths.stabile), public_figure(paths.pubblico)) == (1, 1001)
    assert public_figure(read_current_public(paths)) == 1001


def test_a_version_without_a_public_part_leaves_no_public_part_of_another(paths, finished, with_public):
    publish_both(with_public(1), paths)
    publish(finished(2), paths, "f")
    assert not paths.pubblico.exists()
    with pytest.raises(NothingPublic, match="senza la sua parte pubblica"):
        read_current_public(paths)
    rollback(paths)
    assert public_figure(paths.pubblico) == 1001


def test_old_public_parts_go_with_their_versions(paths, with_public):
    for number in range(KEPT_VERSIONS + 2):
        publish_both(with_public(number), paths)
    kept = {path.name for path in paths.versioni.iterdir()}
    assert kept == {f(paths).name for v in list_versions(paths) for f in (v.file, v.public_file)}
    assert len(kept) == 2 * KEPT_VERSIONS


@pytest.mark.parametrize("step", [1, 2, 3, 4, 5])
def test_a_publication_of_both_that_is_killed_leaves_one_whole_pair_current(paths, with_public, monkeypatch, step):
    """Five names are replaced: public part, version, pointer, and the two stable names."""
    publish_both(with_public(1), paths)
    calls, real = 0, os.replace

    class Killed(BaseException):
        pass

    def replace(*args, **options):
        nonlocal calls
        calls += 1
        if calls == step:
            raise Killed
        return real(*args, **options)

    pair = with_public(2)
    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(Killed):
        publish_both(pair, paths)
    monkeypatch.setattr(os, "replace", real)
    number = current_figure(paths)
    assert number == (1 if step <= 3 else 2)
    assert public_figure(read_current_public(paths)) == 1000 + number
    publish_both(with_public(3), paths)
    assert (figure(paths.stabile), public_figure(paths.pubblico)) == (3, 1003)
    assert len(list(paths.versioni.iterdir())) == 2 * len(list_versions(paths))


def test_both_processes_of_a_build_leave_waiting_for_the_disk_to_the_publication(tmp_path):
    profile = yaml.safe_load((REPO_ROOT / "dbt_project" / "profiles.yml").read_text("utf-8"))
    of_dbt = profile["leps"]["outputs"]["costruzione"]["config_options"]
    with open_build(tmp_path / "leps.duckdb") as con:
        (of_reading,) = con.execute("select current_setting('fsync_mode')").fetchone()
    assert of_reading == of_dbt["fsync_mode"] == "none"


def test_a_version_is_on_the_disk_before_it_is_named(finished, paths, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    file = finished(1)
    inode = file.stat().st_ino
    publish(file, paths, "impronta")
    assert synced[0] == inode
