with comuni as (
    select r.territorio_id, r.anno, r.voce, r.sesso, r.persone, r.fonte_id, r.serie, k.fonte_id is not null as corrente
    from {{ ref('int_bilancio__ricevuto') }} as r
    left join {{ ref('int_bilancio__correnti') }} as k
        on r.territorio_id = k.territorio_id and r.anno = k.anno and r.fonte_id = k.fonte_id
),

serie as (
    select distinct fonte_id, serie from {{ ref('int_bilancio__correnti') }}
)

select * from comuni
union all by name
select t.territorio_id, t.anno, t.voce, t.sesso, t.persone, k.fonte_id, s.serie, true as corrente
from {{ ref('int_bilancio__territorio') }} as t
inner join {{ ref('int_popolazione__copertura') }} as k
    on t.territorio_id = k.territorio_id and t.anno = k.anno and k.gruppo = 'bilancio'
inner join serie as s on k.fonte_id = s.fonte_id
where t.territorio_id not like 'com:%'
