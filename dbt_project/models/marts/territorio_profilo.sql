with valori as (
    select v.territorio_id, t.livello, v.anno, v.indicatore_id, v.valore, s.peso,
        case s.trasformazione when 'logaritmo' then ln(nullif(v.valore, 0)) else v.valore end as misura
    from {{ ref('indicatore_valore') }} as v
    inner join {{ ref('indicatore_somiglianza') }} as s on v.indicatore_id = s.indicatore_id
    inner join {{ ref('dim_territorio') }} as t on v.territorio_id = t.territorio_id
    where v.base_popolazione = 'residenti_istat' and v.metodo_denominatore = 'puntuale'
        and v.corrente and v.valore is not null
),

livelli as (
    select livello, count(*) as territori
    from {{ ref('dim_territorio') }}
    -- Only what is made of known comuni can have residents computed.
    where livello = 'comune' or comuni > 0
    group by livello
),

-- A mean over a few received provinces is not that of the level: nearly all must be there, and not fewer than three.
ammessi as (
    select v.livello, v.anno, v.indicatore_id
    from valori as v
    inner join livelli as l on v.livello = l.livello
    where v.misura is not null
    group by v.livello, v.anno, v.indicatore_id, l.territori
    having count(*) >= greatest(3, 0.9 * l.territori)
),

punteggi as (
    select v.territorio_id, v.livello, v.anno, v.indicatore_id, v.valore, v.peso,
        -- Where all are equal nothing tells them apart.
        coalesce(
            (v.misura - avg(v.misura) over livello_anno) / nullif(stddev_pop(v.misura) over livello_anno, 0), 0
        ) as punteggio
    from valori as v
    semi join ammessi as a on v.livello = a.livello and v.anno = a.anno and v.indicatore_id = a.indicatore_id
    where v.misura is not null
    window livello_anno as (partition by v.livello, v.anno, v.indicatore_id)
),

contati as (
    select livello, anno, count(*) as indicatori from ammessi group by livello, anno
)

-- Distances on different sets of indicators do not compare: only whole profiles.
select p.territorio_id, p.livello, p.anno, p.indicatore_id, p.valore, p.peso::double as peso, p.punteggio
from punteggi as p
inner join contati as c on p.livello = c.livello and p.anno = c.anno
qualify count(*) over (partition by p.territorio_id, p.anno) = c.indicatori
