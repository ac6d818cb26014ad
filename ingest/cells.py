"""A small table as single cells: where each stands, and whether it fits its declared type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyarrow as pa

from ingest.cell_types import BLANKS, NUMERIC, TYPES, expected, fits, number
from ingest.columns import Colonna
from ingest.sidecar import Tabella


@dataclass(frozen=True)
class Cell:
    riga: int
    colonna: str
    posizione: int
    riga_documento: str | None
    tipo: str
    locale: str
    origine: str
    valore_stampato: str | None
    declared: Colonna

    def as_row(self, table: Tabella) -> dict:
        """The row of ``raw._celle``."""
        return {
            "fonte_id": table.fonte_id,
            "tabella": table.tabella,
            "file": table.file,
            "riga": self.riga,
            "colonna": self.colonna,
            "posizione": self.posizione,
            "riga_documento": self.riga_documento,
            "tipo": self.tipo,
            "locale": self.locale,
            "origine": self.origine,
            "valore_stampato": self.valore_stampato,
        }


def cells_of(table: Tabella, rows: pa.Table) -> Iterator[Cell]:
    """Every cell of every row, empty ones too: a missing figure has a place as well."""
    for row in rows.to_pylist():
        for position, column in enumerate(table.colonne, start=1):
            value = row[column.nome]
            tipo = row[column.tipo_da] or "testo" if column.tipo == "per_riga" else column.tipo
            yield Cell(
                riga=row["_riga"],
                colonna=column.nome,
                posizione=position,
                riga_documento=row.get(column.riga),
                tipo=tipo,
                locale=column.locale,
                origine=column.origine,
                valore_stampato=None if value is None else str(value),
                declared=column,
            )


def misfit_of(cell: Cell) -> str | None:
    """What the cell should have been, when it does not fit; None when it does or when it says 'nothing here'."""
    column = cell.declared
    text = (cell.valore_stampato or "").strip(BLANKS)
    if not text:
        return expected(cell.tipo, cell.locale) if column.obbligatoria else None
    if text in column.vuoti or text in column.totali:
        return None
    if cell.tipo not in TYPES:
        return f"in «{column.tipo_da}» un tipo fra {', '.join(TYPES)}, non «{cell.tipo}»"
    if not fits(text, cell.tipo, cell.locale):
        return expected(cell.tipo, cell.locale)
    if cell.tipo in (*NUMERIC, "anno"):
        value = number(text, cell.locale)
        if column.minimo is not None and value < column.minimo:
            return f"un valore non inferiore a {column.minimo:g}"
        if column.massimo is not None and value > column.massimo:
            return f"un valore non superiore a {column.massimo:g}"
    return None
