{#- What became of the rows of the case files: how many there were, and how many met with each rule; small numbers hidden. -#}
select
    c.fonte_id, c.ambito_id, c.misura, c.mese as estratto_il, c.dimensione as gruppo, c.modalita as esito,
    case c.dimensione
        when 'totale' then 'Righe caricate'
        when 'righe' then e.nome
        else case split_part(c.modalita, '_nucleo_variato', 1)
            when 'primo' then 'Prime domande'
            when 'rinnovo' then 'Rinnovi'
            when 'rinnovo_sovrapposto' then 'Rinnovi sovrapposti alla domanda precedente'
            else 'Domande di chi torna dopo un''interruzione' end
            || if(c.modalita like '%_nucleo_variato', ', con nucleo variato', '')
    end as esito_nome,
    e.ordine::integer as ordine,
    if(p.stato_cella = 'pubblicabile', c.valore, null) as righe,
    p.stato_cella,
    e.motivo
from {{ ref('int_adi__celle') }} as c
inner join {{ ref('int_adi__protezione') }} as p on c.cella_id = p.cella_id
left join {{ ref('adi_esito_riga') }} as e on c.dimensione = 'righe' and c.modalita = e.esito
where c.conteggio = 'righe_lette'
