"""The five key figures of a territory, with change, comparison and interval."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import formats, sentences, spiega
from dashboards.components.cards import Card, cards
from dashboards.components.text import BASES, counted, e, source_line
from dashboards.contesto.comparing import href
from dashboards.contesto.view import View

# The five key figures: the first indicator of each line that is published for the territory is shown.
KEY_FIGURES = (
    ("residenti", "popolazione_residente"),
    ("indice_vecchiaia",),
    ("indice_dipendenza_strutturale",),
    ("residenti_0_14", "quota_0_14"),
    ("residenti_65_piu", "quota_65_piu"),
)
RESIDENTS = KEY_FIGURES[0]


def draw(view: View, values: dict[str, dict[str, Any]]) -> None:
    """The cards, their sources, and how the changes are read."""
    reference = queries.values_of(view.reference, view.year) if view.reference else {}
    found = [row for candidates in KEY_FIGURES if (row := _first(values, candidates)) is not None]
    cards([_card(view, row, reference.get(row["indicatore_id"])) for row in found])
    known = queries.sources()
    said = (source_line(known.get(row["fonte_id"]), date=row.get("data_riferimento")) for row in found)
    st.html(f'<p class="fonte sotto-cifre">{e(" · ".join(dict.fromkeys(line for line in said if line)))}</p>')
    st.html(_how_to_read([_expected_words(row) for row in found]))


def _first(values: dict[str, Any], candidates: tuple[str, ...]) -> dict[str, Any] | None:
    return next((values[c] for c in candidates if c in values), None)


def _card(view: View, row: dict[str, Any], other: dict[str, Any] | None) -> Card:
    what = queries.indicators().get(row["indicatore_id"], {})
    decimals = int(what.get("decimali") or 0)
    lines = [BASES.get(row["base_popolazione"], row["base_popolazione"])] if _other_base(row) else []
    lines += [sentences.change(row, decimals, what.get("unita")), sentences.outcome(row)]
    if row["indicatore_id"] in RESIDENTS and not _other_base(row) and row["valore"] is not None:
        lines += [_elsewhere(total) for total in queries.other_totals(view.here, view.year, row["valore"])]
    if row["denominatore"] is not None:
        same = other is not None and other["base_popolazione"] == row["base_popolazione"]
        lines += [
            sentences.comparison(other, view.against["nome_breve"], decimals) if same and view.against else "",
            sentences.uncertainty(row, decimals),
        ]
    return Card(
        counted(what.get("nome", row["indicatore_id"]), row["base_popolazione"]),
        formats.with_unit(row["valore"], what.get("unita"), decimals),
        [line for line in lines if line],
        href=href("indicatori", indicatore=row["indicatore_id"]),
        leads=spiega.href("indicatore_valore", row),
    )


def _elsewhere(total: dict[str, Any]) -> str:
    kind = "dato provvisorio" if total["provvisorio"] else "dato definitivo"
    return f"Un'altra tabella ne conta {formats.number(total['residenti'])}: «{total['titolo']}», {kind}"


def _how_to_read(reasons: list[str]) -> str:
    return (
        '<details class="perche"><summary>Come si leggono le variazioni</summary><div>'
        "<p>Ogni indicatore dichiara di quanto può cambiare da un anno all'altro. Una variazione è «fuori» solo se "
        "supera quei limiti ed è più grande di quanto farebbe il caso. L'intervallo al 95&nbsp;% dice quanto il valore "
        "di una popolazione piccola oscilla per ragioni naturali: non è un errore di campionamento.</p>"
        "<p>«Dato provvisorio»: la fonte può ancora rivederlo. Un calo fra un dato definitivo e uno "
        "provvisorio può dipendere dalla pubblicazione e non dalle persone.</p>"
        f"<ul>{''.join(f'<li>{r}</li>' for r in reasons if r)}</ul></div></details>"
    )


def _other_base(row: dict[str, Any]) -> bool:
    """Whoever is counted is not a resident: the figure says so."""
    return row["base_popolazione"] not in (None, "residenti_istat")


def _expected_words(row: dict[str, Any]) -> str:
    what = queries.indicators().get(row["indicatore_id"], {})
    low, high = what.get("variazione_min_pct"), what.get("variazione_max_pct")
    words = ""
    if low is not None and high is not None:
        words = f"{what['nome']}: da {formats.percent(low, sign=True)} a {formats.percent(high, sign=True)} in un anno."
        if what.get("variazione_motivo"):
            words += f" {what['variazione_motivo']}"
    if row.get("motivo_variazione"):
        words = f"{words or what.get('nome', '') + ':'} {row['motivo_variazione']}"
    return e(words)
