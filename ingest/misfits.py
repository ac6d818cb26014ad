"""Cells of a large table that do not fit their declared type: the tests of :mod:`ingest.cells`, in SQL."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.cell_types import NUMERIC, expected, pattern, quoted, quoted_name, trimmed
from ingest.columns import Colonna

if TYPE_CHECKING:
    from ingest.loaded import Loaded


def write_misfits(loaded: Loaded, tabella: str) -> None:
    """Add to ``raw._celle_non_conformi`` every cell of a loaded table that does not fit."""
    for name, column in loaded.columns.items():
        tests = list(misfit_tests(column, is_text=name in loaded.texts))
        may_fail = tests and (name in loaded.carried or column.obbligatoria)
        for test, wanted in tests if may_fail and not loaded.values(name).fitting else ():
            loaded.con.execute(
                f"insert into raw._celle_non_conformi select _fonte_id, ?, _file, _riga, ?, null, ?, "
                f"{quoted_name(name)}::text, ? from {loaded.rows} where ({test}){exempt(column)}",
                [tabella, name, column.tipo, wanted],
            )


def exempt(column: Colonna) -> str:
    """SQL that ends a test: the marks for «nothing here» and for a total are no misfits."""
    marks = ", ".join(map(quoted, (*column.vuoti, *column.totali)))
    return f" and coalesce({_text(column)}, '') not in ({marks})" if marks else ""


def misfit_tests(column: Colonna, is_text: bool) -> Iterator[tuple[str, str]]:
    """SQL of what must not be true of a cell of the column, with what was expected instead."""
    name, text = quoted_name(column.nome), _text(column)
    shape = pattern(column.tipo, column.locale) if is_text and column.tipo != "per_riga" else None
    fits = f"regexp_full_match({text}, '{shape}')" if shape else "true"
    wanted = expected(column.tipo, column.locale)
    if column.obbligatoria:
        yield f"{name} is null or {text} = ''", wanted
    if shape:
        yield f"{text} <> '' and not {fits}", wanted
    value = _value(column) if is_text else name
    if column.tipo in (*NUMERIC, "anno") and column.minimo is not None:
        yield f"{fits} and {value} < {column.minimo}", f"un valore non inferiore a {column.minimo:g}"
    if column.tipo in (*NUMERIC, "anno") and column.massimo is not None:
        yield f"{fits} and {value} > {column.massimo}", f"un valore non superiore a {column.massimo:g}"


def _text(column: Colonna) -> str:
    return trimmed(f"{quoted_name(column.nome)}::text")


def _value(column: Colonna) -> str:
    """SQL of the number in a cell that fits."""
    if column.locale == "c" and column.tipo in ("intero", "anno"):  # the macro would cost many times as much
        return f"try_cast(replace({_text(column)}, '−', '-') as bigint)"
    return f"raw.leggi_decimale({quoted_name(column.nome)}, '{column.locale}')"
