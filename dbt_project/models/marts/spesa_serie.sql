{#- Yearly amounts of each body: euro of the year, euro of the last year whose prices are known, euro per resident. -#}
select s.ente_id, s.ente_nome, s.verso, s.stato_spesa, s.genere, s.codice,
    coalesce(f.nome, a.nome, s.codice) as nome, s.anno::integer as anno, s.importo_eur::decimal(16, 2) as importo_eur,
    (s.importo_eur * d.coefficiente)::decimal(16, 2) as importo_reale_eur, d.anno_base,
    s.importo_precedente_eur::decimal(16, 2) as importo_precedente_eur, s.stato_precedente, s.variazione_pct,
    (100 * (s.importo_eur * d.coefficiente / nullif(s.importo_precedente_eur * p.coefficiente, 0) - 1))::double
        as variazione_reale_pct,
    s.variazione_min_pct::double as variazione_min_pct, s.variazione_max_pct::double as variazione_max_pct,
    s.variazione_motivo, s.esito_variazione, v.residenti, v.anno_residenti,
    (s.importo_eur / v.residenti)::decimal(14, 2) as per_residente_eur,
    case when v.residenti is null then 'residenti_non_ricevuti' end as motivo_assenza_residenti,
    case when d.coefficiente is null then 'deflatore_non_dichiarato' end as motivo_assenza_reale,
    s.righe, s.senza_importo, s.fonte_id
from {{ ref('int_spesa__serie') }} as s
left join {{ ref('int_spesa__residenti') }} as v on s.ente_id = v.ente_id and s.anno = v.anno
left join {{ ref('int_deflatore') }} as d on s.anno = d.anno
left join {{ ref('int_deflatore') }} as p on s.anno - 1 = p.anno
left join {{ ref('fondo') }} as f on s.genere = 'fondo' and s.codice = f.fondo
left join {{ ref('area_utenza') }} as a on s.genere <> 'fondo' and s.codice = a.area_utenza
where s.codice is not null
