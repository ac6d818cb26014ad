{#- The balance that counts, for comuni and for every territory that has enough of them. -#}
with comuni as (
    select r.territorio_id, r.anno, r.voce, r.sesso, r.persone
    from {{ ref('int_bilancio__ricevuto') }} as r
    inner join {{ ref('int_bilancio__correnti') }} as k
        on r.territorio_id = k.territorio_id and r.anno = k.anno and r.fonte_id = k.fonte_id
),

tutti as (
    select * from comuni
    union all by name
    select l.padre_id as territorio_id, c.anno, c.voce, c.sesso, c.persone
    from comuni as c
    inner join {{ ref('int_territori__legami') }} as l on c.territorio_id = l.territorio_id
)

select t.territorio_id, t.anno, t.voce, t.sesso,
    -- A quantity that some comuni do not report is unknown for the whole.
    case when count(t.persone) = any_value(k.comuni_presenti) then sum(t.persone) end::bigint as persone
from tutti as t
inner join {{ ref('int_popolazione__copertura') }} as k
    on t.territorio_id = k.territorio_id and t.anno = k.anno and k.gruppo = 'bilancio' and k.e_coperto
group by all
