"""Territories against one another: comparisons, distributions, series, pairs of indicators, likeness."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import first, frame, over_pairs, per_version, rows
from dashboards.queries.territories import DOCUMENT_LEVELS, holders

# Of an indicator counted on several bases or with several methods one is shown, the same for every territory:
# the one that has values, residents before others, ISTAT's yearly mean before a single day.
_ONE_KEY = """
    chiavi as (
        select indicatore_id, base_popolazione, metodo_denominatore
        from righe group by indicatore_id, base_popolazione, metodo_denominatore
        qualify row_number() over (
            partition by indicatore_id
            order by count(valore) = 0, base_popolazione <> 'residenti_istat', metodo_denominatore <> 'media_annua',
                base_popolazione, metodo_denominatore
        ) = 1
    )
"""

# Territories of one level inside another: $1 the one around, $2 the level. An ambito is where its comuni are.
_INSIDE = """
    membri as (
        select p.territorio_id
        from marts.ponte_territorio as p join marts.dim_territorio as t using (territorio_id)
        where p.padre_id = $1 and t.livello = $2 and p.valido_al is null
        union
        select a.padre_id
        from marts.ponte_territorio as a join marts.ponte_territorio as r using (territorio_id)
        where r.padre_id = $1 and a.padre_livello = $2 and a.valido_al is null and r.valido_al is null
    )
