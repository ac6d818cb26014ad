{#- For every territory and year: how many of its comuni are there, from which deliveries, and whether they are enough
    for a sum (copertura_minima). -#}
with comuni as (
    select territorio_id, anno, cittadinanza as gruppo, fonte_id, e_ricostruito
    from {{ ref('int_popolazione__correnti') }}
    union all
    select territorio_id, anno, 'bilancio', fonte_id, false
    from {{ ref('int_bilancio__correnti') }}
),

tutti as (
    select * from comuni
    union all by name
    select l.padre_id as territorio_id, c.anno, c.gruppo, c.fonte_id, c.e_ricostruito
    from comuni as c
    inner join {{ ref('int_territori__legami') }} as l on c.territorio_id = l.territorio_id
),

attesi as (
    select territorio_id, 1 as comuni, 'comune' as livello from {{ ref('int_comuni__uniti') }}
    union all
    select padre_id, count(*), case split_part(padre_id, ':', 1)
        when 'amb' then 'ambito' when 'prov' then 'provincia' when 'reg' then 'regione' when 'ita' then 'italia' end
    from {{ ref('int_territori__legami') }}
    where territorio_id like 'com:%'
    group by padre_id
)

select
    t.territorio_id, t.anno, t.gruppo,
    count(*)::integer as comuni_presenti,
    a.comuni::integer as comuni_attesi,
    count(*) >= a.comuni * coalesce(m.quota_minima, 1) as e_coperto,
    mode(t.fonte_id) as fonte_id,
    list_sort(list(distinct t.fonte_id)) as fonti,
    bool_or(t.e_ricostruito) as e_ricostruito
from tutti as t
inner join attesi as a on t.territorio_id = a.territorio_id
left join {{ ref('copertura_minima') }} as m on a.livello = m.livello
group by t.territorio_id, t.anno, t.gruppo, a.comuni, m.quota_minima
