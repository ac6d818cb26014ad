"""How many of the mistakes known to be in the documents the warehouse finds by itself, and where.

``errori_noti.csv`` was written by reading the documents. ``rilevabile`` says whether arithmetic or comparison can
reveal the mistake with the checks that exist; the others are kept in view, with the reason why not.
"""

import csv
from pathlib import Path

import pytest

from warehouse.connection import open_readonly
from warehouse.paths import WarehousePaths
from warehouse.pointer import read_current

KNOWN = list(csv.DictReader(Path(__file__).with_name("errori_noti.csv").open(encoding="utf-8", newline="")))


@pytest.fixture(scope="module")
def found(warehouse) -> set[tuple[str, str, str]]:
    """(source, line of the document, printed value) of every failed check."""
    paths = WarehousePaths(warehouse)
    with open_readonly(read_current(paths).file(paths)) as con:
        return set(con.execute(
            "select split_part(fonte_id, '/', 1), riga_documento, valore_stampato from qualita.controllo "
            "where esito = 'fallito' and valore_stampato is not null"
        ).fetchall())  # fmt: skip


def is_found(mistake: dict, found: set) -> bool:
    return any(
        source == mistake["raccolta"] and line == mistake["riga"] and mistake["stampato"] in printed
        for source, line, printed in found
    )


def test_every_mistake_that_checks_can_reveal_is_found_at_its_line(found):
    missed = [m for m in KNOWN if m["rilevabile"] == "si" and not is_found(m, found)]
    assert missed == []


def test_recall_is_told_by_kind(found, record_property):
    """The share of all known mistakes, also of those that no check can see yet."""
    for kind in sorted({m["genere"] for m in KNOWN}):
        of_kind = [m for m in KNOWN if m["genere"] == kind]
        hits = sum(is_found(m, found) for m in of_kind)
        record_property(kind, f"{hits}/{len(of_kind)}")
        print(f"{kind}: {hits} of {len(of_kind)}")
    serious = [m for m in KNOWN if m["gravita"] == "grave"]
    assert sum(is_found(m, found) for m in serious) >= 0.85 * len(serious)
