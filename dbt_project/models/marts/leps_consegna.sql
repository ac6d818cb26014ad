{#- Diary of deliveries: what came, from when, how much of it is used, how much of it still counts. -#}
select
    r.fonte_id, if(r.ha_ambito, r.ambito_id, null) as ambito_id, r.file, any_value(f.rilasciato_il) as rilasciato_il,
    min(r.rilevato_il) as prima_rilevazione, max(r.rilevato_il) as ultima_rilevazione,
    list_sort(list(distinct r.anno) filter (r.anno is not null)) as anni, count(*)::integer as righe,
    count(v.riga)::integer as righe_usate, count(*) filter (v.corrente)::integer as righe_correnti
from {{ ref('int_leps__rilevazioni') }} as r
inner join {{ ref('stg_raw__file') }} as f on r.fonte_id = f.fonte_id || '/' || f.tabella
left join {{ ref('leps_rilevazione') }} as v on r.fonte_id = v.fonte_id and r.riga = v.riga
group by r.fonte_id, if(r.ha_ambito, r.ambito_id, null), r.file
