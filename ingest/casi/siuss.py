"""SIUSS flows of social services (PS/PSA): XML read as it streams by, one row for each PrestazioniSociali.

Elements and attributes are those of the schema PS_PSA_SINA201812.xsd that INPS publishes (repository
INPS-it/WaaS.Comuni). Everything that a mapping may need is in attributes; text is never read. DOCTYPE, and with it all
entities and external references, is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from xml.parsers import expat

from ingest.casi.lotti import BATCH, Lotto, batch_of
from ingest.casi.mappatura import Mappatura
from ingest.casi.tabellare import refuse_large_archive
from ingest.columns import folded
from ingest.problems import Problem, UnreadableInput
from ingest.readers.delimited import open_binary
from ingest.sidecar import Tabella

NAMESPACE = "http://inps.it/Casellario"
ROOT, BENEFICIARY, ROW = "Flusso", "Beneficiario", "PrestazioniSociali"
# Each element and what may stand in it.
CHILDREN: dict[str, frozenset[str]] = {
    "": frozenset({ROOT}),
    ROOT: frozenset({"IdentificazioneFlusso", BENEFICIARY}),
    "IdentificazioneFlusso": frozenset({"Ente"}),
    BENEFICIARY: frozenset({"Anagrafica", "Indirizzo", ROW}),
    ROW: frozenset({"SINA"}),
    "SINA": frozenset({"NecessitaInterventiSociali", "InvaliditaCivile"}),
    "NecessitaInterventiSociali": frozenset({"CodicePrestazione"}),
    "InvaliditaCivile": frozenset({"InvCiv"}),
}
OF_BENEFICIARY = (BENEFICIARY, "Anagrafica", "Indirizzo")
# Bytes that the parser may hold back: a start tag longer than this is an attack, not a person.
LONGEST_TAG = 4 << 20
BLOCK = 1 << 16


def read_flow(table: Tabella, mapping: Mappatura) -> Iterator[Lotto]:
    """Batches of a flow, plain or alone in a zip archive. ``_riga`` counts the PrestazioniSociali from 1.

    Raises:
        UnreadableInput: not well-formed, DOCTYPE or entities, elements or attributes that are not of the schema or that
            the mapping does not name.
    """
    refuse_large_archive(table)
    flow = _Flow(table, mapping)
    with open_binary(table) as stream:
        while block := stream.read(BLOCK):
            flow.feed(block)
            if len(flow.rows) >= BATCH:
                yield flow.take()
    flow.close()
    yield flow.take()


class _Flow:
    """The state of one parse."""

    def __init__(self, table: Tabella, mapping: Mappatura):
        self.table, self.mapping = table, mapping
        self.columns = [entry.colonna for entry in mapping.lette]
        self.read = {folded(entry.colonna): at for at, entry in enumerate(mapping.lette)}
        self.named = {folded(entry.colonna) for entry in mapping.voci}
        self.path: list[str] = []
        self.cells: list[str | None] = [None] * len(self.columns)
        self.rows: list[tuple] = []
        self.lines: list[int] = []
        self.count = 0
        self.fed = 0
        self.known: dict[tuple[str, str], int | None] = {}
        self.seen: set[str] = set()
        self.of_beneficiary = self._places(OF_BENEFICIARY)
        self.of_row = self._places((ROW,))
        self.parser = self._parser()

    def _places(self, elements: tuple[str, ...]) -> list[int]:
        return [at for at, name in enumerate(self.columns) if name.partition("/")[0] in elements]

    def _parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.UnparsedEntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.SkippedEntityHandler = self._refuse
        return parser

    def feed(self, block: bytes, last: bool = False) -> None:
        self.fed += len(block)
        line = None
        try:
            self.parser.Parse(block, last)
        except expat.ExpatError as error:
            line = error.lineno
        if line is not None:
            raise self._problem("XML mal formato", "un file XML integro", line)
        if self.fed - max(self.parser.CurrentByteIndex, 0) > LONGEST_TAG:
            raise self._problem("un elemento troppo lungo", "un flusso del tracciato PS/PSA")

    def close(self) -> None:
        """The end of the file: everything was closed, and everything that the mapping asks for was there."""
        self.feed(b"", last=True)
        missing = [
            entry.colonna
            for entry in self.mapping.voci
            if not entry.facoltativa and not entry.colonna.endswith("/*") and folded(entry.colonna) not in self.seen
        ]
        if missing and self.count:
            raise UnreadableInput([self._missing(name) for name in missing])

    def take(self) -> Lotto:
        """The rows since the last time."""
        rows, lines, self.rows, self.lines = self.rows, self.lines, [], []
        return batch_of(self.columns, rows, lines, [])

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        parent = self.path[-1] if self.path else ""
        if name not in CHILDREN.get(parent, ()) or space not in ("", NAMESPACE):
            raise self._problem(
                f"un elemento che in «{parent or 'radice'}» non è previsto", f"il tracciato PS/PSA ({NAMESPACE})"
            )
        self.path.append(name)
        if name == BENEFICIARY:
            self._clear(self.of_beneficiary)
        elif name == ROW:
            self._clear(self.of_row)
        for attribute, value in attributes.items():
            at = self._place(name, attribute)
            if at is not None and self.cells[at] is None:  # of several addresses the first is that of residence
                self.cells[at] = value
        if name == ROW:
            self.count += 1
            self.rows.append(tuple(self.cells))
            self.lines.append(self.count)

    def _end(self, _tag: str) -> None:
        with suppress(IndexError):
            self.path.pop()

    def _clear(self, places: list[int]) -> None:
        for at in places:
            self.cells[at] = None

    def _place(self, element: str, attribute: str) -> int | None:
        """Where an attribute goes; None if it is ignored."""
        key = (element, attribute)
        if key not in self.known:
            name = folded(f"{element}/{attribute}")
            if name not in self.named and folded(f"{element}/*") not in self.named:
                raise self._problem(
                    f"in «{element}» un attributo che la mappatura {self.mapping.file} non nomina",
                    "ogni attributo nominato nella mappatura, letto o ignorato con il suo perché",
                )
            self.seen.add(name)
            self.known[key] = self.read.get(name)
        return self.known[key]

    def _refuse(self, *_what: object) -> None:
        raise self._problem("una dichiarazione DOCTYPE o un'entità", "un file XML senza DOCTYPE né entità")

    def _missing(self, name: str) -> Problem:
        return Problem(
            file=self.table.file,
            colonna=name,
            trovato="nessun attributo con questo nome in tutto il file",
            atteso=f"l'attributo che la mappatura {self.mapping.file} nomina",
            rimedio="correggere la mappatura, o dichiararlo facoltativa: true",
        )

    def _problem(self, found: str, expected: str, line: int | None = None) -> UnreadableInput:
        return UnreadableInput(
            Problem(
                file=self.table.file,
                riga=line or self.parser.CurrentLineNumber,
                trovato=found,
                atteso=expected,
                rimedio="farsi inviare di nuovo il flusso, o correggere la mappatura (docs/casi.md)",
            )
        )
