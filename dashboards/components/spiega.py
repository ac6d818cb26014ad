"""«Da dove viene»: the link beside a figure, and the tree that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from dashboards import queries
from dashboards.components import address
from dashboards.components.tables import LEADS, Column, table
from dashboards.components.text import e
from warehouse.provenienza import Cella, Gruppo, Nodo, Passo, Voce
from warehouse.provenienza.testo import number, place

PAGE = "provenienza"
_OPEN = 3  # inputs of a part that are seen at once
_BESIDE = 3  # columns shown on either side of the marked one
_MARKED = 4  # cells of one step that are shown with the rows around them


def to(tabella: str, **fixed: Any) -> Callable[[dict[str, Any]], str | None]:
    """What leads from a row shown in a page to its explanation: `Column(..., leads=to("spesa"))`.

    Args:
        fixed: key columns that the row lacks.
    """
    return lambda row: href(tabella, {**row, **fixed})


def href(tabella: str, row: dict[str, Any], colonna: str | None = None) -> str | None:
    """The address that explains the row with these key columns; None where the version cannot explain it."""
    rules = queries.provenance_rules()
    full = tabella if "." in tabella else f"marts.{tabella}"
    if rules is None or full not in rules:
        return None
    key = list(rules.table(full).chiave)
    parts = ["" if row.get(c) is None else str(row[c]) for c in key]
    if not any(parts):
        return None
    # A last part that the row does not know is left out; one that it knows to be empty is asked for as empty.
    while parts and not parts[-1] and key[len(parts) - 1] not in row:
        parts.pop()
    asked = {"tabella": tabella, "chiave": "|".join(parts)} | ({"colonna": colonna} if colonna else {})
    return f"{PAGE}?{urlencode(address.carried() | asked, safe=':|')}"


def link(html: str, where: str | None) -> str:
    """Safe HTML of a figure as a link to its explanation; unchanged where there is none."""
    if where is None:
        return html
    return f'<a class="da-dove" href="{e(where)}" target="_self" title="{LEADS}">{html}</a>'


def tree(node: Nodo) -> str:
    """HTML of a whole explanation."""
    return f'<div class="albero">{_steps(node)}</div>'


def _steps(node: Nodo) -> str:
    if node.troncato:
        return f'<p class="piccolo">{link("Continua da questa riga", href(node.tabella, node.valori))}</p>'
    if not node.passi:
        return '<p class="vuoto">Dietro questa riga non c\'è nessun dato ricevuto.</p>'
    return f"<ul>{''.join(f'<li>{_step(step)}</li>' for step in node.passi)}</ul>"


def _step(step: Passo) -> str:
    return f'<p class="come">{e(step.come)}</p>{"".join(_group(group) for group in step.gruppi)}'


def _group(group: Gruppo) -> str:
    items = [f"<li>{_item(item, position < _MARKED)}</li>" for position, item in enumerate(group.voci)]
    if group.altre:
        items.append(f"<li>… e altre {number(group.altre)} voci</li>")
    listed = f"<ul>{''.join(items)}</ul>"
    if group.nome is None:
        return listed
    cells = all(item.cella for item in group.voci)
    total = f", somma {number(group.totale)}" if cells and group.numero > 1 and group.totale is not None else ""
    name = f"{e(group.nome)} ({number(group.numero)} {'voce' if group.numero == 1 else 'voci'}{total})"
    unfolded = " open" if len(items) <= _OPEN else ""
    return f"<details{unfolded}><summary>{name}</summary>{listed}</details>"


def _item(item: Voce, marked: bool) -> str:
    label = e(item.etichetta) + (f": <strong>{e(number(item.valore))}</strong>" if item.valore is not None else "")
    if item.cella is not None:
        return _cell(label, item.cella, marked)
    node = item.figlio
    where = link(f"{e(node.tabella)} · {e(node.chiave.replace('|', ' · '))}", href(node.tabella, node.valori))
    return f'{label}<span class="piccolo">{where}</span>{_steps(node)}'


def _cell(label: str, cell: Cella, marked: bool) -> str:
    printed = f" <span class='stampato evidenziato'>{e(cell.valore_stampato)}</span>" if cell.valore_stampato else ""
    facts = e(place(cell)) + (f", testo {e(cell.documento)}" if cell.documento else "")
    seal = f"sha256 {cell.sha256}" if cell.sha256 else "dichiarato nel progetto, sotto controllo di versione"
    around = received_rows(cell.file, cell.riga, cell.colonne) if marked and cell.riga and cell.celle == 1 else ""
    return f'{label}{printed}<span class="piccolo">{facts}<br><span class="impronta">{e(seal)}</span></span>{around}'


def received_rows(file: str, line: int, columns: list[str]) -> str:
    """The received rows around a cell, with the cell marked; nothing for files that are not transcribed tables."""
    lines = queries.received_around(file, line)
    if not lines:
        return ""
    headings = [
        Column("riga_documento", "Riga", wrap=False),
        *(
            Column(name, cell["etichetta"], show=lambda r, name=name: _printed(r, name, line, columns))
            for name, cell in ((c["colonna_file"], c) for c in _near(lines[0], columns))
        ),
    ]
    rows = [
        {c["colonna_file"]: c["valore_stampato"] for c in cells}
        | {"riga": cells[0]["riga"], "riga_documento": cells[0]["riga_documento"] or cells[0]["riga"]}
        for cells in lines
    ]
    shown = table(rows, headings, caption=f"Righe ricevute intorno alla riga {line}", classes="ricevute")
    return f"<details><summary>Le righe ricevute intorno</summary>{shown}</details>"


def _near(cells: list[dict[str, Any]], marked: list[str]) -> list[dict[str, Any]]:
    """The name of the row and the columns around the marked ones: the cell must be seen without scrolling."""
    places = [n for n, cell in enumerate(cells) if cell["colonna_file"] in marked] or [0]
    return [c for n, c in enumerate(cells) if n == 0 or min(abs(n - place) for place in places) <= _BESIDE]


def _printed(row: dict[str, Any], column: str, line: int, marked: list[str]) -> str:
    text = e(row.get(column)) or "–"
    if row["riga"] == line and column in marked:
        return f'<mark title="La cella da cui viene la cifra">{text}</mark>'
    return text
