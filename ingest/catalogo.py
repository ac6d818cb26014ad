"""What ISTAT publishes and where: products, years and provinces made into addresses (``catalogo_istat.yml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import yaml

_CATALOGUE = Path(__file__).with_name("catalogo_istat.yml")


@dataclass(frozen=True)
class Prodotto:
    """A statistical product. Without ``dal`` it is one file for all times; without ``provinciale``, only national."""

    nome: str
    titolo: str
    fonte: str
    nazionale: str
    provinciale: str | None = None
    dal: int | None = None
    ritardo: int = 0
    predefinito: bool = False


@dataclass(frozen=True)
class Indirizzo:
    """One published file. ``provincia`` is None for the national one."""

    prodotto: Prodotto
    anno: int | None
    provincia: str | None
    url: str

    @property
    def nome_file(self) -> str:
        return urlsplit(self.url).path.rpartition("/")[2]

    def on(self, base_url: str) -> Indirizzo:
        """The same path on another server: a mirror, or a test."""
        url = base_url.rstrip("/") + urlsplit(self.url).path
        return Indirizzo(self.prodotto, self.anno, self.provincia, url)


@cache
def _content() -> dict:
    return yaml.safe_load(_CATALOGUE.read_text("utf-8"))


@cache
def products() -> dict[str, Prodotto]:
    """Products by name, in the order of the catalogue."""
    return {name: Prodotto(nome=name, **entry) for name, entry in _content()["prodotti"].items()}


def licence() -> str:
    """The licence under which ISTAT publishes."""
    return _content()["licenza"]


def latest_year(product: Prodotto, this_year: int) -> int | None:
    """The last year that may be out by now; None for a product without years."""
    return None if product.dal is None else this_year - product.ritardo


def national(product: Prodotto, year: int | None) -> Indirizzo:
    """The file with every comune of Italy."""
    return Indirizzo(product, year, None, product.nazionale.format(anno=year))


def provincial(product: Prodotto, year: int | None, code: str) -> Indirizzo | None:
    """The file of one province; None where ISTAT makes none or its name there is not known."""
    name = _content()["province"].get(code)
    if product.provinciale is None or name is None:
        return None
    return Indirizzo(product, year, code, product.provinciale.format(anno=year, provincia=f"{code}_{name}"))
