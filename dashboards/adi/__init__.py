"""Assegno di inclusione: one module for each view."""
