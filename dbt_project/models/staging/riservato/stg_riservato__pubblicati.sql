{{ config(database='riservato') }}
select distinct territorio_id, mese, misura, conteggio, dimensione, modalita, quantita, valore
from {{ source('riservato', 'casi_pubblicati') }}
