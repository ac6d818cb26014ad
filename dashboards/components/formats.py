"""Numbers and dates as they are written in Italian. Rounds half up, and only here, when showing."""

from __future__ import annotations

import datetime as dt
import math
from decimal import ROUND_HALF_UP, Decimal

MISSING = "n.d."
MINUS = "\N{MINUS SIGN}"
NBSP = "\N{NO-BREAK SPACE}"
MONTHS = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)
UNITS_AFTER_NUMBER = {"%": f"{NBSP}%", "euro": f"{NBSP}euro", "€": f"{NBSP}euro", "eur": f"{NBSP}euro"}
WORDS = ("zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci")
TEENS = (
    "undici",
    "dodici",
    "tredici",
    "quattordici",
    "quindici",
    "sedici",
    "diciassette",
    "diciotto",
    "diciannove",
    "venti",
)

Number = int | float | Decimal


def is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and (math.isnan(value) or math.isinf(value)))


def rounded(value: Number, decimals: int = 0) -> Decimal:
    """The value rounded half up, through its shortest decimal form (so that 0.125 is what it looks like)."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    return exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: Number | None, decimals: int = 0, *, sign: bool = False) -> str:
    """`54239` → `54.239`; `-3.04` with one decimal → `−3,0`; missing → `n.d.`; a change too small to write → `≈ 0`."""
    if is_missing(value):
        return MISSING
    quantity = rounded(value, decimals)
    body = f"{abs(quantity):,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    if quantity < 0:
        return MINUS + body
    if sign and quantity == 0 and value != 0:
        return f"≈{NBSP}0"
    return f"+{body}" if sign and quantity > 0 else body


def percent(value: Number | None, decimals: int = 1, *, sign: bool = False) -> str:
    return MISSING if is_missing(value) else f"{number(value, decimals, sign=sign)}{NBSP}%"


def change_words(value: Number | None, decimals: int = 1, unit: str = "%") -> str:
    """A signed change in a sentence: `−3,0 %`; below what can be written, `meno dello 0,1 %`."""
    if is_missing(value):
        return MISSING
    if value != 0 and rounded(value, decimals) == 0:
        least = number(Decimal(1).scaleb(-decimals), decimals)
        return f"meno {'dello ' if decimals else 'di '}{least}{NBSP}{unit}"
    return f"{number(value, decimals, sign=True)}{NBSP}{unit}"


def euro(value: Number | None, decimals: int = 0, *, sign: bool = False) -> str:
    return MISSING if is_missing(value) else f"{number(value, decimals, sign=sign)}{NBSP}euro"


def with_unit(value: Number | None, unit: str | None, decimals: int | None) -> str:
    """The unit is written beside the number only where it is short: `%` and `euro`."""
    text = number(value, decimals or 0)
    return text if text == MISSING else text + UNITS_AFTER_NUMBER.get((unit or "").strip().lower(), "")


def interval(low: Number | None, high: Number | None, decimals: int = 0) -> str:
    if is_missing(low) or is_missing(high):
        return MISSING
    return f"{number(low, decimals)}–{number(high, decimals)}"


def day(value: dt.date | dt.datetime | str | None) -> str:
    """`2023-01-01` → `1° gennaio 2023`."""
    value = as_date(value)
    if value is None:
        return MISSING
    return f"{'1°' if value.day == 1 else value.day} {MONTHS[value.month - 1]} {value.year}"


def short_day(value: dt.date | dt.datetime | str | None) -> str:
    value = as_date(value)
    return MISSING if value is None else f"{value.day:02d}/{value.month:02d}/{value.year}"


def clock(value: dt.datetime | str | None) -> str:
    """`18:28`, in the time of who reads."""
    try:
        moment = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return MISSING
    if not isinstance(moment, dt.datetime):
        return MISSING
    return (moment.astimezone() if moment.tzinfo else moment).strftime("%H:%M")


def month(value: dt.date | dt.datetime | str | None) -> str:
    value = as_date(value)
    return MISSING if value is None else f"{MONTHS[value.month - 1]} {value.year}"


def as_date(value: dt.date | dt.datetime | str | None) -> dt.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    try:
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
    except ValueError:
        return None
    return (moment.astimezone() if moment.tzinfo else moment).date()  # the day of who reads


def spelled(count: int) -> str:
    """Small counts in words, as titles want them: `12` → `dodici`; larger ones in figures."""
    if 0 <= count <= 10:
        return WORDS[count]
    return TEENS[count - 11] if count <= 20 else number(count)


def plural(count: int, one: str, many: str, *, zero: str | None = None) -> str:
    """`1 comune`, `12 comuni`, `nessun comune` where a word for zero is given."""
    if count == 0 and zero is not None:
        return zero
    return f"{number(count)} {one if count == 1 else many}"


def listed(words: list[str], *, limit: int = 4) -> str:
    """`Iseo, Marone e Zone`; beyond the limit `Iseo, Marone e altri 5`."""
    if not words:
        return ""
    if len(words) > limit:
        rest = len(words) - (limit - 1)
        return f"{', '.join(words[: limit - 1])} e altri {rest}"
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} e {words[-1]}"
