"""Small files in the publishers' layouts, made on the spot, and their loading."""

from __future__ import annotations

import io
import os
import zipfile
from datetime import date
from pathlib import Path

import duckdb
import pytest

from ingest.load import load
from ingest.proposta import Proposta, propose, write_sidecar

SAMPLES = Path(os.environ.get("LEPS_DATI", Path(__file__).resolve().parents[3] / "shared" / "dati"))
DAY = date(2026, 1, 15)
POSAS_TITLE = '"Popolazione residente per età e sesso al 1° gennaio 2025"'
STRASA_TITLE = '"Popolazione straniera residente per età e sesso al 1° gennaio 2025"'
POSAS_HEADER = '"Codice comune";"Comune";"Età";"Totale maschi";"Totale femmine";"Totale"'
COMUNI = (("017085", "Iseo"), ("017205", "Zone"))


def posas_rows(comuni=COMUNI, code='"{}"') -> list[str]:
    """Every age of every comune and its total row, all figures different."""
    rows = []
    for at, (codice, nome) in enumerate(comuni):
        males = [(age * 7 + at) % 90 for age in range(101)]
        females = [(age * 5 + at) % 80 for age in range(101)]
        for age, m, f in [*zip(range(101), males, females, strict=True), (999, sum(males), sum(females))]:
            rows.append(f'{code.format(codice)};"{nome}";{age};{m};{f};{m + f}')
    return rows


def posas(rows: list[str] | None = None, title: str | None = POSAS_TITLE, end: str = "\n") -> str:
    lines = [title, POSAS_HEADER, *(posas_rows() if rows is None else rows)]
    return "".join(line + end for line in lines if line is not None)


POSAS_20_HEADER = ";".join(
    f'"{name}"'
    for name in (
        "Codice comune",
        "Comune",
        "Età",
        "Celibi",
        "Coniugati",
        "Divorziati",
        "Vedovi",
        "Uniti civilmente",
        "Maschi già in unione civile (per scioglimento unione)",
        "Maschi già in unione civile (per decesso del partner)",
        "Totale maschi",
        "Nubili",
        "Coniugate",
        "Divorziate",
        "Vedove",
        "Unite civilmente",
        "Femmine già in unione civile (per scioglimento unione)",
        "Femmine già in unione civile (per decesso del partner)",
        "Totale femmine",
        "Totale",
    )
)


def posas_20() -> str:
    """The layout with civil status; the civil unions are empty."""
    rows = []
    for row in posas_rows():
        code, name, age, m, f, total = row.split(";")
        rows.append(
            ";".join([code, name, age, m, "0", "0", "0", "", "", "", m, f, "0", "0", "0", "", "", "", f, total])
        )
    return "\n".join([POSAS_TITLE, POSAS_20_HEADER, *rows]) + "\n"


def p2(old: bool = True) -> str:
    """The yearly balance under the headers of the older and of the newer releases."""
    quantities = {
        "Popolazione al 1° gennaio" if old else "Popolazione censita al 1° gennaio": (100, 110),
        "Nati" if old else "Nati vivi": (3, 4),
        "Morti": (5, 5),
        "Saldo naturale" if old else "Saldo Naturale": (-2, -1),
        "Iscritti da altri comuni" if old else "Immigrati da altro comune": (10, 9),
        "Cancellati per altri comuni" if old else "Emigrati per altro comune": (8, 8),
        "Popolazione al 31 dicembre" if old else "Popolazione censita al 31 dicembre": (100, 110),
    }
    extra = [] if old else ["Numero di famiglie", "Popolazione in convivenza"]
    sexes = ("Maschi", "Femmine", "Totale")
    header = ["Codice comune", "Comune", *(f"{q} - {s}" for q in quantities for s in sexes), *extra]
    cells = ["017085", "Iseo", *(str(n) for m, f in quantities.values() for n in (m, f, m + f)), *("7" for _ in extra)]
    title = "Bilancio demografico e popolazione residente per sesso al 31 dicembre 2023"
    return f'"{title}"\n' + "\n".join(";".join(f'"{c}"' for c in row) for row in (header, cells)) + "\n"


D7B_HEADER = (
    "Anno;Mese;Nome mese;Sesso;Popolazione inizio periodo;Nati vivi;Morti;Immigrati da altro comune;"
    "Emigrati per altro comune;Immigrati dall'estero;Emigrati per l'estero;"
    "Unità in più/meno dovute a variazioni territoriali;Popolazione fine periodo;"
    "Codice comune;Comune;Codice provincia;Provincia"
)


def d7b() -> str:
    """One month, the adjustment (13) and the census population (15) of two comuni and of their province."""
    rows = []
    for month in (1, 13, 15):
        for sex, k in (("Maschi", 1), ("Femmine", 2), ("Totale", 3)):
            for code, name, times in (("017085", "Iseo", 1), ("017205", "Zone", 2), ("", "", 3)):
                n = k * times
                figures = (100 * n, 3 * n, 2 * n, 5 * n, 4 * n, 2 * n, n, 0, 103 * n if month == 1 else 7 * n)
                rows.append(f"2024;{month};mese;{sex};{';'.join(map(str, figures))};{code};{name};017;Brescia")
    return "\n".join([D7B_HEADER, *rows]) + "\n"


RCS = (
    '"Anno";"Codice Istat";"Codice stato di cittadinanza";"Stato di cittadinanza";"Maschi";"Femmine";"Totale"\n'
    '2024;"017085";100;"Italia";4000;4200;8200\n'
    '2024;"017085";235;"Romania";40;60;100\n'
    '2024;"017";235;"Romania";4000;6000;10000\n'
    '2024;"3";235;"Romania";40000;60000;100000\n'
)


def zipped(text: str | bytes, name: str = "tabella.csv") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, text)
    return stream.getvalue()


def dropped(folder: Path, name: str, content: str | bytes) -> Proposta:
    """Drop a received file into a folder of ``raw`` and propose its declaration."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return propose(folder, acquisito_il=DAY)


def loaded(folder: Path, name: str, content: str | bytes) -> duckdb.DuckDBPyConnection:
    """Drop a file, accept the proposed declaration, load the folder."""
    write_sidecar(folder, dropped(folder, name, content))
    return load_raw(folder.parent)


def load_raw(raw: Path) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    load(con, [raw], raw.parent / "cache")
    return con


def sample(name: str) -> bytes:
    """A real file of a publisher, where it is present."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip(f"the real sample {name} is not here")
    return path.read_bytes()


def accounted_for(con: duckdb.DuckDBPyConnection) -> bool:
    """Every row read was loaded or rejected."""
    query = "select bool_and(righe_lette = righe_caricate + righe_scartate) and sum(righe_lette) > 0 from raw._file"
    return con.execute(query).fetchall()[0][0]


def failures(con: duckdb.DuckDBPyConnection) -> list[tuple]:
    """Identity, row and message of all that does not close."""
    query = "select controllo_id, riga, messaggio from raw._quadrature where messaggio is not null order by all"
    return con.execute(query).fetchall()
