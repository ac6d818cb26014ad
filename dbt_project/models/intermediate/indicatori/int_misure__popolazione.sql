{#- Residents of each class that some indicator needs, for every comune and every territory made of comuni. -#}
with classi as (
    -- Indicators share their classes of residents: each is summed once.
    select distinct cittadinanza, sesso, eta_min, eta_max, peso, momento, misura
    from {{ ref('int_indicatori__addendi') }}
    where voce is null
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
    select p.territorio_id, p.anno, p.cittadinanza, f.fascia,
        sum(p.maschi) as maschi, sum(p.femmine) as femmine,
        -- Ages in half years (2x + 1), so that the sums stay whole.
        sum(p.maschi * (2 * p.eta + 1)) as mezzi_anni_m, sum(p.femmine * (2 * p.eta + 1)) as mezzi_anni_f
    from {{ ref('int_popolazione__corrente') }} as p
    inner join fascia_eta as f on p.eta = f.eta
    group by all
),

per_comune as (
    select p.territorio_id, p.anno, c.cittadinanza, c.misura, c.momento,
        sum(case c.sesso
            when 'M' then if(c.peso = 'eta', p.mezzi_anni_m, p.maschi)
            when 'F' then if(c.peso = 'eta', p.mezzi_anni_f, p.femmine)
            else if(c.peso = 'eta', p.mezzi_anni_m + p.mezzi_anni_f, p.maschi + p.femmine)
        end / if(c.peso = 'eta', 2, 1)) as valore
    from per_fascia as p
    inner join classi as c on p.cittadinanza = c.cittadinanza and p.fascia between c.eta_min and c.eta_max
    group by p.territorio_id, p.anno, c.cittadinanza, c.misura, c.momento
),

per_territorio as (
    select * from per_comune
    union all by name
    select l.padre_id as territorio_id, c.anno, c.cittadinanza, c.misura, c.momento, sum(c.valore) as valore
    from per_comune as c
    inner join {{ ref('int_territori__legami') }} as l on c.territorio_id = l.territorio_id
    group by all
)

select territorio_id, anno, cittadinanza as gruppo, misura, valore
from per_territorio
where momento = '1_gennaio'
union all
-- The mean of a year is that of its two ends; without the second there is none.
select a.territorio_id, a.anno, a.cittadinanza, a.misura, (a.valore + b.valore) / 2
from per_territorio as a
inner join per_territorio as b on a.territorio_id = b.territorio_id and a.misura = b.misura and a.anno + 1 = b.anno
where a.momento = 'media_annua'
