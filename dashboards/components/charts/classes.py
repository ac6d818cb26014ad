"""Classes of colour of a map: how they are cut, what each is called. No value is changed by them."""

from __future__ import annotations

import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.components import formats, palette
from dashboards.components.text import e

COUNT = len(palette.SCALE)
EQUAL, QUANTILES, REFERENCE = "uguali", "quantili", "riferimento"
METHODS = {EQUAL: "ampiezza uguale", QUANTILES: "stesso numero", REFERENCE: "rispetto al riferimento"}
ORDER = ("sotto", "simile", "sopra")


@dataclass(frozen=True)
class Class:
    """One colour of the map, with its words; `sign` is written on the map beside the name."""

    words: str
    colour: str
    text: str = palette.INK
    sign: str = ""


@dataclass(frozen=True)
class Classes:
    """How values are parted.

    Args:
        steps: the position of each value in `classes`, None where it has none.
        method: `uguali`, `quantili` or `riferimento`.
        words: how the classes were cut, in a sentence.
        missing: what a territory in no class is called.
    """

    classes: list[Class]
    steps: list[int | None]
    method: str
    words: str
    missing: str = "senza valore (n.d.)"

    def counts(self) -> list[int]:
        return [self.steps.count(k) for k in range(len(self.classes))]


def classes(values: Sequence[float | None], method: str | None = None, *, decimals: int = 0) -> Classes:
    """Classes of equal width, or of equal count; without a method, of equal count only where one class of equal
    width would hold more than half of all."""
    known = sorted(v for v in values if not formats.is_missing(v))
    if not known:
        return Classes([], [None] * len(values), method or EQUAL, "")
    if known[0] == known[-1]:
        single = Class(f"{formats.number(known[0], decimals)} ovunque", palette.SCALE[2])
        steps = [None if formats.is_missing(v) else 0 for v in values]
        return Classes([single], steps, method or EQUAL, "un solo valore")
    equal = _equal(known)
    by_count = _by_count(known)
    if method is None:
        method = QUANTILES if _crowded(known, equal) and len(by_count) == COUNT - 1 else EQUAL
    inner = equal if method == EQUAL else by_count
    steps = [None if formats.is_missing(v) else bisect.bisect_right(inner, v) for v in values]
    number = formats.spelled(len(inner) + 1)
    words = (
        f"{number} classi di ampiezza uguale"
        if method == EQUAL
        else f"{number} classi con circa lo stesso numero di territori"
    )
    return Classes(_named([known[0], *inner, known[-1]], decimals), steps, method, words)


def against(outcomes: Mapping[str, str | None], territories: Sequence[str], reference: str) -> Classes:
    """Below, similar to, above the reference, as `indicatore_confronto` judged.

    Args:
        outcomes: territory → `sotto`, `simile`, `sopra`, anything else where it cannot be judged.
    """
    steps = [ORDER.index(outcomes[t]) if outcomes.get(t) in ORDER else None for t in territories]
    named = [
        Class(f"{state.sign} {state.word} {reference}", state.background, state.text, state.sign)
        for state in (palette.AGAINST[key] for key in ORDER)
    ]
    words = "sotto o sopra quando tutto l'intervallo al 95\N{NO-BREAK SPACE}% sta da una parte del riferimento"
    return Classes(named, steps, REFERENCE, words, missing="non valutabile")


def _equal(known: Sequence[float]) -> list[float]:
    width = (known[-1] - known[0]) / COUNT
    return [known[0] + width * k for k in range(1, COUNT)]


def _by_count(known: Sequence[float]) -> list[float]:
    """Limits of classes of equal count; equal values never part, so that there may be fewer classes."""
    limits = (known[len(known) * k // COUNT] for k in range(1, COUNT))
    return sorted({limit for limit in limits if limit > known[0]})


def _crowded(known: Sequence[float], inner: Sequence[float]) -> bool:
    found = [bisect.bisect_right(inner, v) for v in known]
    return max(found.count(k) for k in range(COUNT)) > len(known) / 2


def _named(bounds: Sequence[float], decimals: int) -> list[Class]:
    last = len(bounds) - 2
    colours = [round(k * (COUNT - 1) / last) if last else 2 for k in range(last + 1)]
    named = []
    for k, colour in enumerate(colours):
        words = f"{formats.number(bounds[k], decimals)}–{formats.number(bounds[k + 1], decimals)}"
        words += " (i più bassi)" if k == 0 else " (i più alti)" if k == last else ""
        named.append(Class(words, palette.SCALE[colour], palette.SCALE_TEXT[colour]))
    return named


def legend(cut: Classes, name: str, *, counted: bool = False) -> str:
    """The classes in words, as HTML: colour, from, to, and how many territories are in each.

    Args:
        counted: write the number of territories of each class.
    """
    items = [(f'style="background:{c.colour}"', c.words, n) for c, n in zip(cut.classes, cut.counts(), strict=True)]
    if None in cut.steps:
        items.append(('class="tratteggio"', cut.missing, cut.steps.count(None)))
    body = "".join(
        f"<li><i {look}></i>{e(words)}{f': {formats.number(n)}' if counted else ''}</li>" for look, words, n in items
    )
    return f'<ul class="legenda" aria-label="Classi: {e(name)}">{body}</ul>' if items else ""
