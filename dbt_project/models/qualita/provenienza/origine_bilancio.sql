{{ config(materialized='view') }}
{#- The received cell of every quantity of the demographic balance, with the comune of today. -#}
with righe as (
    select codice, anno, null::integer as mese, voce, sesso, persone, fonte_id, file, riga, colonna
    from {{ ref('stg_istat__p2') }}
    union all by name
    select codice, anno, mese, case when mese = 13 then 'aggiustamento_statistico' when mese = 15 then 'popolazione_censita' else voce end,
        sesso, persone, fonte_id, file, riga, voce as colonna
    from {{ ref('stg_istat__d7b') }}
    where codice is not null and sesso is not null
        and (mese between 1 and 12 and voce not in ('popolazione_inizio', 'popolazione_fine')
            or (mese = 1 and voce = 'popolazione_inizio') or (mese = 12 and voce = 'popolazione_fine')
            or (mese = 13 and voce in ('popolazione_inizio', 'popolazione_fine')) or (mese = 15 and voce = 'popolazione_fine'))
    union all by name
    select codice, anno, quantita as voce, 'T' as sesso, valore::bigint as persone, fonte_id, file, riga, 'valore' as colonna
    from {{ ref('int_osservazioni__mappate') }}
    where quantita not in ('residenti', 'stranieri', 'famiglie') and valore = floor(valore)
)

select c.territorio_id, u.nome, r.anno::integer as anno, r.mese, r.voce, r.sesso, r.persone::bigint as persone,
    k.fonte_id is not null as corrente, r.fonte_id, r.file, r.riga, r.colonna as colonna_file, null::text as riga_documento,
    r.persone::text as valore_stampato
from righe as r
inner join {{ ref('int_comuni__codici') }} as c on r.codice = c.codice
inner join {{ ref('int_comuni__uniti') }} as u on c.territorio_id = u.territorio_id
left join {{ ref('int_bilancio__correnti') }} as k
    on c.territorio_id = k.territorio_id and r.anno = k.anno and r.fonte_id = k.fonte_id
