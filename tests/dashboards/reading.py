"""Opens pages without a browser and reads what they say."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).resolve().parents[2] / "dashboards" / "app.py"


def opener(folder: Path, monkeypatch) -> Callable[..., AppTest]:
    """What opens a page of a warehouse with the parameters of an address."""
    monkeypatch.setenv("LEPS_WAREHOUSE", str(folder))
    monkeypatch.setenv("LEPS_PAGINE_DEBUG", "1")  # an error is shown, not turned into a sentence

    def open_page(page: str = "contesto", **parameters: str) -> AppTest:
        test = AppTest.from_file(str(APP), default_timeout=60)
        for name, value in parameters.items():
            test.query_params[name] = value
        test.run()
        if page != "contesto":
            test.switch_page(f"pages/{page}.py").run()
        return test

    return open_page


def text_of(test: AppTest) -> str:
    bodies = [element.proto.body for element in test.get("html")]
    words = re.sub(r"<(style|script).*?</\1>|<[^>]+>", " ", " ".join(bodies), flags=re.S)
    return re.sub(r"\s+", " ", unescape(words))


def notices_of(test: AppTest) -> str:
    return " ".join(el.proto.body for el in test.get("html") if 'class="avviso"' in el.proto.body)
