"""Context: indicators, population by age, what documents print."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboards.queries.core import first, frame, over_pairs, per_version, rows


@per_version
def indicators() -> dict[str, dict[str, Any]]:
    return {
        row["indicatore_id"]: row for row in rows("select * from marts.dim_indicatore order by ordine nulls last, nome")
    }


def decimals() -> dict[str, int]:
    """Decimals of each indicator, for the downloads."""
    return {key: int(row.get("decimali") or 0) for key, row in indicators().items()}


def of_istat(alias: str) -> str:
    """SQL: the rows of `indicatore_valore` that pages show: ISTAT's, made of comuni, of the delivery that counts."""
    return f"({alias}.corrente and {alias}.base_popolazione = 'residenti_istat' and {alias}.comuni_attesi is not null)"


def _by_age(alias: str) -> str:
    """SQL: residents by age of ISTAT that pages show, in `popolazione` and `popolazione_territorio`."""
    return f"({alias}.corrente and {alias}.base_popolazione = 'residenti_istat' and {alias}.eta_min is not null)"


@per_version
def years_of(territorio_id: str) -> list[int]:
    """Years of the series by age for this territory; without one, years of what the documents print."""
    found = rows(
        f"""
        select v.anno,
            bool_or({of_istat("v")} and v.indicatore_id = 'residenti_0_14' and v.valore is not null) as per_eta
        from marts.indicatore_valore as v join marts.dim_indicatore as i using (indicatore_id)
        where v.territorio_id = ? and coalesce(i.unita, '') <> 'euro'
        group by v.anno order by v.anno desc
        """,
        [territorio_id],
    )
    by_age = [row["anno"] for row in found if row["per_eta"]]
    return by_age or [row["anno"] for row in found]


@per_version
def comuni_covered(territorio_id: str, anno: int) -> tuple[int, int] | None:
    """How many comuni of a territory have residents by age in a year, and how many it has, where some are missing."""
    found = first(
        "select comuni_presenti, comuni_attesi from marts.indicatore_valore where territorio_id = ? and anno = ? and "
        "indicatore_id = 'residenti_0_14' and comuni_presenti < comuni_attesi order by comuni_presenti desc limit 1",
        [territorio_id, anno],
    )
    return (found["comuni_presenti"], found["comuni_attesi"]) if found else None


@per_version
def other_totals(territorio_id: str, anno: int, valore: float) -> list[dict[str, Any]]:
    """Residents on 1 January as the other tables received count them, where they differ from a value."""
    return rows(
        """
        select distinct c.valore_a as residenti, f.titolo, f.provvisorio from marts.confronto_fonti as c
        inner join marts.dim_fonte as f on c.fonte_a = f.fonte_id
        where c.territorio_id = ? and c.anno = ? and c.data_a = make_date(c.anno, 1, 1) and c.valore_a <> ?
        order by f.provvisorio, residenti
        """,
        [territorio_id, anno, valore],
    )


@per_version
def values_of(territorio_id: str, anno: int) -> dict[str, dict[str, Any]]:
    """One row for each indicator of a territory in a year: of ISTAT's series where it is there."""
    return {
        row["indicatore_id"]: row
        for row in rows(
            f"""
            select v.*, valore - valore_anno_precedente as differenza from marts.indicatore_valore as v
            where corrente and territorio_id = ? and anno = ?
            qualify row_number() over (
                partition by indicatore_id
                order by not {of_istat("v")}, valore is null, base_popolazione, metodo_denominatore nulls last, fonte_id
            ) = 1
            """,
            [territorio_id, anno],
        )
    }


@per_version
def values_of_parts(territori: tuple[str, ...], anno: int, indicatori: tuple[str, ...] = ()) -> pl.DataFrame:
    """Values of several territories on ISTAT's series, long: one row for each territory and indicator.

    Args:
        indicatori: only these; all where none is given.
    """
    return frame(
        f"""
        select v.territorio_id, coalesce(t.nome_breve, t.nome) as nome, v.indicatore_id, v.valore,
            v.numeratore, v.denominatore, v.ic95_inf, v.ic95_sup, v.valore_anno_precedente, v.variazione_pct,
            v.esito_variazione, v.motivo_variazione, v.motivo_assenza
        from marts.indicatore_valore as v join marts.dim_territorio as t using (territorio_id)
        where list_contains($1, v.territorio_id) and v.anno = $2 and {of_istat("v")}
            and (len($3) = 0 or list_contains($3, v.indicatore_id))
        qualify row_number() over (
            partition by v.territorio_id, v.indicatore_id
            order by v.valore is null, v.base_popolazione, v.metodo_denominatore nulls last, v.fonte_id
        ) = 1
        order by t.nome, v.indicatore_id
        """,
        [list(territori), anno, list(indicatori)],
    )


