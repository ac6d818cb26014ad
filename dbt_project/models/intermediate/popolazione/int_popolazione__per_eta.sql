{{ config(materialized='view') }}
{#- Residents of every delivery that knows its comuni, by comune of today, year, sex and completed age; corrente marks
    the delivery that counts. -#}
with per_codice as (
    select c.territorio_id, c.ha_altri_codici, r.anno, r.cittadinanza, r.eta, r.maschi, r.femmine, r.fonte_id,
        k.territorio_id is not null as corrente
    from {{ ref('int_popolazione__ricevuta') }} as r
    inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
    left join {{ ref('int_popolazione__correnti') }} as k
        on c.territorio_id = k.territorio_id and r.anno = k.anno and r.cittadinanza = k.cittadinanza
        and r.fonte_id = k.fonte_id
),

-- Only comuni that merged have something to add up: the rest would be grouped for nothing.
per_comune as (
    select * exclude (ha_altri_codici) from per_codice where not ha_altri_codici
    union all by name
    select territorio_id, anno, cittadinanza, eta, sum(maschi) as maschi, sum(femmine) as femmine, fonte_id, corrente
    from per_codice
    where ha_altri_codici
    group by territorio_id, anno, cittadinanza, eta, fonte_id, corrente
)

select p.territorio_id, p.anno, s.sesso, p.eta as eta_min, case when p.eta < 100 then p.eta end as eta_max, p.cittadinanza,
    if(s.sesso = 'M', p.maschi, p.femmine)::bigint as residenti, p.fonte_id, p.corrente
from per_comune as p
cross join (select unnest(['M', 'F']) as sesso) as s
