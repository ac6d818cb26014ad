select
    indicatore_id, nome, descrizione, tema, unita, decimali, numeratore, denominatore, moltiplicatore, polarita,
    coalesce(metodo_ic, 'nessuno') as metodo_ic, norma, variazione_min_pct, variazione_max_pct, variazione_gravita,
    variazione_motivo, formula, cautele, ordine, senza_dati
from {{ ref('stg_definizioni__indicatore') }}
