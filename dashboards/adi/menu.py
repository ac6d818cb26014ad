"""The views of Assegno di inclusione in their order."""

from __future__ import annotations

from dashboards.components.views import Entry, Views

VIEWS = Views(
    "pages/assegno_inclusione.py",
    "dashboards.adi",
    (
        Entry("panoramica", "Panoramica", "Quante famiglie lo ricevono, e quanto"),
        Entry("serie", "Andamento", "Mese per mese, con ciò che altera la serie"),
        Entry("categorie", "Categorie", "Quali nuclei: minori, disabilità, anziani, componenti"),
        Entry("confronto", "Da RdC ad ADI", "Prima e dopo il 2024, e che cosa ne dicono i piani"),
        Entry(
            "orologio",
            "Orologio dei casi",
            "Quanti incontri con i servizi sociali sono in ritardo, e di quanto",
            needs=("marts.adi_orologio",),
        ),
        Entry("cifre", "Cifre", "Tutte le cifre pubblicate, e come le cambiano le revisioni"),
    ),
    kept=("quantita",),
)
