"""Spending: what a change of a fund would move, what ends with a fund, what other ambiti spend.

Sums and shares of published amounts only; a hypothesis is computed here and stored nowhere.
"""

from __future__ import annotations

from typing import Any

from dashboards.queries.core import frame, per_version, rows

# The rows of a budget of which some are paid by the fund, and the exact part of them that goes or comes.
_CHANGED = """
with righe as (
    select s.*, s.fondo = $fondo as toccata, f.livello
    from marts.spesa as s left join marts.dim_fondo as f on s.fondo = f.fondo
    where s.ente_id = $ente_id and s.anno = $anno and s.stato_spesa = $stato_spesa and s.verso = 'spesa'
        and s.sommabile and s.corrente
),
misura as (
    select case when $in_euro
        then ($misura::decimal(14, 2) / nullif(sum(importo_eur) filter (toccata), 0))::decimal(24, 12)
        else ($misura::decimal(14, 2)::decimal(24, 12) / 100)::decimal(24, 12) end as quota
    from righe
)
"""


@per_version
def what_if(ente_id: str, anno: int, stato_spesa: str, fondo: str, misura: str, in_euro: bool) -> list[dict[str, Any]]:
    """What each area and service would lose or gain (`livello`: servizio, area, totale).

    Args:
        misura: signed, with a point: percentage of the fund, or euro.
    """
    return rows(
        _CHANGED
        + """
        select case grouping(area, servizio) when 0 then 'servizio' when 1 then 'area' else 'totale' end as livello,
            area, any_value(area_nome) as area_nome, min(area_ordine) as area_ordine, servizio,
            sum(importo_eur) as prima_eur, sum(importo_eur) filter (toccata) as del_fondo_eur,
            coalesce(sum(importo_eur * quota) filter (toccata), 0)::decimal(20, 6) as variazione_eur,
            (sum(importo_eur) + coalesce(sum(importo_eur * quota) filter (toccata), 0))::decimal(20, 6) as dopo_eur,
            count(*) filter (toccata and importo_eur is null) as senza_importo
        from righe cross join misura
        group by grouping sets ((), (area), (area, servizio))
        having grouping(area, servizio) = 3 or count(*) filter (toccata) > 0
        order by area_ordine, area, livello, del_fondo_eur desc
        """,
        _named(ente_id, anno, stato_spesa, fondo, misura, in_euro),
    )


@per_version
def what_if_comuni(ente_id: str, anno: int, stato_spesa: str, fondo: str, misura: str, in_euro: bool) -> dict[str, Any]:
    """The comuni's own share before, after, and if they paid for what is missing."""
    return rows(
        _CHANGED
        + """
        , somme as (
            select sum(importo_eur) as prima_eur,
                coalesce(sum(importo_eur) filter (livello = 'comuni'), 0) as comuni_eur,
                coalesce(sum(importo_eur * quota) filter (toccata), 0) as variazione_eur,
                coalesce(sum(importo_eur * quota) filter (toccata and livello = 'comuni'), 0) as dei_comuni_eur
            from righe cross join misura
        )
        select comuni_eur::decimal(20, 6) as comuni_prima_eur,
            (comuni_eur + dei_comuni_eur)::decimal(20, 6) as comuni_dopo_eur,
            (comuni_eur + dei_comuni_eur - variazione_eur)::decimal(20, 6) as comuni_se_coprono_eur,
            (100 * comuni_eur / nullif(prima_eur, 0))::double as prima_pct,
            (100 * (comuni_eur + dei_comuni_eur) / nullif(prima_eur + variazione_eur, 0))::double as dopo_pct,
            (100 * (comuni_eur + dei_comuni_eur - variazione_eur) / nullif(prima_eur, 0))::double as se_coprono_pct
        from somme
        """,
        _named(ente_id, anno, stato_spesa, fondo, misura, in_euro),
    )[0]


@per_version
def what_if_leps(
    ente_id: str, anno: int, stato_spesa: str, fondo: str, misura: str, in_euro: bool
) -> list[dict[str, Any]]:
    """The LEPS that the fund pays for; NULL where no document says what part of a line serves one."""
    return rows(
        _CHANGED
        + """
        select l.leps_nome, any_value(l.leps_numero) as leps_numero, string_agg(distinct l.servizio, '; ') as servizi,
            sum(l.importo_eur) as prima_eur, sum(l.importo_eur * m.quota)::decimal(20, 6) as variazione_eur,
            count(*) filter (l.importo_eur is null) as senza_quota, string_agg(distinct l.motivo, ' ') as motivo
        from marts.spesa_leps as l
        semi join righe as r on l.fonte_id = r.fonte_id and l.riga = r.riga and l.colonna = r.colonna and r.toccata
        cross join misura as m
        where l.fondo = $fondo
        group by l.leps_nome order by prima_eur desc nulls last, l.leps_nome
        """,
        _named(ente_id, anno, stato_spesa, fondo, misura, in_euro),
    )


