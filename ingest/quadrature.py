"""Does a received table of a known layout close? Totals against their parts, and nothing missing from a series.

The identities are declared by the layout (``quadrature`` in ``tracciati/*.yml``). Each failure is told by row; what
held is told once for each identity and column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.cell_types import quoted, quoted_name
from ingest.loaded import Loaded
from ingest.sidecar import Tabella
from ingest.titolo import Esito, date_told
from ingest.tracciato import Quadratura, Tracciato, known

# More failures than these say one thing only: the file is not what it seems.
TOLD_AT_MOST = 500


def judge(delivery: Loaded, table: Tabella, title: str = "") -> list[Esito]:
    """Every declared identity of the layout on the loaded rows of one delivery, and its date on its title."""
    layout = known()[table.tracciato]
    outcomes = list(date_told(table, layout, title))
    for check in layout.quadrature:
        outcomes += _JUDGES[check.tipo](delivery, layout, check)
    return outcomes


def _total_row(delivery: Loaded, layout: Tracciato, check: Quadratura) -> Iterator[Esito]:
    """The row marked as a total against the sum of the other rows of its group; and is it there at all?"""
    measures = [m for m in check.misure if m in delivery.carried]
    if not measures:
        return
    con, columns = delivery.con, ", ".join(map(quoted_name, check.gruppo))
    numbers = ", ".join(f"{delivery.number(m)} as n{i}" for i, m in enumerate(measures))
    # The total taken away from the whole: one sum for each measure where two, filtered, would take twice as long.
    sums = ", ".join(
        f"sum(case when e_totale then n{i} end) as totale{i}, sum(n{i}) - totale{i} as parti{i}, "
        f"count(n{i}) = count(*) as leggibile{i}"
        for i in range(len(measures))
    )
    if check.colonna not in delivery.carried and "" not in delivery.columns[check.colonna].totali:
        return
    con.execute(
        f"create or replace temp table _gruppi as select {columns}, max(_riga) as ultima, "
        f"max(case when e_totale then _riga end) as riga, count(*) > count(case when e_totale then 1 end) as ha_parti, "
        f"{sums} from (select {columns}, _riga, {delivery.is_total(check.colonna)} as e_totale, {numbers} "
        f"from {_parts(delivery, check)}) group by {columns}"
    )
    name = _shown(check.gruppo)
    if not check.facoltativa:
        missing = con.execute(f"select {name}, ultima from _gruppi where riga is null").fetchall()
        yield from _told(
            Esito(check.id, "completezza", check.colonna, check.motivo, last, group, None, None,
                  f"{group}: manca la riga del totale; l'ultima riga ricevuta è la {last}.")
            for group, last in missing
        )  # fmt: skip
    if check.parti_facoltative:
        con.execute("delete from _gruppi where not ha_parti")
    alone = con.execute(f"select {name}, riga from _gruppi where not ha_parti").fetchall()
    yield from _told(
        Esito(check.id, "completezza", check.colonna, check.motivo, line, group, None, None,
              f"{group}: c'è la riga del totale, mancano le sue parti.")
        for group, line in alone
    )  # fmt: skip
    for i, measure in enumerate(measures):
        wrong = con.execute(
            f"select {name}, riga, parti{i}::double, totale{i}::double from _gruppi "
            f"where leggibile{i} and parti{i} <> totale{i}"
        ).fetchall()
        yield from _told(
            Esito(check.id, "somma", measure, check.motivo, line, group, parts, total,
                  f"{group}: le parti fanno {_it(parts)}, la riga del totale dice {_it(total)}.")
            for group, line, parts, total in wrong
        )  # fmt: skip
        (held,) = con.execute(f"select count(*) from _gruppi where leggibile{i} and parti{i} = totale{i}").fetchall()[0]
        yield Esito(check.id, "somma", measure, check.motivo, gruppi=held)
    con.execute("drop table _gruppi")


def _parts(delivery: Loaded, check: Quadratura) -> str:
    """SQL of the rows that the identity speaks of. A total of another kind is no part where its own parts stand too."""
    rows, own = delivery.rows, delivery.is_total(check.colonna)
    if check.solo:
        tests = []
        for name, words in check.solo.items():
            fits = f"regexp_matches({delivery.bare(name)}, {quoted(words.removeprefix('!'))}, 'i')"
            tests.append(f"not {fits}" if words.startswith("!") else fits)
        rows = f"(select * from {rows} where {' and '.join(tests)})"
    for name, words in (check.senza or {}).items():
        bare = f"regexp_replace({delivery.bare(name)}, {quoted(words)}, '', 'i')"
        rows = f"(select * replace ({bare} as {quoted_name(name)}) from {rows})"
    for name in check.esclusi:
        other, group = delivery.is_total(name), ", ".join(map(quoted_name, check.gruppo))
        has_parts = f"bool_or(not {other}) over (partition by {group})"
        rows = f"(select * from {rows} qualify {own} or not ({other} and {has_parts}))"
    return rows


def _complete(delivery: Loaded, layout: Tracciato, check: Quadratura) -> Iterator[Esito]:
    """Every whole number from ``da`` to ``a`` once in each group."""
    low, high, columns = check.da, check.a, ", ".join(map(quoted_name, check.gruppo))
    value, span = delivery.number(check.colonna), check.a - check.da + 1
    delivery.con.execute(
        f"create or replace temp table _gruppi as select {columns}, max(_riga) as ultima, "
        f"bitstring_agg(case when n between {low} and {high} then n end, {low}, {high}) as presenti "
        f"from (select {columns}, _riga, {value} as n from {delivery.rows}) group by {columns}"
    )
    (groups,) = delivery.con.execute("select count(*) from _gruppi").fetchall()[0]
    found = delivery.con.execute(
        f"select {_shown(check.gruppo)}, ultima, coalesce(presenti::text, repeat('0', {span})) from _gruppi "
        f"where coalesce(bit_count(presenti), 0) < {span}"
    ).fetchall()
    delivery.con.execute("drop table _gruppi")
    failures = []
    for group, last, present in found:
        missing = [low + at for at, bit in enumerate(present) if bit == "0"]
        failures.append(
            Esito(check.id, "completezza", check.colonna, check.motivo, last, group, span, span - len(missing),
                  f"{group}: {_missing(missing, span)}; l'ultima riga ricevuta è la {last}.")
        )  # fmt: skip
    yield from _told(failures)
    yield Esito(check.id, "completezza", check.colonna, check.motivo, gruppi=groups - len(found))


def _sum_of_columns(delivery: Loaded, layout: Tracciato, check: Quadratura) -> Iterator[Esito]:
    """In every row the addends, each with its sign, make the total."""
    signs = {a.lstrip("-"): "-" if a.startswith("-") else "+" for a in check.addendi}
    if not {*signs, check.totale} <= delivery.carried:
        return
    terms = " ".join(f"{sign} {delivery.number(name)}" for name, sign in signs.items())
    excluded = " or ".join(delivery.is_total(name) for name in check.esclusi)
    rows = f"(select *, {terms} as parti, {delivery.number(check.totale)} as dichiarato from {delivery.rows}" + (
        f" where not ({excluded}))" if excluded else ")"
    )
    held, wrong = delivery.con.execute(
        f"select count(*) filter (parti = dichiarato), count(*) filter (parti <> dichiarato) from {rows}"
    ).fetchall()[0]
    failures = (
        wrong
        and delivery.con.execute(
            f"select {_shown(layout.grana)}, _riga, parti::double, dichiarato::double "
            f"from {rows} where parti <> dichiarato"
        ).fetchall()
    )
    spoken = " ".join(f"{sign} {name}" for name, sign in signs.items()).lstrip("+ ").replace(" - ", " − ")
    yield from _told(
        Esito(check.id, "somma", check.totale, check.motivo, line, group, parts, total,
              f"{group}: {spoken} fa {_it(parts)}, in {check.totale} c'è {_it(total)}.")
        for group, line, parts, total in failures or ()
    )  # fmt: skip
    yield Esito(check.id, "somma", check.totale, check.motivo, gruppi=held)


_JUDGES: dict[str, Callable[[Loaded, Tracciato, Quadratura], Iterator[Esito]]] = {
    "riga_totale": _total_row,
    "completa": _complete,
    "somma_colonne": _sum_of_columns,
}


def _shown(columns: tuple[str, ...]) -> str:
    """SQL of a group's name for people."""
    parts = ", ".join(f"nullif({quoted_name(column)}, '')" for column in columns)
    return f"coalesce(nullif(concat_ws(', ', {parts}), ''), '(codice vuoto)')"


def _told(failures: Iterator[Esito] | list[Esito]) -> list[Esito]:
    """The first failures by row; where they are too many, how many more there are."""
    ordered = sorted(failures, key=lambda f: f.riga or 0)
    told, others = ordered[:TOLD_AT_MOST], len(ordered) - TOLD_AT_MOST
    if others > 0:
        first = ordered[0]
        message = f"Altri {_it(others)} casi come quelli elencati."
        told.append(Esito(first.controllo_id, first.tipo, first.colonna, first.motivo, messaggio=message))
    return told


def _it(number: float | None) -> str:
    return "n.d." if number is None else f"{number:,.0f}".replace(",", ".")


def _missing(numbers: list[int], span: int) -> str:
    """``[1, 2, 3, 7]`` of 10 → ``mancano 4 valori su 10 (1-3, 7)``."""
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    ranges = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
    count = "manca 1 valore" if len(numbers) == 1 else f"mancano {len(numbers)} valori"
    return f"{count} su {span} ({ranges})"
