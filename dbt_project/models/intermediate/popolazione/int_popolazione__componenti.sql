{#- Numerator and denominator of each population indicator, for every comune and every territory made of comuni.
    Sums of comuni, so that an ambito's value is a ratio of sums. -#}
with classi as (
    -- Indicators share their classes of residents: each is summed once.
    select distinct coalesce(sesso, '') as sesso, coalesce(eta_min, 0) as eta_min, coalesce(eta_max, 100) as eta_max,
        coalesce(peso, '') as peso
    from {{ ref('stg_definizioni__componente') }}
),

-- The limits of all classes cut the ages into a few bands; residents are summed by band, and the bands make the classes.
limiti as (
    select distinct unnest([eta_min, eta_max + 1]) as da_eta from classi
),

fascia_eta as (
    select e.eta::integer as eta, max(l.da_eta) as fascia
    from (select unnest(range(0, 101)) as eta) as e
    inner join limiti as l on l.da_eta <= e.eta
    group by e.eta
),

per_fascia as (
    select p.territorio_id, p.anno, p.fonte_id, p.sesso, f.fascia,
        sum(p.residenti) as residenti,
        -- Ages in half years (2x + 1), so that the sums stay whole.
        sum(p.residenti * (2 * p.eta_min + 1)) as mezzi_anni
    from {{ ref('int_popolazione__per_eta') }} as p
    inner join fascia_eta as f on p.eta_min = f.eta
    group by all
),

per_comune as (
    select p.territorio_id, p.anno, p.fonte_id, c.sesso, c.eta_min, c.eta_max, c.peso,
        sum(if(c.peso = 'eta', p.mezzi_anni, p.residenti)) as residenti
    from per_fascia as p
    inner join classi as c on p.fascia between c.eta_min and c.eta_max and c.sesso in ('', p.sesso)
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
