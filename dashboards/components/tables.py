"""Tables as HTML: tabular figures, aligned right, that scroll inside their own frame on a narrow screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.components import formats, palette
from dashboards.components.text import absence, e

Row = dict[str, Any]
LEADS = "Da dove viene questa cifra"
# Seen only while the table above is wider than its frame: page.js measures it.
SCROLL_HINT = '<p class="scorri" aria-hidden="true">scorri la tabella →</p>'


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Args:
        show: turns the row into safe HTML; without it the value under `key` is written as `kind` says.
        kind: testo, intero, decimale, percento, euro, variazione (signed percentage), differenza (signed
        number).
        shade: name of the key that holds the class 0-4 of the colour scale, for heat shading.
        leads: from the row to the address that explains its figure (components.spiega).
    """

    key: str
    label: str
    kind: str = "testo"
    decimals: int = 0
    show: Callable[[Row], str] | None = None
    shade: str | None = None
    width: str | None = None
    wrap: bool = True
    reason: str | None = None
    leads: Callable[[Row], str | None] | None = None

    @property
    def numeric(self) -> bool:
        return self.kind != "testo"

    def html(self, row: Row) -> str:
        where = self.leads(row) if self.leads is not None else None
        if where is None:
            return self._content(row)
        return f'<a class="da-dove" href="{e(where)}" target="_self" title="{LEADS}">{self._content(row)}</a>'

    def _content(self, row: Row) -> str:
        if self.show is not None:
            return self.show(row)
        value = row.get(self.key)
        if formats.is_missing(value) or value == "":
            return absence(row.get(self.reason) if self.reason else None) if self.numeric else "–"
        match self.kind:
            case "intero":
                return formats.number(value)
            case "decimale":
                return formats.number(value, self.decimals)
            case "percento":
                return formats.percent(value, self.decimals)
            case "euro":
                return formats.number(value, self.decimals)
            case "variazione":
                return formats.percent(value, self.decimals or 1, sign=True)
            case "differenza":
                return formats.number(value, self.decimals, sign=True)
        return e(value)


def cell(column: Column, row: Row, *, heading: bool) -> str:
    style, classes = "", []
    if column.numeric:
        classes.append("num")
    if not column.wrap:
        classes.append("stretta")
    if column.shade is not None and row.get(column.shade) is not None:
        step = row[column.shade]
        style = f' style="background:{palette.SCALE[step]};color:{palette.SCALE_TEXT[step]}"'
    attributes = (f' class="{" ".join(classes)}"' if classes else "") + style
    if heading:
        return f'<th scope="row"{attributes}>{column.html(row)}</th>'
    return f"<td{attributes}>{column.html(row)}</td>"


def table(
    rows: Sequence[Row],
    columns: Sequence[Column],
    *,
    caption: str,
    total: Row | None = None,
    group: str | None = None,
    tall: bool = False,
    classes: str = "",
    empty: str = "Nessuna riga da mostrare.",
) -> str:
    """A whole table.

    Args:
        caption: read aloud by screen readers; names the scrolling frame too.
        group: key whose value, when it changes, opens a titled group of rows.
        tall: many rows: the frame gets a height of its own and the header stays in sight.
    """
    if not rows:
        return f'<p class="vuoto">{e(empty)}</p>'
    head = "".join(
        f'<th scope="col"{" class=num" if c.numeric else ""}'
        f"{f' style=width:{c.width}' if c.width else ''}>{e(c.label)}</th>"
        for c in columns
    )
    body, current = [], None
    for row in rows:
        if group is not None and row.get(group) != current:
            current = row.get(group)
            if body:
                body.append("</tbody><tbody>")
            body.append(f'<tr class="gruppo"><th scope="rowgroup" colspan="{len(columns)}">{e(current)}</th></tr>')
        cells = "".join(cell(c, row, heading=i == 0) for i, c in enumerate(columns))
        body.append(f"<tr>{cells}</tr>")
    foot = ""
    if total is not None:
        cells = "".join(cell(c, total, heading=i == 0) for i, c in enumerate(columns))
        foot = f"<tfoot><tr>{cells}</tr></tfoot>"
    shape = " ".join(filter(None, ("tabella", "alta" if tall else "", classes)))
    return (
        f'<div class="{shape}" role="region" tabindex="0" aria-label="{e(caption)}">'
        f'<table><caption class="nascosto">{e(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody>{foot}</table></div>{SCROLL_HINT}"
    )