@per_version
def indicators_of_parts(territori: tuple[str, ...], anno: int) -> set[str]:
    """Indicators that at least one of the territories has in a year."""
    found = rows(
        f"""
        select distinct v.indicatore_id from marts.indicatore_valore as v
        where list_contains(?, v.territorio_id) and v.anno = ? and v.valore is not null and {of_istat("v")}
        """,
        [list(territori), anno],
    )
    return {row["indicatore_id"] for row in found}


@per_version
def against_reference(territori: tuple[str, ...], riferimento: str, anno: int, indicatore: str) -> list[dict[str, Any]]:
    """How each territory stands against the reference on one indicator."""
    return rows(
        f"""
        select territorio_id, valore_riferimento, esito, motivo from {over_pairs("marts.indicatore_confronto")}
        where list_contains(?, territorio_id) and riferimento_id = ? and anno = ? and indicatore_id = ?
            and base_popolazione = 'residenti_istat'
        qualify row_number() over (partition by territorio_id order by metodo_denominatore nulls last, fonte_id) = 1
        """,
        [list(territori), riferimento, anno, indicatore],
    )


@per_version
def pyramid(territorio_id: str, anno: int, ampiezza: int = 5) -> pl.DataFrame:
    """Residents by class of age and sex, added up from single ages; the last class is 100 and over."""
    return frame(
        f"""
        select least(p.eta_min // $3 * $3, 100)::int as eta, p.sesso, sum(p.residenti)::bigint as residenti
        from marts.popolazione_territorio as p
        where p.territorio_id = $1 and p.anno = $2 and p.cittadinanza = 'totale' and p.sesso in ('M', 'F')
            and {_by_age("p")}
        group by all order by 1, 2
        """,
        [territorio_id, anno, ampiezza],
    )


@per_version
def population_source(territorio_id: str, anno: int) -> str | None:
    """The delivery of the residents by age of a territory."""
    found = first(
        f"select p.fonte_id from marts.popolazione_territorio as p "
        f"where p.territorio_id = ? and p.anno = ? and {_by_age('p')} order by p.fonte_id limit 1",
        [territorio_id, anno],
    )
    return found["fonte_id"] if found else None


@per_version
def printed_values(territorio_id: str) -> pl.DataFrame:
    """What the documents print for a territory, beside what their cells give and ISTAT's value."""
    return frame(
        f"""
        with istat as (
            -- Of the year nearest to the document's own.
            select d.indicatore_id, d.anno as anno_documento, v.valore, v.anno, v.provvisorio
            from (
                select distinct indicatore_id, anno from marts.indicatore_valore
                where territorio_id = $1 and valore_stampato is not null
            ) as d
            join marts.indicatore_valore as v using (indicatore_id)
            where v.territorio_id = $1 and {of_istat("v")} and v.valore is not null
            qualify row_number() over (
                partition by d.indicatore_id, d.anno order by abs(v.anno - d.anno), v.anno desc
            ) = 1
        )
        select
            v.*, i.nome, i.unita, coalesce(i.decimali, 0) as decimali, i.tema, i.ordine,
            case when v.denominatore is not null then v.valore end as ricalcolato,
            istat.valore as valore_istat, istat.anno as anno_istat, istat.provvisorio as istat_provvisorio,
            v.valore_stampato - istat.valore as scarto_istat
        from marts.indicatore_valore as v
        join marts.dim_indicatore as i using (indicatore_id)
        left join istat on istat.indicatore_id = v.indicatore_id and istat.anno_documento = v.anno
        where v.territorio_id = $1 and v.valore_stampato is not null and coalesce(i.unita, '') <> 'euro'
        order by v.base_popolazione, i.ordine nulls last, i.nome, v.anno, v.fonte_id
        """,
        [territorio_id],
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
