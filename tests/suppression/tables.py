"""Small tables as cells and equations, and every completion of them counted one by one."""

from __future__ import annotations

from itertools import product

import polars as pl

from suppression import PRIMARY, PUBLISHABLE


def frames(values: dict[str, int | None], equations: dict[str, dict[str, int]], soglia: int = 5, **flags: list[str]):
    """Cells and equations; ``flags``: name of an optional column and the cells for which it is true."""
    cells = pl.DataFrame(
        [(name, value, soglia, *(name in of for of in flags.values())) for name, value in values.items()],
        schema={"cella_id": pl.String, "valore": pl.Int64, "soglia": pl.Int32, **dict.fromkeys(flags, pl.Boolean)},
        orient="row",
    )
    links = pl.DataFrame(
        [(name, cell, factor) for name, row in equations.items() for cell, factor in row.items()],
        schema={"legame_id": pl.String, "cella_id": pl.String, "coefficiente": pl.Int64},
        orient="row",
    )
    return cells, links


def cross_table(rows: list[list[int]], soglia: int = 5, **flags: list[str]):
    """A table of two dimensions with its totals: r0c1, r0t, tc1, tt."""
    height, width = len(rows), len(rows[0])
    values = {f"r{i}c{j}": rows[i][j] for i in range(height) for j in range(width)}
    values |= {f"r{i}t": sum(rows[i]) for i in range(height)}
    values |= {f"tc{j}": sum(row[j] for row in rows) for j in range(width)}
    values["tt"] = sum(map(sum, rows))
    equations = {f"row{i}": {**{f"r{i}c{j}": 1 for j in range(width)}, f"r{i}t": -1} for i in range(height)}
    equations |= {f"col{j}": {**{f"r{i}c{j}": 1 for i in range(height)}, f"tc{j}": -1} for j in range(width)}
    equations["rows"] = {**{f"r{i}t": 1 for i in range(height)}, "tt": -1}
    equations["cols"] = {**{f"tc{j}": 1 for j in range(width)}, "tt": -1}
    return frames(values, equations, soglia, **flags)


def hidden(states: pl.DataFrame) -> set[str]:
    return set(states.filter(pl.col("stato_cella") != PUBLISHABLE)["cella_id"])


def states_of(cells: pl.DataFrame, secret: dict[str, str]) -> pl.DataFrame:
    """The cells named with their state, all the others published."""
    return cells.select(
        "cella_id", stato_cella=pl.col("cella_id").replace_strict(secret, default=PUBLISHABLE, return_dtype=pl.String)
    )


def ranges(cells, links, states, most: int, informed: bool) -> dict[str, set[int]]:
    """Every value that each hidden cell takes in some completion, counted one by one with no cell above ``most``.

    An informed reader knows that nothing hidden is zero, and that a primary cell is below the threshold.
    """
    value = dict(cells.select("cella_id", "valore").iter_rows())
    state = dict(states.iter_rows())
    threshold = dict(cells.select("cella_id", "soglia").iter_rows())
    rows = [dict(group.select("cella_id", "coefficiente").iter_rows()) for _, group in links.group_by("legame_id")]
    secret = sorted(name for name in value if state[name] != PUBLISHABLE)

    def span(name: str) -> range:
        top = threshold[name] - 1 if informed and state[name] == PRIMARY else most
        return range(1 if informed else 0, top + 1)

    # Cells that an equation computes from the others need no guess of their own.
    seen: dict[str, set[int]] = {name: set() for name in secret}
    order, given = [], set()
    for name in secret:
        if name in given:
            continue
        order.append(name)
        given |= {name}
        changed = True
        while changed:
            changed = False
            for row in rows:
                open_ = [cell for cell in row if cell in seen and cell not in given]
                if len(open_) == 1:
                    given.add(open_[0])
                    changed = True
    for guess in product(*(span(name) for name in order)):
        full = dict(value)
        full.update(dict.fromkeys(secret))
        full.update(zip(order, guess, strict=True))
        if _complete(full, rows) and all(full[name] in span(name) for name in secret):
            for name in secret:
                seen[name].add(full[name])
    return seen


def _complete(full: dict[str, int | None], rows: list[dict[str, int]]) -> bool:
    """Computes what the equations give; False where one cannot hold."""
    changed = True
    while changed:
        changed = False
        for row in rows:
            open_ = [cell for cell in row if full[cell] is None]
            if len(open_) > 1:
                continue
            rest = sum(factor * full[cell] for cell, factor in row.items() if full[cell] is not None)
            if not open_:
                if rest:
                    return False
                continue
            number, remainder = divmod(-rest, row[open_[0]])
            if remainder:
                return False
            full[open_[0]], changed = number, True
    return True
