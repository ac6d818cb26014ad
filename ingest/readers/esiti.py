"""The workbook of the outcome of a plan's objectives (``leps template esiti``) → the layout ``esiti_obiettivi``."""

from __future__ import annotations

from ingest.readers import Received
from ingest.readers.schede import Form, read_form
from ingest.sidecar import Tabella

LISTS_SHEET = "Elenchi"
FORM = Form(
    layout="esiti_obiettivi",
    command="leps template esiti",
    version="1",
    headers={
        "obiettivo": "Obiettivo",
        "area": "Area",
        "grado": "Grado di raggiungimento (0-100)",
        "giudizio_utenti": "Giudizio degli utenti",
        "risorse_previste": "Risorse previste (euro)",
        "risorse_utilizzate": "Risorse utilizzate (euro)",
        "criticita": "Criticità",
        "cambiamento": "Cambiamento prodotto",
        "continuita": "Continua un obiettivo precedente",
        "riproposto": "Riproposto nel prossimo piano",
        "nota": "Nota",
    },
    needed=("obiettivo", "grado"),
    one_row_for="obiettivo",
    given=("obiettivo", "area"),
    from_keys=("ambito_id", "piano"),
    amounts=("risorse_previste", "risorse_utilizzate"),
    other_sheets=(LISTS_SHEET,),
)


def read(table: Tabella) -> Received:
    """Every objective of which something was told (:func:`ingest.readers.schede.read_form`).

    Raises:
        UnreadableInput: not a workbook, or not one that the template made.
    """
    return read_form(table, FORM)
