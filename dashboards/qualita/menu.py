"""The views of Qualità dei dati in their order."""

from __future__ import annotations

from dashboards.components.views import Entry, Views

VIEWS = Views(
    "pages/qualita_dati.py",
    "dashboards.qualita",
    (
        Entry("controlli", "Controlli", "Che cosa non torna, dove, e chi può rimediare"),
        Entry(
            "documenti",
            "Nel documento",
            "Ogni errore al suo posto, con la causa probabile e le domande da fare",
            needs=("qualita.origine_cella",),
        ),
        Entry(
            "fonti",
            "Stato delle fonti",
            "Che cosa è arrivato, che cosa si aspetta, che cosa è in ritardo",
            needs=("qualita.stato_fonte",),
        ),
        Entry(
            "cambiamenti",
            "Cambiamenti",
            "Che cosa è cambiato dalla pubblicazione precedente",
            needs=("qualita.controllo_cambiato",),
        ),
        Entry(
            "forma",
            "Forma",
            "Colonne, tipi, numero di righe: le attese su ogni tabella",
            needs=("qualita.aspettativa",),
        ),
    ),
    kept=("fonte", "gravita", "tipo"),
)
