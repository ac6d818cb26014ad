"""Known layouts (``tracciati/*.yml``): what an office publishes again and again in the same form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from ingest.columns import Colonna

FOLDER = Path(__file__).with_name("tracciati")
SCHEMA_PATH = Path(__file__).with_name("tracciato.schema.json")


@dataclass(frozen=True)
class Riferimento:
    """Where the reference date of a delivery stands: its title, a column, or only the day it was received."""

    da: str
    colonna: str | None = None
    giorno: str = "01-01"


@dataclass(frozen=True)
class Quadratura:
    """An identity that every delivery must obey (see :mod:`ingest.quadrature`)."""

    id: str
    tipo: str
    motivo: str
    colonna: str | None = None
    gruppo: tuple[str, ...] = ()
    misure: tuple[str, ...] = ()
    addendi: tuple[str, ...] = ()
    totale: str | None = None
    esclusi: tuple[str, ...] = ()
    facoltativa: bool = False
    parti_facoltative: bool = False
    solo: dict[str, str] | None = None
    senza: dict[str, str] | None = None
    da: int = 0
    a: int = 0


@dataclass(frozen=True)
class Tavola:
    """How a table under merged headers is read (see :mod:`ingest.intestazioni`).

    Args:
        chiavi: columns that name the rows; the others are figures.
        voci: headers of further columns that name a category.
        misure: columns of figures, each with the words of a title that tell it where no header does.
        gruppi: columns for the other labels above a figure, each with the pattern of the labels that it takes.
    """

    chiavi: tuple[str, ...]
    misure: dict[str, str]
    gruppi: dict[str, str]
    voci: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tracciato:
    tracciato: str
    titolo: str
    editore: str
    licenza: str
    separatori: tuple[str, ...]
    riferimento: Riferimento
    grana: tuple[str, ...]
    colonne: tuple[Colonna, ...]
    indirizzo: str | None = None
    titolo_in_testa: bool = False
    titolo_con: str | None = None
    titolo_senza: str | None = None
    nome_file: str | None = None
    altre_colonne: str = "rifiuta"
    quadrature: tuple[Quadratura, ...] = ()
    tavola: Tavola | None = None

    @property
    def required(self) -> tuple[Colonna, ...]:
        """Columns that every delivery has."""
        return tuple(c for c in self.colonne if not (c.facoltativa or c.raccolta))


@cache
def known() -> dict[str, Tracciato]:
    """Every layout by its name.

    Raises:
        ValueError: a file against its schema, or named otherwise than its layout.
    """
    validator = Draft202012Validator(json.loads(SCHEMA_PATH.read_text("utf-8")))
    found = {}
    for path in sorted(FOLDER.glob("*.yml")):
        content = yaml.safe_load(path.read_text("utf-8"))
        for error in validator.iter_errors(content):
            raise ValueError(f"{path.name}: {'/'.join(map(str, error.absolute_path))}: {error.message}")
        if content["tracciato"] != path.stem:
            raise ValueError(f"{path.name}: tracciato is «{content['tracciato']}»")
        found[path.stem] = _build(content)
    return found


def _build(content: dict) -> Tracciato:
    totals = content.pop("totali", {})
    crosstab = content.pop("tavola", None)
    columns = tuple(
        Colonna(
            **{
                **column,
                "vuoti": tuple(column.get("vuoti", ())),
                "intestazioni": tuple(column.get("intestazioni", ())),
                "totali": tuple(totals.get(column["nome"], ())),
            }
        )
        for column in content.pop("colonne")
    )
    return Tracciato(
        **{
            **content,
            "separatori": tuple(content["separatori"]),
            "grana": tuple(content["grana"]),
            "riferimento": Riferimento(**content["riferimento"]),
            "quadrature": tuple(_identity(q) for q in content.get("quadrature", ())),
        },
        colonne=columns,
        tavola=Tavola(**_tuples(crosstab)) if crosstab else None,
    )


def _identity(content: dict) -> Quadratura:
    return Quadratura(**_tuples(content))


def _tuples(content: dict) -> dict:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in content.items()}
