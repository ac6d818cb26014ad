"""Context: indicators, population by age, what documents print."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import first, frame, per_version, rows


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
