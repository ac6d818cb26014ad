"""How a printed cell of each declared type looks, and how it is read as a number.

The patterns are the single statement of what fits a type: Python tests small tables with them, DuckDB large
ones, and the two SQL macros that staging uses are built from them. They keep to the syntax that Python's ``re``
and DuckDB's RE2 share.
"""

from __future__ import annotations

import re
from functools import cache

SIGN = r"[-+−]?"
THOUSANDS = {"it": r"\.", "en": ",", "c": None}
DECIMALS = {"it": ",", "en": r"\.", "c": r"\."}
EXPECTED = {
    "intero": "un numero intero",
    "decimale": "un numero",
    "percentuale": "una percentuale",
    "euro": "un importo in euro",
    "anno": "un anno di quattro cifre (1900-2099)",
    "data": "una data (gg/mm/aaaa o aaaa-mm-gg)",
    "riga_documento": "un numero di riga del documento",
    "codice": "un codice senza spazi",
}
TYPES = (*EXPECTED, "testo")
SHOWN_LIKE = {"it": "1.234,5", "en": "1,234.5", "c": "1234.5"}
NUMERIC = ("intero", "decimale", "percentuale", "euro")
# Stripped around a cell in Python and in SQL alike: spaces, tabs, line ends, the unbreakable spaces of typesetters.
BLANKS = " \t\n\r\v\f\u00a0\u2007\u2009\u202f\ufeff"
# As many digits as BIGINT and DECIMAL(24, 6) hold: a longer one would be read as NULL without a word.


def _whole(locale: str) -> str:
    mark = THOUSANDS[locale]
    grouped = rf"|\d{{1,3}}(?:{mark}\d{{3}}){{1,5}}" if mark else ""
    return rf"(?:\d{{1,18}}{grouped})"


@cache
def pattern(tipo: str, locale: str) -> str | None:
    """Regular expression that a whole trimmed cell must match; None where any text fits."""
    number = rf"{SIGN}{_whole(locale)}(?:{DECIMALS[locale]}\d+)?"
    money = rf"{SIGN}{_whole(locale)}(?:{DECIMALS[locale]}\d{{1,2}})?"
    return {
        "intero": SIGN + _whole(locale),
        "decimale": number,
        "percentuale": rf"{number} ?%?",
        "euro": rf"(?:€ ?)?{money}(?: ?€)?",
        "anno": r"(?:19|20)\d{2}",
        "data": r"\d{4}-\d{2}-\d{2}|\d{1,2}[/-]\d{1,2}[/-]\d{4}",
        "riga_documento": r"\d+(?:-\d+)?",
        "codice": r"\S+",
        "testo": None,
    }[tipo]


@cache
def _compiled(tipo: str, locale: str) -> re.Pattern | None:
    text = pattern(tipo, locale)
    return re.compile(text, re.ASCII) if text else None  # RE2, too, takes \d and \s to be ASCII


def fits(cell: str, tipo: str, locale: str) -> bool:
    """True when the printed cell has the form of its declared type."""
    compiled = _compiled(tipo, locale)
    return compiled is None or compiled.fullmatch(cell.strip(BLANKS)) is not None


def expected(tipo: str, locale: str) -> str:
    """What the person who sent the file should read: the type, and for numbers the way they are written."""
    text = EXPECTED.get(tipo, "un testo")
    return f"{text} scritto come {SHOWN_LIKE[locale]}" if tipo in NUMERIC else text


def number(cell: str, locale: str) -> float | None:
    """The value of a printed number, percentage or amount; None when it is not one."""
    if not (fits(cell, "percentuale", locale) or fits(cell, "euro", locale)):
        return None
    text = re.sub(r"[€% ]", "", cell.strip(BLANKS)).replace("−", "-")
    mark = {"it": ".", "en": ","}.get(locale)
    if mark:
        text = text.replace(mark, "")
    return float(text.replace(",", ".") if locale == "it" else text)


def trimmed(text: str) -> str:
    """SQL expression: a text without the blanks around it."""
    return f"trim({text}, '{BLANKS}')"


def quoted(text: str) -> str:
    """SQL literal of a text."""
    return "'" + text.replace("'", "''") + "'"


def quoted_name(name: str) -> str:
    """SQL name of a column."""
    return f'"{name}"'


def macros() -> list[str]:
    """SQL that makes ``raw.leggi_intero`` and ``raw.leggi_decimale``: text, locale → number; NULL if it is none.

    Bare digits read alike everywhere: a number that is printed as SQL prints it skips the patterns, which take ten
    times as long.
    """
    strip = f"regexp_replace(replace({trimmed('testo')}, '−', '-'), '[€% ]', '', 'g')"

    def branch(tipo: str, locale: str, cast: str) -> str:
        shapes = [pattern(tipo, locale)]
        if tipo == "decimale":
            shapes += [pattern("percentuale", locale), pattern("euro", locale)]
        test = " or ".join(f"regexp_full_match({trimmed('testo')}, '{shape}')" for shape in shapes)
        bare = strip
        if locale == "it":
            bare = f"replace(replace({strip}, '.', ''), ',', '.')"
        elif locale == "en":
            bare = f"replace({strip}, ',', '')"
        return f"when locale = '{locale}' and ({test}) then try_cast({bare} as {cast})"

    def macro(name: str, tipo: str, cast: str) -> str:
        bare_digits = f"locale in ({', '.join(map(quoted, THOUSANDS))}) and try_cast(testo as bigint)::text = testo"
        branches = f"when {bare_digits} then try_cast(testo as {cast})\n" + "\n".join(
            branch(tipo, locale, cast) for locale in THOUSANDS
        )
        return f"create or replace macro raw.{name}(testo, locale := 'it') as (case {branches} end)"

    return [macro("leggi_intero", "intero", "bigint"), macro("leggi_decimale", "decimale", "decimal(24, 6)")]
