"""What the checks of a known layout ask of each group of rows, counted in one pass over the delivery.

To group millions of rows once for each check would take several times as long. The first way of grouping also finds
out whether a key may be repeated, and sums what is asked of every row by itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.cell_types import quoted, quoted_name

if TYPE_CHECKING:
    from ingest.loaded import Loaded
    from ingest.tracciato import Quadratura, Tracciato

# More values than these of the last part of a key make strings of bits too long.
MARKED_AT_MOST = 1_000


@dataclass(frozen=True)
class Groups:
    """A table with one row for each group, and what it holds besides the group and ``ultima``, its last line.

    Of a check ``c`` of type ``riga_totale``: ``c_riga``, line of the total row; ``c_ha_parti``; and of its measure i
    ``c_totale{i}``, ``c_parti{i}`` and ``c_leggibile{i}``, is every cell of it a number. Of type ``completa``:
    ``c_presenti``, a string of bits. Of type ``somma_colonne``: ``c_tornano`` and ``c_non_tornano``, rows.
    ``ripetute``: may a key be repeated (NULL where bits cannot tell).
    """

    table: str
    columns: tuple[str, ...]
    tells_repeated: bool


def groups_of(delivery: Loaded, layout: Tracciato) -> Iterator[tuple[Groups, list[Quadratura]]]:
    """The checks of a layout by the rows they look at and what they group by; a delivery is counted once."""
    for at, ((rows, columns), checks) in enumerate(_by_columns(delivery, layout).items()):
        if (rows, columns) not in delivery.groups:
            asked = [sql for check in checks for sql in _ASKED[check.tipo](delivery, check)]
            of_keys = bool(columns) and at == 0 and rows == delivery.rows
            if of_keys:
                asked.append(f"{_may_repeat(delivery, layout, columns)} as ripetute")
            groups = Groups(f"_gruppi_{at}", columns, tells_repeated=of_keys)
            _count(delivery, rows, groups, asked)
            delivery.groups[rows, columns] = groups
        yield delivery.groups[rows, columns], checks


def _by_columns(delivery: Loaded, layout: Tracciato) -> dict[tuple[str, tuple[str, ...]], list[Quadratura]]:
    """What is asked of every row by itself joins the first way of grouping."""
    grouped: dict[tuple[str, tuple[str, ...]], list[Quadratura]] = {}
    judged = [check for check in layout.quadrature if can_be_judged(delivery, check)]
    for check in sorted(judged, key=lambda check: not check.gruppo):
        rows = rows_of(delivery, check)
        columns = check.gruppo or next((c for r, c in grouped if r == rows), ())
        grouped.setdefault((rows, columns), []).append(check)
    return grouped


def rows_of(delivery: Loaded, check: Quadratura) -> str:
    """SQL of the rows that a check speaks of. A total of another kind is no part where its own parts stand too."""
    rows = delivery.rows
    if check.solo:
        tests = []
        for name, words in check.solo.items():
            fits = f"regexp_matches({delivery.bare(name)}, {quoted(words.removeprefix('!'))}, 'i')"
            tests.append(f"not {fits}" if words.startswith("!") else fits)
        rows = f"(select * from {rows} where {' and '.join(tests)})"
    for name, words in (check.senza or {}).items():
        bare = f"regexp_replace({delivery.bare(name)}, {quoted(words)}, '', 'i')"
        rows = f"(select * replace ({bare} as {quoted_name(name)}) from {rows})"
    if check.tipo == "riga_totale":
        for name in check.esclusi:
            own, other = delivery.is_total(check.colonna), delivery.is_total(name)
            has_parts = f"bool_or(not {other}) over (partition by {', '.join(map(quoted_name, check.gruppo))})"
            rows = f"(select * from {rows} qualify {own} or not ({other} and {has_parts}))"
    return rows


def can_be_judged(delivery: Loaded, check: Quadratura) -> bool:
    """Does the delivery carry the columns that the check is about?"""
    if check.tipo == "somma_colonne":
        return {*signs(check), check.totale} <= delivery.carried
    if check.tipo != "riga_totale":
        return True
    marked = check.colonna in delivery.carried or "" in delivery.columns[check.colonna].totali
    return marked and bool(measures(delivery, check))


def measures(delivery: Loaded, check: Quadratura) -> list[str]:
    """Columns to be added up, of those that the delivery carries."""
    return [name for name in check.misure if name in delivery.carried]


def signs(check: Quadratura) -> dict[str, str]:
    """Each addend of a sum of columns with its sign."""
    return {a.lstrip("-"): "-" if a.startswith("-") else "+" for a in check.addendi}


def terms(delivery: Loaded, check: Quadratura) -> str:
    """SQL of the sum of the addends in a row."""
    return " ".join(f"{sign} {delivery.number(name)}" for name, sign in signs(check).items())


def excluded(delivery: Loaded, check: Quadratura) -> str:
    """SQL: is the row a total that the sum of columns leaves out?"""
    return " or ".join(delivery.is_total(name) for name in check.esclusi) or "false"


def _count(delivery: Loaded, rows: str, groups: Groups, asked: list[str]) -> None:
    # A cell that several aggregates read is turned into a number once, by the optimiser's common subexpressions.
    listed = "".join(f"{quoted_name(column)}, " for column in groups.columns)
    by = f" group by {listed.rstrip(', ')}" if listed else ""
    delivery.con.execute(
        f"create or replace temp table {groups.table} as select {listed}max(_riga) as ultima"
        + "".join(f", {sql}" for sql in asked)
        + f" from {rows}{by}"
    )


def _total_row(delivery: Loaded, check: Quadratura) -> Iterator[str]:
    is_total = delivery.is_total(check.colonna)
    yield f"max(case when {is_total} then _riga end) as {check.id}_riga"
    yield f"count(*) > count(case when {is_total} then 1 end) as {check.id}_ha_parti"
    for i, measure in enumerate(measures(delivery, check)):
        number = delivery.number(measure)
        # The total taken away from the whole: one sum where two, filtered, would take twice as long.
        yield f"sum(case when {is_total} then {number} end) as {check.id}_totale{i}"
        yield f"sum({number}) - {check.id}_totale{i} as {check.id}_parti{i}"
        all_numbers = delivery.values(measure).plain and delivery.values(measure).clean
        readable = "true" if all_numbers else f"count({number}) = count(*)"
        yield f"{readable} as {check.id}_leggibile{i}"


def _complete(delivery: Loaded, check: Quadratura) -> Iterator[str]:
    number = delivery.number(check.colonna)
    within = f"case when {number} between {check.da} and {check.a} then {number} end"
    yield f"bitstring_agg({within}, {check.da}, {check.a}) as {check.id}_presenti"


def _sum_of_columns(delivery: Loaded, check: Quadratura) -> Iterator[str]:
    parts, total = terms(delivery, check), delivery.number(check.totale)
    counted = f"not ({excluded(delivery, check)})"
    yield f"count(case when {parts} = {total} and {counted} then 1 end) as {check.id}_tornano"
    yield f"count(case when {parts} <> {total} and {counted} then 1 end) as {check.id}_non_tornano"


_ASKED = {"riga_totale": _total_row, "completa": _complete, "somma_colonne": _sum_of_columns}


def _may_repeat(delivery: Loaded, layout: Tracciato, columns: tuple[str, ...]) -> str:
    """SQL: has the group more rows than different values of the only other part of the key?

    Values are told apart as numbers: «7» and «07» look alike, which the search for the keys themselves decides.
    """
    others = [name for name in layout.grana if name not in columns]
    if len(others) != 1 or not {*columns} < {*layout.grana} or not all(delivery.values(name).clean for name in columns):
        return "null::boolean"
    last = delivery.values(others[0])
    if not last.plain or last.low is None or last.high - last.low > MARKED_AT_MOST:
        return "null::boolean"
    return (
        f"count(*) > bit_count(bitstring_agg({delivery.number(others[0])}, {last.low}, {max(last.high, last.low + 1)}))"
    )
