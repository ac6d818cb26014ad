"""An explanation as plain text: a tree, then the files that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from warehouse.provenienza.nodi import Cella, Gruppo, Nodo, Voce

_SHOWN_FIGURES = 6


@dataclass
class _Ramo:
    """A line of the tree and those below it."""

    testo: str
    sotto: list[_Ramo] = field(default_factory=list)


def tree_lines(node: Nodo) -> Iterator[str]:
    """The lines to print, without a newline."""
    root = _node(node)
    yield root.testo
    yield from _below(root.sotto, "")
    files = {(c.file, c.sha256, c.documento) for c in node.cells()}
    if files:
        yield ""
        yield "File:"
        for name, sha256, document in sorted(files, key=lambda f: f[0]):
            yield f"  {name}" + (f" (testo del documento: {document})" if document else "")
            yield f"    sha256 {sha256}" if sha256 else "    dichiarato nel progetto, sotto controllo di versione"


def number(value: Any) -> str:
    """A figure as Italians write it; anything else as it is."""
    if value is None:
        return "n.d."
    if isinstance(value, bool):
        return "sì" if value else "no"
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, (float, Decimal)):
        text = f"{value:,.4f}".rstrip("0").rstrip(".")
        return text.translate(str.maketrans(",.", ".,"))
    return value.strftime("%d/%m/%Y") if isinstance(value, date) else str(value)


def place(cell: Cella) -> str:
    """Where cells stand, in words: file, row or rows, column, line of the document."""
    parts = [cell.file]
    if cell.celle == 1 and cell.riga is not None:
        parts.append(f"riga {number(cell.riga)}")
    elif cell.riga is not None and cell.riga == cell.riga_a:
        parts.append(f"{number(cell.celle)} celle della riga {number(cell.riga)}")
    elif cell.riga is not None:
        parts.append(f"{number(cell.celle)} celle fra le righe {number(cell.riga)} e {number(cell.riga_a)}")
    if cell.colonne:
        parts.append(("colonna " if len(cell.colonne) == 1 else "colonne ") + ", ".join(cell.colonne))
    if cell.riga_documento:
        many = "," in cell.riga_documento
        parts.append(f"{'righe' if many else 'riga'} {cell.riga_documento} del documento")
    return ", ".join(parts)


def figures(node: Nodo) -> str:
    """The column asked for, or the row's first figures."""
    if node.colonna:
        return f"{node.colonna} = {number(node.valori[node.colonna])}"
    key = set(node.chiave.split("|"))
    shown = [
        f"{name} {number(value)}"
        for name, value in node.valori.items()
        if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and str(value) not in key
    ]
    return " · ".join(shown[:_SHOWN_FIGURES])


def _node(node: Nodo) -> _Ramo:
    root = _Ramo(f"{node.tabella}  {node.chiave.replace('|', ' | ')}" + (f"  [{f}]" if (f := figures(node)) else ""))
    for step in node.passi:
        branch = _Ramo(step.come)
        for group in step.gruppi:
            items = [_item(item) for item in group.voci] + _others(group)
            branch.sotto += [_Ramo(_group(group), items)] if group.nome else items
        root.sotto.append(branch)
    if node.troncato:
        root.sotto.append(_Ramo(f"continua con: leps spiega {node.tabella} '{node.chiave}'"))
    elif not node.passi:
        root.sotto.append(_Ramo("Nessun dato ricevuto dietro questa riga."))
    return root


def _group(group: Gruppo) -> str:
    cells = all(item.cella for item in group.voci)
    many = group.numero > 1
    total = f", somma {number(group.totale)}" if cells and many and group.totale is not None else ""
    return f"{group.nome} ({number(group.numero)} {'voci' if many else 'voce'}{total})"


def _others(group: Gruppo) -> list[_Ramo]:
    return [_Ramo(f"… e altre {number(group.altre)}")] if group.altre else []


def _item(item: Voce) -> _Ramo:
    label = item.etichetta + (f": {number(item.valore)}" if item.valore is not None else "")
    if item.cella is not None:
        cell = item.cella
        if cell.valore_stampato is not None and item.valore is None:
            label += f": «{cell.valore_stampato}»"
        return _Ramo(label, [_Ramo(place(cell))])
    branch = _node(item.figlio)
    return _Ramo(label, [branch])


def _below(branches: list[_Ramo], margin: str) -> Iterator[str]:
    for branch in branches:
        last = branch is branches[-1]
        yield f"{margin}{'└─ ' if last else '├─ '}{branch.testo}"
        yield from _below(branch.sotto, margin + ("   " if last else "│  "))
