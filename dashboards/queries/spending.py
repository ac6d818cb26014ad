"""Spending."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import frame, per_version, rows


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
