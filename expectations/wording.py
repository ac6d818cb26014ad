"""Expectations and what was found, in Italian."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

MAX_LISTED = 6
MAX_LENGTH = 240
AS_EXPECTED = "come atteso"


def phrase(expectation: dict) -> str:
    """What an expectation asks, in a few words: "da 12 a 14 righe", "valori ammessi: M, F"."""
    kind, kwargs = expectation["type"], expectation["kwargs"]
    text = PHRASES[kind](kwargs) if kind in PHRASES else kind
    condition = kwargs.get("row_condition")
    if condition:
        text += f", dove {condition['column']['name']} {_compared(condition)}"
    mostly = kwargs.get("mostly", 1)
    return f"{text} (almeno nel {_percent(mostly)} delle righe)" if mostly != 1 else text


def message(expectation: dict, found: str | None) -> str:
    """The reason of an expectation that holds; for one that does not, also what was found and expected."""
    reason = expectation["meta"]["motivo"]
    if found is None:
        return reason
    return _cut(f"trovato {found}; atteso {phrase(expectation)}. {reason}", 2 * MAX_LENGTH)


def observed(result: Any) -> str:
    """What Great Expectations saw, from one of its results."""
    failure = _exception(result.exception_info)
    if failure:
        return _cut(f"non valutabile ({failure.splitlines()[0]})", MAX_LENGTH)
    found = result.result
    if "observed_value" in found:
        return _cut(_differences(found) or show(found["observed_value"]), MAX_LENGTH)
    count, total = found.get("unexpected_count", 0), found.get("element_count", 0)
    if count == 0:
        return AS_EXPECTED
    examples = []
    for value in found.get("partial_unexpected_list", ()):
        shown = show(value)
        if shown not in examples:
            examples.append(shown)
    listed = ", ".join(examples[:MAX_LISTED]) + (", …" if len(examples) > MAX_LISTED else "")
    return _cut(f"{show(count)} valori non attesi su {show(total)}: {listed}", MAX_LENGTH)


def _differences(found: dict) -> str:
    """What is missing and what is too much, where the observed value is a list of columns or of values."""
    if "partial_missing_list" in found or "partial_unexpected_list" in found:
        parts = [
            f"{what} {show(found[key])}"
            for key, what in (("partial_missing_list", "mancano"), ("partial_unexpected_list", "in più"))
            if found.get(key)
        ]
        return "; ".join(parts) or "tutti i valori attesi"
    mismatched = (found.get("details") or {}).get("mismatched")
    if isinstance(mismatched, list) and mismatched:
        return "; ".join(
            f"al posto {item['Expected Column Position']} {_column(item['Found'])} "
            f"invece di {_column(item['Expected'])}"
            for item in mismatched[:MAX_LISTED]
        )
    return ""


def _column(name: str | None) -> str:
    return f"«{name}»" if name else "nessuna colonna"


def show(value: Any) -> str:
    """A value as an Italian reader writes it: 1.234,5; a missing one is "vuoto"."""
    if value is None or str(value) in ("<NA>", "nan", "None", "NaT"):
        return "vuoto"
    if isinstance(value, bool) or type(value).__name__ == "bool_":
        return "vero" if value else "falso"
    if isinstance(value, (list, tuple, set)):
        return ", ".join(show(item) for item in value) or "nessuno"
    if isinstance(value, Decimal) or hasattr(value, "dtype"):
        value = float(value) if float(value) % 1 else int(value)
    if isinstance(value, float):
        value = int(value) if value.is_integer() else round(value, 6)
    if isinstance(value, (int, float)):
        text = f"{value:,.6f}".rstrip("0") if isinstance(value, float) else f"{value:,}"
        whole, _, decimals = text.partition(".")
        return whole.replace(",", ".") + (f",{decimals}" if decimals else "")
    return f"«{value}»"


def _exception(info: dict | None) -> str | None:
    """Message of the exception that stopped a result: told once, or once for each metric."""
    if not info:
        return None
    for entry in [info] if "raised_exception" in info else list(info.values()):
        if entry.get("raised_exception"):
            return entry.get("exception_message") or "errore di Great Expectations"
    return None


def _between(kwargs: dict) -> str:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if low is None:
        return f"non superiore a {_bare(high)}"
    if high is None:
        return f"non inferiore a {_bare(low)}"
    return f"da {_bare(low)} a {_bare(high)}"


def _bare(value: Any) -> str:
    return show(value).strip("«»")


def _compared(condition: dict) -> str:
    words = {"==": "è", "!=": "non è", "IN": "è fra", "NOT_IN": "non è fra"}
    value = condition["parameter"]
    listed = ", ".join(map(_bare, value)) if isinstance(value, list) else _bare(value)
    return f"{words.get(condition['operator'], condition['operator'])} {_cut(listed, MAX_LENGTH)}"


def _values(kwargs: dict) -> str:
    return _cut(", ".join(_bare(value) for value in kwargs["value_set"]), MAX_LENGTH)


def _percent(share: float) -> str:
    return f"{show(round(share * 100, 1))}%"


def _share(kwargs: dict) -> str:
    low, high = kwargs.get("min_value") or 0, kwargs.get("max_value")
    if high is None or high == 1:
        return f"piena almeno nel {_percent(low)} delle righe"
    return f"piena fra il {_percent(low)} e il {_percent(high)} delle righe"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


PHRASES = {
    "expect_table_columns_to_match_ordered_list": lambda k: (
        f"{len(k['column_list'])} colonne, nell'ordine: " + _cut(", ".join(k["column_list"]), MAX_LENGTH)
    ),
    "expect_table_columns_to_match_set": lambda k: (
        (f"{len(k['column_set'])} colonne: " if k.get("exact_match", True) else "almeno le colonne: ")
        + _cut(", ".join(k["column_set"]), MAX_LENGTH)
    ),
    "expect_table_row_count_to_equal": lambda k: f"{show(k['value'])} righe",
    "expect_table_row_count_to_be_between": lambda k: f"righe: {_between(k)}",
    "expect_column_values_to_not_be_null": lambda k: "nessuna cella vuota",
    "expect_column_values_to_be_null": lambda k: "tutte le celle vuote",
    "expect_column_proportion_of_non_null_values_to_be_between": _share,
    "expect_column_values_to_be_in_set": lambda k: f"valori ammessi: {_values(k)}",
    "expect_column_values_to_not_be_in_set": lambda k: f"valori non ammessi: {_values(k)}",
    "expect_column_distinct_values_to_equal_set": lambda k: f"tutti e soli i valori: {_values(k)}",
    "expect_column_distinct_values_to_contain_set": lambda k: f"ci sono i valori: {_values(k)}",
    "expect_column_unique_value_count_to_be_between": lambda k: f"valori diversi: {_between(k)}",
    "expect_column_values_to_match_regex": lambda k: f"forma {k['regex']}",
    "expect_column_values_to_not_match_regex": lambda k: f"forma non ammessa {k['regex']}",
    "expect_column_value_lengths_to_be_between": lambda k: f"numero di caratteri: {_between(k)}",
    "expect_column_values_to_be_between": lambda k: f"valori: {_between(k)}",
    "expect_column_min_to_be_between": lambda k: f"minimo: {_between(k)}",
    "expect_column_max_to_be_between": lambda k: f"massimo: {_between(k)}",
    "expect_column_mean_to_be_between": lambda k: f"media: {_between(k)}",
    "expect_column_median_to_be_between": lambda k: f"mediana: {_between(k)}",
    "expect_column_sum_to_be_between": lambda k: f"somma: {_between(k)}",
    "expect_column_values_to_be_unique": lambda k: "nessun valore ripetuto",
    "expect_column_pair_values_a_to_be_greater_than_b": lambda k: (
        f"{k['column_A']} {'≥' if k.get('or_equal') else '>'} {k['column_B']}"
    ),
}
