{#- What was allotted, committed and paid, in all and by fund, with the part of what was allotted. -#}
with stati as (
    select ente_id, any_value(ente_nome) as ente_nome, anno, fondo, any_value(fondo_nome) as fondo_nome,
        min(fondo_ordine) as fondo_ordine,
        {%- for stato in ['stanziato', 'impegnato', 'liquidato'] %}
        sum(importo_eur) filter (stato_spesa = '{{ stato }}') as {{ stato }}_eur
        {%- if not loop.last %},{% endif %}
        {%- endfor %}
    from {{ ref('spesa_matrice') }}
    where verso = 'spesa' and versione = 'corretta' and livello in ('fondo', 'totale')
        and stato_spesa in ('stanziato', 'impegnato', 'liquidato')
    group by ente_id, anno, fondo
)

select ente_id, ente_nome, anno, fondo, fondo_nome, fondo_ordine::integer as fondo_ordine,
    stanziato_eur::decimal(16, 2) as stanziato_eur, impegnato_eur::decimal(16, 2) as impegnato_eur,
    liquidato_eur::decimal(16, 2) as liquidato_eur,
    (100 * impegnato_eur / nullif(stanziato_eur, 0))::double as impegnato_pct,
    (100 * liquidato_eur / nullif(stanziato_eur, 0))::double as liquidato_pct
from stati
