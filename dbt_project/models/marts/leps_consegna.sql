{#- Diary of deliveries (recordings, staff, reporting duties): what came, from when, how much is used, how much still counts. -#}
with consegnate as (
    select r.fonte_id, r.file, r.ha_ambito, r.ambito_id, r.rilevato_il, r.anno, v.riga is not null as e_usata,
        coalesce(v.corrente, false) as e_corrente
    from {{ ref('int_leps__rilevazioni') }} as r
    left join {{ ref('leps_rilevazione') }} as v on r.fonte_id = v.fonte_id and r.riga = v.riga
    union all by name
    select r.fonte_id, r.file, r.ha_ambito, r.ambito_id, r.rilevato_il, r.anno, r.e_utile as e_usata,
        r.e_utile and v.fonte_id is not null as e_corrente
    from {{ ref('int_leps__personale') }} as r
    left join {{ ref('assistenti_sociali_in_servizio') }} as v
        on r.ambito_id = v.ambito_id and r.anno = v.anno and r.fonte_id = v.fonte_id
    union all by name
    select r.fonte_id, r.file, r.ha_ambito, r.ambito_id, r.anno, r.e_utile as e_usata, v.riga is not null as e_corrente
    from {{ ref('int_leps__invii') }} as r
    left join {{ ref('debito_invio') }} as v on r.fonte_id = v.fonte_id and r.riga = v.riga
)

select
    r.fonte_id, if(r.ha_ambito, r.ambito_id, null) as ambito_id, r.file, any_value(f.rilasciato_il) as rilasciato_il,
    min(r.rilevato_il) as prima_rilevazione, max(r.rilevato_il) as ultima_rilevazione,
    list_sort(list(distinct r.anno) filter (r.anno is not null)) as anni, count(*)::integer as righe,
    count(*) filter (r.e_usata)::integer as righe_usate, count(*) filter (r.e_corrente)::integer as righe_correnti
from consegnate as r
inner join {{ ref('stg_raw__file') }} as f on r.fonte_id = f.fonte_id || '/' || f.tabella
group by r.fonte_id, if(r.ha_ambito, r.ambito_id, null), r.file
