"""The one palette. Colour has a meaning only beside a word and a sign; contrast is tested."""

from __future__ import annotations

from dataclasses import dataclass

BLUE = "#0066CC"
INK = "#17324D"
SECONDARY = "#455A6F"
RULE = "#D9DADB"
NOTE = "#F0F6FC"
WHITE = "#FFFFFF"
LINK = "#0059B3"
RED = "#8F1326"
AMBER = "#8A6100"
NEUTRAL = "#F1F1EE"

MALE = BLUE
FEMALE = "#AD4379"
REFERENCE = INK

# Five classes from low to high. The text on each is INK up to the third, white on the last two.
SCALE = ("#E9EEF5", "#C3D7EE", "#8FB4DE", "#2D6FB3", "#164A86")
SCALE_TEXT = (INK, INK, INK, WHITE, WHITE)
NO_VALUE = "#F1F1EE"
HATCH = "#8B8B84"  # lines over what has no value

# Stacked bars: neighbours differ in lightness as well as in hue, so that they are told apart in grey.
SERIES = ("#0B3C6F", "#6FA8DC", "#A33E70", "#F2B84B", "#1F7A6D", "#9AA5B1", "#5A3E85", "#D9CBB8")


@dataclass(frozen=True)
class State:
    """A state of a target or of a check: never colour alone."""

    word: str
    sign: str
    background: str
    text: str


GREEN_PAIR = ("#DDF1E4", "#005C38")
RED_PAIR = ("#F9DFE2", "#8F1326")
OPEN_PAIR = ("#E7EEF6", INK)
YELLOW_PAIR = ("#FFF3D6", "#6B4A00")
GREY_PAIR = ("#F1F1EE", "#54544C")

LEPS_STATES = {
    "raggiunto": State("Raggiunto", "✓", *GREEN_PAIR),
    "non_raggiunto": State("Non raggiunto", "✗", *RED_PAIR),
    "in_corso": State("In corso", "◷", *OPEN_PAIR),
    "anno_base": State("Anno base", "●", *YELLOW_PAIR),
    "anno_base_mancante": State("Base mancante", "○", *RED_PAIR),
    "non_valutabile_baseline": State("Non valutabile", "?", *GREY_PAIR),
    "non_valutabile_dato": State("Dato non ancora rilevato", "?", *GREY_PAIR),
    "inutilizzabile": State("Dato non utilizzabile", "?", *GREY_PAIR),
    "non_applicabile": State("Non applicabile", "–", *GREY_PAIR),
    "soppresso": State("Non pubblicabile", "▪", *GREY_PAIR),
    "nessun_obiettivo": State("Nessun obiettivo", "–", *GREY_PAIR),
    "futuro": State("Obiettivo", "–", *GREY_PAIR),
}

OUTCOMES = {
    "attuato": State("Attuato", "✓", *GREEN_PAIR),
    "parziale": State("Attuato in parte", "◐", *YELLOW_PAIR),
    "non_attuato": State("Non attuato", "✗", *RED_PAIR),
}
# Bars of outcomes: darker than the pills, told apart by lightness too.
OUTCOME_BARS = {"attuato": "#1F7A6D", "parziale": "#F2B84B", "non_attuato": "#A31E35"}

# A value against its reference: neither side is good or bad, hence neither green nor red.
AGAINST = {
    "sotto": State("sotto", "▼", "#D9C5EA", INK),
    "simile": State("simile a", "●", "#EDF1F6", INK),
    "sopra": State("sopra", "▲", "#6DA3DC", INK),
}

SEVERITIES = {
    "errore": State("Errore", "✗", *RED_PAIR),
    "avviso": State("Avviso", "!", *YELLOW_PAIR),
    "informazione": State("Informazione", "i", *OPEN_PAIR),
}
CHECK_OUTCOMES = {
    "superato": State("Superato", "✓", *GREEN_PAIR),
    "fallito": State("Fallito", "✗", *RED_PAIR),
    "eccezione_nota": State("Eccezione nota", "●", *YELLOW_PAIR),
}


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def contrast(one: str, other: str) -> float:
    """WCAG 2.1 contrast ratio, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
