"""Scheda: what became of each objective of a plan, as the ambito's own outcome sheet tells it."""

from __future__ import annotations

from dashboards import queries
from dashboards.components import formats, palette
from dashboards.components.tables import Column
from dashboards.components.text import absence, e, pill
from dashboards.spesa.elenco import draw_rows
from dashboards.spesa.view import Row, money

DEFINITION = (
    "Dalla scheda degli esiti che l'ambito invia. Grado 100: attuato; 0: non attuato; fra i due: in parte. Una "
    "risposta che manca non vale «no»."
)


def draw(body: str, ambito_id: str) -> None:
    rows = queries.planning_sheets(ambito_id)
    for at, plan in enumerate(dict.fromkeys(r["piano"] for r in rows)):
        _plan(body, f"scheda_{at}", plan, [r for r in rows if r["piano"] == plan])


def _plan(body: str, key: str, plan: str, rows: list[Row]) -> None:
    draw_rows(
        key,
        f"Esiti degli obiettivi, {plan}, {body}",
        _sentence(rows),
        rows,
        [
            Column("obiettivo", "Obiettivo", show=_objective),
            Column("grado_pct", "Grado", show=_degree, wrap=False),
            Column("giudizio_nome", "Giudizio degli utenti"),
            Column("risorse_utilizzate_eur", "Risorse usate (euro)", "euro", show=_resources),
            Column("criticita", "Criticità"),
            Column("cambiamento_nome", "Cambiamento"),
            Column("riproposto_nome", "Prima e dopo", show=_before_and_after),
        ],
        sources=[r["fonte_id"] for r in rows],
        definition=DEFINITION,
        download=f"esiti_obiettivi_{body}_{plan}",
        caption=f"Esiti degli obiettivi, {plan}, {body}",
        classes="registro",
        why=f"<p>{e(DEFINITION)}</p>",
        why_label="Come si legge",
    )


def _sentence(rows: list[Row]) -> str:
    words = {"attuato": ("attuato", "attuati"), "parziale": ("in parte", "in parte"),
             "non_attuato": ("non attuato", "non attuati")}  # fmt: skip
    counts = {state: sum(r["stato"] == state for r in rows) for state in words}
    told = [formats.plural(many, *words[state]) for state, many in counts.items() if many]
    sentence = f"{formats.plural(len(rows), 'obiettivo', 'obiettivi')}: {formats.listed(told)}." if told else ""
    unknown = sum(r["stato"] is None for r in rows)
    if unknown:
        sentence += f" Di {formats.plural(unknown, 'obiettivo', 'obiettivi')} la scheda non dice il grado."
    again = sum(r["riproposto"] in ("si", "modificato") for r in rows)
    if again:
        sentence += f" {formats.plural(again, 'torna', 'tornano')} nel prossimo piano."
    return sentence.strip()


def _objective(row: Row) -> str:
    return e(row["obiettivo"]) + (f'<span class="piccolo">{e(row["area_nome"])}</span>' if row["area_nome"] else "")


def _degree(row: Row) -> str:
    if row["grado_pct"] is None:
        return absence(row["motivo_assenza_grado"])
    return f'{pill(palette.OUTCOMES[row["stato"]])}<span class="piccolo">{formats.percent(row["grado_pct"])}</span>'


def _resources(row: Row) -> str:
    used = money(row["risorse_utilizzate_eur"], "la scheda non dice le risorse utilizzate")
    if row["risorse_previste_eur"] is None:
        return used
    share = f", {formats.percent(row['utilizzo_pct'])}" if row["utilizzo_pct"] is not None else ""
    return f'{used}<span class="piccolo">su {money(row["risorse_previste_eur"])} previsti{share}</span>'


def _before_and_after(row: Row) -> str:
    """Whether it continues an objective of the plan before, and comes back in the next."""
    said = {"Continua il precedente": row["continuita_nome"], "Nel prossimo piano": row["riproposto_nome"]}
    lines = [f"<li>{label}: {e(words)}</li>" for label, words in said.items() if words]
    if row["obiettivo_nuovo"]:
        lines.append(f"<li>Poi: {e(row['obiettivo_nuovo'])}</li>")
    return f"<ul class='corto'>{''.join(lines)}</ul>" if lines else "–"
