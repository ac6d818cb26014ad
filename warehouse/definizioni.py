"""Indicator definitions and known exceptions: YAML in ``dbt_project/indicators`` → schema ``definizioni``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from warehouse.paths import REPO_ROOT

if TYPE_CHECKING:
    import duckdb

SCHEMAS = REPO_ROOT / "dbt_project" / "indicators"
EXCEPTIONS_FILE = "eccezioni.yml"

_INDICATOR_COLUMNS = {
    "indicatore_id": "text",
    "nome": "text",
    "descrizione": "text",
    "tema": "text",
    "unita": "text",
    "decimali": "integer",
    "numeratore": "text",
    "denominatore": "text",
    "moltiplicatore": "double",
    "polarita": "text",
    "metodo_ic": "text",
    "norma": "text",
    "variazione_min_pct": "double",
    "variazione_max_pct": "double",
    "variazione_gravita": "text",
    "variazione_scarto_tipo": "double",
    "variazione_motivo": "text",
    "formula": "text",
    "cautele": "text",
    "ordine": "integer",
    "senza_dati": "text",
}
_COMPONENT_COLUMNS = {
    "indicatore_id": "text",
    "ruolo": "text",
    "ordine": "integer",
    "sesso": "text",
    "eta_min": "integer",
    "eta_max": "integer",
    "peso": "text",
    "cittadinanza": "text",
    "momento": "text",
    "voce": "text",
    "segno": "integer",
}
_EXCEPTION_COLUMNS = {
    "controllo_id": "text",
    "territorio_id": "text",
    "anno": "integer",
    "indicatore_id": "text",
    "motivo": "text",
    "decisa_il": "date",
    "responsabile": "text",
    "scade_il": "date",
}


class DefinitionError(Exception):
    """Some definition cannot be compiled; ``problems`` says each file and entry (never empty)."""

    def __init__(self, problems: list[str]):
        self.problems = problems
        super().__init__("\n".join(problems))


def compile_into(con: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write ``definizioni.indicatore``, ``componente`` (the residents of ``calcolo``) and ``eccezione``.

    Args:
        folder: one YAML file per theme, and maybe the exceptions.

    Raises:
        DefinitionError: with everything that is wrong in every file; nothing is written.
    """
    indicators, exceptions, problems = read(folder)
    if problems:
        raise DefinitionError(problems)
    components = [component for row in indicators for component in _components(row)]
    con.execute("create schema if not exists definizioni")
    _write(con, "definizioni.indicatore", _INDICATOR_COLUMNS, indicators)
    _write(con, "definizioni.componente", _COMPONENT_COLUMNS, components)
    _write(con, "definizioni.eccezione", _EXCEPTION_COLUMNS, exceptions)


