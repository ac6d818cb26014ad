"""What must never be in the repository."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

LARGEST = 5_000_000  # bytes
LOCK_FILES = {
    "uv.lock",
    "poetry.lock",
    "Pipfile.lock",
    "pdm.lock",
    "pylock.toml",
    "package-lock.json",
    "package-lock.yml",
}

# A folder of somebody's machine. The first part is split so that this very file passes.
MACHINE_PATH = re.compile(r"(?<![\w.~$}/])/(?:" + "home|Users|root|work|mnt|farm" + r")/[\w.-]+|[A-Z]:\\Users\\")

FISCAL_CODE = re.compile(
    r"\b[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b", re.I
)
# Value of each character on odd places (Decreto ministeriale 23 dicembre 1976); letters and digits alike.
_ODD = dict(zip("0123456789", (1, 0, 5, 7, 9, 13, 15, 17, 19, 21), strict=True)) | dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23),
        strict=True,
    )
)


def is_fiscal_code(text: str) -> bool:
    """True if the last character is the check character of the fifteen before it."""
    text = text.upper()
    total = sum(
        _ODD[c] if place % 2 == 0 else (int(c) if c.isdigit() else ord(c) - ord("A"))
        for place, c in enumerate(text[:15])
    )
    return text[15] == chr(ord("A") + total % 26)


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control, and new ones that are not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True,
    )  # fmt: skip
    if listed.returncode != 0:
        pytest.skip("not a git checkout, or no git")
    paths = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return tuple(path for path in paths if path.is_file())


@cache
def texts() -> dict[str, str]:
    """Tracked files that are text, by path."""
    found = {}
    for path in tracked():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode("utf-8", errors="replace")
    return found


def lines_with(pattern: re.Pattern) -> list[str]:
    return [
        f"{name}:{number}: {found[0]}"
        for name, text in texts().items()
        for number, line in enumerate(text.splitlines(), start=1)
        for found in pattern.finditer(line)
    ]


def test_no_file_names_a_folder_of_somebodys_machine():
    assert lines_with(MACHINE_PATH) == []


def test_no_file_is_larger_than_five_megabytes():
    assert [path.name for path in tracked() if path.stat().st_size > LARGEST] == []


def test_no_lock_file_records_addresses():
    assert [path.name for path in tracked() if path.name in LOCK_FILES] == []


def test_no_fiscal_code_of_a_person_is_anywhere():
    assert [place for place in lines_with(FISCAL_CODE) if is_fiscal_code(place.rpartition(": ")[2])] == []


def test_what_is_built_or_installed_is_not_tracked():
    folders = ("data/warehouse/", ".venv/", "target/", "logs/")
    assert [name for name in texts() if name.startswith(folders) or "/__pycache__/" in name] == []


@pytest.mark.parametrize(("place", "valid"), [(15, True), (14, False)])
def test_the_check_character_tells_a_fiscal_code_from_a_look_alike(place, valid):
    """The code is put together here: a valid one must not be written in any file."""
    stem = "RSSMRA80A01H501"
    code = next(stem + c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if is_fiscal_code(stem + c))
    if not valid:
        code = code[:place] + ("2" if code[place] != "2" else "3") + code[place + 1 :]
    assert FISCAL_CODE.fullmatch(code) and is_fiscal_code(code) is valid
