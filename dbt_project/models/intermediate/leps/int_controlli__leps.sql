{#- What is wrong with the recordings received: a row for each defect, at its cell. -#}
select
    difetto.controllo_id, difetto.tipo, difetto.gravita, fonte_id, file, riga, difetto.colonna,
    if(ha_obiettivo, ambito_id, null) as territorio_id, anno,
    if(ha_obiettivo, indicatore_id, null) as indicatore_id,
    difetto.trovato as valore_stampato, difetto.atteso as valore_atteso,
    coalesce(posizioni->>('$.' || difetto.colonna), 'Riga ' || riga || ', colonna «' || difetto.colonna || '»')
        || coalesce(' (' || indicatore_id || ', ' || anno_stampato || ')', '') || ': trovato ' || difetto.trovato
        || ', atteso ' || difetto.atteso || '.'
        || if(difetto.gravita = 'errore', ' La riga non si usa.', '') as messaggio,
    difetto.motivo
from (select *, unnest(difetti) as difetto from {{ ref('int_leps__rilevazioni') }})
