"""``leps fetch istat``: published files into ``data/raw``, verified and declared."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from ingest.catalogo import Indirizzo, licence
from ingest.consegna import (
    GIA_PRESENTE,
    NUOVO_RILASCIO,
    SCARICATO,
    Consegna,
    damage,
    deliver,
    ensure_declared,
    is_web_page,
)
from ingest.download import Downloader, DownloadFailed, NotPublished, web_page
from ingest.ricevuti import Ricevuti
from warehouse.cli.bar import Bar
from warehouse.cli.errors import BUSY, INTERRUPTED, CliError
from warehouse.cli.fetch_plan import Voluto

NON_PUBBLICATO = "non_pubblicato"

_SAID = {
    SCARICATO: "✓ {file}: scaricato ({size})",
    GIA_PRESENTE: "= {file}: già presente",
    NUOVO_RILASCIO: "✓ {file}: scaricato ({size}); è un nuovo rilascio, il file precedente resta",
    NON_PUBBLICATO: "✗ {indirizzo}: non pubblicato",
}


@dataclass(frozen=True)
class Esito:
    """What became of one file that was wanted."""

    prodotto: str
    anno: int | None
    provincia: str | None
    indirizzo: str
    esito: str
    file: str | None = None
    byte: int | None = None
    sha256: str | None = None
    nota: str | None = None

    def as_dict(self) -> dict:
        return asdict(self)

    def line(self) -> str:
        """The same, for people."""
        size = megabytes(self.byte or 0)
        said = _SAID[self.esito].format(file=self.file, indirizzo=self.indirizzo, size=size)
        return f"{said}. {self.nota}" if self.nota else said


def fetch(wanted: list[Voluto], raw: Path, work: Path, pause: float, base_url: str | None = None) -> Iterator[Esito]:
    """Download what is wanted, one file after the other; what one yields is in ``raw`` and declared.

    Raises:
        CliError: it cannot go on. What was yielded before stays.
    """
    try:
        with _alone(work):
            yield from _Fetch(raw, work, pause, base_url).run(wanted)
    except KeyboardInterrupt:
        raise CliError(
            "Interrotto: fra i file ricevuti non è rimasto niente a metà. "
            "Lo stesso comando riprende da dove si è fermato.",
            INTERRUPTED,
        ) from None
    except DownloadFailed as error:
        raise CliError(f"Errore: {error}") from None


@contextmanager
def _alone(work: Path) -> Iterator[None]:
    work.mkdir(parents=True, exist_ok=True)
    lock = FileLock(work / ".lock", blocking=False)
    try:
        lock.acquire()
    except Timeout:
        raise CliError(
            "Errore: un altro scarico è in corso. Rimedio: attendere che finisca e riprovare.", BUSY
        ) from None
    try:
        yield
    finally:
        lock.release()


class _Fetch:
    """One run: remembers which addresses it has asked for already."""

    def __init__(self, raw: Path, work: Path, pause: float, base_url: str | None):
        self.raw, self.work, self.base_url = raw, work, base_url
        self.known = Ricevuti(work / "ricevuti.json")
        self.bar = Bar()
        self.downloader = Downloader(work, pause, self.bar)
        self.asked: dict[str, Esito | None] = {}

    def run(self, wanted: list[Voluto]) -> Iterator[Esito]:
        for one in wanted:
            found = self._first_published(one)
            if found is not None:
                yield found

    def _first_published(self, wanted: Voluto) -> Esito | None:
        """The outcome of the best alternative that exists; None if this run has told it already."""
        best = wanted.alternative[0]
        for address in wanted.alternative:
            place = address.on(self.base_url) if self.base_url else address
            told = place.url in self.asked
            if not told:
                self.asked[place.url] = self._fetch(place)
            found = self.asked[place.url]
            if found is not None:
                return None if told else replace(found, nota=_note(wanted, best, address))
        last = wanted.alternative[-1]
        return Esito(last.prodotto.nome, best.anno, wanted.provincia, last.url, NON_PUBBLICATO)

    def _fetch(self, address: Indirizzo) -> Esito | None:
        """One file into its folder; None if there is none at the address."""
        folder = self.raw / address.prodotto.fonte
        today = date.today()

        def declare(where: Path, name: str) -> None:
            _declare(where, name, today, address)

        earlier = self.known.find(address.url, folder)
        try:
            with self.bar.of(address.nome_file):
                came = self.downloader.fetch(address.url, earlier.versione if earlier else None)
        except NotPublished:
            return None
        if came is None:
            ensure_declared(earlier.path, declare)
            return _outcome(address, Consegna(earlier.path, GIA_PRESENTE, earlier.sha256))
        _check(came.path, address)
        delivered = deliver(came.path, address.nome_file, folder, today, declare)
        self.known.remember(address.url, delivered.path, delivered.sha256, came.versione)
        return _outcome(address, delivered)


def _check(path: Path, address: Indirizzo) -> None:
    """Raises DownloadFailed for a file that is not what it should be, and removes it."""
    if is_web_page(path):
        path.unlink()
        raise web_page(address.url)
    if wrong := damage(path, address.nome_file):
        path.unlink()
        raise DownloadFailed(
            f"{address.url}: il file arrivato {wrong}. Fra i file ricevuti non è entrato nulla. "
            "Rimedio: ripetere il comando; se succede di nuovo, segnalarlo a ISTAT."
        )


def _outcome(address: Indirizzo, delivered: Consegna) -> Esito:
    return Esito(
        prodotto=address.prodotto.nome,
        anno=address.anno,
        provincia=address.provincia,
        indirizzo=address.url,
        esito=delivered.esito,
        file=f"{delivered.path.parent.name}/{delivered.path.name}",
        byte=delivered.path.stat().st_size,
        sha256=delivered.sha256,
    )


def _declare(folder: Path, name: str, today: date, address: Indirizzo) -> None:
    """Write or extend the sidecar of a folder for one file in it.

    Raises:
        DownloadFailed: the file does not have the layout of the product.
    """
    from ingest.problems import found_and_expected
    from ingest.proposta import propose, write_sidecar

    proposal = propose(folder, [name], acquisito_il=today, licenza=licence(), indirizzo=address.url)
    if [table.get("tracciato") for table in proposal.tabelle] != [address.prodotto.fonte]:
        found = proposal.problemi[0].trovato if proposal.problemi else proposal.riconosciuti[name]
        raise DownloadFailed(
            f"{address.url}: il file è arrivato intero ma non si può dichiarare: "
            f"{found_and_expected(found, f'il tracciato «{address.prodotto.titolo}»')}. "
            "Fra i file ricevuti non è entrato nulla. "
            "Rimedio: ISTAT può aver cambiato il file, segnalarlo a chi cura questo programma."
        )
    write_sidecar(folder, proposal)


def _note(wanted: Voluto, best: Indirizzo, taken: Indirizzo) -> str | None:
    """Why another file than the best one was taken."""
    notes = []
    if taken.anno != best.anno:
        notes.append(f"Il {best.anno} non è ancora pubblicato: è il {taken.anno}")
    if wanted.provincia and taken.provincia is None and taken.prodotto.provinciale:
        notes.append(f"Per la provincia {wanted.provincia} non c'è un file noto: è quello di tutta Italia")
    return "; ".join(notes) or None


def megabytes(size: int) -> str:
    """``8912896`` → ``8,9 MB``."""
    return f"{size / 1e6:.1f} MB".replace(".", ",")


def say_missing(outcomes: list[Esito]) -> None:
    """Raises CliError if something that was wanted is not published."""
    missing = [one for one in outcomes if one.esito == NON_PUBBLICATO]
    if not missing:
        return
    named = ", ".join(f"{one.prodotto} {one.anno}" if one.anno else one.prodotto for one in missing)
    raise CliError(
        f"Errore: ISTAT non pubblica, o non ancora, {named}. "
        "Rimedio: indicare un altro anno con --anno, o guardare su https://demo.istat.it quali anni ci sono."
    )
