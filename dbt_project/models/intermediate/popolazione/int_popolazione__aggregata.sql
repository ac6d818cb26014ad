{#- Residents by age and sex of the territories made of comuni: a sum, kept ready because pages draw it at every step. -#}
with province as (
    select c.provincia_id as territorio_id, p.anno, p.cittadinanza, p.eta, sum(p.maschi) as maschi, sum(p.femmine) as femmine
    from {{ ref('int_popolazione__corrente') }} as p
    inner join {{ ref('int_comuni__uniti') }} as c on p.territorio_id = c.territorio_id
    group by all
),

-- What provinces make up is summed from them: a hundred times fewer rows than from the comuni.
sopra_le_province as (
    select l.padre_id as territorio_id, p.anno, p.cittadinanza, p.eta, sum(p.maschi) as maschi, sum(p.femmine) as femmine
    from province as p
    inner join {{ ref('int_territori__legami') }} as l on p.territorio_id = l.territorio_id
    group by all
),

altri_padri as (
    select l.territorio_id as comune_id, l.padre_id
    from {{ ref('int_territori__legami') }} as l
    where l.territorio_id like 'com:%' and l.padre_id not in (
        select territorio_id from province union select territorio_id from sopra_le_province
    )
),

ambiti as (
    select a.padre_id as territorio_id, p.anno, p.cittadinanza, p.eta, sum(p.maschi) as maschi, sum(p.femmine) as femmine
    from {{ ref('int_popolazione__corrente') }} as p
    inner join altri_padri as a on p.territorio_id = a.comune_id
    group by all
),

uniti as (
    select * from province
    union all select * from sopra_le_province
    union all select * from ambiti
)

-- A territory that lacks comuni has no sum: it would be that of another territory.
select u.territorio_id, u.anno, s.sesso, u.eta as eta_min, case when u.eta < 100 then u.eta end as eta_max,
    u.cittadinanza, 'residenti_istat' as base_popolazione, k.fonte_id,
    if(s.sesso = 'M', u.maschi, u.femmine)::bigint as residenti
from uniti as u
cross join (select unnest(['M', 'F']) as sesso) as s
inner join {{ ref('int_popolazione__copertura') }} as k
    on u.territorio_id = k.territorio_id and u.anno = k.anno and u.cittadinanza = k.gruppo and k.e_coperto
