"""Internal pages: on this machine only, or behind sign-in; whoever has not signed in gets no figure at all."""

import re
from pathlib import Path

import pytest

from tests.dashboards.browsing import settle
from tests.dashboards.reading import opener, text_of
from tests.riservatezza.identita import provider
from tests.riservatezza.pagine import free_port, listen, served
from warehouse.cli.accesso import sign_in_file
from warehouse.cli.errors import CliError
from warehouse.cli.serve import audience
from warehouse.paths import REPO_ROOT

PAGES = ["", "contesto", "obiettivi_leps?vista=matrice", "qualita_dati", "pagina_inesistente"]


def secrets_file(folder: Path, port: int = 8501, issuer: str = "https://accesso.esempio.it", **changed: str) -> Path:
    """A file as docs/profili.md asks for; ``changed`` replaces settings of ``[auth]``, None removes one."""
    settings = {
        "redirect_uri": f"http://localhost:{port}/oauth2callback",
        "cookie_secret": "0123456789abcdef" * 3,
        "client_id": "osservatorio",
        "client_secret": "prova",
        "server_metadata_url": f"{issuer}/.well-known/openid-configuration",
    } | changed
    lines = [f'{name} = "{value}"' for name, value in settings.items() if value is not None]
    path = folder / "secrets.toml"
    path.write_text("[auth]\n" + "\n".join(lines) + '\n[accesso]\nammessi = ["@ufficio.example"]\n', "utf-8")
    path.chmod(0o600)
    return path


@pytest.fixture(autouse=True)
def empty_home(tmp_path, monkeypatch):
    """The sign-in of whoever runs the tests must not decide them."""
    monkeypatch.setenv("HOME", str(tmp_path / "casa"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "casa"))


def test_internal_pages_answer_on_this_machine_unless_told_otherwise():
    assert audience("interno", None, None).indirizzo == "127.0.0.1"


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.168.1.10"])
def test_internal_pages_on_an_open_address_are_refused_without_sign_in(address):
    with pytest.raises(CliError, match="solo su questo computer.*--profilo pubblico"):
        audience("interno", address, None)


def test_public_pages_may_answer_anywhere():
    assert audience("pubblico", "0.0.0.0", None).indirizzo == "0.0.0.0"


def test_an_unknown_profile_is_refused():
    with pytest.raises(CliError, match="«segreto» non esiste"):
        audience("segreto", None, None)


def test_with_sign_in_internal_pages_may_answer_anywhere(tmp_path):
    to = audience("interno", "0.0.0.0", secrets_file(tmp_path))
    assert (to.indirizzo, to.accesso) == ("0.0.0.0", tmp_path / "secrets.toml")


def test_sign_in_in_the_home_folder_is_found_by_itself(tmp_path):
    home = tmp_path / "casa" / ".streamlit"
    home.mkdir(parents=True)
    assert sign_in_file(None) is None
    (home / "secrets.toml").write_text("[altro]\nx = 1\n", "utf-8")
    assert sign_in_file(None) is None, "a file of another program's asks for nothing"
    expected = secrets_file(home)
    assert sign_in_file(None) == expected


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_secret": None}, "manca client_secret"),
        ({"cookie_secret": "corto"}, "meno di 32 caratteri"),
        ({"redirect_uri": "https://pagine.esempio.it/"}, "non finisce in /oauth2callback"),
        ({"redirect_uri": "http://pagine.esempio.it/oauth2callback"}, "non è un indirizzo https"),
        ({"server_metadata_url": "http://accesso.esempio.it/x"}, "non è un indirizzo https"),
    ],
)
def test_sign_in_that_is_set_up_wrongly_is_refused_with_what_to_do(tmp_path, changed, said):
    path = secrets_file(tmp_path, **changed)
    with pytest.raises(CliError, match=f"{said}.*Rimedio"):
        sign_in_file(path)


def test_sign_in_without_saying_who_may_enter_is_refused(tmp_path):
    path = secrets_file(tmp_path)
    path.write_text(path.read_text("utf-8").replace('"@ufficio.example"', ""), "utf-8")
    with pytest.raises(CliError, match="manca ammessi"):
        sign_in_file(path)


def test_a_file_that_others_can_read_or_inside_the_checkout_is_refused(tmp_path):
    path = secrets_file(tmp_path)
    path.chmod(0o644)
    with pytest.raises(CliError, match="lo possono leggere altri.*chmod 600"):
        sign_in_file(path)
    inside = REPO_ROOT / "tests" / "output"
    inside.mkdir(parents=True, exist_ok=True)
    try:
        with pytest.raises(CliError, match="dentro la cartella del programma"):
            sign_in_file(secrets_file(inside))
    finally:
        (inside / "secrets.toml").unlink()


@pytest.mark.parametrize("page", ["contesto", "obiettivi_leps"])
def test_who_has_not_signed_in_sees_no_figure(warehouse, monkeypatch, page):
    monkeypatch.setenv("LEPS_ACCESSO", "1")
    said = text_of(opener(warehouse, monkeypatch)(page))
    assert "Serve l'accesso" in said
    assert not re.search(r"\d", said)


def test_internal_pages_on_an_open_address_show_nothing_however_they_were_started(warehouse, monkeypatch):
    monkeypatch.setattr("streamlit.get_option", lambda name: {"server.address": "0.0.0.0"}.get(name))
    said = text_of(opener(warehouse, monkeypatch)("contesto"))
    assert "Pagine interne su un indirizzo aperto" in said
    assert not re.search(r"\d", said)


@pytest.mark.browser
def test_before_signing_in_the_browser_gets_no_figure_and_afterwards_the_pages(warehouse, browser, tmp_path):
    port = free_port()
    with provider("persona@ufficio.example") as issuer:
        path = secrets_file(tmp_path, port, issuer)
        with served(warehouse, tmp_path / "log", "--accesso", str(path), port=port) as server:
            context = browser.new_context()
            page = context.new_page()
            got = listen(page)
            for address in PAGES:
                page.goto(f"{server.address}/{address}")
                page.wait_for_selector("text=Serve l'accesso", timeout=60_000)
            page.wait_for_timeout(1000)
            before = got.all_bytes()
            assert b"Accedi" in before
            figures = [b"54.239", b"54.346", b"Sebino", b"stato-controlli", b"Dati pubblicati"]
            assert [figure for figure in figures if figure in before] == []
            page.goto(f"{server.address}/contesto")
            page.click("text=Accedi")
            page.wait_for_selector("text=Chi vive nel territorio", timeout=60_000)
            settle(page)
            assert "54.239" in page.inner_text("body")
            assert "persona@ufficio.example" in page.content()
            context.close()
    assert "Traceback" not in (tmp_path / "log").read_text("utf-8")


@pytest.mark.browser
def test_who_signs_in_but_is_not_among_those_named_sees_no_figure(warehouse, browser, tmp_path):
    port = free_port()
    with provider("chiunque@altrove.example") as issuer:
        path = secrets_file(tmp_path, port, issuer)
        with served(warehouse, tmp_path / "log", "--accesso", str(path), port=port) as server:
            context = browser.new_context()
            page = context.new_page()
            got = listen(page)
            page.goto(f"{server.address}/contesto")
            page.click("text=Accedi")
            page.wait_for_selector("text=Questa utenza non può entrare", timeout=60_000)
            assert b"Sebino" not in got.all_bytes()
            context.close()
