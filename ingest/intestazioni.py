"""Tables under merged headers, inside a sheet that also holds titles, blank lines and remarks.

Of merged cells only the first keeps its text: each level of a header holds to the right until a wider one begins
again. What a column means is the path of the labels above it; the layout (``tavola``) says which label is a measure
and where the others go. Nothing here knows what the labels mean.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.cell_types import fits
from ingest.columns import folded
from ingest.tracciato import Tavola, Tracciato

Rows = Sequence[Sequence[str]]

# Marks of a remark at the end of a label: «Numero nuclei (1)», «Nuclei *».
REMARK = re.compile(r"(?:\s*\(\s*(?:\d|\*|[a-c])\s*\)|\s*\*+)+$")
YEAR = re.compile(r"(?:19|20)\d{2}")


@dataclass(frozen=True)
class Cifre:
    """A column of figures: where it stands, which measure, the other labels above it by column of the layout."""

    posizione: int
    misura: str
    gruppi: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Blocco:
    """One table of a sheet. ``testa``, ``prima`` and ``fine`` are indices of rows: the first of the header, the first
    below it, the first that is no longer of the table."""

    titolo: str
    testa: int
    prima: int
    fine: int
    chiavi: dict[str, int]
    voci: dict[int, str]
    cifre: tuple[Cifre, ...]
    ignorate: tuple[str, ...]

    @property
    def nomi(self) -> list[int]:
        """Positions of the columns that name the rows, from left to right."""
        return sorted([*self.chiavi.values(), *self.voci])

    @property
    def ripetute(self) -> list[Cifre]:
        """Columns with the same measure and labels as one before them."""
        seen = [(c.misura, c.gruppi) for c in self.cifre]
        return [c for at, c in enumerate(self.cifre) if seen.index((c.misura, c.gruppi)) < at]


def plain(label: str) -> str:
    """A label without what changes from one release to the next, and without the mark of a remark."""
    return REMARK.sub("", folded(label))


def is_figure(cell: str) -> bool:
    """A number in one of the ways of writing it."""
    return bool(cell.strip()) and any(fits(cell, "euro", locale) for locale in ("c", "it"))


def full(row: Sequence[str]) -> list[int]:
    """Positions of the cells that are not blank."""
    return [at for at, cell in enumerate(row) if cell.strip()]


def blocks(rows: Rows, layout: Tracciato) -> list[Blocco]:
    """The tables of a sheet in their order, none where no row names a key of the layout beside something else.

    ``rows`` all have the same number of cells.
    """
    names = {plain(h): c.nome for c in layout.colonne if c.nome in layout.tavola.chiavi for h in c.headers}
    voices = {plain(label) for label in layout.tavola.voci}
    keys = names.keys() | voices
    extents: list[tuple[int, int]] = []
    for at, row in enumerate(rows):
        start = extents[-1][1] if extents else 0
        # A name of a key is a word: most cells are figures, and need not be looked at.
        if (
            at >= start
            and len(full(row)) > 1
            and any(cell.lstrip()[:1].isalpha() and plain(cell) in keys for cell in row)
        ):
            extents.append(_extent(rows, at, start, keys))
    ends = [*(top for top, _ in extents[1:]), *([len(rows)] if extents else [])]
    return [
        _block(rows, layout.tavola, layout, names, voices, top, below, end)
        for (top, below), end in zip(extents, ends, strict=True)
    ]


def _extent(rows: Rows, at: int, start: int, keys: set[str]) -> tuple[int, int]:
    """First row of the header that names a key on row ``at``, and the first row below it."""
    keyed = [i for i in full(rows[at]) if plain(rows[at][i]) in keys]
    top = at
    while top > start and full(rows[top - 1]) and not rows[top - 1][keyed[0]].strip():
        top -= 1
    below = at + 1
    while below < len(rows) and full(rows[below]) and not any(rows[below][i].strip() for i in keyed):
        if all(is_figure(rows[below][i]) and not YEAR.fullmatch(rows[below][i].strip()) for i in full(rows[below])):
            break  # figures without a name, not labels
        below += 1
    return top, below


def _block(
    rows: Rows,
    tavola: Tavola,
    layout: Tracciato,
    names: dict[str, str],
    voices: set[str],
    top: int,
    below: int,
    end: int,
) -> Blocco:
    header = rows[top:below]
    keys: dict[str, int] = {}
    categories: dict[int, str] = {}
    for row in header:
        for at in full(row):
            if plain(row[at]) in names:
                keys.setdefault(names[plain(row[at])], at)
            elif plain(row[at]) in voices:
                categories[at] = row[at].strip()
    title = _title(rows, top)
    others = [at for at in range(len(rows[top])) if at not in keys.values() and at not in categories]
    paths = _paths(header, others)
    filled = {at for row in rows[below:end] if len(full(row)) > 1 for at in full(row)}
    figures, ignored = _figures({at: path for at, path in paths.items() if at in filled}, tavola, layout, title)
    return Blocco(title, top, below, end, keys, categories, figures, ignored)


def _title(rows: Rows, top: int) -> str:
    """The lines of one cell above a header, down from the last blank one."""
    lines: list[str] = []
    for row in reversed(rows[:top]):
        cells = full(row)
        if len(cells) > 1 or (not cells and lines and len(" ".join(lines)) > 20):
            break
        lines += [row[at].strip() for at in cells]
    return " ".join(reversed(lines))


def _paths(header: Rows, columns: Sequence[int]) -> dict[int, list[str]]:
    """Labels above each column, from the widest to the narrowest."""
    paths: dict[int, list[str]] = {at: [] for at in columns}
    begun: set[int] = set()
    for row in header:
        held = ""
        for at in columns:
            if row[at].strip():
                held = " ".join(row[at].split())
            elif at in begun:
                held = ""  # a wider label begins here, and this level says nothing below it
            if held:
                paths[at].append(held)
        begun |= {at for at in columns if row[at].strip()}
    return paths


def _figures(
    paths: dict[int, list[str]], tavola: Tavola, layout: Tracciato, title: str
) -> tuple[tuple[Cifre, ...], tuple[str, ...]]:
    """The columns of figures, and the labels of those that the layout does not read."""
    measures = {plain(h): c.nome for c in layout.colonne if c.nome in tavola.misure for h in c.headers}
    told = [name for name, words in tavola.misure.items() if words and re.search(words, title, re.I)]
    named = any(plain(label) in measures for path in paths.values() for label in path)
    figures, ignored = [], []
    for at, path in paths.items():
        own = next((label for label in path if plain(label) in measures), None)
        if own is not None:
            measure = measures[plain(own)]
        elif not named and len(told) == 1 and path:
            measure = told[0]
        else:
            ignored.append(" / ".join(path) or "(senza nome)")
            continue
        figures.append(Cifre(at, measure, _groups([label for label in path if label is not own], tavola)))
    return tuple(figures), tuple(ignored)


def _groups(labels: list[str], tavola: Tavola) -> tuple[tuple[str, str], ...]:
    """Each label under the first column of the layout whose pattern it fits."""
    placed: dict[str, list[str]] = {}
    for label in labels:
        column = next(c for c, words in tavola.gruppi.items() if re.search(words, label, re.I))
        placed.setdefault(column, []).append(label)
    return tuple((column, " / ".join(found)) for column, found in placed.items())
