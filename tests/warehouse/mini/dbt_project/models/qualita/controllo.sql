select 'tipo_cella' as controllo_id, 'errore' as gravita, 'fallito' as esito from {{ ref('residenti') }} where residenti is null
union all
select 'tipo_cella', 'errore', 'superato' from {{ ref('residenti') }} where residenti is not null
