"""Demographic balance and foreign residents: what ISTAT sends besides residents by age."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import frame, per_version, rows


@per_version
def balance(territorio_id: str) -> dict[int, dict[str, int | None]]:
    """Year → quantity of the balance → persons; the newest year first, nothing where none was received."""
    found = rows(
        """
        select anno, voce,
            coalesce(max(persone) filter (sesso = 'T'), sum(persone) filter (sesso in ('M', 'F')))::bigint as persone
        from marts.bilancio_demografico where territorio_id = ? and corrente
        group by anno, voce order by anno desc
        """,
        [territorio_id],
    )
    years: dict[int, dict[str, int | None]] = {}
    for row in found:
        years.setdefault(row["anno"], {})[row["voce"]] = row["persone"]
    return years


@per_version
def with_balance_inside(territorio_id: str) -> list[str]:
    """Names of the territories inside one, of the widest level that has any, whose balance was received."""
    return [
        row["nome"]
        for row in rows(
            """
            select distinct t.nome, t.livello from marts.ponte_territorio as p
            inner join marts.dim_territorio as t on p.territorio_id = t.territorio_id
            inner join marts.bilancio_demografico as b on b.territorio_id = p.territorio_id and b.corrente
            where p.padre_id = ? and t.livello in ('regione', 'provincia', 'comune')
            qualify dense_rank() over (order by array_position(['regione', 'provincia', 'comune'], t.livello)) = 1
            order by t.nome
            """,
            [territorio_id],
        )
    ]


@per_version
def balance_sources(territorio_id: str, anno: int) -> list[str]:
    found = rows(
        "select distinct fonte_id from marts.bilancio_demografico where territorio_id = ? and anno = ? and corrente "
        "order by fonte_id",
        [territorio_id, anno],
    )
    return [row["fonte_id"] for row in found]


@per_version
def citizenship_year(territorio_id: str, anno: int) -> int | None:
    """The newest year with citizenships, not after the one that is asked for."""
    return rows(
        "select max(anno) as anno from marts.cittadinanza where territorio_id = ? and anno <= ? and corrente",
        [territorio_id, anno],
    )[0]["anno"]


@per_version
def citizenships(territorio_id: str, anno: int) -> pl.DataFrame:
    """Foreign residents by citizenship, the most numerous first."""
    return frame(
        """
        select cittadinanza_codice, cittadinanza_nome,
            coalesce(sum(residenti) filter (sesso = 'T'), sum(residenti) filter (sesso in ('M', 'F')))::bigint
                as residenti,
            sum(residenti) filter (sesso = 'F')::bigint as femmine,
            min(fonte_id) as fonte_id
        from marts.cittadinanza where territorio_id = ? and anno = ? and corrente
        group by all order by residenti desc, cittadinanza_nome
        """,
        [territorio_id, anno],
    )


@per_version
def foreigners_by_age(territorio_id: str, anno: int, ampiezza: int = 5) -> pl.DataFrame:
    """Foreign residents by class of age and sex; empty where ISTAT's were not received."""
    return frame(
        """
        select least(eta_min // $3 * $3, 100)::int as eta, sesso, sum(residenti)::bigint as residenti,
            min(fonte_id) as fonte_id
        from marts.popolazione_territorio
        where territorio_id = $1 and anno = $2 and cittadinanza = 'straniera' and sesso in ('M', 'F')
            and eta_min is not null and base_popolazione = 'residenti_istat'
        group by eta, sesso order by eta, sesso
        """,
        [territorio_id, anno, ampiezza],
    )


@per_version
def foreigners_of_documents(territori: tuple[str, ...]) -> list[dict[str, Any]]:
    """Counts and shares of foreign residents that documents print for some territories."""
    return rows(
        """
        select v.territorio_id, coalesce(t.nome_breve, t.nome) as nome, v.indicatore_id, i.nome as indicatore, v.anno,
            v.base_popolazione, v.fonte_id, v.valore, v.valore_stampato, v.decimali_stampati, v.numeratore,
            v.denominatore, v.ic95_inf, v.ic95_sup, v.motivo_assenza, v.data_riferimento, i.unita,
            coalesce(i.decimali, 0) as decimali
        from marts.indicatore_valore as v
        join marts.dim_indicatore as i using (indicatore_id)
        join marts.dim_territorio as t using (territorio_id)
        where list_contains(?, v.territorio_id) and v.valore_stampato is not null
            and v.indicatore_id in ('stranieri', 'quota_stranieri', 'quota_stranieri_0_14')
        order by t.nome, i.ordine, v.anno, v.fonte_id
        """,
        [list(territori)],
    )
