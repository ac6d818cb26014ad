"""Made counts of comuni by month in overlapping splits, with the totals of their ambiti: always the same for a size."""

from __future__ import annotations

import numpy as np
import polars as pl

SPLITS = (2, 2, 2, 2, 3, 5)  # categories of each split of a comune's households


def make_tables(
    comuni: int, months: int, ambiti: int, threshold: int = 5, seed: int = 1
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cells and equations as ``suppression.suppress`` takes them: comune x month x (total and six splits)."""
    random = np.random.default_rng(seed)
    typical = np.exp(random.normal(2.6, 1.1, comuni))
    shares = [random.dirichlet(np.full(size, 1.2)) for size in SPLITS]
    cells: list[tuple[str, int]] = []
    links: list[tuple[str, str, int]] = []
    for month in range(months):
        sums: dict[tuple[int, str], int] = {}
        for comune in range(comuni):
            ambito = comune * ambiti // comuni
            total = int(random.poisson(typical[comune]))
            counts = {"totale": total}
            for split, share in enumerate(shares):
                counts |= {f"{split}.{k}": int(n) for k, n in enumerate(random.multinomial(total, share))}
            _add(cells, links, f"c{comune}", month, counts)
            for name, count in counts.items():
                sums[ambito, name] = sums.get((ambito, name), 0) + count
                links.append((f"comuni|a{ambito}|{month}|{name}", f"c{comune}|{month}|{name}", 1))
        for ambito in range(ambiti):
            counts = {name: count for (of, name), count in sums.items() if of == ambito}
            _add(cells, links, f"a{ambito}", month, counts)
            links += [(f"comuni|a{ambito}|{month}|{name}", f"a{ambito}|{month}|{name}", -1) for name in counts]
    return (
        pl.DataFrame(cells, schema=["cella_id", "valore"], orient="row").with_columns(soglia=pl.lit(threshold)),
        pl.DataFrame(links, schema=["legame_id", "cella_id", "coefficiente"], orient="row"),
    )


def _add(cells: list, links: list, territory: str, month: int, counts: dict[str, int]) -> None:
    """The cells of a territory, and its splits that each make the total."""
    for name, count in counts.items():
        cells.append((f"{territory}|{month}|{name}", count))
        if name != "totale":
            links.append((f"somma|{territory}|{month}|{name[0]}", f"{territory}|{month}|{name}", 1))
    for split in range(len(SPLITS)):
        links.append((f"somma|{territory}|{month}|{split}", f"{territory}|{month}|totale", -1))
