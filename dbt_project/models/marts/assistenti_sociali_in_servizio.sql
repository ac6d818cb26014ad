{#- Social workers that the offices declare, in full-time equivalents. Only permanent contracts count (seed personale_voce);
    of two lists of one year the one recorded later counts, whole. -#}
with consegne as (
    select r.ambito_id, r.anno, r.fonte_id, r.file, any_value(f.rilasciato_il) as rilasciato_il,
        max(r.rilevato_il) as rilevato_il,
        sum(r.fte) filter (r.e_utile and r.profilo_conta and r.contratto_conta) as fte,
        sum(r.fte) filter (r.e_utile and r.profilo_conta and not r.contratto_conta) as fte_esclusi,
        count(*)::integer as righe, count(*) filter (not r.e_utile)::integer as righe_inutilizzabili
    from {{ ref('int_leps__personale') }} as r
    inner join {{ ref('stg_raw__file') }} as f on r.fonte_id = f.fonte_id || '/' || f.tabella
    where r.ha_ambito and r.anno is not null
    group by r.ambito_id, r.anno, r.fonte_id, r.file
    -- A list without one usable row of permanent staff says nothing of it: that is not zero.
    having fte is not null
)

select * from consegne
qualify row_number() over (partition by ambito_id, anno order by rilevato_il desc, rilasciato_il desc, file desc) = 1
