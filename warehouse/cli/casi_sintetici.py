"""``leps template casi``: made-up cases of an ambito, with the mapping and the sidecar that declare them."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from warehouse.cli.errors import CliError
from warehouse.paths import REPO_ROOT

SUFFIXES = {"gepi": (".csv", ".xlsx"), "siuss": (".xml",)}
SEED = REPO_ROOT / "dbt_project" / "seeds" / "ambito_comune.csv"


def write_cases(form: str, number: int, seed: int, ambito: str, extracted: date, out: Path) -> list[Path]:
    """Write made-up cases; the same arguments give the same bytes.

    Raises:
        CliError: no such form or ambito, a file that is there already, or a wrong suffix.
    """
    from ingest.casi.sintesi.luoghi import comuni_of
    from ingest.casi.sintesi.scrittura import write_source
    from ingest.casi.sintesi.storie import FIRST_DAY, cases

    if form not in SUFFIXES:
        raise CliError(f"Errore: la forma «{form}» non esiste. Rimedio: una fra {', '.join(SUFFIXES)}.")
    if out.suffix.lower() not in SUFFIXES[form]:
        raise CliError(f"Errore: «{out.name}» non finisce in {' o '.join(SUFFIXES[form])}. Rimedio: cambiare nome.")
    if not out.resolve().parent.name.startswith("casi_"):
        raise CliError(
            f"Errore: la cartella «{out.resolve().parent.name}» non comincia con casi_. "
            "Rimedio: scrivere in una cartella come casi_prova."
        )
    if out.exists():
        raise CliError(f"Errore: {out} c'è già. Rimedio: scegliere un altro nome.")
    if extracted <= FIRST_DAY:
        raise CliError(f"Errore: l'ADI comincia il {FIRST_DAY:%d/%m/%Y}. Rimedio: una data di estrazione successiva.")
    name = ambito.removeprefix("amb:")
    comuni = comuni_of(_codes(name))
    try:
        return write_source(
            cases(number, seed, comuni, extracted, form == "siuss"), form, out, f"amb:{name}", extracted
        )
    except OSError as error:
        raise CliError(
            f"Errore: {out} non si può scrivere ({error.strerror}). Rimedio: controllare la cartella."
        ) from None


def _codes(ambito: str) -> list[str]:
    """ISTAT codes of the comuni of an ambito."""
    with SEED.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = [row["codice_istat"] for row in rows if row["ambito_id"] == ambito]
    if not found:
        known = ", ".join(sorted({row["ambito_id"] for row in rows}))
        raise CliError(f"Errore: l'ambito «{ambito}» non è fra quelli dichiarati. Rimedio: uno fra {known}.")
    return found
