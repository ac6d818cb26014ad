"""Planning: outcomes, objectives, forms of management."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import BY_LINE, frame, per_version, rows


@per_version
def planning_bodies() -> list[dict[str, Any]]:
    return rows(
        """
        select p.ambito_id as ente_id, coalesce(any_value(t.nome), p.ambito_id) as nome, min(p.ordine) < 3 as ha_elenchi
        from (
            select ambito_id, 1 as ordine from marts.programmazione_esito
            union select ambito_id, 2 from marts.programmazione_obiettivo
            union select ambito_id, 2 from marts.programmazione_scheda
            union select ambito_id, 3 from marts.programmazione_filo
        ) as p left join marts.dim_territorio as t on t.territorio_id = p.ambito_id
        group by p.ambito_id order by min(p.ordine), nome
        """
    )


@per_version
def planning_outcomes(ambito_id: str) -> pl.DataFrame:
    return frame(f"select * from marts.programmazione_esito where ambito_id = ? order by {BY_LINE}", [ambito_id])


@per_version
def planning_objectives(ambito_id: str) -> pl.DataFrame:
    return frame(
        f"select * from marts.programmazione_obiettivo where ambito_id = ? order by {BY_LINE}, obiettivo_id",
        [ambito_id],
    )


@per_version
def planning_counts(ambito_id: str) -> list[dict[str, Any]]:
    """How many projects the document declares, counts and lists; the areas first, then their sum and the total."""
    return rows(
        """
        with aree as (
            select area_codice, any_value(area) as area from marts.programmazione_esito where ambito_id = ? group by all
        )
        select r.*, a.area from marts.programmazione_riscontro as r left join aree as a on r.area_codice = a.area_codice
        where r.ambito_id = ? order by list_position(['area', 'somma', 'dichiarato'], r.livello_riga), r.riga
        """,
        [ambito_id, ambito_id],
    )


@per_version
def planning_sheets(ambito_id: str) -> list[dict[str, Any]]:
    """What the ambito's outcome sheets tell of each objective, the latest plan first."""
    return rows(
        "select * from marts.programmazione_scheda where ambito_id = ? and corrente order by piano desc, ordine",
        [ambito_id],
    )


@per_version
def planning_threads(ambito_id: str) -> list[dict[str, Any]]:
    """From the objectives of the plan before to the new ones, their LEPS and spending."""
    return rows("select * from marts.programmazione_filo where ambito_id = ? order by filo_id", [ambito_id])


@per_version
def legal_forms(ambito_id: str) -> pl.DataFrame:
    """Scores of the legal forms of management."""
    return frame(
        f"select * from marts.programmazione_forma_gestione where ambito_id = ? order by {BY_LINE}, voce, forma",
        [ambito_id],
    )
