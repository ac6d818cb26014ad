"""Indicatori: the dictionary by theme with a search, and the page of each indicator."""

from __future__ import annotations

from typing import Any

import entry
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame
from dashboards.components.charts.heatmap import STYLE
from dashboards.components.text import e, with_article
from dashboards.contesto import scheda
from dashboards.contesto.comparing import comparable, href, usual_reference
from dashboards.contesto.view import View

Row = dict[str, Any]


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    known = queries.indicators()
    if place is None or not known:
        figure.empty("Nessun indicatore è ancora pubblicato: costruire il warehouse con «leps build».")
        return
    asked = address.asked("indicatore")
    if asked is None:
        _dictionary(known)
    elif asked not in known:
        _dictionary(known, f"L'indicatore «{asked}» indicato nell'indirizzo non esiste: la pagina mostra l'elenco.")
    else:
        _one(place, unknown_place, known[asked])


def _one(place: Row, unknown_place: str | None, what: Row) -> None:
    years = queries.years_with(place["territorio_id"], what["indicatore_id"])
    year, unknown_year = _year(place, years)
    against = usual_reference(place)
    with frame.header(what["nome"], what.get("descrizione") or ""):
        frame.territory_picker(place)
        if year is not None:
            address.picker("Anno", "anno", [str(y) for y in sorted(years, reverse=True)], str(year))
        if against is not None:
            names = {h["territorio_id"]: h["nome_breve"] for h in comparable(place)}
            address.picker("Confronta con", "confronto", list(names), against["territorio_id"], names.get)
    st.page_link(
        "pages/indicatori.py",
        label="← Tutti gli indicatori",
        query_params=address.carried(indicatore=None),
    )
    frame.notices([unknown_place, unknown_year])
    view = View(place, year or _any_year(what), tuple(years), against)
    scheda.draw(view, what)


def _year(place: Row, years: list[int]) -> tuple[int | None, str | None]:
    if not years:
        return None, None
    value, sentence = address.choose(
        "anno",
        [str(y) for y in years],
        str(years[0]),
        lambda asked: (
            f"Per {with_article(place['nome'])} questo indicatore non c'è nel {asked}: la pagina mostra il {years[0]}."
        ),
    )
    return int(value), sentence


def _any_year(what: Row) -> int:
    """The latest year that the indicator has anywhere, for a territory that has none."""
    found = queries.coverage().get(what["indicatore_id"])
    return found["al"] if found else formats.as_date(queries.publication().pubblicata_il).year


def _dictionary(known: dict[str, Row], notice: str | None = None) -> None:
    with frame.header("Indicatori", "Che cosa misura ognuno, come si calcola, dove e quando c'è"):
        pass
    st.html(STYLE)
    frame.notices([notice])
    _search()
    asked = address.asked("cerca") or ""
    rows = [row for row in known.values() if matches(row, asked)]
    if not rows:
        figure.empty(f"Nessun indicatore contiene «{asked}» nel nome, nella definizione o nel tema.")
        return
    found = queries.coverage()
    line = "Definizioni dichiarate in dbt_project/indicators"
    with figure.figure(
        "elenco",
        "",
        f"{formats.plural(len(rows), 'indicatore', 'indicatori')}"
        + (f" con «{asked}»" if asked else "")
        + ": la stessa definizione vale nelle pagine, nei controlli e nel file DuckDB.",
        source=line,
        download=figure.Download(
            "dizionario_indicatori",
            rows,
            "Definizioni degli indicatori",
            formats.as_date(queries.publication().pubblicata_il),
        ),
    ):
        for theme in dict.fromkeys(row["tema"] for row in rows):
            items = "".join(_item(row, found.get(row["indicatore_id"])) for row in rows if row["tema"] == theme)
            st.html(f'<h2 class="titolo">{e(theme)}</h2><dl class="metodi elenco">{items}</dl>')


def _search() -> None:
    st.session_state["cerca_indicatore"] = address.asked("cerca") or ""
    st.text_input(
        "Cerca un indicatore", key="cerca_indicatore", placeholder="anziani, natalità, stranieri", on_change=_to_address
    )


def _to_address() -> None:
    words = (st.session_state.get("cerca_indicatore") or "").strip()
    if words:
        st.query_params["cerca"] = words
    else:
        st.query_params.pop("cerca", None)


def matches(row: Row, words: str) -> bool:
    """Every word of the search is in the name, the definition or the theme."""
    text = " ".join(str(row.get(k) or "") for k in ("indicatore_id", "nome", "descrizione", "tema")).casefold()
    return all(word in text for word in words.casefold().split())


def _item(row: Row, found: Row | None) -> str:
    place = href("indicatori", indicatore=row["indicatore_id"])
    where = "ancora senza valori"
    if found:
        where = f"{formats.plural(found['territori'], 'territorio', 'territori')} nel {found['anno']}"
        if found["dal"] != found["al"]:
            where += f" · anni {found['dal']}–{found['al']}"
    unit = f"{row['unita']} · " if row.get("unita") else ""
    return (
        f'<dt><a href="{e(place)}" target="_self">{e(row["nome"])}</a></dt>'
        f'<dd>{e(row["descrizione"])} <span class="piccolo">{e(unit)}{e(where)}</span></dd>'
    )


entry.run(main)
