"""The views of Obiettivi LEPS in their order."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboards.components.views import Entry, Views

INDICATOR = "indicatore_leps"
JUDGED = ("marts.leps_esito",)
DELIVERED = (*JUDGED, "marts.leps_consegna")

VIEWS = Views(
    "pages/obiettivi_leps.py",
    "dashboards.leps",
    (
        Entry("matrice", "Matrice", "Che cosa è raggiunto, che cosa manca, entro quando", JUDGED),
        Entry("basi", "Basi", "Quali valori di base mancano, e quali giudizi sono a rischio", JUDGED),
        Entry("indicatore", "Indicatore", "Un indicatore da vicino: valori, obiettivi, revisioni, prove", JUDGED),
        Entry(
            "diario",
            "Diario",
            "Che cosa è stato consegnato, e che cosa va ancora comunicato",
            DELIVERED,
        ),
        Entry("ambiti", "Ambiti a confronto", "Lo stato degli obiettivi di più ambiti, fianco a fianco", JUDGED),
        Entry("piano", "Obiettivi del piano", "Che cosa chiede il piano, anno per anno"),
        Entry("registro", "Registro", "I LEPS nominati nei documenti, con norme, atti e fondi"),
        Entry("assistenti", "Assistenti sociali", "Quanti ne chiede la legge, e quale contributo spetta"),
    ),
    kept=(INDICATOR, "anno_leps"),
)


def href(view: str, **changes: str | None) -> str:
    """The address of a view, for links inside tables."""
    asked = VIEWS.query(view, **changes)
    return f"obiettivi_leps?{urlencode(asked, safe=':')}" if asked else "obiettivi_leps"
