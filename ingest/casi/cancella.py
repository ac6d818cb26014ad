"""Received case files of a period, found and deleted with what declares them."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML

from ingest.problems import UnreadableInput
from ingest.sidecar import SIDECAR, Fonte, Tabella, discover, read_sidecar


def files_of_period(raw_dirs: list[Path], first: date, last: date) -> list[tuple[Fonte, list[Tabella]]]:
    """Sources with the tables of cases extracted between two days, both included.

    Raises:
        UnreadableInput: the sidecar of a folder of cases cannot be read, so that nobody knows what lies there.
    """
    found, problems = [], []
    for folder in discover(raw_dirs):
        try:
            source = read_sidecar(folder)
        except UnreadableInput as error:
            if folder.name.startswith("casi_"):
                problems += error.problems
            continue
        tables = [t for t in source.tabelle if t.mappatura and t.estratto_il and first <= t.estratto_il <= last]
        if tables:
            found.append((source, tables))
    if problems:
        raise UnreadableInput(problems)
    return found


def delete_files(source: Fonte, tables: list[Tabella]) -> None:
    """Delete files, then their declarations; the whole folder where none is left.

    Killed in the middle it leaves a declared file that is missing, which the next call completes.

    Raises:
        OSError: something cannot be deleted.
    """
    for table in tables:
        table.path.unlink(missing_ok=True)
    gone = {table.tabella for table in tables}
    left = [table for table in source.tabelle if table.tabella not in gone]
    if not left:
        shutil.rmtree(source.folder)
        return
    _rewrite(source.folder / SIDECAR, gone)
    for name in {t.mappatura for t in tables if t.mappatura} - {t.mappatura for t in left}:
        (source.folder / name).unlink(missing_ok=True)


def _rewrite(sidecar: Path, gone: set[str]) -> None:
    """The sidecar without some tables; words and remarks of the others stay."""
    yaml_file = YAML()
    yaml_file.width = 120
    yaml_file.indent(mapping=2, sequence=4, offset=2)
    content = yaml_file.load(sidecar.read_bytes())
    for at in reversed(range(len(content["tabelle"]))):
        if content["tabelle"][at]["tabella"] in gone:
            del content["tabelle"][at]
    aside = sidecar.with_name(f".{SIDECAR}.{os.getpid()}")
    try:
        with aside.open("w", encoding="utf-8") as stream:
            yaml_file.dump(content, stream)
        aside.replace(sidecar)
    finally:
        aside.unlink(missing_ok=True)
