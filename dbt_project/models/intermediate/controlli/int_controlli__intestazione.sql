{#- Headers that name the class of their column by its numbers: «tra i 15 e 64 anni». -#}
with intestazioni as (
    select d.controllo_id, d.gravita, d.motivo, d.a_chi, d.fonte_id || '/' || d.tabella as fonte_id, d.tabella, f.file,
        c.colonna, d.riga_documento, c.etichetta as valore_stampato, d.numeri,
        list_transform(regexp_extract_all(c.etichetta, '[0-9]+'), lambda n: n::integer) as stampati
    from {{ ref('int_controlli__dichiarati') }} as d
    inner join {{ ref('stg_raw__colonne') }} as c
        on d.fonte_id = c.fonte_id and d.tabella = c.tabella and list_contains(d.colonne, c.colonna)
    inner join {{ ref('stg_raw__file') }} as f on d.fonte_id = f.fonte_id and d.tabella = f.tabella
    where d.tipo = 'intestazione'
)

select
    controllo_id, gravita, motivo, a_chi, fonte_id, tabella, file, colonna, riga_documento, valore_stampato,
    array_to_string(numeri, '-') || ' anni' as valore_atteso, 'formato' as tipo,
    if(stampati = numeri, 'superato', 'fallito') as esito,
    if(stampati = numeri, 'Torna.', 'L''intestazione stampata è «' || valore_stampato || '», ma le cifre della colonna sono della classe '
        || array_to_string(numeri, '-') || '.') as messaggio
from intestazioni
