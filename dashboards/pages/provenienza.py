"""Da dove viene: one published row, followed down to the received cells."""

from __future__ import annotations

import entry
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, frame, spiega
from dashboards.components.text import e
from warehouse.provenienza import KeyNotFound, Nodo, TableNotExplained
from warehouse.provenienza.testo import number


def main() -> None:
    rules = queries.provenance_rules()
    with frame.header("Da dove viene", "Dalla cifra pubblicata alla cella ricevuta e alla riga del documento"):
        pass
    if rules is None:
        figure.empty("Questa versione non contiene i file ricevuti: la provenienza si vede nella versione interna.")
        return
    _lineage()
    _ask([name for name in rules.names() if not name.startswith("qualita.origine")])
    tabella, chiave = address.asked("tabella"), address.asked("chiave")
    if tabella is None or chiave is None:
        figure.empty(
            "Scegliere una tabella e scrivere la chiave di una riga, o partire da una cifra di un'altra pagina."
        )
        return
    try:
        node = queries.provenance(tabella, chiave, address.asked("colonna"))
    except KeyNotFound as error:
        _nearest(tabella, str(error), error.vicine)
    except (TableNotExplained, ValueError) as error:
        frame.notices([_plain(str(error))])
    else:
        _draw(node)


def _lineage() -> None:
    """The drawing of all the tables, to keep: it opens in any browser, without a network."""
    drawn = queries.lineage_file()
    if drawn is not None:
        st.download_button(
            "Il grafo di tutte le tabelle (HTML)",
            data=drawn.read_bytes,
            file_name=drawn.name,
            mime="text/html",
            key="grafo_tabelle",
            type="tertiary",
            on_click="ignore",
        )


def _ask(tables: list[str]) -> None:
    asked = address.asked("tabella") or "marts.indicatore_valore"
    full = next((t for t in tables if t in (asked, f"marts.{asked}", f"qualita.{asked}")), tables[0])
    left, right = st.columns([1, 2])
    with left:
        address.picker("Tabella", "tabella", tables, full)
    with right:
        st.session_state["chiave_cercata"] = address.asked("chiave") or ""
        st.text_input(
            "Chiave della riga",
            key="chiave_cercata",
            placeholder="amb:sebino|indice_vecchiaia|2023",
            on_change=_to_address,
            args=(full,),
        )
        parts = " | ".join(queries.provenance_rules().table(full).chiave)
        st.html(f'<p class="fonte">Le parti, con | in mezzo: {e(parts)}</p>')


def _to_address(tabella: str) -> None:
    st.query_params["tabella"] = tabella
    st.query_params["chiave"] = (st.session_state.get("chiave_cercata") or "").strip()
    st.query_params.pop("colonna", None)


def _nearest(tabella: str, message: str, keys: list[str]) -> None:
    links = "".join(
        f'<li><a href="{e(spiega.PAGE)}?tabella={e(tabella)}&amp;chiave={e(key)}" target="_self">{e(key)}</a></li>'
        for key in keys
    )
    frame.notices([_plain(message)])
    if links:
        st.html(f"<p>Righe vicine:</p><ul>{links}</ul>")


def _plain(message: str) -> str:
    return message.removeprefix("Errore: ")


def _draw(node: Nodo) -> None:
    shown = {
        name: value for name, value in node.valori.items() if value is not None and not isinstance(value, (list, dict))
    }
    facts = "".join(f"<dt>{e(name)}</dt><dd>{e(number(value))}</dd>" for name, value in shown.items())
    command = f"./leps spiega {node.tabella} '{node.chiave}'"
    with figure.figure(
        "provenienza",
        f"{node.tabella}: {node.chiave.replace('|', ' · ')}",
        "Ogni passo dice come si è ottenuto il valore e da che cosa, fino alle celle dei file ricevuti.",
        source=f"Lo stesso dalla riga di comando: {command}",
    ):
        st.html(spiega.tree(node))
        st.html(f'<details class="perche"><summary>Tutta la riga</summary><dl class="metodi">{facts}</dl></details>')


entry.run(main)
