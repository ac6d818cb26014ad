"""Area profile (spine): each indicator on its own scale, with the reference always in the middle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboards.components import formats, palette
from dashboards.components.charts.heatmap import JUDGEMENTS, in_words, state
from dashboards.components.text import absence, e, pill

Row = Mapping[str, Any]

FEW_TERRITORIES = 8  # under this many a distribution says nothing that the values do not
DOTS = {"sopra": palette.BLUE, "sotto": "#6B3FA0", "simile": palette.SECONDARY}
JUDGED_DOTS = {name: judged.text for name, judged in JUDGEMENTS.items()}
NO_TREND = "meno di cinque anni"
TRENDS = {"in_aumento": ("↗", "in aumento"), "in_diminuzione": ("↘", "in diminuzione")}


@dataclass(frozen=True)
class SpineRow:
    """One indicator of the profile.

    Args:
        found: comparison with the reference.
        spread: distribution of the territories of the same level, None where it is not published.
    """

    name: str
    theme: str
    unit: str | None
    decimals: int
    found: Row
    spread: Row | None = None
    trend: Row | None = None
    href: str | None = None


def trend_words(trend: Row | None) -> tuple[str, str]:
    """Arrow and word of a trend; `–` and the reason where there is none."""
    if trend is None:
        return "–", f"non calcolabile: {NO_TREND}"
    if trend["esito"] in TRENDS:
        return TRENDS[trend["esito"]]
    return "–", f"non calcolabile: {trend['motivo']}" if trend.get("motivo") else "non calcolabile"


def counts(found: Row) -> bool:
    """Whether the numerator is a number of persons or events: only then is there an interval."""
    return not formats.is_missing(found.get("numeratore")) and not formats.is_missing(found.get("ic95_inf"))


def has_trends(rows: Sequence[SpineRow]) -> bool:
    return any(row.trend is not None and row.trend["esito"] in TRENDS for row in rows)


def usable(spread: Row | None) -> bool:
    return spread is not None and spread["territori"] >= FEW_TERRITORIES


def position(value: float, reference: float, half: float) -> float:
    """Where a value stands from 0 to 100, the reference being at 50."""
    return max(0.0, min(100.0, 50 + 50 * (value - reference) / half)) if half else 50.0


def half_width(row: SpineRow) -> float:
    """The half of the scale: as far from the reference as the farthest thing drawn."""
    found = row.found
    drawn = [found.get("valore"), found.get("ic95_inf"), found.get("ic95_sup")]
    if usable(row.spread):
        drawn += [row.spread["p05"], row.spread["p95"]]
    return max((abs(v - found["valore_riferimento"]) for v in drawn if not formats.is_missing(v)), default=0.0)


@dataclass(frozen=True)
class _Column:
    label: str
    cell: Callable[[SpineRow], str]
    numeric: bool = False

    def attributes(self) -> str:
        return ' class="num"' if self.numeric else ""


def spine(rows: Sequence[SpineRow], *, caption: str, place: str, reference: str) -> str:
    """The profile as a table; on a phone each indicator becomes a block of its own."""
    columns = _columns(rows, place, reference)
    head = "".join(
        f'<th scope="col" role="columnheader"{column.attributes()}>{e(column.label)}</th>' for column in columns
    )
    body, theme = [], None
    for row in rows:
        if row.theme != theme:
            theme = row.theme
            body.append(
                f'<tr class="gruppo" role="row"><th scope="rowgroup" role="rowheader" colspan="{len(columns) + 1}">'
                f"{e(theme)}</th></tr>"
            )
        cells = "".join(
            f'<td role="cell" data-nome="{e(column.label)}"{column.attributes()}>{column.cell(row)}</td>'
            for column in columns
        )
        body.append(f'<tr role="row"><th scope="row" role="rowheader">{_name(row)}</th>{cells}</tr>')
    return (
        f'<div class="tabella spine" role="region" tabindex="0" aria-label="{e(caption)}"><table role="table">'
        f'<caption class="nascosto">{e(caption)}</caption><thead role="rowgroup"><tr role="row">'
        f'<th scope="col" role="columnheader">Indicatore</th>{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join(body)}</tbody></table></div>'
    )


def _columns(rows: Sequence[SpineRow], place: str, reference: str) -> list[_Column]:
    """Extremes and trends have a column only where there are some."""
    columns = [
        _Column(place, _value, numeric=True),
        _Column("Posizione rispetto al riferimento", lambda row: _axis(row, reference)),
        _Column(reference, _reference, numeric=True),
        _Column("Contati", lambda row: formats.number(row.found["numeratore"]) if counts(row.found) else "–", True),
    ]
    if any(usable(row.spread) for row in rows):
        columns.append(_Column("Minimo–massimo", _extremes, numeric=True))
    columns.append(_Column("Confronto", _outcome))
    return [*columns, _Column("Tendenza", _trend)] if has_trends(rows) else columns


def _name(row: SpineRow) -> str:
    name = f'<a href="{e(row.href)}" target="_self">{e(row.name)}</a>' if row.href else e(row.name)
    return name + (f'<span class="piccolo">{e(row.unit)}</span>' if row.unit else "")


def _value(row: SpineRow) -> str:
    found = row.found
    if formats.is_missing(found.get("valore")):
        return absence(found.get("motivo_assenza"))
    value = f"<strong>{formats.with_unit(found['valore'], row.unit, row.decimals)}</strong>"
    if formats.is_missing(found.get("ic95_inf")):
        return value
    return f'{value}<span class="piccolo">{formats.interval(found["ic95_inf"], found["ic95_sup"], row.decimals)}</span>'


def _reference(row: SpineRow) -> str:
    value = row.found.get("valore_riferimento")
    return absence(None) if formats.is_missing(value) else formats.with_unit(value, row.unit, row.decimals)


def _extremes(row: SpineRow) -> str:
    if not usable(row.spread):
        return "–"
    return formats.interval(row.spread["minimo"], row.spread["massimo"], row.decimals)


def _outcome(row: SpineRow) -> str:
    pilled = pill(state(row.found))
    if row.found.get("esito") == "non_valutabile" and row.found.get("motivo"):
        return f'{pilled}<span class="piccolo">{e(row.found["motivo"])}</span>'
    return pilled


def _trend(row: SpineRow) -> str:
    arrow, words = trend_words(row.trend)
    main, _, why = words.partition(": ")
    trend = f'<span class="segno" aria-hidden="true">{arrow}</span> {e(main)}'
    return trend + (f'<span class="piccolo">{e(why)}</span>' if why else "")


def _axis(row: SpineRow, reference: str) -> str:
    """The drawing, in per cent of the width: it stretches with the column."""
    found = row.found
    if formats.is_missing(found.get("valore")) or formats.is_missing(found.get("valore_riferimento")):
        return '<div class="spina vuota"></div>'
    half = half_width(row)

    def at(value: float) -> float:
        return position(value, found["valore_riferimento"], half)

    def bar(kind: str, low: float, high: float) -> str:
        return f'<i class="{kind}" style="left:{at(low):.1f}%;width:{max(at(high) - at(low), 0.4):.1f}%"></i>'

    drawn = ""
    if usable(row.spread):
        drawn += bar("estesa", row.spread["p05"], row.spread["p95"])
        drawn += bar("centrale", row.spread["p25"], row.spread["p75"])
    drawn += '<i class="riferimento"></i>'
    colour = JUDGED_DOTS.get(found.get("giudizio") or "") or DOTS.get(found.get("esito") or "", palette.SECONDARY)
    if not formats.is_missing(found.get("ic95_inf")):
        drawn += bar("intervallo", found["ic95_inf"], found["ic95_sup"])
    hollow = f"background:{palette.WHITE}" if found.get("esito") == "non_valutabile" else f"background:{colour}"
    drawn += f'<b style="left:{at(found["valore"]):.1f}%;{hollow};border-color:{colour}"></b>'
    words = f"{row.name}: {in_words(found, row.unit, row.decimals, reference)}"
    return f'<div class="spina" role="img" aria-label="{e(words)}" title="{e(words)}">{drawn}</div>'


def legend(spread: str | None, reference: str) -> str:
    """What each mark of the spine is; `spread` names the territories of the distribution, where it is drawn."""
    items = [('<i class="mostra rif"></i>', reference)]
    if spread:
        items += [
            ('<i class="mostra centro"></i>', f"la metà centrale {spread} (dal 25° al 75° percentile)"),
            ('<i class="mostra linea"></i>', "dal 5° al 95° percentile"),
        ]
    items.append(('<i class="mostra punto"></i>', "il territorio, con il suo intervallo al 95 %"))
    body = "".join(f"<li>{mark}{e(words)}</li>" for mark, words in items)
    return f'<ul class="legenda" aria-label="Segni del profilo">{body}</ul>'
