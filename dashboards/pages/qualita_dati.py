"""Qualità dei dati: what does not add up, where, and who can mend it. Chooses filters and view."""

from __future__ import annotations

import entry
import polars as pl

from dashboards import queries
from dashboards.components import address, frame, palette
from dashboards.components.views import PARAMETER
from dashboards.qualita.menu import VIEWS
from dashboards.qualita.view import ALL, EVERY, View
from dashboards.qualita.words import SHORT_TYPES, TYPES

# The views that show checks, and so take the filters.
FILTERED = ("controlli", "documenti")


def main() -> None:
    checks = queries.checks_not_passed().with_columns(
        pl.col("fonte_id").fill_null("").str.split("/").list.first().alias("documento_id")
    )
    documents = {d["documento_id"]: d["titolo"] for d in queries.documents()}
    source_options = [ALL, *(d for d in documents if d in set(checks["documento_id"]))]
    severities = [ALL, *(s for s in palette.SEVERITIES if s in set(checks["gravita"]))]
    types = [EVERY, *(t for t in TYPES if t in set(checks["tipo"]))]
    source, unknown_source = address.choose(
        "fonte",
        source_options,
        ALL,
        lambda a: f"La fonte «{a}» non ha controlli falliti o non esiste: la pagina le mostra tutte.",
    )
    severity, unknown_severity = address.choose(
        "gravita",
        severities,
        ALL,
        lambda a: f"Nessun controllo fallito ha gravità «{a}»: la pagina li mostra tutti.",
    )
    kind, unknown_kind = address.choose(
        "tipo",
        types,
        EVERY,
        lambda a: f"Nessun controllo fallito è di tipo «{a}»: la pagina li mostra tutti.",
    )
    current, unknown_view = VIEWS.chosen()
    with frame.header("Qualità dei dati", current.sentence):
        if current.id in FILTERED:
            address.picker("Fonte", "fonte", source_options, source, lambda k: documents.get(k, "tutte"))
            address.picker(
                "Gravità",
                "gravita",
                severities,
                severity,
                lambda k: {"errore": "errori", "avviso": "avvisi", "informazione": "informazioni"}.get(k, "tutte"),
            )
            address.picker("Tipo", "tipo", types, kind, lambda k: SHORT_TYPES.get(k, "tutti").lower())
    address.confirm(PARAMETER, current.id)
    VIEWS.links(current)
    frame.notices([unknown_source, unknown_severity, unknown_kind, unknown_view])
    VIEWS.draw(current)(View(checks, documents, source, severity, kind))


entry.run(main)
