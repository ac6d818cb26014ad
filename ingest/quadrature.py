"""Does a received table of a known layout close? Totals against their parts, and nothing missing from a series.

The identities are declared by the layout (``quadrature`` in ``tracciati/*.yml``). Each failure is told by row; what
held is told once for each identity and column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ingest.cell_types import quoted_name
from ingest.gruppi import Groups, excluded, groups_of, measures, signs, terms
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
    for groups, checks in groups_of(delivery, layout):
        for check in checks:
            outcomes += _JUDGES[check.tipo](delivery, layout, groups, check)
    return outcomes


def _total_row(delivery: Loaded, layout: Tracciato, groups: Groups, check: Quadratura) -> Iterator[Esito]:
    """The row marked as a total against the sum of the other rows of its group; and is it there at all?"""
    con, name, of = delivery.con, _shown(groups.columns), check.id
    if not check.facoltativa:
        missing = con.execute(f"select {name}, ultima from {groups.table} where {of}_riga is null").fetchall()
        yield from _told(
            Esito(of, "completezza", check.colonna, check.motivo, last, group, None, None,
                  f"{group}: manca la riga del totale; l'ultima riga ricevuta è la {last}.")
            for group, last in missing
        )  # fmt: skip
    whole = f"{groups.table} where {of}_ha_parti" if check.parti_facoltative else f"{groups.table} where true"
    alone = con.execute(f"select {name}, {of}_riga from {whole} and not {of}_ha_parti").fetchall()
    yield from _told(
        Esito(of, "completezza", check.colonna, check.motivo, line, group, None, None,
              f"{group}: c'è la riga del totale, mancano le sue parti.")
        for group, line in alone
    )  # fmt: skip
    for i, measure in enumerate(measures(delivery, check)):
        parts, total = f"{of}_parti{i}", f"{of}_totale{i}"
        (held,) = con.execute(f"select count(*) from {whole} and {of}_leggibile{i} and {parts} = {total}").fetchall()[0]
        wrong = con.execute(
            f"select {name}, {of}_riga, {parts}::double, {total}::double from {whole} "
            f"and {of}_leggibile{i} and {parts} <> {total}"
        ).fetchall()
        yield from _told(
            Esito(of, "somma", measure, check.motivo, line, group, parts, total,
                  f"{group}: le parti fanno {_it(parts)}, la riga del totale dice {_it(total)}.")
            for group, line, parts, total in wrong
        )  # fmt: skip
        yield Esito(of, "somma", measure, check.motivo, gruppi=held)


def _complete(delivery: Loaded, layout: Tracciato, groups: Groups, check: Quadratura) -> Iterator[Esito]:
    """Every whole number from ``da`` to ``a`` once in each group."""
    low, span, bits = check.da, check.a - check.da + 1, f"{check.id}_presenti"
    (many,) = delivery.con.execute(f"select count(*) from {groups.table}").fetchall()[0]
    found = delivery.con.execute(
        f"select {_shown(groups.columns)}, ultima, coalesce({bits}::text, repeat('0', {span})) from {groups.table} "
        f"where coalesce(bit_count({bits}), 0) < {span}"
    ).fetchall()
    failures = []
    for group, last, present in found:
        missing = [low + at for at, bit in enumerate(present) if bit == "0"]
        failures.append(
            Esito(check.id, "completezza", check.colonna, check.motivo, last, group, span, span - len(missing),
                  f"{group}: {_missing(missing, span)}; l'ultima riga ricevuta è la {last}.")
        )  # fmt: skip
    yield from _told(failures)
    yield Esito(check.id, "completezza", check.colonna, check.motivo, gruppi=many - len(found))


def _sum_of_columns(delivery: Loaded, layout: Tracciato, groups: Groups, check: Quadratura) -> Iterator[Esito]:
    """In every row the addends, each with its sign, make the total."""
    held, wrong = delivery.con.execute(
        f"select coalesce(sum({check.id}_tornano), 0)::bigint, coalesce(sum({check.id}_non_tornano), 0)::bigint "
        f"from {groups.table}"
    ).fetchall()[0]
    failures = (
        delivery.con.execute(
            f"select {_shown(layout.grana)}, _riga, parti::double, dichiarato::double from (select *, "
            f"{terms(delivery, check)} as parti, {delivery.number(check.totale)} as dichiarato from {delivery.rows}) "
            f"where parti <> dichiarato and not ({excluded(delivery, check)})"
        ).fetchall()
        if wrong
        else ()
    )
    spoken = " ".join(f"{sign} {name}" for name, sign in signs(check).items()).lstrip("+ ").replace(" - ", " − ")
    yield from _told(
        Esito(check.id, "somma", check.totale, check.motivo, line, group, parts, total,
              f"{group}: {spoken} fa {_it(parts)}, in {check.totale} c'è {_it(total)}.")
        for group, line, parts, total in failures
    )  # fmt: skip
    yield Esito(check.id, "somma", check.totale, check.motivo, gruppi=held)


_JUDGES: dict[str, Callable[[Loaded, Tracciato, Groups, Quadratura], Iterator[Esito]]] = {
    "riga_totale": _total_row,
    "completa": _complete,
    "somma_colonne": _sum_of_columns,
}


def _shown(columns: tuple[str, ...]) -> str:
    """SQL of a group's name for people."""
    parts = ", ".join(f"nullif({quoted_name(column)}::text, '')" for column in columns)
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
