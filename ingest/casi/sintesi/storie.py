"""Made-up cases: households, what happens to them in time, and the rows that an export repeats or takes back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import yaml

from ingest.casi.sintesi.persone import people

MARGINS = Path(__file__).with_name("margini.yml")
# The first applications, and how many months the benefit lasts at first and after a renewal.
FIRST_DAY, MONTHS, MONTHS_RENEWED = date(2023, 12, 18), 18, 12
PERSONAL = ("codice_fiscale", "nascita", "cognome", "nome", "telefono", "email", "indirizzo")


@dataclass(frozen=True)
class Comune:
    """Where made-up households live; ``peso`` is how many of them, against the others."""

    istat: str
    catastale: str
    nome: str
    peso: float


def cases(number: int, seed: int, comuni: list[Comune], extracted: date, accepted: bool = False) -> pl.DataFrame:
    """So many rows, the same for the same arguments, in the order of the applications.

    Args:
        accepted: all of them are, as in a flow of services that were given.

    Returns:
        canonical columns, ``codice_domanda``, those of :data:`PERSONAL`, those of the comune, and ``riga_di``: what a
        row is (primo, rinnovo, doppione, cambiato, cancellazione).
    """
    rng = np.random.default_rng(seed)
    shares = margins()
    counts = {
        kind: max(1, round(number * shares[kind]))
        for kind in ("rinnovi", "doppioni", "nuclei_cambiati", "cancellazioni")
    }
    base = _households(rng, number - sum(counts.values()), comuni, extracted, counts["rinnovi"])
    first = _timeline(rng, base, extracted, MONTHS, accepted).with_columns(riga_di=pl.lit("primo"))
    renewed = first.head(counts["rinnovi"])
    rest = first.slice(counts["rinnovi"]).sample(fraction=1, shuffle=True, seed=seed)
    twice, changed, gone = _slices(rest, counts["doppioni"], counts["nuclei_cambiati"], counts["cancellazioni"])
    rows = pl.concat(
        [
            first,
            _renewals(rng, renewed, extracted, accepted),
            twice.with_columns(riga_di=pl.lit("doppione")),
            _changed(rng, changed, extracted, accepted),
            gone.with_columns(
                riga_di=pl.lit("cancellazione"), operazione=pl.lit("C"), stato_domanda=pl.lit("annullata")
            ),
        ],
        how="diagonal",
    )
    amounts = rows["importo_mensile_eur"]
    scaled = (amounts * (shares["importo_medio_eur"] / amounts.mean())).clip(40, 2500).round(2)
    return rows.with_columns(importo_mensile_eur=scaled).sort("data_domanda", maintain_order=True)


def margins() -> dict:
    return yaml.safe_load(MARGINS.read_text("utf-8"))


def _slices(frame: pl.DataFrame, *lengths: int) -> list[pl.DataFrame]:
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return [frame.slice(int(start), length) for start, length in zip(starts, lengths, strict=False)]


def _households(rng: np.random.Generator, number: int, comuni: list[Comune], extracted: date, old: int) -> pl.DataFrame:
    """Who they are; the first ``old`` of them applied so early that their benefit has ended."""
    m = margins()
    weights = np.array([c.peso for c in comuni])
    where = [comuni[at] for at in rng.choice(len(comuni), number, p=weights / weights.sum())]
    women, elderly = rng.random(number) < m["sesso"]["F"], rng.random(number) < m["over60"]
    size = np.array(list(m["componenti"]))[rng.choice(len(m["componenti"]), number, p=list(m["componenti"].values()))]
    children = (size > 1) & (rng.random(number) < m["minori_se_in_piu"])
    disabled, distressed = rng.random(number) < m["disabili"], rng.random(number) < m["svantaggio"]
    care = rng.random(number) < m["carichi_cura"]
    # The benefit asks for a minor, a disability, an age or a distress: whoever has none is in distress.
    distressed |= ~(children | elderly | disabled)
    span = (extracted - FIRST_DAY).days
    days = np.where(rng.random(number) < 0.4, rng.uniform(0, 60, number), rng.uniform(0, max(span - 5, 1), number))
    days[:old] = rng.uniform(0, min(45, max(span - 5, 1)), old)
    return people(rng, number, women, elderly, extracted).with_columns(
        anno_nascita=pl.col("nascita").dt.year(),
        sesso=pl.Series(np.where(women, "F", "M")),
        cittadinanza=pl.Series(_drawn(rng, m["cittadinanza"], number)),
        comune_istat=pl.Series([c.istat for c in where]),
        comune_catastale=pl.Series([c.catastale for c in where]),
        comune_nome=pl.Series([c.nome for c in where]),
        componenti=pl.Series(size),
        minori=pl.Series(children),
        disabili=pl.Series(disabled),
        over60=pl.Series(elderly),
        svantaggio=pl.Series(distressed),
        carichi_cura=pl.Series(care),
        classe_isee=pl.Series(_drawn(rng, m["classe_isee"], number)),
        data_domanda=pl.Series(np.datetime64(FIRST_DAY) + days.astype("timedelta64[D]")),
        operazione=pl.lit("I"),
        misura=pl.lit("adi"),
    )


def _timeline(
    rng: np.random.Generator, base: pl.DataFrame, extracted: date, months: int, all_accepted: bool
) -> pl.DataFrame:
    """What has happened of each application by the day of the extraction."""
    m, number = margins(), base.height
    applied = base["data_domanda"].to_numpy().astype("datetime64[D]")
    state = np.array(_drawn(rng, m["stato_domanda"], number))
    day = np.datetime64(extracted)
    state = np.where((day - applied).astype(int) < 45, "in_istruttoria", state)
    state = np.full(number, "accolta") if all_accepted else state
    signed = applied + rng.integers(0, 21, number).astype("timedelta64[D]")
    sent = signed + rng.integers(5, 26, number).astype("timedelta64[D]")
    wait = rng.lognormal(np.log(m["giorni_al_primo_incontro"]), 0.45, number).astype("timedelta64[D]")
    accepted = np.isin(state, ["accolta", "sospesa", "decaduta"])
    met = accepted & (rng.random(number) < m["incontro_avvenuto"]) & (signed + wait <= day)
    agreed = met & (rng.random(number) < 0.7)
    start = (signed.astype("datetime64[M]") + 1).astype("datetime64[D]")
    end = (start.astype("datetime64[M]") + months).astype("datetime64[D]") - 1
    last = signed + wait + (rng.integers(1, 5, number) * 90).astype("timedelta64[D]")
    size = base["componenti"].to_numpy()
    return base.with_columns(
        codice_domanda=pl.Series(_application_codes(rng, number)),
        stato_domanda=pl.Series(state),
        data_sottoscrizione_pad=_when(signed, (state != "in_istruttoria") & (signed <= day)),
        data_trasmissione=_when(sent, accepted & (sent <= day)),
        data_primo_incontro=_when(signed + wait, met),
        esito_analisi=_where(_drawn(rng, m["esito_analisi"], number), met, "non_effettuata"),
        percorso=_where(_drawn(rng, m["percorso"], number), met, None),
        data_pais=_when(np.minimum(signed + wait + np.timedelta64(20, "D"), day), agreed),
        data_ultimo_monitoraggio=_when(np.minimum(last, day), agreed & (signed + wait + 90 <= day)),
        data_inizio=_when(start, accepted),
        data_fine=_when(end, accepted),
        stato_beneficio=pl.Series(_benefit(state, start, end, day)),
        motivo_esonero=_exemption(base),
        importo_mensile_eur=pl.Series(rng.gamma(4, 1, number) * (1 + 0.25 * (size - 1))),
    )


def _benefit(state: np.ndarray, start: np.ndarray, end: np.ndarray, day: np.datetime64) -> np.ndarray:
    kinds = [state == "sospesa", state == "decaduta", ~np.isin(state, ["accolta"]), end < day, start > day]
    return np.select(kinds, ["sospeso", "decaduto", "non_attivo", "terminato", "non_attivo"], "attivo")


def _exemption(base: pl.DataFrame) -> pl.Expr:
    return (
        pl.when("over60")
        .then(pl.lit("over60"))
        .when(pl.col("disabili") & (pl.col("componenti") == 1))
        .then(pl.lit("disabilita"))
        .when("carichi_cura")
        .then(pl.lit("carichi_cura"))
    )


def _renewals(rng: np.random.Generator, old: pl.DataFrame, extracted: date, accepted: bool) -> pl.DataFrame:
    """The same applicants, again in the month after the benefit ended; none of what comes later than the extraction."""
    ended = old["data_fine"].fill_null(old["data_domanda"]).to_numpy().astype("datetime64[D]")
    again = np.minimum(ended + rng.integers(1, 31, old.height), np.datetime64(extracted))
    later = old.with_columns(data_domanda=pl.Series(again))
    return _timeline(rng, later, extracted, MONTHS_RENEWED, accepted).with_columns(riga_di=pl.lit("rinnovo"))


def _changed(rng: np.random.Generator, before: pl.DataFrame, extracted: date, accepted: bool) -> pl.DataFrame:
    """Households of another size, some months later; of every second one another member applies."""
    sizes = np.clip(before["componenti"].to_numpy() + rng.choice([-1, 1, 2], before.height), 1, 9)
    days = before["data_domanda"].to_numpy().astype("datetime64[D]") + rng.integers(60, 300, before.height)
    after = before.with_columns(
        componenti=pl.Series(sizes), data_domanda=pl.Series(np.minimum(days, np.datetime64(extracted)))
    )
    others = people(rng, before.height, rng.random(before.height) < 0.5, rng.random(before.height) < 0.3, extracted)
    second = pl.Series(np.arange(before.height) % 2 == 1)
    mixed = after.with_columns(
        pl.when(second).then(others[name]).otherwise(pl.col(name)).alias(name) for name in PERSONAL
    )
    return _timeline(rng, mixed, extracted, MONTHS, accepted).with_columns(
        anno_nascita=pl.col("nascita").dt.year(), riga_di=pl.lit("cambiato")
    )


def _application_codes(rng: np.random.Generator, number: int) -> list[str]:
    """Different from one another; two draws of a few thousand in nine billion do not meet."""
    codes = np.unique(rng.integers(0, 9_000_000_000, number * 2 + 10))
    return [f"ADI-{code:010d}" for code in rng.permutation(codes)[:number]]


def _drawn(rng: np.random.Generator, shares: dict, number: int) -> list:
    values = list(shares)
    weights = np.array(list(shares.values()))
    return [values[at] for at in rng.choice(len(values), number, p=weights / weights.sum())]


def _when(days: np.ndarray, there: np.ndarray) -> pl.Series:
    return pl.Series(np.where(there, days, np.datetime64("NaT")).astype("datetime64[D]")).cast(pl.Date)


def _where(words: list, there: np.ndarray, otherwise: str | None) -> pl.Series:
    return pl.Series([word if at else otherwise for word, at in zip(words, there, strict=True)], dtype=pl.String)
