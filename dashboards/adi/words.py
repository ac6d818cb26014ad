"""Names of measures, categories and ways of counting; figures of a row in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from dashboards import queries
from dashboards.components import formats
from dashboards.components.text import absence, absence_words, capital, e, source_line

Row = dict[str, Any]

MEASURES = {
    "adi": "Assegno di inclusione (ADI)",
    "rdc": "Reddito e pensione di cittadinanza",
    "pdc": "Pensione di cittadinanza",
    "sfl": "Supporto formazione e lavoro",
}
SHORT = {"adi": "ADI", "rdc": "RdC e PdC", "pdc": "PdC", "sfl": "SFL"}
COUNTS = {
    "in_pagamento_nel_mese": "in pagamento nel mese",
    "almeno_un_pagamento_nel_periodo": "almeno un pagamento nel periodo",
}
IN_MONTH = "in_pagamento_nel_mese"
DIMENSIONS = {
    "minori": "Minori",
    "disabilita": "Persone con disabilità",
    "over60": "Persone di 60 anni e più",
    "carichi_cura": "Carichi di cura",
    "svantaggio": "Persone in condizione di svantaggio",
    "componenti": "Numero di componenti",
    "sesso": "Sesso",
    "eta": "Classe di età",
    "cittadinanza": "Cittadinanza",
    "isee": "Classe di ISEE",
}
VALUES = {
    ("sesso", "M"): "Maschi",
    ("sesso", "F"): "Femmine",
    ("cittadinanza", "italiana"): "Italiana",
    ("cittadinanza", "ue"): "Altro paese dell'Unione europea",
    ("cittadinanza", "extra_ue"): "Paese fuori dall'Unione europea",
    ("isee", "zero"): "ISEE pari a zero",
    ("isee", "fino_3000"): "Fino a 3.000 euro",
    ("isee", "da_3000_a_6000"): "Da 3.000 a 6.000 euro",
    ("isee", "da_6000_a_9360"): "Da 6.000 a 9.360 euro",
    ("isee", "oltre_9360"): "Oltre 9.360 euro",
}
PRESENCE = {"con": "con", "senza": "senza"}
CHANGES = {
    "nuclei": ("nuclei_in_piu", "variazione_nuclei_pct"),
    "persone": ("persone_in_piu", "variazione_persone_pct"),
    "importo_medio_eur": ("importo_in_piu", "variazione_importo_pct"),
}
# What a figure is no change of: said on every view.
CAUTIONS = (
    "Le categorie si sovrappongono: un nucleo può avere insieme minori, persone con disabilità e persone di 60 anni e "
    "più. Le righe di queste categorie non si sommano.",
    "«In pagamento nel mese» e «almeno un pagamento nel periodo» contano cose diverse e non si confrontano.",
    "Reddito di cittadinanza e assegno di inclusione hanno requisiti diversi: la differenza fra i due non misura chi "
    "ha perso il diritto.",
    "INPS a ogni pubblicazione rivede i mesi passati: si mostra la cifra della pubblicazione più recente.",
)


def category(row: Row) -> str:
    """`Nuclei con minori`, `3 componenti o più`, `Femmine`."""
    dimension, value = row["dimensione"], row["modalita"]
    if dimension == "totale":
        return "Tutti i nuclei"
    if value in PRESENCE:
        name = DIMENSIONS.get(dimension, dimension)
        return f"{capital(PRESENCE[value])} {name[:1].lower()}{name[1:]}"
    if (dimension, value) in VALUES:
        return VALUES[dimension, value]
    words = re.sub(r"_piu$", " o più", value).replace("_", " ")
    if dimension == "componenti":
        return f"{words} {'componente' if words == '1' else 'componenti'}"
    return capital(words)


def amount(row: Row, key: str, decimals: int = 0) -> str:
    """A figure as safe HTML; where there is none, why."""
    if formats.is_missing(row.get(key)):
        state = row.get("stato_cella")
        if not state or state == "pubblicabile":
            return absence("non_pubblicato")
        # In words once in a row, where the eye arrives first; the other cells say it when asked.
        words = f'<span class="piccolo">{e(absence_words(state))}</span>' if key == "nuclei" else ""
        return absence(state) + words
    words = formats.number(row[key], decimals)
    return f"circa {words}" if row.get("approssimato") else words


def change_words(row: Row, key: str, unit: str = "") -> str:
    """`+310 (+7,9 %)`; nothing where there is no cell before."""
    gap, share = (row.get(name) for name in CHANGES[key])
    if formats.is_missing(gap):
        return ""
    words = formats.number(gap, sign=True) + unit
    return words if formats.is_missing(share) else f"{words} ({formats.percent(share, sign=True)})"


def before(row: Row) -> str:
    """`su dicembre 2024`, with the measure where it is another one."""
    other = row.get("misura_precedente")
    measure = f"{SHORT.get(other, other)}, " if other and other != row["misura"] else ""
    return f"su {measure}{formats.month(row['mese_precedente'])}"


def change(row: Row, key: str) -> str:
    """The change from a year before as safe HTML."""
    if row.get("mese_precedente") is None:
        return "–"
    words = change_words(row, key)
    if not words:
        return absence("non_pubblicato")
    return f'{words}<span class="piccolo">{e(before(row))}</span>'


def period(row: Row) -> str:
    """`dicembre 2025`; `gennaio 2024 – dicembre 2025` of a figure of several months."""
    if row["periodo_dal"] == row["mese"]:
        return formats.month(row["mese"])
    return f"{formats.month(row['periodo_dal'])} – {formats.month(row['mese'])}"


def rate(row: Row | None) -> str:
    """`3,4 (3,3–3,5)`."""
    if row is None or formats.is_missing(row.get("tasso_per_1000")):
        return ""
    return f"{formats.number(row['tasso_per_1000'], 1)} ({formats.interval(row['ic95_inf'], row['ic95_sup'], 1)})"


def residents(rows: Sequence[Row]) -> str:
    """Which residents the rates are of, in a sentence."""
    known = [r for r in rows if not formats.is_missing(r.get("tasso_per_1000"))]
    if not known:
        return "Il tasso non si calcola: la popolazione di questi territori non è stata ricevuta."
    late = sorted({r["anno_popolazione"] for r in known if r["anni_di_distanza"]})
    words = "I tassi sono sui residenti (ISTAT) al 1° gennaio dell'anno"
    if late:
        years = formats.listed([str(y) for y in late])
        words += f"; dove non sono stati ricevuti, su quelli del 1° gennaio {years}, gli ultimi prima"
    return words + "."


def sources_line(rows: Sequence[Row]) -> tuple[str, Any]:
    """Where the rows come from, in words, and the latest reference date."""
    known = queries.sources()
    used = [known[f] for f in dict.fromkeys(r["fonte_id"] for r in rows) if f in known]
    dates = [s["data_riferimento"] for s in used if s.get("data_riferimento")]
    return " · ".join(dict.fromkeys(source_line(s) for s in used)), max(dates, default=None)
