"""A population in one large CSV: always the same bytes for the same number of rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measuring import MB

SIDECAR = """\
fonte_id: popolazione
ente: prova
titolo: Popolazione generata per la misura
editore: nessuno
licenza: nessuna
data_riferimento: 2023-01-01
acquisito_il: 2023-01-01
provvisorio: true
tabelle:
  - tabella: residenti
    titolo: Residenti per comune, anno, età e sesso
    file: residenti.csv
    sha256: {sha256}
    formato: csv
    grana: [codice_istat, anno, eta, sesso]
    colonne:
      - {{nome: codice_istat, tipo: codice}}
      - {{nome: anno, tipo: anno}}
      - {{nome: eta, tipo: intero, locale: c, minimo: 0, massimo: 120}}
      - {{nome: sesso, tipo: codice}}
      - {{nome: residenti, tipo: intero, locale: c, minimo: 0}}
"""


def write_source(folder: Path, rows: int) -> Path:
    """A population by comune, year, age and sex, and the sidecar that declares it."""
    folder.mkdir(parents=True)
    path = folder / "residenti.csv"
    digest = hashlib.sha256()
    with path.open("wb", buffering=MB) as stream:

        def write(text: str) -> None:
            content = text.encode("ascii")
            digest.update(content)
            stream.write(content)

        write("codice_istat,anno,eta,sesso,residenti\n")
        written = comune = 0
        while written < rows:
            comune += 1
            block = list(rows_of(comune))[: rows - written]
            written += len(block)
            write("".join(block))
    (folder / "fonte.yml").write_text(SIDECAR.format(sha256=digest.hexdigest()), "utf-8")
    return path


def rows_of(comune: int) -> Iterator[str]:
    for anno in range(2019, 2024):
        for eta in range(101):
            for sesso in "MF":
                residenti = (comune * 7919 + anno * 31 + eta * 97 + (13 if sesso == "F" else 0)) % 997
                yield f"{comune:06d},{anno},{eta},{sesso},{residenti}\n"
