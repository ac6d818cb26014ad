"""Mappings: what each column of a case export means, or why it is ignored."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from ingest.casi.canonici import Canonica, canonical, personal_headers
from ingest.columns import folded
from ingest.problems import Problem, UnreadableInput

SCHEMA_PATH = Path(__file__).with_name("mappatura.schema.json")
EXCLUDE = "escludi"
# Reads `si` and `no` as words: in YAML 1.1 a bare no is a boolean.
TRUE, FALSE = ("si", "sì", "s", "1", "true", "vero", "x"), ("no", "n", "0", "false", "falso")
# What each type of canonical column needs or takes besides its name.
TAKES = {
    "chiave": {"vuoti"},
    "data": {"vuoti", "formato"},
    "anno_nascita": {"vuoti", "formato"},
    "intero": {"vuoti"},
    "booleano": {"vuoti", "vero", "falso"},
    "euro": {"vuoti", "locale"},
    "dizionario": {"vuoti", "valori", "altrimenti"},
    "comune": {"vuoti", "codice", "valori"},
}


@dataclass(frozen=True)
class Voce:
    """One column of the export. Exactly one of ``canonica`` and ``ignorata`` is given."""

    colonna: str
    canonica: str | None = None
    ignorata: str | None = None
    facoltativa: bool = False
    vuoti: tuple[str, ...] = ()
    formato: tuple[str, ...] = ()
    codice: str | None = None
    valori: dict[str, str] = field(default_factory=dict)
    altrimenti: str | None = None
    vero: tuple[str, ...] = TRUE
    falso: tuple[str, ...] = FALSE
    locale: str = "it"

    @property
    def means(self) -> Canonica:
        return canonical()[self.canonica or ""]


@dataclass(frozen=True)
class Mappatura:
    mappatura: str
    formato: str
    titolo: str
    file: str
    voci: tuple[Voce, ...]
    costanti: dict[str, str]

    @property
    def lette(self) -> tuple[Voce, ...]:
        """The columns that are read at all."""
        return tuple(v for v in self.voci if v.canonica)


def read_mapping(path: Path, fonte_id: str) -> Mappatura:
    """Read and validate a mapping.

    Raises:
        UnreadableInput: missing, not YAML, against the schema, or contradicting itself; every problem at once.
    """
    shown = f"{fonte_id}/{path.name}"
    content = _content(path, shown)
    problems = [
        Problem(
            file=shown,
            colonna="/".join(map(str, error.absolute_path)) or None,
            trovato=error.message[:240],
            atteso="una mappatura secondo ingest/casi/mappatura.schema.json",
            rimedio="correggere la mappatura (docs/casi.md)",
        )
        for error in sorted(_validator().iter_errors(content), key=lambda e: list(map(str, e.absolute_path)))
    ]
    if not problems:
        problems = list(_contradictions(content, path.stem, shown))
    if problems:
        raise UnreadableInput(problems)
    return Mappatura(
        mappatura=content["mappatura"],
        formato=content["formato"],
        titolo=content["titolo"],
        file=shown,
        voci=tuple(_voce(entry) for entry in content["colonne"]),
        costanti=content.get("costanti", {}),
    )


def _content(path: Path, shown: str) -> Any:
    try:
        # Every scalar as it is written: 380, 001 and no are words of the export.
        return _typed(yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader))
    except FileNotFoundError:
        found, remedy = (
            "nessun file con questo nome",
            "scrivere la mappatura, o correggere la voce «mappatura» del sidecar",
        )
    except OSError as error:
        found, remedy = f"file non leggibile ({error.strerror})", "controllare i permessi del file"
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f" alla riga {mark.line + 1}" if mark else ""
        found, remedy = f"YAML non valido{line} ({getattr(error, 'problem', 'non è UTF-8')})", "correggere la mappatura"
    raise UnreadableInput(Problem(file=shown, trovato=found, atteso="una mappatura in YAML, UTF-8", rimedio=remedy))


def _typed(content: Any) -> Any:
    """``facoltativa`` is the one value of a mapping that is not a word."""
    columns = content.get("colonne") if isinstance(content, dict) else None
    for entry in columns if isinstance(columns, list) else ():
        if isinstance(entry, dict) and entry.get("facoltativa") in ("true", "false"):
            entry["facoltativa"] = entry["facoltativa"] == "true"
    return content


def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_PATH.read_text("utf-8")))


def _voce(entry: dict) -> Voce:
    said = dict(entry)
    if isinstance(said.get("formato"), str):
        said["formato"] = [said["formato"]]
    for name in ("vero", "falso", "vuoti"):
        if name in said:
            said[name] = tuple(folded(word) for word in said[name])
    return Voce(**{key: tuple(value) if isinstance(value, list) else value for key, value in said.items()})


def _contradictions(content: dict, stem: str, shown: str) -> Iterator[Problem]:
    """What the schema cannot say: names that must exist, be unique, or agree with the file."""

    def problem(where: str, found: str, expected: str, remedy: str = "correggere la mappatura") -> Problem:
        return Problem(file=shown, colonna=where, trovato=found, atteso=expected, rimedio=remedy)

    if content["mappatura"] != stem:
        yield problem("mappatura", f"«{content['mappatura']}»", f"il nome del file, «{stem}»")
    entries = content["colonne"]
    for name, times in Counter(folded(e["colonna"]) for e in entries).items():
        if times > 1:
            yield problem("colonne", f"la colonna «{name}» nominata {times} volte", "una sola voce per ogni colonna")
    constants = content.get("costanti", {})
    meanings = [e["canonica"] for e in entries if "canonica" in e] + list(constants)
    for name, times in Counter(meanings).items():
        if name not in canonical():
            yield problem("colonne", f"«{name}», che non è una colonna di un caso", f"una fra {', '.join(canonical())}")
        elif times > 1:
            yield problem("colonne", f"«{name}» data da {times} voci", f"una sola colonna, o costante, per «{name}»")
    for name in (c.nome for c in canonical().values() if c.obbligatoria and c.nome not in meanings):
        yield problem(
            "colonne", f"nessuna colonna per «{name}»", "una colonna, o una costante dove vale per tutte le righe"
        )
    for name, value in constants.items():
        known = canonical().get(name)
        if known and (known.tipo != "dizionario" or value not in known.valori):
            yield problem(f"costanti/{name}", f"«{value}»", f"una fra {', '.join(known.valori) or 'nessuna parola'}")
    for number, entry in enumerate(entries):
        if entry.get("canonica") in canonical():
            for found, expected in _wrong(entry, canonical()[entry["canonica"]]):
                yield problem(f"colonne/{number} ({entry['colonna']})", found, expected)


def _wrong(entry: dict, known: Canonica) -> Iterator[tuple[str, str]]:
    """What does not fit in one entry: found, expected."""
    extra = set(entry) - {"colonna", "canonica", "facoltativa"} - TAKES[known.tipo]
    if extra:
        yield f"«{', '.join(sorted(extra))}», che una colonna di tipo {known.tipo} non ha", "solo le voci del suo tipo"
    if folded(entry["colonna"]) in personal_headers() and known.tipo != "chiave":
        yield "una colonna che nomina una persona", "che sia ignorata, o letta come chiave"
    if known.tipo == "comune":
        if "codice" not in entry:
            yield "nessun «codice»", "codice: istat, catastale o nome"
        wrong = [v for v in entry.get("valori", {}).values() if not (len(v) == 6 and v.isdigit())]
        if wrong:
            yield f"«{wrong[0]}»", "il codice ISTAT del comune, di sei cifre"
    if known.tipo == "dizionario":
        words = {*entry.get("valori", {}).values(), *([entry["altrimenti"]] if "altrimenti" in entry else [])}
        allowed = {*known.valori, *([EXCLUDE] if known.nome == "misura" else [])}
        for word in sorted(words - allowed):
            yield f"«{word}», che non è una parola di «{known.nome}»", f"una fra {', '.join(sorted(allowed))}"
    for name in ("valori", "vero", "falso"):
        printed = Counter(folded(word) for word in entry.get(name, ()))
        for word in sorted(word for word, times in printed.items() if times > 1):
            yield f"«{word}» più volte in «{name}»", "una sola volta (maiuscole e spazi non contano)"
    both = {folded(w) for w in entry.get("vero", TRUE)} & {folded(w) for w in entry.get("falso", FALSE)}
    if both and known.tipo == "booleano":
        yield f"«{sorted(both)[0]}» sia vero sia falso", "una cosa sola"
