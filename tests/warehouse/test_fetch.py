"""``leps fetch istat`` against a site on this machine: what enters ``data/raw``, what is said, how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from ingest.sidecar import SIDECAR, read_sidecar
from tests.ingest.sito import HTML, archive, open_site, posas, without_proxy
from tests.warehouse.fetching import ELENCO, declare_by_name, where
from warehouse.cli import fetch as fetch_module
from warehouse.cli.main import main
from warehouse.paths import REPO_ROOT

POSAS_2025 = "/data/posas/POSAS_2025_it_Comuni.zip"
THIS_YEAR = date.today().year


@pytest.fixture
def site(monkeypatch):
    without_proxy(monkeypatch)
    with open_site() as site:
        yield site


@pytest.fixture
def raw(tmp_path) -> Path:
    folder = tmp_path / "file ricevuti"
    folder.mkdir()
    return folder


@pytest.fixture
def fetch(site, raw, tmp_path, capsys, monkeypatch):
    """Runs the command in this process, files declared by name only: (exit code, stdout, stderr)."""
    monkeypatch.setattr(fetch_module, "_declare", declare_by_name)

    def run(*args: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(["fetch", "istat", *args, *where(site, raw, tmp_path)])
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return code, out, err

    return run


def lies_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_by_default_the_latest_residents_foreigners_and_balance_come(fetch, site, raw):
    site.publish(f"/data/posas/POSAS_{THIS_YEAR}_it_Comuni.zip", posas(THIS_YEAR))
    site.publish(f"/data/strasa/STRASA_{THIS_YEAR}_it_Comuni.zip", posas(THIS_YEAR))
    site.publish(f"/data/p2/P2_{THIS_YEAR - 1}_it_Comuni.zip", posas(THIS_YEAR))
    code, out, _ = fetch()
    assert code == 0 and out.count("scaricato") == 3
    assert lies_in(raw) == [
        f"istat_p2/P2_{THIS_YEAR - 1}_it_Comuni.zip",
        f"istat_p2/{SIDECAR}",
        f"istat_posas/POSAS_{THIS_YEAR}_it_Comuni.zip",
        f"istat_posas/{SIDECAR}",
        f"istat_strasa/STRASA_{THIS_YEAR}_it_Comuni.zip",
        f"istat_strasa/{SIDECAR}",
    ]


def test_the_latest_year_is_the_last_one_that_is_published(fetch, site, raw):
    site.publish(f"/data/posas/POSAS_{THIS_YEAR - 1}_it_Comuni.zip", posas(THIS_YEAR - 1))
    code, out, _ = fetch("--prodotto", "posas")
    assert code == 0 and f"Il {THIS_YEAR} non è ancora pubblicato: è il {THIS_YEAR - 1}" in out


def test_a_file_stays_byte_for_byte_as_it_came(fetch, site, raw):
    site.publish(POSAS_2025, posas(2025))
    fetch("--prodotto", "posas", "--anno", "2025")
    assert (raw / "istat_posas" / "POSAS_2025_it_Comuni.zip").read_bytes() == posas(2025)


def test_a_second_run_downloads_nothing(fetch, site, raw):
    site.publish(POSAS_2025, posas(2025))
    fetch("--prodotto", "posas", "--anno", "2025")
    before = lies_in(raw)
    code, out, _ = fetch("--prodotto", "posas", "--anno", "2025")
    assert (code, out) == (0, "= istat_posas/POSAS_2025_it_Comuni.zip: già presente\n")
    assert site.asked(POSAS_2025)[1]["If-None-Match"] == '"v1"' and lies_in(raw) == before


def test_without_its_memory_it_recognises_the_content(fetch, site, raw, tmp_path):
    site.publish(POSAS_2025, posas(2025))
    fetch("--prodotto", "posas", "--anno", "2025")
    (tmp_path / "warehouse" / "scarico" / "ricevuti.json").write_text("rotto")
    assert "già presente" in fetch("--prodotto", "posas", "--anno", "2025")[1]


def test_a_file_deleted_by_hand_is_downloaded_again(fetch, site, raw):
    site.publish(POSAS_2025, posas(2025))
    fetch("--prodotto", "posas", "--anno", "2025")
    (raw / "istat_posas" / "POSAS_2025_it_Comuni.zip").unlink()
    assert "scaricato" in fetch("--prodotto", "posas", "--anno", "2025")[1]


def test_a_new_release_is_kept_beside_the_old_one_and_the_memory_follows_it(fetch, site, raw):
    file = site.publish(POSAS_2025, posas(2025))
    fetch("--prodotto", "posas", "--anno", "2025")
    file.contenuto, file.etag, file.modificato = posas(2025, males=6), '"v2"', "Tue, 03 Nov 2026 08:00:00 GMT"
    code, out, _ = fetch("--prodotto", "posas", "--anno", "2025")
    assert code == 0 and "nuovo rilascio, il file precedente resta" in out
    released = f"POSAS_2025_it_Comuni_rilascio_{date.today()}.zip"
    assert (raw / "istat_posas" / released).read_bytes() == posas(2025, males=6)
    assert (raw / "istat_posas" / "POSAS_2025_it_Comuni.zip").read_bytes() == posas(2025)
    assert f"{released}: già presente" in fetch("--prodotto", "posas", "--anno", "2025")[1]


def test_json_says_what_came_from_where(fetch, site):
    site.publish(POSAS_2025, posas(2025))
    code, out, _ = fetch("--prodotto", "posas", "--anno", "2025", "--json")
    (one,) = json.loads(out)
    assert code == 0
    assert {key: one[key] for key in ("prodotto", "anno", "provincia", "esito", "file", "byte", "nota")} == {
        "prodotto": "posas",
        "anno": 2025,
        "provincia": None,
        "esito": "scaricato",
        "file": "istat_posas/POSAS_2025_it_Comuni.zip",
        "byte": len(posas(2025)),
        "nota": None,
    }
    assert one["indirizzo"] == site.indirizzo + POSAS_2025 and len(one["sha256"]) == 64


def test_the_file_of_a_province_is_taken_where_there_is_one(fetch, site, raw):
    site.publish("/data/posas/POSAS_2025_it_017_Brescia.zip", posas(2025))
    site.publish(POSAS_2025, posas(2025))
    code, _, _ = fetch("--prodotto", "posas", "--anno", "2025", "--provincia", "017")
    assert code == 0 and lies_in(raw) == ["istat_posas/POSAS_2025_it_017_Brescia.zip", f"istat_posas/{SIDECAR}"]


@pytest.mark.parametrize("province", ["035", "017"], ids=["name not known", "not published"])
def test_without_a_file_of_the_province_the_national_one_comes_and_it_is_said(fetch, site, raw, province):
    site.publish(POSAS_2025, posas(2025))
    code, out, _ = fetch("--prodotto", "posas", "--anno", "2025", "--provincia", province)
    assert code == 0 and f"Per la provincia {province} non c'è un file noto: è quello di tutta Italia" in out
    assert "istat_posas/POSAS_2025_it_Comuni.zip" in lies_in(raw)


def test_the_national_file_is_asked_once_for_many_provinces(fetch, site):
    site.publish(POSAS_2025, posas(2025))
    fetch("--prodotto", "posas", "--anno", "2025", "--provincia", "035,040,066")
    assert len(site.asked(POSAS_2025)) == 1


def test_a_product_without_years_needs_none(fetch, site, raw):
    path = "/storage/codici-unita-amministrative/Elenco-comuni-italiani.csv"
    site.publish(path, b"Codice Regione;Comune\r\n03;Iseo\r\n", tipo="text/csv")
    assert fetch("--prodotto", "comuni", "--anno", "2024")[0] == 0
    assert "istat_comuni/Elenco-comuni-italiani.csv" in lies_in(raw)


def test_a_year_that_is_not_published_is_named_and_the_others_come(fetch, site, raw):
    site.publish(POSAS_2025, posas(2025))
    code, out, err = fetch("--prodotto", "posas", "--anno", "2024-2025")
    assert code == 2 and "POSAS_2024_it_Comuni.zip: non pubblicato" in out
    assert "posas 2024" in err and "--anno" in err and "Rimedio" in err
    assert lies_in(raw) == ["istat_posas/POSAS_2025_it_Comuni.zip", f"istat_posas/{SIDECAR}"]


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (HTML, "text/html", "pagina web"),
        (HTML, "application/zip", "pagina web"),
        (posas(2025)[:-100], "application/zip", "non è un archivio zip"),
        (posas(2025).replace(b"Iseo", b"Oesi", 3), "application/zip", "somma di controllo"),
    ],
)
def test_what_is_not_a_sound_file_never_enters(fetch, site, raw, content, kind, said):
    site.publish(POSAS_2025, content, tipo=kind)
    code, out, err = fetch("--prodotto", "posas", "--anno", "2025")
    assert code == 2 and said in err and "Rimedio" in err and len(err.strip().splitlines()) == 2
    assert list(raw.iterdir()) == []


def test_a_site_that_refuses_stops_everything_and_what_came_before_stays(fetch, site, raw):
    site.publish("/data/posas/POSAS_2024_it_Comuni.zip", posas(2024))
    site.publish(POSAS_2025, posas(2025), guasti=[{"codice": 403}])
    code, out, err = fetch("--prodotto", "posas", "--anno", "2024-2026", "--json")
    assert code == 2 and "codice 403" in err and "giorno o due" in err
    assert [one["anno"] for one in json.loads(out)] == [2024]
    assert lies_in(raw) == ["istat_posas/POSAS_2024_it_Comuni.zip", f"istat_posas/{SIDECAR}"]
    assert len(site.richieste) == 2


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (archive("appunti.csv", b"tutt'altro;che\nuna;popolazione\n"), "tabella non nota"),
        (archive("vuoto.csv", b""), "un file vuoto"),
        (archive("foto.png", b"\0\1\2"), "non è testo"),
        (archive("codici.csv", ELENCO), "trovato Elenco dei codici"),
    ],
    ids=["no known layout", "nothing", "no text", "another product"],
)
def test_a_file_without_the_layout_of_the_product_does_not_enter(site, raw, tmp_path, capsys, content, found):
    site.publish(POSAS_2025, content)
    code = main(["fetch", "istat", "--prodotto", "posas", "--anno", "2025", *where(site, raw, tmp_path)])
    err = capsys.readouterr().err
    assert code == 2 and found in err and "atteso il tracciato «Residenti per età e sesso" in err
    assert "Traceback" not in err and list(raw.iterdir()) == []


def test_two_at_the_same_time_are_one_too_many(fetch, tmp_path):
    with fetch_module._alone(tmp_path / "warehouse" / "scarico"):
        code, _, err = fetch("--prodotto", "posas")
    assert code == 3 and "un altro scarico è in corso" in err


# In another process, which can be killed; the declaration is by name there too.
BY_NAME = """
import sys, resource
from tests.warehouse.fetching import declare_by_name
from warehouse.cli import fetch
fetch._declare = declare_by_name
if len(sys.argv) > 1 and sys.argv[1].isdigit():
    limit = int(sys.argv.pop(1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
from warehouse.cli.main import main
sys.exit(main())
"""


@pytest.fixture
def start(site, raw, tmp_path):
    """Starts the command in another process, for 2025; the first argument may be the largest file it may write."""
    started = []

    def run(*limit: str) -> subprocess.Popen:
        command = [sys.executable, "-c", BY_NAME, *limit, "fetch", "istat", "--prodotto", "posas", "--anno", "2025"]
        process = subprocess.Popen(
            [*command, *where(site, raw, tmp_path)], cwd=REPO_ROOT, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def wait_for_bytes(folder: Path) -> None:
    """Until something of the file has come."""
    deadline = time.monotonic() + 20
    while not any(path.stat().st_size > 5000 for path in folder.glob("*.parziale")):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_stopped_half_way_it_leaves_nothing_received_and_goes_on_from_there(site, raw, tmp_path, start, number):
    content = archive("POSAS_2025_it_Comuni.csv", os.urandom(200_000))
    file = site.publish(POSAS_2025, content, lento=0.05)
    process = start()
    wait_for_bytes(tmp_path / "warehouse" / "scarico")
    process.send_signal(number)
    _, err = process.communicate(timeout=20)
    assert list(raw.iterdir()) == [] and "Traceback" not in err
    if number != signal.SIGKILL:
        assert process.returncode == 130 and "Interrotto" in err and "riprende" in err
    file.lento = 0
    again = start()
    assert "scaricato" in again.communicate(timeout=20)[0] and again.returncode == 0
    assert (raw / "istat_posas" / "POSAS_2025_it_Comuni.zip").read_bytes() == content
    assert int(site.asked(POSAS_2025)[-1]["Range"].strip("bytes=-")) > 5000


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
def test_a_full_disk_is_said_with_its_remedy_and_the_rest_comes_later(site, raw, start):
    content = archive("POSAS_2025_it_Comuni.csv", os.urandom(200_000))
    site.publish(POSAS_2025, content)
    process = start("100000")
    _, err = process.communicate(timeout=20)
    assert process.returncode == 2 and "spazio su disco esaurito" in err and "liberare spazio" in err
    assert list(raw.iterdir()) == [] and "Traceback" not in err
    start().communicate(timeout=20)
    assert (raw / "istat_posas" / "POSAS_2025_it_Comuni.zip").read_bytes() == content
    assert site.asked(POSAS_2025)[-1]["Range"] == "bytes=100000-"


def test_end_to_end_files_are_fetched_declared_and_readable(site, raw, tmp_path):
    """Nothing replaced: the real command, the real declaration, the real reader."""
    site.publish(POSAS_2025, posas(2025), guasti=[{"tronca": 300}])
    site.publish("/data/posas/POSAS_2024_it_Comuni.zip", posas(2024))
    path = "/storage/codici-unita-amministrative/Elenco-comuni-italiani.csv"
    site.publish(path, ELENCO, tipo="text/csv")
    command = [sys.executable, "-m", "warehouse.cli"]
    asked = ["fetch", "istat", "--prodotto", "posas,comuni", "--anno", "2024-2025"]
    done = subprocess.run(
        [*command, *asked, *where(site, raw, tmp_path)], cwd=REPO_ROOT, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    source = read_sidecar(raw / "istat_posas")
    assert (source.licenza, source.indirizzo) == ("CC BY 4.0", f"{site.indirizzo}/data/posas/POSAS_2024_it_Comuni.zip")
    assert [(t.path.name, t.data_riferimento) for t in source.tabelle] == [
        ("POSAS_2024_it_Comuni.zip", date(2024, 1, 1)),
        ("POSAS_2025_it_Comuni.zip", date(2025, 1, 1)),
    ]
    checked = subprocess.run(
        [*command, "check", str(raw), "--json"], cwd=REPO_ROOT, capture_output=True, encoding="utf-8"
    )
    read = {report["file"]: (report["leggibile"], report["problemi"]) for report in json.loads(checked.stdout)}
    assert read == {
        "istat_comuni/Elenco-comuni-italiani.csv": (True, []),
        "istat_posas/POSAS_2024_it_Comuni.zip": (True, []),
        "istat_posas/POSAS_2025_it_Comuni.zip": (True, []),
    }
