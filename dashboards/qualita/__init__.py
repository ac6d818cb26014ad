"""Qualità dei dati: one module for each view."""
