{{ config(materialized='view') }}
{#- Every measure of every territory and year, from residents by age and from the demographic balance. -#}
select territorio_id, anno, gruppo, misura, valore::double as valore from {{ ref('int_misure__popolazione') }}
union all
select territorio_id, anno, 'bilancio', 'voce:' || voce, persone::double
from {{ ref('int_bilancio__territorio') }}
where sesso = 'T' and persone is not null
union all
-- ISTAT's rates divide by the mean of the two ends of the year; the second is the one after the census has its say.
select inizio.territorio_id, inizio.anno, 'bilancio', 'voce:popolazione_media', (inizio.persone + fine.persone) / 2.0
from {{ ref('int_bilancio__territorio') }} as inizio
inner join (
    select territorio_id, anno, max_by(persone, voce = 'popolazione_censita') as persone
    from {{ ref('int_bilancio__territorio') }}
    where sesso = 'T' and voce in ('popolazione_fine', 'popolazione_censita') and persone is not null
    group by territorio_id, anno
) as fine on inizio.territorio_id = fine.territorio_id and inizio.anno = fine.anno
where inizio.sesso = 'T' and inizio.voce = 'popolazione_inizio' and inizio.persone is not null
