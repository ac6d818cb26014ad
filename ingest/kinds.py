"""What a file that is no text with separators is, told by its first bytes, and how to have it as CSV."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

AS_CSV = "farsi inviare il file in CSV, o dichiararlo a mano secondo docs/sidecar.md"
AS_WORKBOOK = "salvare il foglio in CSV UTF-8, o dichiararlo a mano con formato: xlsx (docs/sidecar.md)"
AS_XLSX = "se è il modello di «leps template», aprirlo e salvarlo come .xlsx; altrimenti salvare il foglio in CSV UTF-8"
AGAIN = "scaricare o farsi inviare di nuovo il file"
EMPTY = ("un file vuoto", AGAIN)
BROKEN_ARCHIVE = ("un archivio zip rotto o incompleto", AGAIN)
# First bytes, what the file is, and the remedy.
SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "una cartella di lavoro Excel vecchia (.xls)", "salvare il foglio in CSV UTF-8"),
    (b"%PDF", "un documento PDF", "chiedere la tabella in CSV, o trascriverla secondo docs/sidecar.md"),
    (b"\xff\xfe", "un testo in UTF-16", "salvare il file in CSV UTF-8"),
    (b"\xfe\xff", "un testo in UTF-16", "salvare il file in CSV UTF-8"),
    (b"PAR1", "un file Parquet", AS_CSV),
    (b"ARROW1", "un file Arrow", "dichiararlo a mano con formato: feather (docs/sidecar.md)"),
    (b"\x1f\x8b", "un archivio gzip", "estrarre il file e metterlo nella cartella"),
    (b"Rar!", "un archivio RAR", "estrarre il file e metterlo nella cartella"),
    (b"7z\xbc\xaf", "un archivio 7z", "estrarre il file e metterlo nella cartella"),
)
HTML = re.compile(rb"\s*<(?:!doctype html|html)", re.I)
XML = re.compile(rb"\s*<(?:\?xml|[a-z][\w:.-]*[\s>])", re.I)


def not_a_table(path: Path) -> tuple[str, str] | None:
    """What the file is and the remedy, where it is plain that it is no CSV, alone or in a zip; else None."""
    with path.open("rb") as stream:
        start = stream.read(4096)
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        return EMPTY
    if zipfile.is_zipfile(path):
        return _archive(path)
    if start.startswith(b"PK"):
        return BROKEN_ARCHIVE
    for signature, what, remedy in SIGNATURES:
        if start.startswith(signature):
            return what, remedy
    if HTML.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "una pagina web (HTML), forse il messaggio d'errore del sito", AGAIN
    if XML.match(start.removeprefix(b"\xef\xbb\xbf")):
        return "un file XML", AS_CSV
    return ("un file binario", AS_CSV) if b"\0" in start else None


def _office(path: Path) -> tuple[str, str]:
    with zipfile.ZipFile(path) as archive:
        kind = archive.read("mimetype") if "mimetype" in archive.namelist() else b""
    if kind.endswith(b"opendocument.spreadsheet"):
        return "un foglio di LibreOffice (.ods)", AS_XLSX
    return "un documento d'ufficio (LibreOffice o Word)", AS_CSV


def _archive(path: Path) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [i for i in archive.infolist() if not i.is_dir()]
    except zipfile.BadZipFile:
        return BROKEN_ARCHIVE
    names = {i.filename for i in members}
    if "xl/workbook.xml" in names:
        return "una cartella di lavoro Excel (.xlsx)", AS_WORKBOOK
    if "content.xml" in names or "word/document.xml" in names:
        return _office(path)
    if len(members) != 1:
        return f"un archivio con {len(members)} file", "estrarre i file e metterli nella cartella uno per uno"
    if members[0].flag_bits & 1:
        return "un archivio protetto da password", "farsi inviare il file senza password"
    return None
