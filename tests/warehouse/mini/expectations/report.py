"""Stands in for the real room."""


def write(con, path):
    path.write_text("<!doctype html><title>Prova</title>", encoding="utf-8")
