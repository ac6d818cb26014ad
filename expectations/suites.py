"""The JSON suites, one for each table.

``suites/raw/<ente>__<tabella>.json`` and ``suites/pubblicato/<schema>__<tabella>.json``. They are in the
format of Great Expectations. ``severity`` says what a failure means (``critical`` stops the publication,
``warning`` and ``info`` do not), ``meta.motivo`` says in Italian why the table must be so.

The forms of numbers are asked of the main columns of a received table, with the known misprints allowed for:
they tell that a whole column is written in another way. Single cells are judged at reading, one by one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("suites")
LAYERS = ("raw", "pubblicato")
# Schemas whose tables are published, and need a suite.
PUBLISHED = ("marts", "qualita")


@dataclass(frozen=True)
class Suite:
    """One suite file: the table that it speaks of, and the expectations as they stand in the file."""

    schema: str
    table: str
    expectations: tuple[dict, ...]

    @property
    def name(self) -> str:
        return f"{self.schema}.{self.table}"


def read_suites(layer: str, folder: Path = FOLDER) -> list[Suite]:
    """The suites of ``raw`` or ``pubblicato``, by table name.

    Raises:
        ValueError: a file is not a suite or is named after another table, or an expectation lacks severity
            or reason.
    """
    if layer not in LAYERS:
        raise ValueError(f"strato «{layer}»: atteso uno fra {', '.join(LAYERS)}")
    return [_read(path, layer) for path in sorted((folder / layer).glob("*.json"))]


def _read(path: Path, layer: str) -> Suite:
    try:
        content = json.loads(path.read_text("utf-8"))
        name, expectations = content["name"], tuple(content["expectations"])
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path.name}: not a suite of Great Expectations ({error})") from error
    schema, table = ("raw", path.stem) if layer == "raw" else path.stem.split("__", 1)
    if name != f"{schema}.{table}":
        raise ValueError(f"{path.name}: the suite says {name}")
    for position, expectation in enumerate(expectations):
        if "severity" not in expectation or not expectation.get("meta", {}).get("motivo"):
            raise ValueError(f"{path.name}: expectation {position} lacks severity or meta.motivo")
    return Suite(schema, table, expectations)
