{{ config(database='riservato') }}
select
    fonte_id, file, riga,
    if(starts_with(ambito_id, 'amb:'), ambito_id, 'amb:' || ambito_id) as ambito_id,
    formato, misura, estratto_il, caso_chiave, nucleo_chiave,
    nullif(trim(comune_stampato), '') as comune_stampato,
    comune_codice_tipo,
    data_domanda, data_sottoscrizione_pad, data_trasmissione, stato_domanda, data_primo_incontro, esito_analisi, percorso,
    data_pais, componenti, minori, disabili, over60, svantaggio, carichi_cura, classe_isee, stato_beneficio,
    data_ultimo_monitoraggio, data_inizio, data_fine, importo_mensile_eur, sesso, anno_nascita, cittadinanza,
    coalesce(operazione, 'I') as operazione,
    motivo_esonero
from {{ source('riservato', 'casi_ricevuti') }}
