"""Orologio dei casi: how late the meetings with the social services are on the day of the extraction. Internal only."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.adi.view import View
from dashboards.adi.words import Row, sources_line
from dashboards.components import figure, formats, frame, palette
from dashboards.components.charts.bars import stacked_bars
from dashboards.components.tables import Column, table
from dashboards.components.text import absence, absence_words, e, with_article

PHASES = {
    "primo_incontro": ("Primo incontro", "primo incontro, dovuto entro 120 giorni dal patto di attivazione digitale"),
    "successivi": ("Incontri successivi", "incontri successivi, dovuti ogni 90 giorni"),
}
LATE = ("ritardo_1_30", "ritardo_31_90", "ritardo_oltre_90")
COLOURS = {
    "in_tempo": palette.BLUE,
    "in_scadenza": palette.AMBER,
    **dict.fromkeys(LATE, palette.RED),
    "esonerato": palette.HATCH,
    "non_calcolabile": palette.HATCH,
}
DOWNLOADED = ("territorio_id", "nome", "estratto_il", "misura", "fase", "classe", "classe_nome", "casi", "stato_cella",
              "fonte_id")  # fmt: skip
NOTHING = (
    "Nessun ufficio ha ancora consegnato i casi dell'ADI. Come si fa, e che cosa ne resta, è in docs/casi.md: "
    "nessun nome e nessun codice fiscale entra nell'archivio."
)
RULES = ("orologio", "esonero")  # in this order


def draw(view: View) -> None:
    clock = queries.adi_clock()
    if clock.is_empty():
        figure.empty(NOTHING)
        return
    own = _of_place(view, clock)
    moved = view.place is not None and own["territorio_id"][0] != view.place["territorio_id"]
    if moved:
        frame.notices([f"Per {with_article(view.place['nome'])} non ci sono casi: la pagina mostra {own['nome'][0]}."])
    for phase in PHASES:
        _phase(own, phase)
        _comuni(clock.filter(pl.col("ambito_id") == own["ambito_id"][0]), phase)
    _reading(own["fonte_id"][0])
    _rules()


def _of_place(view: View, clock: pl.DataFrame) -> pl.DataFrame:
    """The last extraction of the territory of the address, of the nearest that has one, or of the first."""
    for territory in [*view.around, clock["territorio_id"][0]]:
        own = clock.filter(pl.col("territorio_id") == territory)
        if not own.is_empty():
            break
    return own.filter(pl.col("estratto_il") == own["estratto_il"].max())


def _phase(own: pl.DataFrame, phase: str) -> None:
    title, meaning = PHASES[phase]
    rows = own.filter(pl.col("fase") == phase).sort("classe_ordine").to_dicts()
    classes = [r for r in rows if r["classe"] != "totale"]
    total = next(r for r in rows if r["classe"] == "totale")
    line, date = sources_line(rows)
    hidden = [r for r in classes if r["stato_cella"] != "pubblicabile"]
    with figure.figure(
        f"orologio_{phase}",
        title,
        _sentence(total, classes, meaning),
        source=line,
        download=figure.Download(f"adi_orologio_{phase}", [{k: r[k] for k in DOWNLOADED} for r in rows], line, date),
        why=_why(hidden),
        why_label="Perché manca una cella?",
    ):
        drawn = [r for r in classes if r["casi"]]
        if drawn:
            colours = {r["classe_nome"]: COLOURS[r["classe"]] for r in drawn}
            parts = {r["classe_nome"]: [r["casi"] if o is r else None for o in drawn] for r in drawn}
            plot = stacked_bars(
                [r["classe_nome"] for r in drawn],
                parts,
                colours=colours,
                unit="casi",
                totals=[formats.number(r["casi"]) for r in drawn],
            )
            plot.update_layout(showlegend=False, margin={"l": 0, "r": 4, "t": 6, "b": 20})
            figure.chart(plot, f"orologio_{phase}", alt=_sentence(total, classes, meaning))


def _sentence(total: Row, classes: list[Row], meaning: str) -> str:
    day = formats.day(total["estratto_il"])
    words = f"{total['nome']}, casi estratti il {day}: {meaning}. "
    if total["casi"] is None:
        return words + "Il totale è nascosto, perché farebbe ricavare un numero piccolo."
    words += f"{formats.number(total['casi'])} {'caso' if total['casi'] == 1 else 'casi'} in tutto"
    late = [r for r in classes if r["classe"] in LATE]
    if all(r["casi"] is not None for r in late):
        return f"{words}, {formats.number(sum(r['casi'] for r in late))} in ritardo."
    return words + "; quanti sono in ritardo non si può dire, perché una delle classi è nascosta."


def _why(hidden: list[Row]) -> str | None:
    if not hidden:
        return None
    items = "".join(f"<li>{e(r['classe_nome'])}: {e(absence_words(r['stato_cella']))}</li>" for r in hidden)
    return f"<ul>{items}</ul><p>Una cella nascosta non vale zero, e non entra in nessuna somma.</p>"


def _comuni(clock: pl.DataFrame, phase: str) -> None:
    """The same classes, comune by comune."""
    found = clock.filter((pl.col("fase") == phase) & (pl.col("estratto_il") == clock["estratto_il"].max()))
    names: dict[str, str] = {r["classe"]: r["classe_nome"] for r in found.sort("classe_ordine").to_dicts()}
    rows: dict[str, dict[str, Any]] = {}
    for cell in found.to_dicts():
        row = rows.setdefault(cell["territorio_id"], {"nome": cell["nome"]})
        row[cell["classe"]] = cell["casi"]
        row[f"{cell['classe']}_stato"] = cell["stato_cella"]
    columns = [Column("nome", "Territorio")]
    columns += [Column(key, name, "intero", show=lambda r, key=key: _cell(r, key)) for key, name in names.items()]
    st.html(table(list(rows.values()), columns, caption=f"{PHASES[phase][0]}: casi per comune e ritardo"))


def _cell(row: dict[str, Any], key: str) -> str:
    if key not in row:
        return "–"
    return absence(row[f"{key}_stato"]) if row[key] is None else formats.number(row[key])


def _reading(fonte_id: str) -> None:
    """What became of the rows of the file."""
    rows = queries.adi_readings().filter(pl.col("fonte_id") == fonte_id).to_dicts()
    frame.heading("Come sono stati letti i casi")
    columns = [
        Column("esito_nome", "Righe"),
        Column("righe", "Quante", "intero", reason="stato_cella"),
        Column("motivo", "Perché non si contano", show=lambda r: e(r["motivo"] or "")),
    ]
    st.html(table(rows, columns, caption="Righe dei file dei casi, per esito della lettura"))


def _rules() -> None:
    """The terms and exemptions, with the norm."""
    frame.heading("Con quali regole")
    rules = queries.adi_rules().to_dicts()
    said = [_rule(r) for kind in RULES for r in rules if r["regola"] == kind]
    said.append("<li>I ritardi si misurano al giorno dell'estrazione, mai a oggi.</li>")
    st.html(f'<ul class="punti">{"".join(said)}</ul>')


def _rule(rule: Row) -> str:
    norm = f' <span class="piccolo">({e(rule["norma"])})</span>' if rule["norma"] else ""
    return f"<li>{e(rule['motivo'])}{norm}</li>"
