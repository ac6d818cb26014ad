{#- Amounts by body, year, area, fund, state and direction, of documents and of what bodies sent: all that totals, series and
    shares need. Of two deliveries about the same year, state and direction the one released last is the current one. -#}
with inviate as (
    select ente_id, anno, area, area_utenza, fondo, stato_spesa, verso, gestione, trasferimento_a, fonte_id as consegna,
        fonte_id, min(file) as file, sum(importo_eur) filter (not quota_parte) as importo_eur, count(*) as righe,
        count(*) filter (importo_eur is null) as senza_importo, count(*) filter (quota_parte) as non_sommate
    from {{ ref('int_spesa__ente') }}
    group by all
),

documenti as (
    select ente_id, anno, area, area_utenza, fondo, stato_spesa, verso, consegna, any_value(fonte_id) as fonte_id,
        min(file) as file, sum(importo_eur) filter (sommabile) as importo_eur, count(*) as righe,
        count(*) filter (importo_eur is null) as senza_importo, count(*) filter (not sommabile) as non_sommate
    from {{ ref('int_spesa__unita') }}
    group by all
),

unite as (
    select * from inviate
    union all by name select * from documenti
),

consegne as (
    select u.ente_id, u.anno, u.stato_spesa, u.verso, u.consegna,
        row_number() over (partition by u.ente_id, u.anno, u.stato_spesa, u.verso
            order by max(f.rilasciato_il) desc, u.consegna) = 1 as corrente
    from unite as u
    inner join {{ ref('stg_raw__file') }} as f on u.fonte_id = f.fonte_id || '/' || f.tabella
    group by u.ente_id, u.anno, u.stato_spesa, u.verso, u.consegna
)

select u.*, e.nome as ente_nome, e.tipo as ente_tipo, e.ambito_id, e.regione_id, c.corrente
from unite as u
inner join consegne as c using (ente_id, anno, stato_spesa, verso, consegna)
left join {{ ref('int_spesa__enti') }} as e on u.ente_id = e.ente_id
