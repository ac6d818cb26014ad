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
)

select
    territorio_id,
    padre_id,
    bool_or(diretto) as diretto,
    -- The received lists say which comuni there were at 1 January 2022 and 2023; nothing says when a link began or ends.
    null::date as valido_dal,
    null::date as valido_al
from tutti
group by territorio_id, padre_id
