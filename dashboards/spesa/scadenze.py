"""Fondi a termine: which services, LEPS and euro lose their fund on the day that it ends."""

from __future__ import annotations

from dashboards import queries
from dashboards.components import figure, formats, frame
from dashboards.components.tables import Column
from dashboards.components.text import e, of, sentence_case
from dashboards.spesa.elenco import draw_rows
from dashboards.spesa.view import DEFINITION, NO_AREA, Row, View, money, whole


def draw(view: View) -> None:
    funds = queries.ending_funds()
    if not funds:
        figure.empty("Di nessun fondo è dichiarato il giorno in cui finisce.")
        return
    rows = queries.ending_lines(*view.key) if view.has_spending else []
    _band(view, funds, rows)
    if rows:
        _services(view, funds, rows)
    else:
        figure.empty(
            f"Fra gli importi {of(view.name)} ({view.label}) nessuno è pagato da {_names(funds)}: nessun servizio "
            "resta senza fondo, per quanto i documenti dicono."
        )
    _leps(funds)


def _names(funds: list[Row]) -> str:
    return formats.listed([f["nome"] for f in funds])


def _band(view: View, funds: list[Row], rows: list[Row]) -> None:
    first = funds[0]
    day = formats.day(first["termina_il"])
    amount = sum(r["importo_eur"] for r in rows if r["importo_eur"] is not None)
    if not rows:
        frame.band(f"{first['nome']} finisce il {day}.", first["motivo_termine"] or "")
        return
    leps = {name for r in rows for name in (r["leps"] or "").split("; ") if name}
    strong = f"Dopo il {day}: {whole(amount)} senza fondo"
    words = [formats.plural(len(rows), "servizio o obiettivo", "servizi o obiettivi")]
    if leps:
        words.append(
            f"{formats.plural(len(leps), 'LEPS', 'LEPS')} che i documenti vi collegano: {formats.listed(sorted(leps))}"
        )
    frame.band(strong + ".", f"{'; '.join(words)}. {first['motivo_termine'] or ''}")


def _services(view: View, funds: list[Row], rows: list[Row]) -> None:
    apart = sum(r["non_sommate"] for r in rows)
    largest = max((r for r in rows if r["importo_eur"] is not None), key=lambda r: r["importo_eur"], default=None)
    sentence = f"{formats.plural(len(rows), 'riga', 'righe')} pagate da {_names(funds)}."
    if largest:
        sentence += f" La più grande è «{sentence_case(largest['servizio'])}»: {whole(largest['importo_eur'])}."
    if apart:
        sentence += f" {formats.plural(apart, 'importo', 'importi')} citati una seconda volta non si sommano."
    for row in rows:
        row["gruppo"] = row["area_nome"] or row["area"] or NO_AREA
    draw_rows(
        "scadenze",
        f"Che cosa perde il fondo, {view.name} ({view.label})",
        sentence,
        rows,
        [
            Column("servizio", "Servizio o obiettivo", show=lambda r: e(sentence_case(r["servizio"]))),
            Column("fondo_nome", "Fondo"),
            Column("termina_il", "Finisce il", show=lambda r: formats.short_day(r["termina_il"]), wrap=False),
            Column("importo_eur", "Importo (euro)", "euro", show=_amount),
            Column("leps", "LEPS", show=lambda r: e(r["leps"]) or "nessuno dichiarato"),
            Column("riga_documento", "Riga", wrap=False),
        ],
        sources=[r["fonte_id"] for r in rows],
        definition=DEFINITION,
        download=f"spesa_a_termine_{view.name}_{view.label}",
        caption=f"Servizi pagati da fondi che finiscono, {view.name}",
        group="gruppo",
    )


def _amount(row: Row) -> str:
    if row["importo_eur"] is None:
        return money(None, "tutti gli importi di questa riga sono già contati altrove" if row["non_sommate"] else None)
    note = "altri importi già contati altrove" if row["non_sommate"] else ""
    return money(row["importo_eur"]) + (f'<span class="piccolo">{note}</span>' if note else "")


def _leps(funds: list[Row]) -> None:
    """Plans say which LEPS a fund pays for even where they print no amount."""
    rows = queries.leps_on_ending_funds()
    if not rows:
        return
    alone = [r["leps_nome"] for r in rows if not r["altri_fondi"]]
    sentence = (
        f"{formats.plural(len(rows), 'LEPS', 'LEPS')} che i piani di zona dicono pagati anche da {_names(funds)}."
    )
    sentence += (
        f" Senza altri fondi nominati: {formats.listed(alone)}."
        if alone
        else " Per tutti sono nominati anche altri fondi."
    )
    draw_rows(
        "leps_a_termine",
        "I LEPS che i piani legano a questi fondi",
        sentence,
        rows,
        [
            Column("leps_nome", "LEPS"),
            Column("fondo_nome", "Fondo che finisce"),
            Column("altri_fondi", "Altri fondi nominati", show=lambda r: e(r["altri_fondi"]) or "nessuno"),
            Column("riga_documento", "Righe", wrap=False),
        ],
        sources=[r["fonte_id"] for r in rows],
        definition="I fondi che il documento nomina per ogni LEPS; non dice in che parte lo pagano.",
        download="leps_fondi_a_termine",
        caption="LEPS pagati da fondi che finiscono",
    )
