{#- Numerator and denominator of each population indicator, for every comune and every territory made of comuni.
    Sums of comuni, so that an ambito's value is a ratio of sums. -#}
with componente_eta as (
    -- Each component spelled out by single age and sex: an equality join is far cheaper than a range join.
    select
        c.indicatore_id,
        c.ruolo,
        s.sesso,
        e.eta::integer as eta,
        case when c.peso = 'eta' then e.eta + 0.5 else 1 end as peso
    from {{ ref('stg_definizioni__componente') }} as c
    cross join (select unnest(range(0, 101)) as eta) as e
    cross join (select unnest(['M', 'F']) as sesso) as s
    where e.eta between coalesce(c.eta_min, 0) and coalesce(c.eta_max, 100)
        and s.sesso = coalesce(c.sesso, s.sesso)
),

per_comune as (
    select
        p.territorio_id, p.anno, p.fonte_id, c.indicatore_id,
        sum(p.residenti * c.peso) filter (c.ruolo = 'numeratore') as numeratore,
        sum(p.residenti * c.peso) filter (c.ruolo = 'denominatore') as denominatore
    from {{ ref('int_popolazione__per_eta') }} as p
    inner join componente_eta as c on p.sesso = c.sesso and p.eta_min = c.eta
    group by all
),

per_territorio as (
    select * from per_comune
    union all by name
    select l.padre_id as territorio_id, c.anno, c.fonte_id, c.indicatore_id,
        sum(c.numeratore) as numeratore, sum(c.denominatore) as denominatore
    from per_comune as c
    inner join {{ ref('int_territori__legami') }} as l on c.territorio_id = l.territorio_id
    group by all
)

select * from per_territorio
