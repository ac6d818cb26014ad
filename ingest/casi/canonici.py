"""The closed list of what a case may say: ``canonici.yml``, read once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

CATALOGUE = Path(__file__).with_name("canonici.yml")


@dataclass(frozen=True)
class Canonica:
    """One column of a case: its type, and the bounds and words that its cells may have."""

    nome: str
    tipo: str
    descrizione: str
    intestazioni: tuple[str, ...]
    ruolo: str | None = None
    obbligatoria: bool = False
    valori: tuple[str, ...] = ()
    minimo: int | None = None
    massimo: int | None = None
    futura: bool = False


@cache
def canonical() -> dict[str, Canonica]:
    """Every column that a case may have, by name."""
    return {
        name: Canonica(name, **{key: tuple(v) if isinstance(v, list) else v for key, v in said.items()})
        for name, said in _catalogue()["colonne"].items()
    }


def first_day() -> date:
    """No date of a case is earlier."""
    return _catalogue()["prima_data"]


@cache
def personal_headers() -> frozenset[str]:
    """Headers, folded, of columns that name or reach a person."""
    return frozenset(_catalogue()["persone"])


@cache
def _catalogue() -> dict:
    return yaml.safe_load(CATALOGUE.read_text("utf-8"))
