{#- What the offices recorded: every usable version, the latest one current. -#}
select ambito_id, indicatore_id, anno, versione, numeratore, denominatore, valore, stato_traguardo, soppresso, rilevato_il,
    evidenza, nota, rilasciato_il, fonte_id, file, riga, versione = versioni as corrente
from {{ ref('int_leps__versioni') }}
