{#- Residents to divide the spending of a body by: of 1 January of the year, or of the nearest one at most two years away; of a
    body that is no territory, those of its ambito. -#}
with residenti as (
    select territorio_id, anno, valore as residenti
    from {{ ref('indicatore_valore') }}
    where indicatore_id = 'residenti' and corrente and base_popolazione = 'residenti_istat' and valore is not null
)

select e.ente_id, e.anno,
    arg_min(r.residenti, abs(r.anno - e.anno) * 10 + (r.anno > e.anno)::integer)::bigint as residenti,
    arg_min(r.anno, abs(r.anno - e.anno) * 10 + (r.anno > e.anno)::integer)::integer as anno_residenti
from (select distinct ente_id, anno from {{ ref('int_spesa__serie') }}) as e
inner join {{ ref('int_spesa__enti') }} as n on e.ente_id = n.ente_id
inner join residenti as r
    on r.territorio_id = if(n.tipo in ('comune', 'ambito'), n.ente_id, n.ambito_id) and abs(r.anno - e.anno) <= 2
group by e.ente_id, e.anno
