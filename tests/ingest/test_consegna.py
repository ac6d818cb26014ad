"""A downloaded file enters the received ones sound and declared, and what was there stays."""

from __future__ import annotations

import errno
import re
from datetime import date
from pathlib import Path

import pytest

from ingest.consegna import GIA_PRESENTE, NUOVO_RILASCIO, SCARICATO, damage, deliver, is_web_page
from tests.ingest.sito import HTML, archive, posas

NAME = "POSAS_2025_it_Comuni.zip"
TODAY = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "raw").mkdir()
    return tmp_path / "raw" / "istat_posas"


@pytest.fixture
def came(tmp_path):
    """Makes a file in the folder of downloads."""

    def make(content: bytes) -> Path:
        path = tmp_path / "scarico" / "abc_file"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return make


def declare(folder: Path, name: str) -> None:
    """A sidecar that only lists names: what matters here is when it is written, and where."""
    assert (folder / name).is_file()
    with (folder / "fonte.yml").open("a") as sidecar:
        sidecar.write(f"{name}\n")


@pytest.fixture(autouse=True)
def sidecars_that_list_names(monkeypatch):
    class Listed:
        def __init__(self, path):
            self.path = path

    class Read:
        def __init__(self, folder):
            self.tabelle = [Listed(folder / name) for name in (folder / "fonte.yml").read_text().splitlines()]

    monkeypatch.setattr("ingest.consegna.read_sidecar", Read)


def lies_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def declared(folder: Path) -> list[str]:
    return (folder / "fonte.yml").read_text().splitlines()


def test_a_new_source_appears_with_its_declaration(came, folder):
    delivered = deliver(came(b"uno"), NAME, folder, TODAY, declare)
    assert (delivered.path, delivered.esito) == (folder / NAME, SCARICATO)
    assert lies_in(folder) == [NAME, "fonte.yml"] and declared(folder) == [NAME]


def test_the_same_content_is_recognised_and_not_kept_twice(came, folder):
    deliver(came(b"uno"), NAME, folder, TODAY, declare)
    again = came(b"uno")
    assert deliver(again, NAME, folder, TODAY, declare).esito == GIA_PRESENTE
    assert not again.exists() and declared(folder) == [NAME]


def test_another_content_takes_a_new_name_and_the_old_one_stays(came, folder):
    deliver(came(b"uno"), NAME, folder, TODAY, declare)
    later = deliver(came(b"due"), NAME, folder, TODAY, declare)
    third = deliver(came(b"tre"), NAME, folder, TODAY, declare)
    assert later.esito == third.esito == NUOVO_RILASCIO
    assert later.path.name == "POSAS_2025_it_Comuni_rilascio_2026-11-22.zip"
    assert third.path.name == "POSAS_2025_it_Comuni_rilascio_2026-11-22_2.zip"
    assert (folder / NAME).read_bytes() == b"uno" and later.path.read_bytes() == b"due"
    assert declared(folder) == [NAME, later.path.name, third.path.name]


def test_a_release_that_we_have_is_recognised_too(came, folder):
    for content in (b"uno", b"due"):
        deliver(came(content), NAME, folder, TODAY, declare)
    assert deliver(came(b"due"), NAME, folder, date(2027, 1, 1), declare).esito == GIA_PRESENTE


def test_a_name_with_two_suffixes_keeps_them(came, folder):
    for content in (b"uno", b"due"):
        delivered = deliver(came(content), "D7B2025.csv.zip", folder, TODAY, declare)
    assert delivered.path.name == "D7B2025_rilascio_2026-11-22.csv.zip"


@pytest.mark.parametrize("earlier", [[], [b"uno"]], ids=["a new source", "a source that is there"])
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_cannot_be_declared_does_not_enter(came, folder, earlier, error):
    for content in earlier:
        deliver(came(content), NAME, folder, TODAY, declare)
    before = lies_in(folder.parent)

    def fails(where: Path, name: str) -> None:
        declare(where, name)
        raise error

    with pytest.raises(error):
        deliver(came(b"due"), NAME, folder, TODAY, fails)
    assert lies_in(folder.parent) == before
    assert not earlier or declared(folder) == [NAME]


def test_a_file_that_an_interruption_left_undeclared_is_declared(came, folder):
    deliver(came(b"uno"), NAME, folder, TODAY, declare)
    (folder / "fonte.yml").write_text("altro.zip\n")
    assert deliver(came(b"uno"), NAME, folder, TODAY, declare).esito == GIA_PRESENTE
    assert declared(folder) == ["altro.zip", NAME]


@pytest.mark.parametrize("earlier", [[], [b"uno"]], ids=["a new source", "a source that is there"])
def test_received_files_may_lie_on_another_disk(came, folder, earlier, monkeypatch):
    for content in earlier:
        deliver(came(content), NAME, folder, TODAY, declare)
    within = Path.replace

    def across(self: Path, target: Path) -> Path:
        if ("raw" in self.parts) != ("raw" in Path(target).parts):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return within(self, target)

    monkeypatch.setattr(Path, "replace", across)
    delivered = deliver(came(b"due"), NAME, folder, TODAY, declare)
    assert delivered.path.read_bytes() == b"due"
    assert lies_in(folder) == sorted({NAME, delivered.path.name, "fonte.yml"})
    assert declared(folder)[-1] == delivered.path.name


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "è vuoto"),
        (b"no archive at all", "non è un archivio zip"),
        (posas(2025)[:-200], "non è un archivio zip"),
        (flipped(posas(2025), 500), "non corrisponde alla sua somma di controllo"),
        (flipped(archive("a.csv", b"1;2\n" * 500, stored=False), 60), "a.csv|zip"),
    ],
    ids=["empty", "no archive", "cut", "a bit changed", "a bit changed, compressed"],
)
def test_a_damaged_archive_is_told(came, content, said):
    assert re.search(said, damage(came(content), NAME))


def test_a_sound_file_is_not_called_damaged(came):
    assert damage(came(posas(2025)), NAME) is None
    assert damage(came(b"Codice;Comune\n"), "Elenco-comuni-italiani.csv") is None


@pytest.mark.parametrize(("content", "page"), [(HTML, True), (b"\xef\xbb\xbf\n <html>", True), (posas(2025), False)])
def test_a_web_page_is_told_by_its_content(came, content, page):
    assert is_web_page(came(content)) is page
