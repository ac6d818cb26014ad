"""A sidecar proposed for files that have none: what their content tells, for a person to read and complete."""

from __future__ import annotations

import csv
import io
import os
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz
from ruamel.yaml import YAML

from ingest.casi.sorveglianza import people_in
from ingest.cell_types import fits
from ingest.kinds import AS_CSV, EMPTY, not_a_table
from ingest.problems import Problem, UnreadableInput
from ingest.readers.modello import template_of
from ingest.recognition import Recognition, Text, distinct_values, recognise, text_of
from ingest.sidecar import MAPPED, SIDECAR, read_sidecar, sha256_of
from ingest.tavole import tables_of
from ingest.tracciato import known
from ingest.verify import is_paper

QUANTITIES = Path(__file__).with_name("quantita.yml")
# Types from the narrowest to the widest; the first that every cell fits is proposed.
GUESSES = (
    ("anno", "c"),
    ("intero", "c"),
    ("decimale", "c"),
    ("intero", "it"),
    ("decimale", "it"),
    ("percentuale", "it"),
)
NOT_SAID = "non dichiarato"


@dataclass
class Proposta:
    """A proposed declaration: the whole content of a ``fonte.yml``, and what was understood of each file.

    ``mappature`` are the texts of mappings for files of cases, by the name under which they go beside it.
    """

    contenuto: dict[str, Any]
    tabelle: list[dict[str, Any]]
    riconosciuti: dict[str, str] = field(default_factory=dict)
    problemi: list[Problem] = field(default_factory=list)
    mappature: dict[str, str] = field(default_factory=dict)


def propose(
    folder: Path,
    files: list[str] | None = None,
    *,
    acquisito_il: date,
    licenza: str | None = None,
    indirizzo: str | None = None,
) -> Proposta:
    """Declare the files of a folder that its sidecar does not name yet.

    Args:
        files: names of the files to declare; all that are not declared if None.
        acquisito_il: day on which they were received.

    A file that cannot be declared is a problem of the proposal, not an error.
    """
    proposal = Proposta({}, [])
    declared = read_sidecar(folder).tabelle if _has_sidecar(folder) else ()
    taken = {table.tabella for table in declared}
    for path in _undeclared(folder, {table.path.name for table in declared}, files):
        entry = _template(path, proposal, acquisito_il) or _cases(path, proposal, acquisito_il)
        if entry is None:
            if found := people_in(path, f"{path.parent.name}/{path.name}"):
                proposal.problemi.append(found)
                continue
            entry = _tables(path, None, proposal, acquisito_il)
        if entry is None:
            text = _text_or_problem(path, proposal)
            if text is None:
                continue
            recognition = recognise(path, text)
            if recognition is not None:
                entry = _known_table(path, recognition, proposal, acquisito_il)
            else:
                entry = _tables(path, text, proposal, acquisito_il) or _unknown_table(path, text, proposal)
        if entry is not None:
            entry["tabella"] = _free_name(entry["tabella"], taken)
            taken.add(entry["tabella"])
            proposal.tabelle.append(entry)
    proposal.contenuto = _whole(folder, proposal.tabelle, acquisito_il, licenza, indirizzo)
    return proposal


def write_sidecar(folder: Path, proposal: Proposta) -> Path:
    """Write ``fonte.yml``, or add the proposed tables to the one that is there, whose words and remarks stay.

    The file is replaced whole and only by a valid one: an interruption leaves the one that was there.

    Raises:
        UnreadableInput: nothing to declare, or the result would not be a valid sidecar (the old one is kept).
    """
    if not proposal.tabelle:
        raise UnreadableInput(
            proposal.problemi
            or Problem(
                file=folder.name,
                trovato="nessun file da dichiarare",
                atteso="almeno un file che il sidecar non nomina",
                rimedio="mettere il file ricevuto nella cartella",
            )
        )
    target = folder / SIDECAR
    yaml_file = YAML()
    yaml_file.width = 120
    yaml_file.indent(mapping=2, sequence=4, offset=2)
    content = yaml_file.load(target.read_bytes()) if _has_sidecar(folder) else proposal.contenuto
    if content is not proposal.contenuto:
        content["tabelle"].extend(proposal.tabelle)
    aside = folder / f".{SIDECAR}.{os.getpid()}"
    try:
        with aside.open("w", encoding="utf-8") as stream:
            yaml_file.dump(content, stream)
        read_sidecar(folder, aside.name)
        for name, text in proposal.mappature.items():
            if not (folder / name).exists():
                (folder / name).write_text(text, "utf-8")
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)
    return target


