"""Options that several commands share, and the folders they mean."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli import errors
from warehouse.paths import ENV_WAREHOUSE, REPO_ROOT, WarehousePaths

RawOption = Annotated[
    list[Path] | None,
    typer.Option("--raw", metavar="CARTELLA", help="File ricevuti (ripetibile); altrimenti data/raw."),
]
WarehouseOption = Annotated[
    Path | None,
    typer.Option(
        "--warehouse",
        metavar="CARTELLA",
        envvar=ENV_WAREHOUSE,
        show_envvar=False,
        help="Cartella del warehouse; altrimenti data/warehouse.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Risultato in JSON.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Ricostruisce anche se nulla è cambiato.")]
VerboseOption = Annotated[bool, typer.Option("--verbose", help="Mostra anche i messaggi di dbt.")]
PortOption = Annotated[int, typer.Option("--port", metavar="PORTA", min=1, max=65535, help="Porta delle pagine.")]
DemoOption = Annotated[bool, typer.Option("--demo", help="Aggiunge i dati dimostrativi, che non sono veri.")]
NoBrowserOption = Annotated[bool, typer.Option("--no-browser", help="Non apre il browser.")]


DEMO_DIR = REPO_ROOT / "data" / "demo"


def raw_dirs(given: list[Path] | None, demo: bool = False) -> list[Path]:
    """Absolute folders of received files. Paths given are relative to where the user stands.

    Raises:
        CliError: the demonstration data without ``--demo``.
    """
    folders = [p.absolute() for p in given] if given else [REPO_ROOT / "data" / "raw"]
    of_demo = [p for p in folders if p.resolve().is_relative_to(DEMO_DIR.resolve())]
    if of_demo and not demo:
        raise errors.CliError(
            f"Errore: {of_demo[0]} contiene dati dimostrativi, che non sono veri. Rimedio: toglierla da --raw, "
            "o aggiungere --demo."
        )
    return [p for p in folders if p not in of_demo] + [DEMO_DIR] if demo else folders


def warehouse_paths(given: Path | None) -> WarehousePaths:
    """Paths of the warehouse meant; from here on an unexpected error leaves its log there.

    Raises:
        CliError: the path given is not a folder.
    """
    paths = WarehousePaths(given.absolute() if given else REPO_ROOT / "data" / "warehouse")
    if paths.root.exists() and not paths.root.is_dir():
        raise errors.CliError(f"Errore: {paths.root} non è una cartella. Rimedio: controllare --warehouse.")
    errors.set_log_folder(paths.rapporti)
    return paths
