"""From a published figure down to the received cells: the rules of ``qualita.provenienza_regola``, on demand."""

from warehouse.provenienza.albero import explain
from warehouse.provenienza.chiave import KeyNotFound, key_of
from warehouse.provenienza.nodi import Cella, Gruppo, Nodo, Passo, Voce
from warehouse.provenienza.regole import Regole, TableNotExplained, read_rules

__all__ = [
    "Cella",
    "Gruppo",
    "KeyNotFound",
    "Nodo",
    "Passo",
    "Regole",
    "TableNotExplained",
    "Voce",
    "explain",
    "key_of",
    "read_rules",
]
