"""Is the declared file there, whole, and the very one that was declared?"""

from __future__ import annotations

from collections.abc import Iterator

from ingest.problems import Problem
from ingest.sidecar import SIDECAR, Fonte, Tabella, sha256_of

# Besides its sidecar and the declared files a folder may hold papers about the source.
PAPERS = ("README", "LICENSE", "LICENZA")


def file_problems(table: Tabella) -> Iterator[Problem]:
    """What stops the file of one table from being read; nothing when it can be."""
    path = table.path
    if path.is_dir():
        yield Problem(
            file=table.file,
            trovato="una cartella",
            atteso="un file",
            rimedio="mettere il file al posto della cartella o correggere il sidecar",
        )
        return
    if not path.is_file():
        yield Problem(
            file=table.file,
            trovato="nessun file con questo nome",
            atteso="il file dichiarato nel sidecar",
            rimedio="rimettere il file nella cartella o togliere la tabella dal sidecar",
        )
        return
    try:
        if path.stat().st_size == 0:
            yield Problem(
                file=table.file,
                trovato="un file vuoto (0 byte)",
                atteso="un'intestazione e almeno una riga",
                rimedio="farsi inviare di nuovo il file",
            )
            return
        actual = sha256_of(path)
    except OSError as error:
        yield Problem(
            file=table.file,
            trovato=f"file non leggibile ({error.strerror})",
            atteso="un file leggibile",
            rimedio="controllare i permessi del file",
        )
        return
    if actual != table.sha256:
        yield Problem(
            file=table.file,
            colonna="sha256",
            trovato=actual,
            atteso=table.sha256,
            rimedio="se il file è una nuova consegna dargli un nuovo nome e dichiararla; se è stato modificato, "
            "rimettere quello ricevuto",
        )


def undeclared_files(fonte: Fonte) -> Iterator[Problem]:
    """Files that lie in the folder and that the sidecar does not name."""
    declared = {table.path.name for table in fonte.tabelle} | {table.mappatura for table in fonte.tabelle}
    for path in sorted(fonte.folder.iterdir()):
        name = path.name
        if name == SIDECAR or name in declared or is_paper(name):
            continue
        yield Problem(
            file=f"{fonte.fonte_id}/{name}",
            trovato="un file che il sidecar non dichiara",
            atteso="ogni file della cartella dichiarato, con il suo sha256",
            rimedio=f"dichiararlo con «leps check --write-sidecar {fonte.fonte_id}», o toglierlo dalla cartella",
        )


def is_paper(name: str) -> bool:
    """A hidden file, or a paper about the source: not something to load."""
    return name.startswith(".") or name.upper().startswith(PAPERS)
