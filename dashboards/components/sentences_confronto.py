"""The sentences of the views that compare. Pure functions: numbers in, plain Italian out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from dashboards.components import formats, sentences
from dashboards.components.text import BASES, capital, indicator_with_article, of, with_article

Row = dict[str, Any]

CHANCE = (
    "«Simile» vuol dire che la differenza non supera quella che il caso produce in una popolazione di quella grandezza."
)
NO_CAUSE = "Una vicinanza nel grafico non prova una causa."
TRENDS = {"in_aumento": "in aumento", "in_diminuzione": "in diminuzione"}
METHODS = {"puntuale": "popolazione di un giorno", "media_annua": "popolazione media dell'anno"}
KINDS = {
    "comune": ("comune", "comuni"),
    "ambito": ("ambito", "ambiti"),
    "distretto": ("distretto", "distretti"),
    "asst": ("ASST", "ASST"),
    "agenzia_ats": ("agenzia", "agenzie"),
    "provincia": ("provincia", "province"),
    "regione": ("regione", "regioni"),
    "italia": ("territorio", "territori"),
}
FEMININE = ("provincia", "regione", "agenzia_ats", "asst")
WITH_ARTICLE = {"regione": "le regioni", "provincia": "le province", "agenzia_ats": "le agenzie", "asst": "le ASST"}


def plural_of(kind: str) -> str:
    """`i comuni`, `gli ambiti`, `le province`."""
    many = KINDS[kind][1]
    return WITH_ARTICLE.get(kind) or (f"gli {many}" if many[0] in "aeiou" else f"i {many}")


def of_the(kind: str) -> str:
    """`dei comuni`, `degli ambiti`, `delle province`."""
    article, _, many = plural_of(kind).partition(" ")
    return {"i": "dei", "gli": "degli", "le": "delle"}[article] + f" {many}"


def to(name: str) -> str:
    """`all'Ambito 5 Sebino`, `alla Lombardia`, `a Iseo`."""
    return _joined(name, "a", {"l'": "all'", "il ": "al ", "la ": "alla ", "le ": "alle "})


def with_(name: str) -> str:
    """`con l'Ambito 5 Sebino`, `con la Lombardia`, `con Iseo`."""
    return f"con {with_article(name)}"


def _joined(name: str, bare: str, forms: dict[str, str]) -> str:
    phrase = with_article(name)
    for article, joined in forms.items():
        if phrase.startswith(article) and phrase != name:
            return joined + phrase[len(article) :]
    return f"{bare} {name}"


def outcomes(rows: Sequence[Row]) -> Counter:
    return Counter(r["esito"] or "non_valutabile" for r in rows)


def heatmap(rows: Sequence[Row], reference: str, *, contained: bool, kind: str) -> str:
    """`Su 96 confronti con la Lombardia 40 sono sopra, 20 sotto e 36 simili.` and what to mind."""
    found = outcomes(rows)
    judged = found["sopra"] + found["sotto"] + found["simile"]
    unknown = found["non_valutabile"]
    if judged == 0:
        return f"Nessun confronto {with_(reference)} è valutabile: mancano i valori o gli intervalli."
    words = f"Su {formats.plural(judged, 'confronto', 'confronti')} {with_(reference)} "
    words += formats.listed(
        [
            f"{formats.number(found['sopra'])} {'è' if found['sopra'] == 1 else 'sono'} sopra",
            f"{formats.number(found['sotto'])} sotto",
            f"{formats.number(found['simile'])} {'simile' if found['simile'] == 1 else 'simili'}",
        ]
    )
    words += "."
    if unknown:
        words += f" {formats.plural(unknown, 'confronto non è valutabile', 'confronti non sono valutabili')}."
    words = f"{words} {CHANCE}"
    return f"{words} {contains(reference, kind)}" if contained else words


def contains(reference: str, kind: str) -> str:
    """The comparison is with a whole that counts the parts too."""
    these = "queste" if kind in FEMININE else "questi"
    return f"Il riferimento, {with_article(reference)}, comprende {these} {KINDS[kind][1]}."


def profile(
    rows: Sequence[Row], place: str, reference: str, *, contained: bool, trends: Sequence[str] | None = None
) -> str:
    """`Rispetto alla Lombardia Iseo è sopra per 5 indicatori, sotto per 3, simile per 4; 2 non sono valutabili.`

    Args:
        trends: why each indicator has no trend, given where none has one.
    """
    found = outcomes(rows)
    parts = [
        f"{word} per {formats.plural(found[word], 'indicatore', 'indicatori')}"
        for word in ("sopra", "sotto", "simile")
        if found[word]
    ]
    unknown = found["non_valutabile"]
    subject = with_article(place)
    if not parts:
        return f"Nessun indicatore {of(place)} si può confrontare {with_(reference)}."
    words = f"Rispetto {to(reference)} {subject} è {formats.listed(parts)}"
    if unknown:
        words += f"; {formats.plural(unknown, 'indicatore non è valutabile', 'indicatori non sono valutabili')}"
    words += f". {CHANCE}"
    if contained:
        words += f" Il riferimento comprende {subject}."
    if trends:
        words += f" Nessuna tendenza è calcolabile: {Counter(trends).most_common(1)[0][0]}."
    return words


def series(name: str, points: Sequence[Row], decimals: int, unit: str | None, trend: Row | None) -> str:
    """`Iseo: da 198,7 (2019) a 222,9 (2022), poi 227,6 nel 2023, non del tutto confrontabile; tendenza …`"""
    subject = capital(with_article(name))
    known = [p for p in points if not formats.is_missing(p["valore"])]
    if not known:
        return f"{subject}: nessun valore per questo indicatore."
    stretches = [list(group) for _, group in groupby(known, key=lambda p: p["tratto"])]
    last = stretches[-1]
    longer = next((s for s in reversed(stretches) if len(s) > 1), None)

    def value(point: Row) -> str:
        return formats.with_unit(point["valore"], unit, decimals)

    words = f"{value(last[-1])} nel {last[-1]['anno']}"
    if longer is not None:
        line = f"da {value(longer[0])} ({longer[0]['anno']}) a {value(longer[-1])} ({longer[-1]['anno']})"
        words = line if longer is last else f"{line}, poi {words}, non del tutto confrontabile"
    elif len(stretches) > 1:
        words += ", non del tutto confrontabile con gli anni prima"
    return f"{subject}: {words}; {trend_words(trend)}."


def trend_words(trend: Row | None) -> str:
    if trend is None:
        return "tendenza non calcolabile: servono almeno cinque anni di una stessa serie"
    if trend["esito"] in TRENDS:
        return f"tendenza {TRENDS[trend['esito']]} ({trend['dal']}–{trend['al']})"
    reason = f": {trend['motivo']}" if trend.get("motivo") else ""
    return f"tendenza non calcolabile{reason}"


def small_numbers(points: Sequence[Row], few: int = sentences.FEW) -> str:
    """The caution for values that rest on few persons; names them once."""
    names = dict.fromkeys(p["nome"] for p in points if _counted(p) is not None and _counted(p) < few)
    if not names:
        return ""
    return f"Dove si contano meno di {few} persone il valore è instabile: {formats.listed(list(names))}."


def _counted(point: Row) -> float | None:
    known = [v for v in (point.get("numeratore"), point.get("denominatore")) if not formats.is_missing(v)]
    return min(known, default=None) if not formats.is_missing(point.get("denominatore")) else None


def scatter(rows: Sequence[Row], kind: str, around: str, x: str, y: str, chosen: Sequence[Row]) -> str:
    """What the dots are, how many are missing, where the chosen ones stand; never a cause."""
    one, many = KINDS[kind]
    drawn = sum(not formats.is_missing(r["x"]) and not formats.is_missing(r["y"]) for r in rows)
    if drawn == 0:
        return f"Nessun {one} ha entrambi i valori." if kind not in FEMININE else f"Nessuna {one} ha entrambi i valori."
    words = (
        f"Ogni punto è {'una' if kind in FEMININE else 'un'} {one} {of(around)} "
        f"({formats.plural(drawn, one, many)}), tanto più grande quanti più residenti ha: "
        f"a destra cresce {indicator_with_article(x)}, in alto {indicator_with_article(y)}."
    )
    missing = len(rows) - drawn
    if missing:
        words += f" {formats.plural(missing, f'{one} non ha', f'{many} non hanno')} uno dei due valori."
    ours = [r for r in chosen if formats.is_missing(r["x"]) or formats.is_missing(r["y"])]
    if ours:
        words += f" Fra questi {formats.listed([r['nome'] for r in ours])}."
    return f"{words} {NO_CAUSE}"


def similar(name: str, found: Sequence[Row], kind: str) -> str:
    """`Il comune più simile a Iseo è Salò (distanza 0,12); il settimo è Tignale (0,31).`"""
    one, _ = KINDS[kind]
    if not found:
        return f"Per {with_article(name)} non si può calcolare una somiglianza: mancano gli indicatori dichiarati."
    the = "L'" if one[0] in "aeiou" else "La " if kind in FEMININE else "Il "
    near = found[0]
    nearest, distance = with_article(near["nome"]), formats.number(near["distanza"], 2)
    words = f"{the}{one} più simile {to(name)} è {nearest} (distanza {distance})"
    if len(found) > 1:
        far = found[-1]
        words += (
            f"; {'la' if kind in FEMININE else 'il'} {ORDINALS[len(found)]}{'a' if kind in FEMININE else 'o'} è "
            f"{far['nome']} ({formats.number(far['distanza'], 2)})"
        )
    return words + ". Zero vorrebbe dire valori identici."


ORDINALS = ("", "prim", "second", "terz", "quart", "quint", "sest", "settim")


def indicator(name: str, point: Row | None, what: Row) -> str:
    """Value of the chosen territory with interval, change from the year before and its outcome."""
    decimals, unit = int(what.get("decimali") or 0), what.get("unita")
    subject = capital(with_article(name))
    if point is None or formats.is_missing(point.get("valore")):
        return f"{subject}: nessun valore pubblicato per questo indicatore in questo anno."
    words = f"{subject}, {point['anno']}: {formats.with_unit(point['valore'], unit, decimals)}"
    if point.get("base_popolazione") in BASES and point["base_popolazione"] != "residenti_istat":
        words += f", {BASES[point['base_popolazione']]}"
    interval = sentences.uncertainty(point, decimals)
    words += f" ({interval})" if interval else ""
    change = sentences.change(point, decimals, unit)
    words += f"; {change}" if change else ""
    outcome = sentences.outcome(point).removeprefix("▲ ")
    return f"{words}, {outcome}." if change and outcome else f"{words}."


def against(row: Row | None, reference: str, what: Row) -> str:
    """`È sopra la Lombardia (182,3).`; why not where it cannot be judged; nothing where there is nothing to say."""
    if row is None or formats.is_missing(row.get("valore")):
        return ""
    value = formats.with_unit(row.get("valore_riferimento"), what.get("unita"), int(what.get("decimali") or 0))
    if row["esito"] == "non_valutabile":
        reason = f": {row['motivo']}" if row.get("motivo") else ""
        return f"Il confronto {with_(reference)} non è valutabile{reason}."
    words = to(reference) if row["esito"] == "simile" else with_article(reference)
    judged = f", cioè {row['giudizio']}" if row.get("giudizio") in ("meglio", "peggio") else ""
    return f"È {row['esito']} {words} ({value}){judged}."


def same_scale(points: Sequence[Row], decimals: int, unit: str | None) -> str:
    """The common scale of the small charts, and the caution for small numbers."""
    values = [p["valore"] for p in points if not formats.is_missing(p["valore"])]
    if not values:
        return "Nessun valore da disegnare."
    low, high = (formats.with_unit(v, unit, decimals) for v in (min(values), max(values)))
    words = f"Tutti i grafici hanno la stessa scala; i valori vanno da {low} a {high}." if low != high else (
        f"Tutti i grafici hanno la stessa scala; il valore è sempre {low}."
    )  # fmt: skip
    caution = small_numbers(points)
    return f"{words} {caution}" if caution else words


def breaks(points: Sequence[Row]) -> tuple[dict[int, str], list[str]]:
    """Where a new line opens and why: the mark on the chart and the words under it, each year once."""
    reasons: dict[int, dict[str, None]] = {}
    for before, after in zip(points, points[1:], strict=False):
        if before["territorio_id"] == after["territorio_id"] and (said := _why(before, after)):
            reasons.setdefault(after["anno"], {})[said] = None
    first_year = min((p["anno"] for p in points), default=0)
    for point in points:
        if point.get("interruzione") and point["anno"] > first_year:
            reasons.setdefault(point["anno"], {})[point["interruzione"].rstrip(".")] = None
    ordered = dict(sorted(reasons.items()))
    marks = {year: f"({number})" for number, year in enumerate(ordered, start=1)}
    words = [f"({n}) {year}: {'; '.join(ordered[year])}." for n, year in enumerate(ordered, start=1)]
    return marks, words


def _why(before: Row, after: Row) -> str | None:
    """Why two values that follow one another are two different facts."""
    if before["base_popolazione"] != after["base_popolazione"]:
        return f"cambia chi si conta: prima {_base(before)}, poi {_base(after)}"
    if before["metodo_denominatore"] != after["metodo_denominatore"]:
        return f"cambia il denominatore: prima {_method(before)}, poi {_method(after)}"
    if before["serie"] != after["serie"]:
        return "cambia la serie statistica"
    return None


def _base(point: Row) -> str:
    return BASES.get(point["base_popolazione"], point["base_popolazione"])


def _method(point: Row) -> str:
    return METHODS.get(point["metodo_denominatore"], str(point["metodo_denominatore"]))
