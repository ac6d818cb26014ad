"""Sidecars: the declaration (``fonte.yml``) without which no received file loads."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from ingest.cell_types import NUMERIC
from ingest.columns import Colonna
from ingest.problems import Problem, UnreadableInput
from ingest.tracciato import Tracciato, known

SIDECAR = "fonte.yml"
# The parser in C, where PyYAML has it, reads the sidecars of many tables ten times faster.
YAML_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SCHEMA_PATH = Path(__file__).with_name("fonte.schema.json")
# The one layout whose labels mean what the sidecar says.
MAPPED = "osservazioni"
# How the folders of case files begin, so that version control can pass them over.
OF_CASES = "casi_"


@dataclass(frozen=True)
class Tabella:
    fonte_id: str
    ente: str
    tabella: str
    titolo: str
    path: Path
    sha256: str
    formato: str
    grana: tuple[str, ...]
    colonne: tuple[Colonna, ...]
    codifica: str = "utf-8"
    opzioni: dict = field(default_factory=dict)
    data_riferimento: date | None = None
    provvisorio: bool = False
    nota: str | None = None
    righe_documento: tuple[int, ...] = ()
    righe_escluse: dict[int, str] = field(default_factory=dict)
    tracciato: str | None = None
    altre_colonne: str = "rifiuta"
    mappa: dict[str, dict] = field(default_factory=dict)
    rilasciato_il: date | None = None
    mappatura: str | None = None
    ambito_id: str | None = None
    estratto_il: date | None = None
    sintetici: bool = False

    @property
    def raw_name(self) -> str:
        """Table of the schema ``raw``; a delivery of a known layout has its own, and all make ``raw.<tracciato>``."""
        return f"_consegna_{self.fonte_id}__{self.tabella}" if self.tracciato else f"{self.ente}__{self.tabella}"

    @property
    def header_line(self) -> int:
        """1-based line of the file on which the header stands."""
        return int(self.opzioni.get("riga_intestazione", 1))

    @property
    def file(self) -> str:
        """Path as shown to people and stored in the warehouse: ``<fonte>/<file>``."""
        return f"{self.fonte_id}/{self.path.name}"


@dataclass(frozen=True)
class Fonte:
    fonte_id: str
    ente: str
    titolo: str
    editore: str
    licenza: str
    data_riferimento: date
    acquisito_il: date
    provvisorio: bool
    folder: Path
    tabelle: tuple[Tabella, ...]
    controlli: tuple[dict, ...] = ()
    documento: str | None = None
    indirizzo: str | None = None
    nota: str | None = None


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file, read in blocks (files may be large)."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def expand_lines(ranges: list[str]) -> tuple[int, ...]:
    """``["945-947", "950"]`` → ``(945, 946, 947, 950)``."""
    lines: list[int] = []
    for item in ranges:
        first, _, last = item.partition("-")
        lines.extend(range(int(first), int(last or first) + 1))
    return tuple(lines)


def discover(raw_dirs: list[Path]) -> list[Path]:
    """Folders of received files under the given directories, by name; hidden ones are passed over."""
    folders = []
    for raw_dir in raw_dirs:
        if not raw_dir.is_dir():
            raise UnreadableInput(
                Problem(
                    file=str(raw_dir),
                    trovato="nessuna cartella con questo nome",
                    atteso="una cartella che contiene una sottocartella per ogni fonte",
                    rimedio="controllare il percorso dato con --raw",
                )
            )
        folders += sorted(p for p in raw_dir.iterdir() if p.is_dir() and not p.name.startswith((".", "_")))
    return folders


def read_sidecar(folder: Path, name: str = SIDECAR) -> Fonte:
    """Read and validate the sidecar of one folder (``name``: another file that is to become it).

    Raises:
        UnreadableInput: missing, not YAML, against the schema, or contradicting itself; every problem at once.
    """
    path = folder / name
    shown = f"{folder.name}/{SIDECAR}"
    if not path.is_file():
        raise UnreadableInput(
            Problem(
                file=shown,
                trovato="nessun sidecar",
                atteso=f"un file {SIDECAR} che dichiari titolo, ente, licenza, tabelle e colonne",
                rimedio=f"proporlo con «leps check --write-sidecar {folder.name}», o scriverlo secondo docs/sidecar.md",
            )
        )
    try:
        # A date in YAML becomes a date object; the schema speaks of text.
        content = json.loads(json.dumps(yaml.load(path.read_text("utf-8"), Loader=YAML_LOADER), default=str))
    except OSError as error:
        raise UnreadableInput(
            Problem(
                file=shown,
                trovato=f"file non leggibile ({error.strerror})",
                atteso="un file leggibile",
                rimedio="controllare i permessi del file",
            )
        ) from None
    except (yaml.YAMLError, ValueError, TypeError) as error:  # a date that is none, a key that is a date
        mark = getattr(error, "problem_mark", None)
        raise UnreadableInput(
            Problem(
                file=shown,
                riga=mark.line + 1 if mark else None,
                trovato=f"YAML non valido ({getattr(error, 'problem', error)})",
                atteso="un file YAML in UTF-8",
                rimedio="correggere la riga indicata",
            )
        ) from None
    problems = [
        Problem(
            file=shown,
            colonna="/".join(str(p) for p in error.absolute_path) or "(radice)",
            trovato=error.message[:300],
            atteso="un sidecar conforme a ingest/fonte.schema.json",
            rimedio="correggere la voce indicata",
        )
        for error in sorted(_validator().iter_errors(content), key=lambda e: list(map(str, e.absolute_path)))
    ]
    problems += list(_unknown_layouts(content, shown))
    if problems:
        raise UnreadableInput(problems)
    try:
        fonte = _build(content, folder)
    except ValueError as error:  # the schema knows the form of a date, not the calendar
        raise UnreadableInput(
            Problem(
                file=shown,
                colonna="data_riferimento o acquisito_il",
                trovato=f"una data che non esiste ({error})",
                atteso="una data aaaa-mm-gg",
                rimedio="correggere la data",
            )
        ) from None
    problems = list(_contradictions(fonte, shown))
    if problems:
        raise UnreadableInput(problems)
    return fonte


def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA_PATH.read_text("utf-8")))


def _unknown_layouts(content: dict, shown: str):
    entries = content.get("tabelle") if isinstance(content, dict) else None
    for entry in entries if isinstance(entries, list) else ():
        name = entry.get("tracciato") if isinstance(entry, dict) else None
        if isinstance(name, str) and name not in known():
            yield Problem(
                file=shown,
                colonna=f"tabelle/{entry.get('tabella')}/tracciato",
                trovato=f"«{name}»",
                atteso=f"un tracciato noto: {', '.join(known())}",
                rimedio="correggere il nome, o dichiarare formato, grana e colonne",
            )


def _build(content: dict, folder: Path) -> Fonte:
    reference = date.fromisoformat(content["data_riferimento"])
    tables = []
    for entry in content["tabelle"]:
        entry = _with_layout(entry, known()[entry["tracciato"]]) if "tracciato" in entry else dict(entry)
        columns = tuple(
            column if isinstance(column, Colonna) else Colonna(**{**column, "vuoti": tuple(column.get("vuoti", ()))})
            for column in entry.pop("colonne", ())
        )
        excluded = {line: why for span, why in entry.pop("righe_escluse", {}).items() for line in expand_lines([span])}
        extracted = entry.pop("estratto_il", None)
        own_reference = entry.pop("data_riferimento", extracted)
        released = entry.pop("rilasciato_il", content["acquisito_il"])
        tables.append(
            Tabella(
                fonte_id=content["fonte_id"],
                ente=content["ente"],
                path=_locate(folder, entry.pop("file"), entry.get("opzioni", {})),
                grana=tuple(entry.pop("grana", ())),
                colonne=columns,
                righe_documento=expand_lines(entry.pop("righe_documento", [])),
                righe_escluse=excluded,
                provvisorio=entry.pop("provvisorio", content["provvisorio"]),
                data_riferimento=date.fromisoformat(own_reference) if own_reference else reference,
                rilasciato_il=date.fromisoformat(released),
                estratto_il=date.fromisoformat(extracted) if extracted else None,
                **entry,
            )
        )
    simple = {
        key: content[key]
        for key in ("fonte_id", "ente", "titolo", "editore", "licenza", "provvisorio", "documento", "indirizzo", "nota")
        if key in content
    }
    return Fonte(
        **simple,
        data_riferimento=reference,
        acquisito_il=date.fromisoformat(content["acquisito_il"]),
        folder=folder,
        tabelle=tuple(tables),
        controlli=tuple(content.get("controlli", ())),
    )


def _with_layout(entry: dict, layout: Tracciato) -> dict:
    """The declaration of a table, completed with what its layout says of every delivery."""
    options = {
        "separatore": layout.separatori[0],
        "riga_intestazione": 2 if layout.titolo_in_testa else 1,
        **entry.get("opzioni", {}),
    }
    name = entry["file"].lower()
    default_format = "csv_zip" if name.endswith(".zip") else "csv"
    if layout.tavola:
        default_format = "tavole_xlsx" if name.endswith(".xlsx") else "tavole_csv"
    return {
        "titolo": layout.titolo,
        "formato": default_format,
        **entry,
        "grana": layout.grana,
        "colonne": tuple(_written(column, options.get("locale")) for column in layout.colonne),
        "altre_colonne": layout.altre_colonne,
        "opzioni": options,
    }


def _written(column: Colonna, locale: str | None) -> Colonna:
    """A column of a layout as this delivery writes its numbers (``opzioni.locale``)."""
    return replace(column, locale=locale) if locale and column.tipo in NUMERIC else column


def _locate(folder: Path, name: str, options: dict) -> Path:
    """Where a file lies: in the folder, or in the installed package that carries it (``opzioni.pacchetto``)."""
    if "pacchetto" not in options:
        return folder / name
    try:
        return Path(str(distribution(options["pacchetto"]).locate_file(name)))
    except PackageNotFoundError:
        return folder / name


def _contradictions(fonte: Fonte, shown: str):
    """What a schema cannot say: names that must exist, be unique, or agree with the folder."""

    def problem(where: str, found: str, expected: str) -> Problem:
        return Problem(file=shown, colonna=where, trovato=found, atteso=expected, rimedio="correggere il sidecar")

    if fonte.fonte_id != fonte.folder.name:
        yield problem("fonte_id", f"«{fonte.fonte_id}»", f"il nome della cartella, «{fonte.folder.name}»")
    for table in fonte.tabelle:
        if table.mappa and table.tracciato != MAPPED:
            yield problem(f"tabelle/{table.tabella}/mappa", "una mappa", f"una mappa solo con il tracciato {MAPPED}")
        if table.mappatura and not fonte.fonte_id.startswith(OF_CASES):
            expected = f"un nome che comincia con {OF_CASES}: le cartelle di casi restano fuori dal repository"
            yield problem("fonte_id", f"«{fonte.fonte_id}»", expected)
        if table.mappatura and Path(table.mappatura).name != table.mappatura:
            yield problem(f"tabelle/{table.tabella}/mappatura", f"«{table.mappatura}»", "un file della stessa cartella")
    names = [t.tabella for t in fonte.tabelle]
    for name in sorted({n for n in names if names.count(n) > 1}):
        yield problem("tabelle", f"«{name}» dichiarata più volte", "un nome diverso per ogni tabella")
    columns_of = {t.tabella: [c.nome for c in t.colonne] for t in fonte.tabelle}
    for table in fonte.tabelle:
        columns = columns_of[table.tabella]
        where = f"tabelle/{table.tabella}"
        for name in sorted({n for n in columns if columns.count(n) > 1}):
            yield problem(where, f"la colonna «{name}» è dichiarata più volte", "un nome diverso per ogni colonna")
        headers = [c.header for c in table.colonne]
        for name in sorted({n for n in headers if headers.count(n) > 1} - set(columns)):
            found = f"due colonne leggono l'intestazione «{name}»"
            yield problem(where, found, "un'intestazione diversa per ogni colonna")
        wanted = [*table.grana, *(c.tipo_da for c in table.colonne if c.tipo_da)]
        if table.righe_documento:
            wanted += [c.riga for c in table.colonne if c.origine == "stampato" and c.tipo != "riga_documento"]
        for name in sorted(set(wanted) - set(columns)):
            yield problem(where, f"«{name}» non è fra le colonne", "il nome di una colonna dichiarata")
    for check in fonte.controlli:
        where = f"controlli/{check['id']}"
        for key, value in check.items():
            of_other = key in ("altra_colonna", "altra_chiave")
            table_name = check.get("altra_tabella") if of_other else check["tabella"]
            if table_name not in columns_of:
                yield problem(where, f"la tabella «{table_name}» non è dichiarata", "una tabella di questo sidecar")
                break
            row_wise = key == "totale" and (check["tipo"] == "somma_riga" or "riga_media" in check)
            one = ("numeratore", "denominatore", "quota", "colonna", "chiave", "peso", "altra_colonna", "altra_chiave")
            if key in one or row_wise:
                values = [value]
            elif key in ("addendi", "colonne"):
                values = value
            else:
                continue
            for name in values:
                if name not in columns_of[table_name]:
                    yield problem(where, f"«{name}» non è una colonna di «{table_name}»", "una colonna dichiarata")
        for part in check.get("parti", ()):
            for name in (part["chiave"], part["colonna"]):
                if name not in columns_of.get(part["tabella"], ()):
                    found = f"«{name}» non è una colonna di «{part['tabella']}»"
                    yield problem(where, found, "una colonna dichiarata di questo sidecar")
