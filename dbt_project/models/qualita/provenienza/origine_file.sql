{{ config(materialized='view') }}
{#- Every received file. -#}
select fonte_id, file, null::bigint as riga, null::text as colonna_file, null::text as riga_documento, titolo_tabella as valore_stampato,
    righe_caricate as righe
from {{ ref('dim_fonte') }}
