"""Bounds of the yearly change that the history of a series suggests: a proposal, which a person writes or does not."""

from __future__ import annotations

import difflib
import math
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import duckdb

# Makes the median absolute deviation of a normal distribution its standard deviation.
_NORMAL = 1.4826
# Below this many changes a proposal says nothing: half of them decide the median.
FEWEST = 30
_CHANGES = """
    select v.variazione_pct, v.anno, v.territorio_id
    from marts.indicatore_valore as v
    inner join marts.dim_territorio as t using (territorio_id)
    where v.indicatore_id = $indicatore and t.livello = $livello and v.corrente
        and v.variazione_pct is not null and v.interruzione is null
"""


class NoProposal(ValueError):
    """No bounds can be proposed; the message says why, and what would help."""


@dataclass(frozen=True)
class Proposta:
    """Bounds in percent of the year before, what they were drawn from, and what they would report."""

    indicatore_id: str
    nome: str
    livello: str
    anni: list[int]
    territori: int
    variazioni: int
    mediana_pct: float
    mad_pct: float
    k: float
    min_pct: float
    max_pct: float
    quantile_inf_pct: float
    quantile_sup_pct: float
    fuori: int
    min_attuale_pct: float | None
    max_attuale_pct: float | None
    fuori_attuale: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def propose(con: duckdb.DuckDBPyConnection, indicatore: str, livello: str = "comune", k: float = 6) -> Proposta:
    """Median ± ``k`` robust standard deviations of the yearly changes of all territories of a level.

    Changes over a break of the series are left out. Nothing is written.

    Raises:
        NoProposal: no such indicator, too few changes, or changes that are all alike.
    """
    known = dict(con.execute("select indicatore_id, nome from marts.dim_indicatore").fetchall())
    if indicatore not in known:
        near = ", ".join(difflib.get_close_matches(indicatore, known, 5, 0.4)) or "leps sql li elenca da dim_indicatore"
        raise NoProposal(f"«{indicatore}» non è un indicatore; i nomi più simili: {near}.")
    given = {"indicatore": indicatore, "livello": livello}
    count, years, territories, median, low, high = con.execute(
        "select count(*), list(distinct anno order by anno), count(distinct territorio_id), median(variazione_pct), "
        f"quantile_cont(variazione_pct, 0.005), quantile_cont(variazione_pct, 0.995) from ({_CHANGES})",
        given,
    ).fetchone()
    if count < FEWEST:
        raise NoProposal(
            f"{indicatore}, livello {livello}: {count} variazioni da un anno all'altro, ne servono almeno {FEWEST}. "
            "Aggiungere altri anni della stessa serie (leps fetch istat --anno 2019-2026)."
        )
    mad = con.execute(f"select mad(variazione_pct) from ({_CHANGES})", given).fetchone()[0]
    if mad == 0:
        raise NoProposal(f"{indicatore}, livello {livello}: più della metà delle variazioni è uguale; nessuna soglia.")
    width = k * _NORMAL * mad
    lower, upper = _outward(median - width), _outward(median + width)
    now_low, now_high = con.execute(
        "select variazione_min_pct, variazione_max_pct from marts.dim_indicatore where indicatore_id = ?", [indicatore]
    ).fetchone()
    outside = f"select count(*) from ({_CHANGES}) where variazione_pct < $basso or variazione_pct > $alto"
    return Proposta(
        indicatore_id=indicatore,
        nome=known[indicatore],
        livello=livello,
        anni=years,
        territori=territories,
        variazioni=count,
        mediana_pct=median,
        mad_pct=mad,
        k=k,
        min_pct=lower,
        max_pct=upper,
        quantile_inf_pct=low,
        quantile_sup_pct=high,
        fuori=con.execute(outside, {**given, "basso": lower, "alto": upper}).fetchone()[0],
        min_attuale_pct=now_low,
        max_attuale_pct=now_high,
        fuori_attuale=con.execute(outside, {**given, "basso": now_low, "alto": now_high}).fetchone()[0],
    )


def _outward(bound: float) -> float:
    """To the next half percent away from zero: bounds that people write down are round."""
    return math.copysign(math.ceil(abs(bound) * 2) / 2, bound)
