"""From the tables of the warehouse to sheets of cells, and from explanations back to rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import polars as pl

from spiegazioni.foglio import Cella, Foglio, Identita
from spiegazioni.scelta import explain

SCHEMA = {
    "controllo_id": pl.String,
    "fonte_id": pl.String,
    "file": pl.String,
    "riga": pl.Int64,
    "colonna": pl.String,
    "causa": pl.String,
    "frase": pl.String,
    "celle": pl.List(pl.Struct({"file": pl.String, "riga": pl.Int64, "colonna": pl.String})),
    "spiegati": pl.Int64,
}
_NOT_NUMBERS = ("riga_documento",)


def explained(cells: pl.DataFrame, labels: pl.DataFrame, misfits: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """One row for each failed check with an explanation (columns: :data:`SCHEMA`).

    Args:
        cells: received cells with their number (``int_controlli__celle``).
        labels: printed names of rows and columns (``int_controlli__etichette``).
        misfits: cells that are not of their type (``stg_raw__celle_non_conformi``).
        members: cells of every identity (``int_controlli__membri``).
    """
    place = ["file", "riga", "colonna"]
    wrong = misfits.filter(pl.col("valore_stampato").is_not_null()).select(*place, pl.lit(True).alias("storta"))
    joined = cells.filter(~pl.col("tipo").is_in(_NOT_NUMBERS)).join(labels, on=place, how="left")
    joined = joined.join(wrong.unique(), on=place, how="left")
    found: list[dict[str, Any]] = []
    # An identity never leaves its document: each is a sheet of its own.
    of_document = members.partition_by("fonte_id", as_dict=True)
    for (fonte_id,), mine in joined.partition_by("fonte_id", as_dict=True).items():
        own = of_document.get((fonte_id,))
        suspects = mine["storta"].any() or own is not None
        if suspects:
            tables = dict(mine.select("file", "tabella").unique().iter_rows())
            sheet = Foglio(_cells(mine), _identities(own) if own is not None else ())
            found += [_row(said, fonte_id, tables) for said in explain(sheet)]
    return pl.DataFrame(found, schema=SCHEMA)


def _cells(rows: pl.DataFrame) -> Iterator[Cella]:
    for row in rows.iter_rows(named=True):
        value = row["valore"]
        yield Cella(
            posto=(row["file"], row["riga"], row["colonna"]),
            posizione=row["posizione"],
            testo=row["valore_stampato"],
            valore=None if value is None or row["tipo"] == "testo" else float(value),
            tipo=row["tipo"],
            locale=row["locale"] or "it",
            decimali=row["decimali"] or 0,
            nome_riga=row["nome_riga"] or "",
            nome_colonna=row["nome_colonna"] or row["colonna"],
            conforme=not row["storta"],
        )


def _identities(rows: pl.DataFrame) -> list[Identita]:
    parts: dict[tuple, list[tuple]] = defaultdict(list)
    kinds: dict[tuple, tuple] = {}
    for row in rows.sort("controllo_id", "file", "riga", "colonna", "ordine").iter_rows(named=True):
        key = (row["controllo_id"], (row["file"], row["riga"], row["colonna"]))
        kinds[key] = (row["tipo"], float(row["tolleranza"] or 0), float(row["moltiplicatore"] or 100))
        parts[key].append((row["parte_file"], row["parte_riga"], row["parte_colonna"]))
    return [
        Identita(check, kinds[check, judged][0], judged, tuple(own), *kinds[check, judged][1:])
        for (check, judged), own in parts.items()
        if kinds[check, judged][0] != "quota" or len(own) == 2
    ]


def _row(said: Any, fonte_id: str, tables: dict[str, str]) -> dict[str, Any]:
    file, line, column = said.posto
    return {
        "controllo_id": said.controllo_id,
        "fonte_id": f"{fonte_id}/{tables[file]}",
        "file": file,
        "riga": line,
        "colonna": column,
        "causa": said.causa,
        "frase": said.frase,
        "celle": [{"file": f, "riga": r, "colonna": c} for f, r, c in said.celle],
        "spiegati": said.spiegati,
    }
