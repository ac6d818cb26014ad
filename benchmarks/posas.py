"""Residents of all Italy in ISTAT's layout POSAS: made files, always the same rows."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow.feather
import yaml

from benchmarks.measuring import ROOT
from ingest.sidecar import read_sidecar

BASE_YEAR = 2023
AGES = np.arange(101)
DRIFT = 0.004  # a year's growth of those over 64, and loss of the others
TITLE = "Popolazione residente per età e sesso al 1° gennaio {year}"
HEADER = '"Codice comune";"Comune";"Età";"Totale maschi";"Totale femmine";"Totale"\n'
MEMBER_DATE = (2025, 1, 1, 0, 0, 0)


def write_delivery(folder: Path, years: list[int], zipped: bool = True) -> list[Path]:
    """One file of all Italy for each year, and the sidecar that declares them."""
    folder.mkdir(parents=True)
    paths = [_write(folder, year, zipped) for year in years]
    tables = [_declared(path, year, zipped) for path, year in zip(paths, years, strict=True)]
    source = {
        "fonte_id": folder.name, "ente": "misura", "titolo": "Popolazione generata per la misura", "editore": "nessuno",
        "licenza": "nessuna", "data_riferimento": f"{years[-1]}-01-01", "acquisito_il": f"{years[-1]}-06-01",
        "provvisorio": False, "tabelle": tables,
    }  # fmt: skip
    (folder / "fonte.yml").write_text(yaml.safe_dump(source, sort_keys=False, allow_unicode=True), "utf-8")
    return paths


def _write(folder: Path, year: int, zipped: bool) -> Path:
    name = f"POSAS_{year}_it_Comuni"
    text = io.StringIO()
    text.write(f'\ufeff"{TITLE.format(year=year)}"\n{HEADER}')
    for lines in _lines(year):
        text.write(lines)
    path = folder / f"{name}.{'zip' if zipped else 'csv'}"
    if not zipped:
        path.write_text(text.getvalue(), "utf-8", newline="")
        return path
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(f"{name}.csv", MEMBER_DATE)
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, text.getvalue())
    return path


def _lines(year: int) -> Iterator[str]:
    """The rows of each comune: a row for each age, then the row of its total (999)."""
    chance = np.random.default_rng(year)
    trend = 1 + DRIFT * (year - BASE_YEAR) * np.where(AGES > 64, 1, -1)
    for code, name, profile in _comuni():
        males, females = chance.poisson(profile * trend)
        begin = f'"{code:06d}";"{name}"'
        yield "".join(
            f"{begin};{age};{m};{f};{m + f}\n"
            for age, m, f in zip(
                [*AGES.tolist(), 999],
                [*males.tolist(), int(males.sum())],
                [*females.tolist(), int(females.sum())],
                strict=True,
            )
        )


def _comuni() -> Iterator[tuple[int, str, np.ndarray]]:
    """Code, name, and residents by sex and age of every comune, as the repository's own source has them."""
    source = read_sidecar(ROOT / "data" / "raw" / "istat_popolazione")
    path = {table.tabella: table.path for table in source.tabelle}
    names = {
        row["municipality_code"]: row["municipality"]
        for row in pyarrow.feather.read_table(path[f"comuni_{BASE_YEAR}"]).to_pylist()
    }
    residents = pyarrow.feather.read_table(path[f"popolazione_{BASE_YEAR}"])
    code, age, males, females = (residents[c].to_numpy() for c in ("municipality_code", "age", "M", "F"))
    codes = np.array(sorted(names))
    at = np.searchsorted(codes, code)
    known = codes[np.minimum(at, len(codes) - 1)] == code
    profiles = np.zeros((len(codes), 2, len(AGES)))
    profiles[at[known], 0, age[known]] = males[known]
    profiles[at[known], 1, age[known]] = females[known]
    for number, profile in zip(codes.tolist(), profiles, strict=True):
        if profile.any():
            yield number, names[number], profile


def _declared(path: Path, year: int, zipped: bool) -> dict:
    """What the sidecar says of one file."""
    return {
        "tabella": f"posas_{year}",
        "tracciato": "istat_posas",
        "titolo": f"{TITLE.format(year=year)}",
        "file": path.name,
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "formato": "csv_zip" if zipped else "csv",
        "data_riferimento": f"{year}-01-01",
        "rilasciato_il": f"{year}-06-01",
        "provvisorio": False,
        "opzioni": {"separatore": ";", "riga_intestazione": 2},
    }
