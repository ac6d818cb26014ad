"""Files come whole or not at all, whatever the network does."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import SimpleNamespace

import pytest

from ingest.download import RETRIES, USER_AGENT, Downloader, DownloadFailed, NotPublished
from tests.ingest.sito import HTML, open_site, without_proxy

PATH = "/data/posas/POSAS_2025_it_Comuni.zip"
CONTENT = os.urandom(200_000)


@pytest.fixture
def site(monkeypatch):
    without_proxy(monkeypatch)
    with open_site() as site:
        yield site


@pytest.fixture
def seen():
    """What the progress was told: (bytes done, total)."""
    return []


@pytest.fixture
def downloader(site, tmp_path, seen):
    return Downloader(tmp_path / "scarico", pause=0, progress=lambda *told: seen.append(told), timeout=1)


def left_in(downloader) -> list[str]:
    return sorted(path.name.split("_", 1)[1] for path in downloader.folder.glob("*"))


def test_a_file_comes_whole_and_leaves_nothing_partial(site, downloader, seen):
    site.publish(PATH, CONTENT)
    came = downloader.fetch(site.indirizzo + PATH)
    assert came.path.read_bytes() == CONTENT
    assert came.versione.etag == '"v1"' and came.versione.byte == len(CONTENT)
    assert left_in(downloader) == ["POSAS_2025_it_Comuni.zip"]
    assert seen[0] == (0, len(CONTENT)) and seen[-1] == (len(CONTENT), len(CONTENT))


def test_the_request_says_who_asks(site, downloader):
    site.publish(PATH, CONTENT)
    downloader.fetch(site.indirizzo + PATH)
    assert site.asked(PATH)[0]["User-Agent"] == USER_AGENT
    assert "osservatorio-leps" in USER_AGENT


def test_a_connection_that_drops_is_taken_up_where_it_stopped(site, downloader):
    site.publish(PATH, CONTENT, guasti=[{"tronca": 70_000}, {"tronca": 50_000}])
    assert downloader.fetch(site.indirizzo + PATH).path.read_bytes() == CONTENT
    assert [headers["Range"] for headers in site.asked(PATH)] == [None, "bytes=70000-", "bytes=120000-"]
    assert site.asked(PATH)[1]["If-Range"] == '"v1"'


def test_a_later_run_takes_up_what_an_earlier_one_left(site, downloader):
    site.publish(PATH, CONTENT, guasti=[{"tronca": 30_000}] * (RETRIES + 1))
    with pytest.raises(DownloadFailed, match="interrotto"):
        downloader.fetch(site.indirizzo + PATH)
    assert left_in(downloader) == ["POSAS_2025_it_Comuni.zip.parziale", "POSAS_2025_it_Comuni.zip.parziale.json"]
    again = Downloader(downloader.folder, pause=0, progress=lambda *_: None, timeout=1)
    assert again.fetch(site.indirizzo + PATH).path.read_bytes() == CONTENT
    assert site.asked(PATH)[-1]["Range"] == f"bytes={30_000 * (RETRIES + 1)}-"


def test_a_file_that_changed_meanwhile_is_not_sewn_to_the_old_half(site, downloader):
    file = site.publish(PATH, CONTENT, guasti=[{"tronca": 30_000}] * (RETRIES + 1))
    with pytest.raises(DownloadFailed):
        downloader.fetch(site.indirizzo + PATH)
    file.contenuto, file.etag, file.modificato = CONTENT[::-1], '"v2"', "Tue, 03 Mar 2026 08:00:00 GMT"
    assert downloader.fetch(site.indirizzo + PATH).path.read_bytes() == CONTENT[::-1]


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({"riprende": False}, id="a site that cannot resume"),
        pytest.param({"etag": None, "modificato": None}, id="a site that does not say which version it has"),
        pytest.param({"etag": 'W/"v1"', "modificato": None}, id="a tag that does not vouch for every byte"),
    ],
)
def test_where_resuming_is_not_safe_the_file_starts_again(site, downloader, how):
    site.publish(PATH, CONTENT, guasti=[{"tronca": 70_000}], **how)
    assert downloader.fetch(site.indirizzo + PATH).path.read_bytes() == CONTENT


def test_a_half_larger_than_the_file_is_thrown_away(site, downloader):
    site.publish(PATH, CONTENT, guasti=[{"tronca": 70_000}, {"codice": 416}])
    assert downloader.fetch(site.indirizzo + PATH).path.read_bytes() == CONTENT
    assert [headers["Range"] for headers in site.asked(PATH)] == [None, "bytes=70000-", None]


@pytest.mark.parametrize("condizionale", [True, False], ids=["the site says it", "we see it from what the site says"])
def test_a_version_that_we_know_is_not_downloaded_again(site, downloader, seen, condizionale):
    site.publish(PATH, CONTENT, condizionale=condizionale)
    known = downloader.fetch(site.indirizzo + PATH).versione
    seen.clear()
    assert downloader.fetch(site.indirizzo + PATH, known) is None
    assert seen == []


def test_another_version_than_the_known_one_is_downloaded(site, downloader):
    file = site.publish(PATH, CONTENT)
    known = downloader.fetch(site.indirizzo + PATH).versione
    file.contenuto, file.etag = CONTENT[:1000], '"v2"'
    assert downloader.fetch(site.indirizzo + PATH, known).path.read_bytes() == CONTENT[:1000]


def test_a_passing_fault_of_the_site_is_waited_out(site, downloader):
    site.publish(PATH, CONTENT, guasti=[{"codice": 503}, {"codice": 502}])
    assert downloader.fetch(site.indirizzo + PATH).path.read_bytes() == CONTENT


def test_after_three_more_attempts_it_gives_up_and_says_so(site, downloader):
    site.publish(PATH, CONTENT, guasti=[{"codice": 503}] * 9)
    with pytest.raises(DownloadFailed, match=r"codice 503.*Rimedio: ripetere il comando più tardi"):
        downloader.fetch(site.indirizzo + PATH)
    assert len(site.asked(PATH)) == 1 + RETRIES


def test_pauses_grow_and_a_wait_that_the_site_asks_for_is_kept(site, tmp_path, monkeypatch):
    slept = []
    monkeypatch.setattr("ingest.download.time", SimpleNamespace(sleep=slept.append))
    downloader = Downloader(tmp_path, pause=3, progress=lambda *_: None)
    site.publish(PATH, CONTENT, guasti=[{"codice": 503}, {"codice": 503}, asks_to_wait("7")])
    downloader.fetch(site.indirizzo + PATH)
    assert slept == [3, 6, 7]
    slept.clear()
    downloader.fetch(site.indirizzo + PATH)
    assert slept == [3]


def asks_to_wait(how_long: str) -> dict:
    return {"codice": 503, "intestazioni": {"Retry-After": how_long}}


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_site_that_asks_for_a_long_wait_is_not_asked_again(site, downloader, form):
    later = datetime.now(UTC) + timedelta(minutes=30)
    site.publish(PATH, CONTENT, guasti=[asks_to_wait("1800" if form == "seconds" else format_datetime(later, True))])
    with pytest.raises(DownloadFailed, match="aspettare 30 minuti"):
        downloader.fetch(site.indirizzo + PATH)
    assert len(site.asked(PATH)) == 1


@pytest.mark.parametrize("code", [403, 429])
def test_a_site_that_refuses_is_not_asked_again(site, downloader, code):
    site.publish(PATH, CONTENT, guasti=[{"codice": code}])
    with pytest.raises(DownloadFailed, match=rf"codice {code}.*blocca per un giorno o due.*domani"):
        downloader.fetch(site.indirizzo + PATH)
    assert len(site.asked(PATH)) == 1


def test_a_refusal_says_when_to_come_back_where_the_site_says_it(site, downloader):
    site.publish(PATH, CONTENT, guasti=[{"codice": 429, "intestazioni": {"Retry-After": "600"}}])
    with pytest.raises(DownloadFailed, match="ripetere il comando tra 10 minuti"):
        downloader.fetch(site.indirizzo + PATH)


def test_a_file_that_is_not_there_is_told_from_every_other_fault(site, downloader):
    with pytest.raises(NotPublished, match="404"):
        downloader.fetch(site.indirizzo + PATH)
    assert len(site.asked(PATH)) == 1


def test_a_web_page_in_place_of_the_file_is_refused(site, downloader):
    site.publish(PATH, HTML, tipo="text/html; charset=utf-8")
    with pytest.raises(DownloadFailed, match="pagina web al posto del file"):
        downloader.fetch(site.indirizzo + PATH)
    assert left_in(downloader) == []


def test_a_site_that_stops_sending_is_given_up_in_the_end(site, downloader):
    site.publish(PATH, CONTENT, lento=5)
    started = time.monotonic()
    with pytest.raises(DownloadFailed, match="tempo scaduto"):
        downloader.fetch(site.indirizzo + PATH)
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("http://127.0.0.1:9/file.zip", "127.0.0.1:9 non è raggiungibile"),
        ("http://nessuno.invalid/file.zip", "il nome nessuno.invalid non si trova"),
    ],
)
def test_without_a_network_it_says_so_at_once_with_a_remedy(downloader, address, said):
    with pytest.raises(DownloadFailed, match=f"{said}.*Rimedio: controllare il collegamento"):
        downloader.fetch(address)
