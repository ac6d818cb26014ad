{#- What may be published of the cases, in the columns of adi_nuclei: a hidden cell is NULL with its state, and so are the
    persons and the mean amount of its row. -#}
with stati as (
    select c.fonte_id, c.territorio_id, c.mese, c.misura, c.conteggio, c.dimensione, c.modalita,
        -- A row is published when both of its counts are.
        bool_and(p.stato_cella = 'pubblicabile') as e_pubblicabile,
        bool_or(p.stato_cella = 'soppressa_primaria' and c.quantita = 'nuclei') as e_primaria,
        bool_or(c.quantita = 'persone' or c.dimensione = 'componenti') as ha_persone,
        any_value(c.soglia) as soglia
    from {{ ref('int_adi__celle') }} as c
    left join {{ ref('int_adi__protezione') }} as p on c.cella_id = p.cella_id
    where c.conteggio = 'in_pagamento_nel_mese' and not c.ausiliaria
    group by all
)

select
    k.territorio_id, k.mese as periodo_dal, k.mese, k.misura, s.conteggio, k.dimensione, k.modalita, k.fonte_id, 'casi' as origine,
    e.estratto_il as rilasciato_il,
    if(s.e_pubblicabile, k.nuclei, null) as nuclei,
    if(s.e_pubblicabile and s.ha_persone, k.persone, null) as persone,
    if(s.e_pubblicabile and k.con_importo >= s.soglia, (k.importo_eur / k.con_importo)::decimal(14, 2), null) as importo_medio_eur,
    case when s.e_pubblicabile then 'pubblicabile' when s.e_primaria then 'soppressa_primaria' else 'soppressa_secondaria'
        end as stato_cella,
    false as approssimato, null::text as fonte_notizia, null::text as posizione, e.file, null::bigint as riga
from {{ ref('int_adi__conteggi') }} as k
inner join stati as s
    on k.fonte_id = s.fonte_id and k.territorio_id = s.territorio_id and k.mese = s.mese and k.misura = s.misura
    and k.dimensione = s.dimensione and k.modalita = s.modalita
inner join (
    select fonte_corrente, max(estratto_il) as estratto_il, max_by(file, (estratto_il, file)) as file
    from {{ ref('int_adi__consegne') }}
    where esclusione is null
    group by fonte_corrente
) as e on k.fonte_id = e.fonte_corrente