def _has_sidecar(folder: Path) -> bool:
    path = folder / SIDECAR
    return path.is_file() and bool(path.read_bytes().strip())


def _undeclared(folder: Path, declared: set[str], files: list[str] | None) -> list[Path]:
    """The named files, or all of the folder, that are still to be declared."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file() and not is_paper(p.name))
    return [folder / name for name in files or names if name not in declared and name != SIDECAR]


# The workbooks of «leps template», by what their hidden sheet calls them: reader, and who they are of.
TEMPLATES = {
    "leps_rilevazione": ("rilevazione_xlsx", "ambito"),
    "spesa_ente": ("spesa_xlsx", "ente"),
    "consuntivo_regionale": ("consuntivo_xlsx", "ente"),
    "esiti_obiettivi": ("esiti_xlsx", "ambito"),
}


def _template(path: Path, proposal: Proposta, received: date) -> dict[str, Any] | None:
    """The declaration of one of our own workbooks (``leps template``); None for any other file."""
    keys = template_of(path) if path.suffix.lower() == ".xlsx" and path.is_file() else None
    if keys is None:
        return None
    name = keys.get("modello") if keys.get("modello") in TEMPLATES else "leps_rilevazione"
    layout, (reader, owner) = known()[name], TEMPLATES[name]
    proposal.riconosciuti[path.name] = layout.titolo
    year = keys.get("anno", "")
    return {
        "tabella": _plain(path.stem),
        "tracciato": layout.tracciato,
        "titolo": f"{layout.titolo}, {keys.get(owner, f'{owner} non detto')}" + (f", {year}" if year else ""),
        "file": path.name,
        "sha256": sha256_of(path),
        "formato": reader,
        "data_riferimento": f"{year}-12-31" if re.fullmatch(r"\d{4}", year) else received.isoformat(),
        "rilasciato_il": received.isoformat(),
        "provvisorio": False,
    }


def _tables(path: Path, text: Text | None, proposal: Proposta, received: date) -> dict[str, Any] | None:
    """The declaration of tables under merged headers, in a workbook or (``text``) saved as text; None for others."""
    told = tables_of(path, text)
    if told is None:
        return None
    layout, reference = told.tracciato, told.data_riferimento or received
    proposal.riconosciuti[path.name] = layout.titolo
    entry: dict[str, Any] = {
        "tabella": _plain(path.stem),
        "tracciato": layout.tracciato,
        "titolo": f"{layout.titolo}, fino al {reference:%d/%m/%Y}",
        "file": path.name,
        "sha256": sha256_of(path),
        "formato": told.formato,
        "data_riferimento": reference.isoformat(),
        "rilasciato_il": (told.rilasciato_il or received).isoformat(),
        "provvisorio": told.provvisorio,
        "opzioni": {"locale": told.locale, **({"separatore": told.separatore} if told.separatore else {})},
    }
    if text and text.codifica != "utf-8":
        entry["codifica"] = text.codifica
    if told.etichette_ignorate:
        entry["nota"] = "Colonne del file che non si leggono: " + "; ".join(told.etichette_ignorate) + "."
    return entry


def _cases(path: Path, proposal: Proposta, received: date) -> dict[str, Any] | None:
    """The declaration of an export of cases, told by its header alone; None for any other file."""
    from ingest.casi.proposta import propose_cases

    found = propose_cases(path) if path.is_file() else None
    if found is None:
        return None
    proposal.riconosciuti[path.name] = f"estratto di casi: completare {found.mappatura}, ambito_id e estratto_il"
    proposal.mappature[found.mappatura] = found.testo
    return {
        "tabella": _plain(path.stem),
        "titolo": f"Casi, estratto {path.stem}",
        "file": path.name,
        "sha256": sha256_of(path),
        **found.entry,
        "mappatura": found.mappatura,
        "ambito_id": "amb:da_dichiarare",
        "estratto_il": received.isoformat(),
    }


def _text_or_problem(path: Path, proposal: Proposta) -> Text | None:
    """The text of a file; what it is instead is a problem of the proposal."""
    text, what = None, ("nessun file con questo nome", "controllare il nome del file")
    if path.is_file() and (what := not_a_table(path)) is None:
        text = text_of(path)
        what = ("un file che non è testo in UTF-8 né in windows-1252, o un archivio danneggiato", AS_CSV)
    if text is not None and text.content.strip():
        return text
    found, remedy = what if text is None else EMPTY
    shown = f"{path.parent.name}/{path.name}"
    proposal.problemi.append(
        Problem(file=shown, trovato=found, atteso="un CSV, anche solo dentro uno zip", rimedio=remedy)
    )
    return None


def _known_table(path: Path, recognition: Recognition, proposal: Proposta, received: date) -> dict[str, Any]:
    layout = recognition.tracciato
    reference = recognition.data_riferimento or received
    proposal.riconosciuti[path.name] = layout.titolo
    entry: dict[str, Any] = {
        "tabella": _plain(path.stem),
        "tracciato": layout.tracciato,
        "titolo": layout.titolo + (" " if layout.titolo.endswith("gennaio") else ", ") + str(reference.year),
        "file": path.name,
        "sha256": sha256_of(path),
        "formato": recognition.formato,
        "data_riferimento": reference.isoformat(),
        "rilasciato_il": received.isoformat(),
        "provvisorio": recognition.provvisorio,
    }
    if recognition.codifica != "utf-8":
        entry["codifica"] = recognition.codifica
    entry["opzioni"] = {"separatore": recognition.separatore, "riga_intestazione": recognition.riga_intestazione}
    if recognition.colonne_ignorate:
        entry["nota"] = "Colonne del file che non si leggono: " + "; ".join(recognition.colonne_ignorate) + "."
    if layout.tracciato == MAPPED:
        entry["mappa"] = _mapping(distinct_values(path, recognition, "indicatore"))
    return entry


def _mapping(labels: set[str]) -> dict[str, dict[str, str]]:
    """What each label means, where the project has seen it; the others are left out, saying so."""
    known_labels = {
        label: {"quantita": name, "momento": moment}
        for name, quantity in _quantities().items()
        for label, moment in quantity["etichette"].items()
    }
    unknown = {"ignorata": "etichetta mai vista: dire quale quantità misura, o perché non serve"}
    return {label: dict(known_labels.get(label, unknown)) for label in sorted(labels)}


@cache
def _quantities() -> dict[str, dict]:
    return yaml.safe_load(QUANTITIES.read_text("utf-8"))["quantita"]


def _unknown_table(path: Path, text: Text, proposal: Proposta) -> dict[str, Any] | None:
    """A declaration from the header and the cells of a file of no known layout."""
    separator = max(";,\t|", key=text.content.split("\n", 1)[0].count)
    try:
        rows = [r for r in csv.reader(io.StringIO(text.content, newline=""), delimiter=separator) if r]
    except csv.Error:
        rows = []
    if len(rows) < 2 or len(rows[0]) < 2 or len({_plain(h) for h in rows[0]}) < len(rows[0]):
        proposal.problemi.append(
            Problem(
                file=f"{path.parent.name}/{path.name}",
                riga=1,
                trovato=f"una prima riga con {len(rows[0]) if rows else 0} celle, che non è un'intestazione"
                + _nearest(rows[0] if rows else []),
                atteso="un'intestazione con un nome diverso per ogni colonna, o un tracciato noto",
                rimedio="dichiarare il file a mano secondo docs/sidecar.md",
            )
        )
        return None
    proposal.riconosciuti[path.name] = "tabella non nota" + _nearest(rows[0])
    columns = [_column(header, [r[i] for r in rows[1:] if len(r) > i]) for i, header in enumerate(rows[0])]
    texts = [c["nome"] for c in columns if c["tipo"] in ("testo", "codice", "anno")]
    entry = {
        "tabella": _plain(path.stem),
        "titolo": f"Tabella {path.stem}",
        "file": path.name,
        "sha256": sha256_of(path),
        "formato": text.formato,
        "opzioni": {"separatore": separator},
        "grana": texts or [columns[0]["nome"]],
        "colonne": columns,
        "nota": "Tipi e grana proposti dal contenuto: da confermare.",
    }
    if text.codifica != "utf-8":
        entry["codifica"] = text.codifica
    return entry


def _nearest(header: list[str]) -> str:
    """Which known layout the header resembles, if any, and what it lacks of it."""
    best, missing, score = None, [], 0.0
    for layout in known().values():
        names = [h for h in header if h.strip()]
        hits = [c for c in layout.required if any(fuzz.ratio(h, n) > 85 for h in c.headers for n in names)]
        share = len(hits) / len(layout.required)
        if share > score:
            best, score = layout, share
            missing = [c.header for c in layout.required if c not in hits]
    if best is None or score < 0.5:
        return ""
    return f" (somiglia a «{best.titolo}», ma mancano: {', '.join(missing)})"


def _column(header: str, cells: list[str]) -> dict[str, Any]:
    full = [c.strip() for c in cells if c.strip()]
    column: dict[str, Any] = {"nome": _plain(header)}
    if column["nome"] != header.strip():
        column["intestazione"] = header.strip()
    if full and any(re.fullmatch(r"0\d+", c) for c in full):
        return {**column, "tipo": "codice"}
    for tipo, locale in GUESSES:
        if full and all(fits(c, tipo, locale) for c in full):
            return {**column, "tipo": tipo} if tipo == "anno" else {**column, "tipo": tipo, "locale": locale}
    return {**column, "tipo": "data" if full and all(fits(c, "data", "it") for c in full) else "testo"}


def _whole(
    folder: Path, tables: list[dict], received: date, licenza: str | None, indirizzo: str | None
) -> dict[str, Any]:
    layouts = [known()[t["tracciato"]] for t in tables if "tracciato" in t]
    one = layouts[0] if layouts else None
    reference = max((t["data_riferimento"] for t in tables if "data_riferimento" in t), default=received.isoformat())
    ente = one.tracciato.partition("_")[0] if one and one.tracciato != MAPPED else _plain(folder.name)
    whole = {
        "fonte_id": folder.name,
        "ente": ente,
        "titolo": one.titolo if one else folder.name,
        "editore": one.editore if one else NOT_SAID,
        "indirizzo": indirizzo or (one.indirizzo if one else None),
        "licenza": licenza or (one.licenza if one else "non dichiarata"),
        "data_riferimento": reference,
        "acquisito_il": received.isoformat(),
        "provvisorio": any(t.get("provvisorio") for t in tables),
        "tabelle": tables,
    }
    return {key: value for key, value in whole.items() if value is not None}


def _free_name(name: str, taken: set[str]) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate


def _plain(text: str) -> str:
    """A name for tables and columns: small letters, digits and underscores."""
    ascii_only = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", ascii_only.lower()).strip("_")
    return name if name[:1].isalpha() else f"t_{name}".rstrip("_")
