"""Received files in, verbatim tables out: sidecars, readers, cell types, rejects."""
