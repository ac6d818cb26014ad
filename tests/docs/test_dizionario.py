"""The dictionary says what the definitions say."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_the_dictionary_is_not_stale():
    done = subprocess.run([sys.executable, "docs/dizionario.py", "--check"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr or "docs/dizionario.md is stale: run python docs/dizionario.py"


def test_the_dictionary_tells_the_allowed_values_of_a_column():
    text = (ROOT / "docs" / "dizionario.md").read_text("utf-8")
    assert "`entro`, `fuori`, `non_valutabile`" in text
    assert "`residenti_istat`, `residenti_anagrafe`" in text
