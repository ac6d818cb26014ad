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
# The changes of a series from one year to the next: variazione_pct, anno, chi.
_OF_INDICATOR = """
    select v.variazione_pct, v.anno, v.territorio_id as chi
    from marts.indicatore_valore as v
    inner join marts.dim_territorio as t using (territorio_id)
    where v.indicatore_id = $codice and t.livello = $livello and v.corrente
        and v.variazione_pct is not null and v.interruzione is null
"""
_OF_SPENDING = """
    select variazione_pct, anno, ente_id || ', ' || stato_spesa || ', ' || verso as chi
    from marts.spesa_serie
    where genere = $livello and codice = $codice and variazione_pct is not null
"""
SPENDING = ("totale", "fondo", "area")
WHOLE = "tutte"  # the code of the whole spending


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
    _must_be_known(indicatore, known, "un indicatore", "leps sql li elenca da dim_indicatore")
    now = con.execute(
        "select variazione_min_pct, variazione_max_pct from marts.dim_indicatore where indicatore_id = ?", [indicatore]
    ).fetchone()
    more = "Aggiungere altri anni della stessa serie (leps fetch istat --anno 2019-2026)."
    return _proposal(con, _OF_INDICATOR, indicatore, known[indicatore], livello, k, now, more)


def propose_spending(con: duckdb.DuckDBPyConnection, genere: str, codice: str, k: float = 6) -> Proposta:
    """The same of the spending of all bodies: ``genere`` is one of :data:`SPENDING`, ``codice`` a fund or an area.

    Raises:
        NoProposal: no such series, too few changes, or changes that are all alike.
    """
    if genere not in SPENDING:
        raise NoProposal(f"«{genere}» non è un genere di spesa; attesi: {', '.join(SPENDING)}.")
    series = con.execute(
        "select codice, any_value(nome), any_value(variazione_min_pct), any_value(variazione_max_pct) "
        "from marts.spesa_serie where genere = ? group by codice order by codice",
        [genere],
    ).fetchall()
    found = {code: (name, (low, high)) for code, name, low, high in series}
    _must_be_known(codice, found, f"una serie di spesa per {genere}", "nessuna serie è pubblicata")
    name, now = found[codice]
    more = "Aggiungere i bilanci di altri anni o di altri enti (leps template spesa)."
    return _proposal(con, _OF_SPENDING, codice, f"Spesa: {name}", genere, k, now, more)


def _must_be_known(code: str, known: dict[str, Any], what: str, otherwise: str) -> None:
    if code not in known:
        near = ", ".join(difflib.get_close_matches(code, known, 5, 0.4) or list(known)[:8]) or otherwise
        raise NoProposal(f"«{code}» non è {what}; i nomi più simili: {near}.")


def _proposal(
    con: duckdb.DuckDBPyConnection,
    changes: str,
    code: str,
    name: str,
    level: str,
    k: float,
    now: tuple[float | None, float | None],
    more: str,
) -> Proposta:
    given = {"codice": code, "livello": level}
    count, years, who, median, mad, low, high = con.execute(
        "select count(*), list(distinct anno order by anno), count(distinct chi), median(variazione_pct), "
        "mad(variazione_pct), quantile_cont(variazione_pct, 0.005), quantile_cont(variazione_pct, 0.995) "
        f"from ({changes})",
        given,
    ).fetchone()
    if count < FEWEST:
        raise NoProposal(
            f"{code}, livello {level}: {count} variazioni da un anno all'altro, ne servono almeno {FEWEST}. {more}"
        )
    if mad == 0:
        raise NoProposal(f"{code}, livello {level}: più della metà delle variazioni è uguale; nessuna soglia.")
    width = k * _NORMAL * mad
    lower, upper = _outward(median - width), _outward(median + width)
    outside = f"select count(*) from ({changes}) where variazione_pct < $basso or variazione_pct > $alto"
    return Proposta(
        indicatore_id=code,
        nome=name,
        livello=level,
        anni=years,
        territori=who,
        variazioni=count,
        mediana_pct=median,
        mad_pct=mad,
        k=k,
        min_pct=lower,
        max_pct=upper,
        quantile_inf_pct=low,
        quantile_sup_pct=high,
        fuori=con.execute(outside, {**given, "basso": lower, "alto": upper}).fetchone()[0],
        min_attuale_pct=now[0],
        max_attuale_pct=now[1],
        fuori_attuale=con.execute(outside, {**given, "basso": now[0], "alto": now[1]}).fetchone()[0],
    )


def _outward(bound: float) -> float:
    """To the next half percent away from zero: bounds that people write down are round."""
    return math.copysign(math.ceil(abs(bound) * 2) / 2, bound)
