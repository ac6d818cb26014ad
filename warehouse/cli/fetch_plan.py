"""What the options of ``leps fetch istat`` ask for, as addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from ingest.catalogo import Indirizzo, Prodotto, latest_year, national, products, provincial
from warehouse.cli.errors import CliError
from warehouse.cli.options import raw_dirs

_YEARS_BACK = 3  # how far back «the latest year» may be


@dataclass(frozen=True)
class Voluto:
    """One file that is wanted: the addresses that would do, the best first."""

    alternative: tuple[Indirizzo, ...]
    provincia: str | None


def plan(names: list[str], years: list[str], provinces: list[str], today: date) -> list[Voluto]:
    """The files that the options ask for, in the order of the options.

    Raises:
        CliError: an option says something that cannot be.
    """
    chosen = [_product(name) for name in _split(names)] or [p for p in products().values() if p.predefinito]
    asked = sorted({year for text in _split(years) for year in _years(text)})
    codes = list(dict.fromkeys(_province(code) for code in _split(provinces))) or [None]
    wanted = []
    for product in dict.fromkeys(chosen):
        for candidates in _candidates(product, asked, today.year):
            wanted += [Voluto(tuple(_addresses(product, candidates, code)), code) for code in codes]
    return wanted


def _split(values: list[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _product(name: str) -> Prodotto:
    try:
        return products()[name.lower()]
    except KeyError:
        raise CliError(
            f"Errore: il prodotto «{name}» non è nel catalogo. Rimedio: uno fra {', '.join(products())}."
        ) from None


def _years(text: str) -> range:
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if last < first:
        raise CliError(f"Errore: «{text}» non è un anno. Rimedio: scrivere per esempio 2024, oppure 2019-2025.")
    return range(first, last + 1)


def _province(code: str) -> str:
    if not re.fullmatch(r"\d{3}", code):
        raise CliError(
            f"Errore: «{code}» non è un codice di provincia. "
            "Rimedio: scrivere le tre cifre di ISTAT, per esempio 017 per Brescia."
        )
    return code


def _candidates(product: Prodotto, asked: list[int], this_year: int) -> list[list[int | None]]:
    """For each file of a product, the years that would do, the best first."""
    latest = latest_year(product, this_year)
    if latest is None:
        return [[None]]
    for year in asked:
        if not product.dal <= year <= this_year:
            raise CliError(
                f"Errore: {product.nome} del {year} non può esserci: ISTAT lo pubblica dal {product.dal} "
                f"e siamo nel {this_year}. Rimedio: correggere --anno."
            )
    return [[year] for year in asked] or [list(range(latest, max(latest - _YEARS_BACK, product.dal - 1), -1))]


def _addresses(product: Prodotto, candidates: list[int | None], code: str | None) -> Iterator[Indirizzo]:
    for year in candidates:
        if code and (own := provincial(product, year, code)):
            yield own
        yield national(product, year)


def checked_base_url(url: str | None) -> str | None:
    """The other site to use. Raises CliError for an address that is none."""
    if url is not None and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise CliError(f"Errore: «{url}» non è un indirizzo. Rimedio: scrivere per esempio https://demo.istat.it.")
    return url


def raw_folder(given: Path | None) -> Path:
    """The folder of received files to add to. Raises CliError where it does not exist."""
    (folder,) = raw_dirs([given] if given else None)
    if not folder.is_dir():
        raise CliError(f"Errore: la cartella {folder} non c'è. Rimedio: crearla, o controllare --raw.")
    return folder
