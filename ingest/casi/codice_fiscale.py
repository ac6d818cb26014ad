"""Is a text a codice fiscale? Whole columns at once; nothing is ever shown of them."""

from __future__ import annotations

import numpy as np
import polars as pl

# Sixteen characters; digits may be letters where two people would have the same code (omocodia).
PERSON = r"^[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]$"
# Eleven digits: provisional codes.
PROVISIONAL = r"^[0-9]{11}$"

# Values of the characters (Decreto ministeriale 23 dicembre 1976), by byte; letters as the digit of the same place.
_ODD_PLACES = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23)
_ODD, _EVEN = np.zeros(256, dtype=np.int64), np.zeros(256, dtype=np.int64)
for _at, _value in enumerate(_ODD_PLACES):
    _ODD[ord("A") + _at], _EVEN[ord("A") + _at] = _value, _at
    if _at < 10:
        _ODD[ord("0") + _at], _EVEN[ord("0") + _at] = _value, _at


def has_shape(codes: pl.Series) -> pl.Series:
    """True where a text, in capitals and without blanks, is shaped as a code."""
    return codes.str.contains(f"{PERSON}|{PROVISIONAL}")


def has_check_character(codes: pl.Series) -> pl.Series:
    """True where the last character is that of the ones before; all texts must have the shape."""
    long = codes.str.len_bytes() == 16
    good = np.zeros(len(codes), dtype=bool)
    where = long.to_numpy()
    if where.any():
        matrix = _matrix(codes.filter(long), 16)
        good[where] = matrix[:, 15] == check_characters(matrix[:, :15])
    if not where.all():
        good[~where] = _provisional(_matrix(codes.filter(~long), 11))
    return pl.Series(good)


def check_characters(stems: np.ndarray) -> np.ndarray:
    """The sixteenth byte of codes given by their first fifteen: uint8[n, 15] → uint8[n]."""
    total = _ODD[stems[:, 0::2]].sum(axis=1) + _EVEN[stems[:, 1::2]].sum(axis=1)
    return (total % 26 + ord("A")).astype(np.uint8)


def _provisional(matrix: np.ndarray) -> np.ndarray:
    """Eleven digits whose last one closes the sum to a ten (Luhn)."""
    digits = matrix.astype(np.int64) - ord("0")
    doubled = digits[:, 1:10:2] * 2
    total = digits[:, 0:10:2].sum(axis=1) + (doubled - 9 * (doubled > 9)).sum(axis=1)
    return (total + digits[:, 10]) % 10 == 0


def _matrix(codes: pl.Series, width: int) -> np.ndarray:
    joined = "".join(codes.to_list()).encode("ascii")
    return np.frombuffer(joined, dtype=np.uint8).reshape(len(codes), width)
