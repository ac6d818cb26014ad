"""Numbers as documents print them, and how two of them may have been taken for one another."""

from __future__ import annotations

import math
import re

_DIGITS = re.compile(r"\d")
TINY = 1e-9
# In shorter numbers one digit makes nearly any other: it would explain everything.
_FEWEST_DIGITS = 3


def other_reading(text: str, locale: str) -> float | None:
    """The number that ``text`` is when comma and dot change places; None where that is no number or the same one.

    Only whole groups of three digits count as thousands: ``23,432`` is 23432, ``49,78`` is not.
    """
    mark = "," if locale == "it" else "."
    body = text.strip().lstrip("€ ").rstrip(" €")
    if re.fullmatch(rf"[+-]?\d{{1,3}}({re.escape(mark)}\d{{3}})+", body):
        return float(body.replace(mark, ""))
    # A decimal mark taken for one of thousands: 1.5 in an Italian table.
    thousands = "." if locale == "it" else ","
    if re.fullmatch(rf"[+-]?\d+{re.escape(thousands)}\d{{1,2}}", body):
        return float(body.replace(thousands, "."))
    return None


def differs_by_one_digit(a: float, b: float) -> bool:
    """Whether two whole numbers of as many digits, three at least, differ in one of them, or in two neighbours that
    changed places."""
    if a != int(a) or b != int(b) or (a < 0) != (b < 0):
        return False
    x, y = str(abs(int(a))), str(abs(int(b)))
    if len(x) != len(y) or len(x) < _FEWEST_DIGITS:
        return False
    places = [i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    if len(places) == 1:
        return True
    if len(places) != 2 or places[1] != places[0] + 1:
        return False
    first, second = places
    return x[first] == y[second] and x[second] == y[first]


def cut(value: float, decimals: int) -> float:
    """The number with so many decimals, the rest left out."""
    scale = 10**decimals
    return math.floor(value * scale + TINY) / scale


def raised(value: float, decimals: int) -> float:
    """The next number with so many decimals that is not smaller."""
    scale = 10**decimals
    return math.ceil(value * scale - TINY) / scale


def same(a: float, b: float, tolerance: float = 0) -> bool:
    return abs(a - b) <= tolerance + 1e-6


def italian(value: float | None, decimals: int | None = None) -> str:
    """``1234.5`` → ``1.234,5``; None is an empty cell."""
    if value is None:
        return "vuota"
    if decimals is None:
        decimals = 0 if value == int(value) else 2
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def significant_digits(text: str) -> int:
    """Digits of a printed number without the zeros at its ends: how unlikely it is to meet it by chance."""
    return len("".join(_DIGITS.findall(text)).strip("0"))
