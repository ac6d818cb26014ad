select 'tipo_cella' as controllo_id, 'tipo_cella' as tipo, 'errore' as gravita,
    if(residenti is null, 'fallito', 'superato') as esito, null::text as messaggio, null::text as motivo,
    null::text as valore_stampato, null::double as scarto,
    null::text as file, null::bigint as riga, null::text as colonna
from {{ ref('residenti') }}
