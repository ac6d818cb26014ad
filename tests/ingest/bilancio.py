"""A budget workbook of ``leps template spesa`` filled in as an office would."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.ingest.compilato import fill
from warehouse.cli.template_spesa import write_budget_template

DAY = date(2026, 1, 31)
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
