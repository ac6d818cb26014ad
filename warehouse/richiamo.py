"""Recall and precision of the checks, against the mistakes that people found and the alarms that people judged.

Both lists are data: ``errori_noti.csv`` (mistakes, found by reading) and ``giudizi.csv`` (what a reader of the document
says of each group of alarms).
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

MISTAKES, JUDGEMENTS = "errori_noti.csv", "giudizi.csv"
VERDICTS = ("giusto", "falso")
# A list of alternatives in one cell: lines or prints of which any will do.
_OR = "|"
_COLUMNS = {
    MISTAKES: ("raccolta", "riga", "stampato", "atteso", "genere", "gravita", "rilevabile", "perche"),
    JUDGEMENTS: ("raccolta", "controllo_id", "riga", "verdetto", "motivo"),
}
_ALARMS = (
    "select split_part(fonte_id, '/', 1) as raccolta, controllo_id, tipo, gravita, "
    "coalesce(riga_documento, '') as riga, coalesce(valore_stampato, '') as stampato, messaggio "
    "from qualita.controllo where esito = 'fallito' order by all"
)


class ListDamaged(ValueError):
    """A list of mistakes or judgements cannot be used; the message says file, row, found, expected, remedy."""


@dataclass
class Richiamo:
    """What the checks found. ``trovati`` and ``allarmi`` are (hits, all) by kind and by severity."""

    trovati_per_genere: dict[str, tuple[int, int]]
    trovati_per_gravita: dict[str, tuple[int, int]]
    giusti_per_tipo: dict[str, tuple[int, int]]
    giusti_per_gravita: dict[str, tuple[int, int]]
    mancati: list[dict[str, str]] = field(default_factory=list)
    falsi: list[dict[str, str]] = field(default_factory=list)
    non_letti: list[dict[str, str]] = field(default_factory=list)
    giudizi_senza_allarmi: list[dict[str, str]] = field(default_factory=list)

    @property
    def gravi_mancati(self) -> list[dict[str, str]]:
        """Serious mistakes that arithmetic or comparison can reveal, and no check tells."""
        return [m for m in self.mancati if m["gravita"] == "grave" and m["rilevabile"] == "si"]

    @property
    def precisione(self) -> float | None:
        """Right alarms among those that somebody judged, 0 to 1; None where nobody judged any."""
        right, judged = (sum(pair[k] for pair in self.giusti_per_tipo.values()) for k in (0, 1))
        return right / judged if judged else None

    def as_dict(self) -> dict[str, Any]:
        return {**vars(self), "gravi_mancati": self.gravi_mancati, "precisione": self.precisione}


def read_list(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of ``errori_noti.csv`` or ``giudizi.csv``.

    Raises:
        ListDamaged: no such file, other columns, or a verdict that does not exist.
    """
    path = folder / name
    if not path.is_file():
        raise ListDamaged(f"{path}: il file non c'è; atteso l'elenco {name}. Indicare la cartella con --elenco.")
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != _COLUMNS[name]:
            raise ListDamaged(
                f"{path}, riga 1: trovate le colonne {reader.fieldnames}; attese {list(_COLUMNS[name])}. "
                "Correggere l'intestazione."
            )
        rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if name == JUDGEMENTS and row["verdetto"] not in VERDICTS:
            raise ListDamaged(
                f"{path}, riga {number}, colonna verdetto: trovato «{row['verdetto']}»; atteso giusto o falso. "
                "Correggere la cella."
            )
    return rows


def measure(con: duckdb.DuckDBPyConnection, folder: Path) -> Richiamo:
    """Compare ``qualita.controllo`` with the lists in ``folder``.

    Raises:
        ListDamaged: see :func:`read_list`.
    """
    cursor = con.execute(_ALARMS)
    names = [column[0] for column in cursor.description]
    alarms = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return compare(alarms, read_list(folder, MISTAKES), read_list(folder, JUDGEMENTS))


def compare(alarms: list[dict[str, str]], mistakes: list[dict[str, str]], judgements: list[dict[str, str]]) -> Richiamo:
    """Which mistakes some alarm tells, and which alarms are right.

    An alarm on a known mistake is right; of the others the first judgement that fits says.
    """
    found = [any(tells(alarm, mistake) for alarm in alarms) for mistake in mistakes]
    used, right, false, unread = set(), [], [], []
    for alarm in alarms:
        known = any(tells(alarm, mistake) for mistake in mistakes)
        fitting = next((k for k, judgement in enumerate(judgements) if fits(alarm, judgement)), None)
        if fitting is not None:
            used.add(fitting)
        if known or (fitting is not None and judgements[fitting]["verdetto"] == "giusto"):
            right.append(alarm)
        elif fitting is None:
            unread.append(alarm)
        else:
            false.append({**alarm, "perche": judgements[fitting]["motivo"]})
    return Richiamo(
        trovati_per_genere=_shares(mistakes, found, "genere"),
        trovati_per_gravita=_shares(mistakes, found, "gravita"),
        giusti_per_tipo=_shares(right + false, [True] * len(right) + [False] * len(false), "tipo"),
        giusti_per_gravita=_shares(right + false, [True] * len(right) + [False] * len(false), "gravita"),
        mancati=[mistake for mistake, hit in zip(mistakes, found, strict=True) if not hit],
        falsi=false,
        non_letti=unread,
        giudizi_senza_allarmi=[j for k, j in enumerate(judgements) if k not in used],
    )


def tells(alarm: dict[str, str], mistake: dict[str, str]) -> bool:
    """The alarm stands on a line of the mistake and shows what is printed there."""
    return (
        alarm["raccolta"] == mistake["raccolta"]
        and alarm["riga"] in mistake["riga"].split(_OR)
        and any(printed in alarm["stampato"] for printed in mistake["stampato"].split(_OR))
    )


def fits(alarm: dict[str, str], judgement: dict[str, str]) -> bool:
    """The judgement speaks of this alarm: source and check (``*`` stands for any end), and line where it says one."""
    return (
        fnmatchcase(alarm["raccolta"], judgement["raccolta"])
        and fnmatchcase(alarm["controllo_id"], judgement["controllo_id"])
        and (not judgement["riga"] or alarm["riga"] in judgement["riga"].split(_OR))
    )


def _shares(rows: list[dict[str, str]], hits: list[bool], key: str) -> dict[str, tuple[int, int]]:
    """(hits, all) for each value of ``key``, in alphabetical order."""
    every = Counter(row[key] for row in rows)
    good = Counter(row[key] for row, hit in zip(rows, hits, strict=True) if hit)
    return {value: (good[value], every[value]) for value in sorted(every)}
