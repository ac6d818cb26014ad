"""One generated sentence under each title, in plain Italian. Pure functions: numbers in, words out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dashboards.components import formats
from dashboards.components.text import PLURALS, of, with_article

FEW = 100
OUTCOMES = {
    "entro": "entro l'intervallo atteso",
    "fuori": "▲ fuori dall'intervallo atteso",
    "non_valutabile": "variazione non valutabile",
}


def change(row: dict[str, Any] | None, decimals: int = 0, unit: str | None = None) -> str:
    """`−11 sul 2022 (meno dello 0,1 %)`; a percentage changes by points: `−0,4 punti sul 2022`.

    Where the source is provisional the change says so: it may come from the release, not from the people.
    """
    if not row or formats.is_missing(row.get("valore_anno_precedente")) or formats.is_missing(row.get("differenza")):
        return ""
    provisional = ", dato provvisorio" if row.get("provvisorio") else ""
    if unit == "%":
        return f"{formats.change_words(row['differenza'], decimals, 'punti')} sul {row['anno'] - 1}{provisional}"
    words = f"{formats.number(row['differenza'], decimals, sign=True)} sul {row['anno'] - 1}"
    if not formats.is_missing(row.get("variazione_pct")):
        words += f" ({formats.change_words(row['variazione_pct'])})"
    return words + provisional


def outcome(row: dict[str, Any] | None) -> str:
    return OUTCOMES.get((row or {}).get("esito_variazione") or "", "")


def comparison(row: dict[str, Any] | None, name: str, decimals: int) -> str:
    """`Lombardia 182,3`."""
    if not row or formats.is_missing(row.get("valore")):
        return ""
    return f"{name} {formats.number(row['valore'], decimals)}"


def uncertainty(row: dict[str, Any] | None, decimals: int) -> str:
    if not row or formats.is_missing(row.get("ic95_inf")) or formats.is_missing(row.get("ic95_sup")):
        return ""
    return f"intervallo al 95{formats.NBSP}%: {formats.interval(row['ic95_inf'], row['ic95_sup'], decimals)}"


def pyramid(old: float | None, young: float | None, largest: str | None, reference: str | None, people: int) -> str:
    """`Su 100 residenti 23 hanno almeno 65 anni e 13 meno di 15. La linea è la Lombardia: …`."""
    if people == 0:
        return "Per questo territorio non ci sono residenti da contare."
    parts = []
    if not formats.is_missing(old) and not formats.is_missing(young):
        have = "ha" if formats.number(old) == "1" else "hanno"
        parts.append(
            f"Su 100 residenti {formats.number(old)} {have} almeno 65 anni e {formats.number(young)} meno di 15."
        )
    if largest:
        words = f"la classe più numerosa è {largest} anni."
        if reference:
            parts.append(f"La linea è {with_article(reference)}, portata alla stessa popolazione: qui {words}")
        else:
            parts.append(f"{words[0].upper()}{words[1:]}")
    return " ".join(parts)


def pyramid_years(other: int, year: int, before: int, people: int, changes: Mapping[str, int]) -> str:
    """`La linea è il 2022. Dal 2022 al 2023 i residenti passano da 54.250 a 54.239 (−11). Cresce di più …`."""
    words = f"La linea è il {other}. "
    if before == people:
        words += f"Fra il {other} e il {year} i residenti sono gli stessi: {formats.number(people)}."
    else:
        words += (
            f"I residenti del {other} sono {formats.number(before)}, quelli del {year} {formats.number(people)} "
            f"({_signed(people - before)})."
        )
    rising = max(changes, key=lambda age: changes[age], default=None)
    falling = min(changes, key=lambda age: changes[age], default=None)
    if rising is not None and changes[rising] > 0:
        words += f" L'età che cresce di più è {rising} ({_signed(changes[rising])})"
        words += "." if changes[falling] >= 0 else f", quella che cala di più {falling} ({_signed(changes[falling])})."
    elif falling is not None and changes[falling] < 0:
        words += f" L'età che cala di più è {falling} ({_signed(changes[falling])})."
    return words


def _signed(change: int) -> str:
    return formats.number(change, sign=True)


def spread(rows: Sequence[dict[str, Any]], decimals: int, *, few: int = FEW, kind: str = "comune") -> str:
    """`Da 137 (Paratico) a 348 (Zone). Dove si contano meno di 100 persone il valore è instabile: Zone.`"""
    known = sorted((r for r in rows if not formats.is_missing(r["valore"])), key=lambda r: r["valore"])
    if not known:
        none = "Nessun comune" if kind == "comune" else f"Nessuna {kind}"
        return f"{none} ha un valore per questo indicatore in questo anno."
    if len(known) == 1:
        words = f"{known[0]['nome']}: {formats.number(known[0]['valore'], decimals)}."
    elif known[0]["valore"] == known[-1]["valore"]:
        words = f"Il valore è lo stesso ovunque: {formats.number(known[0]['valore'], decimals)}."
    else:
        low, high = known[0], known[-1]
        words = (
            f"Da {formats.number(low['valore'], decimals)} ({low['nome']}) "
            f"a {formats.number(high['valore'], decimals)} ({high['nome']})."
        )
    unstable = [r["nome"] for r in known if r.get("denominatore") is not None and _smallest(r) < few]
    if unstable:
        words += f" Dove si contano meno di {few} persone il valore è instabile: {formats.listed(unstable)}."
    missing = len(rows) - len(known)
    if missing:
        words += f" {formats.plural(missing, f'{kind} è', f'{PLURALS[kind]} sono')} senza valore."
    return words


def _smallest(row: dict[str, Any]) -> float:
    return min(v for v in (row.get("numeratore"), row.get("denominatore")) if v is not None)


def comuni_title(count: int, place: str, kind: str) -> str:
    """`I dodici comuni`, `Il comune`, `Le province della Lombardia`."""
    if kind == "provincia":
        return f"Le province {of(place)}"
    if kind == "regione":
        return "Le regioni"
    if count == 1:
        return "Il comune"
    return f"I {formats.spelled(count)} comuni {of(place)}"


def printed_against_istat(row: dict[str, Any]) -> str:
    """Why a printed value and ISTAT's are not the same fact: as the note of the table says, where it has one."""
    decimals = int(row.get("decimali") or 0)
    printed, istat = row.get("valore_stampato"), row.get("valore_istat")
    name = (row.get("nome") or row.get("indicatore_id") or "").lower()
    date = formats.day(row.get("data_riferimento"))
    words = f"Il documento stampa {formats.number(printed, decimals)} ({name}, {date})"
    if formats.is_missing(istat):
        return words + "; ISTAT non ha un valore con cui confrontarlo."
    provisional = ", provvisorio" if row.get("istat_provvisorio") else ""
    words += f"; ISTAT dà {formats.number(istat, decimals)} al 1° gennaio {row['anno_istat']}{provisional}"
    gap = row.get("scarto_istat")
    if formats.is_missing(gap) or formats.number(gap, decimals).strip("0,+" + formats.MINUS) == "":
        return words + ": i due valori coincidono."
    words += f": {formats.number(gap, decimals, sign=True)}."
    if row.get("nota_tabella"):
        return f"{words} {row['nota_tabella']}"
    if row.get("istat_provvisorio"):
        return (
            words + " Il valore ISTAT è provvisorio e le date dichiarate sono diverse: vedi «Perché?» sotto la tabella."
        )
    return words + " Le date o le basi sono diverse: non sono lo stesso conteggio."


def checks_band(counts: dict[str, int]) -> str:
    failed = (counts.get("errori") or 0) + (counts.get("avvisi") or 0)
    if not counts.get("eseguiti"):
        return "Nessun controllo è stato registrato in questa versione."
    if failed == 0:
        return "Tutti i controlli sono superati."
    return (
        f"{formats.plural(counts['errori'], 'errore grave', 'errori gravi', zero='nessun errore grave')} e "
        f"{formats.plural(counts['avvisi'], 'avviso', 'avvisi', zero='nessun avviso')} "
        f"su {formats.plural(counts['eseguiti'], 'controllo', 'controlli')}."
    )
