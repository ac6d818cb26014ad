"""The commands of ``leps``. Progress goes to stderr, results to stdout.

Exit codes: 0 done; 1 checks failed, nothing published; 2 wrong use or unreadable input; 3 another build is
running; 130 interrupted.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from warehouse.cli import casi, errors
from warehouse.cli.console import Progress, say, show_json
from warehouse.cli.errors import BAD_INPUT, CHECKS_FAILED, DONE, INTERRUPTED, CliError
from warehouse.cli.options import (
    DemoOption,
    ForceOption,
    JsonOption,
    NoBrowserOption,
    PortOption,
    RawOption,
    VerboseOption,
    WarehouseOption,
    raw_dirs,
    warehouse_paths,
)
from warehouse.cli.template_commands import template
from warehouse.paths import REPO_ROOT, WarehousePaths

app = typer.Typer(
    name="leps",
    help="Warehouse e pagine per gli Ambiti Territoriali Sociali.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.command()
def run(
    raw: RawOption = None,
    warehouse: WarehouseOption = None,
    port: PortOption = 8501,
    no_browser: NoBrowserOption = False,
    force: ForceOption = False,
    verbose: VerboseOption = False,
    demo: DemoOption = False,
) -> None:
    """Costruisce il warehouse e mostra le pagine nel browser."""
    from warehouse.cli.serve import check_port_is_free, serve
    from warehouse.pointer import PointerDamaged, read_pointer

    paths = warehouse_paths(warehouse)
    check_port_is_free(port)
    try:
        code = build_and_tell(paths, raw, force, verbose, demo=demo)
    except KeyboardInterrupt:
        raise
    except Exception as error:
        code = errors.explain(error)
    if code != DONE:
        try:
            earlier = read_pointer(paths)
        except PointerDamaged:
            earlier = None
        if earlier is None:
            raise typer.Exit(code)
        say(f"La costruzione non è riuscita: le pagine mostrano la versione precedente, {earlier.corrente}.")
    raise typer.Exit(serve(paths, port, browser=not no_browser))


@app.command()
def build(
    raw: RawOption = None,
    warehouse: WarehouseOption = None,
    force: ForceOption = False,
    verbose: VerboseOption = False,
    as_json: JsonOption = False,
    demo: DemoOption = False,
) -> None:
    """Carica, calcola, controlla e pubblica una versione."""
    raise typer.Exit(build_and_tell(warehouse_paths(warehouse), raw, force, verbose, as_json, demo))


def build_and_tell(
    paths: WarehousePaths,
    raw: list[Path] | None,
    force: bool,
    verbose: bool,
    as_json: bool = False,
    demo: bool = False,
) -> int:
    """Build, say what came of it, and return the exit code."""
    from warehouse.cli.build import FALLITA, build
    from warehouse.cli.summary import build_lines

    result = build(paths, raw_dirs(raw, demo), Progress(), force=force, verbose=verbose, demo=demo)
    if demo:
        say("Attenzione: questa versione contiene dati dimostrativi, che non sono veri.")
    if as_json:
        show_json(result.as_dict())
    else:
        print("\n".join(build_lines(result, str(paths.ultimo_fallito), str(paths.dbt / "logs" / "dbt.log"))))
    return CHECKS_FAILED if result.esito == FALLITA else DONE


@app.command()
def serve(
    warehouse: WarehouseOption = None,
    port: PortOption = 8501,
    no_browser: NoBrowserOption = False,
    profilo: Annotated[
        str,
        typer.Option(metavar="PROFILO", help="interno (tutto, per l'ufficio) o pubblico (solo pubblico.duckdb)."),
    ] = "interno",
    indirizzo: Annotated[
        str | None,
        typer.Option(metavar="INDIRIZZO", help="Dove rispondere, per esempio 0.0.0.0; altrimenti questo computer."),
    ] = None,
    accesso: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Chi può entrare (docs/profili.md); altrimenti ~/.streamlit/secrets.toml."),
    ] = None,
) -> None:
    """Mostra le pagine di ciò che è pubblicato."""
    from warehouse.cli.serve import audience
    from warehouse.cli.serve import serve as serve_pages

    to = audience(profilo, indirizzo, accesso)
    raise typer.Exit(serve_pages(warehouse_paths(warehouse), port, browser=not no_browser, to=to))


@app.command()
def check(
    path: Annotated[Path, typer.Argument(metavar="FILE|CARTELLA", help="File ricevuto, o cartella di una fonte.")],
    as_json: JsonOption = False,
    sidecar: Annotated[
        bool,
        typer.Option("--write-sidecar", help="Prima scrive la dichiarazione (fonte.yml) dove manca."),
    ] = False,
) -> None:
    """Prova a leggere un file ricevuto; senza --write-sidecar non scrive nulla."""
    from warehouse.cli.check import check_path, report_lines, write_sidecar

    if sidecar:
        lines, code = write_sidecar(path)
        say("\n".join(lines))
        if code == BAD_INPUT:
            raise typer.Exit(code)
    reports, code = check_path(path)
    if as_json:
        show_json([report.as_dict() for report in reports])
    else:
        print("\n".join(line for report in reports for line in report_lines(report)))
    raise typer.Exit(code)


@app.command()
def status(warehouse: WarehouseOption = None, as_json: JsonOption = False) -> None:
    """Dice che cosa è pubblicato e da quali fonti."""
    from warehouse.cli.status import read_status, status_lines

    facts = read_status(warehouse_paths(warehouse))
    if as_json:
        show_json(facts)
    else:
        print("\n".join(status_lines(facts)))


@app.command()
def sql(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="Una interrogazione, fra virgolette.")],
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Risultato in CSV.")] = False,
    pubblico: Annotated[bool, typer.Option("--pubblico", help="Interroga solo la parte pubblica.")] = False,
) -> None:
    """Interroga la versione pubblicata, in sola lettura."""
    from warehouse.cli.query import run_query

    if as_json and as_csv:
        raise CliError("Errore: --json e --csv insieme non hanno senso. Rimedio: sceglierne uno.")
    form = "json" if as_json else "csv" if as_csv else "tabella"
    for line in run_query(warehouse_paths(warehouse), query, form, pubblico):
        print(line)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="CARTELLA", help="Una cartella nuova.")],
    formato: Annotated[str, typer.Option(metavar="FORMATO", help="csv, parquet o xlsx.")] = "csv",
    overwrite: Annotated[bool, typer.Option("--sovrascrivi", help="Sostituisce un'esportazione precedente.")] = False,
    warehouse: WarehouseOption = None,
) -> None:
    """Scrive le tabelle pubbliche in file, con dizionario, fonti e licenze."""
    from warehouse.cli.export import export as export_tables

    number = export_tables(warehouse_paths(warehouse), folder.absolute(), formato, overwrite, Progress())
    print(f"Scritte {number} tabelle in {folder}: cominciare da LEGGIMI.txt.")


@app.command()
def spiega(
    tabella: Annotated[str, typer.Argument(metavar="TABELLA", help="Per esempio indicatore_valore.")],
    chiave: Annotated[
        str, typer.Argument(metavar="CHIAVE", help="Le parti con | in mezzo: 'amb:sebino|indice_vecchiaia|2023'.")
    ],
    colonna: Annotated[str | None, typer.Option(metavar="NOME", help="Solo ciò che fa questa colonna.")] = None,
    voci: Annotated[int, typer.Option(metavar="N", min=1, help="Quante voci elencare per ogni parte.")] = 12,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Dice da dove viene una riga pubblicata, fino alla cella e alla riga del documento."""
    from warehouse.cli.spiega import explanation_lines, read_explanation

    node = read_explanation(warehouse_paths(warehouse), tabella, chiave, colonna, voci)
    if as_json:
        show_json(node.as_dict())
    else:
        for line in explanation_lines(node):
            print(line)


