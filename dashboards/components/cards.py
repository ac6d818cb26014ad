"""Key figures: a value, what it is compared to, whether its change was expected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from dashboards.components.tables import LEADS
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
    leads: str | None = None  # the address that explains the value (components.spiega)


def cards_html(cards: Sequence[Card]) -> str:
    items = []
    for card in cards:
        lines = "".join(f"<li>{e(line)}</li>" for line in card.lines if line)
        hint = f' title="{e(card.title)}"' if card.title else ""
        label = f'<a href="{e(card.href)}" target="_self">{e(card.label)}</a>' if card.href else e(card.label)
        items.append(
            f'<article class="cifra {e(card.tone)}"{hint}><h2>{label}</h2>'
            f'<p class="valore">{_value(card)}</p>{f"<ul>{lines}</ul>" if lines else ""}</article>'
        )
    return f'<div class="cifre n{len(cards)}">{"".join(items)}</div>'


def _value(card: Card) -> str:
    if card.leads is None:
        return e(card.value)
    return f'<a class="da-dove" href="{e(card.leads)}" target="_self" title="{LEADS}">{e(card.value)}</a>'


def cards(items: Sequence[Card]) -> None:
    st.html(cards_html(items))
