"""Tries to recover what is hidden, from everything that is published. Finding nothing is the proof of a safe output.

It takes the states as they are and trusts nobody who chose them. In each block of unknown cells exact elimination says
which cells the equations determine; then pairs of completions, verified in integers, must prove how wide each hidden
cell still is to either attacker. What is not proved is reported.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

from suppression.algebra import determined
from suppression.attackers import PLAIN, Attacker, attackers
from suppression.blocks import Block, Derived, blocks_of
from suppression.probing import GATHERED, Contradiction, Probe
from suppression.program import in_parallel
from suppression.table import PRIMARY, PUBLISHABLE, InvalidTable, Table, read_table

PUBLISHED_SMALL = "pubblicata_sotto_soglia"
EXACT = "ricavata"
NARROW = "intervallo_stretto"

SCHEMA = {
    "cella_id": pl.String,
    "stato_cella": pl.String,
    "esito": pl.String,
    "attaccante": pl.String,
    "minimo": pl.Int64,
    "massimo": pl.Int64,
}


def audit(
    cells: pl.DataFrame,
    equations: pl.DataFrame,
    states: pl.DataFrame,
    earlier: pl.DataFrame | None = None,
    derived: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """The hidden cells that can be recovered, or bounded too narrowly, from what is published. Empty: safe.

    Args:
        cells, equations: as in ``suppress``.
        states: cella_id, stato_cella.
        earlier: cella_id, valore, stato_cella as published before: a cell that was published at today's value is known.
        derived: published figures made of counts (shares, rates, means x counts): derivata_id, cella_id, coefficiente
            (decimal), minimo, massimo; the sum of coefficiente x valore lies within minimo and massimo (NULL: open).

    Returns:
        cella_id, stato_cella, esito (``pubblicata_sotto_soglia``, ``ricavata``: one value is left,
        ``intervallo_stretto``), attaccante, minimo, massimo: what he finds.
        These two columns are as confidential as the cells.

    Raises:
        InvalidTable: cells or equations that make no sense, a cell without state, figures that contradict one another.
    """
    table = read_table(cells, equations)
    state = _states(table, states)
    hidden = state != PUBLISHABLE
    known = table.note | _known_before(table, earlier)
    if ((state == PRIMARY) & ~table.small).any():
        raise InvalidTable("Celle dette sotto soglia che non lo sono. Rimedio: rifare la soppressione.")
    found = [_published_small(table, hidden, known)]
    unknown = (hidden | table.missing | table.auxiliary) & ~known
    figures = _figures(table, derived)
    attacks = [
        _Attack(table, known, view, block)
        for view in attackers(table, hidden, known, state == PRIMARY)
        for block in blocks_of(table.matrix, table.value, unknown, figures, at_least=GATHERED)
    ]
    found += in_parallel(_Attack.run, attacks)
    report = pl.concat(found)
    order = pl.Enum([PUBLISHED_SMALL, EXACT, NARROW])
    state_of = pl.DataFrame({"cella_id": table.names, "stato_cella": pl.Series(state.tolist(), dtype=pl.String)})
    return (
        report.sort("cella_id", pl.col("esito").cast(order), "attaccante", descending=[False, False, True])
        .unique("cella_id", keep="first", maintain_order=True)
        .join(state_of, on="cella_id", how="left", maintain_order="left")
        .select(*SCHEMA)
    )


class _Attack:
    """One attacker and one block of unknown cells."""

    def __init__(self, table: Table, known: np.ndarray, view: Attacker, block: Block):
        self.table, self.known, self.view, self.block = table, known, view, block

    def run(self) -> pl.DataFrame:
        cells, view = self.block.cells, self.view
        need = view.need[cells].copy()
        exact = self._determined() if view.name == PLAIN else np.zeros(0, int)
        exact = exact[need[exact] > 0]
        value = self.table.value[cells]
        need[exact] = 0
        probe = self._probe(self.block, view)
        try:
            weak = probe.run(need)
        except Contradiction:
            raise InvalidTable(_CONTRADICTION) from None
        narrow = [k for k in weak if probe.width[k] == 0 or not self._known_anyway(cells[k], probe.width[k])]
        rows = [(self.table.ids[cells[k]], EXACT, view.name, int(value[k]), int(value[k])) for k in exact]
        rows += [
            (self.table.ids[cells[k]], EXACT if probe.width[k] == 0 else NARROW, view.name,
             int(probe.least[k]), int(probe.most[k]))
            for k in narrow
        ]  # fmt: skip
        return _report(rows)

    def _determined(self) -> np.ndarray:
        return np.array(determined(self.block.matrix), dtype=int)

    def _probe(self, block: Block, view: Attacker) -> Probe:
        return Probe(block, view.lower[block.cells], view.upper[block.cells], self.table.start(block.cells))

    def _known_anyway(self, cell: int, width: float) -> bool:
        """Whether the cell would be as narrow if nothing were published but zeros: what was known before tells it."""
        table = self.table
        everything = ~table.missing & ~table.auxiliary & ((table.value > 0) | table.small)
        free = (everything | table.missing | table.auxiliary) & ~self.known
        view = next(v for v in attackers(table, everything, self.known) if v.name == self.view.name)
        block = next(b for b in blocks_of(table.matrix, table.value, free, None) if cell in b.cells)
        probe = self._probe(block, view)
        at = int(np.flatnonzero(block.cells == cell)[0])
        probe.ask(at)
        return bool(probe.width[at] <= width)


_CONTRADICTION = (
    "Le cifre pubblicate si contraddicono: nessun insieme di conteggi le rende vere tutte. "
    "Rimedio: controllare i legami e le cifre derivate (arrotondamenti, denominatori)."
)


def _states(table: Table, states: pl.DataFrame) -> np.ndarray:
    joined = pl.DataFrame({"cella_id": table.names}).join(
        states.unique("cella_id"), on="cella_id", how="left", maintain_order="left"
    )
    without = joined.filter(pl.col("stato_cella").is_null()).height
    if without:
        raise InvalidTable(f"{without} celle senza stato. Rimedio: dare uno stato a ogni cella.")
    return joined["stato_cella"].to_numpy()


def _published_small(table: Table, hidden: np.ndarray, known: np.ndarray) -> pl.DataFrame:
    shown = table.small & ~hidden & ~table.missing & ~known
    return _report([(table.ids[k], PUBLISHED_SMALL, PLAIN, int(table.value[k]), int(table.value[k]))
                    for k in np.flatnonzero(shown)])  # fmt: skip


def _known_before(table: Table, earlier: pl.DataFrame | None) -> np.ndarray:
    if earlier is None:
        return np.zeros(len(table.ids), bool)
    before = earlier.filter((pl.col("stato_cella") == PUBLISHABLE) & pl.col("valore").is_not_null())
    now = pl.DataFrame({"cella_id": table.names, "valore": table.value, "assente": table.missing})
    pairs = now.join(before.select("cella_id", "valore").unique(), on=["cella_id", "valore"], how="semi")
    return np.isin(table.ids, pairs.filter(~pl.col("assente"))["cella_id"].to_numpy())


def _figures(table: Table, derived: pl.DataFrame | None) -> Derived | None:
    if derived is None or derived.is_empty():
        return None
    place = pl.DataFrame({"cella_id": table.names}).with_row_index("cella")
    links = derived.join(place, on="cella_id", how="left", maintain_order="left")
    if links["cella"].null_count():
        raise InvalidTable(
            "Cifre derivate da celle che non esistono. Rimedio: aggiungere le celle, anche senza valore."
        )
    names, first, rows = np.unique(links["derivata_id"].to_numpy(), return_index=True, return_inverse=True)
    factors = links["coefficiente"].cast(pl.Float64).to_numpy()
    matrix = sparse.csr_array((factors, (rows, links["cella"].to_numpy())), shape=(len(names), len(table.ids)))
    low = links["minimo"].cast(pl.Float64).fill_null(-np.inf).to_numpy()[first]
    high = links["massimo"].cast(pl.Float64).fill_null(np.inf).to_numpy()[first]
    return Derived(matrix, low, high)


def _report(rows: list[tuple]) -> pl.DataFrame:
    columns = [name for name in SCHEMA if name != "stato_cella"]
    return pl.DataFrame(rows, schema={name: SCHEMA[name] for name in columns}, orient="row")
