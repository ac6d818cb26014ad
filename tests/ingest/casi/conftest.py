"""Every test has its own key, and no key of the person who runs it."""

import pytest

from tests.ingest.casi.estratti import KEY


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> str:
    monkeypatch.setenv("LEPS_CHIAVE", KEY)
    monkeypatch.delenv("LEPS_CHIAVE_FILE", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("casa")))
    return KEY


@pytest.fixture
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEPS_CHIAVE")
