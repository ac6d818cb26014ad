"""Filo: from an objective of the plan before to the new one, its LEPS, its spending, its outcome."""

from __future__ import annotations

from dashboards import queries
from dashboards.components import formats, palette
from dashboards.components.tables import Column
from dashboards.components.text import e, pill
from dashboards.spesa.elenco import draw_rows
from dashboards.spesa.view import Row, money

REASONS = {
    "spesa_non_stampata": "Il documento non stampa una spesa per questo obiettivo.",
    "in_quota_parte_o_illeggibile": "L'importo è «in quota parte» o non si legge: non si somma.",
    "esito_perduto_nel_testo": "l'esito era un segno colorato, che il testo non conserva",
    "piano_precedente_non_citato": "il documento non cita il piano precedente",
    "nessun_leps_dichiarato": "nessun LEPS dichiarato",
    "nessun_traguardo_giudicato": "nessun traguardo ancora giudicato",
}


def draw(body: str, ambito_id: str) -> None:
    rows = queries.planning_threads(ambito_id)
    if not rows:
        return
    draw_rows(
        "filo",
        f"Il filo: dal piano precedente al nuovo, ai LEPS, alla spesa, {body}",
        _sentence(rows),
        rows,
        [
            Column("obiettivo_precedente", "Prima", show=_before),
            Column("stato_precedente", "Esito", show=_outcome),
            Column("obiettivo_nuovo", "Nel piano nuovo", show=_after),
            Column("leps_nome", "LEPS", show=_leps),
            Column("spesa_eur", "Spesa (euro)", "euro", show=_spending),
        ],
        sources=[s for r in rows for s in (r["raccolta"], r["scheda_fonte_id"])],
        definition="Legami che il documento stesso dichiara, ognuno con la sua riga e il suo motivo.",
        download=f"filo_{body}",
        caption=f"Fili fra i piani, {body}",
        why="<ul class='corto'>" + "".join(f"<li>{_why(r)}</li>" for r in rows if r["motivo"]) + "</ul>",
        why_label="Da che cosa si sa che un obiettivo continua l'altro",
        classes="registro",
    )


def _sentence(rows: list[Row]) -> str:
    continued = [r for r in rows if r["obiettivo_precedente"] and r["obiettivo_nuovo"]]
    dropped = [r for r in rows if r["obiettivo_precedente"] and not r["obiettivo_nuovo"]]
    words = formats.plural(len(rows), "filo", "fili") + "."
    if continued:
        one, many = "obiettivo del piano precedente continua", "obiettivi del piano precedente continuano"
        words += f" {formats.plural(len(continued), one, many)} nel nuovo."
    if dropped:
        words += f" Di {len(dropped)} il documento non dice la continuazione."
    served = len({r["leps_nome"] for r in rows if r["leps_nome"]})
    if served:
        words += f" Servono {served} LEPS."
    paid = sum(r["spesa_eur"] is not None for r in rows)
    return words + (f" Per {paid} si conosce la spesa." if paid else " Di nessuno il documento stampa la spesa.")


def _why(row: Row) -> str:
    return f"<strong>{e(row['obiettivo_precedente'] or row['obiettivo_nuovo'])}</strong>: {e(row['motivo'])}"


def _step(words: str | None, plan: str | None, line: str | None, missing: str) -> str:
    if not words:
        return f'<span class="piccolo">{e(missing)}</span>'
    where = f"{plan}, riga {line}" if line else plan
    return f'{e(words)}<span class="piccolo">{e(where)}</span>'


def _before(row: Row) -> str:
    missing = REASONS.get(row["motivo_assenza_esito"], "non detto")
    return _step(row["obiettivo_precedente"], row["piano_precedente"], row["riga_precedente"], missing)


def _after(row: Row) -> str:
    return _step(row["obiettivo_nuovo"], row["piano_nuovo"], row["riga_nuovo"], "continuazione non detta")


def _outcome(row: Row) -> str:
    if row["stato_precedente"] in palette.OUTCOMES:
        told = '<span class="piccolo">dalla scheda degli esiti</span>' if row["scheda_fonte_id"] else ""
        return pill(palette.OUTCOMES[row["stato_precedente"]]) + told
    return f'<span class="piccolo">{e(REASONS.get(row["motivo_assenza_esito"], "non detto"))}</span>'


def _leps(row: Row) -> str:
    if not row["leps_nome"]:
        return f'<span class="piccolo">{REASONS["nessun_leps_dichiarato"]}</span>'
    if row["leps_giudicati"]:
        told = f"{row['leps_raggiunti']} traguardi raggiunti su {row['leps_giudicati']}"
    else:
        told = REASONS["nessun_traguardo_giudicato"]
    return f'{e(row["leps_nome"])}<span class="piccolo">{told}</span>'


def _spending(row: Row) -> str:
    reason = REASONS.get(row["motivo_assenza_spesa"], row["motivo_assenza_spesa"])
    note = f'<span class="piccolo">{e(row["fondi"])}</span>' if row["fondi"] else ""
    return money(row["spesa_eur"], reason) + note
