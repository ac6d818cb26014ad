"""Contesto: who lives in the territory, and how it changes. Chooses territory, year, comparison and view."""

from __future__ import annotations

from typing import Any

import entry

from dashboards import queries
from dashboards.components import address, figure, formats, frame
from dashboards.components.text import with_article
from dashboards.contesto import menu
from dashboards.contesto.comparing import comparable
from dashboards.contesto.view import View

NO_COMPARISON = "nessuno"


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    if place is None:
        figure.empty("Nessun territorio è ancora pubblicato: costruire il warehouse con «leps build».")
        return
    years = queries.years_of(place["territorio_id"])
    year, unknown_year = _year(place, years)
    against, unknown_reference = _reference(place, year)
    view = View(place, year, tuple(years), against) if year is not None else None
    address.shown(territorio=place["territorio_id"], anno=str(year) if year is not None else None)
    offered = menu.entries(view) if view else []
    current, unknown_view = menu.chosen(offered) if view else (menu.OVERVIEW, None)

    with frame.header("Contesto", current.sentence):
        frame.territory_picker(place, everywhere=True)
        if year is not None:
            address.picker("Anno", "anno", [str(y) for y in years], str(year))
        _reference_picker(_references(place, year), against)
    address.confirm(menu.PARAMETER, current.id)
    menu.links(offered, current)
    frame.notices([unknown_place, unknown_year, unknown_reference, unknown_view])
    if view is None:
        figure.empty(
            f"Per {with_article(place['nome'])} non sono pubblicati dati di popolazione: i documenti ricevuti non "
            "li stampano e l'elenco dei suoi comuni non è dichiarato."
        )
        return
    current.draw(view)


def _year(place: dict[str, Any], years: list[int]) -> tuple[int | None, str | None]:
    if not years:
        return None, None
    default = str(years[0])
    value, sentence = address.choose(
        "anno",
        [str(y) for y in years],
        default,
        lambda asked: f"{_no_year(place, asked)}: la pagina mostra il {default}.",
    )
    return int(value), sentence


def _no_year(place: dict[str, Any], asked: str) -> str:
    """Why a year is not offered: nothing was received, or not for all the comuni."""
    found = queries.comuni_covered(place["territorio_id"], int(asked)) if asked.isascii() and asked.isdigit() else None
    name = with_article(place["nome"])
    if found is None:
        return f"Per {name} non ci sono dati dell'anno «{asked}»"
    present, expected = found
    comuni = formats.plural(present, "comune", "comuni")
    return f"Per {name} i dati del {asked} coprono {comuni} su {formats.number(expected)}"


def _references(place: dict[str, Any], year: int | None) -> dict[str, dict[str, Any]]:
    """Territories to compare with. Districts have no comuni to draw: only the table of comparisons takes them."""
    in_table = address.asked(menu.PARAMETER) == "confronti"
    return {h["territorio_id"]: h for h in comparable(place, year if in_table else None)}


def _reference(place: dict[str, Any], year: int | None) -> tuple[dict[str, Any] | None, str | None]:
    """The region where there is one, else the widest territory that holds this one."""
    around = _references(place, year)
    default = next((k for k, h in around.items() if h["livello"] == "regione"), next(reversed(around), None))
    asked = address.asked("confronto")
    if asked == NO_COMPARISON:
        return None, None
    if asked in around:
        return around[asked], None
    fallback = around.get(default)
    if asked is None or asked == place["territorio_id"] or queries.territory(asked) is not None:
        return fallback, None  # a comparison kept from another territory is not a mistake of the reader
    name = with_article(fallback["nome_breve"]) if fallback else "nessun territorio"
    return fallback, f"Il confronto «{asked}» indicato nell'indirizzo non esiste: la pagina confronta con {name}."


def _reference_picker(around: dict[str, dict[str, Any]], against: dict[str, Any] | None) -> None:
    names = {
        key: f"Distretto {h['nome_breve']}" if h["livello"] == "distretto" else h["nome_breve"]
        for key, h in around.items()
    }
    if names:
        address.picker(
            "Confronta con",
            "confronto",
            [NO_COMPARISON, *names],
            against["territorio_id"] if against else NO_COMPARISON,
            lambda key: names.get(key, "nessuno"),
        )


entry.run(main)
