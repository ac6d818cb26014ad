"""Ipotesi: a fund grows or shrinks, and areas, services, LEPS and the comuni's own share move. Nothing is saved."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame
from dashboards.components.cards import Card, cards
from dashboards.components.tables import Column, table
from dashboards.components.text import e, sentence_case
from dashboards.spesa.view import Row, View, money, sources_line, whole

FUND, KIND, AMOUNT = "fondo", "misura", "variazione"
KINDS = {"percento": "In percentuale", "euro": "In euro"}
DEFAULT = {"percento": Decimal(-10), "euro": Decimal(-10000)}
FIRST_FUND = "fnps"
MOST = Decimal(1_000_000_000)
DEFINITION = (
    "La variazione del fondo si divide fra le righe che paga, in proporzione al loro importo. È un'ipotesi: nessun "
    "documento la contiene e non è salvata."
)


def draw(view: View) -> None:
    if not view.has_spending:
        figure.empty(view.no_spending)
        return
    funds = {r["fondo"]: r["fondo_nome"] for r in queries.spending_flows(*view.key).to_dicts()}
    if not funds:
        figure.empty("Nessun importo che si possa sommare: non c'è nulla da spostare.")
        return
    default = FIRST_FUND if FIRST_FUND in funds else next(iter(funds))
    fund, unknown = address.choose(
        FUND, list(funds), default, lambda asked: f"Il fondo «{asked}» non paga nulla in questo bilancio."
    )
    kind, _ = address.choose(KIND, list(KINDS), "percento", lambda asked: f"La misura «{asked}» non esiste.")
    amount, wrong = _asked(kind)
    with st.container(key="comandi", horizontal=True, gap="small", vertical_alignment="bottom"):
        address.picker("Fondo", FUND, list(funds), fund, funds.__getitem__)
        address.segments("Variazione", KIND, list(KINDS), kind, KINDS.__getitem__)
        _field(kind, amount)
    frame.notices([unknown, wrong])
    asked = (*view.key, fund, str(amount), kind == "euro")
    rows = queries.what_if(*asked)
    total = next(r for r in rows if r["livello"] == "totale")
    if kind == "euro" and total["del_fondo_eur"] + total["variazione_eur"] < 0:
        frame.notices([f"Il fondo è di {whole(total['del_fondo_eur'])}: non se ne può togliere di più."])
        return
    leps = queries.what_if_leps(*asked)
    _cards(total, queries.what_if_comuni(*asked), funds[fund])
    _moves(view, funds[fund], rows, total)
    _leps(view, funds[fund], leps)


def _asked(kind: str) -> tuple[Decimal, str | None]:
    """The signed change in the address, with comma or point."""
    words = address.asked(AMOUNT)
    if words is None:
        return DEFAULT[kind], None
    try:
        value = Decimal(words.replace(",", ".").replace("−", "-"))
        low = Decimal(-100) if kind == "percento" else -MOST
        if value.is_finite() and low <= value <= MOST and value == round(value, 2):
            return value, None
    except InvalidOperation:
        pass
    expected = (
        "una percentuale da −100 in su" if kind == "percento" else "un importo in euro, con il segno meno se cala"
    )
    return DEFAULT[kind], f"Variazione: trovato «{words}», atteso {expected}, con al massimo due decimali."


def _field(kind: str, amount: Decimal) -> None:
    key = f"variazione_{kind}"
    st.session_state[key] = float(amount)
    st.number_input(
        "Di quanto (meno se cala)" + (", %" if kind == "percento" else ", euro"),
        key=key,
        min_value=-100.0 if kind == "percento" else float(-MOST),
        max_value=float(MOST),
        step=5.0 if kind == "percento" else 1000.0,
        format="%.2f",
        on_change=_entered,
        args=(key,),
    )


def _entered(key: str) -> None:
    st.query_params[AMOUNT] = f"{st.session_state[key]:g}" if st.session_state[key] is not None else ""


def _cards(total: Row, comuni: Row, fund: str) -> None:
    change = total["variazione_eur"]
    cards(
        [
            Card(fund, formats.euro(total["del_fondo_eur"]), [f"{formats.euro(change, sign=True)} nell'ipotesi"]),
            Card(
                "Spesa in tutto",
                formats.euro(total["dopo_eur"]),
                [f"oggi {formats.euro(total['prima_eur'])}", f"{formats.euro(change, sign=True)}"],
            ),
            Card(
                "Quota propria dei comuni",
                formats.percent(comuni["dopo_pct"]),
                [
                    f"oggi {formats.percent(comuni['prima_pct'])}: {formats.euro(comuni['comuni_prima_eur'])}",
                    f"nell'ipotesi {formats.euro(comuni['comuni_dopo_eur'])}",
                ],
            ),
            Card(
                "Se i comuni coprono la differenza",
                formats.euro(comuni["comuni_se_coprono_eur"]),
                [
                    f"{formats.percent(comuni['se_coprono_pct'])} della spesa di oggi",
                    "perché i servizi restino come sono",
                ],
                tone="giallo",
            ),
        ]
    )


def _moves(view: View, fund: str, rows: list[Row], total: Row) -> None:
    source, date = sources_line(queries.spending_lines(*view.key, "spesa")["fonte_id"].to_list())
    areas = [r for r in rows if r["livello"] == "area"]
    hit = min(areas, key=lambda r: r["variazione_eur"]) if total["variazione_eur"] < 0 else max(
        areas, key=lambda r: r["variazione_eur"]
    )  # fmt: skip
    sentence = (
        f"{fund}: da {whole(total['del_fondo_eur'])} a {whole(total['del_fondo_eur'] + total['variazione_eur'])} "
        f"({whole(total['variazione_eur'], sign=True)}). L'area che si sposta di più è «{hit['area_nome']}»: "
        f"{whole(hit['variazione_eur'], sign=True)}."
    )
    if total["senza_importo"]:
        sentence += (
            f" {formats.plural(total['senza_importo'], 'riga', 'righe')} del fondo senza importo non si spostano."
        )
    shown = [
        {**r, "gruppo": r["area_nome"] or r["area"], "nome": "L'area" if r["livello"] == "area" else r["servizio"]}
        for r in rows
        if r["livello"] != "totale"
    ]
    with figure.figure(
        "ipotesi",
        f"Che cosa si sposta, {view.name} ({view.label})",
        sentence,
        source=source,
        definition=DEFINITION,
        download=figure.Download(f"ipotesi_{fund}_{view.name}_{view.label}", rows, f"Ipotesi su: {source}", date),
        why=f"<p>{e(DEFINITION)}</p>",
        why_label="Come si calcola",
    ):
        st.html(
            table(
                shown,
                [
                    Column("nome", "Area o servizio", show=lambda r: _name(r)),
                    Column("prima_eur", "Oggi, in tutto", "euro", show=lambda r: money(r["prima_eur"])),
                    Column("del_fondo_eur", "Dal fondo", "euro", show=lambda r: money(r["del_fondo_eur"])),
                    Column(
                        "variazione_eur", "Variazione", "euro", show=lambda r: money(r["variazione_eur"], sign=True)
                    ),
                    Column("dopo_eur", "Nell'ipotesi", "euro", show=lambda r: money(r["dopo_eur"])),
                ],
                caption=f"Ipotesi sul fondo {fund}, {view.name}",
                group="gruppo",
                total={**total, "livello": "area", "nome": "Totale", "servizio": None},
            )
        )


def _signed(value: Any) -> str:
    return money(value, sign=True)


def _name(row: Row) -> str:
    if row["livello"] == "area":
        return f"<strong>{e(row['nome'])}</strong>"
    return e(sentence_case(row["servizio"]))


def _leps(view: View, fund: str, rows: list[Row]) -> None:
    if not rows:
        figure.empty(f"Nessun LEPS è collegato alle righe che {fund} paga in questo bilancio.")
        return
    known = [r for r in rows if r["variazione_eur"] is not None]
    sentence = "; ".join(f"{r['leps_nome']}: {whole(r['variazione_eur'], sign=True)}" for r in known)
    sentence = f"{sentence}. " if sentence else ""
    if len(known) < len(rows):
        sentence += f"Per {len(rows) - len(known)} LEPS nessun documento dice quale parte della riga lo serve."
    source, date = sources_line(queries.spending_lines(*view.key, "spesa")["fonte_id"].to_list())
    with figure.figure(
        "ipotesi_leps",
        "I LEPS che il fondo paga",
        sentence,
        source=source,
        definition="Collegamenti dichiarati fra righe di spesa e LEPS, con il loro peso e il loro motivo.",
        download=figure.Download(f"ipotesi_leps_{fund}_{view.name}", rows, f"Ipotesi su: {source}", date),
    ):
        st.html(
            table(
                rows,
                [
                    Column("leps_nome", "LEPS"),
                    Column("servizi", "Servizi"),
                    Column("prima_eur", "Oggi dal fondo", "euro", show=lambda r: _unknown(r, "prima_eur")),
                    Column("variazione_eur", "Variazione", "euro", show=lambda r: _unknown(r, "variazione_eur")),
                    Column("motivo", "Perché è collegato"),
                ],
                caption=f"LEPS pagati da {fund}, {view.name}",
            )
        )


def _unknown(row: Row, key: str) -> str:
    reason = "Il documento non dice quale parte della riga serve questo LEPS."
    return money(row[key], reason, sign=key == "variazione_eur")