@app.command()
def richiamo(
    elenco: Annotated[
        Path | None,
        typer.Option(metavar="CARTELLA", help="Dove stanno errori_noti.csv e giudizi.csv; altrimenti quelli dei test."),
    ] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Dice quanti errori noti i controlli trovano, e quanti allarmi sono giusti."""
    from warehouse.cli.richiamo import read_recall, recall_lines

    found = read_recall(warehouse_paths(warehouse), elenco)
    if as_json:
        show_json(found.as_dict())
    else:
        print("\n".join(recall_lines(found)))


@app.command()
def soglie(
    indicatore: Annotated[
        str, typer.Argument(metavar="INDICATORE", help="Per esempio indice_vecchiaia, o spesa/fondo/fnps.")
    ],
    livello: Annotated[str, typer.Option(metavar="LIVELLO", help="comune, ambito, provincia, regione.")] = "comune",
    k: Annotated[float, typer.Option("--k", metavar="N", min=1, help="Quanti scarti robusti dalla mediana.")] = 6,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Propone i limiti della variazione annua dalla storia di un indicatore; non scrive nulla."""
    from warehouse.cli.soglie import proposal_lines, read_proposal

    found = read_proposal(warehouse_paths(warehouse), indicatore, livello, k)
    if as_json:
        show_json(found.as_dict())
    else:
        print("\n".join(proposal_lines(found)))


@app.command()
def rollback(
    versione: Annotated[str | None, typer.Argument(metavar="[VERSIONE]", help="Altrimenti, la precedente.")] = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Torna a una versione pubblicata prima."""
    from warehouse.lock import build_lock
    from warehouse.publish import rollback as go_back

    paths = warehouse_paths(warehouse)
    with build_lock(paths):
        version = go_back(paths, versione)
    print(f"La versione corrente è {version.versione}.")
    say("«leps build» e «leps run» pubblicherebbero di nuovo i file ricevuti: per le pagine, «leps serve».")


fetch = typer.Typer(help="Scarica i file che gli istituti pubblicano.", no_args_is_help=True)
app.add_typer(fetch, name="fetch")


@fetch.command("istat")
def fetch_istat(
    prodotto: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NOME",
            help="posas (residenti per età), strasa (stranieri per età), p2 (bilancio annuale), rcs (cittadinanze), "
            "d7b (bilancio mensile), comuni (elenco). Ripetibile. Se manca: posas, strasa e p2.",
        ),
    ] = None,
    anno: Annotated[
        list[str] | None,
        typer.Option(metavar="ANNO", help="2024, oppure 2019-2025. Ripetibile. Se manca: l'ultimo pubblicato."),
    ] = None,
    provincia: Annotated[
        list[str] | None,
        typer.Option(metavar="CODICE", help="Tre cifre, per esempio 017. Ripetibile. Se manca: tutta Italia."),
    ] = None,
    raw: Annotated[
        Path | None, typer.Option(metavar="CARTELLA", help="Dove vanno i file; altrimenti data/raw.")
    ] = None,
    warehouse: WarehouseOption = None,
    base_url: Annotated[
        str | None, typer.Option("--base-url", metavar="INDIRIZZO", help="Un altro sito con gli stessi percorsi.")
    ] = None,
    pausa: Annotated[float, typer.Option(metavar="SECONDI", min=0, help="Fra una richiesta e l'altra.")] = 3,
    as_json: JsonOption = False,
) -> None:
    """Scarica da ISTAT popolazione, stranieri e bilanci dei comuni in data/raw, con la loro dichiarazione."""
    from warehouse.cli import fetch as fetching
    from warehouse.cli.fetch_plan import checked_base_url, plan, raw_folder

    wanted = plan(prodotto or [], anno or [], provincia or [], date.today())
    folder, work, site = raw_folder(raw), warehouse_paths(warehouse).root / "scarico", checked_base_url(base_url)
    outcomes = []
    try:
        for outcome in fetching.fetch(wanted, folder, work, pausa, site):
            outcomes.append(outcome)
            if not as_json:
                print(outcome.line(), flush=True)
    finally:
        if as_json:
            show_json([outcome.as_dict() for outcome in outcomes])
    fetching.say_missing(outcomes)


app.add_typer(template, name="template")
template.command("casi")(casi.template_casi)
app.add_typer(casi.chiave, name="chiave")
app.add_typer(casi.casi, name="casi")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def test(context: typer.Context) -> None:
    """Esegue le prove (gli argomenti vanno a pytest)."""
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadfile", *context.args]
    code = subprocess.run(command, cwd=REPO_ROOT).returncode
    raise typer.Exit(code if code >= 0 else BAD_INPUT)


def main(args: list[str] | None = None) -> int:
    """Run one command.

    Returns:
        the exit code; never raises.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        signal.signal(signal.SIGTERM, _on_terminate)  # a child process (dbt, Streamlit) must not outlive us
        code = app(args, prog_name="leps", standalone_mode=False) or DONE
        if code == INTERRUPTED:
            errors.explain(KeyboardInterrupt())
        return code
    except BaseException as error:
        return errors.explain(error)


def _on_terminate(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt
