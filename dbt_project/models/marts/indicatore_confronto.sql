{#- Any territory against any other: ask for both ids, or the view goes through every pair there is. -#}
{{ config(materialized='view') }}
with coppie as (
    select
        v.territorio_id, t.territorio_id as riferimento_id, v.indicatore_id, v.anno, v.base_popolazione,
        v.metodo_denominatore, v.fonte_id, v.valore, v.ic95_inf, v.ic95_sup, r.valore as valore_riferimento,
        i.polarita, i.denominatore is null and i.unita not like 'per %' as e_quantita,
        main.esito_confronto(v.ic95_inf, v.ic95_sup, r.valore) as esito_intervallo,
        p.padre_id is not null as riferimento_contiene
    from {{ ref('indicatore_valore') }} as v
    cross join {{ ref('dim_territorio') }} as t
    inner join {{ ref('dim_indicatore') }} as i on v.indicatore_id = i.indicatore_id
    left join {{ ref('indicatore_valore') }} as r
        on t.territorio_id = r.territorio_id and v.indicatore_id = r.indicatore_id and v.anno = r.anno
            and v.base_popolazione = r.base_popolazione and v.metodo_denominatore = r.metodo_denominatore
            and r.corrente
    left join {{ ref('ponte_territorio') }} as p on v.territorio_id = p.territorio_id and t.territorio_id = p.padre_id
    -- Never with itself. A plain <> misleads the planner: an ambito's comuni take five times as long.
    where v.corrente and not coalesce(v.territorio_id = t.territorio_id, false)
),

giudizio as (
    select *,
        case when e_quantita then 'non_valutabile' else coalesce(esito_intervallo, 'non_valutabile') end as esito
    from coppie
)

select
    territorio_id, riferimento_id, indicatore_id, anno, base_popolazione, metodo_denominatore, fonte_id,
    valore, ic95_inf, ic95_sup, valore_riferimento,
    valore - valore_riferimento as differenza,
    100 * (valore - valore_riferimento) / abs(nullif(valore_riferimento, 0)) as differenza_pct,
    esito,
    main.giudizio_confronto(esito, polarita) as giudizio,
    case
        when valore is null then 'il valore manca'
        when valore_riferimento is null then 'manca il valore del riferimento nello stesso anno e con lo stesso metodo'
        when e_quantita then 'è una quantità, che dipende dalla dimensione del territorio'
        when esito_intervallo is null then 'manca l''intervallo del valore'
    end as motivo,
    riferimento_contiene
from giudizio
