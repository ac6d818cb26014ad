{{ config(materialized='view') }}
{#- The cells that an office filled in for a LEPS indicator. -#}
select fonte_id, file, riga,
    unnest(['numeratore', 'denominatore', 'valore', 'stato_traguardo', 'rilevato_il', 'evidenza']) as colonna_file,
    unnest([numeratore_stampato, denominatore_stampato, valore_stampato, stato_stampato, data_stampata, evidenza])
        as valore_stampato,
    null::text as riga_documento
from {{ ref('stg_leps__rilevazioni') }}
