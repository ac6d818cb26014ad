"""Does a received table of a known layout close? Totals against their parts, and nothing missing from a series.

The identities are declared by the layout (``quadrature`` in ``tracciati/*.yml``). Each failure is told by row; what
held is told once for each identity and column.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.cell_types import quoted
from ingest.sidecar import Tabella
from ingest.tracciato import Quadratura, Tracciato, known

if TYPE_CHECKING:
    import duckdb

# More failures than these say one thing only: the file is not what it seems.
TOLD_AT_MOST = 500


@dataclass(frozen=True)
class Esito:
    """A row of ``raw._quadrature``: one failure, or with ``gruppi`` how many groups held."""

    controllo_id: str
    tipo: str
    colonna: str
    motivo: str
    riga: int | None = None
    gruppo: str | None = None
    atteso: float | None = None
    trovato: float | None = None
    messaggio: str | None = None
    gruppi: int | None = None


def judge(con: duckdb.DuckDBPyConnection, table: Tabella) -> list[Esito]:
    """Every declared identity of the layout on the loaded rows of one delivery."""
    layout = known()[table.tracciato]
    present = {
        row[0]
        for row in con.execute(f'select column_name from (describe raw."{table.raw_name}")').fetchall()
        if _has_values(con, table, row[0])
    }
    outcomes: list[Esito] = []
    for check in layout.quadrature:
        outcomes += _JUDGES[check.tipo](con, table, layout, check, present)
    return outcomes


def _has_values(con: duckdb.DuckDBPyConnection, table: Tabella, column: str) -> bool:
    """A column that the delivery does not carry is all NULL."""
    return con.execute(f'select exists (from raw."{table.raw_name}" where "{column}" is not null)').fetchone()[0]


def _totals(layout: Tracciato, name: str) -> str:
    marks = next(c.totali for c in layout.colonne if c.nome == name)
    return f'trim("{name}") in ({", ".join(map(quoted, marks))})'


def _group(check: Quadratura) -> tuple[str, str]:
    """The columns of a group, and its name for people."""
    columns = ", ".join(f'"{c}"' for c in check.gruppo)
    return columns, "concat_ws(', ', " + columns + ")"


def _number(column: str) -> str:
    return f'try_cast(trim("{column}") as bigint)'


def _total_row(con, table: Tabella, layout: Tracciato, check: Quadratura, present: set[str]) -> Iterator[Esito]:
    """The row marked as a total against the sum of the other rows of its group; and is it there at all?"""
    columns, name = _group(check)
    is_total = _totals(layout, check.colonna)
    for measure in (m for m in check.misure if m in present):
        found = con.execute(
            f"""
            with parti as (
                select {columns}, sum({_number(measure)}) as somma, max(_riga) as ultima,
                    count(*) = count({_number(measure)}) as e_intera
                from raw."{table.raw_name}" where not ({is_total}) group by all
            ),
            totali as (
                select {columns}, any_value({_number(measure)}) as totale, max(_riga) as riga, true as ha_totale
                from raw."{table.raw_name}" where {is_total} group by all
            )
            select {name}, riga, ultima, somma::double, totale::double, coalesce(ha_totale, false), e_intera
            from parti left join totali using ({columns})
            """
        ).fetchall()
        held = 0
        failures = []
        for group, line, last, parts, total, has_total, whole in found:
            if has_total and whole and parts == total:
                held += 1
            elif not has_total:
                if measure == check.misure[0]:
                    failures.append(
                        Esito(check.id, "completezza", check.colonna, check.motivo, last, group, None, None,
                              f"{group}: manca la riga del totale; l'ultima riga ricevuta è la {last}.")
                    )  # fmt: skip
            elif whole:
                failures.append(
                    Esito(check.id, "somma", measure, check.motivo, line, group, parts, total,
                          f"{group}: le parti fanno {_it(parts)}, la riga del totale dice {_it(total)}.")
                )  # fmt: skip
        yield from _told(failures)
        yield Esito(check.id, "somma", measure, check.motivo, gruppi=held)


def _complete(con, table: Tabella, layout: Tracciato, check: Quadratura, _: set[str]) -> Iterator[Esito]:
    """Every whole number from ``da`` to ``a`` once in each group."""
    columns, name = _group(check)
    low, high = check.da, check.a
    found = con.execute(
        f"""
        select {name}, max(_riga), list(distinct {_number(check.colonna)})
        from raw."{table.raw_name}" where not ({_totals(layout, check.colonna)})
        group by {columns}
        having count(distinct {_number(check.colonna)})
            filter ({_number(check.colonna)} between {low} and {high}) < {high - low + 1}
        """
    ).fetchall()
    (groups,) = con.execute(f'select count(distinct ({columns})) from raw."{table.raw_name}"').fetchone()
    failures = []
    for group, last, values in found:
        missing = sorted(set(range(low, high + 1)) - set(values))
        failures.append(
            Esito(check.id, "completezza", check.colonna, check.motivo, last, group, high - low + 1,
                  high - low + 1 - len(missing),
                  f"{group}: mancano {len(missing)} righe su {high - low + 1} ({_ranges(missing)}); "
                  f"l'ultima riga ricevuta è la {last}.")
        )  # fmt: skip
    yield from _told(failures)
    yield Esito(check.id, "completezza", check.colonna, check.motivo, gruppi=groups - len(found))


def _sum_of_columns(con, table: Tabella, layout: Tracciato, check: Quadratura, present: set[str]) -> Iterator[Esito]:
    """In every row that is no total the addends, each with its sign, make the total."""
    names = [a.lstrip("-") for a in check.addendi]
    if not {*names, check.totale} <= present:
        return
    total_rows = " or ".join(_totals(layout, c.nome) for c in layout.colonne if c.totali and c.nome in check.esclusi)
    terms = " + ".join(f"{'-1 * ' if a.startswith('-') else ''}{_number(a.lstrip('-'))}" for a in check.addendi)
    key = "concat_ws(', ', " + ", ".join(f'"{c}"' for c in layout.grana) + ")"
    rows = f'raw."{table.raw_name}"' + (f" where not ({total_rows})" if total_rows else "")
    failures = [
        Esito(check.id, "somma", check.totale, check.motivo, line, group, parts, total,
              f"{group}: {' '.join(check.addendi)} fa {_it(parts)}, è stampato {_it(total)}.".replace(" -", " − "))
        for group, line, parts, total in con.execute(
            f"select * from (select {key}, _riga, ({terms})::double as parti, {_number(check.totale)}::double as totale "
            f"from {rows}) where parti <> totale order by _riga"
        ).fetchall()
    ]  # fmt: skip
    (held,) = con.execute(f"select count(*) filter (({terms}) = {_number(check.totale)}) from {rows}").fetchone()
    yield from _told(failures)
    yield Esito(check.id, "somma", check.totale, check.motivo, gruppi=held)


_JUDGES = {"riga_totale": _total_row, "completa": _complete, "somma_colonne": _sum_of_columns}


def _told(failures: list[Esito]) -> list[Esito]:
    return sorted(failures, key=lambda f: f.riga or 0)[:TOLD_AT_MOST]


def _it(number: float | None) -> str:
    return "n.d." if number is None else f"{number:,.0f}".replace(",", ".")


def _ranges(numbers: list[int]) -> str:
    """``[1, 2, 3, 7]`` → ``1-3, 7``."""
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
