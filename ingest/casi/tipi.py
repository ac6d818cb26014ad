"""Cells of a case file → values that cannot name a person.

A cell that does not fit is dropped, and told by its place only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from ingest.casi import codice_fiscale
from ingest.casi.canonici import Canonica, canonical, first_day
from ingest.casi.chiave import Chiave
from ingest.casi.comuni import known_names, plain
from ingest.casi.mappatura import Mappatura, Voce
from ingest.columns import folded

DATE_FORMATS = {
    "aaaa-mm-gg": (r"\d{4}-\d{1,2}-\d{1,2}", "%Y-%m-%d"),
    "gg/mm/aaaa": (r"\d{1,2}/\d{1,2}/\d{4}", "%d/%m/%Y"),
    "gg-mm-aaaa": (r"\d{1,2}-\d{1,2}-\d{4}", "%d-%m-%Y"),
    "gg.mm.aaaa": (r"\d{1,2}\.\d{1,2}\.\d{4}", "%d.%m.%Y"),
    "aaaammgg": (r"\d{8}", "%Y%m%d"),
}
ALWAYS = "aaaa-mm-gg"  # cannot be taken for another, and is what a workbook gives
# The time of the day, which is not kept.
TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
AMOUNTS = {"it": r"^(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d{1,2})?$", "c": r"^\d+(?:\.\d{1,2})?$"}
COMUNE_CODES = {"istat": r"^\d{6}$", "catastale": r"^[A-Z]\d{3}$"}
FAR_FUTURE = timedelta(days=3 * 366)
DTYPES = {
    "chiave": pl.String, "data": pl.Date, "anno_nascita": pl.Int32, "intero": pl.Int32, "booleano": pl.Boolean,
    "euro": pl.Decimal(10, 2), "dizionario": pl.String, "comune": pl.String,
}  # fmt: skip
EXPECTED = {
    "chiave": "un codice non vuoto",
    "data": "una data che esiste, nel formato dichiarato e non dopo l'estrazione",
    "anno_nascita": "un anno, o una data, di nascita non dopo l'estrazione",
    "intero": "un numero intero nei limiti di ingest/casi/canonici.yml",
    "booleano": "una delle parole dichiarate per vero o falso",
    "euro": "un importo nei limiti di ingest/casi/canonici.yml",
    "dizionario": "una delle parole dichiarate nella mappatura",
    "comune": "un comune d'Italia, nella forma dichiarata",
}
PERSON_EXPECTED = "un codice fiscale ben formato, con il suo carattere di controllo"


@dataclass(frozen=True)
class Contesto:
    """What the reading of one file depends on besides its mapping."""

    chiave: Chiave
    estratto_il: date
    sintetici: bool


class VeriFraISintetici(Exception):
    """A file declared made-up holds a codice fiscale that could be somebody's; carries the 1-based row."""

    def __init__(self, riga: int):
        self.riga = riga
        super().__init__()


