"""Sentences on births, deaths, arrivals, departures and foreign residents. Pure functions: numbers in, words out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dashboards.components import formats

FEW = 10
# More, fewer, as many.
NATURAL = ("I nati superano i morti", "I morti superano i nati", "I nati sono quanti i morti")
MIGRATORY = (
    "Gli iscritti superano i cancellati",
    "I cancellati superano gli iscritti",
    "Gli iscritti sono quanti i cancellati",
)


def year(anno: int, start: int | None, end: int | None, natural: int | None, migratory: int | None) -> str:
    """`Nel 2023 i residenti passano da 54.346 a 54.401 (+55). I morti superano i nati di 210; …`."""
    parts = []
    if start is None or end is None:
        parts.append(f"La popolazione all'inizio o alla fine del {anno} non è nota.")
    elif start == end:
        parts.append(f"Nel {anno} i residenti restano {formats.number(start)}.")
    else:
        parts.append(
            f"Nel {anno} i residenti passano da {formats.number(start)} a {formats.number(end)} "
            f"({formats.number(end - start, sign=True)})."
        )
    parts.append(_exceeds(natural, NATURAL))
    parts.append(_exceeds(migratory, MIGRATORY))
    return " ".join(part for part in parts if part)


def _exceeds(balance: int | None, words: tuple[str, str, str]) -> str:
    more, less, even = words
    if balance is None:
        return ""
    return f"{even}." if balance == 0 else f"{more if balance > 0 else less} di {formats.number(abs(balance))}."


def years(rows: Sequence[dict[str, Any]]) -> str:
    """`In 5 anni il saldo naturale è sempre negativo; quello migratorio è positivo in 4 anni.`"""
    natural = _sign_words("il saldo naturale", [r["saldo_naturale"] for r in rows])
    migratory = _sign_words("quello migratorio", [r["saldo_migratorio"] for r in rows])
    first, last = rows[0]["anno"], rows[-1]["anno"]
    said = "; ".join(w for w in (natural, migratory) if w)
    return f"Dal {first} al {last} {said}." if said else "I saldi di questi anni non sono noti."


def _sign_words(what: str, values: Sequence[int | None]) -> str:
    known = [v for v in values if v is not None]
    if not known:
        return ""
    rising = sum(v > 0 for v in known)
    falling = sum(v < 0 for v in known)
    if falling == len(known):
        return f"{what} è sempre negativo"
    if rising == len(known):
        return f"{what} è sempre positivo"
    return f"{what} è positivo in {formats.plural(rising, 'anno', 'anni', zero='nessun anno')} su {len(known)}"


def foreigners(count: float | None, share: float | None, low: float | None, high: float | None) -> str:
    """`I residenti stranieri sono 3.482, il 6,4 % dei residenti (intervallo al 95 %: 6,2–6,6).`"""
    if formats.is_missing(count):
        return "Il numero dei residenti stranieri non è noto."
    if count == 0:
        return "Non ci sono residenti stranieri."
    words = "C'è un solo residente straniero" if count == 1 else f"I residenti stranieri sono {formats.number(count)}"
    if not formats.is_missing(share):
        words += f", {_article(share)}{formats.percent(share)} dei residenti"
        if not formats.is_missing(low) and not formats.is_missing(high):
            words += f" (intervallo al 95{formats.NBSP}%: {formats.interval(low, high, 1)})"
    words += "."
    if count < FEW:
        words += " Sono così pochi che la quota cambia molto con una sola persona."
    return words


def _article(share: float) -> str:
    """`l'8,0 %`, `lo 0,3 %`, `l'11,2 %`, `il 6,4 %`."""
    whole = formats.number(share, 1).split(",")[0]
    if whole == "0":
        return "lo "
    return "l'" if whole in ("1", "8", "11") or (whole.startswith("8") and len(whole) == 2) else "il "


def citizenships(rows: Sequence[dict[str, Any]]) -> str:
    """`Le cittadinanze straniere sono 42. La più numerosa: Romania, 812 persone su 3.482.`"""
    if not rows:
        return "Nessuna cittadinanza straniera è stata ricevuta."
    first, people = rows[0], sum(row["residenti"] or 0 for row in rows)
    largest = formats.plural(first["residenti"], "persona", "persone")
    if len(rows) == 1:
        return f"C'è una sola cittadinanza straniera: {first['cittadinanza_nome']}, {largest}."
    return (
        f"Le cittadinanze straniere sono {len(rows)}. La più numerosa: {first['cittadinanza_nome']}, "
        f"{largest} su {formats.number(people)}."
    )
