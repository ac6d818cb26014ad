"""HTML made by hand, always escaped; names and sentences that several pages share."""

from __future__ import annotations

import datetime as dt
import re
from html import escape
from typing import Any

from dashboards.components import formats, palette

LEVEL_NAMES = {
    "comune": "Comune",
    "ambito": "Ambito territoriale sociale",
    "distretto": "Distretto",
    "asst": "ASST",
    "agenzia_ats": "Agenzia di tutela della salute",
    "provincia": "Provincia",
    "regione": "Regione",
    "italia": "Italia",
}
PLURALS = {"comune": "comuni", "provincia": "province", "regione": "regioni"}
BASES = {
    "residenti_istat": "residenti",
    "residenti_anagrafe": "residenti in anagrafe",
    "assistiti_bda": "assistiti (banca dati BDA)",
    "studio_mortalita": "studio sulla mortalità",
}
ABSENCES = {
    "denominatore_zero": "Il denominatore è zero: il rapporto non esiste.",
    "cella_non_leggibile": "La cella del documento non contiene un numero leggibile.",
    "cella_vuota": "La cella è vuota nel documento.",
    "non_stampato": "Il documento non stampa questo valore.",
    "importo_non_stampato": "Il documento non stampa l'importo.",
    "copertura_non_scritta": "Il consuntivo non scrive questa copertura: vuoto non vale zero.",
    "utenti_non_sommabili": "Una persona può stare in più aree: gli utenti non si sommano.",
    "utenti_non_scritti": "Il consuntivo non dice quanti sono gli utenti.",
    "numero_piccolo": "Il numero è troppo piccolo per essere pubblicato.",
    "grado_non_scritto": "La scheda non dice il grado di raggiungimento.",
    "residenti_non_ricevuti": "I residenti di quell'anno, o dei due prima o dopo, non sono stati ricevuti.",
    "non_ricevuto": "I file ISTAT ricevuti non danno questo dato.",
    "non_rilevato": "Il dato non è stato rilevato.",
    "non_pubblicato": "La fonte non pubblica questo dato.",
    "popolazione_non_ricevuta": "La popolazione di questo territorio, dell'anno o dei tre prima, non è stata ricevuta.",
    "soppressa_primaria": "Il numero è troppo piccolo per essere pubblicato.",
    "soppressa_secondaria": "Il numero è nascosto: se ne ricaverebbe un altro troppo piccolo, o lo è anch'esso.",
}


def absence_words(reason: str | None) -> str:
    """A stored reason as a sentence."""
    if not reason:
        return "Il valore manca e la fonte non dice perché."
    words = ABSENCES.get(reason, reason.replace("_", " ").strip())
    words = words[:1].upper() + words[1:]
    return words if words.endswith(".") else words + "."


def e(value: Any) -> str:
    """Text safe inside HTML; nothing for what is missing."""
    return "" if value is None else escape(str(value), quote=True)


def pill(state: palette.State, text: str | None = None) -> str:
    words = e(text or state.word)
    return (
        f'<span class="stato" style="background:{state.background};color:{state.text}">'
        f'<span aria-hidden="true">{state.sign}</span> {words}</span>'
    )


def absence(reason: str | None) -> str:
    """`n.d.` with the reason at hand."""
    if not reason:
        return f'<span class="assente">{formats.MISSING}</span>'
    return f'<abbr class="assente" title="{e(absence_words(reason))}">{formats.MISSING}</abbr>'


def territory_label(row: dict[str, Any]) -> str:
    """How a territory is called in a menu: `Iseo (comune)`, `Adro (comune, Brescia)`, `Distretto Garda`."""
    name, kind = row["nome"], row["livello"]
    lower = name.lower()
    if kind == "comune":
        return f"{name} (comune, {row['provincia']})" if row.get("provincia") else f"{name} (comune)"
    starts = {"distretto": "distretto", "provincia": "provincia", "regione": "regione", "asst": "asst"}
    word = starts.get(kind)
    if word and not lower.startswith((word, "città metropolitana", "libero consorzio", "valle d'aosta")):
        return f"{name} ({word if word != 'asst' else 'ASST'})"
    if kind == "ambito" and "ambito" not in lower:
        return f"Ambito di {name}"
    return name


def sentence_case(title: str | None) -> str:
    """Titles printed all in capitals, made readable."""
    if not title:
        return "senza titolo"
    letters = [c for c in title if c.isalpha()]
    shouted = sum(c.isupper() for c in letters) > 0.7 * len(letters)
    return title.capitalize().replace("pnrr", "PNRR") if shouted and len(letters) > 6 else title


