{#- What the version published before had and this one has not: indicators, territories. -#}
with adesso as (
    select indicatore_id, split_part(territorio_id, ':', 1) as livello, count(distinct territorio_id) as territori
    from {{ ref('int_indicatori__intervalli') }}
    where valore is not null
    group by all
)

select
    p.indicatore_id, p.livello, p.territori as territori_prima, coalesce(a.territori, 0) as territori,
    not exists (from adesso as x where x.indicatore_id = p.indicatore_id) as e_scomparso, p.versione
from {{ ref('stg_raw__prima_indicatori') }} as p
left join adesso as a on p.indicatore_id = a.indicatore_id and p.livello = a.livello
