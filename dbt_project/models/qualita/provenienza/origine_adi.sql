{{ config(materialized='view') }}
{#- The received cells of the published figures on the ADI; posizione says where they stand in a workbook. -#}
select territorio_id, periodo_dal, mese, misura, conteggio, dimensione, modalita, fonte_id, file, riga,
    unnest(['nuclei', 'persone', 'importo_medio_eur']) as colonna_file,
    unnest([nuclei::text, persone::text, importo_medio_eur::text]) as valore_stampato,
    posizione as riga_documento
from {{ ref('int_adi__pubblicati') }}
where file is not null
