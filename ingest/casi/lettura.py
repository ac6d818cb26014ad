"""One case file, read: batches of typed cases, and what could not be read, by place only."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import polars as pl

from ingest.casi.chiave import Chiave
from ingest.casi.lotti import Lotto
from ingest.casi.mappatura import EXCLUDE, Mappatura, read_mapping
from ingest.casi.siuss import read_flow
from ingest.casi.tabellare import read_delimited, read_workbook
from ingest.casi.tipi import NO_MISFITS, Contesto, VeriFraISintetici, typed
from ingest.problems import Problem, UnreadableInput
from ingest.sidecar import Tabella

READERS: dict[str, Callable[[Tabella, Mappatura], Iterator[Lotto]]] = {
    "csv": read_delimited,
    "csv_zip": read_delimited,
    "xlsx": read_workbook,
    "xml": read_flow,
    "xml_zip": read_flow,
}
NAMELESS = "senza il codice della domanda o senza la misura non si sa di quale caso si tratta"


@dataclass
class Conto:
    """What came of the rows of one file: read = loaded + rejected + left out."""

    lette: int = 0
    caricate: int = 0
    scartate: list[tuple[int, str]] = field(default_factory=list)
    escluse: int = 0
    non_lette: list[pl.DataFrame] = field(default_factory=list)

    @property
    def misfits(self) -> pl.DataFrame:
        """Cells that were dropped: riga, colonna, atteso."""
        return pl.concat(self.non_lette) if self.non_lette else NO_MISFITS


def mapping_of(table: Tabella) -> Mappatura:
    """The mapping that the sidecar names for a table.

    Raises:
        UnreadableInput: see :func:`read_mapping`; or a format that no reader of cases has.
    """
    if table.formato not in READERS:
        raise UnreadableInput(
            Problem(
                file=table.file,
                colonna="formato",
                trovato=f"«{table.formato}»",
                atteso=f"uno fra {', '.join(READERS)}",
                rimedio="correggere il formato nel sidecar",
            )
        )
    return read_mapping(table.path.parent / (table.mappatura or ""), table.fonte_id)


def read_cases(table: Tabella, mapping: Mappatura, key: Chiave, count: Conto) -> Iterator[pl.DataFrame]:
    """Typed cases of a file, batch by batch, while ``count`` is kept. Only typed values ever leave here.

    Raises:
        UnreadableInput: the file cannot be read as the mapping says.
    """
    context = Contesto(key, table.estratto_il, table.sintetici)
    try:
        for batch in READERS[table.formato](table, mapping):
            yield _judged(batch, mapping, context, count)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise _unreadable(table, "un archivio rotto", "un archivio integro", "farsi inviare di nuovo il file") from None
    except VeriFraISintetici as error:
        raise _unreadable(
            table,
            "un codice fiscale che potrebbe essere vero in un file dichiarato sintetico",
            "codici inventati, tutti con il carattere di controllo sbagliato",
            "se i casi sono veri togliere «sintetici» dal sidecar, e la cartella da dove altri la leggono",
            error.riga,
        ) from None
    if count.lette == 0:
        raise _unreadable(table, "nessun caso", "almeno un caso", "farsi inviare il file completo")


def _judged(batch: Lotto, mapping: Mappatura, context: Contesto, count: Conto) -> pl.DataFrame:
    cases, misfits = typed(batch.rows, mapping, context)
    count.lette += batch.rows.height + len(batch.scarti)
    count.scartate += batch.scarti
    excluded = cases.filter(pl.col("misura") == EXCLUDE)
    count.escluse += excluded.height
    cases = cases.filter((pl.col("misura") != EXCLUDE).fill_null(True))
    nameless = pl.col("caso_chiave").is_null() | pl.col("misura").is_null()
    count.scartate += [(line, NAMELESS) for line in cases.filter(nameless)["riga"].to_list()]
    cases = cases.filter(~nameless)
    count.caricate += cases.height
    # Of rows that are left out on purpose nobody needs to know what does not fit.
    misfits = misfits.join(excluded.select("riga"), on="riga", how="anti")
    if misfits.height:
        count.non_lette.append(misfits)
    return cases


def _unreadable(table: Tabella, found: str, expected: str, remedy: str, line: int | None = None) -> UnreadableInput:
    return UnreadableInput(Problem(file=table.file, riga=line, trovato=found, atteso=expected, rimedio=remedy))
