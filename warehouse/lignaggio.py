"""Which table is made from which, drawn from dbt's manifest: one HTML page that needs no network and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

# Layers from left to right, with the name and the colour that the page gives them.
LAYERS = {
    "seeds": ("dichiarate nel progetto", "#7A5B00"),
    "staging": ("ricevute", "#5A6772"),
    "intermediate": ("intermedie", "#2C5E8A"),
    "marts": ("pubblicate", "#0B6B3A"),
    "qualita": ("qualità", "#8A1F2B"),
}
_WIDTH, _HEIGHT = 228, 22  # of a node, in pixels
_GAP_X, _GAP_Y = 74, 6
_SWEEPS = 8
_SHOWN_CHARACTERS = 34


@dataclass
class Tabella:
    """A table of the project. ``da`` are the tables that it reads, ``colonna`` its place from the left."""

    nome: str
    strato: str
    descrizione: str
    da: list[str] = field(default_factory=list)
    colonna: int = 0
    riga: float = 0


def write_lineage(manifest: Path, target: Path) -> None:
    """Draw ``manifest.json`` into an HTML file.

    Raises:
        OSError, ValueError: the manifest cannot be read, or the page not written.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(page(tables_of(json.loads(manifest.read_text("utf-8")))), "utf-8")


def tables_of(manifest: Mapping[str, Any]) -> dict[str, Tabella]:
    """The models and seeds of a manifest by name, placed: each to the right of all that it reads."""
    nodes = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in ("model", "seed")}
    found = {}
    for node in nodes.values():
        layer = "seeds" if node["resource_type"] == "seed" else node["schema"]
        reads = [nodes[k]["name"] for k in node.get("depends_on", {}).get("nodes", ()) if k in nodes]
        found[node["name"]] = Tabella(node["name"], layer, node.get("description", ""), sorted(set(reads)))
    _place(found)
    return found


def _place(tables: dict[str, Tabella]) -> None:
    for name in _in_order(tables):
        tables[name].colonna = max((tables[d].colonna + 1 for d in tables[name].da), default=0)
    used_by: dict[str, list[str]] = {name: [] for name in tables}
    for table in tables.values():
        for source in table.da:
            used_by[source].append(table.nome)
    # What nothing reads from the left stands beside the first that reads it: shorter lines.
    for name in reversed(_in_order(tables)):
        if used_by[name] and not tables[name].da:
            tables[name].colonna = min(tables[u].colonna for u in used_by[name]) - 1
    columns: dict[int, list[Tabella]] = {}
    for table in tables.values():
        columns.setdefault(table.colonna, []).append(table)
    order = {layer: n for n, layer in enumerate(LAYERS)}
    for column in columns.values():
        column.sort(key=lambda t: (order.get(t.strato, 9), t.nome))
        _number(column)
    for sweep in range(_SWEEPS):
        for place in sorted(columns, reverse=sweep % 2 == 1):
            for table in columns[place]:
                beside = used_by[table.nome] if sweep % 2 else table.da
                if beside:
                    table.riga = sum(tables[b].riga for b in beside) / len(beside)
            columns[place].sort(key=lambda t: (t.riga, t.nome))
            _number(columns[place])
    tallest = max((len(column) for column in columns.values()), default=0)
    for column in columns.values():
        for table in column:
            table.riga += (tallest - len(column)) / 2


def _number(column: Iterable[Tabella]) -> None:
    for row, table in enumerate(column):
        table.riga = row


def _in_order(tables: Mapping[str, Tabella]) -> list[str]:
    """Names so that each comes after all that it reads."""
    done: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in done:
            for source in tables[name].da:
                visit(source)
            done[name] = None

    for name in sorted(tables):
        visit(name)
    return list(done)


def page(tables: Mapping[str, Tabella]) -> str:
    """The whole page: the drawing, in which a table chosen shows all that it comes from and all that it feeds, and the
    same as a list for those who do not see it."""
    wide = (max((t.colonna for t in tables.values()), default=0) + 1) * (_WIDTH + _GAP_X)
    high = (max((t.riga for t in tables.values()), default=0) + 1) * (_HEIGHT + _GAP_Y) + 20
    lines = "".join(_line(tables[source], table) for table in tables.values() for source in table.da)
    boxes = "".join(_box(table) for table in sorted(tables.values(), key=lambda t: (t.colonna, t.riga)))
    key = "".join(f'<li><i style="background:{colour}"></i>{name}</li>' for name, colour in LAYERS.values())
    return (
        _HEAD
        + f'<ul class="chiave">{key}</ul>'
        + "<p>Scegliere una tabella, con il mouse o con il tasto Tab: si accendono quelle da cui viene e quelle che ne "
        "sono fatte. Esc le spegne.</p>"
        + f'<div class="disegno" tabindex="0" role="region" aria-label="Grafo delle tabelle">'
        f'<svg width="{wide}" height="{high:.0f}" xmlns="http://www.w3.org/2000/svg">{lines}{boxes}</svg></div>'
        + f"<h2>Le stesse tabelle in elenco</h2>{_listed(tables)}"
        + _SCRIPT
    )


