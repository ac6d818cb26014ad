"""What is wrong with an input, said so that the person who sent it can mend it."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

# The ending of a participle by how what follows it begins (main.concordato says the same in SQL).
_ENDINGS = (
    ("a", r"(una|la|nessuna|almeno una|ogni colonna) |(solo )?l'intestazione|un'"),
    ("e", r"(le|due colonne|solo le|celle|etichette|[0-9]+ (righe|colonne|celle)) ?"),
    ("i", r"(i|gli|poligoni|[0-9]+ (file|fogli)) "),
)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, with the place, what was found, what was expected and the remedy.

    ``riga`` is the 1-based line of the received file (the header is line 1); ``colonna`` the column's name.
    Of a workbook ``cella`` says sheet and cell instead.
    """

    file: str
    trovato: str
    atteso: str
    rimedio: str
    riga: int | None = None
    colonna: str | None = None
    cella: str | None = None

    def __str__(self) -> str:
        place = self.file
        if self.riga is not None:
            place += f", riga {self.riga}"
        if self.cella is not None:
            place += f", {self.cella}"
        if self.colonna is not None:
            place += f", colonna «{self.colonna}»"
        return f"{place}: {found_and_expected(self.trovato, self.atteso)}. Rimedio: {self.rimedio}."

    def as_dict(self) -> dict:
        return asdict(self)


def agreed(stem: str, words: str) -> str:
    """``trovat``, ``una cella vuota`` → ``trovata``: the participle as Italian wants it before these words."""
    return stem + next((ending for ending, begins in _ENDINGS if re.match(begins, words)), "o")


def found_and_expected(found: str, expected: str) -> str:
    """``trovata una cella vuota; atteso un numero intero``."""
    return f"{agreed('trovat', found)} {found}; {agreed('attes', expected)} {expected}"


class UnreadableInput(Exception):
    """The input cannot be loaded at all; carries every :class:`Problem` found (never empty)."""

    def __init__(self, problems: list[Problem] | Problem):
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
