"""Which unknowns a system of linear equations determines, exactly and without a solver."""

from __future__ import annotations

import heapq

from scipy import sparse

# Arithmetic modulo a prime of 61 bits: exact, and never larger than a machine word times two. A cell that the
# equations determine over the fractions is determined modulo the prime too, unless the prime divides a minor of the
# matrix, whose entries are small coefficients.
PRIME = (1 << 61) - 1


def determined(matrix: sparse.csr_array) -> list[int]:
    """Columns whose unknown has one value only in every solution of ``matrix @ x = b``, for any b that has one.

    Gauss-Jordan elimination on sparse rows, the shortest row first, pivot in the rarest column of it. A column is
    determined if its pivot row holds nothing else in the end.
    """
    rows = [
        dict(zip(matrix.indices[a:b].tolist(), (int(c) % PRIME for c in matrix.data[a:b]), strict=True))
        for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:], strict=True)
    ]
    holders: dict[int, set[int]] = {}
    for number, row in enumerate(rows):
        for column in row:
            holders.setdefault(column, set()).add(number)
    waiting = [(len(row), number) for number, row in enumerate(rows)]
    heapq.heapify(waiting)
    pivots: list[tuple[int, int]] = []
    done = [False] * len(rows)
    while waiting:
        length, number = heapq.heappop(waiting)
        row = rows[number]
        if done[number] or not row:
            continue
        if length != len(row):
            heapq.heappush(waiting, (len(row), number))
            continue
        pivot = min(row, key=lambda column: (len(holders[column]), column))
        done[number] = True
        pivots.append((pivot, number))
        inverse = pow(row[pivot], -1, PRIME)
        for column in row:
            row[column] = row[column] * inverse % PRIME
        for other in list(holders[pivot]):
            if other == number:
                continue
            _subtract(rows[other], row, rows[other][pivot], holders, other)
            if not done[other]:
                heapq.heappush(waiting, (len(rows[other]), other))
    return sorted(pivot for pivot, number in pivots if len(rows[number]) == 1)


def _subtract(target: dict[int, int], row: dict[int, int], times: int, holders: dict[int, set[int]], name: int) -> None:
    """``target -= times * row``, keeping note of who holds which column."""
    for column, factor in row.items():
        new = (target.get(column, 0) - times * factor) % PRIME
        if new:
            if column not in target:
                holders[column].add(name)
            target[column] = new
        else:
            del target[column]
            holders[column].discard(name)