def _corner(table: Tabella) -> tuple[float, float]:
    return table.colonna * (_WIDTH + _GAP_X) + 4, table.riga * (_HEIGHT + _GAP_Y) + 10


def _line(source: Tabella, table: Tabella) -> str:
    x1, y1 = _corner(source)
    x2, y2 = _corner(table)
    x1, y1, y2 = x1 + _WIDTH, y1 + _HEIGHT / 2, y2 + _HEIGHT / 2
    bend = (x2 - x1) / 2
    path = f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    return f'<path d="{path}" data-da="{source.nome}" data-a="{table.nome}"/>'


def _box(table: Tabella) -> str:
    x, y = _corner(table)
    colour = LAYERS.get(table.strato, ("", "#5A6772"))[1]
    shown = table.nome if len(table.nome) <= _SHOWN_CHARACTERS else table.nome[: _SHOWN_CHARACTERS - 1] + "…"
    said = f"{table.strato}.{table.nome}. {table.descrizione}".strip()
    return (
        f'<g tabindex="0" role="button" data-nome="{table.nome}" aria-label="{escape(said, quote=True)}">'
        f"<title>{escape(said)}</title>"
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_WIDTH}" height="{_HEIGHT}" fill="{colour}"/>'
        f'<text x="{x + 7:.0f}" y="{y + 15:.0f}">{escape(shown)}</text></g>'
    )


def _listed(tables: Mapping[str, Tabella]) -> str:
    used_by: dict[str, list[str]] = {}
    for table in tables.values():
        for source in table.da:
            used_by.setdefault(source, []).append(table.nome)
    items = []
    for layer in LAYERS:
        for table in sorted((t for t in tables.values() if t.strato == layer), key=lambda t: t.nome):
            feeds = ", ".join(sorted(used_by.get(table.nome, ()))) or "nessuna"
            items.append(
                f"<dt>{layer}.{escape(table.nome)}</dt><dd>{escape(table.descrizione)}<br>"
                f"viene da: {', '.join(table.da) or 'file ricevuti o dichiarati'}<br>la leggono: {feeds}</dd>"
            )
    return f"<dl>{''.join(items)}</dl>"


_HEAD = """<!doctype html><html lang="it"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Da quale tabella viene ogni tabella</title>
<style>
body { font: 15px/1.45 system-ui, sans-serif; margin: 24px; color: #17324D; }
.disegno { overflow: auto; max-height: 78vh; border: 1px solid #D9DADB; }
svg { display: block; } svg text { fill: #fff; font: 12px system-ui, sans-serif; pointer-events: none; }
svg path { fill: none; stroke: #B9C4CF; stroke-width: 1; } svg g { cursor: pointer; outline: none; }
svg g:focus rect { stroke: #17324D; stroke-width: 3; }
svg.scelto g:not(.acceso) { opacity: .18; } svg.scelto path { opacity: .06; }
svg.scelto path.acceso { opacity: 1; stroke: #17324D; stroke-width: 1.6; }
.chiave { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: 16px; }
.chiave i { display: inline-block; width: 14px; height: 14px; margin-right: 6px; vertical-align: -2px; }
dt { font-weight: 600; margin-top: 10px; } dd { margin: 0 0 0 18px; overflow-wrap: anywhere; }
</style></head><body><h1>Da quale tabella viene ogni tabella</h1>"""

_SCRIPT = """<script>
const svg = document.querySelector('svg'), lines = [...svg.querySelectorAll('path')];
const walk = (name, from, to, seen) => {
  for (const line of lines) if (line.dataset[from] === name) {
    line.classList.add('acceso');
    const next = line.dataset[to];
    if (!seen.has(next)) { seen.add(next); walk(next, from, to, seen); }
  }
  return seen;
};
const off = () => {
  svg.classList.remove('scelto');
  svg.querySelectorAll('.acceso').forEach(x => x.classList.remove('acceso'));
};
const choose = name => {
  off();
  const lit = new Set([name, ...walk(name, 'a', 'da', new Set()), ...walk(name, 'da', 'a', new Set())]);
  svg.querySelectorAll('g').forEach(g => g.classList.toggle('acceso', lit.has(g.dataset.nome)));
  svg.classList.add('scelto');
};
svg.addEventListener('click', event => {
  const g = event.target.closest('g');
  if (g) choose(g.dataset.nome); else off();
});
svg.addEventListener('focusin', event => choose(event.target.closest('g').dataset.nome));
document.addEventListener('keydown', event => { if (event.key === 'Escape') off(); });
</script></body></html>"""
