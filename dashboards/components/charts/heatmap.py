"""Heat map as a table: a territory in each row, an indicator in each column, the outcome against a reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboards.components import formats, palette
from dashboards.components.tables import SCROLL_HINT
from dashboards.components.text import absence, absence_words, e

STYLE = Path(__file__).with_name("comparison.css")

Row = Mapping[str, Any]

# Where no direction is better the hues of the map: nobody reads them as good or bad.
OUTCOMES = {
    **{key: palette.State(key, s.sign, s.background, s.text) for key, s in palette.AGAINST.items()},
    "non_valutabile": palette.State("non valutabile", "–", *palette.GREY_PAIR),
}
JUDGEMENTS = {
    "meglio": palette.State("meglio", "", *palette.GREEN_PAIR),
    "peggio": palette.State("peggio", "", *palette.RED_PAIR),
}


@dataclass(frozen=True)
class Line:
    """A row of the map: `riferimento` and `insieme` stand on top, apart from the parts."""

    territorio_id: str
    name: str
    kind: str = "parte"
    href: str | None = None
    selected: bool = False


@dataclass(frozen=True)
class Head:
    indicatore_id: str
    name: str
    unit: str | None
    decimals: int
    href: str | None = None


def state(row: Row) -> palette.State:
    """Sign and word of the outcome, in the colours of the judgement where the polarity gives one."""
    outcome = OUTCOMES.get(row.get("esito") or "", OUTCOMES["non_valutabile"])
    judged = JUDGEMENTS.get(row.get("giudizio") or "")
    if judged is None:
        return outcome
    return palette.State(f"{outcome.word}, {judged.word}", outcome.sign, judged.background, judged.text)


def in_words(row: Row, unit: str | None, decimals: int, reference: str) -> str:
    """The whole cell as a sentence, for the pointer and for screen readers."""
    words = formats.with_unit(row.get("valore"), unit, decimals)
    if not formats.is_missing(row.get("ic95_inf")):
        words += f" ({formats.interval(row['ic95_inf'], row['ic95_sup'], decimals)})"
    if not formats.is_missing(row.get("valore_riferimento")):
        words += f"; {reference} {formats.with_unit(row['valore_riferimento'], unit, decimals)}"
    words += f": {state(row).word}"
    if row.get("esito") == "non_valutabile" and row.get("motivo"):
        words += f", {row['motivo']}"
    return words


def legend(reference: str, *, judged: bool) -> str:
    """What signs and colours mean, in words."""
    items = [
        (OUTCOMES["sopra"], f"sopra {reference}"),
        (OUTCOMES["simile"], "simile: la differenza può essere dovuta al caso"),
        (OUTCOMES["sotto"], f"sotto {reference}"),
        (OUTCOMES["non_valutabile"], "non valutabile"),
    ]
    if judged:
        items += [(JUDGEMENTS["meglio"], "meglio"), (JUDGEMENTS["peggio"], "peggio")]
    body = "".join(
        f'<li><i class="campione" style="background:{s.background};color:{s.text}">{s.sign}</i>{e(words)}</li>'
        for s, words in items
    )
    return f'<ul class="legenda" aria-label="Segni e colori">{body}</ul>'


def heatmap(
    lines: Sequence[Line],
    heads: Sequence[Head],
    cells: Mapping[tuple[str, str], Row],
    *,
    caption: str,
    reference: str,
) -> str:
    """The whole table.

    Args:
        cells: comparison of each territory and indicator; the row of the reference reads its values from them.
        reference: name of the reference, as it stands in a sentence.
    """
    head = "".join(f'<th scope="col">{_linked(h.name, h.href)}{_unit(h.unit)}</th>' for h in heads)
    body = "".join(_line(line, heads, cells, reference) for line in lines)
    return (
        f'<div class="tabella alta termica" role="region" tabindex="0" aria-label="{e(caption)}"><table>'
        f'<caption class="nascosto">{e(caption)}</caption>'
        f'<thead><tr><th scope="col">Territorio</th>{head}</tr></thead><tbody>{body}</tbody></table></div>{SCROLL_HINT}'
    )


def _line(line: Line, heads: Sequence[Head], cells: Mapping[tuple[str, str], Row], reference: str) -> str:
    classes = " ".join(filter(None, (line.kind, "scelto" if line.selected else "")))
    name = f'<th scope="row">{_linked(line.name, line.href)}</th>'
    if line.kind == "riferimento":
        row = "".join(_reference_cell(head, cells) for head in heads)
    else:
        row = "".join(
            _cell(line, head, cells.get((line.territorio_id, head.indicatore_id)), reference) for head in heads
        )
    return f'<tr class="{classes}">{name}{row}</tr>'


def _reference_cell(head: Head, cells: Mapping[tuple[str, str], Row]) -> str:
    values = (r.get("valore_riferimento") for (_, i), r in cells.items() if i == head.indicatore_id)
    value = next((v for v in values if not formats.is_missing(v)), None)
    return (
        f'<td class="num">{absence(None) if value is None else formats.with_unit(value, head.unit, head.decimals)}</td>'
    )


def _cell(line: Line, head: Head, row: Row | None, reference: str) -> str:
    if row is None or formats.is_missing(row.get("valore")):
        reason = (row or {}).get("motivo_assenza") or "non_ricevuto"
        hint = f"{line.name}, {head.name}: {absence_words(reason)}"
        shown = OUTCOMES["non_valutabile"]
        return (
            f'<td class="num" style="background:{shown.background};color:{shown.text}" title="{e(hint)}">'
            f'{formats.MISSING}<span class="nascosto"> non valutabile</span></td>'
        )
    shown = state(row)
    hint = f"{line.name}, {head.name}: {in_words(row, head.unit, head.decimals, reference)}"
    judged = JUDGEMENTS.get(row.get("giudizio") or "")
    extra = f'<span class="piccolo">{judged.word}</span>' if judged else ""
    return (
        f'<td class="num" style="background:{shown.background};color:{shown.text}" title="{e(hint)}">'
        f'<span class="segno" aria-hidden="true">{shown.sign}</span> '
        f"{formats.with_unit(row['valore'], head.unit, head.decimals)}"
        f'<span class="nascosto"> {e(shown.word)}</span>{extra}</td>'
    )


def _linked(name: str, href: str | None) -> str:
    return f'<a href="{e(href)}" target="_self">{e(name)}</a>' if href else e(name)


def _unit(unit: str | None) -> str:
    return f'<span class="piccolo">{e(unit)}</span>' if unit else ""
