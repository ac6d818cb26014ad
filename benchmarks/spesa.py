"""Budgets of 600 bodies in the layout that offices send: made rows, always the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

import duckdb
import yaml

from benchmarks.measuring import ROOT
from ingest.sidecar import read_sidecar

BODIES, YEARS, SERVICES = 600, list(range(2015, 2025)), 40
STATES = ("stanziato", "impegnato", "liquidato")
FUNDS = (
    "comuni_capitarie", "comuni_conferiti", "fnps", "fsr_altri_regionali", "fna", "poverta", "sistema_0_6",
    "dopo_di_noi", "pnrr", "fse", "utenti", "altro",
)  # fmt: skip
AREAS = ("famiglia_minori", "disabili", "anziani", "dipendenze", "immigrati", "poverta", "multiutenza")


def write_budgets(folder: Path) -> int:
    """One file of 8.6 million rows and its sidecar; the number of rows."""
    folder.mkdir(parents=True)
    path = folder / "spesa.csv"
    with duckdb.connect() as con:
        con.execute("set preserve_insertion_order = true")
        (rows,) = con.execute(
            """
            copy (
                select 'com:' || b.codice as ente_id, a.anno,
                    $areas[1 + s.servizio % len($areas)] as area, 'Servizio ' || s.servizio as servizio, f.fondo,
                    t.stato as stato_spesa, 'spesa' as verso,
                    -- Italian amounts: cents after a comma. What is paid is less than what is committed.
                    replace(round((10 + hash(b.codice || s.servizio || f.fondo) % 900) * (1 + 0.01 * (a.anno - 2015))
                        * (1 - 0.1 * t.passo), 2)::decimal(12, 2)::text, '.', ',') as importo
                from (select unnest($codes) as codice) as b, (select unnest($years) as anno) as a,
                    (select unnest(range(1, $services + 1)) as servizio) as s, (select unnest($funds) as fondo) as f,
                    (select unnest($states) as stato, unnest(range(len($states))) as passo) as t
            ) to '{path}' (header, delimiter ',')
            """.replace("{path}", str(path)),
            {"areas": list(AREAS), "codes": _codes(), "years": YEARS, "services": SERVICES, "funds": list(FUNDS),
             "states": list(STATES)},
        ).fetchall()[0]  # fmt: skip
    _declare(folder, path)
    return rows


def _codes() -> list[str]:
    """The first comuni of the repository's own source: bodies that the dictionary knows."""
    import pyarrow.feather

    source = read_sidecar(ROOT / "data" / "raw" / "istat_popolazione")
    path = next(table.path for table in source.tabelle if table.tabella == "comuni_2023")
    codes = pyarrow.feather.read_table(path, columns=["municipality_code"])["municipality_code"].to_pylist()
    return sorted(f"{int(code):06d}" for code in codes)[:BODIES]


def _declare(folder: Path, path: Path) -> None:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    source = {
        "fonte_id": folder.name, "ente": "misura", "titolo": "Bilanci generati per la misura", "editore": "nessuno",
        "licenza": "nessuna", "data_riferimento": f"{YEARS[-1]}-12-31", "acquisito_il": f"{YEARS[-1]}-12-31",
        "provvisorio": False,
        "tabelle": [{
            "tabella": "bilanci", "titolo": "Spesa per servizio, fondo e stato", "tracciato": "spesa_ente",
            "file": path.name, "sha256": digest, "formato": "csv", "data_riferimento": f"{YEARS[-1]}-12-31",
        }],
    }  # fmt: skip
    (folder / "fonte.yml").write_text(yaml.safe_dump(source, sort_keys=False, allow_unicode=True), "utf-8")
