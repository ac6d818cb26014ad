{#- Yearly amounts of each body: in all, by area of users, by fund; with the year before in the same state, or in the most
    final state that there is. Grain: ente_id, verso, stato_spesa, genere, codice, anno. -#}
with correnti as (
    select * from {{ ref('int_spesa__aggregata') }} where corrente
),

per_genere as (
    select ente_id, ente_nome, verso, stato_spesa, 'totale' as genere, 'tutte' as codice, anno, importo_eur, righe,
        senza_importo, fonte_id, file
    from correnti
    union all
    select ente_id, ente_nome, verso, stato_spesa, 'area', area_utenza, anno, importo_eur, righe, senza_importo, fonte_id, file
    from correnti
    where area_utenza <> 'tutte'
    union all
    select ente_id, ente_nome, verso, stato_spesa, 'fondo', fondo, anno, importo_eur, righe, senza_importo, fonte_id, file
    from correnti
),

annue as (
    select ente_id, any_value(ente_nome) as ente_nome, verso, stato_spesa, genere, codice, anno,
        sum(importo_eur) as importo_eur, sum(righe)::integer as righe, sum(senza_importo)::integer as senza_importo,
        min(fonte_id) as fonte_id, min(file) as file,
        list_position(['programmato', 'previsione', 'stanziato', 'impegnato', 'liquidato', 'consuntivo'], stato_spesa)
            as grado
    from per_genere
    group by ente_id, verso, stato_spesa, genere, codice, anno
),

precedenti as (
    select a.ente_id, a.verso, a.stato_spesa, a.genere, a.codice, a.anno,
        arg_max(p.importo_eur, if(p.stato_spesa = a.stato_spesa, 100, p.grado)) as importo_precedente_eur,
        arg_max(p.stato_spesa, if(p.stato_spesa = a.stato_spesa, 100, p.grado)) as stato_precedente
    from annue as a
    inner join annue as p
        on a.ente_id = p.ente_id and a.verso = p.verso and a.genere = p.genere and a.codice = p.codice
        and a.anno = p.anno + 1 and p.importo_eur is not null
    group by a.ente_id, a.verso, a.stato_spesa, a.genere, a.codice, a.anno
)

select a.* exclude (grado), p.importo_precedente_eur, p.stato_precedente,
    (100 * (a.importo_eur - p.importo_precedente_eur) / nullif(p.importo_precedente_eur, 0))::double as variazione_pct,
    v.min_pct as variazione_min_pct, v.max_pct as variazione_max_pct, v.gravita as variazione_gravita,
    v.motivo as variazione_motivo,
    case when v.codice is null or p.importo_precedente_eur is null or p.importo_precedente_eur = 0 or a.importo_eur is null
            then 'non_valutabile'
        when 100 * (a.importo_eur - p.importo_precedente_eur) between v.min_pct * p.importo_precedente_eur
            and v.max_pct * p.importo_precedente_eur then 'entro'
        else 'fuori' end as esito_variazione
from annue as a
left join precedenti as p using (ente_id, verso, stato_spesa, genere, codice, anno)
left join {{ ref('variazione_spesa') }} as v on a.genere = v.genere and a.codice = v.codice
