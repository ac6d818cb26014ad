"""The rules of the LEPS targets stated a second time, in plain Python and exact fractions, to test the SQL against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

TRAGUARDI = ["non_avviato", "in_definizione", "definito", "condiviso", "attivato"]
STATI = {
    "raggiunto", "non_raggiunto", "in_corso", "anno_base", "anno_base_mancante",
    "non_valutabile_baseline", "non_valutabile_dato", "non_applicabile", "soppresso",
}  # fmt: skip


@dataclass(frozen=True)
class Caso:
    """One target of one year with what was recorded of it; counts are whole, what was not recorded is None."""

    regola: str
    anno: int
    giorno: date
    unita: str = "numero"
    soglia_pct: int | None = None
    minimo: int | None = None
    stato_richiesto: str | None = None
    puo_superare_100: bool = False
    numeratore: int | None = None
    denominatore: int | None = None
    numeratore_prima: int | None = None
    denominatore_prima: int | None = None
    stato_traguardo: str | None = None
    evidenza: str | None = None
    nota: str | None = None
    soppresso: bool = False
    difetto: str | None = None
    serve_da_base: bool = False


def misura(unita: str, numeratore: int | None, denominatore: int | None) -> Fraction | None:
    """The value in the unit of the indicator."""
    if numeratore is None:
        return None
    if unita == "numero":
        return Fraction(numeratore)
    if not denominatore:
        return None
    return Fraction(numeratore, denominatore) * (100 if unita == "percentuale" else 1)


def confronta(caso: Caso) -> bool:
    """Is the year judged against the one before?"""
    if caso.regola == "minimo_poi_aumento":
        return caso.minimo is None
    return caso.regola in {"aumento", "diminuzione"}


def stato(caso: Caso) -> str:
    aperto = caso.giorno <= date(caso.anno, 12, 31)
    valore = misura(caso.unita, caso.numeratore, caso.denominatore)
    prima = misura(caso.unita, caso.numeratore_prima, caso.denominatore_prima)
    if caso.soppresso:
        return "soppresso"
    if caso.difetto is not None or min(caso.numeratore or 0, caso.denominatore or 0) < 0:
        return "non_valutabile_dato"
    if caso.denominatore == 0:
        return "non_applicabile" if not caso.numeratore and (caso.nota or "").strip() else "non_valutabile_dato"
    both = caso.numeratore is not None and caso.denominatore is not None
    if caso.unita == "percentuale" and both and caso.numeratore > caso.denominatore and not caso.puo_superare_100:
        return "non_valutabile_dato"
    if caso.regola == "nessun_obiettivo":
        if valore is not None:
            return "anno_base"
        return "anno_base_mancante" if caso.serve_da_base else "non_applicabile"
    if confronta(caso) and prima is None and caso.anno <= caso.giorno.year:
        return "non_valutabile_baseline"
    if caso.regola == "traguardo":
        if caso.stato_traguardo is None:
            return "in_corso" if aperto else "non_valutabile_dato"
        if not (caso.evidenza or "").strip():
            return "non_valutabile_dato"
        if TRAGUARDI.index(caso.stato_traguardo) >= TRAGUARDI.index(caso.stato_richiesto):
            return "raggiunto"
        return "in_corso" if aperto else "non_raggiunto"
    if valore is None:
        return "in_corso" if aperto else "non_valutabile_dato"
    if aperto:
        return "in_corso"
    return "raggiunto" if soddisfa(caso, caso.numeratore) else "non_raggiunto"


def soddisfa(caso: Caso, numeratore: int) -> bool:
    """Would this numerator reach the target, with the denominator of the case?"""
    valore = misura(caso.unita, numeratore, caso.denominatore)
    prima = misura(caso.unita, caso.numeratore_prima, caso.denominatore_prima)
    if valore is None or numeratore < 0:
        return False
    if caso.regola == "soglia":
        return numeratore * 100 >= caso.soglia_pct * caso.denominatore
    if caso.regola == "minimo_poi_aumento" and caso.minimo is not None:
        return valore >= caso.minimo
    if prima is None:
        return False
    return valore < prima if caso.regola == "diminuzione" else valore > prima


def mancano(caso: Caso) -> int | None:
    """Found by trying one more (or one less) at a time; None where no numerator would do."""
    if stato(caso) not in {"in_corso", "non_raggiunto"} or caso.regola == "traguardo":
        return None
    if misura(caso.unita, caso.numeratore, caso.denominatore) is None:
        return None
    if confronta(caso) and misura(caso.unita, caso.numeratore_prima, caso.denominatore_prima) is None:
        return None
    step = -1 if caso.regola == "diminuzione" else 1
    whole = caso.unita == "percentuale" and not caso.puo_superare_100
    numeratore = caso.numeratore
    while not soddisfa(caso, numeratore):
        numeratore += step
        if numeratore < 0 or (whole and numeratore > caso.denominatore):
            return None
    return abs(numeratore - caso.numeratore)
