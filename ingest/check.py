"""Dry run of one received file or folder: what it would be recognised as, and everything that is wrong with it."""

from __future__ import annotations

import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.load import load_table, prepare
from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import SIDECAR, Tabella, discover, read_sidecar
from ingest.tracciato import known
from ingest.verify import file_problems, undeclared_files

if TYPE_CHECKING:
    import duckdb

# What to do about an identity that does not hold, by its kind.
ASK = "chiedere conferma a chi ha pubblicato il file; le righe si caricano come sono"
REMEDIES = {
    "somma": ASK,
    "completezza": "scaricare di nuovo il file intero, o chiedere conferma a chi lo ha pubblicato",
    "formato": "correggere il sidecar, o controllare di avere ricevuto il file giusto",
}


@dataclass
class FileReport:
    """Result for one file; ``leggibile`` is False when it could not be loaded at all.

    ``da_dichiarare``: judged by a declaration that is not written yet.
    """

    file: str
    riconosciuto_come: str | None = None
    righe: int = 0
    righe_scartate: int = 0
    celle_non_usabili: int = 0
    leggibile: bool = True
    da_dichiarare: bool = False
    problemi: list[Problem] = field(default_factory=list)

    def as_dict(self) -> dict:
        return asdict(self)


def check_path(con: duckdb.DuckDBPyConnection, path: Path) -> list[FileReport]:
    """Judge one file, every declared file of a source, or every source of a folder, against their sidecars.

    ``con`` is an empty in-memory database that is used as scratch; nothing is written elsewhere.
    """
    path = Path(path).resolve()
    if not path.exists():
        missing = Problem(
            file=str(path),
            trovato="nessun file con questo nome",
            atteso="un file ricevuto o la cartella di una fonte",
            rimedio="controllare il percorso",
        )
        return [FileReport(str(path), leggibile=False, problemi=[missing])]
    folder = path if path.is_dir() else path.parent
    if path.is_dir() and not (path / SIDECAR).is_file():
        sources = [p for p in discover([path]) if (p / SIDECAR).is_file()]
        if sources:
            return [report for source in sources for report in check_path(con, source)]
    try:
        source = read_sidecar(folder)
    except UnreadableInput as error:
        return [FileReport(str(path), leggibile=False, problemi=error.problems)]
    if path.name == SIDECAR:
        return [FileReport(f"{folder.name}/{SIDECAR}", riconosciuto_come=source.titolo)]
    wanted = [t for t in source.tabelle if path.is_dir() or t.path.name == path.name]
    con.execute("drop schema if exists raw cascade")
    prepare(con)
    with tempfile.TemporaryDirectory(prefix="leps-check-") as scratch:
        reports = [_check_table(con, table, Path(scratch)) for table in wanted]
    for problem in undeclared_files(source):
        if path.is_dir() or problem.file.endswith(f"/{path.name}"):
            reports.append(FileReport(problem.file, leggibile=False, problemi=[problem]))
    return reports


def _check_cases(table: Tabella, report: FileReport) -> FileReport:
    """A file of cases: read and thrown away, told by place only."""
    from ingest.casi.prova import try_cases

    made_up = "; sintetici: entrano solo con --demo" if table.sintetici else ""
    report.riconosciuto_come = f"{table.titolo} (casi, con {table.mappatura}{made_up})"
    if not [p for p in report.problemi if p.colonna != "sha256"]:
        try:
            report.righe, report.righe_scartate, found = try_cases(table)
            report.leggibile = not report.problemi
            report.problemi += found
            return report
        except UnreadableInput as error:
            report.problemi += error.problems
    report.leggibile = False
    return report


def _check_table(con: duckdb.DuckDBPyConnection, table: Tabella, scratch: Path) -> FileReport:
    report = FileReport(table.file, riconosciuto_come=f"{table.titolo} (raw.{table.tracciato or table.raw_name})")
    report.problemi += file_problems(table)
    if table.mappatura:
        return _check_cases(table, report)
    # A file that was changed cannot be loaded, but can be judged: that is what a dry run is for.
    unreadable = [p for p in report.problemi if p.colonna != "sha256"]
    if not unreadable:
        try:
            loaded = load_table(con, table, scratch)
        except UnreadableInput as error:
            unreadable = error.problems
            report.problemi += error.problems
    report.leggibile = not report.problemi
    if unreadable:
        return report
    report.righe, report.righe_scartate = loaded.righe_caricate, loaded.righe_scartate
    rejected = con.execute(
        "select riga, trovato, atteso, rimedio from raw._scarti where file = ? order by riga", [table.file]
    ).fetchall()
    report.problemi += [
        Problem(table.file, found, wanted, remedy, riga=line) for line, found, wanted, remedy in rejected
    ]
    misfits = con.execute(
        "select riga, colonna, valore_stampato, atteso from raw._celle_non_conformi where file = ? order by riga",
        [table.file],
    ).fetchall()
    report.celle_non_usabili = sum(printed is not None for _, _, printed, _ in misfits)
    places = _places(con, table)
    report.problemi += [
        Problem(
            file=table.file,
            riga=None if line in places else line,
            cella=places.get(line),
            colonna=column,
            trovato=f"«{printed}»" if printed else "una cella vuota",
            atteso=wanted,
            rimedio="chiedere conferma a chi ha inviato il file; la cella resta come stampata",
        )
        for line, column, printed, wanted in misfits
    ]
    told = con.execute(
        "select riga, colonna, messaggio, motivo, tipo from raw._quadrature where file = ? and messaggio is not null "
        "order by riga nulls last",
        [table.file],
    ).fetchall()
    report.problemi += [
        Problem(
            file=table.file,
            riga=None if line in places else line,
            cella=places.get(line),
            colonna=column,
            trovato=message.rstrip("."),
            atteso=f"il rispetto della regola «{rule.rstrip('.')}»",
            rimedio=REMEDIES[kind],
        )
        for line, column, message, rule, kind in told
    ]
    return report


def _places(con: duckdb.DuckDBPyConnection, table: Tabella) -> dict[int, str]:
    """Where the rows of a file of several tables stand: they are numbered through, and say their sheet and line."""
    if table.formato in ("spesa_xlsx", "consuntivo_xlsx", "esiti_xlsx"):
        return dict(con.execute(f"select _riga, posizioni ->> 'riga' from raw.\"{table.raw_name}\"").fetchall())
    layout = known().get(table.tracciato or "")
    if layout is None or layout.tavola is None:
        return {}
    return dict(con.execute(f'select _riga, posizione from raw."{table.raw_name}"').fetchall())
