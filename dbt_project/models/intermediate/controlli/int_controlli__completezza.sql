{#- Freshness of the sources, and coverage against the version published before, as checks. -#}
with consegne as (
    from {{ ref('int_controlli__consegne_attese') }}
)

select
    'fonte_in_ritardo' as controllo_id, 'avviso' as gravita,
    if(stato in ('in_ritardo', 'vecchia'), 'fallito', 'superato') as esito, fonte_id, null::text as indicatore_id,
    strftime(ultimo_periodo, '%d/%m/%Y') as valore_stampato, strftime(prossimo_periodo, '%d/%m/%Y') as valore_atteso,
    case when stato in ('in_ritardo', 'vecchia')
        then titolo || ': l''ultimo periodo ricevuto è il ' || strftime(ultimo_periodo, '%d/%m/%Y') || '; quello dal '
            || strftime(prossimo_periodo, '%d/%m/%Y') || ' era atteso entro il ' || strftime(dovuta_entro, '%d/%m/%Y') || '.'
        else titolo || ': l''ultimo periodo ricevuto è quello atteso.' end as messaggio,
    motivo, editore as a_chi
from consegne
where stato <> 'non_dichiarata'
union all
select
    'periodo_mancante', 'avviso', if(quanti_mancano > 0, 'fallito', 'superato'), fonte_id, null,
    main.numero_it(periodi_ricevuti), main.numero_it(periodi_ricevuti + quanti_mancano),
    if(quanti_mancano > 0, titolo || ': fra il primo e l''ultimo periodo ' || if(quanti_mancano = 1, 'manca ', 'mancano ')
        || periodi_mancanti || '.', titolo || ': nessun periodo manca fra il primo e l''ultimo.'),
    motivo, editore
from consegne
where periodicita not in ('non dichiarata', 'documento')
union all
select
    'indicatore_scomparso', 'avviso', 'fallito', null, indicatore_id, '0', main.numero_it(sum(territori_prima)),
    'L''indicatore ' || indicatore_id || ' era nella versione ' || any_value(versione) || ' e ora non ha più nessun valore.',
    'Un indicatore pubblicato resta, o qualcuno dice perché se ne va.', 'Chi ha tolto la fonte o la definizione'
from {{ ref('int_controlli__copertura') }}
where e_scomparso
group by indicatore_id
union all
select
    'territori_in_meno', 'avviso', if(territori < territori_prima, 'fallito', 'superato'), null, indicatore_id,
    main.numero_it(territori), main.numero_it(territori_prima),
    if(territori < territori_prima, indicatore_id || ', territori «' || livello || '»: ' || main.numero_it(territori)
        || ', nella versione ' || versione || ' erano ' || main.numero_it(territori_prima) || '.',
        indicatore_id || ', livello ' || livello || ': nessun territorio in meno.'),
    'Un territorio che aveva un valore non lo perde senza che si sappia perché.', 'Chi ha mandato la consegna più recente'
from {{ ref('int_controlli__copertura') }}
where not e_scomparso
