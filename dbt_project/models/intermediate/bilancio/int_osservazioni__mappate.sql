{#- Observations with the quantity that the sidecar says their label means. A figure of the last day of a year is that of
    1 January of the year after. -#}
select
    o.codice, m.quantita,
    (o.anno + if(m.momento = '31_dicembre', 1, 0))::integer as anno,
    o.valore, o.valore_stampato, o.raccolta, o.tabella, o.fonte_id, o.file, o.riga
from {{ ref('stg_osservazioni__valori') }} as o
inner join {{ ref('stg_raw__mappe') }} as m
    on o.raccolta = m.fonte_id and o.tabella = m.tabella and o.etichetta = m.etichetta
where m.quantita is not null
