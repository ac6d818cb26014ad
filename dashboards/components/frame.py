"""The frame of every page: side bar, header with the pickers, notices."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import access, address, demo, formats
from dashboards.components.text import e, territory_label, with_article

HERE = Path(__file__).resolve().parent
STYLE = HERE / "style.css"
SCRIPTS = tuple(HERE / f"{name}.js" for name in ("page", "print", "drawn", "image"))
DEFAULT_TERRITORY = "amb:sebino"


def dress() -> None:
    """The look of every page, and the few attributes that Streamlit does not let Python set."""
    st.html(STYLE)
    scripts = "\n".join(script.read_text("utf-8") for script in SCRIPTS)
    st.html(f"<script>{scripts}</script>", unsafe_allow_javascript=True)


def default_territory() -> str | None:
    known = queries.territories()
    return DEFAULT_TERRITORY if DEFAULT_TERRITORY in known else next(iter(known), None)


def chosen_territory() -> tuple[dict[str, Any] | None, str | None]:
    """The territory in the address, or the default one and a sentence that says so."""
    default = default_territory()
    asked = address.asked("territorio")
    if asked is None or asked == default:
        return (queries.territory(default) if default else None), None
    found = queries.territory(asked)
    if found is not None:
        return found, None
    row = queries.territory(default) if default else None
    name = row["nome"] if row else "il primo disponibile"
    return (
        row,
        f"Il territorio «{asked}» indicato nell'indirizzo non esiste: la pagina mostra {with_article(name)}.",
    )


def sidebar(groups: Mapping[str, Sequence[Any]], current: Any, *, checks: Any) -> None:
    """Title, territory, groups of pages, and at the bottom what is published and the state of the checks."""
    place, _ = chosen_territory()
    with st.sidebar, st.container(key="lato", gap=None):
        st.html(f'<p class="marchio">Osservatorio LEPS</p><p class="luogo">{e(_place_words(place))}</p>')
        with st.container(key="navigazione", gap=None):
            for heading, pages in groups.items():
                if heading:
                    st.html(f'<p class="gruppo-voci">{e(heading)}</p>')
                for page in pages:
                    here = page.title == current.title
                    with st.container(key=f"voce{'_attuale' if here else ''}_{page.url_path or 'inizio'}", gap=None):
                        st.page_link(page, label=page.title, query_params=address.carried(), width="stretch")
        published = queries.publication()
        st.html(
            f'<p class="pubblicati">Dati pubblicati il<br>{formats.short_day(published.pubblicata_il)}, '
            f"ore {formats.clock(published.pubblicata_il)}<br>"
            f'versione <span class="versione" title="{e(published.versione)}">'
            f"{e(short_version(published.versione))}</span></p>"
        )
        with st.container(key="stato_controlli", gap=None):
            st.page_link(checks, label="Stato dei controlli", query_params=address.carried())
        access.who()


def short_version(versione: str) -> str:
    """The last part of `20261122T101500-ab12cd34`, enough to tell two versions apart."""
    return versione.rsplit("-", 1)[-1][:8]


def _place_words(place: dict[str, Any] | None) -> str:
    if place is None:
        return "Nessun territorio pubblicato"
    words = territory_label(place)
    if place["livello"] in ("ambito", "provincia"):
        count = queries.count_comuni(place["territorio_id"])
        if count:
            words += f" · {formats.plural(count, 'comune', 'comuni')}"
    return words


@contextmanager
def header(title: str, subtitle: str) -> Iterator[None]:
    """Title and one plain sentence on the left; the pickers drawn inside stand on the right."""
    with st.container(key="testata", horizontal=True, vertical_alignment="bottom", gap="small"):
        st.html(f'<div class="intestazione"><h1>{e(title)}</h1><p>{e(subtitle)}</p></div>')
        with st.container(key="scelte", horizontal=True, gap="small", horizontal_alignment="right"):
            yield


def territory_picker(place: dict[str, Any] | None, label: str = "Territorio", *, everywhere: bool = False) -> None:
    """Ambiti with their comuni, districts of the documents, provinces, regions, Italy: type to search.

    Args:
        everywhere: the comuni of no declared ambito too, last in the list.
    """
    if place is None:
        return
    here = place["territorio_id"]
    labels = _labels(queries.publication().versione, everywhere)
    if here not in labels:
        labels = {here: territory_label(place), **labels}
    address.picker(label, "territorio", list(labels), here, labels.get)


@functools.lru_cache(maxsize=4)
def _labels(versione: str, everywhere: bool) -> dict[str, str]:
    """Names of the menu, made once for each published version."""
    labels = {key: territory_label(row) for key, row in queries.territories().items()}
    if everywhere:
        labels |= {key: territory_label(row) for key, row in queries.other_comuni().items()}
    return labels


def notices(sentences: Iterable[str | None]) -> None:
    """Plain sentences about what the address asked and could not have."""
    said = [s for s in sentences if s]
    if said:
        st.html('<div class="avviso" role="status">' + "".join(f"<p>{e(s)}</p>" for s in said) + "</div>")


def demo_band() -> None:
    """On every page of a warehouse with demonstration data: what is made up, and what is not."""
    if words := demo.band():
        st.html(f'<p class="dimostrativo">{e(words)}</p>')


def band(strong: str, rest: str = "") -> None:
    """The answer before the detail."""
    st.html(f'<p class="fascia"><strong>{e(strong)}</strong> {e(rest)}</p>')


def heading(title: str, sentence: str = "") -> None:
    text = f'<p class="frase">{e(sentence)}</p>' if sentence else ""
    st.html(f'<h2 class="titolo">{e(title)}</h2>{text}')
