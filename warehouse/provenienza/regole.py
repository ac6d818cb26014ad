"""The declared rules, as they are published."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


class TableNotExplained(Exception):
    """No rule tells where the rows of a table come from; the message is an Italian sentence with the nearest names."""


@dataclass(frozen=True)
class Regola:
    """One step of a table. The texts are SQL over ``f`` (the row explained) and ``o`` (the rows it comes from).

    The inputs of a step that is ``chiusa`` are named with what they add; each is opened by asking for it.
    """

    origine: str
    legame: str
    quando: str | None
    gruppo: str | None
    etichetta: str | None
    valore: str | None
    come: str
    chiusa: bool = False
    colonne: tuple[str, ...] = ()


@dataclass
class Tabella:
    """``chiave`` names the columns that identify a row; ``tipi`` are the SQL types of all columns."""

    nome: str
    chiave: tuple[str, ...]
    tipi: dict[str, str]
    regole: list[Regola] = field(default_factory=list)


class Regole:
    """The rules of every table that has some."""

    def __init__(self, tabelle: dict[str, Tabella]):
        self._tabelle = tabelle

    def __contains__(self, nome: object) -> bool:
        return nome in self._tabelle

    def names(self) -> list[str]:
        """Published tables, in alphabetical order."""
        return sorted(self._tabelle)

    def table(self, nome: str) -> Tabella:
        """The table called ``nome``, with or without its schema.

        Raises:
            TableNotExplained: there is none, or it has no rules.
        """
        for full in (nome, f"marts.{nome}", f"qualita.{nome}"):
            if full in self._tabelle:
                return self._tabelle[full]
        short = {full.split(".", 1)[1]: full for full in self.names()}
        near = get_close_matches(nome.split(".")[-1], short, n=3, cutoff=0.4)
        hint = ", ".join(short[n] for n in near) or ", ".join(self.names())
        raise TableNotExplained(
            f"Errore: «{nome}» non è una tabella pubblicata di cui si possa spiegare una riga. Le più simili: {hint}."
        )


def read_rules(con: duckdb.DuckDBPyConnection) -> Regole:
    """Rules of the version that ``con`` has open.

    Raises:
        TableNotExplained: the version holds no rules.
    """
    tables = con.execute(
        "select table_schema || '.' || table_name, column_name, data_type from information_schema.columns "
        "where table_schema in ('marts', 'qualita') order by ordinal_position"
    ).fetchall()
    types: dict[str, dict[str, str]] = {}
    for name, column, kind in tables:
        types.setdefault(name, {})[column] = kind
    # A version of before has other rules: those of a version that one goes back to are not guessed.
    if "albero" not in types.get("qualita.provenienza_regola", {}):
        raise TableNotExplained(
            "Errore: la versione pubblicata non contiene le regole di provenienza che servono "
            "(qualita.provenienza_regola). "
            "Rimedio: costruirla di nuovo con «leps build»."
        )
    found: dict[str, Tabella] = {}
    # Where the tree follows a step: wherever it applies, and is not told by its parts.
    where = "nullif(concat_ws(' and ', '(' || quando || ')', '(' || albero || ')'), '')"
    for name, key, *step, columns in con.execute(
        f"select tabella, chiave, origine, legame, {where}, gruppo, etichetta, valore, come, chiusa, colonne "
        "from qualita.provenienza_regola order by tabella, passo"
    ).fetchall():
        if name in types:
            table = found.setdefault(name, Tabella(name, tuple(key), types[name]))
            table.regole.append(Regola(*step, tuple(columns or ())))
    return Regole(found)
