{#- Quantities of the demographic balance by comune of today, year and sex, of every delivery: yearly (P2), monthly (D7B,
    twelve months added up; months 13 and 15 are no months), observations. Rows of totals by sex are not added. -#}
with annuale as (
    select codice, anno, voce, sesso, persone, fonte_id, 'istat_bilancio' as serie, 1 as precedenza
    from {{ ref('stg_istat__p2') }}
    where voce not like 'saldo%'
),

mensile as (
    select codice, anno, voce, sesso,
        case
            when voce = 'popolazione_inizio' then min_by(persone, mese)
            when voce = 'popolazione_fine' then max_by(persone, mese)
            else sum(persone)
        end as persone,
        fonte_id, 'istat_bilancio' as serie, 2 as precedenza
    from {{ ref('stg_istat__d7b') }}
    where mese between 1 and 12 and codice is not null and sesso is not null
    group by codice, anno, voce, sesso, fonte_id
    -- A year is its twelve months: with fewer the flows would be too small.
    having count(*) = 12 and count(persone) = 12
),

rettifiche as (
    select codice, anno, if(mese = 13, 'aggiustamento_statistico', 'popolazione_censita') as voce, sesso,
        if(mese = 13,
            any_value(persone) filter (voce = 'popolazione_fine') - any_value(persone) filter (voce = 'popolazione_inizio'),
            any_value(persone) filter (voce = 'popolazione_fine')) as persone,
        fonte_id, 'istat_bilancio' as serie, 2 as precedenza
    from {{ ref('stg_istat__d7b') }}
    where mese in (13, 15) and codice is not null and sesso is not null
    group by codice, anno, mese, sesso, fonte_id
),

osservazioni as (
    select codice, anno, quantita as voce, 'T' as sesso, valore::bigint as persone, fonte_id, raccolta as serie,
        3 as precedenza
    from {{ ref('int_osservazioni__mappate') }}
    where quantita not in ('residenti', 'stranieri', 'famiglie') and valore = floor(valore)
),

uniti as (
    select * from annuale union all by name select * from mensile
    union all by name select * from rettifiche union all by name select * from osservazioni
)

select c.territorio_id, u.anno::integer as anno, u.voce, u.sesso, u.fonte_id, u.serie, u.precedenza,
    -- Comuni that merged add up; one that lacks a figure leaves the sum unknown. Only adjustments may be below zero.
    case when count(*) = count(u.persone)
        and (min(u.persone) >= 0 or u.voce in ('aggiustamento_statistico', 'variazioni_territoriali'))
        then sum(u.persone) end::bigint as persone
from uniti as u
inner join {{ ref('int_comuni__codici') }} as c on u.codice = c.codice
group by c.territorio_id, u.anno, u.voce, u.sesso, u.fonte_id, u.serie, u.precedenza
