"""Workbooks of ``leps template spesa``, ``consuntivo`` and ``esiti`` filled in as an office would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.ingest.compilato import fill
from warehouse.cli.template_consuntivo import write_account_template
from warehouse.cli.template_esiti import write_outcome_template
from warehouse.cli.template_spesa import write_budget_template

DAY = date(2026, 1, 31)
PLAN = "Piano di Zona 2021-2023"
FNA, FNPS = "Fondo per le non autosufficienze (FNA)", "Fondo nazionale politiche sociali (FNPS)"
COMUNI = "Quote dei comuni"
FIRST_LINE = 8  # of a sheet, below its header


def budget(folder: Path, ente: str = "sebino", name: str = "bilancio.xlsx") -> Path:
    """A blank workbook of 2025."""
    return write_budget_template(ente, 2025, folder / name, DAY)


def write(path: Path, sheet: str, *rows: tuple, approved: float | None = None) -> None:
    """Rows of (area, service, fund, direction, amount, …) from the first line on; None leaves a cell as it is."""
    cells = {
        f"{chr(ord('A') + at)}{line}": value
        for line, row in enumerate(rows, start=FIRST_LINE)
        for at, value in enumerate(row)
        if value is not None
    }
    fill(path, sheet, cells | ({"B4": approved} if approved is not None else {}))


def filled(folder: Path) -> Path:
    """Budget, variations, commitments and payments of Sebino, 2025, without a mistake."""
    path = budget(folder)
    write(
        path,
        "Previsione",
        ("Anziani", "SAD", FNA, "spesa", 1000, 2024),
        ("Anziani", "SAD", COMUNI, "spesa", 500.5),
        ("Famiglia e minori", "Tutela", FNPS, "spesa", 2000),
        (
            "Famiglia e minori",
            "Tutela",
            COMUNI,
            "spesa",
            1000,
            None,
            None,
            None,
            None,
            "associata",
            "Iseo (com:017085)",
        ),
        ("Tutte le aree", "Quote", COMUNI, "entrata", 1500.5),
        approved=4500.5,
    )
    for sheet, share in (("Stanziato", 2), ("Impegnato", 1.5), ("Liquidato", 1)):
        write(path, sheet, ("Anziani", "SAD", FNA, "spesa", 1000 * share),
              ("Famiglia e minori", "Tutela", FNPS, "spesa", 2000 * share))  # fmt: skip
    return path


def filled_account(folder: Path) -> Path:
    """Final account of Sebino, 2024, whose coverages make the cost in every row."""
    path = write_account_template("sebino", 2024, folder / "consuntivo.xlsx", DAY)
    fill(path, "Gestione associata", {
        "C7": 120, "D7": 1000, "E7": 700, "F7": 100, "G7": 200, "C8": 40, "D8": 500.5, "E8": 500.5, "B4": 1500.5,
    })  # fmt: skip
    return path


def filled_outcomes(folder: Path) -> Path:
    """Outcome sheet of Sebino's former plan; the second has two answers off their scale, the last a degree of 140."""
    path = write_outcome_template("sebino", PLAN, folder / "esiti.xlsx", DAY)
    fill(path, "Esiti", {
        "C5": 100, "D5": "Positivo", "E5": 1000, "F5": 800, "G5": "Poco personale", "H5": "Medio", "I5": "No",
        "J5": "Con modifiche", "B6": "Anzziani", "C6": 40, "D6": "benissimo", "C7": 0, "C8": 140,
    })  # fmt: skip
    return path
