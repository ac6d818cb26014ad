"""Writes docs/dizionario.md from the definitions of the indicators and the descriptions of the models.

python docs/dizionario.py            # writes the file
python docs/dizionario.py --check    # writes nothing; exit code 1 if the file is stale
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "dizionario.md"
INDICATORS = ROOT / "dbt_project" / "indicators"
SCHEMAS = ("marts", "qualita")
MODELS = ROOT / "dbt_project" / "models"

POLARITIES = {"alto_meglio": "più alto è meglio", "basso_meglio": "più basso è meglio", "neutra": "neutra"}
METHODS = {
    "wilson": "Wilson",
    "byar": "Poisson esatto (meno di 10 eventi), Byar",
    "rapporto": "Wilson, come rapporto",
    "rapporto_tassi": "logaritmico",
}
HEAD = """\
# Dizionario

Generato da `python docs/dizionario.py`: non si modifica a mano. Le definizioni degli indicatori stanno in
`dbt_project/indicators/`, le descrizioni delle tabelle (in inglese) accanto ai modelli di dbt. Nel file
DuckDB le stesse definizioni sono in `marts.dim_indicatore`. I metodi sono spiegati in [metodi.md](metodi.md),
le tabelle su cui si può contare in [data-contract.md](data-contract.md).
"""


def dictionary() -> str:
    """The whole page."""
    return "\n".join([HEAD, *_indicators(), *_tables()])


def _indicators() -> Iterator[str]:
    themes = [_read(path) for path in sorted(INDICATORS.glob("*.yml")) if path.name != "eccezioni.yml"]
    entries = [(theme["tema"], entry) for theme in themes for entry in theme["indicatori"]]
    yield f"## Indicatori ({len(entries)})\n"
    yield "La variazione attesa è quella da un anno al successivo, in percentuale del valore precedente.\n"
    by_first = sorted(themes, key=lambda theme: min(entry["ordine"] for entry in theme["indicatori"]))
    for theme in by_first:
        yield f"### {theme['tema']}\n"
        for entry in sorted(theme["indicatori"], key=lambda entry: entry["ordine"]):
            yield from _indicator(entry)


def _indicator(entry: dict[str, Any]) -> Iterator[str]:
    yield f"**{entry['nome']}** · `{entry['indicatore_id']}`  "
    yield f"{entry['descrizione']}\n"
    facts = [("Formula", entry["formula"])]
    if entry.get("numeratore") and entry.get("denominatore"):
        facts.append(("Si divide", f"{entry['numeratore']} per {entry['denominatore']}"))
    facts.append(("Unità", f"{entry['unita']}, {_decimals(entry['decimali'])}"))
    facts.append(("Lettura", POLARITIES[entry["polarita"]]))
    facts.append(("Intervallo al 95 %", METHODS.get(entry.get("metodo_ic") or "", "nessuno")))
    if change := entry.get("variazione"):
        facts.append(("Variazione attesa", f"{_bounds(change)}. {change['motivo']}"))
    if entry.get("cautele"):
        facts.append(("Attenzione", entry["cautele"]))
    if entry.get("senza_dati"):
        facts.append(("Dati", entry["senza_dati"]))
    yield from (f"- {name}: {text}" for name, text in facts)
    yield ""


def _tables() -> Iterator[str]:
    yield "## Tabelle pubblicate\n"
    yield (
        "Oltre a queste la costruzione scrive `qualita.aspettativa` (esiti delle aspettative sulle tabelle) "
        "e `qualita.costruzione` (versione, data, righe): vedi [data-contract.md](data-contract.md).\n"
    )
    for schema in SCHEMAS:
        declared = [m for path in sorted((MODELS / schema).glob("_*.yml")) for m in _read(path).get("models", ())]
        for model in declared:
            yield f"### `{schema}.{model['name']}`\n"
            yield f"{_line(model.get('description', ''))}\n"
            yield f"{_audience(model)}\n"
            yield "| colonna | tipo | significato |"
            yield "|---|---|---|"
            for column in model.get("columns", ()):
                yield f"| `{column['name']}` | {column.get('data_type', '')} | {_meaning(column)} |"
            yield ""


def _audience(model: dict[str, Any]) -> str:
    """Whether anybody may read the table, and the reason that is given (docs/profili.md)."""
    said = {**(model.get("meta") or {}), **((model.get("config") or {}).get("meta") or {})}
    whole = "Pubblica" if said.get("pubblico") else "Interna"
    return f"{whole}. {_line(said.get('motivo', ''))}".strip()


def _meaning(column: dict[str, Any]) -> str:
    """The description, the values that are allowed, and the table that the column leads to."""
    parts = [_line(column.get("description", ""))]
    for constraint in column.get("constraints", ()):
        if constraint["type"] == "check":
            values = re.findall(r"'(\w+)'", constraint["expression"])
            parts.append("Valori: " + ", ".join(f"`{value}`" for value in values) + ".")
    for test in column.get("data_tests", ()):
        if isinstance(test, dict) and "relationships" in test:
            found = re.search(r"'(\w+)'", test["relationships"]["arguments"]["to"])
            if found and found[1] not in parts[0]:
                parts.append(f"Vedi `{found[1]}`.")
    return " ".join(part for part in parts if part).replace("|", "\\|")


def _line(text: str) -> str:
    return " ".join(text.split())


def _decimals(number: int) -> str:
    return {0: "senza decimali", 1: "1 decimale"}.get(number, f"{number} decimali")


def _bounds(change: dict[str, Any]) -> str:
    low, high = change["min_pct"], change["max_pct"]
    if low is None and high is None:
        return "nessun limite"
    if low is None:
        return f"fino a {_signed(high)} %"
    if high is None:
        return f"da {_signed(low)} % in su"
    return f"da {_signed(low)} % a {_signed(high)} %"


def _signed(value: float) -> str:
    return f"{value:+g}".replace("-", "−").replace(".", ",")


def _read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text("utf-8"))


def main(arguments: list[str]) -> int:
    text = dictionary()
    if "--check" in arguments:
        return 0 if TARGET.exists() and TARGET.read_text("utf-8") == text else 1
    TARGET.write_text(text, "utf-8")
    print(TARGET)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
