{#- Yearly amounts of each body: euro of the year, euro of the last year whose prices are known, euro per resident. -#}
with residenti as (
    select territorio_id, anno, valore as residenti
    from {{ ref('indicatore_valore') }}
    where indicatore_id = 'residenti' and corrente and base_popolazione = 'residenti_istat' and valore is not null
),

-- The residents of 1 January of the year, or of the nearest one at most two years away: the year is said.
vicini as (
    select e.ente_id, e.anno, arg_min(r.residenti, abs(r.anno - e.anno) * 10 + (r.anno > e.anno)::integer) as residenti,
        arg_min(r.anno, abs(r.anno - e.anno) * 10 + (r.anno > e.anno)::integer) as anno_residenti
    from (select distinct ente_id, anno from {{ ref('int_spesa__serie') }}) as e
    inner join {{ ref('int_spesa__enti') }} as n on e.ente_id = n.ente_id
    inner join residenti as r
        on r.territorio_id = if(n.tipo in ('comune', 'ambito'), n.ente_id, n.ambito_id) and abs(r.anno - e.anno) <= 2
    group by e.ente_id, e.anno
)

select s.ente_id, s.ente_nome, s.verso, s.stato_spesa, s.genere, s.codice,
    coalesce(f.nome, a.nome, s.codice) as nome, s.anno::integer as anno, s.importo_eur::decimal(16, 2) as importo_eur,
    (s.importo_eur * d.coefficiente)::decimal(16, 2) as importo_reale_eur, d.anno_base,
    s.importo_precedente_eur::decimal(16, 2) as importo_precedente_eur, s.stato_precedente, s.variazione_pct,
    (100 * (s.importo_eur * d.coefficiente / nullif(s.importo_precedente_eur * p.coefficiente, 0) - 1))::double
        as variazione_reale_pct,
    s.variazione_min_pct::double as variazione_min_pct, s.variazione_max_pct::double as variazione_max_pct,
    s.variazione_motivo, s.esito_variazione, v.residenti::bigint as residenti, v.anno_residenti::integer as anno_residenti,
    (s.importo_eur / v.residenti)::decimal(14, 2) as per_residente_eur,
    case when v.residenti is null then 'residenti_non_ricevuti' end as motivo_assenza_residenti,
    case when d.coefficiente is null then 'deflatore_non_dichiarato' end as motivo_assenza_reale,
    s.righe, s.senza_importo, s.fonte_id
from {{ ref('int_spesa__serie') }} as s
left join vicini as v on s.ente_id = v.ente_id and s.anno = v.anno
left join {{ ref('int_deflatore') }} as d on s.anno = d.anno
left join {{ ref('int_deflatore') }} as p on s.anno - 1 = p.anno
left join {{ ref('fondo') }} as f on s.genere = 'fondo' and s.codice = f.fondo
left join {{ ref('area_utenza') }} as a on s.genere <> 'fondo' and s.codice = a.area_utenza
where s.codice is not null
