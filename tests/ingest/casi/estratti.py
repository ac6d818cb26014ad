"""Case files written on the spot: made-up people, a mapping and a sidecar, right unless a test makes them wrong."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
from datetime import date
from pathlib import Path

import polars as pl
import yaml

from ingest.casi.codice_fiscale import check_characters
from ingest.casi.sintesi.scrittura import EXAMPLES, IGNORED, write_source
from ingest.casi.sintesi.storie import Comune, cases

KEY = "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210"
EXTRACTED = date(2025, 12, 31)
COMUNI = [Comune("017085", "E333", "Iseo", 9000.0), Comune("017206", "M188", "Zone", 1000.0)]
HEADER = (
    "Codice domanda", "Codice fiscale", "Cognome", "Comune", "Data domanda", "Data di nascita", "Componenti", "Minori",
)  # fmt: skip
MAPPING = {
    "mappatura": "mappatura_prova",
    "formato": "gepi",
    "titolo": "Estratto di prova",
    "costanti": {"misura": "adi"},
    "colonne": [
        {"colonna": "Codice domanda", "canonica": "caso_chiave"},
        {"colonna": "Codice fiscale", "canonica": "nucleo_chiave"},
        {"colonna": "Cognome", "ignorata": "nomina una persona"},
        {"colonna": "Comune", "canonica": "comune", "codice": "nome"},
        {"colonna": "Data domanda", "canonica": "data_domanda", "formato": "gg/mm/aaaa"},
        {"colonna": "Data di nascita", "canonica": "anno_nascita", "formato": "gg/mm/aaaa"},
        {"colonna": "Componenti", "canonica": "componenti"},
        {"colonna": "Minori", "canonica": "minori"},
    ],
}


def codice_fiscale(stem: str, right: bool = False) -> str:
    """A code of sixteen characters, with a wrong check character unless asked otherwise (never written in a file)."""
    import numpy as np

    (good,) = check_characters(np.frombuffer(stem.encode(), dtype=np.uint8)[None, :])
    return stem + (chr(good) if right else chr((good - ord("A") + 1) % 26 + ord("A")))


WRONG = codice_fiscale("FNTNVN80A01Z999")
ROW = ("DOM-1", WRONG, "Inventatini", "Iseo", "01/02/2024", "01/01/1980", "3", "Sì")


def row(**changed: str) -> tuple[str, ...]:
    """A good row, but for some cells: ``row(comune="Atlantide")``."""
    keys = [name.lower().replace(" ", "_") for name in HEADER]
    return tuple(changed.get(key, cell) for key, cell in zip(keys, ROW, strict=True))


def text_of(rows: list[tuple], header: tuple[str, ...] = HEADER) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


def write_cases(
    raw: Path,
    content: str | bytes,
    *,
    mapping: dict | str | None = MAPPING,
    file: str = "casi.csv",
    fonte: str = "casi_prova",
    **table,
) -> Path:
    """Write ``raw/<fonte>/`` and return the folder; ``table`` replaces entries of its declaration (None takes away)."""
    folder = raw / fonte
    folder.mkdir(parents=True, exist_ok=True)
    data = content.encode() if isinstance(content, str) else content
    (folder / file).write_bytes(data)
    name = table.get("mappatura", "mappatura_prova.yml")
    if mapping is not None and name:
        text = mapping if isinstance(mapping, str) else yaml.safe_dump(mapping, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, "utf-8")
    declared = {
        "tabella": "casi",
        "titolo": "Casi di prova",
        "file": file,
        "sha256": hashlib.sha256(data).hexdigest(),
        "formato": Path(file).suffix.lstrip("."),
        "opzioni": {"separatore": ";"},
        "mappatura": name,
        "ambito_id": "amb:sebino",
        "estratto_il": EXTRACTED.isoformat(),
        "sintetici": True,
        **table,
    }
    whole = {
        "fonte_id": fonte,
        "ente": fonte,
        "titolo": "Casi di prova",
        "editore": "Ufficio di prova",
        "licenza": "nessuna",
        "data_riferimento": "2025-12-31",
        "acquisito_il": "2026-01-02",
        "provvisorio": False,
        "tabelle": [{k: v for k, v in declared.items() if v is not None}],
    }
    (folder / "fonte.yml").write_text(yaml.safe_dump(whole, allow_unicode=True), "utf-8")
    return folder


def write_flow(raw: Path, xml: str | bytes, **table) -> Path:
    """As :func:`write_cases`, a SIUSS flow with the example mapping."""
    said = {"file": "flusso.xml", "mappatura": "mappatura_siuss.yml", "opzioni": None, **table}
    return write_cases(raw, xml, mapping=(EXAMPLES / "mappatura_siuss.yml").read_text("utf-8"), **said)


def generated(
    raw: Path, form: str = "gepi", number: int = 60, seed: int = 7, suffix: str | None = None
) -> tuple[Path, set[str]]:
    """A generated source, and every string of it that names or reaches somebody, or is the code of an application."""
    made = cases(number, seed, COMUNI, EXTRACTED, form == "siuss")
    out = raw / f"casi_{form}" / f"casi{suffix or {'gepi': '.csv', 'siuss': '.xml'}[form]}"
    write_source(made, form, out, "amb:sebino", EXTRACTED)
    return out.parent, identifiers(made)


def identifiers(made: pl.DataFrame) -> set[str]:
    columns = ["codice_fiscale", "codice_domanda", *IGNORED.values()]
    return {value for name in columns for value in made[name].to_list()}


def found_in(folders: list[Path], secrets: set[str]) -> list[str]:
    """Files below the folders in whose bytes, or name, one of the secrets stands, whatever its capitals."""
    contents: dict[str, str] = {}
    for path in (p for folder in folders for p in sorted(folder.rglob("*"))):
        contents[str(path)] = str(path)
        with contextlib.suppress(OSError):  # a file that goes while one looks
            contents[str(path)] += path.read_bytes().decode("latin-1") if path.is_file() else ""
    found = _hold(list(contents.values()), secrets)
    return [path for path, holds in zip(contents, found, strict=True) if holds]


def says(text: str, secrets: set[str]) -> bool:
    """True if one of the secrets stands in a text."""
    return _hold([text], secrets)[0]


def a_sample(secrets: set[str]) -> set[str]:
    """Some of very many: every row is written in the same way."""
    return set(sorted(secrets)[:: len(secrets) // 3000 + 1])


def _hold(texts: list[str], secrets: set[str]) -> list[bool]:
    """Of each text, whether one of the secrets stands in it, as it is or with two bytes for each character."""
    wide = [secret.encode("utf-16-le").decode("latin-1") for secret in secrets]
    found = pl.Series(texts, dtype=pl.String).str.contains_any([*secrets, *wide], ascii_case_insensitive=True)
    return found.to_list()
