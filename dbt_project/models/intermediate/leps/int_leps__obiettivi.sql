{#- Targets of every plan. In serve_da_base: the rule of the year after compares with the value of this year. -#}
select
    o.piano,
    o.indicatore_id,
    o.anno::integer as anno,
    i.leps_numero,
    i.leps_nome,
    o.regola,
    o.soglia_pct::integer as soglia_pct,
    o.minimo::integer as minimo,
    o.stato_richiesto,
    o.testo,
    coalesce(lead(main.leps_si_confronta(o.regola, o.minimo))
        over (partition by o.piano, o.indicatore_id order by o.anno), false) as serve_da_base,
    p.fonte_id,
    o.riga_documento::text as riga_documento
from {{ ref('leps_obiettivo_dichiarato') }} as o
inner join {{ ref('int_leps__indicatori') }} as i on o.indicatore_id = i.indicatore_id
inner join (select distinct piano, fonte_id from {{ ref('leps_piano') }}) as p on o.piano = p.piano
