"""``leps richiamo``: how many of the known mistakes the checks find, and how many of their alarms are right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from warehouse.cli.console import integer
from warehouse.cli.errors import CliError
from warehouse.connection import open_readonly
from warehouse.paths import REPO_ROOT, WarehousePaths
from warehouse.pointer import read_current
from warehouse.richiamo import ListDamaged, Richiamo, measure

DEFAULT_LISTS = REPO_ROOT / "tests" / "errori_noti"
_SHOWN = 40


def read_recall(paths: WarehousePaths, lists: Path | None) -> Richiamo:
    """Recall and precision of the current version.

    Raises:
        NothingPublished: there is no version.
        CliError: a list that cannot be used.
    """
    with open_readonly(read_current(paths).file(paths)) as con:
        try:
            return measure(con, lists or DEFAULT_LISTS)
        except ListDamaged as error:
            raise CliError(str(error)) from None


def recall_lines(found: Richiamo) -> Iterator[str]:
    yield "Richiamo: errori noti che i controlli trovano alla loro riga"
    yield from _table(found.trovati_per_genere)
    yield "  per gravità:"
    yield from _table(found.trovati_per_gravita)
    yield "Precisione: allarmi letti da una persona che sono giusti"
    yield from _table(found.giusti_per_tipo)
    yield "  per gravità:"
    yield from _table(found.giusti_per_gravita)
    yield from _listed(
        "Errori noti che nessun controllo dice",
        [
            f"{m['raccolta']}, riga {m['riga']}: {m['stampato']} invece di {m['atteso']} ({m['gravita']}"
            + ("" if m["rilevabile"] == "si" else ", nessun controllo di oggi lo può rivelare")
            + f"): {m['perche']}"
            for m in found.mancati
        ],
    )
    yield from _listed(
        "Allarmi falsi",
        [f"{a['raccolta']}, {a['controllo_id']}, riga {a['riga'] or '–'}: {a['perche']}" for a in found.falsi],
    )
    yield from _listed(
        "Allarmi che nessuno ha ancora letto",
        [f"{a['raccolta']}, {a['controllo_id']}, riga {a['riga'] or '–'}: {a['messaggio']}" for a in found.non_letti],
    )


def _table(shares: dict[str, tuple[int, int]]) -> Iterator[str]:
    total = tuple(sum(pair[k] for pair in shares.values()) for k in (0, 1))
    for name, (hits, every) in [*shares.items(), ("tutti", total)]:
        share = f"{100 * hits / every:.0f} %" if every else "n.d."
        yield f"  {name:<18}{integer(hits):>6} su {integer(every):>5}  {share:>6}"


def _listed(title: str, items: list[str]) -> Iterator[str]:
    yield f"{title}: {integer(len(items)) if items else 'nessuno'}"
    yield from (f"  · {item}" for item in items[:_SHOWN])
    if len(items) > _SHOWN:
        yield f"  … e altri {len(items) - _SHOWN}: --json li elenca tutti"
