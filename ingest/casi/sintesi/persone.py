"""Made-up people: a codice fiscale with a wrong check character, a name that nobody has, no telephone that rings."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from ingest.casi.codice_fiscale import check_characters

CONSONANTS = np.frombuffer(b"BCDFGLMNPRSTVZ", dtype=np.uint8)
MONTHS = np.frombuffer(b"ABCDEHLMPRST", dtype=np.uint8)
# Months and years of the oldest and of the youngest applicant.
OLDEST, YOUNGEST = 88, 19


def people(rng: np.random.Generator, number: int, women: np.ndarray, over60: np.ndarray, on: date) -> pl.DataFrame:
    """One row for each: codice_fiscale, cognome, nome, nascita, telefono, email, indirizzo. No two share a code.

    Args:
        women: bool[number]
        over60: bool[number], whose age on the day ``on`` is at least 60.
    """
    ages = np.where(over60, rng.uniform(60.1, OLDEST, number), rng.uniform(YOUNGEST, 59.9, number))
    days = np.datetime64(on) - (ages * 365.25).astype("timedelta64[D]")
    codes = _codes(rng, days, women)
    letters = [code[:6].lower() + code[7:9].lower() for code in codes]
    serial = np.arange(number)
    return pl.DataFrame({"codice_fiscale": codes, "nascita": days, "_l": letters, "_n": serial}).select(
        "codice_fiscale",
        "nascita",
        cognome=pl.format("Inv{}{}", pl.col("_l").str.head(3), pl.col("_n")),
        nome=pl.format("Fit{}{}", pl.col("_l").str.slice(3, 3), pl.col("_n")),
        telefono=pl.format("000{}", (pl.col("_n") + 10_000_000).cast(pl.String)),
        email=pl.format("inv{}@example.org", pl.col("_n")),
        indirizzo=pl.format("Via Inesistente {}", pl.col("_n") + 1000),
    )


def _codes(rng: np.random.Generator, days: np.ndarray, women: np.ndarray) -> list[str]:
    """Codici fiscali that agree with birth and sex, all different, each with a wrong check character."""
    found: dict[bytes, None] = {}
    stems = np.empty((len(days), 15), dtype=np.uint8)
    todo = np.arange(len(days))
    while len(todo):
        stems[todo] = _stems(rng, days[todo], women[todo])
        todo = np.array([at for at in todo if _taken(found, stems[at].tobytes())], dtype=np.int64)
    right = check_characters(stems) - ord("A")
    wrong = (right + rng.integers(1, 26, len(days))) % 26 + ord("A")
    whole = np.concatenate([stems, wrong.astype(np.uint8)[:, None]], axis=1)
    return [row.tobytes().decode() for row in whole]


def _taken(found: dict[bytes, None], stem: bytes) -> bool:
    if stem in found:
        return True
    found[stem] = None
    return False


def _stems(rng: np.random.Generator, days: np.ndarray, women: np.ndarray) -> np.ndarray:
    number = len(days)
    months = days.astype("datetime64[M]")
    year = months.astype("datetime64[Y]").astype(int) + 1970
    day = (days.astype("datetime64[D]") - months).astype(int) + 1 + 40 * women
    place = rng.integers(100, 1000, number)
    columns = [*(rng.choice(CONSONANTS, number) for _ in range(6))]
    columns += [_digit(year // 10), _digit(year), MONTHS[months.astype(int) % 12], _digit(day // 10), _digit(day)]
    columns += [rng.choice(np.frombuffer(b"ABCDEFGHILM", dtype=np.uint8), number)]
    columns += [_digit(place // 100), _digit(place // 10), _digit(place)]
    return np.stack(columns, axis=1).astype(np.uint8)


def _digit(numbers: np.ndarray) -> np.ndarray:
    return numbers % 10 + ord("0")