def read(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    """Indicators (with their ``calcolo``), exceptions, and what is wrong (an Italian sentence each)."""
    problems: list[str] = []
    indicators: list[dict[str, Any]] = []
    found_in: dict[str, str] = {}
    themes = sorted(p for p in folder.glob("*.yml") if p.name != EXCEPTIONS_FILE)
    if not themes:
        problems.append(f"{folder}: nessuna definizione di indicatore; atteso almeno un file <tema>.yml.")
    for path in themes:
        content = _load(path, "indicatore.schema.json", "indicatori", "indicatore_id", problems)
        for entry in content.get("indicatori", ()):
            name = entry["indicatore_id"]
            if name in found_in:
                problems.append(f"{path.name}, {name}: già definito in {found_in[name]}; atteso un solo posto.")
            found_in[name] = path.name
            row, wrong = _indicator(content["tema"], entry)
            indicators.append(row)
            problems += [f"{path.name}, {name}: {w}" for w in wrong]
    exceptions: list[dict[str, Any]] = []
    path = folder / EXCEPTIONS_FILE
    if path.is_file():
        content = _load(path, "eccezione.schema.json", "eccezioni", "controllo_id", problems)
        for number, entry in enumerate(content.get("eccezioni", ()), start=1):
            exceptions.append(entry)
            where = f"{path.name}, voce {number} ({entry['controllo_id']})"
            problems += [f"{where}: {w}" for w in _wrong_in_exception(entry, found_in)]
    return indicators, exceptions, problems


def _indicator(theme: str, entry: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    change = entry.get("variazione") or {}
    row = {**entry, "tema": theme, **{f"variazione_{key}": value for key, value in change.items()}}
    wrong = []
    low, high = change.get("min_pct"), change.get("max_pct")
    if low is not None and high is not None and low >= high:
        wrong.append(f"variazione: min_pct {low} non è minore di max_pct {high}; correggere i limiti.")
    for component in _components(row):
        youngest, oldest = component.get("eta_min", 0), component.get("eta_max", 100)
        if youngest > oldest:
            wrong.append(f"calcolo: eta_min {youngest} è maggiore di eta_max {oldest}; correggere le età.")
    if entry.get("denominatore") and not entry.get("moltiplicatore"):
        wrong.append("ha un denominatore ma nessun moltiplicatore; aggiungerlo (1 per un rapporto semplice).")
    return row, wrong


def _components(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Residents that make an indicator: one row for each age and sex class of numerator and denominator."""
    for role, classes in (row.get("calcolo") or {}).items():
        for position, part in enumerate(classes if isinstance(classes, list) else [classes], start=1):
            yield {
                "indicatore_id": row["indicatore_id"],
                "ruolo": role,
                "ordine": position,
                "cittadinanza": None if "voce" in part else "totale",
                "momento": "1_gennaio",
                "segno": 1,
                **part,
            }


def _wrong_in_exception(entry: dict[str, Any], indicators: dict[str, str]) -> Iterator[str]:
    dates = {}
    for key in ("decisa_il", "scade_il"):
        try:
            dates[key] = date.fromisoformat(entry[key])
        except ValueError:
            yield f"{key}: «{entry[key]}» non è una data; attesa AAAA-MM-GG."
    if len(dates) == 2 and dates["scade_il"] < dates["decisa_il"]:
        yield f"scade il {entry['scade_il']}, prima di essere decisa ({entry['decisa_il']}); correggere."
    name = entry.get("indicatore_id")
    if name and name not in indicators:
        yield f"l'indicatore «{name}» non è definito; correggere il nome o definirlo."


def _load(path: Path, schema: str, list_name: str, id_name: str, problems: list[str]) -> dict[str, Any]:
    """The content of a valid file, else {} with the reasons added to ``problems``."""
    import yaml
    from jsonschema import Draft202012Validator

    try:
        # A date in YAML becomes a date object; the schema speaks of text.
        content = json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: wrong encoding, or a date like 2024-02-31
        mark = getattr(error, "problem_mark", None)
        line = f", riga {mark.line + 1}" if mark else ""
        problems.append(f"{path.name}{line}: non è YAML valido in UTF-8 ({getattr(error, 'problem', error)}).")
        return {}
    validator = Draft202012Validator(json.loads((SCHEMAS / schema).read_text("utf-8")))
    errors = sorted(validator.iter_errors(content), key=lambda e: [str(p) for p in e.absolute_path])
    for error in errors:
        place = list(error.absolute_path)
        entry = ""
        if len(place) >= 2 and place[0] == list_name:
            named = content[list_name][place[1]]
            name = named.get(id_name) if isinstance(named, dict) else None
            entry = f", {name or f'voce {place[1] + 1}'}"
            place = place[2:]
        field = f", campo «{'/'.join(map(str, place))}»" if place else ""
        problems.append(f"{path.name}{entry}{field}: {error.message[:300]} (regole in {schema}).")
    return {} if errors else content


def _write(con: duckdb.DuckDBPyConnection, table: str, columns: dict[str, str], rows: list[dict[str, Any]]) -> None:
    con.execute(f"create or replace table {table} ({', '.join(f'{n} {t}' for n, t in columns.items())})")
    if rows:
        marks = ", ".join("?" for _ in columns)
        con.executemany(f"insert into {table} values ({marks})", [[row.get(n) for n in columns] for row in rows])
