"""Territories, what holds them and what they are made of, boundaries."""

from __future__ import annotations

import functools
from typing import Any

from dashboards.queries.core import first, per_version, rows

DOCUMENT_LEVELS = ("distretto", "asst", "agenzia_ats")
LEVELS = ("ambito", "comune", "distretto", "asst", "agenzia_ats", "provincia", "regione", "italia")

# What is nearer stands first.
OUTWARDS = ("ambito", "distretto", "asst", "agenzia_ats", "provincia", "regione", "italia")


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
def _tree() -> tuple[dict[str, dict[str, Any]], dict[str, frozenset[str]], dict[str, list[str]]]:
    """Every territory; who holds each, directly or through others; the comuni that each is made of.

    Read once for each version: a few milliseconds a question, and pages ask on every change of territory.
    """
    known = {
        row["territorio_id"]: row
        for row in rows(
            "select territorio_id, livello, nome, coalesce(nome_breve, nome) as nome_breve from marts.dim_territorio "
            "order by list_position(?, livello), nome",
            [list(OUTWARDS)],
        )
    }
    parents: dict[str, set[str]] = {}
    for row in rows("select territorio_id, padre_id from marts.ponte_territorio where valido_al is null"):
        parents.setdefault(row["territorio_id"], set()).add(row["padre_id"])

    @functools.cache
    def above(territorio_id: str) -> frozenset[str]:
        direct = parents.get(territorio_id, set())
        return frozenset(direct).union(*(above(p) for p in direct))

    around = {key: above(key) for key in known}
    comuni: dict[str, list[str]] = {}
    for key, row in known.items():
        if row["livello"] == "comune":
            for holder in around[key]:
                comuni.setdefault(holder, []).append(key)
    return known, around, comuni


@per_version
def holders(territorio_id: str) -> list[dict[str, Any]]:
    """Territories that contain this one, the nearest first: those above it, and those that hold all its comuni."""
    known, around, comuni = _tree()
    parts = comuni.get(territorio_id, [])
    held = frozenset.intersection(*(around[c] for c in parts)) if parts else frozenset()
    found = (around.get(territorio_id, frozenset()) | held) - {territorio_id}
    return [row for key, row in known.items() if key in found]


@per_version
def comuni_of(territorio_id: str) -> list[dict[str, Any]]:
    known, _, comuni = _tree()
    return [{"territorio_id": c, "nome": known[c]["nome"]} for c in comuni.get(territorio_id, [])]


@per_version
def count_comuni(territorio_id: str) -> int:
    return len(comuni_of(territorio_id))


def parts_of(territorio_id: str) -> tuple[str, list[dict[str, Any]]]:
    """What map and table of a territory show: its comuni, or a region's provinces, or Italy's regions."""
    below = levels_below(territorio_id)
    return (below[0], parts_of_level(territorio_id, below[0])) if below else ("comune", [])


def levels_below(territorio_id: str) -> list[str]:
    """Levels that a territory can be parted into, the usual one first; a comune is seen among its neighbours."""
    kind = (territory(territorio_id) or {}).get("livello")
    return {
        "ambito": ["comune"],
        "comune": ["comune"],
        "provincia": ["comune"],
        "regione": ["provincia", "comune"],
        "italia": ["regione", "provincia"],
    }.get(kind, [])


def parts_of_level(territorio_id: str, livello: str) -> list[dict[str, Any]]:
    """The comuni, the provinces or the regions of a territory; of a comune, those of its ambito or province."""
    kind = (territory(territorio_id) or {}).get("livello")
    if kind == "comune":
        around = next((h for h in holders(territorio_id) if h["livello"] in ("ambito", "provincia")), None)
        return comuni_of(around["territorio_id"]) if around else []
    if livello == "comune":
        return comuni_of(territorio_id)
    if kind == "italia" and livello == "provincia":
        return all_of("provincia")
    return children_of(territorio_id, livello)


@per_version
def all_of(livello: str) -> list[dict[str, Any]]:
    return rows(
        "select territorio_id, coalesce(nome_breve, nome) as nome from marts.dim_territorio "
        "where livello = ? order by nome",
        [livello],
    )


@per_version
def other_comuni() -> dict[str, dict[str, Any]]:
    """The comuni in no declared ambito, each with its province: a reader finds them by typing the name."""
    return {
        row["territorio_id"]: row
        for row in rows(
            """
            select t.territorio_id, t.livello, t.nome, max(coalesce(pr.nome_breve, pr.nome)) as provincia
            from marts.dim_territorio as t
            left join marts.ponte_territorio as p
                on p.territorio_id = t.territorio_id and p.padre_livello = 'provincia' and p.valido_al is null
            left join marts.dim_territorio as pr on pr.territorio_id = p.padre_id
            where t.livello = 'comune' and t.territorio_id not in (
                select territorio_id from marts.ponte_territorio where padre_livello = 'ambito' and valido_al is null
            )
            group by all order by t.nome
            """
        )
    }


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
def boundaries(territori: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """The newest outline of each territory, by its id."""
    return {
        row["territorio_id"]: row
        for row in rows(
            "select territorio_id, geojson, lon, lat from marts.confine where list_contains(?, territorio_id) "
            "qualify row_number() over (partition by territorio_id order by anno desc) = 1",
            [list(territori)],
        )
    }
