"""What is wrong with an input, said so that the person who sent it can mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass


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
        return f"{place}: trovato {self.trovato}; atteso {self.atteso}. Rimedio: {self.rimedio}."

    def as_dict(self) -> dict:
        return asdict(self)


class UnreadableInput(Exception):
    """The input cannot be loaded at all; carries every :class:`Problem` found (never empty)."""

    def __init__(self, problems: list[Problem] | Problem):
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__("\n".join(str(p) for p in self.problems))
