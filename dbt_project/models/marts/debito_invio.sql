{#- What offices record of the reporting duties: the latest row of each period, its state on the day of judgement, days left. -#}
with correnti as (
    select i.*, f.rilasciato_il, {{ giorno_leps() }} as riferito_al
    from {{ ref('int_leps__invii') }} as i
    inner join {{ ref('stg_raw__file') }} as f on i.fonte_id = f.fonte_id || '/' || f.tabella
    where i.e_utile
    qualify row_number() over (partition by i.ambito_id, i.debito, i.periodo
        order by f.rilasciato_il desc, i.file desc, i.riga desc) = 1
)

select c.ambito_id, c.debito, c.periodo, c.periodicita, c.scade_il, c.trasmesso_il,
    case when c.trasmesso_il is not null then 'trasmesso'
        when c.scade_il is null then 'senza_scadenza'
        when c.scade_il < c.riferito_al then 'in_ritardo'
        when c.scade_il - c.riferito_al <= p.giorni then 'in_scadenza'
        else 'da_trasmettere' end as stato,
    -- Left until it falls due; below zero, days of delay, of what was sent too.
    (c.scade_il - coalesce(c.trasmesso_il, c.riferito_al))::integer as giorni,
    c.evidenza, c.nota, c.riferito_al, c.rilasciato_il, c.fonte_id, c.file, c.riga
from correnti as c
inner join {{ ref('debito_preavviso') }} as p on c.periodicita = p.periodicita
