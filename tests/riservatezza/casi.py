"""Made-up cases whose hidden counts are numbers that can be looked for: thousands, hidden to protect three."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from ingest.casi.sintesi.luoghi import comuni_of
from ingest.casi.sintesi.scrittura import write_source
from ingest.casi.sintesi.storie import cases
from tests.ingest.casi.estratti import identifiers
from tests.riservatezza.ricerca import Secrets

NUMBER, FEW, IDENTIFIERS = 40_000, 3, 200
AMBITO, EXTRACTED = "amb:dalmine", date(2025, 12, 31)
# Together they have more residents than there are households in the extract.
CODES = ["016091", "016207", "016220", "016153", "016222", "016245"]
SOURCE = "casi_da_cercare"


@dataclass(frozen=True)
class Extract:
    """A received folder, and what of it must not be found anywhere."""

    folder: Path
    people: Secrets


def write_extract(raw: Path) -> Extract:
    """An export in which all applicants are women but three, whose benefit runs from the first month to the last.

    In each month three men must be hidden, and with them the number of women, which is the total less three.
    """
    made = cases(NUMBER, 11, comuni_of(CODES), EXTRACTED)
    # Whose applicant and application stand in one row only: nothing replaces them later.
    alone = pl.col("codice_fiscale").is_unique() & pl.col("codice_domanda").is_unique()
    man = alone & (alone.cast(pl.Int32).cum_sum() <= FEW)
    always = {
        "stato_domanda": "accolta", "stato_beneficio": "attivo", "data_inizio": date(2024, 1, 1), "data_fine": None,
    }  # fmt: skip
    made = made.with_columns(
        pl.when(man).then(pl.lit("M")).otherwise(pl.lit("F")).alias("sesso"),
        *(pl.when(man).then(pl.lit(value)).otherwise(name).alias(name) for name, value in always.items()),
    )
    out = raw / SOURCE / "casi.csv"
    write_source(made, "gepi", out, AMBITO, EXTRACTED)
    known = sorted(identifiers(made))
    return Extract(out.parent, Secrets(known[:: len(known) // IDENTIFIERS + 1]))
