"""Hides what is still needed when all the equations are taken together.

A hidden cell that the completions (``probing``) do not move far enough gets the cheapest movement that does: a linear
program over hidden and published cells, where moving a published one costs its weight; those that move are hidden.
The heuristic of Kelly, Golden and Assad (1992) for tables that are not networks, as in Fischetti and Salazar-González
(2001) and Hundepool et al., Statistical Disclosure Control (2012), chapter 4.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse

from suppression.attackers import Attacker, attackers
from suppression.blocks import Block, blocks_of
from suppression.probing import GATHERED, Probe, Seen
from suppression.program import Program

if TYPE_CHECKING:
    from suppression.choosing import Choice

_MOVED = 1e-6


def repair(choice: Choice) -> np.ndarray:
    """Hides cells until every hidden one keeps what it needs, or nothing is left that could be hidden for it.

    Returns the cells that stay too narrow: what was known before gives them away.
    """
    resigned: set[tuple[str, int]] = set()
    changed = np.ones(len(choice.table.ids), bool)  # cells whose blocks have to be looked at
    seen = [Seen(len(choice.table.ids)) for _ in (0, 1)]
    while changed.any():
        before = choice.hidden.copy()
        for number in (0, 1):
            view = attackers(choice.table, choice.hidden, choice.table.note)[number]
            for block in list(blocks_of(choice.table.matrix, choice.table.value, choice.unknown, at_least=GATHERED)):
                if changed[block.cells].any():
                    _mend(choice, number, view, block, resigned, seen[number])
        changed = choice.hidden & ~before
    return np.isin(np.arange(len(choice.table.ids)), [cell for _, cell in resigned])


def _mend(
    choice: Choice, number: int, view: Attacker, block: Block, resigned: set[tuple[str, int]], seen: Seen
) -> None:
    need = view.need[block.cells].copy()
    need[[k for k, cell in enumerate(block.cells) if (view.name, cell) in resigned]] = 0
    probe = Probe(block, view.lower[block.cells], view.upper[block.cells], choice.table.start(block.cells), seen)
    place = np.full(len(choice.hidden), -1)
    place[block.cells] = np.arange(len(block.cells))

    def around(k: int) -> np.ndarray:
        found = place[choice.around([block.cells[k]])]
        return found[found >= 0]

    weak = [
        (int(block.cells[k]), probe.least[k], probe.most[k], float(view.need[block.cells[k]]))
        for k in probe.run(need, around=around)
    ]
    near = np.zeros(len(choice.hidden), bool)  # what opens one may be enough for those around it: they are seen again
    for cell, least, most, width in weak:
        if near[cell]:
            continue
        moves = _moves(choice, number, cell, least, most, width)
        new = sorted(other for other in moves or () if not choice.hidden[other])
        if new:
            choice.hide(new)
            near[choice.around([cell, *new])] = True
        elif moves is None or not near.any():  # none is left, or none is of use
            resigned.add((view.name, cell))


def _moves(choice: Choice, number: int, cell: int, least: float, most: float, width: float) -> set[int] | None:
    """Published cells that a cheapest movement of ``cell`` to ``width`` moves; None if there is no such movement."""
    view, block = choice.free_views[number], choice.free_block(cell)
    at = int(np.flatnonzero(block.cells == cell)[0])
    lower, upper = view.lower[cell], view.upper[cell]
    if upper - lower <= width:  # every value that its state allows: both ends
        ways = [[(end, end) for end, reached in ((lower, least <= lower), (upper, most >= upper)) if not reached]]
    else:  # up or down, whichever is cheaper
        ways = [[(least + width, upper)], [(lower, most - width)]]
    done = [[_cheapest(choice, view, block, at, low, high) for low, high in way if low <= high] for way in ways]
    done = [parts for parts in done if parts and None not in parts]
    if not done:
        return None
    best = min(done, key=lambda parts: sum(cost for _, cost in parts))
    return {other for moved, _ in best for other in moved}


def _cheapest(
    choice: Choice, view: Attacker, block: Block, at: int, low: float, high: float
) -> tuple[list[int], float] | None:
    """Published cells that move when cell ``at`` is brought within [low, high], and what that costs."""
    size = len(block.cells)
    value = choice.table.value[block.cells].astype(float)
    published = np.flatnonzero(~choice.unknown[block.cells])
    weight, count = choice.weight[block.cells[published]], len(published)
    lower, upper = view.lower[block.cells], view.upper[block.cells]
    lower[at], upper[at] = low, high
    # The cells, then how far each published one goes up, and down.
    pick = sparse.csr_array((np.ones(count), (np.arange(count), published)), shape=(count, size))
    eye = sparse.eye_array(count, format="csr")
    program = Program(
        sparse.block_array([[block.matrix, None, None], [pick, -eye, eye]], format="csr"),
        *2 * (np.concatenate([block.right, value[published]]),),
        np.concatenate([lower, np.zeros(2 * count)]),
        np.concatenate([upper, np.full(2 * count, np.inf)]),
    )
    cost = np.concatenate([np.zeros(size), weight, weight])
    x = program.least(cost)
    if x is None:
        return None
    moved = published[abs(x[published] - value[published]) > _MOVED]
    return [int(cell) for cell in block.cells[moved]], float(cost @ x)
