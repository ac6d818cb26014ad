{#- Residents by age and sex of the territories made of comuni: a sum, kept ready because pages draw it at every step. -#}
with province as (
    select c.provincia_id as territorio_id, p.anno, p.sesso, p.eta_min, p.eta_max, p.fonte_id, sum(p.residenti) as residenti
    from {{ ref('int_popolazione__per_eta') }} as p
    inner join {{ ref('int_comuni__uniti') }} as c on p.territorio_id = c.territorio_id
    group by all
),

-- What provinces make up is summed from them: a hundred times fewer rows than from the comuni.
sopra_le_province as (
    select l.padre_id as territorio_id, p.anno, p.sesso, p.eta_min, p.eta_max, p.fonte_id, sum(p.residenti) as residenti
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
    select a.padre_id as territorio_id, p.anno, p.sesso, p.eta_min, p.eta_max, p.fonte_id, sum(p.residenti) as residenti
    from {{ ref('int_popolazione__per_eta') }} as p
    inner join altri_padri as a on p.territorio_id = a.comune_id
    group by all
),

uniti as (
    select * from province
    union all select * from sopra_le_province
    union all select * from ambiti
)

select territorio_id, anno, sesso, eta_min, eta_max, 'totale' as cittadinanza, 'residenti_istat' as base_popolazione,
    fonte_id, residenti::bigint as residenti
from uniti