def _named(ente_id: str, anno: int, stato_spesa: str, fondo: str, misura: str, in_euro: bool) -> dict[str, Any]:
    return {
        "ente_id": ente_id, "anno": anno, "stato_spesa": stato_spesa, "fondo": fondo, "misura": misura,
        "in_euro": in_euro,
    }  # fmt: skip


@per_version
def ending_funds() -> list[dict[str, Any]]:
    return rows("from marts.dim_fondo where termina_il is not null order by termina_il, ordine")


@per_version
def ending_lines(ente_id: str, anno: int, stato_spesa: str) -> list[dict[str, Any]]:
    """What a budget pays with funds that end, service by service, with the LEPS that it serves."""
    return rows(
        """
        with leps as (
            select fonte_id, riga, colonna, string_agg(distinct leps_nome, '; ') as leps
            from marts.spesa_leps group by all
        )
        select s.fondo, any_value(s.fondo_nome) as fondo_nome, f.termina_il, s.area,
            any_value(s.area_nome) as area_nome, min(s.area_ordine) as area_ordine, s.servizio,
            sum(s.importo_eur) filter (s.sommabile) as importo_eur,
            count(*) filter (not s.sommabile) as non_sommate, count(*) filter (s.importo_eur is null) as senza_importo,
            string_agg(distinct l.leps, '; ') as leps, string_agg(distinct s.riga_documento, ', ') as riga_documento,
            any_value(s.fonte_id) as fonte_id
        from marts.spesa as s
        inner join marts.dim_fondo as f on s.fondo = f.fondo and f.termina_il is not null
        left join leps as l on s.fonte_id = l.fonte_id and s.riga = l.riga and s.colonna = l.colonna
        where s.ente_id = ? and s.anno = ? and s.stato_spesa = ? and s.verso = 'spesa' and s.corrente
        group by s.fondo, f.termina_il, s.area, s.servizio
        order by area_ordine, importo_eur desc nulls last
        """,
        [ente_id, anno, stato_spesa],
    )


@per_version
def leps_on_ending_funds() -> list[dict[str, Any]]:
    """LEPS that a plan says are paid by a fund that ends, and with what other funds."""
    return rows(
        """
        select l.leps_nome, any_value(l.leps_numero) as leps_numero, f.nome as fondo_nome, f.termina_il,
            (select string_agg(distinct coalesce(g.nome, upper(replace(x.fondo, '_', ' '))), ', ')
             from marts.leps_fondo as x left join marts.dim_fondo as g on x.fondo in (g.fondo, 'fondo_' || g.fondo)
             where x.leps_nome = l.leps_nome and x.fondo <> l.fondo) as altri_fondi,
            string_agg(distinct l.riga_documento::text, ', ') as riga_documento, any_value(l.fonte_id) as fonte_id
        from marts.leps_fondo as l
        inner join marts.dim_fondo as f on l.fondo = f.fondo and f.termina_il is not null
        group by l.leps_nome, l.fondo, f.nome, f.termina_il order by leps_numero nulls last, l.leps_nome
        """
    )


@per_version
def spending_side_by_side(anno: int, stato_spesa: str) -> list[dict[str, Any]]:
    """Of each body the budget nearest to a year and state; why it does not compare, NULL where it does."""
    return frame(
        """
        with bilanci as (
            select * from marts.spesa_serie where genere = 'totale' and verso = 'spesa'
            qualify row_number() over (partition by ente_id
                order by abs(anno - $anno), stato_spesa <> $stato_spesa, anno desc, stato_spesa) = 1
        ),
        periodi as (
            select s.ente_id, string_agg(distinct s.periodo_dichiarato, '; ') as periodo, any_value(s.ente_tipo) as tipo
            from marts.spesa as s
            inner join bilanci as b on s.ente_id = b.ente_id and s.anno = b.anno and s.stato_spesa = b.stato_spesa
            where s.verso = 'spesa' and s.corrente group by s.ente_id
        )
        select b.ente_id, b.ente_nome, p.tipo, b.anno, b.stato_spesa, b.importo_eur, b.importo_reale_eur, b.anno_base,
            b.residenti, b.anno_residenti, b.per_residente_eur, p.periodo, b.senza_importo, b.fonte_id,
            case when p.periodo <> 'annuale' then 'il documento non dice se l''importo è di un anno'
                when b.anno <> $anno then 'è del ' || b.anno
                when b.stato_spesa <> $stato_spesa then 'lo stato è «' || b.stato_spesa || '»'
                when b.residenti is null then 'mancano i residenti' end as motivo
        from bilanci as b left join periodi as p on b.ente_id = p.ente_id
        order by motivo is not null, b.per_residente_eur desc nulls last, b.ente_nome
        """,
        {"anno": anno, "stato_spesa": stato_spesa},
    ).to_dicts()
