"""One offline HTML page with the outcome of every expectation, from ``qualita.aspettativa``."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

LAYERS = {"raw": "File ricevuti", "pubblicato": "Tabelle pubblicate"}
# Word, sign and class of each outcome: colour never speaks alone.
OUTCOMES = {
    ("fallito", "errore"): ("✗", "Errore", "errore"),
    ("fallito", "avviso"): ("!", "Avviso", "avviso"),
    ("fallito", "informazione"): ("i", "Da leggere", "informazione"),
}
PASSED = ("✓", "Superata", "superata")

STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 "Titillium Web", system-ui, sans-serif; color: #17324d; max-width: 72rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.9rem; margin: 0; } h2 { font-size: 1.35rem; margin: 2.5rem 0 .25rem; }
p.sotto { color: #455a6f; margin: .25rem 0 1.5rem; }
.cornice { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .95rem; }
caption { text-align: left; font-weight: 600; padding: 1rem 0 .25rem; }
th { text-align: left; border-bottom: 2px solid #17324d; padding: .35rem .75rem .35rem 0; }
td { border-bottom: 1px solid #d9dadb; padding: .35rem .75rem .35rem 0; vertical-align: top; }
.numero { text-align: right; font-variant-numeric: tabular-nums; }
.esito { white-space: nowrap; padding: .1rem .5rem; border-radius: 3px; }
.superata { background: #ddf1e4; color: #005c38; } .errore { background: #f9dfe2; color: #8f1326; }
.avviso { background: #fff3d6; color: #6b4a00; } .informazione { background: #e7eef6; color: #17324d; }
details { border-bottom: 1px solid #d9dadb; padding: .5rem 0; } summary { cursor: pointer; }
summary:focus-visible { outline: 3px solid #0066cc; outline-offset: 2px; }
"""


def write(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Write the page; it asks nothing of any other host.

    Raises:
        OSError: the page cannot be written.
    """
    outcomes = con.execute(
        "select strato, tabella, aspettativa, colonna, gravita, esito, osservato, messaggio "
        "from qualita.aspettativa order by strato = 'raw' desc, tabella, esito, aspettativa"
    ).fetchall()
    failed = [row for row in outcomes if row[5] == "fallito"]
    body = [
        "<h1>Attese sulla forma dei dati</h1>",
        f"<p class='sotto'>{_count(len(outcomes), 'attesa verificata', 'attese verificate')}, "
        f"{_count(len(failed), 'non superata', 'non superate')}.</p>",
        _summary(outcomes),
        "<h2>Che cosa non è come atteso</h2>",
        _table(failed, with_table=True) if failed else "<p>Tutto è come atteso.</p>",
        *_checks(con),
    ]
    for layer, rows in groupby(outcomes, key=lambda row: row[0]):
        body.append(f"<h2>{escape(LAYERS.get(layer, layer))}</h2>")
        for table, of_table in groupby(rows, key=lambda row: row[1]):
            listed = list(of_table)
            bad = sum(row[5] == "fallito" for row in listed)
            told = "tutte superate" if not bad else _count(bad, "non superata", "non superate")
            body.append(
                f"<details{' open' if bad else ''}><summary><strong>{escape(table)}</strong>: "
                f"{_count(len(listed), 'attesa', 'attese')}, {told}</summary>{_table(listed)}</details>"
            )
    aside = path.with_suffix(".tmp")
    aside.write_text(
        "<!doctype html>\n<html lang='it'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>Attese sulla forma dei dati</title><style>{STYLE}</style></head>"
        f"<body><main>{''.join(body)}</main></body></html>\n",
        "utf-8",
    )
    aside.replace(path)


def _count(number: int, one: str, many: str) -> str:
    shown = f"{number:,}".replace(",", ".")
    return f"{shown} {one if number == 1 else many}"


def _summary(outcomes: list[tuple]) -> str:
    lines = []
    for layer, title in LAYERS.items():
        rows = [row for row in outcomes if row[0] == layer]
        bad = [row[4] for row in rows if row[5] == "fallito"]
        by_level = [bad.count(level) for level in ("errore", "avviso", "informazione")]
        numbers = [len({row[1] for row in rows}), len(rows), len(rows) - len(bad), *by_level]
        cells = "".join(f"<td class='numero'>{number}</td>" for number in numbers)
        lines.append(f"<tr><th scope='row'>{title}</th>{cells}</tr>")
    heads = "".join(
        f"<th scope='col' class='numero'>{name}</th>"
        for name in ("Tabelle", "Attese", "Superate", "Errori", "Avvisi", "Da leggere")
    )
    return _framed(f"<tr><th scope='col'>Dove</th>{heads}</tr>", lines)


def _framed(head: str, lines: list[str]) -> str:
    """A table that scrolls by itself where the window is narrow."""
    table = f"<table><thead>{head}</thead><tbody>{''.join(lines)}</tbody></table>"
    return f"<div class='cornice' tabindex='0' role='group' aria-label='Tabella'>{table}</div>"


def _table(rows: list[tuple], with_table: bool = False) -> str:
    first = "<th scope='col'>Tabella</th>" if with_table else ""
    lines = []
    for _, table, expectation, column, level, outcome, found, text in rows:
        sign, word, kind = OUTCOMES[(outcome, level)] if outcome == "fallito" else PASSED
        cells = [
            *([f"<td>{escape(table)}</td>"] if with_table else []),
            f"<td><span class='esito {kind}'><span aria-hidden='true'>{sign}</span> {word}</span></td>",
            *(f"<td>{escape(value or '–')}</td>" for value in (expectation, column, found, text)),
        ]
        lines.append(f"<tr>{''.join(cells)}</tr>")
    names = ("Esito", "Attesa", "Colonna", "Osservato", "Perché")
    heads = "".join(f"<th scope='col'>{name}</th>" for name in names)
    return _framed(f"<tr>{first}{heads}</tr>", lines)


def _checks(con: duckdb.DuckDBPyConnection) -> list[str]:
    """How many of the recorded checks failed, by type and severity, where they are recorded already."""
    known = con.execute(
        "select 1 from information_schema.tables where table_schema = 'qualita' and table_name = 'controllo'"
    ).fetchall()
    if not known:
        return []
    rows = con.execute(
        "select tipo, gravita, count(*) filter (esito = 'fallito'), count(*) from qualita.controllo "
        "group by all order by all"
    ).fetchall()
    lines = [
        f"<tr><td>{escape(kind)}</td><td>{escape(level)}</td><td class='numero'>{bad}</td>"
        f"<td class='numero'>{number}</td></tr>"
        for kind, level, bad, number in rows
    ]
    head = (
        "<tr><th scope='col'>Tipo</th><th scope='col'>Gravità</th>"
        "<th scope='col' class='numero'>Falliti</th><th scope='col' class='numero'>Eseguiti</th></tr>"
    )
    return ["<h2>Controlli sulle cifre</h2>", _framed(head, lines)]
