{#- Every territory with each of its ancestors, direct or not. -#}
with recursive diretti as (
    select territorio_id, provincia_id as padre_id from {{ ref('int_comuni__uniti') }}
    union all
    -- A comune that merged takes its ambito along.
    select distinct c.territorio_id, 'amb:' || a.ambito_id
    from {{ ref('ambito_comune') }} as a
    inner join {{ ref('int_comuni__codici') }} as c on lpad(a.codice_istat::text, 6, '0') = c.codice
    union all
    select distinct provincia_id, regione_id from {{ ref('int_comuni__uniti') }}
    union all
    select distinct regione_id, 'ita' from {{ ref('int_comuni__uniti') }}
    union all
    select territorio_id, padre_id from {{ ref('territorio_dichiarato') }} where padre_id is not null
),

tutti as (
    select territorio_id, padre_id, true as diretto from diretti
    union
    select t.territorio_id, d.padre_id, false
    from tutti as t
    inner join diretti as d on t.padre_id = d.territorio_id
),

-- An ambito lies in a province, a region, a country when all of its comuni do.
contenuti as (
    select a.padre_id as territorio_id, c.padre_id
    from tutti as a
    inner join tutti as c on a.territorio_id = c.territorio_id and a.padre_id <> c.padre_id
    where a.padre_id like 'amb:%' and c.padre_id not like 'amb:%'
    group by a.padre_id, c.padre_id
    having count(distinct a.territorio_id) = (
        select count(distinct n.territorio_id) from tutti as n where n.padre_id = a.padre_id
    )
),

uniti as (
    select * from tutti
    union all
    select territorio_id, padre_id, false from contenuti
)

select
    territorio_id,
    padre_id,
    bool_or(diretto) as diretto,
    -- The received lists say which comuni there were at 1 January 2022 and 2023; nothing says when a link began or ends.
    null::date as valido_dal,
    null::date as valido_al
from uniti
group by territorio_id, padre_id
