"""The views of Spesa sociale in their order."""

from __future__ import annotations

from urllib.parse import urlencode

from dashboards.components.views import Entry, Views

BUDGET = "bilancio"
VIEWS = Views(
    "pages/spesa_sociale.py",
    "dashboards.spesa",
    (
        Entry("matrice", "Matrice", "Quanto, per quali interventi, con quali fondi"),
        Entry("flussi", "Flussi", "Da ogni fondo alle aree, e dalle aree ai servizi"),
        Entry("abitanti", "Per abitante", "Quanto per residente e per utente, e con quali denominatori"),
        Entry("serie", "Anni", "Anno per anno, in euro dell'anno e in euro di oggi"),
        Entry("stati", "Stanziato e speso", "Quanto dello stanziato è stato impegnato, e quanto pagato"),
        Entry("consuntivo", "Consuntivo", "Quanto è costata ogni area, chi ha pagato, quante persone ha servito"),
        Entry("scadenze", "Fondi a termine", "Che cosa resta senza fondo quando un fondo finisce"),
        Entry("ipotesi", "Ipotesi", "Che cosa si sposta se un fondo cresce o cala"),
        Entry("confronto", "Ambiti a confronto", "La spesa per abitante di più enti, dove si può confrontare"),
        Entry("capitoli", "Capitoli e servizi", "Importi, capitoli e servizi uno per uno, con le loro contraddizioni"),
    ),
    kept=(BUDGET,),
)


def href(view: str, **changes: str | None) -> str:
    """The address of a view, for links inside tables."""
    asked = VIEWS.query(view, **changes)
    return f"spesa_sociale?{urlencode(asked, safe=':')}" if asked else "spesa_sociale"
