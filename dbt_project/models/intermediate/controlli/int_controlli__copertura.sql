{#- What the version published before had and this one has not: indicators, territories. -#}
with adesso as (
    select v.indicatore_id, t.livello, count(distinct v.territorio_id) as territori
    from {{ ref('indicatore_valore') }} as v
    inner join {{ ref('dim_territorio') }} as t on v.territorio_id = t.territorio_id
    where v.valore is not null
    group by v.indicatore_id, t.livello
)

select
    p.indicatore_id, p.livello, p.territori as territori_prima, coalesce(a.territori, 0) as territori,
    not exists (from adesso as x where x.indicatore_id = p.indicatore_id) as e_scomparso, p.versione
from {{ ref('stg_raw__prima_indicatori') }} as p
left join adesso as a on p.indicatore_id = a.indicatore_id and p.livello = a.livello
