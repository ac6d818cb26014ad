{#- Which LEPS a budget line serves: declared links, each with its reason and, where the document says what part, its weight. -#}
with numeri as (
    select leps_nome, any_value(leps_numero) as leps_numero from {{ ref('leps_registro') }} group by leps_nome
)

select s.ente_id, s.fonte_id, s.riga, s.colonna, l.leps_nome, n.leps_numero::integer as leps_numero, l.peso::double as peso,
    l.motivo, (s.importo_eur * l.peso::decimal(5, 4))::decimal(14, 2) as importo_eur,
    case when s.importo_eur is null then s.motivo_assenza when l.peso is null then 'quota_non_dichiarata' end
        as motivo_assenza,
    s.anno, s.stato_spesa, s.fondo, s.area, s.servizio, s.obiettivo_id, s.quota_parte, s.sommabile,
    l.riga_documento::text as riga_documento
from {{ ref('spesa') }} as s
inner join {{ ref('spesa_leps_dichiarato') }} as l on s.fonte_id = l.fonte_id and s.riga = l.riga
left join numeri as n on l.leps_nome = n.leps_nome
