"""A published warehouse with the demonstration recordings, judged by the models themselves, without a whole build."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

from tests.dashboards.browsing import ROOT
from tests.dbt.catena_leps import judge
from warehouse.connection import STORAGE_VERSION, open_scratch
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current
from warehouse.publish import publish

DAY = date(2027, 6, 30)
REPLACED = ("leps_esito", "leps_rilevazione", "leps_consegna", "assistenti_sociali_in_servizio", "debito_invio")


def publish_with_recordings(warehouse: Path, folder: Path) -> Path:
    """A copy of a warehouse whose LEPS tables are those of `data/demo`, judged on a day of 2027."""
    build = folder / "nuovo.duckdb"
    published = WarehousePaths(warehouse)
    shutil.copyfile(read_current(published).file(published), build)
    build.chmod(0o644)
    with open_scratch() as con:
        judge(con, ROOT / "data" / "demo", DAY)
        con.execute(f"attach '{build}' as pubblicato (storage_version '{STORAGE_VERSION}')")
        for table in REPLACED:
            con.execute(f"delete from pubblicato.marts.{table}")
            con.execute(f"insert into pubblicato.marts.{table} by name select * from {table}")
        con.execute("insert into pubblicato.qualita.controllo by name from int_controlli__rilevazioni")
        con.execute("update pubblicato.marts.leps_esito set dimostrativo = true")
        con.execute("detach pubblicato")
    publish(build, WarehousePaths(folder), fingerprint="con_rilevazioni", info={})
    return folder
