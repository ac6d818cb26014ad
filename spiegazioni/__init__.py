"""Why a check failed: causes proven by arithmetic on the printed cells. Pure functions, without a database."""

from spiegazioni.foglio import Cella, Foglio, Identita
from spiegazioni.ipotesi import Ipotesi
from spiegazioni.scelta import Spiegazione, explain

__all__ = ["Cella", "Foglio", "Identita", "Ipotesi", "Spiegazione", "explain"]
