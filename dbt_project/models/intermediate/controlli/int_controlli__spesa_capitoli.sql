{#- Chapters cited in the text of a document: spending against income of each objective, and one chapter told in two ways. -#}
with capitoli as (
    select ente_id, anno, verso, obiettivo_id, capitolo, capitolo_nome, importo_eur, quota_parte, fonte_id, file, riga, colonna,
        riga_documento, valore_stampato
    from {{ ref('int_spesa__unita') }}
    where capitolo is not null
),

obiettivi as (
    select fonte_id, ente_id, anno, obiettivo_id, any_value(file) as file, min(riga) as riga,
        arg_min(riga_documento, riga) as riga_documento, arg_min(valore_stampato, riga) as valore_stampato,
        sum(importo_eur) filter (verso = 'spesa') as spesa, sum(importo_eur) filter (verso = 'entrata') as ricavo,
        string_agg('cap. ' || capitolo || ' ' || verso || ' ' || main.euro_it(importo_eur) || ' (riga ' || riga_documento || ')',
            ', ' order by riga) as elenco
    from capitoli
    group by fonte_id, ente_id, anno, obiettivo_id
    -- An amount that is not printed, or cannot be read, is no zero: such a pair is told by its cell.
    having count(*) = count(importo_eur) and count(distinct verso) = 2
),

ripetuti as (
    select fonte_id, ente_id, anno, verso, capitolo, any_value(file) as file, min(riga) as riga,
        arg_min(riga_documento, riga) as riga_documento, arg_min(valore_stampato, riga) as valore_stampato,
        count(distinct importo_eur) filter (not quota_parte) as importi,
        count(distinct main.nome_confrontabile(capitolo_nome)) as nomi,
        string_agg(coalesce('«' || capitolo_nome || '»', 'senza nome') || ' ' || coalesce(main.euro_it(importo_eur), 'senza importo')
            || if(quota_parte, ' in quota parte', '') || ' (riga ' || riga_documento || ')', ', ' order by riga) as elenco
    from capitoli
    group by fonte_id, ente_id, anno, verso, capitolo
    having count(*) > 1
)

select 'spesa_ricavo_obiettivo' as controllo_id, 'somma' as tipo, 'errore' as gravita,
    if(spesa = ricavo, 'superato', 'fallito') as esito, fonte_id, file, riga, 'importo' as colonna, riga_documento,
    ente_id as territorio_id, anno, valore_stampato, main.numero_it(ricavo) as valore_atteso,
    (spesa - ricavo)::double as scarto,
    'Obiettivo ' || obiettivo_id || ': spesa ' || main.euro_it(spesa) || ', ricavo ' || main.euro_it(ricavo)
        || if(spesa = ricavo, '.', ' (' || main.scarto_it(spesa - ricavo) || '): ' || elenco || '.') as messaggio,
    'La spesa di un obiettivo è coperta dai ricavi scritti accanto.' as motivo
from obiettivi
union all
select 'capitolo_due_importi', 'coerenza_tabelle', 'avviso', if(importi > 1, 'fallito', 'superato'), fonte_id, file, riga,
    'importo', riga_documento, ente_id, anno, valore_stampato, null, null,
    'Capitolo ' || capitolo || ' di ' || if(verso = 'spesa', 'spesa', 'ricavo') || if(importi > 1,
        ': ' || importi || ' importi diversi: ' || elenco || '. Nessuno è scelto.', ': un solo importo.'),
    'Un capitolo ha un solo stanziamento: se ne sono parti, il documento deve dirlo.'
from ripetuti
union all
select 'capitolo_due_nomi', 'coerenza_tabelle', 'avviso', if(nomi > 1, 'fallito', 'superato'), fonte_id, file, riga,
    'nome', riga_documento, ente_id, anno, null, null, null,
    'Capitolo ' || capitolo || ' di ' || if(verso = 'spesa', 'spesa', 'ricavo') || if(nomi > 1,
        ': ' || nomi || ' nomi diversi: ' || elenco || '.', ': un solo nome.'),
    'Un numero di capitolo è di un solo capitolo, che ha un solo nome.'
from ripetuti
