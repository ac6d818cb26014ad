"""What is published: versions, sources, documents."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import polars as pl

from dashboards.queries.core import first, frame, per_version, rows
from warehouse.current import current_warehouse


@dataclass(frozen=True)
class Publication:
    versione: str
    pubblicata_il: str
    righe_caricate: int | None
    durata_s: float | None


@per_version
def publication() -> Publication:
    version = current_warehouse().version
    built = first("select righe_caricate, durata_s from qualita.costruzione order by costruita_il desc limit 1") or {}
    return Publication(version.versione, version.pubblicata_il, built.get("righe_caricate"), built.get("durata_s"))


@per_version
def sources() -> dict[str, dict[str, Any]]:
    """One row for each table received, by its `fonte_id`, and one for each whole document."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(
        """
        select *, split_part(fonte_id, '/', 1) as documento_id from marts.dim_fonte order by titolo,
            fonte_id, file
        """
    ):
        found.setdefault(row["fonte_id"], row)
        found.setdefault(row["documento_id"], row | {"titolo_tabella": None, "righe_documento": None})
    return found


@per_version
def table_note(fonte_id: str) -> str | None:
    """What the note says of this table alone: without the words that all the tables of the document share."""
    known = sources()
    note = (known.get(fonte_id) or {}).get("nota") or ""
    document = fonte_id.split("/")[0] + "/"
    notes = [s["nota"] for k, s in known.items() if k.startswith(document) and s.get("nota")]
    shared = os.path.commonprefix(notes) if len(notes) > 1 else ""
    start = shared.rfind(". ") + 2 if ". " in shared else 0
    if shared.endswith(".") or shared == note:
        start = len(shared)
    return note[start:].strip() or None


@per_version
def documents() -> list[dict[str, Any]]:
    """One row for each document or delivery, its tables gathered."""
    return rows(
        """
        select
            split_part(fonte_id, '/', 1) as documento_id, any_value(titolo) as titolo, any_value(ente)
                as ente,
            any_value(licenza) as licenza, max(data_riferimento) as data_riferimento,
            max(acquisito_il) as acquisito_il, bool_or(coalesce(provvisorio, false)) as provvisorio,
            any_value(documento) as documento, any_value(indirizzo) as indirizzo,
            count(*) as tabelle, sum(righe_caricate)::bigint as righe_caricate,
            sum(righe_scartate)::bigint as righe_scartate
        from marts.dim_fonte group by 1 order by ente, titolo
        """
    )


@per_version
def source_files() -> pl.DataFrame:
    return frame("select * from marts.dim_fonte order by ente, titolo, titolo_tabella, file")