def with_article(name: str) -> str:
    """`l'Ambito 5 Sebino`, `la Provincia di Brescia`, `la Lombardia`, `Iseo`."""
    lower = name.lower()
    if lower.startswith(("ambito", "agenzia", "asst", "ats", "azienda", "italia")):
        return f"l'{name}"
    if lower.startswith(("distretto", "comune ")):
        return f"il {name}"
    if lower.startswith(("provincia", "regione", "città")):
        return f"la {name}"
    return REGION_ARTICLES.get(name, name)


REGION_ARTICLES = {
    name: f"{article}{name}"
    for article, names in {
        "la ": (
            "Lombardia",
            "Liguria",
            "Toscana",
            "Campania",
            "Puglia",
            "Basilicata",
            "Calabria",
            "Sicilia",
            "Sardegna",
            "Valle d'Aosta",
            "Valle d'Aosta/Vallée d'Aoste",
        ),
        "il ": (
            "Piemonte",
            "Veneto",
            "Lazio",
            "Molise",
            "Friuli-Venezia Giulia",
            "Trentino-Alto Adige",
            "Trentino-Alto Adige/Südtirol",
        ),
        "l'": ("Emilia-Romagna", "Umbria", "Abruzzo", "Italia"),
        "le ": ("Marche",),
    }.items()
    for name in names
}


def indicator_with_article(name: str) -> str:
    """`l'indice di vecchiaia`, `la quota 65+`, `i residenti`: names of indicators inside a sentence."""
    words = name[:1].lower() + name[1:]
    first = words.split(" ", 1)[0]
    if first in ("residenti", "stranieri", "nati", "morti", "maschi", "decessi"):
        return f"i {words}"
    if first in ("femmine", "famiglie", "risorse", "persone", "donne", "entrate"):
        return f"le {words}"
    if first == "altri":
        return f"gli {words}"
    if first[:1] in "aeiou":
        return f"l'{words}"
    if first in ("quota", "popolazione", "densità", "speranza", "percentuale", "variazione", "dipendenza", "mortalità"):
        return f"la {words}"
    return f"lo {words}" if first.startswith(("st", "sp", "sc", "z")) else f"il {words}"


def spaced(words: str) -> str:
    """`almeno 50%` → `almeno 50 %`, as the pages write percentages."""
    return re.sub(r"(?<=\d)\s*%", f"{formats.NBSP}%", words)


def counted(name: str, base: str | None) -> str:
    """Whoever is in the BDA is looked after, not resident: `Residenti` → `Assistiti`."""
    if base != "assistiti_bda":
        return name
    name = name.replace("Donne residenti", "Donne assistite")
    return re.sub(r"\bresidenti\b", "assistiti", re.sub(r"\bResidenti\b", "Assistiti", name))


def capital(words: str) -> str:
    """The first letter only: `BDA` stays `BDA`."""
    return words[:1].upper() + words[1:]


def of(name: str) -> str:
    """`dell'Ambito 5 Sebino`, `della Lombardia`, `di Iseo`."""
    phrase = with_article(name)
    for article, joined in (("l'", "dell'"), ("il ", "del "), ("la ", "della "), ("le ", "delle ")):
        if phrase.startswith(article) and phrase != name:
            return joined + phrase[len(article) :]
    return f"di {name}"


def source_line(
    source: dict[str, Any] | None, *, date: dt.date | None = None, lines: str | None = None, extra: str = ""
) -> str:
    """`ISTAT, Popolazione residente · dati al 1° gennaio 2023 (provvisori)`."""
    if not source:
        return extra
    owner, title, part = source.get("ente"), source.get("titolo"), source.get("titolo_tabella")
    if source.get("documento"):  # a document: its own title says whose it is
        parts = [title or owner or ""] + ([f"«{part}»"] if part and part != title else [])
    else:
        parts = [", ".join(p for p in (owner, part or title) if p)]
    lines = lines or source.get("righe_documento")
    if lines:
        parts.append(f"{'riga' if str(lines).strip().isdigit() else 'righe'} {lines}")
    reference = date or source.get("data_riferimento")
    if reference:
        provisional = bool(source.get("provvisorio"))
        if formats.day(reference) in parts[0]:
            parts += ["dati provvisori"] if provisional else []
        else:
            parts.append(f"dati al {formats.day(reference)}" + (" (provvisori)" if provisional else ""))
    if extra:
        parts.append(extra)
    return " · ".join(parts)