"""


@per_version
def comparisons(territori: tuple[str, ...], riferimento: str, anno: int) -> pl.DataFrame:
    """Each territory and indicator against the reference, with the persons counted: one row for each pair."""
    return frame(
        f"""
        with righe as (
            select * from {over_pairs("marts.indicatore_confronto")}
            where riferimento_id = $2 and anno = $3 and list_contains($1, territorio_id)
        ), {_ONE_KEY}
        select c.*, v.numeratore, v.denominatore, v.motivo_assenza, v.provvisorio
        from righe as c
        join chiavi using (indicatore_id, base_popolazione, metodo_denominatore)
        left join marts.indicatore_valore as v
            using (territorio_id, indicatore_id, anno, base_popolazione, metodo_denominatore, fonte_id)
        """,
        [list(territori), riferimento, anno],
    )


@per_version
def distribution(riferimento: str, livello: str, anno: int) -> pl.DataFrame:
    """How the territories of one level spread inside another: one row for each indicator, base and method."""
    return frame(
        f"""
        with {_INSIDE}
        select indicatore_id, base_popolazione, metodo_denominatore, count(valore)::int as territori,
            min(valore) as minimo, max(valore) as massimo,
            quantile_cont(valore, 0.05) as p05, quantile_cont(valore, 0.25) as p25,
            quantile_cont(valore, 0.75) as p75, quantile_cont(valore, 0.95) as p95
        from marts.indicatore_valore join membri using (territorio_id)
        where anno = $3 and corrente and valore is not null
        group by indicatore_id, base_popolazione, metodo_denominatore
        """,
        [riferimento, livello, anno],
    )


@per_version
def trends(territori: tuple[str, ...]) -> pl.DataFrame:
    return frame("select * from marts.indicatore_tendenza where list_contains(?, territorio_id)", [list(territori)])


@per_version
def series_points(territori: tuple[str, ...], indicatore: str) -> pl.DataFrame:
    """Yearly values of one indicator in several territories.

    Where a year is counted on several bases or with several methods, the same one as everywhere else is given.
    `tratto` numbers the stretches that can be drawn as one line: another base, method or series, an interruption
    or a missing year opens a new one.
    """
    return frame(
        """
        with punti as (
            select v.*, coalesce(t.nome_breve, t.nome) as nome, t.livello,
                [v.base_popolazione, v.metodo_denominatore, v.serie] as fatto
            from marts.indicatore_valore as v join marts.dim_territorio as t using (territorio_id)
            where list_contains($1, v.territorio_id) and v.indicatore_id = $2 and v.corrente
            qualify row_number() over (
                partition by v.territorio_id, v.anno
                order by v.valore is null, v.base_popolazione <> 'residenti_istat',
                    v.metodo_denominatore <> 'media_annua', v.base_popolazione, v.metodo_denominatore
            ) = 1
        ), legati as (
            select *, interruzione is null and lag(anno) over anni = anno - 1 and lag(fatto) over anni = fatto as segue
            from punti window anni as (partition by territorio_id order by anno)
        )
        select * exclude (fatto, segue), valore - valore_anno_precedente as differenza,
            count(*) filter (where segue is not true) over (partition by territorio_id order by anno)::int as tratto
        from legati order by territorio_id, anno
        """,
        [list(territori), indicatore],
    )


@per_version
def published_inside(riferimento: str, livello: str, anno: int) -> list[str]:
    """Indicators with a value for the territories of one level inside another."""
    return distribution(riferimento, livello, anno)["indicatore_id"].unique().to_list()


@per_version
def pairs(riferimento: str, livello: str, anno: int, x: str, y: str) -> pl.DataFrame:
    """Two indicators and the residents of each territory of one level inside another, in order of name."""
    return frame(
        f"""
        with {_INSIDE}, righe as (
            select v.* from marts.indicatore_valore as v join membri using (territorio_id)
            where v.anno = $3 and v.corrente and list_contains([$4, $5, 'residenti'], v.indicatore_id)
        ), {_ONE_KEY}, scelte as (
            select righe.* from righe join chiavi using (indicatore_id, base_popolazione, metodo_denominatore)
        )
        select t.territorio_id, coalesce(t.nome_breve, t.nome) as nome,
            any_value(s.valore) filter (where s.indicatore_id = $4) as x,
            any_value(s.valore) filter (where s.indicatore_id = $5) as y,
            any_value(s.valore) filter (where s.indicatore_id = 'residenti') as residenti
        from membri join marts.dim_territorio as t using (territorio_id) left join scelte as s using (territorio_id)
        group by t.territorio_id, t.nome_breve, t.nome order by t.nome
        """,
        [riferimento, livello, anno, x, y],
    )


@per_version
def values_at(territorio: str, anno: int, indicatori: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """Current values of some indicators of one territory, one row for each."""
    found = rows(
        f"""
        with righe as (
            select * from marts.indicatore_valore
            where territorio_id = $1 and anno = $2 and corrente and list_contains($3, indicatore_id)
        ), {_ONE_KEY}
        select righe.* from righe join chiavi using (indicatore_id, base_popolazione, metodo_denominatore)
        """,
        [territorio, anno, list(indicatori)],
    )
    return {row["indicatore_id"]: row for row in found}


@per_version
def similar(territorio: str, anno: int, count: int = 7) -> list[dict[str, Any]]:
    """The nearest territories of the same level, the nearest first."""
    return rows(
        f"""
        select d.simile_id as territorio_id, coalesce(t.nome_breve, t.nome) as nome,
            coalesce(p.nome_breve, p.nome) as provincia, d.livello, d.anno, d.distanza, d.indicatori
        from {over_pairs("marts.territorio_distanza")} as d
        join marts.dim_territorio as t on t.territorio_id = d.simile_id
        left join marts.ponte_territorio as b
            on b.territorio_id = d.simile_id and b.padre_livello = 'provincia' and b.valido_al is null
        left join marts.dim_territorio as p on p.territorio_id = b.padre_id
        where d.territorio_id = ? and d.anno = ?
        order by d.distanza, d.simile_id limit ?
        """,
        [territorio, anno, count],
    )


@per_version
def similarity_year(territorio: str) -> int | None:
    """The year for which likeness is computed at the level of a territory."""
    distances = over_pairs("marts.territorio_distanza")
    found = first(f"select max(anno) as anno from {distances} where territorio_id = ?", [territorio])
    return found["anno"] if found else None


@per_version
def profiles(territori: tuple[str, ...], anno: int) -> pl.DataFrame:
    """What the likeness rests on: value and score of each declared indicator."""
    return frame(
        "select * from marts.territorio_profilo where list_contains(?, territorio_id) and anno = ?",
        [list(territori), anno],
    )


@per_version
def coverage() -> dict[str, dict[str, Any]]:
    """The years of each indicator, the one that most territories have (the latest of them) and how many they are."""
    found = rows(
        """
        with per_anno as (
            select indicatore_id, anno, count(distinct territorio_id)::int as territori
            from marts.indicatore_valore where corrente and valore is not null group by indicatore_id, anno
        )
        select indicatore_id, max(territori) as territori, arg_max(anno, (territori, anno)) as anno,
            min(anno) as dal, max(anno) as al
        from per_anno group by indicatore_id
        """
    )
    return {row["indicatore_id"]: row for row in found}


@per_version
def coverage_of(indicatore: str) -> list[dict[str, Any]]:
    """Where and when an indicator has values: level, base, method, delivery, years."""
    return rows(
        """
        select t.livello, v.base_popolazione, v.metodo_denominatore, v.serie,
            list(distinct split_part(v.fonte_id, '/', 1)) as documenti, arg_max(v.fonte_id, v.anno) as fonte_id,
            count(distinct v.territorio_id)::int as territori, min(v.anno) as dal, max(v.anno) as al
        from marts.indicatore_valore as v join marts.dim_territorio as t using (territorio_id)
        where v.indicatore_id = ? and v.corrente and v.valore is not null
        group by t.livello, v.base_popolazione, v.metodo_denominatore, v.serie
        order by list_position(
            ['comune', 'ambito', 'distretto', 'asst', 'agenzia_ats', 'provincia', 'regione', 'italia'], t.livello
        ), v.base_popolazione, v.metodo_denominatore, v.serie
        """,
        [indicatore],
    )


@per_version
def indicators_of(territorio: str) -> set[str]:
    """Indicators with a value for a territory in any year."""
    found = rows(
        """
        select distinct indicatore_id from marts.indicatore_valore
        where territorio_id = ? and corrente and valore is not null
        """,
        [territorio],
    )
    return {row["indicatore_id"] for row in found}


@per_version
def years_with(territorio: str, indicatore: str) -> list[int]:
    """Years in which a territory has an indicator, the newest first; those of ISTAT's residents before the others."""
    found = rows(
        """
        select anno from marts.indicatore_valore
        where territorio_id = ? and indicatore_id = ? and corrente and valore is not null
        group by anno order by bool_or(base_popolazione = 'residenti_istat') desc, anno desc
        """,
        [territorio, indicatore],
    )
    return [row["anno"] for row in found]


@per_version
def printed_references(territorio_id: str, anno: int) -> list[dict[str, Any]]:
    """Districts and the like with indicators of the same year, in the documents that print this territory too."""
    held = [territorio_id, *(h["territorio_id"] for h in holders(territorio_id) if h["livello"] == "ambito")]
    return rows(
        """
        with documenti as (
            select distinct split_part(fonte_id, '/', 1) as raccolta from marts.indicatore_valore
            where list_contains(?, territorio_id) and comuni_attesi is null
        )
        select distinct t.territorio_id, t.livello, t.nome, coalesce(t.nome_breve, t.nome) as nome_breve
        from marts.indicatore_valore as v
        join marts.dim_territorio as t using (territorio_id)
        join documenti as d on split_part(v.fonte_id, '/', 1) = d.raccolta
        where list_contains(?, t.livello) and v.anno = ? and v.corrente and v.base_popolazione = 'residenti_istat'
            and v.denominatore is not null
        order by t.livello, t.nome
        """,
        [held, list(DOCUMENT_LEVELS), anno],
    )
