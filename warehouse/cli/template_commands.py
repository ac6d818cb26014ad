"""``leps template``: what the offices fill in."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

AmbitoOption = Annotated[str, typer.Option("--ambito", metavar="NOME", help="Per esempio sebino.")]
BodyOption = Annotated[
    str, typer.Option("--ente", metavar="NOME", help="Per esempio sebino, com:017085, azienda:ovest_solidale.")
]
YearOption = Annotated[int, typer.Option("--anno", metavar="ANNO", min=2000, max=2100, help="L'anno dei dati.")]
WorkbookOption = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Il file xlsx da scrivere.")]
ListOption = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Il file csv da scrivere.")]

template = typer.Typer(help="Scrive i modelli da compilare.", no_args_is_help=True)


@template.command("leps")
def leps(ambito: AmbitoOption, out: WorkbookOption) -> None:
    """Scrive il modello per rilevare gli indicatori LEPS di un ambito."""
    from warehouse.cli.template import write_template

    _written(write_template(ambito, out, date.today()))


@template.command("personale")
def staff(ambito: AmbitoOption, anno: YearOption, out: ListOption) -> None:
    """Scrive l'elenco da compilare con il personale: contano gli assistenti sociali a tempo indeterminato."""
    from warehouse.cli.template_csv import write_staff_template

    _written(write_staff_template(ambito, anno, out), "persone e ore di ogni contratto, senza nomi")


@template.command("debiti")
def duties(ambito: AmbitoOption, anno: YearOption, out: ListOption) -> None:
    """Scrive l'elenco da compilare con scadenze e invii dei debiti informativi."""
    from warehouse.cli.template_csv import write_duties_template

    _written(write_duties_template(ambito, anno, out), "scadenza, giorno d'invio e ricevuta di ogni flusso")


@template.command("spesa")
def spending(ente: BodyOption, anno: YearOption, out: WorkbookOption) -> None:
    """Scrive il modello per bilancio, variazioni e consuntivo della spesa sociale, per servizio e fondo."""
    from warehouse.cli.template_spesa import write_budget_template

    _written(write_budget_template(ente, anno, out, date.today()))


@template.command("consuntivo")
def account(ente: BodyOption, anno: YearOption, out: WorkbookOption) -> None:
    """Scrive il modello del consuntivo regionale: aree, costo, coperture e utenti."""
    from warehouse.cli.template_consuntivo import write_account_template

    _written(write_account_template(ente, anno, out, date.today()))


@template.command("esiti")
def outcomes(
    ambito: AmbitoOption,
    piano: Annotated[str, typer.Option(metavar="PIANO", help="Il piano che si valuta: «Piano di Zona 2021-2023».")],
    out: WorkbookOption,
) -> None:
    """Scrive la scheda degli esiti: che cosa è stato di ogni obiettivo di un piano."""
    from warehouse.cli.template_esiti import write_outcome_template

    _written(write_outcome_template(ambito, piano, out, date.today()))


def _written(path: Path, what: str = "compilarlo secondo il foglio «Come si invia»") -> None:
    print(f"Scritto {path}: {what}.")
