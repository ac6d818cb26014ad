"""The workbook of the regional final account (``leps template consuntivo``) → the layout ``consuntivo_regionale``."""

from __future__ import annotations

from ingest.readers import Received
from ingest.readers.schede import Above, Form, read_form
from ingest.sidecar import Tabella

LISTS_SHEET = "Elenchi"
TOTAL = "Costo totale del consuntivo approvato"
COVERAGE = {
    "copertura_comuni": "Comuni",
    "copertura_utenti": "Utenti",
    "copertura_fnps": "FNPS",
    "copertura_fsr": "FSR e altri regionali",
    "copertura_fna": "FNA",
    "copertura_poverta": "Fondo povertà",
    "copertura_pnrr": "PNRR",
    "copertura_ssn": "Servizio sanitario",
    "copertura_altri_enti": "Altri enti pubblici",
    "copertura_altro": "Altro",
}
FORM = Form(
    layout="consuntivo_regionale",
    command="leps template consuntivo",
    version="1",
    headers={"area": "Area", "servizio": "Servizio", "utenti": "Utenti in carico", "costo": "Costo (euro)"}
    | {name: f"Coperto da: {label}" for name, label in COVERAGE.items()}
    | {"nota": "Nota"},
    needed=("area", "utenti", "costo"),
    one_row_for="area, servizio e forma di gestione",
    given=("area",),
    by_sheet="gestione",
    from_keys=("ente_id", "anno"),
    amounts=("costo", *COVERAGE),
    above=(Above(TOTAL, {"area": "totale"}, "costo"),),
    other_sheets=(LISTS_SHEET,),
)


def read(table: Tabella) -> Received:
    """Every filled row of single and associated management (:func:`ingest.readers.schede.read_form`).

    Raises:
        UnreadableInput: not a workbook, or not one that the template made.
    """
    return read_form(table, FORM)
