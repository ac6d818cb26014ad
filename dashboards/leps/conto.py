"""How many targets are reached, of how many judged; those that cannot be judged are always said beside."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.components import formats
from dashboards.components.cards import Card

Counts = dict[str, Any]


def reached(row: Counts) -> str:
    """`4 su 5 raggiunti, 2 non valutabili`: the second part is said also where it is zero."""
    if not row["giudicati"]:
        return f"nessun obiettivo ancora giudicato, {not_assessable(row)}"
    many = "raggiunto" if row["giudicati"] == 1 else "raggiunti"
    return f"{row['raggiunti']} su {row['giudicati']} {many}, {not_assessable(row)}"


def not_assessable(row: Counts) -> str:
    """`3 non valutabili`."""
    count = row["non_valutabili"]
    return formats.plural(count, "non valutabile", "non valutabili")


def why_not(row: Counts) -> str:
    """`2 senza il dato, 1 senza il valore dell'anno prima`."""
    parts = [
        f"{row[key]} {words}"
        for key, words in (
            ("senza_dato", "senza un dato utilizzabile"),
            ("senza_base", "senza il valore dell'anno prima"),
            ("soppressi", "non pubblicabili" if row["soppressi"] > 1 else "non pubblicabile"),
        )
        if row[key]
    ]
    return ", ".join(parts)


def bases_missing(row: Counts) -> str:
    return formats.plural(row["basi_mancanti"], "valore di base mancante", "valori di base mancanti")


def revised(row: Counts) -> str:
    return f"{formats.plural(row['rivisti'], 'esito cambiato', 'esiti cambiati')} da revisione"


def band(rows: Sequence[Counts]) -> tuple[str, str]:
    """The answer before the detail: the latest year that is over, and what to do about it."""
    closed = [row for row in rows if not row["e_aperto"]]
    row = closed[-1] if closed else rows[0]
    strong = f"{row['anno']}: {reached(row)}"
    if row["basi_mancanti"]:
        strong += f", {bases_missing(row)}"
        rest = f"Senza il valore di base del {row['anno']} il {row['anno'] + 1} non potrà essere giudicato."
    elif row["non_valutabili"]:
        rest = f"Perché non si possono valutare: {why_not(row)}."
    else:
        rest = ""
    return f"{strong}.", rest


def card(row: Counts) -> Card:
    """One year."""
    if row["non_cominciato"]:
        state = "non ancora cominciato"
    elif row["e_aperto"]:
        left = formats.plural(row["giorni_al_termine"], "giorno", "giorni", zero="ultimo giorno")
        state = f"in corso, {left}"
    else:
        state = "chiuso"
    value = f"{row['raggiunti']} su {row['giudicati']}" if row["giudicati"] else "–"
    reasons = why_not(row)
    return Card(
        f"{row['anno']} ({state})",
        value,
        [
            "obiettivi raggiunti sui giudicati" if row["giudicati"] else "nessun obiettivo ancora giudicato",
            not_assessable(row) + (f": {reasons}" if reasons else ""),
            f"{row['in_corso']} in corso" if row["in_corso"] else "",
            bases_missing(row) if row["basi_mancanti"] else "",
            revised(row) if row["rivisti"] else "",
        ],
        tone="rosso" if row["basi_mancanti"] else "blu",
    )
