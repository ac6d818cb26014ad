"""Social workers of an ambito: what the law asks, what it pays. The formulas are functions of the published file."""

from __future__ import annotations

from typing import Any

from dashboards.queries.core import first, has, per_version, rows


@per_version
def social_worker_years(ambito_id: str) -> list[dict[str, Any]]:
    """Residents, thresholds, ceiling and what one equivalent is worth in each band, the newest year first."""
    return rows(
        """
        select
            *, popolazione / fte_contributo as residenti_per_contributo, popolazione / fte_leps as residenti_per_leps,
            popolazione / fte_obiettivo as residenti_per_obiettivo,
            main.assistenti_sociali_contributo(popolazione, fte_leps) / (fte_leps - fte_contributo) as eur_fino_al_leps,
            (contributo_massimo_eur::double - main.assistenti_sociali_contributo(popolazione, fte_leps))
                / (fte_obiettivo - fte_leps) as eur_fino_all_obiettivo
        from marts.assistenti_sociali where ambito_id = ? order by anno desc
        """,
        [ambito_id],
    )


@per_version
def social_worker_ambiti() -> list[str]:
    return [r["ambito_id"] for r in rows("select distinct ambito_id from marts.assistenti_sociali order by ambito_id")]


@per_version
def social_worker_contribution(ambito_id: str, anno: int, fte: float) -> dict[str, Any] | None:
    """What so many full-time equivalents are worth, and what one more would bring."""
    return first(
        """
        select
            popolazione, ? as fte, popolazione / nullif(?, 0)::double as residenti_per_fte,
            main.assistenti_sociali_contributo(popolazione, ?) as contributo_eur,
            main.assistenti_sociali_contributo(popolazione, ? + 1) as contributo_con_uno_eur,
            main.assistenti_sociali_aumento(popolazione, ?) as aumento_eur,
            greatest(0, fte_contributo - ?) as mancano_contributo,
            greatest(0, fte_leps - ?) as mancano_leps,
            greatest(0, fte_obiettivo - ?) as mancano_obiettivo
        from marts.assistenti_sociali where ambito_id = ? and anno = ?
        """,
        [fte] * 8 + [ambito_id, anno],
    )


@per_version
def social_worker_curve(ambito_id: str, anno: int) -> list[dict[str, Any]]:
    """The contribution at every half equivalent and at the three thresholds, a little beyond the last."""
    return rows(
        """
        with residenti as (from marts.assistenti_sociali where ambito_id = ? and anno = ?),
        passi as (
            select unnest(generate_series(0, ceil(fte_obiettivo * 2.3)::bigint)) / 2.0 as fte from residenti
            union select unnest([fte_contributo, fte_leps, fte_obiettivo]) from residenti
        )
        select fte::double as fte, main.assistenti_sociali_contributo(popolazione, fte::double) as contributo_eur
        from passi cross join residenti order by fte
        """,
        [ambito_id, anno],
    )


@per_version
def social_worker_lists(ambito_id: str) -> list[dict[str, Any]]:
    """Permanent social workers that the office declares, the newest year first; none in the public file."""
    if not has("marts.assistenti_sociali_in_servizio"):
        return []
    return rows(
        "select * from marts.assistenti_sociali_in_servizio where ambito_id = ? order by anno desc", [ambito_id]
    )
