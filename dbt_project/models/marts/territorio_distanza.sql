{#- Each territory against every other of its level: ask for territorio_id. -#}
{{ config(materialized='view') }}
with ultimi as (
    select livello, max(anno) as anno from {{ ref('territorio_profilo') }} group by livello
),

vettori as (
    select p.territorio_id, p.livello, p.anno,
        list(p.punteggio * sqrt(p.peso) order by p.indicatore_id) as vettore,
        sum(p.peso) as pesi
    from {{ ref('territorio_profilo') }} as p
    inner join ultimi as u on p.livello = u.livello and p.anno = u.anno
    group by p.territorio_id, p.livello, p.anno
)

select a.territorio_id, b.territorio_id as simile_id, a.livello, a.anno,
    list_distance(a.vettore, b.vettore) / sqrt(a.pesi) as distanza,
    len(a.vettore)::integer as indicatori
from vettori as a
inner join vettori as b on a.livello = b.livello and a.territorio_id <> b.territorio_id
