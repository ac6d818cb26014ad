"""Territories, what holds them and what they are made of, boundaries."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import first, frame, per_version, rows

DOCUMENT_LEVELS = ("distretto", "asst", "agenzia_ats")
LEVELS = ("ambito", "comune", "distretto", "asst", "agenzia_ats", "provincia", "regione", "italia")

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
