"""What the tests of ``leps fetch`` share: options for a site on this machine, and a declaration that reads nothing."""

from __future__ import annotations

from pathlib import Path

import yaml

from ingest.sidecar import SIDECAR
from tests.ingest.sito import Sito

# The list of comuni, cut to the columns that are read and to one comune.
ELENCO = (
    "Codice Regione;Codice dell'Unità territoriale sovracomunale (valida a fini statistici);"
    "Codice Comune formato alfanumerico;Denominazione in italiano;Denominazione Regione;"
    "Denominazione dell'Unità territoriale sovracomunale (valida a fini statistici);Sigla automobilistica;"
    "Codice Catastale del comune\r\n03;217;017085;Iseo;Lombardia;Brescia;BS;E333\r\n"
).encode("windows-1252")


SIDECAR_BEGINS = {
    "fonte_id": "", "ente": "istat", "titolo": "Prova", "editore": "ISTAT", "licenza": "CC BY 4.0",
    "data_riferimento": "2025-01-01", "acquisito_il": "2026-11-22", "provvisorio": False, "tabelle": [],
}  # fmt: skip
TABLE = {
    "titolo": "Prova", "sha256": "0" * 64, "formato": "csv_zip", "grana": ["a"],
    "colonne": [{"nome": "a", "tipo": "testo"}],
}  # fmt: skip


def declare_by_name(folder: Path, name: str, *_rest: object) -> None:
    """A valid sidecar that knows nothing of the content: recognising it is tested elsewhere."""
    path = folder / SIDECAR
    content = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else dict(SIDECAR_BEGINS, fonte_id=folder.name)
    content["tabelle"].append(dict(TABLE, tabella=f"t{len(content['tabelle'])}", file=name))
    path.write_text(yaml.safe_dump(content), "utf-8")


def where(site: Sito, raw: Path, tmp_path: Path) -> list[str]:
    """Options that keep a run inside the test: its site, its folders, no pauses."""
    warehouse = str(tmp_path / "warehouse")
    return ["--raw", str(raw), "--warehouse", warehouse, "--base-url", site.indirizzo, "--pausa", "0"]
