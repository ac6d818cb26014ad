"""The workbook of budgets and final accounts (``leps template spesa``) → the rows of the layout ``spesa_ente``."""

from __future__ import annotations

from ingest.readers import Received
from ingest.readers.schede import Above, Form, read_form
from ingest.sidecar import Tabella

# The template writes these, this reader looks for them.
SUMMARY_SHEET, LISTS_SHEET = "Riepilogo", "Elenchi"
# Above the header: the totals that the body approved, to be compared with the sum of the rows.
TOTALS = {"spesa": "Totale approvato, spesa", "entrata": "Totale approvato, entrata"}
FORM = Form(
    layout="spesa_ente",
    command="leps template spesa",
    version="1",
    headers={
        "area": "Area",
        "servizio": "Servizio",
        "fondo": "Fondo",
        "verso": "Verso",
        "importo": "Importo (euro)",
        "annualita_fondo": "Anno del fondo",
        "capitolo": "Capitolo",
        "capitolo_nome": "Nome del capitolo",
        "quota_parte": "In quota parte",
        "gestione": "Gestione",
        "trasferimento_a": "Trasferito a",
    },
    needed=("area", "servizio", "fondo", "verso", "importo"),
    one_row_for="area, servizio, fondo, verso, anno del fondo, capitolo, gestione e trasferimento",
    given=("verso",),
    by_sheet="stato_spesa",
    from_keys=("ente_id", "anno"),
    amounts=("importo",),
    coded=("trasferimento_a",),
    above=tuple(
        Above(label, {**dict.fromkeys(("area", "servizio", "fondo"), "totale"), "verso": direction}, "importo")
        for direction, label in TOTALS.items()
    ),
    other_sheets=(SUMMARY_SHEET, LISTS_SHEET),
)


def read(table: Tabella) -> Received:
    """Every filled row of every sheet of a state (:func:`ingest.readers.schede.read_form`).

    Raises:
        UnreadableInput: not a workbook, or not one that the template made.
    """
    return read_form(table, FORM)
