"""Commands about cases: the key, made-up cases, deletion."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from warehouse.cli.console import say
from warehouse.cli.errors import DONE, CliError
from warehouse.cli.options import DemoOption, RawOption, WarehouseOption, raw_dirs, warehouse_paths

WORD = "cancella"
Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="AAAA-MM-GG")]

chiave = typer.Typer(help="La chiave che sostituisce gli identificativi dei casi.", no_args_is_help=True)
casi = typer.Typer(help="I dati dei singoli casi.", no_args_is_help=True)


@chiave.callback()
def _chiave() -> None:
    """La chiave che sostituisce gli identificativi dei casi."""


@casi.callback()
def _casi() -> None:
    """I dati dei singoli casi."""


@chiave.command("nuova")
def chiave_nuova(file: Annotated[Path, typer.Argument(metavar="FILE", help="Fuori dal progetto e dai dati.")]) -> None:
    """Scrive una chiave nuova, casuale, che solo chi la crea può leggere."""
    from ingest.casi.chiave import ENV_FILE, default_file, new_key_file
    from ingest.problems import UnreadableInput

    path = file.expanduser().absolute()
    try:
        key = new_key_file(path)
    except UnreadableInput as error:
        raise CliError(f"Errore: {error}") from None
    print(f"Scritta {path} (impronta {key.impronta}).")
    if path != default_file():
        say(f"Perché sia letta: {ENV_FILE}={path}")
    say("Conservarne una copia in un luogo sicuro, lontano dai dati: chi ha la chiave e i dati riconosce le persone.")


def template_casi(
    out: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="casi_…/nome.csv, .xlsx o .xml")],
    formato: Annotated[str, typer.Option(metavar="FORMA", help="gepi (CSV o xlsx) o siuss (XML).")] = "gepi",
    numero: Annotated[int, typer.Option("--casi", metavar="N", min=50, max=500_000, help="Da 50 a 500.000.")] = 500,
    seme: Annotated[int, typer.Option(metavar="S", min=0, help="Lo stesso seme dà lo stesso file.")] = 1,
    ambito: Annotated[str, typer.Option(metavar="NOME", help="Per esempio sebino.")] = "sebino",
    estratto_il: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d", "%d/%m/%Y"], metavar="AAAA-MM-GG", help="Giorno dell'estrazione.")
    ] = datetime(2025, 12, 31),
) -> None:
    """Scrive casi ADI inventati, con la mappatura e la dichiarazione, per prove e dimostrazioni."""
    from warehouse.cli.casi_sintetici import write_cases

    for path in write_cases(formato, numero, seme, ambito, estratto_il.date(), out):
        print(f"Scritto {path}")
    say("Sono casi inventati: «leps check» li prova, e «leps build» li carica solo con --demo.")


@casi.command("cancella")
def casi_cancella(
    dal: Day,
    al: Day,
    raw: RawOption = None,
    warehouse: WarehouseOption = None,
    conferma: Annotated[bool, typer.Option("--conferma", help="Non chiede conferma.")] = False,
    demo: DemoOption = False,
) -> None:
    """Cancella i file di casi estratti in un periodo, ricostruisce, e toglie versioni e copie fatte prima."""
    from warehouse.cli.casi_cancella import delete, find
    from warehouse.cli.main import build_and_tell

    paths, folders = warehouse_paths(warehouse), raw_dirs(raw, demo)
    wanted = find(folders, dal.date(), al.date())
    _tell(wanted.dal, wanted.al, wanted.file)
    if not conferma and not _confirmed():
        say("Non è stato cancellato nulla.")
        raise typer.Exit(DONE)
    code = delete(paths, folders, wanted, lambda: build_and_tell(paths, raw, force=False, verbose=False, demo=demo))
    if code == DONE:
        print(f"Cancellati {len(wanted.file)} file di casi; versioni e copie precedenti tolte.")
    else:
        say("I file sono cancellati, ma la ricostruzione non è riuscita: le versioni precedenti restano.")
        say("Rimedio: correggere quanto detto sopra e ripetere lo stesso comando.")
    raise typer.Exit(code)


def _tell(first: date, last: date, files: tuple[str, ...]) -> None:
    say(f"File di casi estratti dal {first:%d/%m/%Y} al {last:%d/%m/%Y}: {len(files)}")
    for file in files:
        say(f"  {file}")
    say("Si cancellano per sempre questi file e tutte le versioni pubblicate finora, tranne quella senza di loro.")


def _confirmed() -> bool:
    print(f"Per procedere scrivere «{WORD}»: ", end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() == WORD
