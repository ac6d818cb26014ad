"""Key figures: a value, what it is compared to, whether its change was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards.components.text import e

TONES = ("blu", "rosso", "giallo")


@dataclass(frozen=True)
class Card:
    label: str
    value: str
    lines: Sequence[str] = ()
    tone: str = "blu"
    title: str = ""
    href: str | None = None


def cards_html(cards: Sequence[Card]) -> str:
    items = []
    for card in cards:
        lines = "".join(f"<li>{e(line)}</li>" for line in card.lines if line)
        hint = f' title="{e(card.title)}"' if card.title else ""
        label = f'<a href="{e(card.href)}" target="_self">{e(card.label)}</a>' if card.href else e(card.label)
        items.append(
            f'<article class="cifra {e(card.tone)}"{hint}><h2>{label}</h2>'
            f'<p class="valore">{e(card.value)}</p>{f"<ul>{lines}</ul>" if lines else ""}</article>'
        )
    return f'<div class="cifre n{len(cards)}">{"".join(items)}</div>'


def cards(items: Sequence[Card]) -> None:
    st.html(cards_html(items))
