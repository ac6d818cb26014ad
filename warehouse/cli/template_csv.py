"""``leps template personale`` and ``leps template debiti``: lists to be filled in with any spreadsheet, as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.tracciato import known
from warehouse.cli.errors import CliError
from warehouse.cli.leps import declared_ambito, define
from warehouse.connection import open_scratch

if TYPE_CHECKING:
    import duckdb

# One row for each word that a list of staff may have in «contratto», of the profile that counts.
_STAFF = (
    "select p.voce as profilo, c.voce as contratto from personale_voce as p, personale_voce as c "
    "where p.colonna = 'profilo' and p.conta and c.colonna = 'contratto'"
)
# One row for each duty and period of the year.
_DUTIES = (
    "select debito, ? || if(periodicita = 'trimestrale', '-T' || t, '') as periodo "
    "from debito_flusso, range(1, 5) as q(t) "
    "where t = 1 or periodicita = 'trimestrale' order by riga_documento, progressivo, t"
)


def write_staff_template(ambito: str, year: int, out: Path) -> Path:
    """The list of staff of an ambito in a year.

    Raises:
        CliError: no such ambito, the file is there already, or it cannot be written.
    """
    with open_scratch() as con:
        whose = _begin(con, ambito, out)
        rows = [{"anno": str(year), "profilo": p, "contratto": c} for p, c in con.execute(_STAFF).fetchall()]
    return _write(out, "personale", whose, rows)


def write_duties_template(ambito: str, year: int, out: Path) -> Path:
    """The reporting duties of an ambito in a year, one row for each period.

    Raises:
        CliError: no such ambito, the file is there already, or it cannot be written.
    """
    with open_scratch() as con:
        whose = _begin(con, ambito, out)
        rows = [{"debito": d, "periodo": p} for d, p in con.execute(_DUTIES, [str(year)]).fetchall()]
    return _write(out, "debiti_informativi", whose, rows)


def _begin(con: duckdb.DuckDBPyConnection, ambito: str, out: Path) -> str:
    if out.suffix.lower() != ".csv":
        raise CliError(f"Errore: «{out.name}» non finisce in .csv. Rimedio: dare al file l'estensione .csv.")
    define(con)
    return declared_ambito(con, ambito)


def _write(out: Path, layout: str, ambito_id: str, rows: list[dict[str, str]]) -> Path:
    """Fields parted by `;`, UTF-8 with its mark: what an Italian spreadsheet opens and saves as it is."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [c.nome for c in known()[layout].colonne], restval="", delimiter=";")
    writer.writeheader()
    writer.writerows({"ambito_id": ambito_id, **row} for row in rows)
    try:
        with out.open("xb") as stream:
            stream.write(text.getvalue().encode("utf-8-sig"))
    except FileExistsError:
        raise CliError(
            f"Errore: {out} c'è già e potrebbe essere compilato. Rimedio: scegliere un altro nome."
        ) from None
    except OSError as error:
        raise CliError(
            f"Errore: {out} non si può scrivere ({error.strerror}). Rimedio: controllare la cartella."
        ) from None
    return out