def typed(rows: pl.DataFrame, mapping: Mappatura, context: Contesto) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Type a batch of rows.

    Args:
        rows: text columns named by the export's headers, and ``_riga``.

    Returns:
        the canonical columns of the mapping (a comune as ``comune_stampato`` and ``comune_codice_tipo``) with ``riga``;
        and the cells that were dropped: riga, colonna, atteso.

    Raises:
        VeriFraISintetici: see there.
    """
    lines = rows["_riga"].alias("riga")
    columns, misfits = [lines], []
    for entry in mapping.lette:
        if entry.colonna not in rows.columns:
            continue
        cells = _without_blanks(rows[entry.colonna], entry)
        values = _typed_column(cells, entry, context, lines)
        columns += values if isinstance(values, list) else [values.alias(entry.canonica or "")]
        first = values[0] if isinstance(values, list) else values
        wrong = lines.filter(cells.is_not_null() & first.is_null())
        if len(wrong):
            means = entry.means
            expected = PERSON_EXPECTED if means.ruolo == "persona" else EXPECTED[means.tipo]
            misfits.append(pl.DataFrame({"riga": wrong, "colonna": entry.colonna, "atteso": expected}))
    frame = pl.DataFrame(columns).with_columns(pl.lit(v).alias(name) for name, v in mapping.costanti.items())
    return frame, pl.concat(misfits) if misfits else NO_MISFITS


NO_MISFITS = pl.DataFrame(schema={"riga": pl.Int64, "colonna": pl.String, "atteso": pl.String})


def _without_blanks(cells: pl.Series, entry: Voce) -> pl.Series:
    """Trimmed; an empty cell, or a declared mark for one, is null."""
    cells = cells.str.strip_chars()
    full = cells != ""
    if entry.vuoti:
        full &= ~_folded(cells).is_in(list(entry.vuoti))
    return _kept(cells, full)


def _typed_column(cells: pl.Series, entry: Voce, context: Contesto, lines: pl.Series) -> pl.Series | list[pl.Series]:
    means = entry.means
    if means.tipo == "chiave":
        return _person(cells, context, lines) if means.ruolo == "persona" else _keyed(cells, means, context.chiave)
    if means.tipo == "data":
        latest = context.estratto_il + FAR_FUTURE if means.futura else context.estratto_il
        days = _dates(cells, entry)
        return _kept(days, (days >= first_day()) & (days <= latest))
    if means.tipo == "anno_nascita":
        return _birth_years(cells, entry, context.estratto_il)
    if means.tipo == "intero":
        return _within(cells.cast(pl.Int32, strict=False), means)
    if means.tipo == "booleano":
        words = {**dict.fromkeys(entry.vero, True), **dict.fromkeys(entry.falso, False)}
        return _translated(cells, words, None, pl.Boolean)
    if means.tipo == "euro":
        return _within(_amounts(cells, entry.locale), means)
    if means.tipo == "comune":
        return _comuni(cells, entry)
    words = entry.valori or dict(zip(means.valori, means.valori, strict=True))
    return _translated(cells, words, entry.altrimenti, pl.String)


def _keyed(cells: pl.Series, means: Canonica, key: Chiave) -> pl.Series:
    """HMAC of the cells without blanks and in capitals; equal cells are hashed once."""
    normal = cells.str.to_uppercase().str.replace_all(r"\s", "")
    different = normal.drop_nulls().unique()
    pairs = pl.DataFrame({"in": different, "out": key.keyed(means.ruolo or "", different.to_list())})
    found = normal.to_frame("in").join(pairs, on="in", how="left", maintain_order="left")
    return found["out"].cast(pl.String)


def _person(cells: pl.Series, context: Contesto, lines: pl.Series) -> pl.Series:
    """Keyed codici fiscali. Made-up ones have a wrong check character, all of them; real ones the right one."""
    codes = cells.str.to_uppercase().str.replace_all(r"\s", "")
    codes = _kept(codes, codice_fiscale.has_shape(codes))
    there = codes.is_not_null()
    right = pl.repeat(False, len(codes), dtype=pl.Boolean, eager=True)
    if there.any():
        right = right.scatter(there.arg_true(), codice_fiscale.has_check_character(codes.drop_nulls()))
    if context.sintetici:
        if right.any():
            raise VeriFraISintetici(int(lines.filter(right)[0]))
    else:
        codes = _kept(codes, right)
    return _keyed(codes, canonical()["nucleo_chiave"], context.chiave)


def _dates(cells: pl.Series, entry: Voce) -> pl.Series:
    found = []
    for name in dict.fromkeys((*entry.formato, ALWAYS)):
        shape, pattern = DATE_FORMATS[name]
        found.append(pl.col("c").str.extract(f"^({shape}){TIME}$").str.to_date(pattern, strict=False))
    return cells.to_frame("c").select(pl.coalesce(found)).to_series()


def _birth_years(cells: pl.Series, entry: Voce, extracted: date) -> pl.Series:
    days = _dates(cells, entry)
    years = _kept(cells, cells.str.contains(r"^\d{4}$")).cast(pl.Int32, strict=False)
    years = years.zip_with(days.is_null(), days.dt.year()) if days.null_count() else days.dt.year()
    born = (days <= extracted).fill_null(True)
    return _kept(_within(years, canonical()["anno_nascita"]), born & (years <= extracted.year))


def _amounts(cells: pl.Series, locale: str) -> pl.Series:
    plain_cells = cells.str.replace_all(r"[€\s]|EUR", "")
    plain_cells = _kept(plain_cells, plain_cells.str.contains(AMOUNTS[locale]))
    if locale == "it":
        plain_cells = plain_cells.str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return plain_cells.cast(pl.Decimal(10, 2), strict=False)


def _comuni(cells: pl.Series, entry: Voce) -> list[pl.Series]:
    """``comune_stampato`` and ``comune_codice_tipo``; a declared spelling becomes the ISTAT code that it stands for."""
    if entry.codice == "nome":
        names = known_names()
        known = [name for name in cells.drop_nulls().unique().to_list() if plain(name) in names]
        printed = _kept(cells, cells.is_in(known))
    else:
        capitals = cells.str.to_uppercase()
        printed = _kept(capitals, capitals.str.contains(COMUNE_CODES[entry.codice or "istat"]))
    kind = printed.is_not_null().replace_strict({True: entry.codice, False: None}, return_dtype=pl.String)
    if entry.valori:
        declared = _translated(cells, entry.valori, None, pl.String)
        printed = declared.fill_null(printed) if declared.null_count() else declared
        kind = kind.zip_with(declared.is_null(), pl.repeat("istat", len(kind), eager=True))
    return [printed.alias("comune_stampato"), kind.alias("comune_codice_tipo")]


def _within(numbers: pl.Series, means: Canonica) -> pl.Series:
    good = numbers.is_not_null()
    if means.minimo is not None:
        good &= (numbers >= means.minimo).fill_null(False)
    if means.massimo is not None:
        good &= (numbers <= means.massimo).fill_null(False)
    return _kept(numbers, good)


def _kept(values: pl.Series, good: pl.Series) -> pl.Series:
    """Null where not good."""
    return pl.select(pl.when(good).then(values)).to_series()


def _folded(cells: pl.Series) -> pl.Series:
    return cells.str.replace_all("’", "'").str.replace_all(r"\s+", " ").str.strip_chars().str.to_lowercase()


def _translated(cells: pl.Series, words: dict, otherwise: str | None, dtype: pl.DataType) -> pl.Series:
    """Cells whose word is declared, whatever their capitals and blanks; null where it is not."""
    plain_words = {folded(word): meaning for word, meaning in words.items()}
    found = _folded(cells).replace_strict(plain_words, default=None, return_dtype=dtype)
    if otherwise is not None:
        found = pl.select(
            pl.when(found.is_null() & cells.is_not_null()).then(pl.lit(otherwise)).otherwise(found)
        ).to_series()
    return found
