"""What the documents print for a territory, beside ISTAT's values or what their own cells give."""

from __future__ import annotations

from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import figure, formats, sentences, spiega
from dashboards.components.tables import Column, table
from dashboards.components.text import BASES, absence, capital, counted, e, of, source_line, with_article
from dashboards.contesto.cifre import RESIDENTS
from dashboards.contesto.view import View


def beside_istat(view: View) -> None:
    """What the documents print for a territory that ISTAT covers too."""
    place = view.place
    printed = queries.printed_values(place["territorio_id"])
    if printed.is_empty():
        return
    rows = printed.to_dicts()
    known = queries.sources()
    for row in rows:
        row["nota_tabella"] = queries.table_note(row["fonte_id"])
        row["nome"] = counted(row["nome"], row["base_popolazione"])
        row["documento"] = (known.get(row["fonte_id"]) or {}).get("titolo", row["fonte_id"])
    first_source = known.get(rows[0]["fonte_id"])
    line = source_line(first_source)
    notes = dict.fromkeys(
        known[f]["nota"]
        for f in [*dict.fromkeys(r["fonte_id"] for r in rows), queries.population_source(view.here, view.year)]
        if known.get(f) and known[f].get("nota")
    )
    with figure.figure(
        "stampati",
        "Che cosa stampano i documenti",
        sentences.printed_against_istat(
            next(
                (r for r in rows if r["indicatore_id"] in RESIDENTS and r["valore_istat"] is not None),
                rows[0],
            )
        ),
        source=line,
        download=figure.Download(
            f"stampati_{place['territorio_id']}",
            printed.drop("ordine"),
            line,
            (first_source or {}).get("data_riferimento"),
            decimals=queries.decimals(),
        ),
        why="".join(f"<p>{e(n)}</p>" for n in notes) or None,
    ):
        st.html(
            table(
                rows,
                [
                    Column("nome", "Indicatore"),
                    Column(
                        "documento",
                        "Documento",
                        show=lambda r: (
                            f"{e(r['documento'])}<span class='piccolo'>"
                            f"{e(BASES.get(r['base_popolazione'], r['base_popolazione']))}, "
                            f"{formats.day(r['data_riferimento'])}</span>"
                        ),
                    ),
                    _printed_column("valore_stampato", "Stampato", of_place=place),
                    _printed_column("valore_istat", "ISTAT", with_year=True),
                    _printed_column("scarto_istat", "Differenza", sign=True),
                ],
                caption=f"Valori stampati nei documenti e valori ISTAT, {place['nome']}",
                tall=len(rows) > 16,
            )
        )


def _printed_column(
    key: str, label: str, *, sign: bool = False, with_year: bool = False, of_place: dict[str, Any] | None = None
) -> Column:
    def show(row: dict[str, Any]) -> str:
        if formats.is_missing(row[key]):
            if key in ("ricalcolato", "confronto"):
                return "–"
            return absence("non_ricevuto" if key != "valore_stampato" else row.get("motivo_assenza"))
        printed = row.get({"valore_stampato": "decimali_stampati", "confronto": "decimali_confronto"}.get(key, ""))
        decimals = int(row["decimali"] or 0) if printed is None else int(printed)
        words = formats.number(row[key], decimals, sign=sign)
        if row.get("unita") == "%" and not sign:
            words += f"{formats.NBSP}%"
        if with_year:
            words += (
                "<span class='piccolo'>1° gennaio "
                f"{row['anno_istat']}{', provvisorio' if row['istat_provvisorio'] else ''}</span>"
            )
        return words

    leads = spiega.to("indicatore_valore", territorio_id=of_place["territorio_id"]) if of_place else None
    return Column(key, label, "decimale", show=show, leads=leads)


def alone(view: View) -> None:
    """Districts, ASST and ATS exist only in documents: printed indicators beside the recomputed ones."""
    place, against = view.place, view.against
    figure.empty(
        f"I comuni {of(place['nome'])} non sono dichiarati nei documenti: non si possono disegnare "
        "la piramide e la mappa. "
        "Qui sotto ci sono gli indicatori che il documento stampa, accanto agli stessi ricalcolati "
        "dalle sue celle."
    )
    printed = queries.printed_values(place["territorio_id"])
    if printed.is_empty():
        figure.empty(f"Nessun documento ricevuto stampa indicatori per {with_article(place['nome'])}.")
        return
    known = queries.sources()
    other = {
        (r["indicatore_id"], r["base_popolazione"], r["anno"]): r
        for r in (queries.printed_values(against["territorio_id"]).to_dicts() if against else [])
    }
    for (base, fonte_id, anno), group in printed.group_by(
        ["base_popolazione", "fonte_id", "anno"], maintain_order=True
    ):
        rows = group.to_dicts()
        for row in rows:
            beside = other.get((row["indicatore_id"], base, anno)) or {}
            row |= {
                "nome": counted(row["nome"], base),
                "confronto": beside.get("valore_stampato"),
                "decimali_confronto": beside.get("decimali_stampati"),
            }
        recomputed = sum(r["ricalcolato"] is not None for r in rows)
        from_cells = formats.plural(recomputed, "si ricalcola", "si ricalcolano", zero="nessuno si ricalcola")
        source = known.get(fonte_id)
        line = source_line(source, date=rows[0]["data_riferimento"])
        columns = [
            Column("nome", "Indicatore"),
            _printed_column("valore_stampato", "Stampato", of_place=place),
            _printed_column("ricalcolato", "Ricalcolato"),
        ]
        if against and any(r["confronto"] is not None for r in rows):
            columns.append(_printed_column("confronto", f"{against['nome_breve']}, stampato"))
        with figure.figure(
            f"documento_{fonte_id.rsplit('/', 1)[-1]}_{base}_{anno}",
            (source or {}).get("titolo_tabella") or f"Indicatori stampati: {BASES.get(base, base)}, {anno}",
            f"{capital(BASES.get(base, base))}, {anno}. "
            f"{formats.plural(len(rows), 'indicatore stampato', 'indicatori stampati')}; "
            f"{from_cells} dalle altre celle dello stesso documento.",
            source=line,
            download=figure.Download(
                f"stampati_{place['territorio_id']}_{fonte_id.rsplit('/', 1)[-1]}_{base}_{anno}",
                group.drop("ordine"),
                line,
                rows[0]["data_riferimento"],
                decimals=queries.decimals(),
            ),
        ):
            st.html(table(rows, columns, caption=f"Indicatori stampati, {place['nome']}, {BASES.get(base, base)}"))
