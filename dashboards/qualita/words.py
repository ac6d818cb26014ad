"""The words of the checks: kinds, places, printed against expected."""

from __future__ import annotations

from typing import Any

from dashboards import queries
from dashboards.components import formats, frame, palette
from dashboards.components.text import e, pill

TYPES = {
    "tipo_cella": "Celle che non sono del loro tipo",
    "somma": "Somme",
    "quota": "Quote e percentuali",
    "coerenza_tabelle": "Fra tabelle dello stesso documento",
    "variazione_annua": "Variazioni da un anno all'altro",
    "completezza": "Completezza",
    "confronto_fonti": "Fra fonti diverse",
    "formato": "Formato",
}
SHORT_TYPES = {
    "tipo_cella": "Celle",
    "somma": "Somme",
    "quota": "Quote",
    "coerenza_tabelle": "Fra tabelle",
    "variazione_annua": "Variazioni",
    "completezza": "Completezza",
    "confronto_fonti": "Fra fonti",
    "formato": "Formato",
}


def date() -> Any:
    return formats.as_date(queries.publication().pubblicata_il)


def published_line() -> str:
    published = queries.publication()
    return (
        f"Controlli dell'ultima pubblicazione, {formats.day(published.pubblicata_il)}, versione "
        f"{frame.short_version(published.versione)}"
    )


def place(row: dict[str, Any]) -> str:
    parts = []
    if row["territorio"]:
        parts.append(row["territorio"])
    if row["anno"]:
        parts.append(str(row["anno"]))
    return ", ".join(parts)


def column_name(name: str | None) -> str:
    return (name or "").replace("_", " ")


def printed(row: dict[str, Any]) -> str:
    value = row["valore_stampato"]
    if value is None or value == "":
        return "cella vuota"
    text = value if len(value) <= 60 else value[:57] + "…"
    return f'<span class="stampato evidenziato">{e(text)}</span>'


def severity(row: dict[str, Any]) -> str:
    if row["esito"] == "eccezione_nota":
        return pill(palette.CHECK_OUTCOMES["eccezione_nota"])
    return pill(palette.SEVERITIES.get(row["gravita"], palette.SEVERITIES["informazione"]))


def where(row: dict[str, Any]) -> str:
    source = queries.sources().get(row["fonte_id"]) or {}
    name = source.get("titolo_tabella") or row["tabella"] or ""
    first = f"«{name}»" if name else ""
    if row["riga_documento"]:
        first += f", riga {row['riga_documento']}"
    elif row["riga"]:
        first += f", riga {row['riga']} del file"
    small = [SHORT_TYPES.get(row["tipo"], row["tipo"])]
    if found := place(row):
        small.append(found)
    if row["colonna"]:
        small.append(f"colonna {column_name(row['colonna'])}")
    return f"{e(first)}<span class='piccolo'>{e(' · '.join(small))}</span>"


def expected(row: dict[str, Any]) -> str:
    """What should be printed; where a part of the sum cannot be read, nothing can be said."""
    return "non verificabile" if unverifiable(row) else e(row["valore_atteso"]) or "–"


def unverifiable(row: dict[str, Any]) -> bool:
    return (
        row["esito"] == "fallito"
        and row["valore_atteso"] not in (None, "")
        and row["valore_atteso"] == row["valore_stampato"]
        and not row["scarto"]
    )


def gap(row: dict[str, Any]) -> str:
    if unverifiable(row):
        return "–"
    if formats.is_missing(row["scarto"]):
        return "–"
    difference = row["scarto"]
    decimals = 0 if float(difference).is_integer() else 2 if abs(difference) < 100 else 1
    return formats.number(difference, decimals, sign=True)


def message(row: dict[str, Any]) -> str:
    reason = f"<span class='piccolo'>{e(row['motivo'])}</span>" if row["motivo"] else ""
    cause = f"<span class='causa'>{e(row['spiegazione'])}</span>" if row.get("spiegazione") else ""
    return f"{e(row['messaggio'])}{cause}{reason}"
