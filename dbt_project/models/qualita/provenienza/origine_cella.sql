{{ config(materialized='view') }}
{#- Every cell of the transcribed tables, in the order of its row. -#}
select c.fonte_id || '/' || c.tabella as fonte_id, c.file, c.riga, c.colonna as colonna_file, c.posizione, c.riga_documento,
    coalesce(k.etichetta, replace(c.colonna, '_', ' ')) as etichetta, c.tipo, c.origine, c.valore_stampato
from {{ ref('stg_raw__celle') }} as c
left join {{ ref('stg_raw__colonne') }} as k
    on c.fonte_id = k.fonte_id and c.tabella = k.tabella and c.colonna = k.colonna
where c.tipo <> 'riga_documento'
