"""``leps soglie``: bounds of the yearly change that the history of an indicator, or of a spending series, suggests."""

from __future__ import annotations

from collections.abc import Iterator

from warehouse.cli.console import integer
from warehouse.cli.errors import CliError
from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.soglie import SPENDING, WHOLE, NoProposal, Proposta, propose, propose_spending

_SPENDING = "spesa"


def read_proposal(paths: WarehousePaths, indicatore: str, livello: str, k: float) -> Proposta:
    """A proposal from the current version.

    Args:
        indicatore: an indicator, or ``spesa/fondo/fnps``, ``spesa/area/anziani``, ``spesa/totale``.

    Raises:
        NothingPublished: there is no version.
        CliError: nothing can be proposed; the message says why.
    """
    with open_readonly(read_current(paths).file(paths)) as con:
        try:
            if indicatore.split("/")[0] == _SPENDING:
                kind, _, code = indicatore.removeprefix(_SPENDING).removeprefix("/").partition("/")
                return propose_spending(con, kind, code or (WHOLE if kind == SPENDING[0] else ""), k)
            return propose(con, indicatore, livello, k)
        except NoProposal as error:
            raise CliError(str(error)) from None


def proposal_lines(found: Proposta) -> Iterator[str]:
    spending = found.livello in SPENDING
    yield f"{found.nome} ({found.indicatore_id}), " + (
        f"spesa per {found.livello}" if spending else f"territori di livello {found.livello}"
    )
    yield (
        f"  {integer(found.variazioni)} variazioni di {integer(found.territori)} "
        f"{'serie di enti' if spending else 'territori'}, "
        f"anni {', '.join(map(str, found.anni))} (ognuno rispetto al precedente)"
    )
    yield f"  mediana {_percent(found.mediana_pct)}, scarto assoluto mediano (MAD) {_percent(found.mad_pct)}"
    yield f"  99 variazioni su 100 fra {_percent(found.quantile_inf_pct)} e {_percent(found.quantile_sup_pct)}"
    yield (
        f"Proposta, mediana ± {_number(found.k)} MAD normalizzati: da {_percent(found.min_pct)} a "
        f"{_percent(found.max_pct)}; fuori {integer(found.fuori)} variazioni"
    )
    if found.min_attuale_pct is not None or found.max_attuale_pct is not None:
        yield (
            f"Oggi: da {_percent(found.min_attuale_pct)} a {_percent(found.max_attuale_pct)}; "
            f"fuori {integer(found.fuori_attuale)} variazioni"
        )
    else:
        yield "Oggi la serie non ha un intervallo atteso"
    yield "Delle variazioni fuori si segnalano solo quelle più grandi di quanto spiega il caso."
    where = "dbt_project/seeds/variazione_spesa.csv" if spending else "dbt_project/indicators/, alla voce «variazione»"
    yield f"Nulla è stato scritto: i limiti stanno in {where}, con il motivo."


def _percent(value: float | None) -> str:
    return "nessun limite" if value is None else f"{value:+.2f} %".replace(".", ",")


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")
