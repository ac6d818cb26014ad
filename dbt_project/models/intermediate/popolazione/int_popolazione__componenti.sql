{#- Numerator and denominator of each population indicator, for every comune and every territory made of comuni.
    Sums of comuni, so that an ambito's value is a ratio of sums. -#}
with classi as (
    -- Indicators share their classes of residents: each is summed once.
    select distinct coalesce(sesso, '') as sesso, coalesce(eta_min, 0) as eta_min, coalesce(eta_max, 100) as eta_max,
        coalesce(peso, '') as peso
    from {{ ref('stg_definizioni__componente') }}
),

classe_eta as (
    -- Spelled out by single age and sex: an equality join is far cheaper than a range join.
    -- The age in half years (2x + 1) keeps the sums whole; halved below.
    select c.*, s.sesso as sesso_eta, e.eta::integer as eta, if(c.peso = 'eta', 2 * e.eta + 1, 1) as fattore
    from classi as c
    cross join (select unnest(range(0, 101)) as eta) as e
    cross join (select unnest(['M', 'F']) as sesso) as s
    where e.eta between c.eta_min and c.eta_max and c.sesso in ('', s.sesso)
),

per_comune as (
    select p.territorio_id, p.anno, p.fonte_id, c.sesso, c.eta_min, c.eta_max, c.peso,
        sum(p.residenti * c.fattore) as residenti
    from {{ ref('int_popolazione__per_eta') }} as p
    inner join classe_eta as c on p.sesso = c.sesso_eta and p.eta_min = c.eta
    group by all
),

per_territorio as (
    select * from per_comune
    union all by name
    select l.padre_id as territorio_id, c.anno, c.fonte_id, c.sesso, c.eta_min, c.eta_max, c.peso,
        sum(c.residenti) as residenti
    from per_comune as c
    inner join {{ ref('int_territori__legami') }} as l on c.territorio_id = l.territorio_id
    group by all
)

select
    t.territorio_id, t.anno, t.fonte_id, c.indicatore_id,
    sum(t.residenti / if(t.peso = 'eta', 2, 1)) filter (c.ruolo = 'numeratore') as numeratore,
    sum(t.residenti / if(t.peso = 'eta', 2, 1)) filter (c.ruolo = 'denominatore') as denominatore
from per_territorio as t
inner join {{ ref('stg_definizioni__componente') }} as c
    on t.sesso = coalesce(c.sesso, '') and t.eta_min = coalesce(c.eta_min, 0) and t.eta_max = coalesce(c.eta_max, 100)
    and t.peso = coalesce(c.peso, '')
group by all
