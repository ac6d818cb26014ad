"""Hides small counts, and what would give them away; then tries to recover them (docs/decisions/0022).

Knows cells and equations, and nothing of what they count.
"""

from suppression.auditing import audit
from suppression.choosing import suppress
from suppression.table import PRIMARY, PUBLISHABLE, SECONDARY, InvalidTable

__all__ = ["PRIMARY", "PUBLISHABLE", "SECONDARY", "InvalidTable", "audit", "suppress"]
