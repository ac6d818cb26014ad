{#- The usable recordings, numbered: of two for one cell the later counts, by day recorded, then released, then row. -#}
select
    r.ambito_id, r.indicatore_id, r.anno, r.numeratore, r.denominatore, r.valore, r.stato_traguardo, r.soppresso,
    r.rilevato_il, r.evidenza, r.nota, f.rilasciato_il, r.fonte_id, r.file, r.riga,
    row_number() over (partition by r.ambito_id, r.indicatore_id, r.anno
        order by r.rilevato_il, f.rilasciato_il, r.file, r.riga)::integer as versione,
    count(*) over (partition by r.ambito_id, r.indicatore_id, r.anno)::integer as versioni
from {{ ref('int_leps__rilevazioni') }} as r
inner join {{ ref('stg_raw__file') }} as f on r.fonte_id = f.fonte_id || '/' || f.tabella
where r.ha_obiettivo and len(r.errori) = 0
