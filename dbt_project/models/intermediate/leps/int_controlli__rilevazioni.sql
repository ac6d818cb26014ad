{#- What is wrong with all that offices deliver, in the columns of qualita.controllo. -#}
select l.controllo_id, l.tipo, l.gravita, 'fallito' as esito, l.fonte_id, split_part(l.fonte_id, '/', 2) as tabella, l.file,
    l.riga, l.colonna, l.posto, l.territorio_id, l.anno::integer as anno, l.indicatore_id, l.valore_stampato,
    l.valore_atteso, l.messaggio, l.motivo, f.editore as a_chi
from (
    from {{ ref('int_controlli__leps') }} union all by name from {{ ref('int_controlli__personale') }}
    union all by name from {{ ref('int_controlli__invii') }}
) as l
inner join {{ ref('stg_raw__fonti') }} as f on split_part(l.fonte_id, '/', 1) = f.fonte_id
