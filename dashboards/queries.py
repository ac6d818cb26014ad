"""The only module of the pages that speaks SQL. Read-only, over the published schemas `marts` and `qualita`.

Results are small and kept in memory for as long as the version that they come
    from is the current one. They are
Polars frames or plain values, which nobody changes. Counts may be added up here; rates, intervals
    and outcomes are
read as published.
"""

from __future__ import annotations

import functools
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import polars as pl

from warehouse.current import current_warehouse

P = ParamSpec("P")
R = TypeVar("R")

DOCUMENT_LEVELS = ("distretto", "asst", "agenzia_ats")
LEVELS = ("ambito", "comune", "distretto", "asst", "agenzia_ats", "provincia", "regione", "italia")

_KEPT_RESULTS = 600
_results: OrderedDict[tuple, Any] = OrderedDict()
_guard = threading.Lock()


def per_version(query: Callable[P, R]) -> Callable[P, R]:
    """Remember the result of a query until a new version is published."""

    @functools.wraps(query)
    def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (current_warehouse().version.versione, query.__name__, args, tuple(sorted(kwargs.items())))
        with _guard:
            if key in _results:
                _results.move_to_end(key)
                return _results[key]
        result = query(*args, **kwargs)
        with _guard:
            _results[key] = result
            while len(_results) > _KEPT_RESULTS:
                _results.popitem(last=False)
        return result

    return remembered


def frame(sql: str, params: list | None = None) -> pl.DataFrame:
    cursor = current_warehouse().connection()
    try:
        return cursor.sql(sql, params=params or []).pl()
    finally:
        cursor.close()


def rows(sql: str, params: list | None = None) -> list[dict[str, Any]]:
    return frame(sql, params).to_dicts()


# A line of a document is text (`777`, `132-134`): in order of its first number.
_BY_LINE = "try_cast(regexp_extract(riga_documento::text, '[0-9]+') as integer) nulls last"


def first(sql: str, params: list | None = None) -> dict[str, Any] | None:
    found = rows(sql, params)
    return found[0] if found else None


# --- what is published --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Publication:
    versione: str
    pubblicata_il: str
    righe_caricate: int | None
    durata_s: float | None


@per_version
def publication() -> Publication:
    version = current_warehouse().version
    built = first("select righe_caricate, durata_s from qualita.costruzione order by costruita_il desc limit 1") or {}
    return Publication(version.versione, version.pubblicata_il, built.get("righe_caricate"), built.get("durata_s"))


@per_version
def sources() -> dict[str, dict[str, Any]]:
    """One row for each table received, by its `fonte_id`, and one for each whole document."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(
        """
        select *, split_part(fonte_id, '/', 1) as documento_id from marts.dim_fonte order by titolo,
            fonte_id, file
        """
    ):
        found.setdefault(row["fonte_id"], row)
        found.setdefault(row["documento_id"], row | {"titolo_tabella": None, "righe_documento": None})
    return found


@per_version
def table_note(fonte_id: str) -> str | None:
    """What the note says of this table alone: without the words that all the tables of the document share."""
    known = sources()
    note = (known.get(fonte_id) or {}).get("nota") or ""
    document = fonte_id.split("/")[0] + "/"
    notes = [s["nota"] for k, s in known.items() if k.startswith(document) and s.get("nota")]
    shared = os.path.commonprefix(notes) if len(notes) > 1 else ""
    start = shared.rfind(". ") + 2 if ". " in shared else 0
    if shared.endswith(".") or shared == note:
        start = len(shared)
    return note[start:].strip() or None


@per_version
def documents() -> list[dict[str, Any]]:
    """One row for each document or delivery, its tables gathered."""
    return rows(
        """
        select
            split_part(fonte_id, '/', 1) as documento_id, any_value(titolo) as titolo, any_value(ente)
                as ente,
            any_value(licenza) as licenza, max(data_riferimento) as data_riferimento,
            max(acquisito_il) as acquisito_il, bool_or(coalesce(provvisorio, false)) as provvisorio,
            any_value(documento) as documento, any_value(indirizzo) as indirizzo,
            count(*) as tabelle, sum(righe_caricate)::bigint as righe_caricate,
            sum(righe_scartate)::bigint as righe_scartate
        from marts.dim_fonte group by 1 order by ente, titolo
        """
    )


@per_version
def source_files() -> pl.DataFrame:
    return frame("select * from marts.dim_fonte order by ente, titolo, titolo_tabella, file")


# --- territories --------------------------------------------------------------------------------------

# Every comune with each territory that holds it, through the bridge.
_HOLDERS = """
    with recursive sale(comune_id, territorio_id) as (
        select p.territorio_id, p.padre_id
        from marts.ponte_territorio as p
        join marts.dim_territorio as t on t.territorio_id = p.territorio_id and t.livello = 'comune'
        where p.valido_al is null
        union
        select s.comune_id, p.padre_id
        from sale as s
        join marts.ponte_territorio as p on p.territorio_id = s.territorio_id and p.valido_al is null
    )
