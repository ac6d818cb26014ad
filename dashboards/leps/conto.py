"""How many targets are reached, of how many judged, and what became of all the others: the parts make the whole."""

from __future__ import annotations

from typing import Any

from dashboards.components import formats
from dashboards.components.cards import Card

Counts = dict[str, Any]

# Why a target cannot be judged: column, of one, of many.
REASONS = (
    ("mai_mandati", "mai mandato", "mai mandati"),
    ("rifiutati", "mandato ma non utilizzabile", "mandati ma non utilizzabili"),
    ("senza_base", "senza il valore dell'anno prima", "senza il valore dell'anno prima"),
    ("soppressi", "non pubblicabile", "non pubblicabili"),
)


def not_assessable(row: Counts) -> int:
    return sum(row[key] for key, *_ in REASONS)


def reached(row: Counts) -> str:
    """`4 su 5 raggiunti, 2 non valutabili`: the second part is said also where it is zero."""
    said = _not_assessable_words(row)
    if not row["giudicati"]:
        return f"nessun obiettivo ancora giudicato, {said}"
    many = "raggiunto" if row["giudicati"] == 1 else "raggiunti"
    return f"{row['raggiunti']} su {row['giudicati']} {many}, {said}"


def _not_assessable_words(row: Counts) -> str:
    return formats.plural(not_assessable(row), "non valutabile", "non valutabili")


def why_not(row: Counts) -> str:
    """`2 mai mandati, 1 senza il valore dell'anno prima`."""
    return ", ".join(formats.plural(row[key], one, many) for key, one, many in REASONS if row[key])


def _parts(row: Counts) -> list[tuple[int, str]]:
    """What became of the indicators of a year, each in one part only."""
    reasons = why_not(row)
    parts = [
        (row["giudicati"], formats.plural(row["giudicati"], "giudicato", "giudicati")),
        (row["in_corso"], f"{row['in_corso']} in corso"),
        (not_assessable(row), _not_assessable_words(row) + (f": {reasons}" if reasons else "")),
        (row["zero_su_zero"], f"{row['zero_su_zero']} con 0 su 0, non da giudicare"),
        (row["senza_obiettivo"], f"{row['senza_obiettivo']} senza obiettivo per l'anno"),
    ]
    # What cannot be judged is said also where it is zero.
    return [part for at, part in enumerate(parts) if part[0] or at == 2]


def whole(row: Counts) -> str:
    """`5 + 7 + 8 = 20 indicatori`, in the order in which the parts are told."""
    numbers = " + ".join(str(number) for number, _ in _parts(row) if number)
    return f"{numbers} = {formats.plural(row['indicatori'], 'indicatore', 'indicatori')}"


def bases_missing(row: Counts) -> str:
    """`mancano 9 valori di base su 10: …`, as the view Basi counts them: of every rule, whatever their own state."""
    lack = "manca" if row["basi_mancanti"] == 1 else "mancano"
    values = formats.plural(row["basi_mancanti"], "valore di base", "valori di base")
    return f"{lack} {values} su {row['basi']}: senza, il {row['anno'] + 1} di quegli indicatori non si può giudicare"


def revised(row: Counts) -> str:
    return f"{formats.plural(row['rivisti'], 'esito cambiato', 'esiti cambiati')} da revisione"


def _time(row: Counts) -> str:
    if not row["e_aperto"]:
        return "chiuso"
    return f"in corso, {formats.plural(row['giorni_al_termine'], 'giorno', 'giorni', zero='ultimo giorno')}"


def _not_begun(row: Counts) -> list[str]:
    """What can be said of a year that has not begun: nothing of it is under way."""
    targets = row["indicatori"] - row["senza_obiettivo"]
    return [
        f"{formats.plural(targets, 'obiettivo', 'obiettivi')} al {formats.short_day(row['termine'])}",
        f"{row['senza_obiettivo']} senza obiettivo per l'anno" if row["senza_obiettivo"] else "",
        f"{targets} + {row['senza_obiettivo']} = {formats.plural(row['indicatori'], 'indicatore', 'indicatori')}",
        f"già arrivati: {why_not(row | {'mai_mandati': 0, 'senza_base': 0})}"
        if row["rifiutati"] or row["soppressi"]
        else "",
    ]


def band(row: Counts) -> tuple[str, str]:
    """The answer before the detail: one year, and what to do about it."""
    if row["non_cominciato"]:
        return f"{row['anno']}: anno non ancora iniziato.", f"{', '.join(filter(None, _not_begun(row)))}."
    rest = [f"Perché non si possono valutare: {why_not(row)}"] if not_assessable(row) else []
    if row["basi_mancanti"]:
        words = bases_missing(row)
        rest.append(words[0].upper() + words[1:])
    return f"{row['anno']} ({_time(row)}): {reached(row)}.", "".join(f"{sentence}. " for sentence in rest).strip()


def card(row: Counts) -> Card:
    """One year; in red, and saying so, where values are missing that the year after needs."""
    if row["non_cominciato"]:
        return Card(str(row["anno"]), "–", ["anno non ancora iniziato", *_not_begun(row)])
    return Card(
        f"{row['anno']} ({_time(row)})",
        f"{row['raggiunti']} su {row['giudicati']}" if row["giudicati"] else "–",
        [
            "obiettivi raggiunti sui giudicati" if row["giudicati"] else "nessun obiettivo ancora giudicato",
            *(words for _, words in _parts(row)),
            whole(row),
            f"in rosso: {bases_missing(row)}" if row["basi_mancanti"] else "",
            revised(row) if row["rivisti"] else "",
        ],
        tone="rosso" if row["basi_mancanti"] else "blu",
    )
