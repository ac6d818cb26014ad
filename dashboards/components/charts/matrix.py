"""The matrix of targets: one row for each indicator, one column for each year, the state in word, sign
and colour.

A matrix of words is a table, not a drawing: this is HTML, so that it can be read aloud, searched and copied.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from dashboards.components import formats, palette
from dashboards.components.tables import LEADS, SCROLL_HINT
from dashboards.components.text import e, pill, spaced

SHORT_TARGET = 22
NOT_RECORDED = "dato non ancora rilevato"
ENOUGH = "il valore di oggi basta"
REVISED = "esito cambiato da revisione"
Cell = dict[str, Any]


def number_of(indicatore_id: str) -> str:
    """`leps_3_2` → `3.2`."""
    return ".".join(indicatore_id.split("_")[1:])


def year_heading(year: int, today: dt.date) -> str:
    """`2026 (in corso, 39 giorni)`."""
    end = dt.date(year, 12, 31)
    if year == today.year:
        left = (end - today).days
        return f"{year} (in corso, {formats.plural(left, 'giorno', 'giorni', zero='ultimo giorno')})"
    return f"{year} (chiuso)" if end < today else str(year)


def is_future(cell: Cell, today: dt.date) -> bool:
    """A year that has not begun shows its target, not a state."""
    return cell["anno"] > today.year and formats.is_missing(cell.get("valore")) and not cell.get("stato_traguardo")


def state_of(cell: Cell, today: dt.date) -> palette.State:
    if cell.get("stato") == "non_applicabile" and not target_words(cell):
        return palette.LEPS_STATES["nessun_obiettivo"]
    if is_future(cell, today) and cell.get("stato") in (None, "in_corso", "non_valutabile_baseline"):
        return palette.LEPS_STATES["futuro"]
    if cell.get("inutilizzabile"):
        return palette.LEPS_STATES["inutilizzabile"]
    return palette.LEPS_STATES.get(
        cell.get("stato") or "non_valutabile_dato", palette.LEPS_STATES["non_valutabile_dato"]
    )


def measured(cell: Cell) -> str:
    """`61 su 118`, `2`, `8 giorni (320 su 40)`, `condiviso, rilevato il 12/11/2025`; nothing where nothing was
    recorded."""
    if cell.get("stato_traguardo"):
        words = str(cell["stato_traguardo"]).replace("_", " ")
        return f"{words}, rilevato il {formats.short_day(cell['rilevato_il'])}" if cell.get("rilevato_il") else words
    if not formats.is_missing(cell.get("numeratore")) and not formats.is_missing(cell.get("denominatore")):
        counts = f"{formats.number(cell['numeratore'])} su {formats.number(cell['denominatore'])}"
        return f"{_days(cell['valore'])} ({counts})" if _is_mean(cell) else counts
    if not formats.is_missing(cell.get("valore")):
        return _days(cell["valore"]) if _is_mean(cell) else _plain(cell["valore"])
    return ""


def _is_mean(cell: Cell) -> bool:
    return cell.get("unita") == "giorni" and not formats.is_missing(cell.get("valore"))


def _plain(value: float) -> str:
    return formats.number(value, 0 if value == int(value) else 1)


def _days(value: float) -> str:
    return f"{_plain(value)} {'giorno' if value == 1 else 'giorni'}"


def needed(cell: Cell) -> str:
    """`2 in più` in the units of the numerator; for what must go down, `in meno`."""
    gap = cell.get("mancano")
    if formats.is_missing(gap) or gap <= 0:
        return ""
    way = "in meno" if cell.get("regola") == "diminuzione" else "in più"
    return f"{formats.number(gap, 0 if gap == int(gap) else 1)} {way}"


def target_words(cell: Cell) -> str:
    text = spaced((cell.get("testo") or "").strip())
    if cell.get("regola_anno") == "nessun_obiettivo" or text.lower() == "nessun obiettivo":
        return ""
    return text[:1].lower() + text[1:] if text else ""


def cell_html(cell: Cell | None, today: dt.date, leads: Callable[[Cell], str | None] | None = None) -> str:
    if cell is None:
        return "<td>–</td>"
    where = leads(cell) if leads is not None else None
    state = state_of(cell, today)
    target, value, gap = target_words(cell), measured(cell), needed(cell)
    parts = []
    if state is palette.LEPS_STATES["futuro"]:
        short = 0 < len(target) < SHORT_TARGET
        words = pill(state, f"Obiettivo: {target}" if short else None)
        return f"<td>{_linked(words, where)}{'' if short else _small(target)}</td>"
    if value:
        parts.append(e(value))
    elif cell.get("stato") == "anno_base_mancante":
        parts.append("da rilevare")
    elif cell.get("stato") == "non_valutabile_baseline":
        parts.append(f"manca il {cell['anno'] - 1}")
    if gap:
        parts.append(f"<strong>{e(gap)}</strong>")
    inline = f' <span class="misura">{" · ".join(parts)}</span>' if parts else ""
    below = [f"obiettivo: {target}"] if target else []
    if cell.get("stato") == "in_corso" and not value:
        below.insert(0, NOT_RECORDED)
    if cell.get("stato") == "non_valutabile_baseline" and value:
        below.insert(0, f"manca il {cell['anno'] - 1}")
    if cell.get("stato") == "in_corso" and cell.get("mancano") == 0:
        below.append(ENOUGH)
    if cell.get("revisione"):
        below.append(REVISED)
    return f"<td>{_linked(pill(state) + inline, where)}{_small('; '.join(below))}</td>"


def _linked(html: str, where: str | None) -> str:
    return html if where is None else f'<a class="da-dove" href="{e(where)}" target="_self" title="{LEADS}">{html}</a>'


def _small(words: str) -> str:
    return f'<span class="piccolo">{e(words)}</span>' if words else ""


def leps_matrix(
    rows: Sequence[Cell],
    today: dt.date,
    *,
    caption: str,
    href: Callable[[str], str] | None = None,
    leads: Callable[[Cell], str | None] | None = None,
) -> str:
    """The whole matrix.

    Args:
        rows: one for each indicator and year, in order of indicator.
        today: the day of judgement.
        href: address of the page of an indicator.
        leads: from a cell to the address that explains its judgement (components.spiega).
    """
    years = sorted({row["anno"] for row in rows})
    by_indicator: dict[str, dict[int, Cell]] = {}
    for row in rows:
        by_indicator.setdefault(row["indicatore_id"], {})[row["anno"]] = row
    head = "".join(f'<th scope="col">{e(year_heading(y, today))}</th>' for y in years)
    body, group = [], None
    for indicatore_id, cells in by_indicator.items():
        any_cell = next(iter(cells.values()))
        if any_cell["leps_numero"] != group:
            if body:
                body.append("</tbody><tbody>")
            group = any_cell["leps_numero"]
            body.append(
                f'<tr class="gruppo"><th scope="rowgroup" colspan="{len(years) + 2}">'
                f"{group} · {e(any_cell['leps_nome'])}</th></tr>"
            )
        name = e(any_cell["nome"])
        if href is not None:
            name = f'<a href="{e(href(indicatore_id))}" target="_self">{name}</a>'
        body.append(
            f'<tr><td class="numero">{number_of(indicatore_id)}</td><th scope="row">'
            f"{name}</th>" + "".join(cell_html(cells.get(year), today, leads) for year in years) + "</tr>"
        )
    return (
        f'<div class="tabella matrice" role="region" tabindex="0" aria-label="{e(caption)}"><table>'
        f'<caption class="nascosto">{e(caption)}</caption><thead><tr><th scope="col"><span '
        'class="nascosto">Numero</span></th>'
        f'<th scope="col">Indicatore</th>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>{SCROLL_HINT}'
    )
