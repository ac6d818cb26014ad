"""Looks for secrets in every byte of what leaves the room: files, folders, databases, exports, what a browser receives.

A secret is an identifier or a hidden count. Counts must be unusual numbers (planted on purpose), or they would be found
by chance. Compressed things are opened: a database and a parquet table are searched cell by cell as well as byte by
byte, archives and workbooks member by member, arrays of numbers inside a page's messages number by number.

    secrets = Secrets(["ABCXYZ80A01H501X", "nota riservata"], [4_827_193])
    assert secrets.in_folder(tmp_path) == []
    assert secrets.in_bytes("una risposta", payload) == []
"""

from __future__ import annotations

import base64
import gzip
import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

# Each is looked for in several forms: take a sample of a large set.
MOST_SECRETS = 300
_ARRAY = re.compile(rb'"bdata":\s*"([A-Za-z0-9+/=\\u]+)"')


@dataclass(frozen=True)
class Found:
    """Where a secret was, and which; the form tells how it was written."""

    where: str
    secret: str
    form: str


class Secrets:
    """What must not be found.

    Args:
        texts: identifiers and phrases, of at least six characters.
        counts: hidden numbers, of at least five digits: smaller ones are everywhere by chance.
    """

    def __init__(self, texts: Iterable[str] = (), counts: Iterable[int] = ()):
        self.texts, self.counts = sorted(set(texts)), sorted(set(counts))
        if len(self.texts) + len(self.counts) > MOST_SECRETS:
            raise ValueError(f"{len(self.texts) + len(self.counts)} secrets: take a sample of {MOST_SECRETS}")
        if any(len(text) < 6 for text in self.texts) or any(count < 10_000 for count in self.counts):
            raise ValueError("a secret is too short to be looked for: it would be found by chance")
        once = {what: (secret, form, what) for secret, form, what in self._all_forms() if what}
        self._forms = list(once.values())

    def _all_forms(self) -> Iterator[tuple[str, str, bytes]]:
        for text in self.texts:
            for form, written in {"as it is": text, "upper": text.upper(), "lower": text.lower()}.items():
                yield text, form, written.encode()
                yield text, f"{form}, UTF-16", written.encode("utf-16-le")
            yield text, "hexadecimal", text.encode().hex().encode()
            yield text, "escaped", text.encode("unicode_escape")
            # The middle of its base64, whatever stands before it.
            for before in range(3):
                inner = base64.b64encode(b"\0" * before + text.encode())
                yield text, "base64", inner[4 if before else 0 : -4]
        for count in self.counts:
            yield str(count), "digits", str(count).encode()
            yield str(count), "Italian digits", f"{count:,}".replace(",", ".").encode()
            yield str(count), "digits, UTF-16", str(count).encode("utf-16-le")

    def in_bytes(self, where: str, data: bytes) -> list[Found]:
        """Secrets in some bytes, in the archives that they may be, and in the arrays of numbers inside them."""
        found = {Found(where, secret, form) for secret, form, what in self._forms if what in data}
        if data[:2] == b"\x1f\x8b":
            found |= set(self.in_bytes(f"{where} (gzip)", gzip.decompress(data)))
        if data[:4] == b"PK\x03\x04":
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for name in archive.namelist():
                    found |= set(self.in_bytes(f"{where}!{name}", archive.read(name)))
        for array in _ARRAY.findall(data):
            found |= set(self._in_array(where, array))
        return sorted(found, key=str)

    def _in_array(self, where: str, array: bytes) -> Iterator[Found]:
        """Numbers that a chart carries as base64 of their bytes, whatever their width."""
        numbers = base64.b64decode(array.replace(b"\\u003d", b"=") + b"==")
        for count in self.counts:
            forms = [struct.pack("<d", count), struct.pack("<f", count), struct.pack("<q", count)]
            if any(form in numbers for form in forms) or struct.pack("<i", count & 0x7FFFFFFF) in numbers:
                yield Found(where, str(count), "array of numbers")

    def in_folder(self, folder: Path) -> list[Found]:
        """Secrets in the names and in every byte of a file, or of all the files below a folder."""
        found: list[Found] = []
        for path in [folder] if folder.is_file() else sorted(p for p in folder.rglob("*") if p.is_file()):
            name = path.name if folder.is_file() else path.relative_to(folder).as_posix()
            data = path.read_bytes()
            found += self.in_bytes(f"{name} (name)", name.encode()) + self.in_bytes(name, data)
            if data[8:12] == b"DUCK":
                found += self.in_database(path)
            elif data[:4] == b"PAR1":
                with duckdb.connect() as con:
                    con.execute("create table righe as from read_parquet($1)", [str(path)])
                    found += self._in_table(con, name, "main", "righe")
        return found

    def in_database(self, path: Path) -> list[Found]:
        """Secrets in the cells of every table and view, in names, comments and texts of functions of a database."""
        found: list[Found] = []
        with duckdb.connect(str(path), read_only=True) as con:
            for register in ("duckdb_tables()", "duckdb_views()", "duckdb_columns()", "duckdb_functions()"):
                rows = con.execute(f"from {register} where not internal").fetchall()
                found += self.in_bytes(f"{path.name}:{register}", repr(rows).encode())
            tables = con.execute(
                "select schema_name, table_name from duckdb_tables() where not internal order by all"
            ).fetchall()
            for schema, table in tables:
                found += self._in_table(con, path.name, schema, table)
        return found

    def _in_table(self, con: duckdb.DuckDBPyConnection, file: str, schema: str, table: str) -> Iterator[Found]:
        columns = con.execute(
            "select column_name, data_type from duckdb_columns() where schema_name = ? and table_name = ?",
            [schema, table],
        ).fetchall()
        for column, kind in columns:
            is_number = re.fullmatch(r"U?(TINY|SMALL|BIG|HUGE)?INT|U?INTEGER|DOUBLE|FLOAT|DECIMAL\(.*\)", kind)
            wanted = [str(c) for c in self.counts] if is_number else [*self.texts, *(str(c) for c in self.counts)]
            if not wanted:
                continue
            test = (
                "try_cast(v as hugeint)::text in (select unnest($1))"
                if is_number
                else "regexp_matches(v::text, $1, 'i')"
            )
            asked = wanted if is_number else "|".join(map(re.escape, wanted))
            cells = con.execute(
                f'select distinct v::text from (select distinct "{column}" as v from "{schema}"."{table}") '
                f"where v is not null and {test} limit 5",
                [asked],
            ).fetchall()
            yield from (Found(f"{file}:{schema}.{table}.{column}", str(cell)[:80], "cell") for (cell,) in cells)
