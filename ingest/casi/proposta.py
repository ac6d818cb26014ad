"""A mapping proposed for an export of cases, from its header alone; no cell below it is looked at."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from ingest.casi.canonici import canonical, personal_headers
from ingest.casi.siuss import NAMESPACE
from ingest.casi.sorveglianza import SHAPE
from ingest.columns import folded

EXAMPLE_SIUSS = Path(__file__).parent / "esempi" / "mappatura_siuss.yml"
# So many known headers make a case export of a file, one of them that of a key.
ENOUGH = 3
# A header is some letters, not a number, a date, an address of the network, or a long text.
HEADER = re.compile(r"(?=.*[^\W\d_]{2})[^@]{1,60}")
DATE = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
UNDECIDED = "da decidere: dire che cosa significa, o perché non serve"


@dataclass(frozen=True)
class PropostaCasi:
    """The declaration of a case file, and the text of the mapping that goes beside it."""

    entry: dict[str, Any]
    mappatura: str
    testo: str


def propose_cases(path: Path) -> PropostaCasi | None:
    """What can be proposed for a file whose header, or root, is that of an export of cases; else None."""
    if path.suffix.lower() == ".xml":
        return _flow(path)
    found = _workbook_header(path) if path.suffix.lower() == ".xlsx" else _text_header(path)
    if found is None or not _is_of_cases(found[0]):
        return None
    header, options, encoding = found
    entry = {"formato": path.suffix.lower().lstrip("."), "opzioni": options, "codifica": encoding}
    name = f"mappatura_{_plain(path.stem)}"
    return PropostaCasi({k: v for k, v in entry.items() if v}, f"{name}.yml", _mapping(name, header))


def _flow(path: Path) -> PropostaCasi | None:
    with path.open("rb") as stream:
        start = stream.read(4096)
    if b"<Flusso" not in start or NAMESPACE.encode() not in start:
        return None
    return PropostaCasi({"formato": "xml"}, EXAMPLE_SIUSS.name, EXAMPLE_SIUSS.read_text("utf-8"))


def _text_header(path: Path) -> tuple[list[str], dict, str | None] | None:
    """The first line, its separator, and the encoding where it is not UTF-8."""
    if path.suffix.lower() not in (".csv", ".txt", ".tsv"):
        return None
    with path.open("rb") as stream:
        line = stream.readline(1 << 16).removeprefix(b"\xef\xbb\xbf")
    encoding = None
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        text, encoding = line.decode("cp1252", errors="replace"), "windows-1252"
    separator = max(";,\t|", key=text.count)
    try:
        cells = next(csv.reader(io.StringIO(text), delimiter=separator), [])
    except csv.Error:
        return None
    return cells, {"separatore": separator}, encoding


def _workbook_header(path: Path) -> tuple[list[str], dict, None] | None:
    try:
        frame = pl.read_excel(
            io.BytesIO(path.read_bytes()), has_header=False, infer_schema_length=0, engine="calamine",
            raise_if_empty=False, read_options={"skip_rows": 0, "n_rows": 1},
        )  # fmt: skip
    except Exception:  # whatever is wrong with it, it is no export that could be proposed
        return None
    return ([cell or "" for cell in frame.row(0)], {}, None) if frame.height else None


def _is_of_cases(header: list[str]) -> bool:
    """True where the first row is a header, and one of cases: a row of data has no known names."""
    names = [folded(cell) for cell in header]
    if not all(_may_be_header(name) for name in names):
        return False
    known = _meanings()
    keys = {h for c in canonical().values() if c.tipo == "chiave" for h in c.intestazioni}
    return len([name for name in names if name in known]) >= ENOUGH and bool(keys & set(names))


def _may_be_header(name: str) -> bool:
    return bool(HEADER.fullmatch(name)) and not SHAPE.search(name.encode()) and not DATE.search(name)


def _meanings() -> dict[str, str]:
    """Every header seen so far → its canonical column."""
    return {header: column.nome for column in canonical().values() for header in column.intestazioni}


def _mapping(name: str, header: list[str]) -> str:
    known, given, entries = _meanings(), set(), []
    for cell in header:
        meaning = known.get(folded(cell))
        if meaning and meaning not in given:
            given.add(meaning)
            entries.append({"colonna": cell.strip(), "canonica": meaning, **_details(meaning)})
        elif folded(cell) in personal_headers():
            entries.append({"colonna": cell.strip(), "ignorata": "nomina una persona, o porta a lei"})
        else:
            entries.append({"colonna": cell.strip(), "ignorata": UNDECIDED})
    content: dict[str, Any] = {
        "mappatura": name,
        "formato": "gepi",
        "titolo": "Estratto dei casi: mappatura da confermare",
    }
    if "misura" not in given:
        content["costanti"] = {"misura": "adi"}
    content["colonne"] = entries
    heading = "# Proposta dalla sola intestazione: rileggere ogni voce, e completare valori e formati (docs/casi.md).\n"
    return heading + yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=120)


def _details(meaning: str) -> dict[str, Any]:
    """What a canonical column needs to be told: the usual, to be confirmed."""
    kind = canonical()[meaning].tipo
    if kind in ("data", "anno_nascita"):
        return {"formato": "gg/mm/aaaa"}
    if kind == "comune":
        return {"codice": "nome"}
    if kind == "dizionario":
        return {"valori": {word.replace("_", " "): word for word in canonical()[meaning].valori}}
    return {}


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "casi"