"""


@per_version
def territories() -> dict[str, dict[str, Any]]:
    """Territories that a reader can pick: all but the comuni outside the ambiti, opened by address."""
    return {
        row["territorio_id"]: row
        for row in rows(
            """
            select
                t.territorio_id, t.livello, t.codice_istat, t.nome, coalesce(t.nome_breve, t.nome)
                    as nome_breve,
                max(a.nome) as ambito
            from marts.dim_territorio as t
            left join marts.ponte_territorio as p
                on p.territorio_id = t.territorio_id and p.padre_livello = 'ambito' and p.valido_al is null
            left join marts.dim_territorio as a on a.territorio_id = p.padre_id
            where t.livello <> 'comune' or p.padre_id is not null
            group by t.territorio_id, t.livello, t.codice_istat, t.nome, t.nome_breve
            order by list_position(?, t.livello), t.nome
            """,
            [list(LEVELS)],
        )
    }


@per_version
def territory(territorio_id: str) -> dict[str, Any] | None:
    return territories().get(territorio_id) or first(
        "select territorio_id, livello, codice_istat, nome, coalesce(nome_breve, nome) as nome_breve, "
        "null as ambito from marts.dim_territorio where territorio_id = ?",
        [territorio_id],
    )


@per_version
def holders(territorio_id: str) -> list[dict[str, Any]]:
    """Territories that contain this one, the nearest first: parents, and those that hold all its comuni."""
    return rows(
        _HOLDERS
        + """
        , propri as (
            select comune_id from sale where territorio_id = $1
            union select $1 where $1 like 'com:%'
        )
        , contenitori as (
            select territorio_id from sale join propri using (comune_id)
            group by territorio_id having count(distinct comune_id) = (select count(*) from propri)
            union
            select padre_id from marts.ponte_territorio where territorio_id = $1 and valido_al is null
            union
            select p2.padre_id from marts.ponte_territorio as p1
            join marts.ponte_territorio as p2 on p2.territorio_id = p1.padre_id and p2.valido_al is null
            where p1.territorio_id = $1 and p1.valido_al is null
        )
        select t.territorio_id, t.livello, t.nome, coalesce(t.nome_breve, t.nome) as nome_breve
        from contenitori join marts.dim_territorio as t using (territorio_id)
        where t.territorio_id <> $1
        order by list_position(['ambito', 'distretto', 'asst', 'agenzia_ats', 'provincia', 'regione',
            'italia'],
            t.livello)
        """,
        [territorio_id],
    )


@per_version
def comuni_of(territorio_id: str) -> list[dict[str, Any]]:
    return rows(
        _HOLDERS
        + """
        select t.territorio_id, t.nome from sale join marts.dim_territorio as t
            on t.territorio_id = sale.comune_id
        where sale.territorio_id = ? group by all order by t.nome
        """,
        [territorio_id],
    )


@per_version
def count_comuni(territorio_id: str) -> int:
    return len(comuni_of(territorio_id))


def parts_of(territorio_id: str) -> tuple[str, list[dict[str, Any]]]:
    """What map and table of a territory show: its comuni, or a region's provinces, or Italy's regions."""
    kind = (territory(territorio_id) or {}).get("livello")
    if kind in ("ambito", "provincia"):
        return "comune", comuni_of(territorio_id)
    if kind == "comune":
        around = next((h for h in holders(territorio_id) if h["livello"] in ("ambito", "provincia")), None)
        return "comune", comuni_of(around["territorio_id"]) if around else []
    if kind in ("regione", "italia"):
        below = "provincia" if kind == "regione" else "regione"
        return below, children_of(territorio_id, below)
    return "comune", []


@per_version
def children_of(territorio_id: str, livello: str) -> list[dict[str, Any]]:
    return rows(
        """
        select distinct t.territorio_id, coalesce(t.nome_breve, t.nome) as nome
        from marts.ponte_territorio as p join marts.dim_territorio as t using (territorio_id)
        where p.padre_id = ? and p.valido_al is null and t.livello = ? order by nome
        """,
        [territorio_id, livello],
    )


@per_version
def boundaries(territori: tuple[str, ...]) -> pl.DataFrame:
    return frame(
        "select territorio_id, geojson, lon, lat from marts.confine where list_contains(?, territorio_id) "
        "qualify row_number() over (partition by territorio_id order by anno desc) = 1",
        [list(territori)],
    )


# --- context ------------------------------------------------------------------------------------------


@per_version
def indicators() -> dict[str, dict[str, Any]]:
    return {
        row["indicatore_id"]: row for row in rows("select * from marts.dim_indicatore order by ordine nulls last, nome")
    }


def decimals() -> dict[str, int]:
    """Decimals of each indicator, for the downloads."""
    return {key: int(row.get("decimali") or 0) for key, row in indicators().items()}


@per_version
def age_sources() -> list[str]:
    """Deliveries that give residents by single age: the one series on which the context is computed."""
    return [
        r["fonte_id"]
        for r in rows("select distinct fonte_id from marts.popolazione where eta_min = eta_max and eta_min > 0")
    ]


@per_version
def years_of(territorio_id: str) -> list[int]:
    """Years of the series by age for this territory; without one, years of what the documents print."""
    found = rows(
        """
        select v.anno, bool_or(list_contains(?, v.fonte_id)) as per_eta
        from marts.indicatore_valore as v join marts.dim_indicatore as i using (indicatore_id)
        where v.territorio_id = ? and coalesce(i.unita, '') <> 'euro'
        group by v.anno order by v.anno desc
        """,
        [age_sources(), territorio_id],
    )
    by_age = [row["anno"] for row in found if row["per_eta"]]
    return by_age or [row["anno"] for row in found]


@per_version
def values_of(territorio_id: str, anno: int) -> dict[str, dict[str, Any]]:
    """One row for each indicator of a territory in a year: of the series by age if it is there."""
    return {
        row["indicatore_id"]: row
        for row in rows(
            """
            select *, valore - valore_anno_precedente as differenza from marts.indicatore_valore
            where territorio_id = ? and anno = ?
            qualify row_number() over (
                partition by indicatore_id
                order by not list_contains(?, fonte_id), valore is null, base_popolazione, fonte_id
            ) = 1
            """,
            [territorio_id, anno, age_sources()],
        )
    }


@per_version
def values_of_parts(territori: tuple[str, ...], anno: int) -> pl.DataFrame:
    """Values of several territories on the series by age, long: one row for each territory and indicator."""
    return frame(
        """
        select v.territorio_id, coalesce(t.nome_breve, t.nome) as nome, v.indicatore_id, v.valore,
            v.numeratore,
            v.denominatore, v.ic95_inf, v.ic95_sup, v.valore_anno_precedente, v.variazione_pct,
            v.esito_variazione,
            v.motivo_variazione, v.motivo_assenza
        from marts.indicatore_valore as v join marts.dim_territorio as t using (territorio_id)
        where list_contains(?, v.territorio_id) and v.anno = ? and list_contains(?, v.fonte_id)
        order by t.nome, v.indicatore_id
        """,
        [list(territori), anno, age_sources()],
    )


@per_version
def pyramid(territorio_id: str, anno: int) -> pl.DataFrame:
    """Residents by five-year class and sex, added up from single ages; the last class is 100 and over."""
    return frame(
        """
        select least(eta_min // 5 * 5, 100)::int as eta, sesso, sum(residenti)::bigint as residenti
        from marts.popolazione_territorio
        where territorio_id = ? and anno = ? and list_contains(?, fonte_id) and cittadinanza = 'totale'
            and sesso in ('M', 'F') and eta_min is not null
        group by all order by 1, 2
        """,
        [territorio_id, anno, age_sources()],
    )


@per_version
def population_source(territorio_id: str, anno: int) -> str | None:
    found = first(
        "select fonte_id from marts.popolazione_territorio where territorio_id = ? and anno = ? "
        "and list_contains(?, fonte_id) limit 1",
        [territorio_id, anno, age_sources()],
    )
    return found["fonte_id"] if found else None


@per_version
def printed_values(territorio_id: str) -> pl.DataFrame:
    """What the documents print for a territory, beside what their cells give and ISTAT's value."""
    return frame(
        """
        with istat as (
            select indicatore_id, valore, anno, provvisorio from marts.indicatore_valore
            where territorio_id = $1 and list_contains($2, fonte_id) and valore is not null
            qualify row_number() over (partition by indicatore_id order by anno desc) = 1
        )
        select
            v.*, i.nome, i.unita, coalesce(i.decimali, 0) as decimali, i.tema, i.ordine,
            case when v.denominatore is not null then v.valore end as ricalcolato,
            istat.valore as valore_istat, istat.anno as anno_istat, istat.provvisorio as istat_provvisorio,
            v.valore_stampato - istat.valore as scarto_istat
        from marts.indicatore_valore as v
        join marts.dim_indicatore as i using (indicatore_id)
        left join istat using (indicatore_id)
        where v.territorio_id = $1 and v.valore_stampato is not null and coalesce(i.unita, '') <> 'euro'
        order by v.base_popolazione, i.ordine nulls last, i.nome, v.anno, v.fonte_id
        """,
        [territorio_id, age_sources()],
    )


@per_version
def series_of(territorio_id: str, indicatori: tuple[str, ...]) -> pl.DataFrame:
    """Yearly values of some indicators of one territory, in order of year."""
    return frame(
        """
        select v.*, i.nome, i.unita, i.decimali, i.ordine, i.variazione_min_pct, i.variazione_max_pct
        from marts.indicatore_valore as v join marts.dim_indicatore as i using (indicatore_id)
        where v.territorio_id = ? and list_contains(?, v.indicatore_id) order by i.ordine,
            v.indicatore_id, v.anno
        """,
        [territorio_id, list(indicatori)],
    )


# --- LEPS ---------------------------------------------------------------------------------------------


@per_version
def leps_ambiti() -> list[str]:
    return [r["ambito_id"] for r in rows("select distinct ambito_id from marts.leps_esito order by ambito_id")]


@per_version
def leps_is_demonstrative() -> bool:
    return bool(rows("select 1 as c from marts.leps_esito where dimostrativo limit 1"))


@per_version
def leps_matrix(ambito_id: str | None) -> pl.DataFrame:
    """One row for each indicator and year: target, outcome, and the current recording if there is one."""
    return frame(
        """
        select
            o.indicatore_id, i.leps_numero, i.leps_nome, i.nome, i.definizione, i.numeratore
                as nome_numeratore,
            i.denominatore as nome_denominatore, i.unita, i.regola, i.polarita, o.anno, o.regola
                as regola_anno,
            o.soglia_pct, o.minimo, o.stato_richiesto, o.testo, o.fonte_id, o.riga_documento,
            e.stato, e.valore, e.obiettivo, e.motivo, e.mancano, e.riferito_al,
            coalesce(e.dimostrativo, false) as dimostrativo,
            r.numeratore, r.denominatore, r.stato_traguardo, r.rilevato_il, r.evidenza
        from marts.leps_obiettivo as o
        join marts.leps_indicatore as i using (indicatore_id)
        left join marts.leps_esito as e
            on e.indicatore_id = o.indicatore_id and e.anno = o.anno and e.ambito_id = ?
        left join marts.leps_rilevazione as r
            on r.indicatore_id = o.indicatore_id and r.anno = o.anno and r.ambito_id = e.ambito_id
                and r.corrente
        order by i.leps_numero, o.indicatore_id, o.anno
        """,
        [ambito_id],
    )


@per_version
def leps_register() -> pl.DataFrame:
    return frame(f"select * from marts.leps_registro order by {_BY_LINE}, leps_nome, area")


# --- Assegno di inclusione ----------------------------------------------------------------------------


@per_version
def adi_cells() -> pl.DataFrame:
    """Published cells, each beside that of a year before, of the same measure or of the one it replaced."""
    return frame(
        """
        select
            a.*, t.nome, coalesce(t.nome_breve, t.nome) as nome_breve, t.livello,
            nuclei - nuclei_precedenti as nuclei_in_piu,
            persone - persone_precedenti as persone_in_piu,
            importo_medio_eur - importo_precedente_eur as importo_in_piu
        from marts.adi_nuclei as a join marts.dim_territorio as t using (territorio_id)
        order by list_position(['provincia', 'regione', 'italia'], t.livello), t.nome, misura, mese
        """
    )


@per_version
def adi_claims() -> pl.DataFrame:
    return frame(f"select * from marts.adi_affermazione order by {_BY_LINE}")


# --- spending -----------------------------------------------------------------------------------------


@per_version
def spending_bodies() -> list[dict[str, Any]]:
    return rows(
        """
        select s.ente_id, coalesce(t.nome, s.ente_id) as nome, min(s.anno) as dal, max(s.anno) as al
        from marts.spesa as s left join marts.dim_territorio as t on t.territorio_id = s.ente_id
        group by all order by nome
        """
    )


@per_version
def spending_rows(ente_id: str) -> pl.DataFrame:
    return frame("select * from marts.spesa where ente_id = ? order by anno, fonte_id, riga", [ente_id])


# --- planning -----------------------------------------------------------------------------------------


@per_version
def planning_bodies() -> list[dict[str, Any]]:
    return rows(
        """
        select p.ambito_id as ente_id, coalesce(any_value(t.nome), p.ambito_id) as nome
        from (
            select ambito_id, 1 as ordine from marts.programmazione_esito
            union select ambito_id, 2 from marts.programmazione_obiettivo
        ) as p left join marts.dim_territorio as t on t.territorio_id = p.ambito_id
        group by p.ambito_id order by min(p.ordine), nome
        """
    )


@per_version
def planning_outcomes(ambito_id: str) -> pl.DataFrame:
    return frame(f"select * from marts.programmazione_esito where ambito_id = ? order by {_BY_LINE}", [ambito_id])


@per_version
def planning_objectives(ambito_id: str) -> pl.DataFrame:
    return frame(
        f"select * from marts.programmazione_obiettivo where ambito_id = ? order by {_BY_LINE}, obiettivo_id",
        [ambito_id],
    )


@per_version
def legal_forms(ambito_id: str) -> pl.DataFrame:
    """Scores of the legal forms of management (the table is not in every version)."""
    if not _has_table("marts", "programmazione_forma_gestione"):
        return pl.DataFrame()
    return frame(
        f"select * from marts.programmazione_forma_gestione where ambito_id = ? order by {_BY_LINE}, voce, forma",
        [ambito_id],
    )


def _has_table(schema: str, table: str) -> bool:
    return bool(
        rows(
            "select 1 as c from information_schema.tables where table_schema = ? and table_name = ?",
            [schema, table],
        )
    )


# --- quality ------------------------------------------------------------------------------------------


@per_version
def check_counts() -> dict[str, int]:
    return (
        first(
            """
        select
            count(*) as eseguiti,
            count(*) filter (esito = 'fallito' and gravita = 'errore') as errori,
            count(*) filter (esito = 'fallito' and gravita = 'avviso') as avvisi,
            count(*) filter (esito = 'fallito' and gravita = 'avviso' and tipo = 'variazione_annua')
                as variazioni,
            count(*) filter (esito = 'eccezione_nota') as eccezioni,
            count(distinct fonte_id) filter (esito = 'fallito' and gravita = 'errore') as fonti_con_errori
        from qualita.controllo
        """
        )
        or {}
    )


@per_version
def checks_not_passed() -> pl.DataFrame:
    """Every check that did not pass, the gravest first, with the words that a reader needs."""
    return frame(
        """
        select c.*, f.titolo, f.documento, coalesce(t.nome_breve, t.nome) as territorio, i.nome as indicatore
        from qualita.controllo as c
        left join (select fonte_id, any_value(titolo) as titolo, any_value(documento) as documento
            from marts.dim_fonte group by fonte_id) as f using (fonte_id)
        left join marts.dim_territorio as t using (territorio_id)
        left join marts.dim_indicatore as i using (indicatore_id)
        where c.esito <> 'superato'
        order by list_position(['errore', 'avviso', 'informazione'], c.gravita), c.esito <> 'fallito',
            f.titolo nulls last, try_cast(regexp_extract(c.riga_documento::text, '[0-9]+') as integer)
                nulls last,
            c.riga, c.colonna
        """
    )


@per_version
def checks_by_source() -> pl.DataFrame:
    return frame(
        """
        select c.fonte_id, coalesce(any_value(f.titolo), 'Tabelle calcolate') as titolo, c.tipo,
            count(*) as eseguiti, count(*) filter (c.esito = 'fallito') as falliti,
            count(*) filter (c.esito = 'eccezione_nota') as eccezioni
        from qualita.controllo as c
        left join (select fonte_id, any_value(titolo) as titolo from marts.dim_fonte group by fonte_id) as f
            using (fonte_id)
        group by c.fonte_id, c.tipo order by 2, 3
        """
    )


@per_version
def year_changes_out_of_range() -> pl.DataFrame:
    return frame("select * from qualita.controllo where tipo = 'variazione_annua' and esito <> 'superato'")


@per_version
def exceptions() -> pl.DataFrame:
    return frame("select * from qualita.eccezione order by controllo_id, territorio_id, anno")


@per_version
def rejected_rows() -> pl.DataFrame:
    return frame("select * from qualita.scarto_riga order by fonte_id, tabella, riga")


@per_version
def expectations() -> pl.DataFrame:
    return frame("select * from qualita.aspettativa order by esito, gravita, strato, tabella, aspettativa")


def report_file() -> Path | None:
    """The offline page of the expectations that the last build wrote beside the versions."""
    path = current_warehouse().paths.rapporti / "aspettative.html"
    return path if path.is_file() else None
