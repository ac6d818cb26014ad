"""Contesto: who lives in the territory, and how it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import entry
import polars as pl
import streamlit as st

from dashboards import queries
from dashboards.components import address, figure, formats, frame, sentences
from dashboards.components.cards import Card, cards
from dashboards.components.charts.map import Area, classes, legend, territory_map
from dashboards.components.charts.pyramid import class_name, pyramid
from dashboards.components.tables import Column, table
from dashboards.components.text import (
    BASES,
    absence,
    capital,
    counted,
    e,
    indicator_with_article,
    of,
    source_line,
    with_article,
)

NO_COMPARISON = "nessuno"
# The five key figures: the first indicator of each line that is published for the territory is shown.
KEY_FIGURES = (
    ("residenti", "popolazione_residente"),
    ("indice_vecchiaia",),
    ("indice_dipendenza_strutturale",),
    ("residenti_0_14", "quota_0_14"),
    ("residenti_65_piu", "quota_65_piu"),
)
RESIDENTS = KEY_FIGURES[0]
DEFAULT_INDICATOR = "indice_vecchiaia"
FIXED_COLUMNS = ("indice_vecchiaia", "indice_dipendenza_strutturale", "quota_85_piu")


def main() -> None:
    place, unknown_place = frame.chosen_territory()
    if place is None:
        figure.empty("Nessun territorio è ancora pubblicato: costruire il warehouse con «leps build».")
        return
    here = place["territorio_id"]
    years = queries.years_of(here)
    year, unknown_year = _year(place, years)
    against, unknown_reference = _reference(place)

    with frame.header("Contesto", "Chi vive nel territorio, e come cambia"):
        frame.territory_picker(place)
        if year is not None:
            address.picker("Anno", "anno", [str(y) for y in years], str(year))
        names = {h["territorio_id"]: h["nome_breve"] for h in _comparable(place)}
        if names:
            address.picker(
                "Confronta con",
                "confronto",
                [NO_COMPARISON, *names],
                against["territorio_id"] if against else NO_COMPARISON,
                lambda key: names.get(key, "nessuno"),
            )
    frame.notices([unknown_place, unknown_year, unknown_reference])
    if year is None:
        figure.empty(
            f"Per {with_article(place['nome'])} non sono pubblicati dati di popolazione: i documenti ricevuti non "
            "li stampano "
            "e l'elenco dei suoi comuni non è dichiarato."
        )
        return

    values = queries.values_of(here, year)
    reference = queries.values_of(against["territorio_id"], year) if against else {}
    _key_figures(place, values, reference, against)
    if queries.population_source(here, year) is None:
        _document_territory(place, against, year)
        return

    rows = queries.pyramid(here, year)
    left, right = st.columns([1.06, 1], gap="large")
    with left:
        _pyramid(place, year, rows, values, against)
    with right:
        indicator, pick = _indicator(place, year)
        _map(place, year, indicator, pick)
    _parts_table(place, year, indicator, values)
    _printed(place)


def _year(place: dict[str, Any], years: list[int]) -> tuple[int | None, str | None]:
    if not years:
        return None, None
    default = str(years[0])
    value, sentence = address.choose(
        "anno",
        [str(y) for y in years],
        default,
        lambda asked: (
            f"Per {with_article(place['nome'])} non ci sono dati dell'anno «{asked}»: la pagina mostra il {default}."
        ),
    )
    return int(value), sentence


def _comparable(place: dict[str, Any]) -> list[dict[str, Any]]:
    """Territories of the same kind: ISTAT's with ISTAT's, the documents' with the documents'."""
    printed = place["livello"] in queries.DOCUMENT_LEVELS
    return [h for h in queries.holders(place["territorio_id"]) if (h["livello"] in queries.DOCUMENT_LEVELS) == printed]


def _reference(place: dict[str, Any]) -> tuple[dict[str, Any] | None, str | None]:
    """The region where there is one, else the widest territory that holds this one."""
    around = {h["territorio_id"]: h for h in _comparable(place)}
    default = next((k for k, h in around.items() if h["livello"] == "regione"), next(reversed(around), None))
    asked = address.asked("confronto")
    if asked == NO_COMPARISON:
        return None, None
    if asked in around:
        return around[asked], None
    fallback = around.get(default)
    if asked is None or asked == place["territorio_id"] or queries.territory(asked) is not None:
        return fallback, None  # a comparison kept from another territory is not a mistake of the reader
    name = with_article(fallback["nome_breve"]) if fallback else "nessun territorio"
    return fallback, f"Il confronto «{asked}» indicato nell'indirizzo non esiste: la pagina confronta con {name}."


def _pick(values: dict[str, Any], candidates: tuple[str, ...]) -> dict[str, Any] | None:
    return next((values[c] for c in candidates if c in values), None)


def _key_figures(
    place: dict[str, Any],
    values: dict[str, Any],
    reference: dict[str, Any],
    against: dict[str, Any] | None,
) -> None:
    known = queries.indicators()
    shown, reasons, lines_of_sources = [], [], {}
    for candidates in KEY_FIGURES:
        row = _pick(values, candidates)
        if row is None:
            continue
        what = known.get(row["indicatore_id"], {})
        decimals = int(what.get("decimali") or 0)
        other = reference.get(row["indicatore_id"])
        if other is not None and other["base_popolazione"] != row["base_popolazione"]:
            other = None
        is_count = row["denominatore"] is None
        lines = [BASES.get(row["base_popolazione"], row["base_popolazione"])] if _other_base(row) else []
        lines += [sentences.change(row, decimals, what.get("unita")), sentences.outcome(row)]
        if not is_count:
            lines += [
                sentences.comparison(other, against["nome_breve"], decimals) if against else "",
                sentences.uncertainty(row, decimals),
            ]
        value = formats.with_unit(row["valore"], what.get("unita"), decimals)
        name = counted(what.get("nome", row["indicatore_id"]), row["base_popolazione"])
        shown.append(Card(name, value, [x for x in lines if x]))
        reasons.append(_expected_words(what, row))
        lines_of_sources[source_line(queries.sources().get(row["fonte_id"]), date=row.get("data_riferimento"))] = None
    cards(shown)
    said = " · ".join(line for line in lines_of_sources if line)
    if said:
        st.html(f'<p class="fonte sotto-cifre">{e(said)}</p>')
    st.html(
        '<details class="perche"><summary>Come si leggono le variazioni</summary><div>'
        "<p>Ogni indicatore dichiara di quanto può cambiare da un anno all'altro. Una variazione è "
        "«fuori» solo se "
        "supera quei limiti ed è più grande di quanto farebbe il caso. L'intervallo al 95&nbsp;% "
        "dice quanto il valore "
        "di una popolazione piccola oscilla per ragioni naturali: non è un errore di campionamento.</p>"
        "<p>«Dato provvisorio»: la fonte può ancora rivederlo. Un calo fra un dato definitivo e uno "
        "provvisorio può dipendere dalla pubblicazione e non dalle persone.</p>"
        f"<ul>{''.join(f'<li>{r}</li>' for r in reasons if r)}</ul></div></details>"
    )


def _other_base(row: dict[str, Any]) -> bool:
    """Whoever is counted is not a resident: the figure says so."""
    return row["base_popolazione"] not in (None, "residenti_istat")


def _expected_words(what: dict[str, Any], row: dict[str, Any]) -> str:
    low, high = what.get("variazione_min_pct"), what.get("variazione_max_pct")
    words = ""
    if low is not None and high is not None:
        words = f"{what['nome']}: da {formats.percent(low, sign=True)} a {formats.percent(high, sign=True)} in un anno."
        if what.get("variazione_motivo"):
            words += f" {what['variazione_motivo']}"
    if row.get("motivo_variazione"):
        words = f"{words or what.get('nome', '') + ':'} {row['motivo_variazione']}"
    return e(words)


def _population_source(place: dict[str, Any], year: int) -> dict[str, Any] | None:
    fonte_id = queries.population_source(place["territorio_id"], year)
    return queries.sources().get(fonte_id) if fonte_id else None


def _pyramid(
    place: dict[str, Any],
    year: int,
    rows: pl.DataFrame,
    values: dict[str, Any],
    against: dict[str, Any] | None,
) -> None:
    source = _population_source(place, year)
    line = source_line(source)
    if rows.is_empty():
        frame.heading("Età e sesso dei residenti")
        figure.empty(f"Per {with_article(place['nome'])} non è pubblicata la popolazione per età del {year}.")
        return
    reference = queries.pyramid(against["territorio_id"], year) if against else None
    by_class = rows.group_by("eta").agg(pl.col("residenti").sum()).sort("residenti", descending=True)
    people = int(rows["residenti"].sum())
    sentence = sentences.pyramid(
        (values.get("quota_65_piu") or {}).get("valore"),
        (values.get("quota_0_14") or {}).get("valore"),
        class_name(int(by_class["eta"][0])),
        against["nome_breve"] if against and reference is not None and reference.height else None,
        people,
    )
    shown = [
        {"eta": class_name(age), "maschi": men, "femmine": women}
        for age, men, women in rows.pivot(on="sesso", index="eta", values="residenti")
        .select("eta", "M", "F")
        .iter_rows()
    ]
    with figure.figure(
        "piramide",
        "Età e sesso dei residenti",
        sentence,
        source=line,
        download=figure.Download(f"eta_sesso_{place['territorio_id']}_{year}", shown, line, f"{year}-01-01"),
        why=table(
            list(reversed(shown)),
            [
                Column("eta", "Età"),
                Column("maschi", "Maschi", "intero"),
                Column("femmine", "Femmine", "intero"),
            ],
            caption=f"Residenti per classe di età e sesso, {place['nome']}, {year}",
        ),
        why_label="Mostra la tabella",
    ):
        figure.chart(
            pyramid(rows, reference, name=place["nome"]),
            "piramide",
            alt=f"Piramide delle età {of(place['nome'])}. {sentence}",
        )


def _indicator(place: dict[str, Any], year: int) -> tuple[dict[str, Any] | None, Callable[[], None]]:
    """The indicator of map and table, and what draws its picker."""
    _, parts = queries.parts_of(place["territorio_id"])
    known = queries.indicators()
    values = queries.values_of_parts(tuple(p["territorio_id"] for p in parts), year)
    present = set(values["indicatore_id"].unique()) if parts else set()
    options = [k for k in known if k in present]
    if not options:
        return None, lambda: None
    default = DEFAULT_INDICATOR if DEFAULT_INDICATOR in options else options[0]
    value, unknown = address.choose(
        "indicatore",
        options,
        default,
        lambda asked: (
            f"L'indicatore «{asked}» non è pubblicato per questi territori: la mappa usa "
            f"{indicator_with_article(known[default]['nome'])}."
        ),
    )

    def pick() -> None:
        frame.notices([unknown])
        address.picker(
            "Indicatore della mappa e della tabella", "indicatore", options, value, lambda k: known[k]["nome"]
        )

    return known[value], pick


PART_WORDS = {"comune": "comune", "provincia": "provincia", "regione": "regione"}


def _map(place: dict[str, Any], year: int, indicator: dict[str, Any] | None, pick: Callable[[], None]) -> None:
    kind, parts = queries.parts_of(place["territorio_id"])
    if indicator is None or not parts:
        figure.empty(f"Per {with_article(place['nome'])} non ci sono territori più piccoli da mettere su una mappa.")
        return
    rows = _indicator_rows(parts, year, indicator)
    shapes = {r["territorio_id"]: r for r in queries.boundaries(tuple(p["territorio_id"] for p in parts)).to_dicts()}
    decimals = int(indicator.get("decimali") or 0)
    line = source_line(_population_source(place, year))
    sentence = sentences.spread(rows, decimals)
    cut = classes([r["valore"] for r in rows])
    if not shapes:
        pick()
        figure.empty("I confini di questi territori non sono pubblicati: i valori sono nella tabella qui sotto.")
        return
    with figure.figure(
        "mappa",
        f"{indicator['nome']} per {PART_WORDS[kind]}",
        sentence,
        source=" · ".join(p for p in (line, (indicator.get("descrizione") or "").rstrip("."), cut.words) if p),
        download=figure.Download(
            f"mappa_{indicator['indicatore_id']}_{place['territorio_id']}_{year}",
            rows,
            line,
            f"{year}-01-01",
            decimals=queries.decimals(),
        ),
    ):
        pick()
        areas = [
            Area(
                row["territorio_id"],
                row["nome"],
                shape["geojson"],
                shape["lon"],
                shape["lat"],
                row["valore"],
                formats.with_unit(row["valore"], indicator.get("unita"), decimals),
                selected=row["territorio_id"] == place["territorio_id"],
            )
            for row in rows
            if (shape := shapes.get(row["territorio_id"])) is not None
        ]
        st.html(legend(cut, indicator["nome"].lower(), decimals))
        figure.chart(
            territory_map(areas),
            "mappa",
            alt=f"Mappa: {indicator['nome']}, {place['nome']}, {year}. {sentence}",
        )


def _indicator_rows(parts: list[dict[str, Any]], year: int, indicator: dict[str, Any]) -> list[dict[str, Any]]:
    values = queries.values_of_parts(tuple(p["territorio_id"] for p in parts), year)
    chosen = {
        r["territorio_id"]: r for r in values.filter(pl.col("indicatore_id") == indicator["indicatore_id"]).to_dicts()
    }
    blank = {"valore": None, "numeratore": None, "denominatore": None, "ic95_inf": None, "ic95_sup": None}
    return [
        {
            "territorio_id": p["territorio_id"],
            "nome": p["nome"],
            "indicatore_id": indicator["indicatore_id"],
            "anno": year,
        }
        | {k: chosen.get(p["territorio_id"], blank).get(k) for k in blank}
        for p in parts
    ]


def _parts_table(place: dict[str, Any], year: int, indicator: dict[str, Any] | None, own: dict[str, Any]) -> None:
    kind, parts = queries.parts_of(place["territorio_id"])
    if indicator is None or not parts:
        return
    known = queries.indicators()
    chosen = indicator["indicatore_id"]
    residents = next((r for r in RESIDENTS if r in known), None)
    columns = list(FIXED_COLUMNS) if chosen in FIXED_COLUMNS else [chosen, *FIXED_COLUMNS[:2]]
    columns = [c for c in columns if c in known and c != residents]
    values = queries.values_of_parts(tuple(p["territorio_id"] for p in parts), year)
    cells = {(r["territorio_id"], r["indicatore_id"]): r for r in values.to_dicts()}
    steps = classes([(cells.get((p["territorio_id"], chosen)) or {}).get("valore") for p in parts]).steps

    def as_row(territorio_id: str, name: str, found: dict[str, Any], step: int | None) -> dict[str, Any]:
        row: dict[str, Any] = {"territorio_id": territorio_id, "nome": name, "classe": step}
        count = found.get(residents) or {}
        row |= {
            "residenti": count.get("valore"),
            "variazione": count.get("variazione_pct"),
            "esito": count.get("esito_variazione"),
        }
        for key in columns:
            cell = found.get(key) or {}
            row |= {key: cell.get("valore"), f"{key}_motivo": cell.get("motivo_assenza")}
        return row

    rows = [
        as_row(
            p["territorio_id"],
            p["nome"],
            {i: cells[p["territorio_id"], i] for i in [residents, *columns] if (p["territorio_id"], i) in cells},
            step,
        )
        for p, step in zip(parts, steps, strict=True)
    ]
    whole = place
    if place["livello"] == "comune":
        whole = next(
            (h for h in queries.holders(place["territorio_id"]) if h["livello"] in ("ambito", "provincia")),
            place,
        )
        own = queries.values_of(whole["territorio_id"], year)
    total = as_row(whole["territorio_id"], whole["nome"], own, None)
    source = _population_source(place, year)
    line = source_line(source)
    headings = [
        Column("nome", {"comune": "Comune", "provincia": "Provincia", "regione": "Regione"}[kind]),
        Column("residenti", "Residenti", "intero"),
        Column("variazione", f"Variazione sul {year - 1}", "variazione", show=_change_cell),
        *(
            Column(
                key,
                known[key]["nome"],
                "percento" if known[key].get("unita") == "%" else "decimale",
                int(known[key].get("decimali") or 0),
                shade="classe" if key == chosen else None,
                reason=f"{key}_motivo",
            )
            for key in columns
        ),
    ]
    with figure.figure(
        "comuni",
        sentences.comuni_title(len(parts), whole["nome"], kind),
        f"Lo sfondo azzurro segue {indicator_with_article(indicator['nome'])}: più scuro, più alto. L'ultima riga è "
        "il valore proprio "
        f"{of(whole['nome'])}, non la media delle righe."
        if chosen in columns
        else "",
        source=line,
        download=figure.Download(
            f"comuni_{place['territorio_id']}_{year}_{chosen}",
            [
                {"territorio_id": r["territorio_id"], "nome": r["nome"], "anno": year}
                | {k: v for k, v in r.items() if k not in ("classe", "esito") and not k.endswith("_motivo")}
                for r in [*rows, total]
            ],
            line,
            f"{year}-01-01",
            decimals=queries.decimals(),
        ),
    ):
        st.html(
            table(
                rows,
                headings,
                caption=f"Indicatori per comune, {whole['nome']}, {year}",
                total=total,
                tall=len(rows) > 24,
            )
        )


def _change_cell(row: dict[str, Any]) -> str:
    if formats.is_missing(row["variazione"]):
        return f'<span class="assente">{formats.MISSING}</span>'
    words = formats.percent(row["variazione"], 1, sign=True)
    if row.get("esito") == "fuori":
        return (
            '<span title="Fuori dall\'intervallo atteso"><span class="segno" aria-hidden="true">▲'
            f'</span> {words}<span class="piccolo">fuori intervallo</span></span>'
        )
    return words


def _printed(place: dict[str, Any]) -> None:
    """What the documents print for a territory that ISTAT covers too."""
    printed = queries.printed_values(place["territorio_id"])
    if printed.is_empty():
        return
    rows = printed.to_dicts()
    known = queries.sources()
    for row in rows:
        row["nota_tabella"] = queries.table_note(row["fonte_id"])
        row["nome"] = counted(row["nome"], row["base_popolazione"])
        row["documento"] = (known.get(row["fonte_id"]) or {}).get("titolo", row["fonte_id"])
    first_source = known.get(rows[0]["fonte_id"])
    line = source_line(first_source)
    notes = dict.fromkeys(
        known[f]["nota"]
        for f in [*dict.fromkeys(r["fonte_id"] for r in rows), *queries.age_sources()]
        if known.get(f) and known[f].get("nota")
    )
    with figure.figure(
        "stampati",
        "Che cosa stampano i documenti",
        sentences.printed_against_istat(
            next(
                (r for r in rows if r["indicatore_id"] in RESIDENTS and r["valore_istat"] is not None),
                rows[0],
            )
        ),
        source=line,
        download=figure.Download(
            f"stampati_{place['territorio_id']}",
            printed.drop("ordine"),
            line,
            (first_source or {}).get("data_riferimento"),
            decimals=queries.decimals(),
        ),
        why="".join(f"<p>{e(n)}</p>" for n in notes) or None,
    ):
        st.html(
            table(
                rows,
                [
                    Column("nome", "Indicatore"),
                    Column(
                        "documento",
                        "Documento",
                        show=lambda r: (
                            f"{e(r['documento'])}<span class='piccolo'>"
                            f"{e(BASES.get(r['base_popolazione'], r['base_popolazione']))}, "
                            f"{formats.day(r['data_riferimento'])}</span>"
                        ),
                    ),
                    _printed_column("valore_stampato", "Stampato"),
                    _printed_column("valore_istat", "ISTAT", with_year=True),
                    _printed_column("scarto_istat", "Differenza", sign=True),
                ],
                caption=f"Valori stampati nei documenti e valori ISTAT, {place['nome']}",
                tall=len(rows) > 16,
            )
        )


def _printed_column(key: str, label: str, *, sign: bool = False, with_year: bool = False) -> Column:
    def show(row: dict[str, Any]) -> str:
        if formats.is_missing(row[key]):
            if key in ("ricalcolato", "confronto"):
                return "–"
            return absence("non_ricevuto" if key != "valore_stampato" else row.get("motivo_assenza"))
        printed = row.get({"valore_stampato": "decimali_stampati", "confronto": "decimali_confronto"}.get(key, ""))
        decimals = int(row["decimali"] or 0) if printed is None else int(printed)
        words = formats.number(row[key], decimals, sign=sign)
        if row.get("unita") == "%" and not sign:
            words += f"{formats.NBSP}%"
        if with_year:
            words += (
                "<span class='piccolo'>1° gennaio "
                f"{row['anno_istat']}{', provvisorio' if row['istat_provvisorio'] else ''}</span>"
            )
        return words

    return Column(key, label, "decimale", show=show)


def _document_territory(place: dict[str, Any], against: dict[str, Any] | None, year: int) -> None:
    """Districts, ASST and ATS exist only in documents: printed indicators beside the recomputed ones."""
    figure.empty(
        f"I comuni {of(place['nome'])} non sono dichiarati nei documenti: non si possono disegnare "
        "la piramide e la mappa. "
        "Qui sotto ci sono gli indicatori che il documento stampa, accanto agli stessi ricalcolati "
        "dalle sue celle."
    )
    printed = queries.printed_values(place["territorio_id"])
    if printed.is_empty():
        figure.empty(f"Nessun documento ricevuto stampa indicatori per {with_article(place['nome'])}.")
        return
    known = queries.sources()
    other = {
        (r["indicatore_id"], r["base_popolazione"], r["anno"]): r
        for r in (queries.printed_values(against["territorio_id"]).to_dicts() if against else [])
    }
    for (base, fonte_id, anno), group in printed.group_by(
        ["base_popolazione", "fonte_id", "anno"], maintain_order=True
    ):
        rows = group.to_dicts()
        for row in rows:
            beside = other.get((row["indicatore_id"], base, anno)) or {}
            row |= {
                "nome": counted(row["nome"], base),
                "confronto": beside.get("valore_stampato"),
                "decimali_confronto": beside.get("decimali_stampati"),
            }
        recomputed = sum(r["ricalcolato"] is not None for r in rows)
        from_cells = formats.plural(recomputed, "si ricalcola", "si ricalcolano", zero="nessuno si ricalcola")
        source = known.get(fonte_id)
        line = source_line(source, date=rows[0]["data_riferimento"])
        columns = [
            Column("nome", "Indicatore"),
            _printed_column("valore_stampato", "Stampato"),
            _printed_column("ricalcolato", "Ricalcolato"),
        ]
        if against and any(r["confronto"] is not None for r in rows):
            columns.append(_printed_column("confronto", f"{against['nome_breve']}, stampato"))
        with figure.figure(
            f"documento_{fonte_id.rsplit('/', 1)[-1]}_{base}_{anno}",
            (source or {}).get("titolo_tabella") or f"Indicatori stampati: {BASES.get(base, base)}, {anno}",
            f"{capital(BASES.get(base, base))}, {anno}. "
            f"{formats.plural(len(rows), 'indicatore stampato', 'indicatori stampati')}; "
            f"{from_cells} dalle altre celle dello stesso documento.",
            source=line,
            download=figure.Download(
                f"stampati_{place['territorio_id']}_{fonte_id.rsplit('/', 1)[-1]}_{base}_{anno}",
                group.drop("ordine"),
                line,
                rows[0]["data_riferimento"],
                decimals=queries.decimals(),
            ),
        ):
            st.html(table(rows, columns, caption=f"Indicatori stampati, {place['nome']}, {BASES.get(base, base)}"))


entry.run(main)
