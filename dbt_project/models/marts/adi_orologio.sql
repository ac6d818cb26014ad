{#- How late the meetings with the social services are, on the day of the extraction, without cells below the threshold. -#}
select
    c.fonte_id, c.ambito_id, c.territorio_id, c.misura, c.mese as estratto_il,
    case when c.dimensione in ('totale', 'fase') then c.modalita else c.dimensione end as fase,
    case when c.dimensione in ('totale', 'fase') then 'totale' else c.modalita end as classe,
    if(c.dimensione in ('totale', 'fase'), 'Totale', m.nome) as classe_nome,
    coalesce(m.ordine, 0)::integer as classe_ordine,
    if(p.stato_cella = 'pubblicabile', c.valore, null) as casi,
    p.stato_cella
from {{ ref('int_adi__celle') }} as c
inner join {{ ref('int_adi__protezione') }} as p on c.cella_id = p.cella_id
left join {{ ref('adi_modalita') }} as m on m.dimensione = 'orologio' and c.modalita = m.modalita
where c.conteggio = 'alla_estrazione'
